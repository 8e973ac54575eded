"""What the pages of worth say: the engine's figures in the owner's words and currency."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoursback.engine.economics import Terms, break_even_worth
from hoursback.engine.worth.uses import UseKind
from hoursback.web.shared import formats
from hoursback.web.shared.charts import Chart, draw
from hoursback.web.worth import moves

if TYPE_CHECKING:
    from hoursback.engine.worth.ladder import Ladder, Rung
    from hoursback.engine.worth.summary import Worth
    from hoursback.web.worth.selectors import Facts

DRAWS = 10_000
SEED = 0
PHI = 0.8
"""Share of what may leave that really can, where the page is not asked for other hours; the engine's default."""
RUNGS_DRAWN = 15
CENTS_BELOW = 10
ASSISTANT = 25.0
"""Price of an assistant's hour in USD where no price is stated (methods, section 10; low confidence)."""
_SHORT: Mapping[str, Any] = {
    moves.INCOME: gettext_lazy("Income"),
    moves.WEEK: gettext_lazy("Hours worked"),
    moves.MARGINS: gettext_lazy("Margins"),
    moves.HOURS: gettext_lazy("More hours"),
    moves.SHARE: gettext_lazy("Well used"),
    moves.LEISURE: gettext_lazy("Rest"),
    moves.WORTH: gettext_lazy("Stated worth"),
}
"""Beside the bars, where a phone leaves little room; the table says them in full."""
_USES: Mapping[UseKind, Any] = {
    UseKind.STRATEGY: gettext_lazy("Strategy"),
    UseKind.PROSPECTS: gettext_lazy("Prospects"),
    UseKind.RELATIONSHIPS: gettext_lazy("Relationships with customers and staff"),
    UseKind.OWN_SKILLS: gettext_lazy("Your own skills"),
    UseKind.AUTHORITY: gettext_lazy("Authority in your field"),
    UseKind.CUSTOMERS: gettext_lazy("Learning about customers"),
    UseKind.REST: gettext_lazy("Rest"),
}
_MOVED: Mapping[str, Any] = {
    moves.INCOME: gettext_lazy("Your income"),
    moves.WEEK: gettext_lazy("The hours you work for it"),
    moves.MARGINS: gettext_lazy("What your activities earn"),
    moves.HOURS: gettext_lazy("More hours that would still earn"),
    moves.SHARE: gettext_lazy("Share of freed time that goes where it earns most"),
    moves.LEISURE: gettext_lazy("What an hour of rest is worth to you"),
    moves.WORTH: gettext_lazy("The worth that you state"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """One of the three numbers."""

    title: str
    value: str
    what: str


@dataclass(frozen=True, slots=True)
class Cheaper:
    """The hours cheaper than the owner's hour, at one price of help.

    Attributes:
        price: None where none is stated and none is known. most: the highest price at which handing over pays.
    """

    price: float | None
    most: str
    sentence: str
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """The worth of the owner's hour, ready to show."""

    answer: str
    assumed: str
    freed: float
    numbers: tuple[Number, ...]
    ladder: Chart | None
    top: tuple[str, ...]
    top_share: str
    uses: tuple[tuple[str, str, str], ...]
    buyback: str
    in_units: str
    moves: Chart | None
    cheaper: Cheaper
    defaults: tuple[Any, ...]


def page(facts: Facts, worth: Worth, *, freed: float | None = None, price: float | None = None) -> Page:
    """Everything that worth:index shows.

    Args:
        freed: hours a week freed; None: what may leave by the answers. price: of an hour of help; None: as stated.
    """
    money = _money(worth.currency)
    hours = freed or max(facts.seen.may_leave.mean * PHI, 1.0)
    now, next_week, at = _three(worth, hours)
    low, high = _range(worth, hours)
    return Page(
        answer=_answer(*(_rounded(value, worth.currency) for value in (low, high, now))),
        assumed=_assumed(worth, money),
        freed=hours,
        numbers=(
            Number(_("now"), money(now), _("one more free hour today, at its best use")),
            Number(_("next week"), money(next_week), _("the same next week; nothing is booked for it yet")),
            Number(
                _("freed"),
                money(at),
                _("each of %(hours)s freed hours a week, since not all of them go where they earn most")
                % {"hours": formats.number(hours, 1)},
            ),
        ),
        ladder=_ladder(worth.ladder, money),
        top=tuple(rung.name for rung in worth.ladder.top),
        top_share=_top_share(worth.ladder),
        uses=tuple(
            (
                str(_USES.get(use.kind, use.name)),
                formats.number(use.hours, 1),
                money(use.value_per_hour) if use.value_per_hour is not None else _("not said"),
            )
            for use in worth.uses(hours)
        ),
        buyback=money(worth.buyback.ceiling) if worth.buyback else "",
        in_units=_in_units(worth, price or _price(facts), money),
        moves=_moves(facts, hours, money),
        cheaper=_cheaper(facts, worth, at, _price(facts) if price is None else price, money),
        defaults=worth.defaults,
    )


def spent(facts: Facts | None) -> str:
    """Hours a week from the log, for the help beside the box."""
    if facts is None:
        return ""
    hours = sum(row.hours.mean for row in facts.seen.review.activities)
    return _("%(hours)s hours") % {"hours": formats.number(hours, 1)}


def _money(currency: str) -> Callable[[float], str]:
    return lambda value: formats.money(value, currency)


def _rounded(value: float, currency: str) -> str:
    """Whole units in the one sentence: its range is far wider than any cents."""
    from babel.numbers import format_currency

    if value < CENTS_BELOW:
        return formats.money(value, currency)
    return str(
        format_currency(round(value), currency, format="¤#,##0", locale=formats.LOCALE.get(), currency_digits=False)
    )


def _three(worth: Worth, hours: float) -> tuple[float, float, float]:
    three = worth.three_numbers(hours)
    return three.now, three.next_week, three.freed


def _range(worth: Worth, hours: float) -> tuple[float, float]:
    """P10 and P90 of an average freed hour, currency per hour."""
    import numpy as np

    drawn = worth.draw(np.random.default_rng(SEED), DRAWS).freed(0.0, hours)
    low, high = np.quantile(drawn, (0.1, 0.9))
    return float(low), float(high)


def _answer(low: str, high: str, now: str) -> str:
    if low == high:
        return _("One freed hour is worth %(low)s to you; one more hour today %(now)s.") % {"low": low, "now": now}
    return _("One freed hour is worth %(low)s to %(high)s to you; one more hour today %(now)s.") % {
        "low": low,
        "high": high,
        "now": now,
    }


def _assumed(worth: Worth, money: Callable[[float], str]) -> str:
    """Said before anything else, where nothing was stated."""
    if not worth.average_is_assumed:
        return ""
    return _(
        "You have not stated an income, so %(average)s for an average hour is assumed: everything here rests on it."
    ) % {"average": money(worth.average.value)}


def _ladder(ladder: Ladder, money: Callable[[float], str]) -> Chart | None:
    known = [rung for rung in ladder.rungs if rung.hourly_value is not None]
    if not known:
        return None
    top = {rung.name for rung in ladder.top}
    values = [
        {"activity": rung.name, "value": round(rung.hourly_value or 0.0, 2), "kind": _kind(rung, top)}
        for rung in known[:RUNGS_DRAWN]
    ]
    spec = {
        "data": {"values": values},
        "mark": "bar",
        "width": "container",
        "height": {"step": 28},
        "encoding": {
            "y": {"field": "activity", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "value", "type": "quantitative", "title": _("what an hour of it brings")},
            "color": {"field": "kind", "type": "nominal", "title": None, "sort": [_("top three"), _("other")]},
        },
    }
    best = known[0]
    facts = {"name": best.name, "value": money(best.hourly_value or 0.0)}
    return draw(
        spec,
        title=_("Value ladder"),
        summary=_("The most valuable hour goes to %(name)s: %(value)s on average.") % facts,
        columns=(_("Activity"), _("Hours a week"), _("An hour brings"), _("One more hour brings"), ""),
        rows=[
            (
                rung.name,
                formats.number(rung.hours, 1),
                _("not known") if rung.hourly_value is None else money(rung.hourly_value),
                "–" if rung.rate is None else money(rung.rate),
                _kind(rung, top) + (f", {_('assumed')}" if rung.is_assumed else ""),
            )
            for rung in ladder.rungs
        ],
    )


def _kind(rung: Rung, top: set[str]) -> str:
    return _("top three") if rung.name in top else _("other")


def _top_share(ladder: Ladder) -> str:
    if not ladder.top:
        return ""
    hours = formats.percent(ladder.top_share_of_hours)
    if ladder.top_share_of_value is None:
        return _("Your top three take %(hours)s of your hours.") % {"hours": hours}
    return _("Your top three bring %(value)s of the value that is known, in %(hours)s of your hours.") % {
        "value": formats.percent(ladder.top_share_of_value),
        "hours": hours,
    }


def _in_units(worth: Worth, price: float | None, money: Callable[[float], str]) -> str:
    said = worth.in_units(price) if price else None
    if said is None or price is None:
        return ""
    return _("%(price)s is what %(units)s units of %(name)s bring.") % {
        "price": money(price),
        "units": formats.number(said[1], 1),
        "name": said[0],
    }


def _moves(facts: Facts, hours: float, money: Callable[[float], str]) -> Chart | None:
    found = moves.moves(facts, hours)
    if not found:
        return None
    values = [
        {
            "what": str(_SHORT[move.what]),
            "low": round(min(move.at_low, move.at_high), 2),
            "high": round(max(move.at_low, move.at_high), 2),
        }
        for move in found
    ]
    spec = {
        "data": {"values": values},
        "mark": "bar",
        "width": "container",
        "height": {"step": 30},
        "encoding": {
            "y": {"field": "what", "type": "nominal", "sort": None, "title": None},
            "x": {
                "field": "low",
                "type": "quantitative",
                "scale": {"zero": False},
                "title": _("worth of a freed hour"),
            },
            "x2": {"field": "high"},
        },
    }
    most = found[0]
    facts_said = {"what": _moved(most), "low": money(most.at_low), "high": money(most.at_high)}
    return draw(
        spec,
        title=_("What moves the worth"),
        summary=_("Most depends on this: %(what)s. It moves a freed hour between %(low)s and %(high)s.") % facts_said,
        columns=(_("If this is lower or higher"), _("Lower"), _("Higher"), _("Swing")),
        rows=[(_moved(move), money(move.at_low), money(move.at_high), money(move.swing)) for move in found],
    )


def _moved(move: moves.Move) -> str:
    name = str(_MOVED[move.what])
    if move.spread is None:
        return name
    return _("%(name)s, ± %(share)s") % {"name": name, "share": formats.percent(move.spread)}


def _price(facts: Facts) -> float | None:
    """The middle one of the stated prices; in USD an assistant's where none is."""
    if facts.prices:
        return float(median(facts.prices))
    return ASSISTANT if facts.income.currency == "USD" else None


def _cheaper(facts: Facts, worth: Worth, at: float, price: float | None, money: Callable[[float], str]) -> Cheaper:
    from hoursback.engine.worth.ladder import cheaper_hours

    assumed = facts.assumptions
    one = break_even_worth(Terms(1.0, price=1.0, fee=assumed.fee.value)) or 0.0
    most = money(at / one) if one else ""
    if price is None:
        return Cheaper(None, most, "", ())
    costs = price * one
    rows = facts.seen.review.activities
    hours = {row.activity.name: row.hours.mean for row in rows}
    found = cheaper_hours(hours, {row.activity.name: costs for row in rows if row.leave.allowed}, at)
    said = {"price": money(price), "costs": money(costs), "worth": money(at)}
    if found.hours <= 0:
        text = _(
            "At %(price)s an hour of help, an hour of yours costs %(costs)s to hand over: none of yours is cheaper."
        )
        return Cheaper(price, most, text % said, ())
    said |= {"hours": formats.number(found.hours, 1), "share": formats.percent(found.share)}
    text = _(
        "%(hours)s hours a week (%(share)s) are cheaper than yours: at %(price)s an hour of help, handing one over "
        "costs %(costs)s with checking and errors, and a freed one is worth %(worth)s."
    )
    return Cheaper(price, most, text % said, found.activities)
