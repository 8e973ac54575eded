"""Pictures of results: hours freed by week with their band, the owner's hours before and since, and money gathered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hoursback.engine.outcome.freed import Week
from hoursback.web.outcome.selectors.shapes import HandoffResult
from hoursback.web.shared import formats
from hoursback.web.shared.chartlook import QUIET, SERIES
from hoursback.web.shared.charts import Chart, draw
from hoursback.web.shared.pictures import MoneyPoint, money_line


def freed_by_week(weeks: Sequence[Week], *, title: str) -> Chart:
    """Hours freed in each week that counts, with the likely range of that one week."""
    points = [
        MoneyPoint(date.fromordinal(week.monday), week.freed.value, week.freed.low, week.freed.high) for week in weeks
    ]
    best = max(weeks, key=lambda week: week.freed.value, default=None)
    summary = ""
    if best is not None:
        summary = _("%(weeks)s weeks count; most came back in the week of %(day)s: %(hours)s hours.") % {
            "weeks": len(weeks),
            "day": formats.day(date.fromordinal(best.monday)),
            "hours": formats.number(best.freed.value, 1),
        }
    rows = [
        (
            formats.day(date.fromordinal(week.monday)),
            *(formats.number(each, 1) for each in (week.before, week.hours_spent, week.freed.value)),
            _("%(low)s to %(high)s")
            % {"low": formats.number(week.freed.low, 1), "high": formats.number(week.freed.high, 1)},
        )
        for week in reversed(weeks)
    ]
    columns = (_("Week of"), _("Would have taken"), _("Still spent"), _("Freed"), _("Likely"))
    return draw(money_line(points, axis=_("hours freed")), title=title, summary=summary, columns=columns, rows=rows)


def before_and_since(row: HandoffResult) -> Chart:
    """The owner's hours on one kind of work in each week before and since it was handed over."""
    sides = {"before": _("before"), "since": _("since")}
    since = [(week.monday, week.hours_spent / week.share) for week in row.result.weeks if week.share > 0]
    values = [{"week": date.fromordinal(m).isoformat(), "hours": h, "side": sides["before"]} for m, h in row.before]
    values += [{"week": date.fromordinal(m).isoformat(), "hours": h, "side": sides["since"]} for m, h in since]
    x = {
        "field": "week",
        "type": "temporal",
        "scale": {"type": "utc"},
        "title": None,
        "axis": {"grid": False, "format": {"year": "%Y", "quarter": "%b", "month": "%b", "week": "%-d %b"}},
    }
    y = {"field": "hours", "type": "quantitative", "title": _("your hours")}
    colour = {
        "field": "side",
        "type": "nominal",
        "title": None,
        "scale": {"domain": list(sides.values()), "range": [SERIES[1], SERIES[0]]},
    }
    shape = {"field": "side", "type": "nominal", "title": None, "scale": {"domain": list(sides.values())}}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "line", "opacity": 0.6}, "encoding": {"x": x, "y": y, "color": colour}},
        {
            "mark": {"type": "point", "filled": True, "size": 55},
            "encoding": {"x": x, "y": y, "color": colour, "shape": shape},
        },
    ]
    if row.result.before is not None:
        layers.append(
            {
                "data": {"values": [{}]},
                "mark": {"type": "rule", "strokeDash": [4, 4], "stroke": QUIET},
                "encoding": {"y": {"datum": row.result.before.value}},
            }
        )
    spec = {"data": {"values": values, "format": {"parse": {"week": "utc:'%Y-%m-%d'"}}}, "height": 240, "layer": layers}
    rows = [
        (formats.day(date.fromordinal(monday)), side, formats.number(hours, 1))
        for side, part in ((sides["since"], since), (sides["before"], row.before))
        for monday, hours in sorted(part, reverse=True)
    ]
    summary = _("Weeks as if worked in full; the dashed line is an ordinary week before.")
    columns = (_("Week of"), _("Side"), _("Hours"))
    return draw(spec, title=_("Hours on it, before and since"), summary=summary, columns=columns, rows=rows)


def money_gathered(row: HandoffResult, currency: str) -> Chart:
    """Worth of the freed hours less what was paid, by week, from the first one on."""
    points = [
        MoneyPoint(date.fromordinal(monday), float(total), float(total), float(total)) for monday, total in row.gathered
    ]
    rows = [
        (formats.day(date.fromordinal(monday)), formats.money(total, currency))
        for monday, total in reversed(row.gathered)
    ]
    last = row.gathered[-1][1] if row.gathered else 0
    summary = (
        _("It has paid for itself; %(sum)s so far.")
        if last >= 0
        else _("It has not paid for itself yet; %(sum)s so far.")
    ) % {"sum": formats.money(last, currency)}
    return draw(
        money_line(points, axis=currency),
        title=_("What it brought so far, less what it cost"),
        summary=summary,
        columns=(_("Week of"), _("Together")),
        rows=rows,
    )
