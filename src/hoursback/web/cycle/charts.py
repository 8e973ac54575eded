"""Pictures of a round: the minutes of runs as a control chart, and levels over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hoursback.engine.cycle.xmr import Chart as Xmr
from hoursback.engine.cycle.xmr import Kind, Standing
from hoursback.web.shared import formats
from hoursback.web.shared.chartlook import EDGE, SERIES
from hoursback.web.shared.charts import Chart, draw

_SAID = {
    Kind.OUTSIDE: gettext_lazy("outside the limits"),
    Kind.RUN: gettext_lazy("eight in a row on one side"),
    Kind.NEAR: gettext_lazy("three of four near a limit"),
    Kind.RANGE: gettext_lazy("a jump beyond the usual"),
}
_STANDING = {
    Standing.TOO_FEW: gettext_lazy("too few runs for limits yet (six are needed)"),
    Standing.PROVISIONAL: gettext_lazy("limits are provisional until twelve runs"),
    Standing.FIRM: gettext_lazy("limits are firm"),
}
_NAMED, _TICKS = 8, 8


def minutes_chart(name: str, chart: Xmr, days: Sequence[date]) -> Chart:
    """Minutes per run with centre, limits and signals; points inside the limits are left without comment."""
    marks = _marks(chart)
    values = [
        {"run": place + 1, "minutes": value, "signal": bool(marks.get(place))}
        for place, value in enumerate(chart.values)
    ]
    rows = [
        (
            formats.day(day),
            formats.number(value, 1),
            ", ".join(str(_SAID[kind]) for kind in marks.get(place, ())) or _("as usual"),
        )
        for place, (day, value) in enumerate(zip(days, chart.values, strict=True))
    ]
    return draw(
        _spec(chart, values),
        title=_("%(name)s: minutes per run") % {"name": name},
        summary=_summary(chart, len(marks)),
        columns=(_("On"), _("Minutes"), _("Signal")),
        rows=rows,
    )


def levels_chart(levels: Sequence[tuple[str, date, int, str]], today: date) -> Chart | None:
    """Levels over time, a line for each skill; None where nothing changed yet, for the table says it all then.

    Args:
        levels: skill, day, level and what it is based on, oldest first.
    """
    names = list(dict.fromkeys(name for name, *_rest in levels))[-_NAMED:]
    shown = [row for row in levels if row[0] in names]
    if len({day for _name, day, *_rest in shown}) <= 1:
        return None
    values = [{"skill": name, "day": day.isoformat(), "level": level, "found": 1} for name, day, level, _why in shown]
    # A level holds until today.
    held = {name: level for name, _day, level, _why in shown}
    values += [{"skill": name, "day": today.isoformat(), "level": level, "found": 0} for name, level in held.items()]
    encoding = {
        "x": {"field": "day", "type": "temporal", "scale": {"type": "utc"}, "title": None},
        "y": {
            "field": "level",
            "type": "quantitative",
            "title": _("Level"),
            "scale": {"domain": [0, 5]},
            "axis": {"values": [0, 1, 2, 3, 4, 5]},
        },
        "color": {"field": "skill", "type": "nominal", "title": None, "scale": {"domain": names}},
    }
    spec = {
        "data": {"values": values, "format": {"parse": {"day": "utc:'%Y-%m-%d'"}}},
        "height": 200,
        "layer": [
            {"mark": {"type": "line", "interpolate": "step-after"}, "encoding": encoding},
            {"transform": [{"filter": "datum.found"}], "mark": {"type": "point", "size": 70}, "encoding": encoding},
        ],
    }
    summary = ngettext("The level of %(n)d skill over time.", "The levels of %(n)d skills over time.", len(names))
    return draw(
        spec,
        title=_("Levels over time"),
        summary=summary % {"n": len(names)},
        columns=(_("Skill"), _("On"), _("Level"), _("Based on")),
        rows=[(name, formats.day(day), str(level), why) for name, day, level, why in reversed(levels)],
    )


def _marks(chart: Xmr) -> dict[int, tuple[Kind, ...]]:
    found: dict[int, tuple[Kind, ...]] = {}
    for signal in chart.signals:
        found[signal.at] = (*found.get(signal.at, ()), signal.kind)
    return found


def _summary(chart: Xmr, signals: int) -> str:
    runs = ngettext("%(n)d run with its minutes", "%(n)d runs with their minutes", len(chart.values))
    said = runs % {"n": len(chart.values)}
    if chart.mean is None or chart.lower is None or chart.upper is None:
        return f"{said}; {_STANDING[chart.standing]}."
    limits = _("%(mean)s minutes on average, usually %(low)s to %(high)s") % {
        "mean": formats.number(chart.mean, 1),
        "low": formats.number(max(0.0, chart.lower), 1),
        "high": formats.number(chart.upper, 1),
    }
    told = (
        ngettext("%(n)d signal worth asking about", "%(n)d signals worth asking about", signals) % {"n": signals}
        if signals
        else _("no signal: the ups and downs are the usual ones")
    )
    return f"{said}: {limits}; {told}; {_STANDING[chart.standing]}."


def _spec(chart: Xmr, values: Sequence[dict[str, Any]]) -> dict[str, Any]:
    # Every run its tick while there are few, else Vega halves them.
    ticks = list(range(1, len(values) + 1, max(1, len(values) // _TICKS)))
    x = {"field": "run", "type": "quantitative", "title": _("Run"), "axis": {"values": ticks, "format": "d"}}
    y = {"field": "minutes", "type": "quantitative", "title": _("Minutes"), "scale": {"zero": False}}
    once: dict[str, Any] = {"values": [{}]}
    lines: list[dict[str, Any]] = []
    if chart.mean is not None and chart.lower is not None and chart.upper is not None:
        lines = [
            {"data": once, "mark": {"type": "rule", "stroke": EDGE}, "encoding": {"y": {"datum": chart.mean}}},
            *(
                {
                    "data": once,
                    "mark": {"type": "rule", "stroke": EDGE, "strokeDash": [5, 4]},
                    "encoding": {"y": {"datum": limit}},
                }
                for limit in (max(0.0, chart.lower), chart.upper)
            ),
        ]
    return {
        "data": {"values": list(values)},
        "height": 200,
        "layer": [
            *lines,
            {"mark": {"type": "line", "strokeWidth": 1.5}, "encoding": {"x": x, "y": y}},
            {"transform": [{"filter": "!datum.signal"}], "mark": {"type": "point"}, "encoding": {"x": x, "y": y}},
            {
                # Told by shape and size as well as by colour.
                "transform": [{"filter": "datum.signal"}],
                "mark": {"type": "point", "shape": "diamond", "size": 200, "color": SERIES[3]},
                "encoding": {"x": x, "y": y},
            },
        ],
    }
