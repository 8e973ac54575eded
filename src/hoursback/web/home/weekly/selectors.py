"""The figures of a week, from the steps that own them, and the reviews that were written; a fixed number of queries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, Sum, Value, When
from django.db.models.fields import IntegerField

from hoursback.engine.cycle.xmr import xmr
from hoursback.engine.units import SECONDS_PER_HOUR
from hoursback.web.accounts.kept import kept
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.owndata import person_of
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import Role
from hoursback.web.capture.models import WeekTotal
from hoursback.web.capture.selectors import habit_of, log_quality
from hoursback.web.focus.clock import Clock, monday_of
from hoursback.web.focus.selectors.protection import Protected, hour_now, protection_of, standing_on, top_three
from hoursback.web.handoff.selectors.following import due_follow_ups
from hoursback.web.home import alarms, board
from hoursback.web.home.models import WeeklyReview
from hoursback.web.home.waiting import Item
from hoursback.web.home.weekly import words
from hoursback.web.home.weekly.figures import Figures
from hoursback.web.outcome.selectors.decided import due, due_on
from hoursback.web.outcome.selectors.results import Gist, gist_of
from hoursback.web.outcome.words import alarm_said
from hoursback.web.people.models import Person

WEEK = timedelta(weeks=1)
SERIES = 26
"""Weeks before a week that its usual range is found in."""
STILL_LAST = 3
"""On so many days of a new week (Monday to Wednesday) the review that is open is that of the week before."""
EACH = 5
PAGE = 26
QUESTIONS = ("went_well", "displaced", "not_next", "briefed_badly", "hand_over")
TEXTS = (*QUESTIONS, "intention")


def week_to_review(member: Member, today: date) -> date:
    """The Monday of the week that a bare address shows: this week's, or the last one's while it is fresh and open."""
    monday = monday_of(today)
    if (today - monday).days >= STILL_LAST or member.role != Role.OWNER:
        return monday
    return monday if review_of(member, monday - WEEK) is not None else monday - WEEK


def figures_of(member: Member, monday: date, clock: Clock) -> Figures:
    """A week as far as the member may see it: everything for the owner, for a manager hours that came back.

    Weeks are ISO weeks by the local date on which work began, so that clocks that change, a year's end or work after
    midnight move no total.
    """
    today = clock.today
    owns = member.role == Role.OWNER
    is_current = monday in (monday_of(today), monday_of(today) - WEEK)
    found = gist_of(member.workspace, today, may_be_old=alarms.is_crowded(member.workspace))
    own = _own(member, monday, clock, is_current=is_current) if owns else {}
    own_alarms = own.pop("alarms", [])
    told = kept(member, "weekly", today, lambda: _told(member, today)) if is_current else _Told([], [], [])
    return Figures(
        monday=monday,
        is_current=is_current,
        is_over=monday + WEEK <= today,
        owns=owns,
        freed=next((each.freed for each in found.weeks if each.monday == monday.toordinal()), None),
        average=found.average,
        is_old=found.is_old,
        alarms=[*own_alarms, *told.alarms] if is_current else _past_alarms(found, monday, owns=owns),
        decisions=told.decisions,
        follow_ups=told.follow_ups,
        **own,
    )


class _Told(NamedTuple):
    """What is to be looked at in these days."""

    alarms: list[Item]
    decisions: list[Item]
    follow_ups: list[Item]


def _told(member: Member, today: date) -> _Told:
    decisions = due_decisions(member, today) if member.role == Role.OWNER else []
    return _Told(alarms.sounding(member, today), decisions, follow_ups(member, today + WEEK))


def _own(member: Member, monday: date, clock: Clock, *, is_current: bool) -> dict[str, Any]:
    person: Person | None = person_of(member)
    if person is None:
        return {}
    known = _protected(member, clock) if is_current else None
    if known is not None:
        top = known.top
    else:
        top = top_three(member.workspace, protection_of(person), hour_now(member.workspace, clock.today))
    weeks = hours_by_week(person, monday - SERIES * WEEK, monday, top.keys)
    hours, of_top = weeks.get(monday.toordinal(), (0.0, 0.0))
    quality = log_quality(member.workspace, person, habit_of(person), clock.today) if is_current else None
    said = [] if known is None else [Item(one, "focus:intrusions") for one in board.alarms(known)]
    return {
        "hours": hours,
        "top": of_top if top.keys else None,
        "names": top.names,
        "usual": xmr([each for _week, (_hours, each) in sorted(weeks.items())]) if top.keys else None,
        "usual_weeks": tuple(date.fromordinal(each) for each in sorted(weeks)),
        "score": None if quality is None else float(quality.score),
        "alarms": said,
    }


def _protected(member: Member, clock: Clock) -> Protected | None:
    """As `protected`, from what Today keeps."""
    grounds, timer, _blocks = board.grounds_kept(member, clock)
    return None if grounds is None else standing_on(grounds, clock, timer)


def hours_by_week(person: Person, first: date, last: date, top: tuple[int, ...]) -> dict[int, tuple[float, float]]:
    """By Monday, hours of everything and of the top three in each logged week, first and last included; one query."""
    rows = WeekTotal.everywhere.filter(
        workspace_id=person.workspace_id, person=person, week__range=(first.toordinal(), last.toordinal())
    )
    of_top = Case(When(Q(activity__in=top), then=F("seconds")), default=Value(0), output_field=IntegerField())
    sums = rows.values_list("week").annotate(logged=Sum("seconds"), best=Sum(of_top)).order_by()
    return {week: (logged / SECONDS_PER_HOUR, best / SECONDS_PER_HOUR) for week, logged, best in sums}


def _past_alarms(found: Gist, monday: date, *, owns: bool) -> list[Item]:
    """Of a week that is past only what its own results sounded."""
    return [
        Item(alarm_said(one), *(("outcome:handoff", {"handoff": one.handoff_id}) if one.handoff_id else _TOP))
        for one in found.sounded
        if one.monday == monday and (owns or one.handoff_id)
    ]


_TOP: tuple[str, dict[str, Any]] = ("focus:intrusions", {})


def due_decisions(member: Member, today: date) -> list[Item]:
    """Decisions whose day to be looked at again has come, those that wait longest first."""
    rows = due(member, today).select_related("workspace").defer("assumed", "changed_to")[:EACH]
    return [
        Item(
            words.decision(row.activity_name, row.decision, due_on(row) or today), "outcome:decision", {"line": row.pk}
        )
        for row in rows
    ]


def follow_ups(member: Member, until: date) -> list[Item]:
    """Days on which a leader wanted to look at a hand-off again, up to a day."""
    rows = due_follow_ups(member, until)[:EACH]
    return [
        Item(words.follow_up(row.handoff.name, row.about, row.on), "handoff:follow-up", {"handoff": row.handoff_id})
        for row in rows
    ]


# What was answered


def review_of(member: Member, monday: date) -> WeeklyReview | None:
    """What the member answered about a week."""
    return visible(member, WeeklyReview).filter(week=monday.toordinal()).first()


def reviews_page(member: Member, number: str) -> Page[WeeklyReview]:
    """Weeks that the member answered about, the newest first."""
    return Paginator(visible(member, WeeklyReview).order_by("-week"), PAGE).get_page(number)


def intention_of(member: Member, day: date) -> str:
    """The one thing that an owner means to do in a day's week, as they said about the week before; "" for none."""
    if member.role != Role.OWNER:
        return ""
    rows = visible(member, WeeklyReview).filter(week=(monday_of(day) - WEEK).toordinal())
    return rows.values_list("intention", flat=True).first() or ""
