"""The picture of a week among its neighbours: hours for the top three with their usual range."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hoursback.engine.cycle.xmr import Chart as Xmr
from hoursback.web.shared import formats
from hoursback.web.shared.chartlook import EDGE, SERIES
from hoursback.web.shared.charts import Chart, draw


def top_three_by_week(chart: Xmr, weeks: Sequence[date], this: date) -> Chart:
    """Hours for the top three in each logged week, with centre and limits; `this` week stands out, if it has a log."""
    values = [
        {"week": week.isoformat(), "hours": hours, "this": week == this}
        for week, hours in zip(weeks, chart.values, strict=True)
    ]
    rows = [(formats.day(week), formats.number(hours, 1)) for week, hours in zip(weeks, chart.values, strict=True)]
    return draw(
        _spec(chart, values),
        title=_("Hours for your top three, week by week"),
        summary=_summary(chart, is_there=this in weeks),
        columns=(_("Week of"), _("Hours")),
        rows=list(reversed(rows)),
    )


def _summary(chart: Xmr, *, is_there: bool) -> str:
    this = _("The large point is this week.") if is_there else ""
    if chart.mean is None or chart.lower is None or chart.upper is None:
        return this
    said = _("The lines are the average of %(mean)s hours and the usual %(low)s to %(high)s.") % {
        "mean": formats.number(chart.mean, 1),
        "low": formats.number(max(0.0, chart.lower), 1),
        "high": formats.number(chart.upper, 1),
    }
    return f"{this} {said}".strip()


def _spec(chart: Xmr, values: Sequence[dict[str, Any]]) -> dict[str, Any]:
    x = {
        "field": "week",
        "type": "temporal",
        "scale": {"type": "utc"},
        "title": None,
        "axis": {"grid": False, "format": {"year": "%Y", "quarter": "%b", "month": "%b", "week": "%-d %b"}},
    }
    y = {"field": "hours", "type": "quantitative", "title": _("hours")}
    once: dict[str, Any] = {"values": [{}]}
    lines: list[dict[str, Any]] = []
    if chart.mean is not None and chart.lower is not None and chart.upper is not None:
        lines = [
            {"data": once, "mark": {"type": "rule", "stroke": EDGE, **dash}, "encoding": {"y": {"datum": at}}}
            for at, dash in (
                (chart.mean, {}),
                (max(0.0, chart.lower), {"strokeDash": [5, 4]}),
                (chart.upper, {"strokeDash": [5, 4]}),
            )
        ]
    return {
        "data": {"values": list(values), "format": {"parse": {"week": "utc:'%Y-%m-%d'"}}},
        "height": 180,
        "layer": [
            *lines,
            {"mark": {"type": "line", "strokeWidth": 1.5}, "encoding": {"x": x, "y": y}},
            {"transform": [{"filter": "!datum.this"}], "mark": {"type": "point"}, "encoding": {"x": x, "y": y}},
            {
                # Told by size and shape as well as by colour.
                "transform": [{"filter": "datum.this"}],
                "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 200, "color": SERIES[3]},
                "encoding": {"x": x, "y": y},
            },
        ],
    }
