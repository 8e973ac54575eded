from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from hoursback.engine.figures import Figure
from hoursback.web.capture import actions, selectors
from hoursback.web.capture.errors import LogError, NameTakenError
from hoursback.web.capture.models import Activity, Choice, Entry, Step, Timer
from hoursback.web.shared.conflict import StaleError
from tests.web.capture.logbook import BERLIN, MONDAY, add, add_length, at, check_totals, make, picture
from tests.web.cast import Player


@pytest.fixture(autouse=True)
def noon() -> object:
    with time_machine.travel("2026-03-04 12:00:00+01:00", tick=False):
        yield


def made(player: Player, name: str, **facts: Any) -> Activity:
    return actions.create_activity(member=player.member, name=name, **facts)[0]


def change(player: Player, row: Activity, **facts: Any) -> int:
    known = {"name": row.name, "function": row.function, "match": row.match, "version": row.version, **facts}
    return actions.change_activity(member=player.member, activity_id=row.pk, **known)


def send(player: Player, path: str, **facts: Any) -> Any:
    return player.client.post(player.root + f"log/{path}", facts)


def test_a_new_activity_gets_its_function_from_its_name(olive: Player) -> None:
    assert made(olive, "Quarterly invoices").function == "finance"
    assert made(olive, "Alder Bakery", function="Delivery").function == "delivery"
    assert [row.name for row in selectors.activities(olive.workspace.pk)] == ["Quarterly invoices", "Alder Bakery"]


@pytest.mark.parametrize("name", ["bookkeeping", " Bookkeeping ", "BOOKKEEPING"])
def test_the_same_name_in_another_case_is_refused(olive: Player, name: str) -> None:
    made(olive, "Bookkeeping")
    other = made(olive, "Quotes")
    with pytest.raises(NameTakenError):
        made(olive, name)
    with pytest.raises(NameTakenError):
        change(olive, other, name=name)
    assert Activity.everywhere.count() == 2
    said = send(olive, "activities/", name=name).content.decode()
    assert "There is an activity called “Bookkeeping” already." in said


def test_accents_are_compared_without_their_case(olive: Player) -> None:
    made(olive, "Büro")
    with pytest.raises(NameTakenError):
        made(olive, "BÜRO")


def test_an_activity_may_change_the_case_of_its_own_name(olive: Player) -> None:
    row = made(olive, "e-mail")
    change(olive, row, name="E-Mail")
    assert (Activity.everywhere.get().name, Activity.everywhere.get().match) == ("E-Mail", [])


def test_a_renamed_activity_keeps_its_history_and_is_found_by_its_old_name(olive: Player) -> None:
    entry = add(olive, "Books")
    before = picture(olive)
    step = change(olive, entry.activity, name="Bookkeeping")
    assert Entry.everywhere.get().activity.name == "Bookkeeping"
    assert Activity.everywhere.get().match == ["Bookkeeping", "Books"]
    actions.undo(member=olive.member, step_id=step)
    assert picture(olive) == before


def test_two_tabs_on_one_activity(olive: Player) -> None:
    row = made(olive, "Books")
    change(olive, row, function="finance")
    with pytest.raises(StaleError):
        change(olive, row, function="sales")
    response = send(olive, f"activities/{row.pk}/", name="Mine", function="sales", match="", version="1")
    assert response.status_code == 409
    assert "Mine" in response.content.decode()


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\x07b"])
def test_odd_names_are_refused(olive: Player, name: str) -> None:
    with pytest.raises(LogError):
        made(olive, name)
    assert send(olive, "activities/", name=name).status_code == 422
    assert not Activity.everywhere.exists()


def test_archiving_hides_and_logging_brings_back(olive: Player) -> None:
    entry = add(olive, "Fax")
    step = actions.archive_activity(member=olive.member, activity_id=entry.activity_id)
    assert not selectors.activities(olive.workspace.pk).exists()
    assert "archived" in olive.client.get(olive.root + "log/activities/").content.decode()
    check_totals(olive)
    actions.undo(member=olive.member, step_id=step)
    actions.archive_activity(member=olive.member, activity_id=entry.activity_id)
    add(olive, "FAX", "2026-03-03 09:00")
    assert Activity.everywhere.get().is_archived is False


