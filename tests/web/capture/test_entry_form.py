from __future__ import annotations

from typing import Any

import pytest
import time_machine

from hoursback.web.capture import actions
from hoursback.web.capture.models import Choice, Entry, Step
from tests.web.capture.logbook import BERLIN, CHICAGO, add, at, check_totals, picture
from tests.web.cast import Player


@pytest.fixture(autouse=True)
def noon() -> object:
    with time_machine.travel("2026-03-02 12:00:00+01:00", tick=False):
        yield


def boxes(entry: Entry, **changed: Any) -> dict[str, Any]:
    """The form of an entry as it is drawn, with some boxes typed over."""
    from hoursback.web.capture.forms.entries import initial_of
    from hoursback.web.capture.selectors import row_of

    drawn = {name: "" if value is None else str(value) for name, value in initial_of(row_of(entry)).items()}
    return {**drawn, "which": "", **changed}


def send(player: Player, entry: Entry, **changed: Any) -> Any:
    fresh = Entry.everywhere.get(pk=entry.pk)
    return player.client.post(player.root + f"log/entry/{entry.pk}/", boxes(fresh, **changed))


def test_an_untouched_form_changes_nothing(olive: Player) -> None:
    entry = add(olive, start="2026-03-02 09:00:17", minutes=50, note="proof", labels={"client": "Alder"})
    before = picture(olive)
    assert send(olive, entry).status_code == 302
    assert picture(olive) == before


@pytest.mark.parametrize(
    ("changed", "start", "minutes"),
    [
        ({"end": "10:30"}, "09:00", 90),
        ({"start": "09:30"}, "09:30", 20),
        ({"length": "1h30"}, "09:00", 90),
        ({"start": "09:30", "length": "1:30"}, "09:30", 90),
        ({"start": "09:30", "end": "10:00", "length": "30m"}, "09:30", 30),
        ({"start": "22:30", "end": "00:45"}, "22:30", 135),
        ({"length": "24 h"}, "09:00", 1440),
        ({"end": "09:00", "length": ""}, "09:00", 0),
    ],
)
def test_times_of_the_form(olive: Player, changed: dict[str, str], start: str, minutes: int) -> None:
    entry = add(olive, minutes=50)
    response = send(olive, entry, **changed)
    assert response.status_code == 302, response.content.decode()
    after = Entry.everywhere.get()
    assert (after.start, after.seconds) == (at(f"2026-03-02 {start}"), minutes * 60)
    check_totals(olive)


def test_a_start_and_end_can_become_a_length_only(olive: Player) -> None:
    entry = add(olive, minutes=50)
    assert send(olive, entry, start="", end="", length="45 min").status_code == 302
    after = Entry.everywhere.get()
    assert (after.start, after.seconds) == (None, 2700)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"start": "", "end": "10:00"}, "An end needs a start."),
        ({"start": "", "end": "", "length": ""}, "There is no time."),
        ({"end": "", "length": ""}, "There is no end."),
        ({"length": "90"}, "its unit is missing"),
        ({"length": "25 h"}, "more than 24 hours"),
        ({"end": "10:30", "length": "20 min"}, "End and length disagree."),
        ({"end": "09:00", "length": "50 min"}, "End and length disagree."),
        ({"start": "09:50"}, "End and length disagree."),
        ({"end": "08:00"}, "This ends before it begins."),
        ({"day": "2101-01-01"}, "1970"),
        ({"day": "x"}, "Enter a valid date."),
        ({"activity": ""}, "required"),
        ({"note": "x" * 10_001}, "at most 10000 characters"),
        ({"note": "bell\x07"}, "control character"),
        ({"version": "x"}, "load it again"),
    ],
)
def test_what_cannot_be_is_said_at_its_box_and_kept(olive: Player, changed: dict[str, str], says: str) -> None:
    entry = add(olive, minutes=50, note="keep me")
    response = send(olive, entry, **changed)
    said = response.content.decode()
    assert response.status_code == 422
    assert says in said
    assert "keep me" in said or "note" in changed
    assert Entry.everywhere.get().version == 1


def test_a_time_that_came_twice_asks_which(olive: Player) -> None:
    entry = add(olive, start="2025-10-26 01:00", minutes=30)
    response = send(olive, entry, start="02:30", end="04:00")
    assert "Which of the two" in response.content.decode()
    assert send(olive, entry, start="02:30", end="04:00", which="later").status_code == 302
    assert Entry.everywhere.get().seconds == 90 * 60
    assert send(olive, entry, start="02:30:00", end="04:00", which="earlier", length="150 min").status_code == 302


