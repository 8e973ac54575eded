"""A month of costs: one answer for page, CSV and workbook, exact to the cent, against agreed and planned."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.models import Timesheet, TimesheetLine
from hoursback.web.handoff.selectors.costs import Costs, month_costs
from tests.web.api.conftest import caller
from tests.web.cast import Player
from tests.web.handoff.paid import LATER, MONDAY, activity, handed, logged, moved, person_of, priced, somebody

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


def costs_of(player: Player, month: date = MARCH, today: date = LATER) -> Costs:
    player.workspace.refresh_from_db()
    with acting_in(player.workspace):
        return month_costs(player.member, month, today)


def a_busy_month(olive: Player, sam: Player) -> None:
    """Odd prices and lengths, weeks of every state, a minimum, a fixed price, other paid work."""
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work, rate=3333, weekly_cap=Decimal(10), cost_per_week=Decimal("70.00"))
    bea, mail = somebody(olive), activity(olive, "Mail")
    handed(olive, bea, mail, rate=1999, kind="retainer", minimum_hours=Decimal("1.5"))
    calls = activity(olive, "=HYPERLINK(1)")
    handed(olive, bea, calls, rate=None, kind="fixed", price=Decimal("99.99"))
    priced(olive, me, 1111, MONDAY)
    other = activity(olive, "Chatting")
    for day in range(0, 19, 2):
        logged(olive, me, work, MONDAY + timedelta(days=day), 7 + day)
        logged(olive, bea, mail, MONDAY + timedelta(days=day), 13)
        logged(olive, bea, calls, MONDAY + timedelta(days=day), 5)
    logged(olive, me, other, MONDAY + timedelta(days=1), 11)
    moved(sam, me, "submit")
    moved(olive, bea, "submit")
    moved(olive, bea, "approve")


def test_page_csv_workbook_and_api_say_the_same_to_the_cent(olive: Player, sam: Player) -> None:
    a_busy_month(olive, sam)
    found = costs_of(olive)
    assert found.total.amount == sum(row.amount for row in found.rows) > 0
    assert found.total.handed_in == sum(TimesheetLine.everywhere.values_list("amount", flat=True))
    page = olive.client.get(f"{olive.root}handoff/costs?month=2026-03")
    assert page.context["costs"].total.planned == found.total.planned

    text = olive.client.get(f"{olive.root}handoff/costs.csv?month=2026-03").content.decode()
    head, *rows = list(csv.reader(io.StringIO(text)))
    at = head.index("Together (EUR)")
    amounts = [Decimal(row[at]) for row in rows]
    assert sum(amounts[:-1]) == amounts[-1] == page.context["costs"].total.amount

    raw = olive.client.get(f"{olive.root}handoff/costs.xlsx?month=2026-03").content
    book = load_workbook(io.BytesIO(raw))
    cells = [Decimal(str(row[at].value)) for row in list(book["Costs"].rows)[1:]]
    assert cells == amounts
    lines = list(book["Lines"].rows)[1:]
    assert sum(Decimal(str(row[7].value)) for row in lines) == found.total.handed_in

    said = caller(olive.member).get("costs?month=2026-03").json()
    assert Decimal(said["total"]["amount"]) == amounts[-1]
    assert [Decimal(row["amount"]) for row in said["costs"]] == amounts[:-1]
    shown = page.content.decode()
    assert f"€{amounts[-1]:,.2f}" in shown


def test_no_cell_is_a_formula(olive: Player, sam: Player) -> None:
    a_busy_month(olive, sam)
    book = load_workbook(io.BytesIO(olive.client.get(f"{olive.root}handoff/costs.xlsx?month=2026-03").content))
    types = {cell.data_type for sheet in book for row in sheet.rows for cell in row if cell.value is not None}
    assert types == {"s", "n"}
    text = olive.client.get(f"{olive.root}handoff/costs.csv?month=2026-03").content.decode()
    assert "'=HYPERLINK(1)" in text


def test_a_week_that_is_not_handed_in_counts_and_is_told_apart(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    logged(olive, me, work, MONDAY, 60)
    before = costs_of(olive)
    assert (before.total.handed_in, before.total.open, before.open_weeks) == (Decimal(0), Decimal("40.00"), 1)
    moved(sam, me, "submit")
    after = costs_of(olive)
    assert (after.total.handed_in, after.total.open, after.open_weeks) == (Decimal("40.00"), Decimal(0), 0)


def test_a_week_over_two_months_counts_by_its_days(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work, start=date(2026, 1, 1))
    logged(olive, me, work, date(2026, 3, 31), 60)
    logged(olive, me, work, date(2026, 4, 1), 30)
    assert costs_of(olive, MARCH, date(2026, 4, 20)).total.amount == Decimal("40.00")
    assert costs_of(olive, date(2026, 4, 1), date(2026, 4, 20)).total.amount == Decimal("20.00")


def test_agreed_and_planned_stand_beside_what_it_costs(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work, weekly_cap=Decimal(7), cost_per_week=Decimal("14.00"), start=date(2026, 1, 1))
    logged(olive, me, work, MONDAY, 120)
    (row,) = costs_of(olive).rows
    assert row.agreed == Decimal("1240.00")
    assert row.planned == Decimal("62.00")
    assert row.is_over_planned
    assert not row.is_over_agreed


def test_a_fixed_price_is_one_line_of_the_month(olive: Player) -> None:
    bea, calls = somebody(olive), activity(olive, "Calls")
    handed(olive, bea, calls, rate=None, kind="fixed", price=Decimal("300.00"), start=date(2026, 1, 1))
    logged(olive, bea, calls, MONDAY, 600)
    (early,) = costs_of(olive).rows
    assert (early.amount, early.agreed) == (Decimal("0.00"), Decimal("300.00"))
    (row,) = costs_of(olive, today=date(2026, 3, 31)).rows
    assert (row.amount, row.all_seconds) == (Decimal("300.00"), 36_000)


def test_helpers_and_advisers_see_no_costs(olive: Player, sam: Player, ada: Player) -> None:
    for name in ("costs", "costs.csv", "costs.xlsx", "prices"):
        for player in (sam, ada):
            assert player.client.get(f"{player.root}handoff/{name}").status_code == 403


def test_the_number_of_queries_does_not_grow_with_people(
    olive: Player, sam: Player, django_assert_max_num_queries: Any
) -> None:
    counts = []
    olive.client.get(f"{olive.root}handoff/timesheets?month=2026-03")
    for some in (3, 12):
        for each in range(some):
            bea = somebody(olive, f"Bea {some} {each}")
            work = activity(olive, f"Work {some} {each}")
            handed(olive, bea, work)
            logged(olive, bea, work, MONDAY, 60)
            if each % 2:
                moved(olive, bea, "submit")
        with django_assert_max_num_queries(60) as seen:
            costs_of(olive)
            olive.client.get(f"{olive.root}handoff/timesheets?month=2026-03")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert Timesheet.everywhere.count() == 7


FILES = ("costs", "costs.csv", "costs.xlsx")


def test_an_adviser_reads_costs_and_their_files_while_money_is_shared_and_not_else(
    olive: Player, sam: Player, ada: Player
) -> None:
    a_busy_month(olive, sam)
    asked = [f"{olive.root}handoff/{name}?month=2026-03" for name in FILES]
    assert [ada.client.get(address).status_code for address in asked] == [403, 403, 403]
    assert caller(ada.member).get("costs?month=2026-03").status_code == 403
    ada.workspace.has_money_shared = olive.workspace.has_money_shared = True
    olive.workspace.save()
    assert [ada.client.get(address).status_code for address in asked] == [200, 200, 200]
    said = caller(ada.member).get("costs?month=2026-03").json()
    own = caller(olive.member).get("costs?month=2026-03").json()
    assert said == own
    page = ada.client.get(asked[0]).content.decode()
    assert "Sam" in page
    assert f"{olive.root}handoff/timesheets" not in page
    assert ada.client.get(f"{olive.root}handoff/timesheets").status_code == 403
    assert ada.client.post(asked[0]).status_code == 405
    assert f"{olive.root}handoff/costs" in ada.client.get(ada.root).content.decode()


def test_costs_are_refused_below_the_doors_too(olive: Player, sam: Player, ada: Player) -> None:
    a_busy_month(olive, sam)
    with pytest.raises(PermissionDenied):
        costs_of(ada)
