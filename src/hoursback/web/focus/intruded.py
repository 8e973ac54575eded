"""What the page of intrusions says: how long, by what, at what cost, over the weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.web.focus.selectors.intrusions import Displacing, Intruded
from hoursback.web.focus.selectors.protection import Protected
from hoursback.web.focus.words import cost_said, minutes_of, minutes_said
from hoursback.web.shared import formats
from hoursback.web.shared.charts import Chart, draw


@dataclass(frozen=True, slots=True)
class Line:
    """One activity: what it took, how often, at what cost."""

    name: str
    time: str
    times: int
    cost: str


@dataclass(frozen=True, slots=True)
class Page:
    """The page, ready to show.

    Attributes:
        has_blocks: time was protected at all in these weeks. loss: how an interruption is charged, and why.
    """

    answer: str
    has_blocks: bool
    this_week: tuple[Line, ...]
    earlier: tuple[Line, ...]
    chart: Chart | None
    loss: str


def page(found: Intruded, known: Protected) -> Page:
    """Everything that focus:intrusions shows."""
    currency = known.hour.currency if known.hour else ""
    has_blocks = any(week.protected for week in found.weeks)
    return Page(
        _answer(found, currency, has_blocks=has_blocks),
        has_blocks,
        _lines(found.this_week, currency),
        _lines(found.earlier, currency),
        _chart(found, currency) if has_blocks else None,
        _loss(found),
    )


def _answer(found: Intruded, currency: str, *, has_blocks: bool) -> str:
    if not has_blocks:
        return _("No protected time has passed yet, so nothing could displace it.")
    now = found.now
    if not now.seconds:
        return _("Nothing displaced your top three this week.")
    facts = {
        "time": minutes_said(now.seconds),
        "all": minutes_said(now.protected),
        "cost": cost_said(now.cost, currency),
    }
    if not facts["cost"]:
        return _("%(time)s of %(all)s protected time went to something else this week.") % facts
    return _("%(time)s of %(all)s protected time went to something else this week: %(cost)s.") % facts


def _lines(some: tuple[Displacing, ...], currency: str) -> tuple[Line, ...]:
    return tuple(Line(one.name, minutes_said(one.seconds), one.times, cost_said(one.cost, currency)) for one in some)


def _loss(found: Intruded) -> str:
    minutes = found.loss.minutes
    facts = {
        "value": formats.number(minutes.value, 0 if minutes.value == int(minutes.value) else 1),
        "low": formats.number(minutes.low, 0),
        "high": formats.number(minutes.high, 0),
        "days": found.loss.days,
    }
    if not found.loss.days:
        return (
            _(
                "Beside its own time, each interruption is charged %(value)s minutes to get back to work"
                " (%(low)s to %(high)s), a default. The 23 minutes that are often quoted are not in the study they"
                " are said to come from, so they are not charged."
            )
            % facts
        )
    return (
        _(
            "Beside its own time, each interruption is charged %(value)s minutes (likely %(low)s to %(high)s): that"
            " much more time got lost on your fragmented days than on your unbroken ones, measured on %(days)d of"
            " your own days."
        )
        % facts
    )


def _chart(found: Intruded, currency: str) -> Chart:
    kept, lost = _("not displaced"), _("went to something else")
    weeks = [formats.day(week.monday, "short") for week in found.weeks]
    values = [
        {"week": name, "what": what, "minutes": minutes_of(seconds), "place": place}
        for name, week in zip(weeks, found.weeks, strict=True)
        for place, (what, seconds) in enumerate(((kept, week.protected - week.seconds), (lost, week.seconds)))
    ]
    spec: dict[str, Any] = {
        "data": {"values": values},
        "mark": "bar",
        "height": 200,
        "encoding": {
            "x": {
                "field": "week",
                "type": "ordinal",
                "sort": weeks,
                "title": _("week from"),
                "axis": {"labelAngle": 0},
            },
            "y": {"field": "minutes", "type": "quantitative", "title": _("protected minutes that passed")},
            "color": {
                "field": "what",
                "type": "nominal",
                "sort": [kept, lost],
                "title": None,
                "legend": {"orient": "bottom"},
            },
            "order": {"field": "place", "type": "quantitative"},
        },
    }
    total, lost_total = (sum(getattr(week, name) for week in found.weeks) for name in ("protected", "seconds"))
    summary = _("In five weeks %(lost)s of %(all)s protected time went to something else.") % {
        "lost": minutes_said(lost_total),
        "all": minutes_said(total),
    }
    rows = [
        (
            formats.day(week.monday),
            minutes_said(week.protected),
            minutes_said(week.seconds),
            ngettext("%(n)d time", "%(n)d times", week.times) % {"n": week.times},
            cost_said(week.cost, currency) or "—",
        )
        for week in reversed(found.weeks)
    ]
    columns = (_("Week from"), _("Protected"), _("Displaced"), _("How often"), _("Cost"))
    return draw(spec, title=_("Protected time by week"), summary=summary, columns=columns, rows=rows)
