"""Scenarios side by side, as text: a row for each figure, a column for each scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hoursback.web.outlook import words
from hoursback.web.outlook.dates import dates_of
from hoursback.web.plan.shown import VERDICTS, cost_per_month, what
from hoursback.web.shared import formats

if TYPE_CHECKING:
    from hoursback.engine.outlook.scenario import Changes
    from hoursback.engine.outlook.whole import Ahead
    from hoursback.web.outlook.selectors.scenarios import Column


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of all columns; the first cell is as stated."""

    label: str
    cells: tuple[str, ...]

    @property
    def marked(self) -> list[tuple[str, bool]]:
        """Every cell with whether it differs from the first."""
        return [(cell, place > 0 and cell != self.cells[0]) for place, cell in enumerate(self.cells)]


def rows(columns: Sequence[Column], ahead: Ahead | None, today: date, currency: str) -> list[Row]:
    """The figures of all columns."""
    answers = [column.plan.answer if column.plan is not None and column.plan.answer else None for column in columns]

    def row(label: str, say: Any) -> Row:
        return Row(label, tuple("–" if answer is None else say(answer) for answer in answers))

    return [
        Row(_("Your own week is full"), tuple(_full(column, ahead, today) for column in columns)),
        row(_("Hours freed a week"), lambda a: formats.number(a["totals"]["hours_freed"], 1)),
        row(_("Cost a month"), lambda a: formats.money(cost_per_month(a), currency)),
        row(_("Your hours to set up"), lambda a: formats.number(a["totals"]["setup_hours"], 1)),
        row(_("Cash at the start"), lambda a: formats.money(Decimal(a["totals"]["cash_up_front"]), currency)),
        row(_("Worth by the end"), lambda a: formats.money(Decimal(a["totals"]["npv"]), currency)),
    ]


def lines(columns: Sequence[Column]) -> list[Row]:
    """What becomes of each activity, where it is not the same in all plans."""
    answers = [column.plan.answer if column.plan is not None and column.plan.answer else None for column in columns]
    decided = [None if a is None else {line["activity"]: line for line in a["decisions"]} for a in answers]
    names = dict.fromkeys(name for by_name in decided if by_name is not None for name in by_name)
    found = [Row(name, tuple(_said(by_name, name) for by_name in decided)) for name in names]
    return [row for row in found if len({cell for cell in row.cells if cell != "–"}) > 1]


def differs(changes: Changes, currency: str) -> list[str]:
    """A scenario's changes in words."""
    found = []
    if changes.growth_per_year is not None:
        found.append(_("the work grows %(share)s a year") % {"share": words.signed(changes.growth_per_year)})
    if changes.price_factor is not None:
        found.append(_("help costs %(share)s") % {"share": words.signed(changes.price_factor - 1)})
    if changes.unlimited_budget:
        found.append(_("no limit to the money for help"))
    elif changes.budget_per_month is not None:
        found.append(_("%(money)s a month for help") % {"money": formats.money(changes.budget_per_month, currency)})
    if changes.income_per_year is not None:
        found.append(_("you earn %(money)s a year") % {"money": formats.money(changes.income_per_year, currency)})
    if changes.worth_growth is not None:
        found.append(_("your hour’s worth grows %(share)s a year") % {"share": words.signed(changes.worth_growth)})
    found += [_("%(name)s leaves") % {"name": name} for name in changes.without]
    return found


def _full(column: Column, ahead: Ahead | None, today: date) -> str:
    if ahead is None or column.owner is None:
        return "–"
    dates = dates_of(ahead, column.owner.full, column.owner.lead, today)
    if dates is None:
        return "–"
    if dates.is_full_now:
        return _("now")
    return _("not within three years") if dates.full is None else formats.day(dates.full)


def _said(by_name: Any, name: str) -> str:
    if by_name is None:
        return "–"
    line = by_name.get(name)
    if line is None:
        return _("not there")
    parts = [str(VERDICTS[line["verdict"]]), str(what(line))]
    if line["start_date"]:
        parts.append(_("from %(day)s") % {"day": formats.day(date.fromisoformat(line["start_date"]))})
    return ", ".join(parts)
