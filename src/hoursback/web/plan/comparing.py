"""Two plans side by side: what they say, which lines differ, and what they saw differently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from hoursback.web.plan.shown import VERDICTS, cost_per_month, what
from hoursback.web.shared import formats

_DIFFERS = 0.05
"""Hours a week below which two figures count as the same."""
_PRIVATE = frozenset({"income_per_year", "worth_per_hour", "tax_rate", "margin_per_year", "absorbable_hours"})
"""Figures that are not shown to whoever may not see income and worth."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of both plans, as text."""

    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        """Whether the two say something else."""
        return self.first != self.second


@dataclass(frozen=True, slots=True)
class Seen:
    """Both plans and what each saw.

    Attributes:
        answer: as its reader may see it. saw: all of it. levers: of the sliders.
    """

    answer: Mapping[str, Any]
    saw: Mapping[str, Any]
    levers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the page shows.

    Attributes:
        lines: activities whose decision differs. causes: what the plans saw differently.
    """

    totals: tuple[Pair, ...]
    lines: tuple[Pair, ...]
    causes: tuple[Pair, ...]
    same_lines: int


def compare(first: Seen, second: Seen, *, sees_money: bool) -> Comparison:
    """The first plan against the second, the older one first."""
    pairs = list(_lines(first.answer, second.answer))
    changed = tuple(pair for pair in pairs if pair.differs)
    return Comparison(
        totals=tuple(_totals(first.answer, second.answer)),
        lines=changed,
        causes=tuple(_causes(first, second, sees_money=sees_money)),
        same_lines=len(pairs) - len(changed),
    )


def _totals(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[Pair]:
    def both(label: str, say: Any) -> Pair:
        return Pair(label, say(first), say(second))

    yield both(_("Hours freed a week"), lambda a: formats.number(a["totals"]["hours_freed"], 1))
    yield both(_("Cost a month"), lambda a: formats.money(cost_per_month(a), a["currency"]))
    yield both(_("Your hours to set up"), lambda a: formats.number(a["totals"]["setup_hours"], 1))
    yield both(_("Cash at the start"), lambda a: formats.money(Decimal(a["totals"]["cash_up_front"]), a["currency"]))
    if "npv" in first["totals"] and "npv" in second["totals"]:
        yield both(_("Worth by the end"), lambda a: formats.money(Decimal(a["totals"]["npv"]), a["currency"]))
    yield both(_("Starts on"), lambda a: formats.day(date.fromisoformat(a["start"])))
    yield both(_("Log score"), lambda a: "–" if a["log_score"] is None else formats.number(a["log_score"]))


def _lines(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[Pair]:
    one = {line["activity"]: line for line in first["decisions"]}
    other = {line["activity"]: line for line in second["decisions"]}
    for name in dict.fromkeys((*one, *other)):
        yield Pair(name, _said(one.get(name)), _said(other.get(name)))


def _said(line: Mapping[str, Any] | None) -> str:
    if line is None:
        return _("not there")
    parts = [str(VERDICTS[line["verdict"]]), what(line)]
    if line["start_date"]:
        parts.append(_("from %(day)s") % {"day": formats.day(date.fromisoformat(line["start_date"]))})
    return ", ".join(parts)


def _causes(first: Seen, second: Seen, *, sees_money: bool) -> Iterator[Pair]:
    yield from _mappings(_("slider"), _pulled(first, second), _pulled(second, first), sees_money=sees_money)
    yield from _hours(first.answer, second.answer)
    mine, theirs = first.saw["settings"], second.saw["settings"]
    yield from _mappings(_("business"), mine["business"], theirs["business"], sees_money=sees_money)
    yield from _mappings(_("assumption"), mine["assumptions"], theirs["assumptions"], sees_money=True)
    for section, label in (("activities", _("activity")), ("people", _("person"))):
        yield from _named(label, mine[section], theirs[section], sees_money=sees_money)
    quotes = [{(q["activity"], q["person"]): q["fixed_price_per_month"] for q in s["quotes"]} for s in (mine, theirs)]
    for activity, person in dict.fromkeys((*quotes[0], *quotes[1])):
        pair = Pair(f"{_('quote')}: {person}, {activity}", *(_text(q.get((activity, person))) for q in quotes))
        if pair.differs:
            yield pair


def _pulled(seen: Seen, other: Seen) -> dict[str, Any]:
    """The levers of a plan; one that only the other moved stands where it was stated."""
    settings = seen.saw["settings"]
    stated = {
        **settings["business"],
        "caution": settings["assumptions"]["caution"]["value"],
        "price_factor": settings["price_factor"],
    }
    return {name: seen.levers.get(name, stated.get(name)) for name in sorted({*seen.levers, *other.levers})}


def _named(label: str, mine: Any, theirs: Any, *, sees_money: bool) -> Iterator[Pair]:
    one, other = ({row["name"]: row for row in rows} for rows in (mine, theirs))
    for name in dict.fromkeys((*one, *other)):
        if name in one and name in other:
            yield from _mappings(f"{label} “{name}”", one[name], other[name], sees_money=sees_money)
        else:
            there, missing = _("there"), _("not there")
            yield Pair(f"{label} “{name}”", there if name in one else missing, there if name in other else missing)


def _mappings(label: str, mine: Mapping[str, Any], theirs: Mapping[str, Any], *, sees_money: bool) -> Iterator[Pair]:
    for key in dict.fromkeys((*mine, *theirs)):
        if not sees_money and key in _PRIVATE:
            continue
        pair = Pair(f"{label}: {key.replace('_', ' ')}", _text(mine.get(key)), _text(theirs.get(key)))
        if pair.differs:
            yield pair


def _hours(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[Pair]:
    one, other = ({row["activity"]: row["mean"] for row in a.get("hours_seen", [])} for a in (first, second))
    for name in dict.fromkeys((*one, *other)):
        if abs(one.get(name, 0.0) - other.get(name, 0.0)) >= _DIFFERS:
            label = _("hours a week of “%(name)s”") % {"name": name}
            yield Pair(label, formats.number(one.get(name, 0.0), 1), formats.number(other.get(name, 0.0), 1))


def _text(value: Any) -> str:
    """A stated value as one reads it: figures as a number or a range, nothing as a dash."""
    if value is None or value == [] or value == {}:
        return "–"
    if isinstance(value, Mapping) and "origin" in value:
        low, high = value["low"], value["high"]
        return f"{low:g}" if low == high else _("%(low)s to %(high)s") % {"low": f"{low:g}", "high": f"{high:g}"}
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(item)}" for key, item in value.items() if _text(item) != "–") or "–"
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return f"{value:g}" if isinstance(value, float) else str(value)
