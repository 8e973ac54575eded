"""The pictures of the outlook: the capacity fan, and one activity's weeks so far and ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hoursback.web.shared import formats
from hoursback.web.shared.chartlook import EDGE, SERIES
from hoursback.web.shared.charts import Chart, draw

if TYPE_CHECKING:
    from hoursback.engine.outlook.whole import Ahead, Hand

WEEKS = 52
_EVERY = 4
_BACK = 26
_PARSED = "utc:'%Y-%m-%d'"
_MONTHS = {"year": "%Y", "quarter": "%b", "month": "%b", "week": "%-d %b", "date": "%-d %b"}
DAYS = 7


def fan(ahead: Ahead, hand: Hand, *, title: str, summary: str, weeks: int = WEEKS) -> Chart | None:
    """A person's hours a week so far, as they go on, and the hours there are; None without a log."""
    if hand.demand is None:
        return None
    low, high = (hand.demand.level_quantile(p)[:weeks] for p in (0.1, 0.9))
    likely = [
        {"day": _iso(ahead.monday, week), "low": float(low[week]), "high": float(high[week]), "middle": float(middle)}
        for week, middle in enumerate(hand.demand.level[:weeks])
    ]
    hours_there = hand.room[:weeks]
    room = [{"day": _iso(ahead.monday, week), "room": hours} for week, hours in enumerate(hours_there)]
    seen = [
        {"day": date.fromordinal(monday).isoformat(), "hours": hours}
        for monday, hours in list(zip(hand.worked.mondays, hand.worked.hours, strict=True))[-_BACK:]
    ]
    rows = [
        (
            formats.day(date.fromordinal(ahead.monday + DAYS * week)),
            *(formats.number(float(band[week]), 1) for band in (low, hand.demand.level, high)),
            formats.number(hours_there[week], 1) if hours_there else "–",
        )
        for week in range(0, len(likely), _EVERY)
    ]
    return draw(
        _spec(likely, seen, room),
        title=title,
        summary=summary,
        columns=(_("Week of"), _("Low"), _("Middle"), _("High"), _("Hours there are")),
        rows=rows,
    )


def _iso(monday: int, week: int) -> str:
    return date.fromordinal(monday + DAYS * week).isoformat()


def _spec(
    likely: Sequence[dict[str, Any]], seen: Sequence[dict[str, Any]], room: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    x = {
        "field": "day",
        "type": "temporal",
        "scale": {"type": "utc"},
        "title": None,
        "axis": {"grid": False, "format": _MONTHS},
    }
    axis = _("hours a week")
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "area", "opacity": 0.22},
            "encoding": {"x": x, "y": _y("low", axis), "y2": {"field": "high"}},
        },
        {"mark": {"type": "line"}, "encoding": {"x": x, "y": _y("middle", axis)}},
        {
            "data": _data(seen),
            "mark": {"type": "point", "size": 36, "filled": False, "stroke": SERIES[0]},
            "encoding": {"x": x, "y": _y("hours", axis)},
        },
    ]
    if room:
        layers.append(
            {
                "data": _data(room),
                "mark": {"type": "line", "interpolate": "step-after", "strokeDash": [6, 4], "stroke": EDGE},
                "encoding": {"x": x, "y": _y("room", axis)},
            }
        )
    # Named twice, the same days would be read twice, the second time as no days.
    return {"data": _data(likely), "height": 260, "layer": layers}


def _data(values: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"values": list(values), "format": {"parse": {"day": _PARSED}}}


def _y(field: str, axis: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": axis}
