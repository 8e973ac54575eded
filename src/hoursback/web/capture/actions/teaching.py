"""What a person's own choice teaches: the same words propose the same activity next time."""

from __future__ import annotations

from django.db.models import F

from hoursback.web.capture.actions.steps import Keeper
from hoursback.web.capture.models import Activity, Choice, Labels
from hoursback.web.capture.words import wording
from hoursback.web.people.models import Person


def teach(keeper: Keeper, *, person: Person, note: str, labels: Labels | None, activity: Activity) -> None:
    """Remember a choice; call it inside the transaction of the entry it is about."""
    words = words_of(note, labels)
    if not words:
        return
    key = {"workspace_id": person.workspace_id, "person": person, "words": words, "activity": activity}
    known = Choice.everywhere.filter(**key).first()
    if known is None:
        keeper.new(Choice.everywhere.create(**key))
    else:
        keeper.keep(known)
        Choice.everywhere.filter(pk=known.pk).update(times=F("times") + 1)


def words_of(note: str, labels: Labels | None) -> str:
    """The words a choice is remembered under."""
    if labels is None:
        return wording(note)
    return wording(note, labels.task, labels.project, labels.client)
