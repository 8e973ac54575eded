"""What happens twice or again: a double tap, a paid week that is opened again, more hours that are asked for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hoursback.web.accounts.models import Event
from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.models import Timesheet
from hoursback.web.home import waiting
from tests.web.api.conftest import caller
from tests.web.cast import Player
from tests.web.handoff.paid import LATER, MONDAY, activity, address, handed, logged, moved, person_of

pytestmark = pytest.mark.django_db


def sent(player: Player, where: str, **fields: Any) -> Any:
    return player.client.post(where, fields)


def events(name: str) -> int:
    return Event.everywhere.filter(verb=f"timesheet: {name}").count()


def test_a_double_tap_moves_a_week_once_and_is_answered_the_same(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    logged(olive, me, work, MONDAY, 90)
    hand_in = address(sam, me, more="/submit")
    answers = [sent(sam, hand_in, move="submit", version=0) for _tap in range(2)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, address(sam, me))}
    for name in ("approve", "lock", "mark paid"):
        version = Timesheet.everywhere.get().version
        taps = [sent(olive, address(olive, me, more="/decide"), move=name, version=version) for _tap in range(2)]
        assert [tap.status_code for tap in taps] == [302, 302]
        assert events(name) == 1
    assert events("submit") == 1


def test_the_same_button_after_something_else_happened_is_still_refused(olive: Player, sam: Player) -> None:
    me = person_of(sam)
    hand_in = address(sam, me, more="/submit")
    sent(sam, hand_in, move="submit", version=0)
    sent(sam, hand_in, move="withdraw", version=2)
    moved(sam, me, "submit")
    assert sent(sam, hand_in, move="submit", version=0).status_code == 409


def reopened(olive: Player, sam: Player) -> Any:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    logged(olive, me, work, MONDAY, 60)
    for player, name in ((sam, "submit"), (olive, "approve"), (olive, "lock"), (olive, "mark paid")):
        moved(player, me, name)
    moved(olive, me, "reopen", reason="Five minutes were missing")
    logged(olive, me, work, MONDAY, 5)
    return me


def test_a_paid_week_that_was_opened_again_says_what_is_still_to_pay(olive: Player, sam: Player) -> None:
    me = reopened(olive, sam)
    page = olive.client.get(address(olive, me)).content.decode()
    assert "€40.00 was paid for this week before it was opened again." in page
    assert "€3.33 still to pay" in page
    costs = olive.client.get(f"{olive.root}handoff/costs?month=2026-03").content.decode()
    assert "€3.33 still to pay" in costs
    week = caller(olive.member).get(f"timesheets/{me.pk}/{MONDAY}").json()
    assert (week["still_to_pay"], week["is_final"]) == ("3.33", False)
    moved(sam, me, "submit")
    assert "€3.33 still to pay" in olive.client.get(f"{olive.root}handoff/timesheets").content.decode()
    for name in ("approve", "lock", "mark paid"):
        moved(olive, me, name)
    assert "still to pay" not in olive.client.get(address(olive, me)).content.decode()
    assert "still to pay" not in olive.client.get(f"{olive.root}handoff/costs?month=2026-03").content.decode()


def over_its_cap(olive: Player, sam: Player) -> Any:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work, weekly_cap=Decimal(10))
    logged(olive, me, work, MONDAY, 12 * 60)
    return me


def awaits(player: Player, day: date = LATER) -> list[str]:
    with acting_in(player.workspace):
        return [item.said for item in waiting.items(player.member, day)]


def test_more_than_the_cap_is_shown_as_more(olive: Player, sam: Player) -> None:
    me = over_its_cap(olive, sam)
    assert "(120%)" in sam.client.get(address(sam, me)).content.decode()


def test_a_helper_asks_for_more_hours_and_a_leader_grants_them(olive: Player, sam: Player) -> None:
    me = over_its_cap(olive, sam)
    assert "Ask for more hours in this week" in sam.client.get(address(sam, me)).content.decode()
    form = {"move": "ask", "version": 0, "hours": "12", "reason": "The audit"}
    ask = address(sam, me, more="/submit")
    assert [sent(sam, ask, **form).status_code for _tap in range(2)] == [302, 302]
    assert "Sam asks for 12 hours in the week of Mar 2, 2026: say yes or no" in awaits(olive)
    page = olive.client.get(address(olive, me)).content.decode()
    assert "Sam asks for 12 hours in this week." in page
    assert "Grant 12 hours" in page
    assert "The audit" in olive.client.get(f"{olive.root}handoff/timesheets").content.decode()
    version = Timesheet.everywhere.get().version
    grant = {"move": "cap", "version": version, "hours": "12.00", "reason": "The audit"}
    assert sent(olive, address(olive, me, more="/decide"), **grant).status_code == 302
    assert not [said for said in awaits(olive) if "asks for" in said]
    assert sent(sam, ask, move="submit", version=version + 1).status_code == 302


def test_or_refuses_them_with_a_reason_that_the_helper_reads(olive: Player, sam: Player) -> None:
    me = over_its_cap(olive, sam)
    sent(sam, address(sam, me, more="/submit"), move="ask", version=0, hours="12", reason="The audit")
    decide, version = address(olive, me, more="/decide"), Timesheet.everywhere.get().version
    assert sent(olive, decide, move="refuse cap", version=version, reason=" ").status_code == 400
    assert sent(olive, decide, move="refuse cap", version=version, reason="Next week").status_code == 302
    page = sam.client.get(address(sam, me)).content.decode()
    assert "No more hours in this week:" in page
    assert "Next week" in page
    assert sent(sam, address(sam, me, more="/submit"), move="submit", version=version + 1).status_code == 400


def test_nobody_asks_for_another_or_without_hours_and_a_reason(olive: Player, sam: Player) -> None:
    me = over_its_cap(olive, sam)
    form = {"move": "ask", "version": 0, "hours": "12", "reason": "The audit"}
    assert sent(olive, address(olive, me, more="/submit"), **form).status_code == 400
    for wrong in ({"hours": ""}, {"hours": "0"}, {"hours": "169"}, {"reason": ""}):
        assert sent(sam, address(sam, me, more="/submit"), **{**form, **wrong}).status_code == 400
    assert not Timesheet.everywhere.exists()


def test_approving_from_the_list_stays_there_and_can_be_taken_back(olive: Player, sam: Player) -> None:
    me = person_of(sam)
    moved(sam, me, "submit")
    form = {"move": "approve", "version": 2, "from": "list"}
    answer = olive.client.post(address(olive, me, more="/decide"), form, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"{olive.root}handoff/timesheets"
    assert "The week 2 Mar – 8 Mar of Sam is approved." in page
    undo = f"{address(olive, me, more='/decide')}?move=take+the+approval+back&amp;version=3"
    assert undo in page
    assert olive.client.post(undo.replace("&amp;", "&")).status_code == 302
    assert Timesheet.everywhere.get().state == "submitted"
