"""Decisions that are on record, as rows: which of them come back, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from hoursback.engine.outcome.journal import USUAL_DAYS, due_day
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.selectors import zone_or_utc
from hoursback.web.outcome.models import Hindsight
from hoursback.web.plan.models import Line


def decisions(member: Member) -> QuerySet[Any]:
    """Every decision a member sees, with the newest answer to it (`judged`, None: none) and whether a later decision on
    the same activity took its place (`is_replaced`)."""
    answers = Hindsight.objects.filter(
        workspace=OuterRef("workspace"), line=OuterRef("pk"), at__gte=OuterRef("decided_at")
    ).order_by("-pk")
    later = Line.objects.filter(
        workspace=OuterRef("workspace"),
        activity_name=OuterRef("activity_name"),
        decided_at__gt=OuterRef("decided_at"),
    )
    return visible(member, Line).annotate(judged=Subquery(answers.values("judged")[:1]), is_replaced=Exists(later))


def standing(member: Member) -> QuerySet[Line]:
    """Decisions that hold, each with a day on which it comes back."""
    return decisions(member).filter(is_replaced=False).exclude(revisit_on=None, judged__isnull=False)


def due(member: Member, today: date) -> QuerySet[Line]:
    """Decisions to look at again by a day, those with a day of their own first, each kind by how long it waits."""
    cut = datetime.combine(today - timedelta(days=USUAL_DAYS - 1), time(), zone_or_utc(member.workspace.timezone))
    asked = Q(revisit_on__lte=today) | Q(revisit_on=None, decided_at__lt=cut)
    return standing(member).filter(asked).order_by(F("revisit_on").asc(nulls_last=True), "decided_at", "pk")


def coming(member: Member, low: date, high: date) -> list[tuple[Line, date]]:
    """Decisions that come back from one day to another, with their days."""
    rows: Iterable[Line] = standing(member).defer("assumed").order_by("pk")
    found = [(line, on) for line in rows if (on := due_on(line)) is not None and low <= on <= high]
    return sorted(found, key=lambda each: (each[1], each[0].pk))


def decision_or_404(member: Member, line_id: int) -> Line:
    """One decision, as `decisions` has it.

    Raises: Http404.
    """
    found: Line = decisions(member).select_related("workspace").get(pk=visible_or_404(member, Line, line_id).pk)
    return found


def answers_to(member: Member, line: Line) -> list[Hindsight]:
    """What was said of a decision, newest first."""
    return list(visible(member, Hindsight).filter(line=line).select_related("by__user"))


def decided_on(line: Line) -> date:
    """The day of a decision, where the business is."""
    return timezone.localdate(line.decided_at, zone_or_utc(line.workspace.timezone))


def due_on(line: Line) -> date | None:
    """The day on which a row of `decisions` comes back; None: it was closed, or another decision took its place."""
    if getattr(line, "is_replaced", False):
        return None
    stated = None if line.revisit_on is None else line.revisit_on.toordinal()
    is_answered = getattr(line, "judged", None) is not None
    day = due_day(decided_on(line).toordinal(), stated, is_answered=is_answered)
    return None if day is None else date.fromordinal(day)
