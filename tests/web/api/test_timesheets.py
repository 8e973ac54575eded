"""A program reads timesheets and costs, and hands in its member's week."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from hoursback.web.accounts.roles import Role, Scope
from hoursback.web.capture.models import Entry
from hoursback.web.handoff.models import Timesheet, TimesheetLine
from tests.web import cast
from tests.web.api.conftest import caller, race
from tests.web.cast import Player
from tests.web.handoff.paid import MONDAY, activity, handed, logged, moved, person_of, somebody

pytestmark = pytest.mark.django_db
WEEK = MONDAY.isoformat()


def test_a_helper_reads_and_hands_in_their_week(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    logged(olive, me, work, MONDAY, 90)
    program = caller(sam.member)
    path = f"timesheets/{me.pk}/{WEEK}"
    week = program.get(path).json()
    assert (week["state"], week["amount"], week["work_seconds"], week["version"]) == ("open", "60.00", 5400, 0)
    assert week["moves"] == ["submit"]
    assert week["lines"][0] | {"handoff_id": 0, "activity_id": 0} == {
        "kind": "work", "day": WEEK, "handoff_id": 0, "activity_id": 0, "name": "Invoices",
        "work_seconds": 5400, "price": "40.00", "amount": "60.00",
    }  # fmt: skip
    sent = program.post(f"{path}/submit", {"version": 0, "note": "Done"})
    assert sent.status_code == 200, sent.content
    assert (sent.json()["state"], sent.json()["note"]) == ("submitted", "Done")
    late = program.post(f"{path}/submit", {"version": 0})
    assert late.status_code == 409
    assert late.json()["current"]["state"] == "submitted"


def test_the_list_pages_through_weeks_by_monday(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    for step in range(3):
        logged(olive, me, work, MONDAY, 10)
        moved(sam, me, "submit", week=MONDAY.toordinal() - 7 * step)
        if step == 0:
            moved(sam, me, "withdraw")
    program = caller(olive.member, Scope.READ)
    first = program.get("timesheets?size=2").json()
    rest = program.get(f"timesheets?size=2&cursor={first['next_cursor']}").json()
    weeks = [each["week"] for each in first["timesheets"] + rest["timesheets"]]
    assert weeks == sorted(weeks)
    assert len(weeks) == 3
    assert rest["next_cursor"] is None
    assert [each["amount"] for each in program.get("timesheets?state=open").json()["timesheets"]] == ["20.00"]
    assert [each["is_final"] for each in first["timesheets"] + rest["timesheets"]] == [True, True, False]
    assert program.get("timesheets?state=nonsense").status_code == 400


def test_a_helper_reads_nobody_elses_week_and_no_costs(olive: Player, sam: Player) -> None:
    bea = somebody(olive)
    handed(olive, bea, activity(olive))
    moved(olive, bea, "submit")
    program = caller(sam.member)
    assert program.get("timesheets").json()["timesheets"] == []
    assert program.get(f"timesheets/{bea.pk}/{WEEK}").status_code == 404
    assert program.post(f"timesheets/{bea.pk}/{WEEK}/submit", {"version": 0}).status_code == 404
    assert program.get("costs").status_code == 403


def test_a_token_that_only_reads_hands_nothing_in(olive: Player, sam: Player) -> None:
    me = person_of(sam)
    answer = caller(sam.member, Scope.READ).post(f"timesheets/{me.pk}/{WEEK}/submit", {"version": 0})
    assert answer.status_code == 403
    assert not Timesheet.everywhere.exists()


def test_a_week_over_its_cap_is_refused_with_the_reason(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work, weekly_cap=Decimal(1))
    logged(olive, me, work, MONDAY, 61)
    program = caller(sam.member)
    assert program.get(f"timesheets/{me.pk}/{WEEK}").json()["moves"] == []
    answer = program.post(f"timesheets/{me.pk}/{WEEK}/submit", {"version": 0})
    assert answer.status_code == 400
    assert "cap" in answer.json()["error"]["hint"]


def test_what_is_no_week_or_month_is_refused(olive: Player, sam: Player) -> None:
    me = person_of(sam)
    program = caller(olive.member)
    assert program.get(f"timesheets/{me.pk}/2026-03-03").status_code == 404
    assert program.get(f"timesheets/{person_of(olive).pk}/{WEEK}").status_code == 404
    for month in ("2026-13", "2026", "march", "1969-12"):
        assert program.get(f"costs?month={month}").status_code == 400


@pytest.mark.django_db(transaction=True)
def test_entries_and_the_handing_in_of_their_week_come_one_after_the_other(
    on_disk: Callable[[Callable[[], Any]], Any],
) -> None:
    """Whoever is first: an entry is in the lines that were frozen, or it is refused."""

    def body() -> None:
        olive = cast.player(cast.owner_of("Olive's studio", "Olive"))
        sam = cast.player(cast.join(olive.workspace, "Sam", Role.HELPER))
        me, work = person_of(sam), activity(olive)
        handed(olive, me, work)
        program, turn = caller(sam.member), itertools.count()

        def one() -> tuple[str, int]:
            if next(turn) == 4:
                return "submit", program.post(f"timesheets/{me.pk}/{WEEK}/submit", {"version": 0}).status_code
            entry = {"day": WEEK, "seconds": 60, "activity_id": work.pk}
            return "entry", program.post("entries", entry).status_code

        answers = race(10, one)
        logged_ = sum(status == 201 for what, status in answers if what == "entry")
        assert ("submit", 200) in answers
        assert {status for what, status in answers if what == "entry"} <= {201, 400}
        assert Entry.everywhere.filter(person=me).count() == logged_
        assert sum(TimesheetLine.everywhere.values_list("seconds", flat=True)) == 60 * logged_

    on_disk(body)
