"""The pictures that several steps use, as Vega-Lite specs for `charts.draw`: data in, no page, no database.

Every text in them (names, figures) comes ready in the locale of whoever looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from hoursback.web.shared.chartlook import EDGE, INK, QUIET, RAISED, SERIES, TINT

_ROW = 30
_LANE = 30
_LETTER = 8
_SERIES_SHOWN = 8
_LATE = 0.6
_MARK = "\u2060"
_PARSED = "utc:'%Y-%m-%d'"
_MONTHS = {"year": "%Y", "quarter": "%b", "month": "%b", "week": "%-d %b", "date": "%-d %b"}


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One bar: a name, its figure, the likely range around it, and the figure as written at its end."""

    name: str
    value: float
    low: float
    high: float
    said: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the value ladder: an activity, what an hour of it brings, and that as written."""

    name: str
    rate: float
    said: str


@dataclass(frozen=True, slots=True)
class Span:
    """One bar of a timeline: who, what, from which week up to (not including) which."""

    person: str
    name: str
    start_week: int
    end_week: int


@dataclass(frozen=True, slots=True)
class MoneyPoint:
    """Money brought in until a day, less what was spent: middle and likely range."""

    day: date
    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class WeekPart:
    """Hours of one series in the week that starts on a Monday (or whatever day the workspace says)."""

    week: date
    name: str
    hours: float


def range_bars(rows: Sequence[RangeRow], *, axis: str) -> dict[str, Any]:
    """Bars with whiskers from low to high, longest name left, in the order given. `axis` names the unit."""
    y = _names()
    ends = [{**asdict(row), "end": max(row.value, row.high)} for row in rows]
    return {
        "data": {"values": ends},
        "padding": _room_for(row.said for row in rows),
        "height": {"step": _ROW},
        "layer": [
            {
                # Pale inside, so that the lower whisker shows; the edge has the contrast.
                "mark": {"type": "bar", "height": {"band": 0.62}, "fillOpacity": 0.45, "stroke": SERIES[0]},
                "encoding": {"y": y, "x": _number("value", axis)},
            },
            {
                "mark": {"type": "rule", "strokeWidth": 2},
                "encoding": {"y": y, "x": _number("low", axis), "x2": {"field": "high"}},
            },
            *(
                {"mark": {"type": "tick", "thickness": 2, "height": 9}, "encoding": {"y": y, "x": _number(end, axis)}}
                for end in ("low", "high")
            ),
            _written_at("end", y, axis),
        ],
    }


def ladder(rungs: Sequence[Rung], *, axis: str, mark: float | None = None, mark_said: str = "") -> dict[str, Any]:
    """Steps from the dearest hour to the cheapest; `mark`: the worth of the owner's hour, as a line across."""
    y = _names()
    steps = [{**asdict(rung), "kind": "below" if mark is not None and rung.rate < mark else "above"} for rung in rungs]
    colour = {
        "field": "kind",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": ["above", "below"], "range": [SERIES[2], SERIES[1]]},
    }
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "height": {"band": 0.8}},
            "encoding": {"y": y, "x": _number("rate", axis), "color": colour},
        },
        _written_at("rate", y, axis),
    ]
    if mark is not None:
        dearest = max((rung.rate for rung in rungs), default=mark)
        layers += _mark_across("x", mark, mark_said, is_late=mark > dearest * _LATE)
    room = _room_for(rung.said for rung in rungs)
    return {"data": {"values": steps}, "padding": room, "height": {"step": _ROW}, "layer": layers}


def timeline(spans: Sequence[Span], *, start: date, weeks: int) -> dict[str, Any]:
    """Who does what from when, over `weeks` weeks: a lane for each bar, the person named at their first."""
    last = start + timedelta(weeks=weeks)
    people = list(dict.fromkeys(span.person for span in spans))
    lanes: list[dict[str, Any]] = []
    for person in people:
        for lane, span in enumerate(one for one in spans if one.person == person):
            lanes.append(
                {
                    # Every lane needs a name of its own: marks without width tell a person's lanes apart.
                    "lane": person + _MARK * lane,
                    "name": span.name,
                    "from": _on(start + timedelta(weeks=span.start_week)),
                    "to": _on(min(start + timedelta(weeks=span.end_week), last)),
                    "is_late": span.start_week > weeks * _LATE,
                }
            )
    y = {
        "field": "lane",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"labelExpr": f"indexof(datum.label, '{_MARK}') < 0 ? datum.label : ''"},
    }
    scale = {"type": "utc", "domain": [_utc(start), _utc(last)]}
    axis = {"grid": True, "format": _MONTHS}
    shared = {"y": y, "x": {"field": "from", "type": "temporal", "scale": scale, "title": None, "axis": axis}}
    words = {"type": "text", "baseline": "middle", "fontSize": 12}
    named = {**shared, "text": {"field": "name"}}
    return {
        "data": {"values": lanes, "format": {"parse": {"from": _PARSED, "to": _PARSED}}},
        "height": {"step": _LANE},
        "layer": [
            {
                "mark": {"type": "bar", "fill": TINT, "stroke": SERIES[0], "cornerRadius": 4, "height": {"band": 0.8}},
                "encoding": {**shared, "x2": {"field": "to"}},
            },
            {
                "transform": [{"filter": "!datum.is_late"}],
                "mark": {**words, "align": "left", "dx": 6},
                "encoding": named,
            },
            {
                "transform": [{"filter": "datum.is_late"}],
                "mark": {**words, "align": "right", "dx": -6},
                "encoding": named,
            },
        ],
    }


