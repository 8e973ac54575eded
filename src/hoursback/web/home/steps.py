"""What comes after a decision: accepted lines that nobody has begun to hand over, and the next step of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from hoursback.engine.handoff.stages import OVER
from hoursback.engine.plan.first_step import next_line
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.handoff.models import Handoff
from hoursback.web.handoff.selectors.starting import is_for_somebody
from hoursback.web.plan.models import Line
from hoursback.web.shared import formats

_LOOKED_AT = 200
_TAKEN = (Line.Decision.ACCEPTED, Line.Decision.CHANGED)


def not_begun(member: Member) -> list[Line]:
    """Lines whose newest decision lets the work go to somebody, and that are no hand-off yet; oldest first."""
    same = visible(member, Line).filter(activity=OuterRef("activity"))
    begun = visible(member, Handoff).filter(activity=OuterRef("activity"))
    begun = begun.filter(~Q(state__in=OVER) | Q(line=OuterRef("pk")))
    rows = visible(member, Line).filter(decision__in=_TAKEN, activity__is_archived=False)
    rows = rows.filter(~Exists(begun), pk=Subquery(same.order_by("-decided_at", "-pk").values("pk")[:1]))
    return [row for row in rows.order_by("decided_at", "pk")[:_LOOKED_AT] if is_for_somebody(row)]


def first_step(member: Member, plan_id: int, answer: Mapping[str, Any]) -> str:
    """The first step of a plan while nothing was decided on it; then the next line that waits; "" where none does."""
    step = answer.get("first_step") or {}
    if not step:
        return ""
    done = _done(member, plan_id)
    if step.get("activity") not in done:
        return str(step.get("text", ""))
    line = next_line(answer.get("decisions", ()), done)
    if line is None:
        return ""
    facts = {"name": line["activity"], "who": line.get("person") or "", "day": _day(line.get("start_date"))}
    if not facts["who"]:
        return _("Next: decide on “%(name)s”.") % facts
    if not facts["day"]:
        return _("Next: decide on “%(name)s”, to %(who)s.") % facts
    return _("Next: decide on “%(name)s”, to %(who)s, from %(day)s.") % facts


def _done(member: Member, plan_id: int) -> set[str]:
    """Activities that were decided on in this plan, or are handed over already."""
    decided = visible(member, Line).filter(plan=plan_id).values_list("activity_name", flat=True)
    handed = visible(member, Handoff).filter(activity__isnull=False).exclude(state__in=OVER)
    return {*decided, *handed.values_list("activity__name", flat=True)}


def _day(text: object) -> str:
    try:
        return formats.day(date.fromisoformat(str(text or "")))
    except ValueError:
        return ""