def test_a_merge_moves_entries_totals_words_and_what_runs(olive: Player, sam: Player) -> None:
    make(olive, "Book keeping")
    add(sam, "Book keeping", "2026-03-02 09:00", 45)
    gone = add(olive, "Book keeping", chosen=True, note="receipts").activity
    add(olive, "Book keeping", "2026-03-10 09:00", 20)
    stays = add(olive, "Bookkeeping", "2026-03-02 11:00", 30).activity
    actions.start_timer(member=olive.member, now=at("2026-03-04 11:00"), zone=BERLIN, activity=gone)
    before, seconds = picture(olive), sum(Entry.everywhere.values_list("seconds", flat=True))
    step = actions.merge_activities(member=olive.member, activity_id=gone.pk, into_id=stays.pk)
    check_totals(olive)
    assert set(Entry.everywhere.values_list("activity__name", flat=True)) == {"Bookkeeping"}
    assert sum(Entry.everywhere.values_list("seconds", flat=True)) == seconds
    assert Timer.everywhere.get().activity == stays
    assert Choice.everywhere.get().activity == stays
    assert Activity.everywhere.get(pk=stays.pk).match == ["Bookkeeping", "Book keeping"]
    actions.undo(member=olive.member, step_id=step)
    assert picture(olive) == before
    assert Timer.everywhere.get().activity == gone
    assert Choice.everywhere.get().activity == gone
    check_totals(olive)


def test_what_was_decided_after_a_merge_survives_its_undo(olive: Player) -> None:
    gone = add(olive, "A").activity
    moved_on = add(olive, "A", "2026-03-03 09:00")
    stays = add(olive, "B", "2026-03-02 11:00").activity
    step = actions.merge_activities(member=olive.member, activity_id=gone.pk, into_id=stays.pk)
    actions.change_entry(member=olive.member, entry_id=moved_on.pk, version=None, activity="C")
    actions.delete_entry(member=olive.member, entry_id=Entry.everywhere.filter(activity=stays).latest("pk").pk)
    actions.undo(member=olive.member, step_id=step)
    assert Entry.everywhere.get(pk=moved_on.pk).activity.name == "C"
    check_totals(olive)


def test_an_activity_is_not_merged_with_itself_or_a_foreign_one(olive: Player, rex: Player) -> None:
    row, foreign = made(olive, "A"), made(rex, "B")
    with pytest.raises(LogError):
        actions.merge_activities(member=olive.member, activity_id=row.pk, into_id=row.pk)
    assert send(olive, f"activities/{row.pk}/merge/", into=foreign.pk).status_code == 422
    assert send(olive, f"activities/{row.pk}/merge/", into="x").status_code == 422
    assert send(olive, f"activities/{row.pk}/merge/").status_code == 422
    assert send(olive, f"activities/{foreign.pk}/merge/", into=row.pk).status_code == 404


def test_a_split_shows_how_many_then_moves_them_and_can_be_taken_back(olive: Player) -> None:
    source = add(olive, "Admin", note="Invoice 12").activity
    add(olive, "Admin", "2026-03-02 11:00", 30, note="second INVOICE")
    add(olive, "Admin", "2026-03-02 12:00", 30, note="mail", labels={"client": "Invoice Ltd"})
    add(olive, "Admin", "2026-03-02 13:00", 30, note="mail")
    before = picture(olive)
    address = f"activities/{source.pk}/split/"
    preview = olive.client.get(olive.root + f"log/{address}", {"words": "invoice", "into": "Invoices"}).content.decode()
    assert "3 entries with 2 h would move." in preview
    assert picture(olive) == before
    for _ in range(2):
        assert send(olive, address, words="invoice", into="Invoices", once="s").status_code == 302
    assert Entry.everywhere.filter(activity__name="Invoices").count() == 3
    assert Activity.everywhere.get(name="Invoices").match == ["Invoices", "*invoice*"]
    check_totals(olive)
    actions.undo(member=olive.member, step_id=Step.everywhere.filter(kind="activity split").get().pk)
    assert picture(olive) == before
    check_totals(olive)


