"""Forms of importing: the file, and how it is meant."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.engine.capture.assign import GroupBy
from hoursback.engine.capture.reading import DateOrder
from hoursback.web.accounts.models import Member
from hoursback.web.capture.importing import selectors
from hoursback.web.capture.importing.choices import Choices
from hoursback.web.capture.importing.ledger import MINE, NEW
from hoursback.web.capture.importing.look import Found
from hoursback.web.capture.importing.uploads import too_large

OWN_NAME = ""
"""A project that becomes an activity of its own, or goes where patterns say."""


class UploadForm(forms.Form):
    """A file from another tool."""

    file = forms.FileField(
        label=_("Your export"),
        help_text=_("CSV of Toggl, Clockify, Harvest or any table with a date; or a calendar (.ics). Up to 50 MB."),
        allow_empty_file=True,  # said in our own words once it is read
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".csv,.tsv,.txt,.ics,.ical,text/csv,text/calendar"

    def clean_file(self) -> Any:
        """Refuse early what announces itself as too large; what lies is found out while it is read."""
        from django.conf import settings

        upload = self.cleaned_data["file"]
        if upload.size is not None and upload.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(too_large(upload.name).what)
        return upload


class ChoicesForm(forms.Form):
    """How a file that was looked at is to be read, and whose its rows are."""

    by = forms.ChoiceField(
        label=_("What makes an activity"),
        choices=[
            (GroupBy.MATCH, _("My activities' words, else the project, task or note")),
            (GroupBy.PROJECT, _("The project")),
            (GroupBy.TASK, _("The task")),
            (GroupBy.NOTE, _("The note")),
        ],
    )
    timezone = forms.CharField(
        label=_("Time zone of its clock times"),
        required=False,
        max_length=64,
        help_text=_("Such as Europe/Vienna; used where the file names none."),
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    date_order = forms.ChoiceField(
        label=_("How 03/04/2026 is meant"),
        required=False,
        choices=[
            ("", _("As the file shows")),
            (DateOrder.DMY, _("3 April: day first")),
            (DateOrder.MDY, _("March 4: month first")),
            (DateOrder.YMD, _("Year first")),
        ],
    )
    encoding = forms.CharField(
        label=_("Text encoding"), required=False, max_length=40, help_text=_("Empty: as the file says, else UTF-8.")
    )
    skip_bad = forms.BooleanField(label=_("Leave out rows that have problems"), required=False)

    def __init__(self, data: Any = None, *, member: Member, found: Found, choices: Choices) -> None:
        super().__init__(data, initial=_initial(found, choices))
        self.found, self.choices = found, choices
        if found.ask != "date_order" and not choices.date_order and found.ask:
            del self.fields["date_order"]
        if not found.problems_total:
            del self.fields["skip_bad"]
        if found.ask == "encoding":
            self.fields["encoding"] = forms.ChoiceField(
                label=_("In which line do the letters look right?"),
                choices=[(name, f"{text} ({name})") for name, text in found.samples],
                widget=forms.RadioSelect,
            )
        elif not choices.encoding:
            del self.fields["encoding"]
        self._add_people(selectors.people_to_choose(member), selectors.own_name(member))
        self._add_projects(selectors.activities_to_choose(member))

    @property
    def people(self) -> list[forms.BoundField]:
        """One field for each name in the file."""
        return [self[name] for name in self.fields if name.startswith("person-")]

    @property
    def projects(self) -> list[forms.BoundField]:
        """One field for each project in the file."""
        return [self[name] for name in self.fields if name.startswith("project-")]

    @property
    def others(self) -> list[forms.BoundField]:
        """What is chosen for the file as a whole."""
        return [self[name] for name in self.fields if not name.startswith(("person-", "project-"))]

    @property
    def chosen(self) -> Choices:
        """The choices, once the form is valid."""
        data = self.cleaned_data
        people = {
            name: int(choice) if (choice := data[f"person-{place}"]).isdecimal() else choice
            for place, (name, _count) in enumerate(self.found.persons)
        }
        projects = {
            project: choice
            for place, (project, _activity) in enumerate(self.found.projects)
            if (choice := data[f"project-{place}"])
        }
        return Choices(
            format=self.choices.format,
            timezone=data["timezone"].strip() or None,
            date_order=data.get("date_order") or None,
            encoding=(data.get("encoding") or "").strip() or None,
            by=data["by"],
            person_map=people or self.choices.person_map,
            others=NEW,
            activity_map=projects,
            skip_bad=data.get("skip_bad", False),
        )

    def _add_people(self, known: list[tuple[int, str]], own: str) -> None:
        by_name = {own.casefold(): MINE, "": MINE, **{name.casefold(): str(pk) for pk, name in known}}
        for place, (name, count) in enumerate(self.found.persons):
            fresh = [] if name.casefold() in by_name else [(NEW, _("somebody new, by this name"))]
            self.fields[f"person-{place}"] = forms.ChoiceField(
                label=name or _("Rows without a name"),
                help_text=_("%(count)s entries") % {"count": f"{count:,}"},
                choices=[(MINE, _("me")), *fresh, *((str(pk), person) for pk, person in known)],
                initial=str(self.choices.person_map.get(name, by_name.get(name.casefold(), NEW))),
            )

    def _add_projects(self, activities: list[str]) -> None:
        for place, (project, goes_to) in enumerate(self.found.projects):
            own = goes_to or _("as its rows say")
            self.fields[f"project-{place}"] = forms.ChoiceField(
                label=project,
                required=False,
                choices=[(OWN_NAME, own), *((name, name) for name in activities if name != goes_to)],
                initial=self.choices.activity_map.get(project, OWN_NAME),
            )


def zones() -> list[str]:
    """Names of zones to choose from."""
    return sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix", "right"))
    )


def _initial(found: Found, choices: Choices) -> dict[str, Any]:
    encoding = choices.encoding or (found.samples[0][0] if found.samples else "")
    return {
        "by": choices.by,
        "timezone": choices.timezone or "",
        "date_order": choices.date_order or "",
        "encoding": encoding,
        "skip_bad": choices.skip_bad,
    }
