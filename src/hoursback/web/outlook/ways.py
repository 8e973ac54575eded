"""The way to the vision as its page says it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from hoursback.web.outlook import words
from hoursback.web.outlook.selectors.vision import OnTheWay
from hoursback.web.shared import formats

_TOO_SMALL = 0.25


def facts(found: OnTheWay) -> dict[str, Any]:
    """Everything that the page shows of a vision."""
    way = found.way
    needed = None if way is None or way.worth_needed is None else formats.money(way.worth_needed, found.currency)
    return {
        "vision": found.vision,
        "answer": answer(found),
        "months": [] if way is None else [(words.month(one.month), one) for one in way.months],
        "by": [] if way is None else [(name, words.month(month)) for name, month in way.by],
        "uncovered": None if way is None or way.uncovered < _TOO_SMALL else way.uncovered,
        "needed": needed,
        "worths": [(_years(one.years), formats.money(one.worth, found.currency)) for one in found.worths],
        "worth_growth": words.signed(found.growth) if found.growth else "",
    }


def answer(found: OnTheWay) -> str:
    """The vision against the pace, in one sentence."""
    if found.vision is None:
        return _("Where do you want to be? Two figures are enough.")
    if found.way is None:
        return _("Log a few weeks, and this page says what must be handed off by when.")
    last = found.way.months[-1]
    if found.vision.hours_per_week is None:
        return _("At this pace you work %(hours)s hours a week in %(month)s (likely %(low)s to %(high)s).") % {
            "hours": formats.number(last.pace),
            "month": words.month(last.month),
            "low": formats.number(last.low),
            "high": formats.number(last.high),
        }
    told = {
        "gap": formats.number(last.gap, 1),
        "month": words.month(last.month),
        "wanted": formats.number(found.vision.hours_per_week),
        "low": formats.number(max(0.0, last.low - last.wanted), 1),
        "high": formats.number(max(0.0, last.high - last.wanted), 1),
    }
    if last.gap < _TOO_SMALL:
        return _("At this pace you reach %(wanted)s hours a week by %(month)s without handing off more.") % told
    return (
        _(
            "To work %(wanted)s hours a week in %(month)s, %(gap)s hours a week must be handed off by then "
            "(likely %(low)s to %(high)s)."
        )
        % told
    )


def _years(years: float) -> str:
    if years == 0:
        return _("now")
    if years < 1:
        return _("in half a year")
    return _("in a year") if years == 1 else _("in %(n)d years") % {"n": years}
