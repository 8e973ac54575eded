"""Answering a decision that came back, and taking the answer back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.outcome.models import Hindsight
from hoursback.web.plan.models import Line
from hoursback.web.shared.conflict import StaleError


@transaction.atomic
def answer_decision(
    *,
    member: Member,
    line_id: int,
    version: int,
    judged: str,
    said: str,
    next_on: date | None,
    today: date,
    hours: tuple[float, float] | None = None,
    once: str = "",
) -> Hindsight | None:
    """Say how a decision turned out, and when it comes back; None: this form was taken before.

    Args:
        version: of the decision that the page was drawn with. next_on: None: it comes back no more.
        hours: a week, as the plan had them and as they came, kept beside the answer.
    Raises: StaleError, when it was decided anew or answered meanwhile; Http404.
    """
    line = visible_or_404(member, Line, line_id, Verb.CHANGE)
    if not first_time(member, "outcome:decision", once):
        return None
    was_due = line.revisit_on
    _set_day(line, version, next_on)
    planned, actual = hours or (None, None)
    made = Hindsight.objects.create(
        workspace_id=line.workspace_id,
        line=line,
        on=today,
        judged=judged,
        said=said,
        next_on=next_on,
        was_due=was_due,
        planned_hours=planned,
        actual_hours=actual,
        by=member,
    )
    # What was said is private; that there was an answer is not.
    record(member, "decision looked at again", "plan", line.plan_id, activity=line.activity_name, judged=judged)
    return made


@transaction.atomic
def take_answer_back(*, member: Member, hindsight_id: int) -> Line:
    """Take the newest answer to a decision back: it is due again as it was.

    Raises: StaleError, when it was answered or decided anew since; Http404.
    """
    row = visible_or_404(member, Hindsight, hindsight_id, Verb.DELETE)
    line = visible_or_404(member, Line, row.line_id, Verb.CHANGE)
    newest = visible(member, Hindsight).filter(line=line).order_by("-pk").first()
    if newest is None or newest.pk != row.pk or line.revisit_on != row.next_on:
        raise StaleError
    _set_day(line, line.version, row.was_due)
    row.delete()
    record(member, "decision answer taken back", "plan", line.plan_id, activity=line.activity_name)
    return line


def _set_day(line: Line, version: int, day: date | None) -> None:
    changed = Line.objects.filter(pk=line.pk, version=version).update(revisit_on=day, version=F("version") + 1)
    if not changed:
        raise StaleError