def test_a_split_without_hits_changes_nothing(olive: Player) -> None:
    source = add(olive, "Admin", note="mail").activity
    for words, into in (("nothing", "New"), ("mail", "Admin"), ("", "New"), ("mail", "")):
        assert send(olive, f"activities/{source.pk}/split/", words=words, into=into).status_code == 422
    assert Activity.everywhere.count() == 1
    assert (
        "No entry says this."
        in olive.client.get(olive.root + f"log/activities/{source.pk}/split/?words=zzz").content.decode()
    )


def test_words_with_accents_are_found_in_any_case(olive: Player) -> None:
    source = add(olive, "Admin", note="ÜBERWEISUNG an Voss").activity
    assert selectors.count_split(source, "überweisung") == (1, 3600)


def test_hours_of_the_list_come_from_four_weeks_of_totals(olive: Player, sam: Player) -> None:
    make(olive, "Quotes")
    add_length(sam, "Quotes", MONDAY, 240)
    add_length(olive, "Quotes", MONDAY, 240)
    add_length(olive, "Quotes", date(2026, 2, 5), 240)
    add_length(olive, "Quotes", date(2026, 2, 4), 600)
    (row,) = selectors.activity_rows(olive.member, date(2026, 3, 4))
    assert (row.seconds, row.entries, row.per_week, row.last_day) == (12 * 3600, 3, 3 * 3600, MONDAY)
    assert selectors.activity_rows(sam.member, date(2026, 3, 4))[0].seconds == 4 * 3600


def test_ranges_become_figures(olive: Player) -> None:
    made(olive, "E-mail")
    rows = [
        ("e-mail", "1 to 2", "day"),
        ("Quotes", "3", "week"),
        ("Tax", "4-6", "month"),
        ("", "", "week"),
        ("Unsaid", "", "week"),
    ]
    facts: dict[str, Any] = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0, "once": "r"}
    for number, (name, hours, per) in enumerate(rows):
        facts |= {f"form-{number}-name": name, f"form-{number}-hours": hours, f"form-{number}-per": per}
    before = picture(olive)
    for _ in range(2):
        assert send(olive, "ranges/", **facts).status_code == 302
    stated = {row.name: row for row in selectors.stated_activities(olive.workspace.pk)}
    assert set(stated) == {"E-mail", "Quotes", "Tax"}
    mail, tax = stated["E-mail"].hours_per_week, stated["Tax"].hours_each
    assert mail is not None
    assert (mail.low, mail.high) == (5.0, 10.0)
    assert stated["Quotes"].hours_per_week == Figure.exact(3.0)
    assert stated["Tax"].times_per_month == 1.0
    assert tax is not None
    assert (tax.low, tax.high) == (4.0, 6.0)
    actions.undo(member=olive.member, step_id=Step.everywhere.filter(kind="hours stated").get().pk)
    assert picture(olive) == before


@pytest.mark.parametrize(
    ("hours", "per"),
    [("25", "day"), ("169", "week"), ("745", "month"), ("2 to 1", "week"), ("NaN", "week"), ("-1", "week")],
)
def test_ranges_that_cannot_be_are_said_and_kept(olive: Player, hours: str, per: str) -> None:
    facts = {
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 0,
        "form-0-name": "A",
        "form-0-hours": hours,
        "form-0-per": per,
    }
    response = send(olive, "ranges/", **facts)
    assert response.status_code == 422
    assert f'value="{hours}"' in response.content.decode()
    assert not Activity.everywhere.exists()


@pytest.mark.parametrize(
    "facts", [{}, {"form-TOTAL_FORMS": "x"}, {"form-TOTAL_FORMS": "9999", "form-INITIAL_FORMS": "0"}]
)
def test_an_odd_form_of_ranges_is_answered(olive: Player, facts: dict[str, str]) -> None:
    assert send(olive, "ranges/", **facts).status_code == 422


def test_helpers_have_no_say_in_activities(olive: Player, sam: Player, max_: Player) -> None:
    row = made(olive, "A")
    for path in (
        "activities/",
        f"activities/{row.pk}/",
        f"activities/{row.pk}/merge/",
        f"activities/{row.pk}/split/",
        "ranges/",
    ):
        assert send(sam, path, name="Mine", into=row.pk).status_code == 403
    assert send(max_, "activities/", name="Max's").status_code == 302
    assert made(max_, "Max's own").workspace_id == olive.workspace.pk
