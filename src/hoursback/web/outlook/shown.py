"""Rows and sentences of single pages of the outlook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoursback.web.outlook import pictures, said, words
from hoursback.web.outlook.dates import Dates, dates_of
from hoursback.web.shared import formats
from hoursback.web.shared.charts import Chart

if TYPE_CHECKING:
    from hoursback.engine.outlook.alarms import Raised
    from hoursback.engine.outlook.triggers import Triggers
    from hoursback.engine.outlook.whole import Ahead, Hand, Line

WEEKS_SHOWN = 13
_STEPS: dict[str, str | Promise] = {
    "none": gettext_lazy("nobody yet"),
    "hourly": gettext_lazy("by the hour"),
    "retainer": gettext_lazy("a retainer"),
    "full time": gettext_lazy("a full-time post"),
}


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week of one person."""

    monday: date
    room: float
    demand: float
    load: float | None
    stretch: float | None
    is_full: bool


@dataclass(frozen=True, slots=True)
class Weeks:
    """One person's next weeks; no weeks without stated hours."""

    hand: Hand
    chart: Chart | None
    weeks: tuple[WeekRow, ...]
    row: said.HandRow


@dataclass(frozen=True, slots=True)
class StepRow:
    """A firmer tie and when it is due."""

    label: str
    hours: float | None
    dates: Dates | None
    is_reached: bool


@dataclass(frozen=True, slots=True)
class TriggerRow:
    """One bundle of work."""

    bundle: Triggers
    title: str
    who: str
    now: str
    steps: tuple[StepRow, ...]
    next: StepRow | None


def alarm(one: Raised) -> str:
    """An alarm in one sentence."""
    if one.alarm == "load":
        facts = {"name": one.name, "load": formats.percent(one.value), "limit": formats.percent(one.limit)}
        if one.name:
            return _("%(name)s’s last two weeks were both more than %(limit)s full (at least %(load)s).") % facts
        return _("Your last two weeks were both more than %(limit)s full (at least %(load)s).") % facts
    if one.alarm == "out of hours":
        return _("%(share)s of your hours lie outside working hours; from %(limit)s on that is a sign of too much.") % {
            "share": formats.percent(one.value),
            "limit": formats.percent(one.limit),
        }
    return _("The oldest open item is %(times)s times as old as promised.") % {"times": formats.number(one.value, 1)}


def line_answer(line: Line) -> str:
    """One activity in one sentence."""
    return _(
        "“%(name)s” takes %(now)s hours a week now, and %(later)s in half a year (likely %(low)s to %(high)s)."
    ) % {
        "name": line.name,
        "now": formats.number(line.now.value, 1),
        "later": formats.number(line.later.value, 1),
        "low": formats.number(line.later.low, 1),
        "high": formats.number(line.later.high, 1),
    }


def weeks_of(ahead: Ahead, hand: Hand, today: date) -> Weeks:
    """One person's next quarter."""
    from hoursback.engine.outlook.capacity import THETA, stretch

    found = []
    for week, room in enumerate(hand.room[:WEEKS_SHOWN]):
        demand = float(hand.demand.level[week]) if hand.demand is not None else 0.0
        load = demand / room if room > 0 else None
        found.append(
            WeekRow(
                date.fromordinal(ahead.monday + 7 * week),
                room,
                demand,
                load,
                None if load is None else stretch(load),
                room > 0 and demand > THETA * room,
            )
        )
    chart = None
    if hand.demand is not None:
        title = _("%(name)s: hours so far and ahead") % {"name": hand.name}
        chart = pictures.fan(ahead, hand, title=title, summary=said.fan_summary(hand))
    return Weeks(hand, chart, tuple(found), said.hand_row(ahead, hand, today))


def capacity_answer(people: Sequence[Weeks]) -> str:
    """Everybody in one sentence."""
    known = [one for one in people if one.weeks]
    if not known:
        return _("Nobody’s hours are known yet.")
    full = [one.hand.name for one in known if any(week.is_full for week in one.weeks)]
    if not full:
        return _("Everybody has room for the next %(n)d weeks.") % {"n": WEEKS_SHOWN}
    return _("Too full within the next %(n)d weeks: %(names)s.") % {"n": WEEKS_SHOWN, "names": ", ".join(full)}


def trigger_row(ahead: Ahead, bundle: Triggers, today: date) -> TriggerRow:
    """One bundle with the dates of its steps."""
    order = ["none", "hourly", "retainer", "full time"]
    place = order.index(bundle.now.value)
    steps = tuple(
        StepRow(
            str(_STEPS[one.step.value]),
            one.hours,
            None if one.hours is None else dates_of(ahead, one.full, one.lead, today),
            order.index(one.step.value) <= place,
        )
        for one in bundle.steps
    )
    coming = next((step for step in steps if not step.is_reached), None)
    title = _("All clerical work") if bundle.bundle == "all clerical work" else bundle.bundle
    who = words.role(bundle.functions[0]) if bundle.functions else words.role("")
    return TriggerRow(bundle, title, who, str(_STEPS[bundle.now.value]), steps, coming)


def triggers_answer(rows: Sequence[TriggerRow]) -> str:
    """The firmest tie that is ready, in one sentence."""
    if not rows:
        return _("Which help is worth it by the hour, on a retainer or full time shows once there is a log.")
    best = max(rows, key=lambda row: (len([step for step in row.steps if step.is_reached]), row.bundle.lean))
    if not any(step.is_reached for step in best.steps):
        return _("No kind of work is large enough yet for help of its own.")
    return _("%(what)s is ready for %(step)s: even in a lean week %(hours)s helper hours.") % {
        "what": best.title,
        "step": best.now if best.now != str(_STEPS["hourly"]) else _("help by the hour"),
        "hours": formats.number(best.bundle.lean, 1),
    }
