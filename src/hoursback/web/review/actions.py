"""What changes answers, the stated week and undone work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hoursback.engine.capture.activity import Activity, Answers, Bound
from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure
from hoursback.engine.review.lists import REVIEW_AFTER
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.capture import models as capture
from hoursback.web.review.models import Answer, Undone, WorkWeek
from hoursback.web.review.saving import save_over
from hoursback.web.shared.conflict import StaleError

QUESTIONS = ("time", "liking", "skill")
FACTS = (*QUESTIONS, "energy", "core", "bound", "bound_until", "bound_note", "handable")
"""What an answer may state; what is missing stays as it was."""
_ON_RECORD = (*QUESTIONS, "energy", "core", "bound")
"""What may stand in the record: the note beside it is private."""


@transaction.atomic
def answer_activity(*, actor: Member, activity_id: int, version: int, said: Mapping[str, Any], today: date) -> None:
    """Save the answers about one activity; a review date is set where only the owner can do it.

    Sent twice with the same content, it is saved once and answered alike: no key of the form is needed for that.

    Args:
        version: of the answer the page was drawn with; 0: there was none. said: any of FACTS.
    Raises: StaleError, when somebody answered meanwhile; Http404.
    """
    activity = visible_or_404(actor, capture.Activity, activity_id)
    facts = {name: value for name, value in said.items() if name in FACTS}
    if not facts.get("bound", "unsaid"):
        facts |= {"bound_until": None, "bound_note": ""}
    elif facts.get("bound") and facts.get("bound_until") is None:
        facts["bound_until"] = today + REVIEW_AFTER
    # Three times "does not apply" is an answer too: it is not asked again.
    facts["is_skipped"] = all(facts.get(name) is None for name in QUESTIONS)
    facts["answered_at"] = timezone.now()
    if save_over(actor, Answer, version, facts, aside=("answered_at",), activity_id=activity.pk):
        on_record = {name: facts[name] for name in _ON_RECORD if name in facts}
        record(actor, "activity answered", "activity", activity.pk, **on_record)


@transaction.atomic
def skip_activity(*, actor: Member, activity_id: int, version: int) -> None:
    """Pass an activity over; answers given earlier stay.

    Raises: StaleError; Http404.
    """
    activity = visible_or_404(actor, capture.Activity, activity_id)
    if save_over(actor, Answer, version, {"is_skipped": True}, activity_id=activity.pk):
        record(actor, "activity skipped", "activity", activity.pk)


@transaction.atomic
def answer_table(*, actor: Member, rows: Mapping[int, tuple[int, Mapping[str, Any]]], today: date) -> None:
    """Save several answers at once, all or none.

    Args:
        rows: by activity id, the version it was drawn with and what is said.
    Raises: StaleError, with the ids of the activities that were answered meanwhile.
    """
    stale = []
    for pk, (version, said) in rows.items():
        try:
            answer_activity(actor=actor, activity_id=pk, version=version, said=said, today=today)
        except StaleError:
            stale.append(pk)
    if stale:
        raise StaleError(*stale)


@transaction.atomic
def adopt(member: Member, activities: Sequence[Activity]) -> None:
    """Take over the answers of a settings file, activity by activity in any order; what it does not state is cleared.

    Raises: HoursbackError, for an activity that the workspace does not have.
    """
    ids = dict(capture.Activity.objects.filter(workspace_id=member.workspace_id).values_list("name", "pk"))
    for activity in activities:
        if activity.name not in ids:
            raise HoursbackError(
                "There is no activity of this name.",
                where="activity",
                value=activity.name,
                hint="Add the activity first, then its answers.",
            )
        _adopt(member, ids[activity.name], activity)
    record(member, "answers taken over", "workspace", member.workspace_id, activities=len(activities))


@transaction.atomic
def state_week(*, actor: Member, version: int, hours_per_week: float | None, work_days: int | None) -> None:
    """Save hours and days of the owner's week; None: not stated.

    Raises: StaleError.
    """
    facts: dict[str, Any] = {"hours_per_week": hours_per_week, "work_days": work_days}
    if save_over(actor, WorkWeek, version, facts, workspace_id=actor.workspace_id):
        record(actor, "week stated", "workspace", actor.workspace_id, **facts)


@transaction.atomic
def add_undone(
    *, actor: Member, name: str, hours_per_week: Figure | None, value_per_week: Figure | None, once: str = ""
) -> None:
    """State a piece of work that should have happened and did not."""
    if not first_time(actor, "review:undone", once):
        return
    row = Undone.objects.create(
        workspace_id=actor.workspace_id, name=name, hours_per_week=hours_per_week, value_per_week=value_per_week
    )
    record(actor, "undone work added", "undone", row.pk, name=name)


@transaction.atomic
def change_undone(
    *,
    actor: Member,
    undone_id: int,
    version: int,
    name: str,
    hours_per_week: Figure | None,
    value_per_week: Figure | None,
) -> None:
    """Change it.

    Raises: StaleError; Http404.
    """
    row = visible_or_404(actor, Undone, undone_id, Verb.CHANGE)
    facts = {"name": name, "hours_per_week": hours_per_week, "value_per_week": value_per_week}
    if not Undone.objects.filter(pk=row.pk, version=version).update(**facts, version=version + 1):
        raise StaleError
    record(actor, "undone work changed", "undone", row.pk, old=row.name, new=name)


@transaction.atomic
def remove_undone(*, actor: Member, undone_id: int, is_removed: bool = True) -> str:
    """Remove it, or take that back; returns its name.

    Raises: Http404.
    """
    row = visible_or_404(actor, Undone, undone_id, Verb.CHANGE)
    if row.is_removed != is_removed:
        Undone.objects.filter(pk=row.pk).update(is_removed=is_removed, version=F("version") + 1)
        record(actor, "undone work removed" if is_removed else "undone work brought back", "undone", row.pk)
    return row.name


def _adopt(member: Member, activity_id: int, activity: Activity) -> None:
    answers, known = activity.answers, Answer.objects.filter(activity_id=activity_id).first()
    facts: dict[str, Any] = {
        **{name: getattr(answers, name) for name in (*QUESTIONS, "energy", "core")},
        "bound": activity.bound.value,
        "handable": activity.handable,
        "is_skipped": False,
        "answered_at": timezone.now() if answers.answered else None,
    }
    if activity.bound is Bound.NO:
        facts |= {"bound_until": None, "bound_note": ""}
    elif known is None or known.bound_until is None:
        facts["bound_until"] = timezone.localdate() + REVIEW_AFTER
    is_silent = answers == Answers() and activity.bound is Bound.NO and activity.handable is None
    if known is not None:
        Answer.objects.filter(pk=known.pk).update(**facts, version=F("version") + 1)
    elif not is_silent:
        Answer.objects.create(workspace_id=member.workspace_id, activity_id=activity_id, **facts)
