"""The picture of calibration: what was said beside how often it came true."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hoursback.engine.outcome.calibration import Reliability
from hoursback.web.outcome.calibration_words import band_row
from hoursback.web.shared import formats
from hoursback.web.shared.chartlook import SERIES
from hoursback.web.shared.charts import Chart, draw

_ROW = 34


def reliability(found: Reliability) -> Chart:
    """Bands of stated chances: a diamond for what was said, a circle with its range for what came."""
    said, came = _("said"), _("came true")
    rows = [(band, band_row(band)) for band in found.bands]
    values = [
        {
            "band": row.label,
            "said": band.stated * 100,
            "came": (band.share.value or 0.0) * 100,
            "low": band.share.low * 100,
            "high": band.share.high * 100,
        }
        for band, row in rows
    ]
    y = {"field": "band", "type": "nominal", "sort": None, "title": None}
    domain = {"domain": [0, 100]}

    def x(field: str) -> dict[str, object]:
        return {"field": field, "type": "quantitative", "scale": domain, "title": _("per cent")}

    def told(name: str) -> dict[str, object]:
        return {
            "datum": name,
            "type": "nominal",
            "title": None,
            "scale": {"domain": [came, said], "range": [SERIES[0], SERIES[1]]},
        }

    def shape(name: str) -> dict[str, object]:
        return {
            "datum": name,
            "type": "nominal",
            "title": None,
            "scale": {"domain": [came, said], "range": ["circle", "diamond"]},
        }

    point = {"type": "point", "filled": True, "size": 110}
    spec = {
        "data": {"values": values},
        "height": {"step": _ROW},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 2},
                "encoding": {"y": y, "x": x("low"), "x2": {"field": "high"}, "color": told(came)},
            },
            {"mark": point, "encoding": {"y": y, "x": x("came"), "color": told(came), "shape": shape(came)}},
            {"mark": point, "encoding": {"y": y, "x": x("said"), "color": told(said), "shape": shape(said)}},
        ],
    }
    summary = _("All together: said %(said)s, came true %(came)s.") % {
        "said": formats.percent(found.stated),
        "came": formats.percent(found.share.value or 0.0),
    }
    columns = (_("Said to pay"), _("On average"), _("Paid"), _("Could be"), _("Says"))
    return draw(
        spec,
        title=_("What was said, and how often it came true"),
        summary=summary,
        columns=columns,
        rows=[(row.label, row.stated, row.came, row.could, row.says) for _band, row in rows],
    )
