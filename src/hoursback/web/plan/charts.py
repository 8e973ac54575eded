"""The three pictures of a plan: who does what from when, what it brings, and the hours it frees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.web.plan.shown import Shown
from hoursback.web.shared import formats
from hoursback.web.shared.charts import Chart, draw
from hoursback.web.shared.pictures import MoneyPoint, Span, WeekPart, money_line, stacked_weeks, timeline

_EVERY = 4
"""Weeks between the rows of the tables, which would else be long."""


def pictures(answer: Mapping[str, Any], lines: list[Shown]) -> list[Chart]:
    """The pictures that an answer has data for."""
    leaving = [line for line in lines if line.leaves and line.start is not None]
    if not leaving:
        return []
    found = [_timeline(answer, leaving)]
    if answer.get("gathered"):
        found.append(_money(answer))
    return [*found, _weeks(answer, leaving)]


def _timeline(answer: Mapping[str, Any], lines: list[Shown]) -> Chart:
    start, weeks = date.fromisoformat(answer["start"]), int(answer["horizon_weeks"])
    ordered = sorted(lines, key=lambda line: (line.person or "", line.raw["start_week"], line.index))
    nobody = _("dropped")
    spans = [Span(line.person or nobody, line.activity, line.raw["start_week"], weeks) for line in ordered]
    people = len({span.person for span in spans if span.person != nobody})
    first = min(line.start for line in lines if line.start is not None)
    summary = _("%(what)s, to %(whom)s; the first on %(day)s.") % {
        "what": ngettext("%(n)d kind of work leaves your hands", "%(n)d kinds of work leave your hands", len(lines))
        % {"n": len(lines)},
        "whom": ngettext("%(n)d person or service", "%(n)d people or services", people) % {"n": people},
        "day": formats.day(first),
    }
    if not people:
        summary = ngettext(
            "%(n)d kind of work is dropped; from %(day)s.", "%(n)d kinds of work are dropped; from %(day)s.", len(lines)
        ) % {"n": len(lines), "day": formats.day(first)}
    rows = [
        (line.person or nobody, line.activity, formats.day(line.start), formats.number(line.hours_freed, 1))
        for line in ordered
        if line.start is not None
    ]
    return draw(
        timeline(spans, start=start, weeks=weeks),
        title=_("Who does what from when"),
        summary=summary,
        columns=(_("Who"), _("What"), _("From"), _("Hours freed a week")),
        rows=rows,
    )


def _money(answer: Mapping[str, Any]) -> Chart:
    start, currency = date.fromisoformat(answer["start"]), answer["currency"]
    points = [
        MoneyPoint(start + timedelta(weeks=week + 1), float(middle), float(low), float(high))
        for week, (low, middle, high) in enumerate(answer["gathered"])
    ]
    back = payback(answer)
    low, middle, high = (formats.money(Decimal(value), currency) for value in answer["gathered"][-1])
    when = (
        _("It has paid for itself by about %(day)s") % {"day": formats.day(back)}
        if back
        else _("It does not pay for itself within the plan")
    )
    summary = _("%(when)s, and brings %(middle)s by the end (likely %(low)s to %(high)s).") % {
        "when": when,
        "middle": middle,
        "low": low,
        "high": high,
    }
    shown = [row for week, row in enumerate(points, 1) if week % _EVERY == 0 or week == len(points)]
    rows = [
        (formats.day(p.day), *(formats.money(round(v, 2), currency) for v in (p.low, p.middle, p.high))) for p in shown
    ]
    return draw(
        money_line(points, axis=currency, payback=back, payback_said=_("paid back")),
        title=_("What the plan brings, less what it costs"),
        summary=summary,
        columns=(_("By"), _("Low"), _("Middle"), _("High")),
        rows=rows,
    )


def payback(answer: Mapping[str, Any]) -> date | None:
    """The day from which the plan as a whole has brought more than it cost, for good."""
    middles = [float(middle) for _low, middle, _high in answer.get("gathered", [])]
    if not middles or middles[-1] < 0:
        return None
    below = [week for week, middle in enumerate(middles) if middle < 0]
    weeks = below[-1] + 2 if below else 1
    return date.fromisoformat(answer["start"]) + timedelta(weeks=weeks)


def _weeks(answer: Mapping[str, Any], lines: list[Shown]) -> Chart:
    start = date.fromisoformat(answer["start"])
    parts = [
        WeekPart(start + timedelta(weeks=week), line.activity, won)
        for line in lines
        for week, won in enumerate(line.hours_by_week or ())
        if abs(won) >= 0.01
    ]
    total = answer["hours_by_week"]
    first = next((week for week, won in enumerate(total) if won > 0), None)
    since = formats.day(start + timedelta(weeks=first)) if first is not None else "–"
    summary = _("More hours won than spent on setting up from %(day)s; %(hours)s hours a week at the end.") % {
        "day": since,
        "hours": formats.number(total[-1] if total else 0.0, 1),
    }
    rows = [
        (formats.day(start + timedelta(weeks=week)), formats.number(won, 1))
        for week, won in enumerate(total)
        if week % _EVERY == 0 or week == len(total) - 1
    ]
    return draw(
        stacked_weeks(parts, axis=_("hours a week"), other=_("other")),
        title=_("Hours won each week, set-up taken off"),
        summary=summary,
        columns=(_("Week of"), _("Hours")),
        rows=rows,
    )