def test_an_entry_in_the_hour_that_came_twice_survives_its_form(olive: Player) -> None:
    second = at("2025-10-26 02:30") + 3600
    entry = actions.change_entry(member=olive.member, entry_id=add(olive).pk, version=1, start=second, seconds=600)
    assert send(olive, entry, note="better words").status_code == 302
    after = Entry.everywhere.get()
    assert (after.start, after.seconds, after.note) == (second, 600, "better words")


@pytest.mark.parametrize(("zone", "day"), [(BERLIN, "2025-03-30"), (CHICAGO, "2025-03-09")])
def test_a_time_that_was_skipped_is_refused_with_both_readings(olive: Player, zone: str, day: str) -> None:
    entry = add(olive, start=f"{day} 01:00", minutes=30, zone=zone)
    response = send(olive, entry, start="02:30", end="04:00")
    said = response.content.decode()
    assert "does not exist on that day" in said
    assert "01:30" in said
    assert "03:30" in said


def test_an_entry_keeps_its_own_zone(olive: Player) -> None:
    entry = add(olive, start="2026-03-02 09:00", zone=CHICAGO)
    assert "America/Chicago" in olive.client.get(olive.root + f"log/entry/{entry.pk}/").content.decode()
    assert send(olive, entry, start="10:00", end="11:00").status_code == 302
    assert Entry.everywhere.get().start == at("2026-03-02 10:00", CHICAGO)


def test_two_tabs_the_second_sees_both_texts_and_can_choose(olive: Player) -> None:
    entry = add(olive, note="first")
    drawn = boxes(entry)
    assert (
        olive.client.post(olive.root + f"log/entry/{entry.pk}/", {**drawn, "note": "from tab one"}).status_code == 302
    )
    response = olive.client.post(olive.root + f"log/entry/{entry.pk}/", {**drawn, "note": "from tab two"})
    said = response.content.decode()
    assert response.status_code == 409
    assert "from tab one" in said
    assert "from tab two" in said
    assert Entry.everywhere.get().note == "from tab one"
    again = {**drawn, "note": "from tab two", "version": "2"}
    assert olive.client.post(olive.root + f"log/entry/{entry.pk}/", again).status_code == 302
    assert Entry.everywhere.get().note == "from tab two"


def test_a_move_of_an_old_drawing_is_a_conflict_too(olive: Player) -> None:
    entry = add(olive)
    address = olive.root + f"log/entry/{entry.pk}/move/"
    facts = {"start": at("2026-03-02 10:00"), "seconds": 1800, "version": 1}
    assert olive.client.post(address, facts).status_code == 302
    assert olive.client.post(address, facts).status_code == 409
    check_totals(olive)


@pytest.mark.parametrize(
    "facts", [{"start": "x"}, {"seconds": "-5"}, {"seconds": "999999"}, {"start": str(2**52)}, {"version": ""}]
)
def test_an_odd_move_leaves_the_entry(olive: Player, facts: dict[str, str]) -> None:
    entry = add(olive)
    sent = {"start": str(entry.start), "seconds": "60", "version": "1", **facts}
    assert olive.client.post(olive.root + f"log/entry/{entry.pk}/move/", sent).status_code == 302
    assert Entry.everywhere.get().version == 1


def test_remove_offers_undo_and_undo_brings_it_back(olive: Player) -> None:
    entry = add(olive, note="proof")
    before = picture(olive)
    said = olive.client.post(
        olive.root + f"log/entry/{entry.pk}/remove/", {"version": "1"}, follow=True
    ).content.decode()
    step = Step.everywhere.latest("pk")
    assert f"/log/undo/{step.pk}/" in said
    assert not Entry.everywhere.exists()
    said = olive.client.post(olive.root + f"log/undo/{step.pk}/", follow=True).content.decode()
    assert "Taken back" in said
    assert picture(olive) == before
    said = olive.client.post(olive.root + f"log/undo/{step.pk}/", follow=True).content.decode()
    assert "already" in said


def test_another_activity_in_the_form_teaches_and_the_same_one_does_not(olive: Player) -> None:
    entry = add(olive, "Admin", note="toner order")
    send(olive, entry, note="toner order 2")
    assert not Choice.everywhere.exists()
    send(olive, entry, activity="Operations")
    assert Choice.everywhere.get().words == "toner order"


def test_foreign_entries_do_not_exist(olive: Player, sam: Player, rex: Player) -> None:
    entry = add(olive)
    for player in (sam, rex):
        for path in ("", "move/", "remove/", "continue/"):
            response = player.client.post(player.root + f"log/entry/{entry.pk}/{path}", {"version": "1"})
            assert response.status_code == 404
    assert olive.client.get(olive.root + f"log/entry/{2**70}/").status_code == 404
