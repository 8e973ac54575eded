"""The outlook as its pages say it: sentences, dates and rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.web.outlook import words
from hoursback.web.outlook.dates import Dates, dates_of
from hoursback.web.shared import formats

if TYPE_CHECKING:
    from hoursback.engine.outlook.whole import Ahead, Hand, Line
    from hoursback.web.outlook.selectors.loading import Looked

IN_TIME = 0.86
"""Share of 200 made-up growing businesses in which help was in place before the overload (`benchmarks outlook`)."""
_ENOUGH = 4
"""Weeks tried from before the share inside the range says anything (own)."""


@dataclass(frozen=True, slots=True)
class HandRow:
    """One person in the table."""

    hand: Hand
    now: float | None
    load: float | None
    stretch: float | None
    dates: Dates | None
    who: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """One activity in the table."""

    line: Line
    growth: str
    source: str
    dates: Dates | None


def hand_row(ahead: Ahead, hand: Hand, today: date) -> HandRow:
    """One person with their dates."""
    from hoursback.engine.outlook.capacity import stretch

    load = hand.load
    return HandRow(
        hand,
        None if hand.demand is None else float(hand.demand.level[0]),
        load,
        None if load is None else stretch(load),
        dates_of(ahead, hand.full, hand.lead, today),
        words.role(hand.function),
    )


def line_row(ahead: Ahead, line: Line, today: date) -> LineRow:
    """One activity with its dates."""
    return LineRow(
        line,
        words.growth(line.growth),
        words.source(line.growth, line.driver),
        dates_of(ahead, line.full, line.lead, today),
    )


def answer(looked: Looked, today: date) -> str:
    """The one sentence of the first page."""
    ahead = looked.ahead
    owner = ahead.owner if ahead is not None else None
    if ahead is None or owner is None or owner.demand is None or owner.capacity is None:
        return _("Log a few weeks, and this page says when your week is full and when to look for help.")
    dates = dates_of(ahead, owner.full, owner.lead, today)
    assert dates is not None, "whoever has hours has a limit"
    facts = {
        "day": _day(dates.full),
        "range": dates.range,
        "who": words.role(ahead.help),
        "look": _day(dates.look),
        "hours": formats.number(float(owner.demand.level[0])),
        "room": formats.number(owner.capacity),
    }
    if dates.is_full_now:
        return _("Your own week is full: %(hours)s hours of work for %(room)s. Start looking for %(who)s now.") % facts
    if dates.full is None and dates.look is None:
        return _("At this pace your own week has room for the next three years: %(hours)s of %(room)s hours.") % facts
    if dates.full is None:
        return (
            _(
                "At this pace your own week keeps room, but it may be full (%(range)s); "
                "start looking for %(who)s on %(look)s."
            )
            % facts
        )
    if dates.is_due:
        return _("At this pace your own week is full on %(day)s (%(range)s); start looking for %(who)s now.") % facts
    if dates.look is None:
        return _("At this pace your own week is full on %(day)s (%(range)s).") % facts
    return (
        _("At this pace your own week is full on %(day)s (%(range)s); start looking for %(who)s on %(look)s.") % facts
    )


def _day(day: date | None) -> str:
    return "" if day is None else formats.day(day, "long")


def fan_summary(hand: Hand) -> str:
    """The picture in one sentence."""
    assert hand.demand is not None, "only for those with a log"
    last = min(52, len(hand.demand.level)) - 1
    low, high = (float(hand.demand.level_quantile(p)[last]) for p in (0.1, 0.9))
    said = _("From %(now)s hours a week now to %(then)s in a year (likely %(low)s to %(high)s)") % {
        "now": formats.number(float(hand.demand.level[0]), 1),
        "then": formats.number(float(hand.demand.level[last]), 1),
        "low": formats.number(low, 1),
        "high": formats.number(high, 1),
    }
    if not hand.capacity:
        return said + "."
    return said + _("; %(room)s hours there are, and from 85 %% of them on work waits.") % {
        "room": formats.number(hand.capacity)
    }


def backtest_words(ahead: Ahead) -> str:
    """How far off this way of looking ahead was, against assuming that nothing changes."""
    found = ahead.backtest
    if found is None:
        return _("There are too few weeks yet to say how well this way of looking ahead does: it takes twelve.")
    facts = {
        "n": found.origins,
        "ours": formats.number(found.ours.error, 1),
        "naive": formats.number(found.naive.error, 1),
        "ahead": found.ahead,
        "covered": formats.percent(found.covered),
    }
    said = (
        ngettext(
            "Tried from one week of the past, this way of looking %(ahead)d weeks ahead was off by %(ours)s h a week "
            "on average; just assuming that the next weeks are like that one was off by %(naive)s.",
            "In the last %(n)d weeks this way of looking %(ahead)d weeks ahead was off by %(ours)s h a week on "
            "average; just assuming that the next weeks are like this one was off by %(naive)s.",
            found.origins,
        )
        % facts
    )
    if not found.is_better:
        said += " " + _("Your weeks are so even that assuming no change would have done better: trust the dates less.")
    if found.origins < _ENOUGH:
        return said
    return said + " " + _("%(covered)s of the weeks lay inside the likely range; four in five should.") % facts


def assumed(looked: Looked) -> list[str]:
    """What the dates rest on, besides the log."""
    from hoursback.engine.outlook.capacity import CAUTION, THETA
    from hoursback.web.outlook.selectors.loading import ASSUMED_HOURS

    found = []
    if looked.hours_assumed:
        found.append(
            _("You work %(hours)s hours a week: not stated, so assumed.") % {"hours": formats.number(ASSUMED_HOURS)}
        )
    found.append(
        _("A week counts as full at %(share)s of its hours: beyond that, everything waits.")
        % {"share": formats.percent(THETA)}
    )
    if looked.growth_stated is None:
        found.append(
            _("Growth: by your log, weighed against %(low)s to %(high)s a year, where most businesses lie.")
            % {"low": words.signed(-0.2), "high": words.signed(0.5)}
        )
    else:
        found.append(
            _("Growth: the %(growth)s a year you stated, until your log knows better.")
            % {"growth": words.signed(looked.growth_stated)}
        )
    found.append(
        _("Finding somebody takes 2 weeks (6 for an employee), and full speed 8 to 26 weeks, by the kind of work.")
    )
    found.append(
        _(
            "Looking starts so early that help is there while the chance of a full week is still below %(caution)s. "
            "Tried on 200 made-up growing businesses, help was in place in time in %(share)s of them."
        )
        % {"caution": formats.percent(CAUTION), "share": formats.percent(IN_TIME)}
    )
    found.append(_("Weeks away are left out of the log; holidays ahead take hours away, not work."))
    return found
