"""A week of work becomes a timesheet by itself, is handed in, decided, and shown to whom it concerns."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from hoursback.engine.moves import MoveError
from hoursback.web.accounts.models import Event
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Closed
from hoursback.web.handoff.actions.timesheets import CapError, move_timesheet, state_cap
from hoursback.web.handoff.models import Timesheet, TimesheetLine
from hoursback.web.handoff.selectors import timesheets as selectors
from hoursback.web.handoff.selectors.missing import missing_timesheets
from hoursback.web.shared.conflict import StaleError
from tests.web.cast import Player
from tests.web.handoff.paid import (
    LATER,
    MONDAY,
    WEEK,
    activity,
    address,
    handed,
    logged,
    moved,
    person_of,
    priced,
    somebody,
)

pytestmark = pytest.mark.django_db


def week_of(player: Player, person: object, week: int = WEEK) -> selectors.Week:
    with acting_in(player.workspace):
        return selectors.week_of(player.member, person, week)  # type: ignore[arg-type]


def test_an_open_week_shows_what_was_logged_for_a_hand_off_at_its_price(olive: Player, sam: Player) -> None:
    me, work, other = person_of(sam), activity(olive), activity(olive, "Chatting")
    handed(olive, me, work)
    logged(olive, me, work, MONDAY, 90)
    logged(olive, me, work, MONDAY, 30)
    logged(olive, me, other, MONDAY, 45)
    week = week_of(sam, me)
    assert [(line.name, line.seconds, line.amount) for line in week.sheet.lines] == [
        ("Invoices", 7200, Decimal("80.00"))
    ]
    assert [(each.name, each.seconds) for each in week.sheet.apart] == [("Chatting", 2700)]


def test_a_price_for_any_activity_pays_for_other_work_too(olive: Player, sam: Player) -> None:
    me, other = person_of(sam), activity(olive, "Chatting")
    priced(olive, me, 3000, MONDAY)
    logged(olive, me, other, MONDAY, 60)
    week = week_of(sam, me)
    assert [(line.handoff, line.amount) for line in week.sheet.lines] == [(None, Decimal("30.00"))]
    assert not week.sheet.apart


def test_handing_in_freezes_the_lines_as_they_are(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    logged(olive, me, work, MONDAY, 90)
    live = week_of(sam, me).sheet
    row = moved(sam, me, "submit")
    assert row.state == Timesheet.State.SUBMITTED
    assert week_of(sam, me).sheet.lines == live.lines
    assert Closed.everywhere.get(person=me).first == WEEK
    priced(olive, me, 9900, MONDAY, work)
    assert week_of(sam, me).sheet.amount == Decimal("60.00")


def test_a_week_goes_from_open_to_paid_and_the_record_has_each_step(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    logged(olive, me, work, MONDAY, 90)
    moved(sam, me, "submit")
    for name in ("approve", "lock", "mark paid"):
        row = moved(olive, me, name)
    assert (row.state, row.paid_on, row.paid_amount) == ("paid", LATER, Decimal("60.00"))
    verbs = Event.everywhere.filter(thing="timesheet").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [f"timesheet: {name}" for name in ("submit", "approve", "lock", "mark paid")]


def test_a_reopened_week_says_what_was_paid_for_it(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    logged(olive, me, work, MONDAY, 90)
    moved(sam, me, "submit")
    for name in ("approve", "lock", "mark paid"):
        moved(olive, me, name)
    row = moved(olive, me, "reopen", reason="An hour is missing")
    assert (row.state, row.paid_amount, row.reason) == ("open", Decimal("60.00"), "An hour is missing")
    assert not TimesheetLine.everywhere.filter(timesheet=row).exists()
    assert not Closed.everywhere.filter(person=me).exists()
    event = Event.everywhere.filter(verb="timesheet: reopen").get()
    assert event.payload["reason"] == "An hour is missing"
    assert b"60.00" in sam.client.get(address(sam, me)).content


def test_a_helper_hands_in_with_one_button(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    logged(olive, me, work, MONDAY, 90)
    page = sam.client.get(address(sam, me))
    assert "1:30" in page.content.decode()
    answer = sam.client.post(address(sam, me, more="/submit"), {"version": "0", "move": "submit", "note": "All done"})
    assert answer.status_code == 302
    row = Timesheet.everywhere.get(person=me)
    assert (row.state, row.note) == ("submitted", "All done")
    again = sam.client.post(address(sam, me, more="/submit"), {"version": "0", "move": "submit"})
    assert again.status_code == 409
    assert Timesheet.everywhere.count() == 1


def test_a_week_sent_back_keeps_its_reason_where_the_helper_reads_it(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    logged(olive, me, work, MONDAY, 90)
    moved(sam, me, "submit")
    sent = {"version": "2", "move": "send back", "reason": "Tuesday <b>is</b> missing"}
    assert olive.client.post(address(olive, me, more="/decide"), sent).status_code == 302
    assert "Tuesday &lt;b&gt;is&lt;/b&gt; missing" in sam.client.get(address(sam, me)).content.decode()


def test_sending_back_without_a_reason_is_refused_on_the_page(olive: Player, sam: Player) -> None:
    me = person_of(sam)
    handed(olive, me, activity(olive))
    moved(sam, me, "submit")
    answer = olive.client.post(address(olive, me, more="/decide"), {"version": "2", "move": "send back"})
    assert answer.status_code == 400
    assert "Say why." in answer.content.decode()


def test_a_week_over_its_cap_waits_until_a_leader_raises_it_with_a_reason(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work, weekly_cap=Decimal("1.00"))
    logged(olive, me, work, MONDAY, 90)
    with pytest.raises(MoveError, match="wait") as refused:
        moved(sam, me, "submit")
    assert "cap" in refused.value.hint
    cap = {"move": "cap", "hours": "2", "version": "0"}
    unsaid = olive.client.post(address(olive, me, more="/decide"), cap)
    assert unsaid.status_code == 400
    assert "Say why this week is different." in unsaid.content.decode()
    assert olive.client.post(address(olive, me, more="/decide"), {**cap, "reason": "Year end"}).status_code == 302
    assert "Year end" in sam.client.get(address(sam, me)).content.decode()
    assert moved(sam, me, "submit").state == "submitted"


def test_nobody_raises_the_cap_of_their_own_week(olive: Player, max_: Player) -> None:
    me = person_of(max_)
    handed(olive, me, activity(olive))
    with acting_in(olive.workspace), pytest.raises(CapError):
        state_cap(actor=max_.member, person_id=me.pk, week=WEEK, hours=Decimal(9), reason="Because", version=0)


def test_a_manager_does_not_approve_their_own_week(olive: Player, max_: Player) -> None:
    me = person_of(max_)
    handed(olive, me, activity(olive))
    moved(max_, me, "submit")
    with pytest.raises(MoveError) as refused:
        moved(max_, me, "approve")
    assert "Somebody else" in refused.value.hint
    assert moved(olive, me, "approve").state == "approved"


def test_a_week_that_has_not_begun_is_not_handed_in(olive: Player, sam: Player) -> None:
    me = person_of(sam)
    handed(olive, me, activity(olive))
    with acting_in(sam.workspace), pytest.raises(MoveError, match="not begun"):
        move_timesheet(
            actor=sam.member, person_id=me.pk, week=WEEK + 7, name="submit", version=0, today=MONDAY + timedelta(days=6)
        )


def test_two_who_decide_at_once_have_one_effect(olive: Player, sam: Player) -> None:
    me = person_of(sam)
    handed(olive, me, activity(olive))
    moved(sam, me, "submit")
    moved(olive, me, "approve", version=2)
    with pytest.raises(StaleError):
        moved(olive, me, "send back", version=2, reason="no")


def test_missing_weeks_are_those_with_work_that_are_over_and_not_handed_in(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    logged(olive, me, work, MONDAY, 90)
    logged(olive, me, work, MONDAY + timedelta(days=7), 30)
    logged(olive, me, activity(olive, "Chatting"), MONDAY - timedelta(days=7), 30)
    today = MONDAY + timedelta(days=9)

    def missing(player: Player) -> list[int]:
        with acting_in(player.workspace):
            return [each.monday for each in missing_timesheets(player.member, today)]

    assert missing(sam) == missing(olive) == [WEEK]
    moved(sam, me, "submit")
    assert missing(olive) == []
    moved(olive, me, "send back", reason="no")
    assert missing(sam) == [WEEK]


def test_a_week_without_work_is_missing_where_a_minimum_is_owed(olive: Player) -> None:
    bea, work = somebody(olive), activity(olive)
    handed(olive, bea, work, kind="retainer", minimum_hours=Decimal(2), start=MONDAY)
    with acting_in(olive.workspace):
        found = missing_timesheets(olive.member, MONDAY + timedelta(days=7))
    assert [(each.person, each.monday, each.seconds) for each in found] == [(bea, WEEK, 0)]
    assert week_of(olive, bea).sheet.amount == Decimal("80.00")


def test_a_leader_hands_in_for_somebody_without_a_log_in(olive: Player, max_: Player) -> None:
    bea, work = somebody(olive), activity(olive)
    handed(olive, bea, work)
    logged(olive, bea, work, MONDAY, 60)
    assert moved(max_, bea, "submit").state == "submitted"
    assert moved(olive, bea, "approve").state == "approved"


def test_what_waits_is_shown_to_leaders_with_its_sum(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    logged(olive, me, work, MONDAY, 90)
    moved(sam, me, "submit")
    page = olive.client.get(f"{olive.root}handoff/timesheets?month=2026-03").content.decode()
    assert "1 week waits for you, €60.00." in page
    assert "2 Mar – 8 Mar 2026" in page


def test_a_helper_sees_no_week_of_anybody_else(olive: Player, sam: Player) -> None:
    bea = somebody(olive)
    handed(olive, bea, activity(olive))
    assert sam.client.get(address(sam, bea)).status_code == 404
    assert sam.client.post(address(sam, bea, more="/submit"), {"version": "0"}).status_code == 404
    assert sam.client.post(address(sam, person_of(sam), more="/decide"), {"move": "approve"}).status_code == 403


def test_a_helper_cannot_approve_by_the_button_for_handing_in(olive: Player, sam: Player) -> None:
    me = person_of(sam)
    moved(sam, me, "submit")
    answer = sam.client.post(address(sam, me, more="/submit"), {"version": "2", "move": "approve"})
    assert answer.status_code == 400
    assert Timesheet.everywhere.get(person=me).state == "submitted"


def test_addresses_that_are_no_week_lead_nowhere(olive: Player, sam: Player) -> None:
    me = person_of(sam)
    for week in ("2026-03-03", "nonsense", "20260302", "9999-12-27"):
        assert sam.client.get(f"{sam.root}handoff/timesheets/{me.pk}/{week}").status_code == 404
    assert olive.client.get(f"{olive.root}handoff/timesheets?month=2026-13").status_code == 404
    assert olive.client.get(address(olive, person_of(olive))).status_code == 404


def test_hours_after_the_hand_off_ended_stand_apart(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work, end=date(2026, 3, 3))
    logged(olive, me, work, MONDAY, 60)
    logged(olive, me, work, MONDAY + timedelta(days=3), 60)
    week = week_of(sam, me)
    assert [line.day for line in week.sheet.lines] == [WEEK]
    assert [each.day for each in week.sheet.apart] == [WEEK + 3]
