"""What the results of rounds say about the figures that the next plan uses; nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.cycle.chances import Share, wilson
from hoursback.engine.figures import Figure
from hoursback.web.accounts.kept import kept
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.handoff.models import Run
from hoursback.web.people.models import Person
from hoursback.web.people.pricing import held_prices, price_of
from hoursback.web.worth.models import Earning

FEWEST = 5
"""Timed or judged runs from which they say more than what was assumed."""
FIRST = 3
"""Runs that stand for the first time somebody does the work."""
_NEWEST = 400
_NOTICEABLE = 0.02
_Z80 = 1.2816
"""Figures of the plan are ranges from P10 to P90."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Their minutes against the owner's: hours of theirs for one of the owner's, at first and now, from n runs."""

    first: float
    practised: float
    runs: int


@dataclass(frozen=True, slots=True)
class Feed:
    """Figures of a person for the next plan, old and new; None where rounds say nothing new.

    Attributes:
        price: of an hour, which the plan uses already: the one with a date that counts today, else what was stated.
        is_dated: it has a date. rework: runs that missed the standard.
        usual_rework: what the plan assumes for everybody. new_rework: what it could use for this person instead.
    """

    price: Figure | None
    is_dated: bool
    pace: Pace | None
    rework: Share
    usual_rework: float
    new_rework: Figure | None = None

    @property
    def has_news(self) -> bool:
        """Whether there is something to accept."""
        return any(news is not None for news in (self.pace, self.new_rework))


def feed_of(actor: Member, person: Person, today: date) -> Feed:
    """What the runs of a person say that the plan does not know yet, beside the price that it knows."""
    runs = list(
        Run.objects.filter(person=person, finished_at__isnull=False)
        .select_related("handoff__activity")
        .order_by("-day", "-pk")[:_NEWEST]
    )
    judged = [run.is_met for run in runs if run.is_met is not None]
    missed = wilson(judged.count(False), len(judged))
    held = held_prices(person.workspace_id, today).get(person.pk)
    price, pace = price_of(person.price, held), _pace(actor, person, runs)
    is_dated = held is not None and price == held.figure
    return Feed(price, is_dated, pace, missed, Assumptions().q.value, _rework(person, missed))


def feed_shown(actor: Member, person: Person, today: date) -> Feed:
    """The same for a page: hundreds of runs make it, and they seldom change."""
    return kept(actor, f"cycle:feed:{person.pk}", today, lambda: feed_of(actor, person, today))


def facts_of(feed: Feed, wanted: Sequence[str]) -> dict[str, Any]:
    """The chosen figures as facts of a person."""
    facts: dict[str, Any] = {}
    if "pace" in wanted and feed.pace is not None:
        facts |= {"efficiency_first": feed.pace.first, "efficiency_practised": feed.pace.practised}
    if "rework" in wanted and feed.new_rework is not None:
        facts["rework"] = feed.new_rework
    return facts


def _rework(person: Person, missed: Share) -> Figure | None:
    """The share that missed the standard with its likely range, once enough was judged and the plan has another."""
    if missed.of < FEWEST or missed.value is None:
        return None
    likely, old = wilson(missed.met, missed.of, _Z80), person.rework
    if old is not None and abs(old.low - likely.low) + abs(old.high - likely.high) < _NOTICEABLE:
        return None
    return Figure.stated_range(round(likely.low, 3), round(likely.high, 3))


def _pace(actor: Member, person: Person, runs: Sequence[Run]) -> Pace | None:
    own = _minutes_of_owner(actor, runs)
    ratios = [
        run.minutes / own[run.handoff.activity_id]
        for run in reversed(runs)
        if run.minutes and run.handoff.activity_id in own
    ]
    if len(ratios) < FEWEST:
        return None
    start, late = ratios[:FIRST], ratios[-FEWEST:]
    practised = round(min(1000.0, max(0.01, sum(late) / len(late))), 2)
    # What was stated about the beginning stands; the plan needs both figures.
    first = person.efficiency_first or round(min(1000.0, max(0.01, sum(start) / len(start))), 2)
    old = person.efficiency_practised
    if old is not None and abs(old - practised) < _NOTICEABLE:
        return None
    return Pace(first, practised, len(ratios))


def _minutes_of_owner(actor: Member, runs: Sequence[Run]) -> dict[int | None, float]:
    """The owner's minutes for one time, by activity, where they are known."""
    found: dict[int | None, float] = {}
    activities = {run.handoff.activity for run in runs if run.handoff.activity is not None}
    stated = visible(actor, Earning).filter(Q(activity__in=[row.pk for row in activities]), minutes_per_unit__gt=0)
    for activity_id, minutes in stated.values_list("activity", "minutes_per_unit"):
        found[activity_id] = minutes or 0.0
    for row in activities:
        if row.hours_each is not None and row.hours_each.value > 0:
            found[row.pk] = row.hours_each.value * 60
    return found
