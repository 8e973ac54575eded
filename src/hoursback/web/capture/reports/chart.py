"""The year as a picture: what each week went to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from hoursback.web.capture.reports.selectors import Row, Year
from hoursback.web.shared import formats
from hoursback.web.shared.charts import Chart, draw

_SHOWN = 7
"""As many as the theme has colours that can be told apart, one kept for the rest."""


def chart_of(year: Year) -> Chart:
    """Hours a week, stacked by the activities that took most."""
    shown = list(year.rows[:_SHOWN])
    rest = year.rows[_SHOWN:]
    if rest:
        sums = tuple(map(sum, zip(*(row.seconds for row in rest), strict=True)))
        shown.append(Row(_("%(n)d others") % {"n": len(rest)}, sums))
    values = [
        {"week": week, "activity": row.name, "hours": round(seconds / 3600, 2), "place": place}
        for place, row in enumerate(shown)
        for week, seconds in enumerate(row.seconds, 1)
        if seconds
    ]
    weeks = list(range(1, len(year.mondays) + 1))
    spec: dict[str, Any] = {
        "data": {"values": values},
        "mark": "bar",
        "height": 260,
        "encoding": {
            "x": {
                "field": "week",
                "type": "ordinal",
                "title": _("week of the year"),
                "scale": {"domain": weeks},
                "axis": {"values": weeks[::4], "labelAngle": 0, "grid": False},
            },
            "y": {"field": "hours", "type": "quantitative", "aggregate": "sum", "title": _("hours a week")},
            "color": {
                "field": "activity",
                "type": "nominal",
                "title": None,
                "sort": [row.name for row in shown],
                "legend": {"orient": "bottom", "columns": 2, "labelLimit": 160},
            },
            "order": {"field": "place", "type": "quantitative"},
        },
    }
    busiest = max(range(len(year.mondays)), key=lambda week: year.by_week[week]) if year.rows else 0
    summary = _("The fullest week began on %(day)s, with %(hours)s hours.") % {
        "day": formats.day(year.mondays[busiest]),
        "hours": formats.number((year.by_week[busiest] if year.rows else 0) / 3600, 1),
    }
    rows = [(row.name, formats.number(row.total / 3600, 1)) for row in shown]
    return draw(
        spec,
        title=_("Hours by week of %(year)d") % {"year": year.year},
        summary=summary,
        columns=(_("Activity"), _("Hours in the year")),
        rows=rows,
    )
