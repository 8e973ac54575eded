"""The days that matter to one member, for their own calendar: what they may see, nothing of anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.cycle.models import Cycle, Goal, Training
from hoursback.web.handoff.models import Agreement, FollowUp
from hoursback.web.people.models import TimeOff

BACK, AHEAD = timedelta(days=92), timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Dated:
    """Something on a day, or from one day to another (both included); `plain` is said where titles are not wanted."""

    uid: str
    first: date
    last: date
    title: str
    plain: str


def dates_of(member: Member, today: date) -> list[Dated]:
    """Every day of the last three months and the next two years that is theirs, in order."""
    low, high = today - BACK, today + AHEAD
    found = (*_follow_ups(member), *_cycles(member), *_goals(member), *_reviews(member), *_agreements(member))
    inside = [each for each in (*found, *_time_off(member)) if each.last >= low and each.first <= high]
    return sorted(inside, key=lambda each: (each.first, each.uid))


def _on(uid: str, day: date, title: str, plain: str) -> Dated:
    return Dated(uid, day, day, title, plain)


def _follow_ups(member: Member) -> Iterator[Dated]:
    rows = visible(member, FollowUp).filter(done_at=None).select_related("handoff")
    for row in rows:
        yield _on(f"follow-up-{row.pk}", row.on, f"{row.handoff.name}: {row.about}", _("Follow up on a hand-off"))


def _cycles(member: Member) -> Iterator[Dated]:
    rows = visible(member, Cycle).filter(due_on__isnull=False, closed_on=None).select_related("person")
    for row in rows:
        assert row.due_on is not None, "only those with a day"
        title = _("Look at the results with %(name)s") % {"name": row.person.name}
        if row.person.member_id == member.pk:
            title = _("Talk about your results")
        yield _on(f"cycle-{row.pk}", row.due_on, title, _("A cycle is due"))


def _goals(member: Member) -> Iterator[Dated]:
    for row in visible(member, Goal).filter(status=Goal.Status.OPEN, cycle__person__member=member):
        yield _on(f"goal-{row.pk}", row.by, _("Goal: %(what)s") % {"what": row.what}, _("A goal is due"))


def _reviews(member: Member) -> Iterator[Dated]:
    for row in visible(member, Training).filter(cycle__person__member=member).select_related("skill"):
        for place, review in enumerate(row.reviews):
            if not review.get("done_on"):
                title = _("Look again at what you learnt: %(skill)s") % {"skill": row.skill.name}
                yield _on(f"review-{row.pk}-{place}", date.fromisoformat(review["on"]), title, _("Look at it again"))


def _agreements(member: Member) -> Iterator[Dated]:
    rows = visible(member, Agreement).filter(person__member=member, person_confirmed_at__isnull=False)
    for row in rows.filter(withdrawn_at=None).select_related("handoff"):
        named = {"name": row.handoff.name}
        yield _on(f"begins-{row.pk}", row.start, _("Begins: %(name)s") % named, _("An agreement begins"))
        if row.end is not None:
            yield _on(f"ends-{row.pk}", row.end, _("Ends: %(name)s") % named, _("An agreement ends"))


def _time_off(member: Member) -> Iterator[Dated]:
    for row in visible(member, TimeOff).filter(person__member=member):
        yield Dated(f"off-{row.pk}", row.first, row.last, _("Time off"), _("Time off"))