def money_line(
    points: Sequence[MoneyPoint], *, axis: str, payback: date | None = None, payback_said: str = ""
) -> dict[str, Any]:
    """Money over time with its likely band, the line of nothing won or lost, and the day it is paid back."""
    values = [{**asdict(point), "day": _on(point.day)} for point in points]
    x = {
        "field": "day",
        "type": "temporal",
        "scale": {"type": "utc"},
        "title": None,
        "axis": {"grid": False, "format": _MONTHS},
    }
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "area", "opacity": 0.22},
            "encoding": {"x": x, "y": _number("low", axis), "y2": {"field": "high"}},
        },
        {"data": {"values": [{}]}, "mark": {"type": "rule", "stroke": EDGE}, "encoding": {"y": {"datum": 0}}},
        {"mark": {"type": "line"}, "encoding": {"x": x, "y": _number("middle", axis)}},
    ]
    if payback is not None:
        first, last = min(point.day for point in points), max(point.day for point in points)
        layers += _mark_across("x", _utc(payback), payback_said, is_late=payback > first + (last - first) * _LATE)
    return {
        "data": {"values": values, "format": {"parse": {"day": _PARSED}}},
        "height": 260,
        "layer": layers,
    }


def stacked_weeks(parts: Sequence[WeekPart], *, axis: str, other: str) -> dict[str, Any]:
    """Hours a week in stacked bars; the largest series keep their names, the rest are `other`."""
    sums: dict[str, float] = {}
    for part in parts:
        sums[part.name] = sums.get(part.name, 0.0) + part.hours
    largest = sorted(sums, key=lambda name: -sums[name])
    named = largest if len(largest) <= _SERIES_SHOWN else largest[: _SERIES_SHOWN - 1]
    shown = [*named, other] if len(named) < len(largest) else named
    joined: dict[tuple[str, str], float] = {}
    for part in parts:
        key = (_on(part.week), part.name if part.name in named else other)
        joined[key] = joined.get(key, 0.0) + part.hours
    values = [
        {"week": week, "name": name, "hours": hours, "place": shown.index(name)}
        for (week, name), hours in joined.items()
    ]
    return {
        "data": {"values": values, "format": {"parse": {"week": _PARSED}}},
        "height": 240,
        "mark": {"type": "bar", "stroke": RAISED, "strokeWidth": 1},
        "encoding": {
            "x": {
                "field": "week",
                "type": "ordinal",
                "timeUnit": "utcyearmonthdate",
                "title": None,
                "axis": {"format": "%-d %b", "labelAngle": 0},
            },
            "y": _number("hours", axis),
            "color": {"field": "name", "type": "nominal", "title": None, "scale": {"domain": shown}},
            "order": {"field": "place", "type": "quantitative"},
        },
    }


def _names() -> dict[str, Any]:
    return {"field": "name", "type": "nominal", "sort": None, "title": None}


def _number(field: str, axis: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": axis}


def _written_at(field: str, y: dict[str, Any], axis: str) -> dict[str, Any]:
    return {
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 7, "fontWeight": "bold"},
        "encoding": {"y": y, "x": _number(field, axis), "text": {"field": "said"}},
    }


def _room_for(texts: Iterable[str]) -> dict[str, int]:
    """Padding that keeps the figure behind the longest bar inside the picture."""
    return {"left": 4, "top": 4, "bottom": 4, "right": 12 + _LETTER * max(map(len, texts), default=0)}


def _mark_across(channel: str, at: float | dict[str, Any], said: str, *, is_late: bool) -> list[dict[str, Any]]:
    """A line across with its words beside it; on its left where it stands late, for want of room on the right."""
    side = {"align": "right", "dx": -5} if is_late else {"align": "left", "dx": 5}
    place = {channel: {"datum": at}}
    once: dict[str, Any] = {"values": [{}]}
    return [
        {"data": once, "mark": {"type": "rule", "strokeDash": [5, 4], "stroke": INK}, "encoding": place},
        {
            "data": once,
            "mark": {"type": "text", **side, "y": -6, "color": QUIET, "text": said},
            "encoding": place,
        },
    ]


def _on(day: date) -> str:
    return day.isoformat()


def _utc(day: date) -> dict[str, Any]:
    return {"year": day.year, "month": day.month, "date": day.day, "utc": True}
