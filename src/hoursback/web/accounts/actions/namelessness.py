"""What becomes of rows about somebody who is erased: theirs go, the business's facts stay without name and opinion."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import CharField, Field, JSONField, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from hoursback.web.accounts import owndata
from hoursback.web.accounts.models import Event, Member, WorkspaceOwned

GOES = frozenset(
    {
        *("people.SkillLevel", "people.TimeOff", "capture.Choice", "capture.Reminder", "capture.Habit"),
        *("capture.Timer", "handoff.Reading", "handoff.Candidate"),
        *("cycle.Cycle", "cycle.Turn", "cycle.Rating", "cycle.Training", "cycle.Goal", "cycle.Reflection"),
        *("cycle.Note", "cycle.UpwardRating", "cycle.SelfCheck"),
        *("focus.Calendar", "focus.Written", "focus.Busy", "focus.Protection", "focus.Block", "focus.BadDay"),
        *("home.WeeklyReview", "home.WeeklyMail"),
    }
)
"""Rows that are about the person and nothing else: what they can, when they were away, how they were judged."""
STAYS = frozenset(
    {
        *("people.Person", "capture.Entry", "capture.DayTotal", "capture.WeekTotal", "capture.Rate", "capture.Closed"),
        *("plan.Quote", "handoff.Handoff", "handoff.Agreement", "handoff.Brief", "handoff.Attachment", "handoff.Run"),
        *("handoff.AccessItem", "handoff.TrainingStep", "handoff.Change", "handoff.FollowUp", "handoff.Flag"),
        *("handoff.Timesheet", "handoff.TimesheetLine", "focus.Incident", "focus.TimeBox"),
    }
)
"""Facts of the business that others need: hours, money, how work is done; of whom it was nobody can tell any more."""
EMPTIED = {
    "handoff.Handoff": ("candid",),
    "handoff.Agreement": ("confidentiality", "terms", "declined_because"),
    "handoff.Run": ("note", "feedback", "evidence", "next_step"),
    "handoff.Change": ("reason",),
    "handoff.Timesheet": ("note", "reason", "cap_reason", "cap_asked_because", "cap_refused"),
}
"""Free text in rows that stay, written by the person or about them."""
QUOTES_NAMES = frozenset({"plan.MadePlan"})
"""Rows about the whole business in which people stand by name."""


def drop_own(member: Member) -> None:
    """Delete what goes with somebody; call it before the person becomes nobody."""
    person = owndata.person_of(member)
    for model in owndata.dependents_first():
        if model._meta.label in GOES:
            about = owndata.by_person(model, person)
            for field in model._meta.concrete_fields:
                if field.name == "member" and field.related_model is Member:
                    about |= Q(member=member)
            if about:
                model.objects.filter(about).delete()


def names_of(member: Member) -> list[str]:
    """What somebody is called here, the longest first."""
    person = owndata.person_of(member)
    names = {str(member.user), member.user.email, member.user.name, "" if person is None else str(person)}
    return sorted((name for name in names if len(name) > 1), key=len, reverse=True)


def empty_texts(person: Any) -> None:
    """Empty free text about somebody in rows that stay."""
    for model in owndata.owned_models():
        columns = EMPTIED.get(model._meta.label)
        about = owndata.by_person(model, person)
        if columns and about:
            model.objects.filter(about).update(**dict.fromkeys(columns, ""))


def replace_names(workspace_id: int, person: Any, names: Collection[str], by: str) -> None:
    """Put another word in the place of somebody's names: in rows about them, in plans, in the record."""
    if not names:
        return
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in names) + r")(?!\w)")
    for model in owndata.owned_models():
        label = model._meta.label
        if label in QUOTES_NAMES or model is Event:
            rows = model.everywhere.filter(workspace_id=workspace_id)
        elif label in STAYS and label != "people.Person":
            rows = model.everywhere.filter(owndata.by_person(model, person), workspace_id=workspace_id)
        else:
            continue
        for field in _texts(model):
            _replace_in(model, rows, field, pattern, names, by)


def _texts(model: type[Model]) -> Iterator[Field[Any, Any]]:
    for field in model._meta.concrete_fields:
        if isinstance(field, CharField | TextField | JSONField) and not field.choices and not field.unique:
            yield field


def _replace_in(
    model: type[WorkspaceOwned],
    rows: QuerySet[Any],
    field: Field[Any, Any],
    pattern: re.Pattern[str],
    names: Collection[str],
    by: str,
) -> None:
    wanted = Q()
    for name in names:
        # JSON may be stored with its letters escaped.
        for form in {name, json.dumps(name)[1:-1], json.dumps(json.dumps(name)[1:-1])[1:-1]}:
            wanted |= Q(as_text__contains=form)
    found = rows.annotate(as_text=Cast(field.name, TextField())).filter(wanted)
    for pk, value in list(found.values_list("pk", field.name)):
        changed = _replaced(value, pattern, by)
        if changed != value:
            if isinstance(field, CharField) and field.max_length:
                changed = changed[: field.max_length]
            model.everywhere.filter(pk=pk).update(**{field.name: changed})


def _replaced(value: Any, pattern: re.Pattern[str], by: str) -> Any:
    """The same value with other words in its texts, however deep they lie."""
    if isinstance(value, str):
        return pattern.sub(by, value)
    if isinstance(value, list):
        return [_replaced(item, pattern, by) for item in value]
    if isinstance(value, dict):
        return {_replaced(key, pattern, by): _replaced(item, pattern, by) for key, item in value.items()}
    return value
