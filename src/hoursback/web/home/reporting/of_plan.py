"""The plan in force as a report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.web.accounts.models import Member
from hoursback.web.home.reporting.choice import Choice
from hoursback.web.home.reporting.document import (
    Block,
    Cell,
    Column,
    Figure,
    Figures,
    Items,
    Picture,
    Row,
    Said,
    Section,
    Span,
    Table,
    Text,
    day,
    hours,
    money,
    present,
    section,
    share,
    text,
)
from hoursback.web.plan import page, selectors, shown
from hoursback.web.plan.templatetags.plan_figures import chance
from hoursback.web.shared import formats


def of_plan(member: Member, choice: Choice, today: date) -> Said:
    """The plan kept last, without income and worth unless they are asked for and may be seen."""
    plan = selectors.plan_in_force(member)
    if plan is None or not plan.answer:
        return Said(_("No plan is made yet."))
    sees_money = choice.shows_worth and selectors.sees_money(member)
    answer = shown.for_role(plan.answer, sees_money=sees_money)
    facts = page.paper_facts(answer, business=member.workspace.name, made_at=plan.made_at)
    start = date.fromisoformat(answer["start"])
    period = _("%(first)s to %(last)s, by the plan of %(made)s") % {
        "first": formats.day(start),
        "last": formats.day(start + timedelta(weeks=int(answer["horizon_weeks"])) - timedelta(days=1)),
        "made": formats.day(timezone.localtime(plan.made_at).date()),
    }
    return Said(facts["answer"]["headline"], period, present(_top(facts), *_groups(facts), *_around(facts)))


def _top(facts: Mapping[str, Any]) -> Section:
    first = facts["step"]
    return section(
        "",
        *(Text(said, "warn") for said in facts["assumed_first"]),
        Text(_("First step: %(step)s") % {"step": first["text"]}, "lead") if first else None,
        _totals(facts),
        *(Picture(chart) for chart in facts["charts"][:2]),
    )


def _totals(facts: Mapping[str, Any]) -> Figures:
    totals, currency = facts["totals"], facts["currency"]
    found = [
        Figure(_("Hours back a week"), hours(totals["hours_freed"])),
        Figure(_("Cost a month"), money(facts["month"], currency)),
        Figure(_("Hours to set up"), hours(totals["setup_hours"])),
        Figure(_("Cash at the start"), money(totals["cash_up_front"], currency)),
    ]
    if totals.get("npv") is not None:
        likely = Span(money(totals["npv_p10"], currency), money(totals["npv_p90"], currency))
        said = _("likely %(range)s") % {"range": likely.text}
        found.append(Figure(_("Worth by the end of the plan"), money(totals["npv"], currency), said))
    return Figures(tuple(found))


def _groups(facts: Mapping[str, Any]) -> list[Section]:
    return [section(group.title, _lines(group, facts)) for group in facts["groups"]]


def _lines(group: shown.Group, facts: Mapping[str, Any]) -> Table:
    if group.verdict == "no":
        stays = (Column(_("Activity"), 1.6), Column(_("Hours a week"), 0.7, is_number=True), Column(_("Why"), 4))
        rows = [Row((text(line.activity), hours(line.hours), Cell(line.why))) for line in group.lines]
        return Table(group.title, stays, tuple(rows))
    columns: tuple[Column, ...] = (
        *(Column(_("Activity"), 1.7), Column(_("What to do"), 2.1), Column(_("From"), 1.2)),
        *(Column(_("Hours back a week"), is_number=True), Column(_("Cost a month"), 1.1, is_number=True)),
    )
    sees_money = facts["totals"].get("npv") is not None
    if sees_money:
        columns = (
            *columns,
            Column(_("Chance that it pays"), is_number=True),
            Column(_("Worth by the end"), 1.1, is_number=True),
            Column(_("Likely"), 1.6, is_number=True, is_span=True),
        )
    return Table(group.title, columns, tuple(_line(line, sees_money) for line in group.lines))


def _line(line: shown.Shown, sees_money: bool) -> Row:
    cells: tuple[Cell | Span | None, ...] = (
        *(text(line.activity), Cell(line.what), day(line.start)),
        *(hours(line.hours_freed), money(line.cost_per_month, line.currency)),
    )
    if sees_money:
        cells = (*cells, _chance(line.raw["probability"]), *_worth(line))
    return Row(cells, line.why)


def _worth(line: shown.Shown) -> tuple[Cell | None, Span | None]:
    values = [line.raw[name] for name in ("npv", "npv_p10", "npv_p90")]
    if None in values:
        return None, None
    npv, low, high = (money(Decimal(value), line.currency) for value in values)
    return npv, Span(low, high)


def _chance(value: float | None) -> Cell | None:
    if value is None:
        return None
    exact = share(value)
    return Cell(chance(value), exact.value, exact.form)


def _around(facts: Mapping[str, Any]) -> list[Section]:
    more: list[Block] = [Picture(chart) for chart in facts["charts"][2:]]
    return [
        section(_("Worth finding out"), _items([one["question"] for one in facts["find_out"]])),
        section(_("Where the freed hours go"), _uses(facts), *more),
        section(_("What earns most"), _best(facts)),
        section(_("Worth knowing"), _items(facts["answer"].get("notes") or [])),
        section(_("Assumed, because nobody stated it"), _assumed(facts)),
    ]


def _items(said: list[str]) -> Items | None:
    return Items(tuple(said)) if said else None


def _uses(facts: Mapping[str, Any]) -> Table | None:
    if not facts["uses"]:
        return None
    rows = tuple(Row((text(use["name"]), hours(use["hours"]))) for use in facts["uses"])
    columns = (Column(_("For"), 3), Column(_("Hours a week"), is_number=True))
    return Table(_("Where the freed hours go"), columns, rows)


def _best(facts: Mapping[str, Any]) -> Table | None:
    if not facts["top_three"]:
        return None
    rows = tuple(Row((text(one["name"]), money(one["rate"], facts["currency"]))) for one in facts["top_three"])
    columns = (Column(_("Activity"), 3), Column(_("An hour of it brings"), is_number=True))
    return Table(_("What earns most"), columns, rows)


def _assumed(facts: Mapping[str, Any]) -> Table | None:
    if not facts["defaults"]:
        return None
    rows = tuple(
        Row((text(one["label"]), Cell(formats.said(_taken(one))), text(one["why"]))) for one in facts["defaults"]
    )
    return Table(_("Assumed"), (Column(_("What"), 2), Column(_("Taken as"), 1.2), Column(_("Why"), 2.4)), rows)


def _taken(one: Mapping[str, Any]) -> str:
    return f"{one['value']} {one.get('unit') or ''}".strip()
