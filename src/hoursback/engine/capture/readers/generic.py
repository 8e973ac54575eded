"""Any table with a header: a start and an end, a start and a length, or a date and a length."""

from __future__ import annotations

from hoursback.engine.capture.readers.layout import Layout
from hoursback.engine.capture.readers.table import TableReader

# English first, since a refusal names the first three; then German, French, Spanish, Italian, Dutch and Portuguese.
READER = TableReader(
    Layout(
        name="generic_csv",
        title="Any table with a header (CSV)",
        columns={
            "date": (
                *("date", "start date", "day", "work date", "entry date", "spent date", "spent on", "started on"),
                *("Datum", "Startdatum", "Fecha", "Date de début", "Jour", "Data", "Dia", "Giorno", "Dag"),
            ),
            "start": (
                *("start", "start time", "from", "started", "started at", "begin", "start datetime", "start date time"),
                *(
                    "time start",
                    "time in",
                    "clock in",
                    "time from",
                    "start at",
                    "start (utc)",
                    "begin time",
                    "beginning",
                ),
                *("Von", "Beginn", "Anfang", "Startzeit", "Début", "Heure de début", "De", "Inicio", "Hora de inicio"),
                *("Inizio", "Ora inizio", "Dalle", "Begintijd", "Starttijd", "Van", "Início", "Hora de início"),
            ),
            "end_date": ("end date", "stop date", "date end", "Enddatum", "Date de fin", "Fecha de fin"),
            "end": (
                *("end", "end time", "to", "stop", "ended", "ended at", "finish", "stop time", "end datetime", "until"),
                *("end date time", "time end", "time out", "clock out", "time to", "end at", "end (utc)", "finished"),
                *("finish time", "Bis", "Ende", "Endzeit", "Fin", "Heure de fin", "À", "Hora de fin", "Hasta", "Fine"),
                *("Ora fine", "Alle", "Eindtijd", "Einde", "Tot", "Fim", "Hora de fim"),
            ),
            "length": (
                *("duration", "hours", "length", "duration (h)", "time (h)", "duration (hours)", "time spent", "time"),
                *(
                    "duration (hh:mm:ss)",
                    "hours worked",
                    "worked hours",
                    "total hours",
                    "time (hours)",
                    "hours (decimal)",
                ),
                *("duration (decimal)", "time (decimal)", "duration hours", "minutes", "duration (min)", "mins", "min"),
                *("duration (minutes)", "duration minutes", "time (min)", "minutes spent", "seconds", "duration (s)"),
                *(
                    "duration (seconds)",
                    "duration seconds",
                    "time spent seconds",
                    "time spent (seconds)",
                    "duration (sec)",
                    "elapsed",
                    "hrs",
                ),
                *("Dauer", "Stunden", "Dauer (h)", "Dauer (Stunden)", "Arbeitszeit", "Minuten", "Dauer (min)"),
                *("Durée", "Heures", "Durée (h)", "Duración", "Horas", "Durata", "Ore", "Duur", "Uren", "Duração"),
            ),
            "project": (
                *("project", "project name", "project title", "job", "matter", "category"),
                *("Projekt", "Projet", "Proyecto", "Progetto", "Projeto", "Kategorie", "Catégorie", "Categoría"),
            ),
            "task": (
                *("task", "activity", "task name", "activity name", "service", "work type", "Aufgabe", "Tätigkeit"),
                *("Aktivität", "Tâche", "Activité", "Tarea", "Actividad", "Attività", "Taak", "Activiteit", "Tarefa"),
            ),
            "client": (
                *("client", "customer", "client name", "customer name", "company"),
                *("Kunde", "Mandant", "Cliente", "Klant"),
            ),
            "person": (
                *("user", "person", "employee", "member", "user name", "employee name", "team member", "name", "who"),
                *(
                    "full name",
                    "resource",
                    "worker",
                    "user email",
                    "email",
                    "e-mail",
                    "Mitarbeiter",
                    "Person",
                    "Benutzer",
                ),
                *("Utilisateur", "Employé", "Usuario", "Empleado", "Utente", "Gebruiker", "Medewerker", "Usuário"),
            ),
            "first_name": ("first name", "Vorname"),
            "last_name": ("last name", "surname", "Nachname"),
            "tags": ("tags", "tag", "labels", "label", "Schlagwörter", "Étiquettes", "Etiquetas", "Etichette"),
            "kind": ("type", "entry type", "kind", "Typ", "Art"),
            "note": (
                *("description", "note", "notes", "comment", "comments", "details", "title", "summary", "subject"),
                *(
                    "text",
                    "memo",
                    "what",
                    "work done",
                    "activity",
                    "entry",
                    "task description",
                    "Beschreibung",
                    "Notiz",
                ),
                *("Bemerkung", "Kommentar", "Notizen", "Commentaire", "Descripción", "Nota", "Descrizione"),
                *("Omschrijving", "Opmerking", "Descrição", "Betreff"),
            ),
        },
        blank_end_runs=False,
    )
)
