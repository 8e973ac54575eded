"""The days that matter to one member, for their own calendar: what they may see, nothing of anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from hoursback.engine.capture.overlap import Span
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import Role
from hoursback.web.cycle.models import Cycle, Goal, Training
from hoursback.web.focus.clock import clock_of
from hoursback.web.focus.selectors.blocks import blocks_between, has_calendar
from hoursback.web.focus.selectors.incidents import open_boxes
from hoursback.web.handoff.models import Agreement, FollowUp, Handoff
from hoursback.web.outcome.selectors.decided import coming
from hoursback.web.outlook.selectors.starts import starts
from hoursback.web.outlook.words import role
from hoursback.web.people.models import TimeOff

BACK, AHEAD = timedelta(days=92), timedelta(days=731)
type _Span = tuple[date, date]
"""The first and the last day that count."""


@dataclass(frozen=True, slots=True)
class Dated:
    """Something on a day, or from one day to another (both included); `plain` is said where titles are not wanted.

    `span` is its beginning and end in epoch seconds, where it has a time of day.
    """

    uid: str
    first: date
    last: date
    title: str
    plain: str
    span: Span | None = None


def dates_of(member: Member, today: date) -> list[Dated]:
    """Every day of the last three months and the next two years that is theirs, in order."""
    span = (today - BACK, today + AHEAD)
    found = (*_follow_ups(member, span), *_cycles(member, span), *_goals(member, span), *_reviews(member, span))
    more = (
        *_agreements(member, span),
        *_time_off(member, span),
        *_blocks(member, span),
        *_boxes(member),
        *_looking(member, span, today),
        *_decisions(member, span),
    )
    return sorted((*found, *more), key=lambda each: (each.first, each.uid))


def _looking(member: Member, span: _Span, today: date) -> Iterator[Dated]:
    if member.role != Role.OWNER:
        return
    low, high = span
    for start in starts(member.workspace, today):
        if low <= start.on <= high:
            title = _("Start looking for %(who)s") % {"who": role(start.function)}
            if start.name:
                title = _("Start looking for %(who)s: %(name)s’s week fills up") % {
                    "who": role(start.function),
                    "name": start.name,
                }
            yield _on(f"looking-{start.person}", start.on, title, _("Start looking for help"))


def _decisions(member: Member, span: _Span) -> Iterator[Dated]:
    """Days on which the owner's decisions come back."""
    if member.role != Role.OWNER:
        return
    for line, on in coming(member, *span):
        title = _("Look at a decision again: %(name)s") % {"name": line.activity_name}
        yield _on(f"decision-{line.pk}", on, title, _("Look at a decision again"))


def _on(uid: str, day: date, title: str, plain: str) -> Dated:
    return Dated(uid, day, day, title, plain)


def _follow_ups(member: Member, span: _Span) -> Iterator[Dated]:
    rows = visible(member, FollowUp).filter(done_at=None, on__range=span).exclude(handoff__state=Handoff.State.ENDED)
    for row in rows.select_related("handoff"):
        yield _on(f"follow-up-{row.pk}", row.on, f"{row.handoff.name}: {row.about}", _("Follow up on a hand-off"))


def _cycles(member: Member, span: _Span) -> Iterator[Dated]:
    rows = visible(member, Cycle).filter(due_on__range=span, closed_on=None).select_related("person")
    for row in rows:
        assert row.due_on is not None, "only those with a day"
        title = _("Look at the results with %(name)s") % {"name": row.person.name}
        if row.person.member_id == member.pk:
            title = _("Talk about your results")
        yield _on(f"cycle-{row.pk}", row.due_on, title, _("A round is due"))


def _goals(member: Member, span: _Span) -> Iterator[Dated]:
    rows = visible(member, Goal).filter(status=Goal.Status.OPEN, cycle__person__member=member, by__range=span)
    for row in rows.exclude(cycle__phase__in=(Cycle.Phase.REPEAT, Cycle.Phase.STOPPED)):
        yield _on(f"goal-{row.pk}", row.by, _("Goal: %(what)s") % {"what": row.what}, _("A goal is due"))


def _reviews(member: Member, span: _Span) -> Iterator[Dated]:
    # These days stand in JSON, so no database filters them alike.
    low, high = span
    for row in visible(member, Training).filter(cycle__person__member=member).select_related("skill"):
        for place, review in enumerate(row.reviews):
            day = date.fromisoformat(review["on"])
            if not review.get("done_on") and low <= day <= high:
                title = _("Look again at what you learnt: %(skill)s") % {"skill": row.skill.name}
                yield _on(f"review-{row.pk}-{place}", day, title, _("Look at it again"))


def _agreements(member: Member, span: _Span) -> Iterator[Dated]:
    low, high = span
    rows = visible(member, Agreement).filter(person__member=member, person_confirmed_at__isnull=False)
    near = Q(start__range=span) | Q(end__range=span) | Q(last_day__range=span)
    for row in rows.filter(near, withdrawn_at=None).select_related("handoff"):
        named = {"name": row.handoff.name}
        if low <= row.start <= high:
            yield _on(f"begins-{row.pk}", row.start, _("Begins: %(name)s") % named, _("An agreement begins"))
        if row.ends_on is not None and low <= row.ends_on <= high:
            yield _on(f"ends-{row.pk}", row.ends_on, _("Ends: %(name)s") % named, _("An agreement ends"))


def _time_off(member: Member, span: _Span) -> Iterator[Dated]:
    low, high = span
    for row in visible(member, TimeOff).filter(person__member=member, last__gte=low, first__lte=high):
        yield Dated(f"off-{row.pk}", row.first, row.last, _("Time off"), _("Time off"))


def _blocks(member: Member, span: _Span) -> Iterator[Dated]:
    """The owner's protected time; none where a connected calendar holds it already, so that no block is there twice."""
    if has_calendar(member):
        return
    for row in blocks_between(member, *span):
        day = date.fromordinal(row.day)
        title = _("Protected: %(what)s") % {"what": row.activity or _("top three")}
        yield Dated(f"block-{row.uid}", day, day, title, _("Protected time"), (row.start, row.end))


def _boxes(member: Member) -> Iterator[Dated]:
    """Time-boxes that run, to the end at which they ask."""
    clock = clock_of(member)
    for box in open_boxes(member):
        day = clock.local(box.start).date()
        title = _("Time-box: %(what)s") % {"what": box.incident.what}
        yield Dated(f"time-box-{box.pk}", day, day, title, _("Time-box"), (box.start, box.end))
