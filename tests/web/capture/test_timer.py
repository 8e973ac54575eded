from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.test import Client

from hoursback.web.capture import actions, selectors
from hoursback.web.capture.errors import LogError, LongTimerError, NoTimerError, UndoError
from hoursback.web.capture.models import Choice, Entry, Timer
from tests.web.capture.logbook import BERLIN, CHICAGO, add, at, check_totals, picture
from tests.web.cast import Player, player

NINE = at("2026-03-02 09:00")


def start(who: Player, now: int = NINE, note: str = "quote", activity: str | None = "Quotes", **more: str) -> Timer:
    return actions.start_timer(member=who.member, now=now, zone=BERLIN, note=note, activity=activity, **more)


def send(who: Player, **facts: object) -> str:
    return who.client.post(who.root + "log/timer/", facts, follow=True).content.decode()


def test_a_timer_becomes_an_entry_of_its_length(olive: Player) -> None:
    start(olive)
    entry = actions.stop_timer(member=olive.member, now=NINE + 3017)
    assert (entry.start, entry.seconds, entry.note, entry.activity.name) == (NINE, 3017, "quote", "Quotes")
    assert entry.source == Entry.Source.TIMER
    assert not Timer.everywhere.exists()
    check_totals(olive)


def test_a_timer_survives_a_closed_browser_and_an_ended_session(olive: Player) -> None:
    with time_machine.travel("2026-03-02 09:00:00+01:00", tick=False):
        send(olive, do="start", note="proof check", activity="Print")
        olive.client.logout()
    again = player(olive.member)
    with time_machine.travel("2026-03-02 10:15:00+01:00", tick=False):
        said = again.client.get(again.root + "log/").content.decode()
        assert "proof check" in said
        assert f'data-start="{NINE}"' in said
        assert "Logged under Print." in send(again, do="stop")
    assert Entry.everywhere.get().seconds == 75 * 60


def test_each_person_has_one_timer_of_their_own(olive: Player, sam: Player) -> None:
    start(olive)
    actions.start_timer(member=sam.member, now=NINE, zone=BERLIN, activity="Quotes")
    with pytest.raises(LogError, match="running already"):
        start(olive)
    assert Timer.everywhere.count() == 2
    assert selectors.running_timer(sam.member) != selectors.running_timer(olive.member)


def test_starting_twice_with_the_same_form_starts_once(olive: Player) -> None:
    assert start(olive, once="k").pk == start(olive, NINE + 5, once="k").pk
    first = actions.stop_timer(member=olive.member, now=NINE + 60, once="s")
    assert actions.stop_timer(member=olive.member, now=NINE + 90, once="s").pk == first.pk
    assert Entry.everywhere.count() == 1


def test_switching_leaves_no_second_between(olive: Player) -> None:
    start(olive)
    timer = actions.switch_timer(member=olive.member, now=NINE + 600, zone=BERLIN, note="mail", activity="E-mail")
    entry = Entry.everywhere.get()
    assert (entry.start, entry.seconds) == (NINE, 600)
    assert timer.start == NINE + 600
    check_totals(olive)


def test_a_timer_through_midnight_and_clock_changes_counts_real_seconds(olive: Player) -> None:
    for zone, begin, end, hours in (
        (BERLIN, "2025-10-25 22:00", "2025-10-26 06:00", 9),
        (BERLIN, "2025-03-29 22:00", "2025-03-30 06:00", 7),
        (CHICAGO, "2025-11-01 22:00", "2025-11-02 06:00", 9),
        (CHICAGO, "2025-03-08 22:00", "2025-03-09 06:00", 7),
    ):
        actions.start_timer(member=olive.member, now=at(begin, zone), zone=zone, activity="Night")
        entry = actions.stop_timer(member=olive.member, now=at(end, zone))
        assert entry.seconds == hours * 3600
        assert str(date.fromordinal(entry.day)) == begin[:10]
    check_totals(olive)


def test_over_ten_hours_the_owner_is_asked_and_nothing_is_lost(olive: Player) -> None:
    start(olive)
    with pytest.raises(LongTimerError):
        actions.stop_timer(member=olive.member, now=NINE + 36_001)
    with pytest.raises(LongTimerError):
        actions.switch_timer(member=olive.member, now=NINE + 36_001, zone=BERLIN, activity="E-mail")
    assert Timer.everywhere.get().start == NINE
    entry = actions.stop_timer(member=olive.member, now=NINE + 36_001, keep_long=True)
    assert entry.seconds == 36_001


def test_a_forgotten_timer_ends_when_its_owner_says(olive: Player) -> None:
    start(olive)
    with time_machine.travel("2026-03-03 08:00:00+01:00", tick=False):
        said = send(olive, do="stop")
        assert "That is long. When did you stop?" in said
        said = send(olive, do="stop-at", day="2026-03-02", end="08:00")
        assert "This ends before it begins." in said
        assert Timer.everywhere.exists()
        assert "Logged under Quotes." in send(olive, do="stop-at", day="2026-03-02", end="12:30")
    assert Entry.everywhere.get().seconds == 3.5 * 3600


def test_beyond_a_day_it_cannot_be_kept_whole(olive: Player) -> None:
    start(olive)
    with pytest.raises(LongTimerError):
        actions.stop_timer(member=olive.member, now=NINE + 86_401, keep_long=True)
    with time_machine.travel("2026-03-05 08:00:00+01:00", tick=False):
        said = olive.client.get(olive.root + "log/timer/").content.decode()
        assert "It really took that long" not in said
        assert "thrown away" in send(olive, do="discard")
    assert not Entry.everywhere.exists()


def test_the_end_lies_between_start_and_now(olive: Player) -> None:
    start(olive)
    for end in (NINE - 1, NINE + 601):
        with pytest.raises(LogError):
            actions.stop_timer(member=olive.member, now=NINE + 600, end=end)


def test_the_start_can_be_edited_but_not_into_the_future(olive: Player) -> None:
    start(olive)
    changed = actions.change_timer(member=olive.member, now=NINE + 600, version=1, start=NINE - 600, note="better")
    assert (changed.start, changed.note, changed.version) == (NINE - 600, "better", 2)
    for wrong in (NINE + 601, NINE - 90_000):
        with pytest.raises(LogError):
            actions.change_timer(member=olive.member, now=NINE + 600, start=wrong)


def test_editing_on_the_page_keeps_an_untouched_start_and_tells_of_another_tab(olive: Player) -> None:
    start(olive, NINE + 17)
    boxes = {"do": "change", "day": "2026-03-02", "start": "09:00", "activity": "Quotes", "version": "1"}
    with time_machine.travel("2026-03-02 10:00:00+01:00", tick=False):
        send(olive, **boxes, note="new words")
        assert (Timer.everywhere.get().start, Timer.everywhere.get().note) == (NINE + 17, "new words")
        response = olive.client.post(olive.root + "log/timer/", {**boxes, "note": "older words"})
        assert response.status_code == 409
        assert "new words" in response.content.decode()
        said = send(olive, **{**boxes, "version": "2", "start": "10:01", "note": ""})
        assert "The start lies ahead." in said


def test_a_timer_without_an_activity_takes_what_its_note_says_or_asks(olive: Player) -> None:
    add(olive, "Bookkeeping")
    start(olive, NINE, "bookkeeping", None)
    assert actions.stop_timer(member=olive.member, now=NINE + 60).activity.name == "Bookkeeping"
    assert not Choice.everywhere.exists()
    start(olive, NINE, "", None)
    with pytest.raises(LogError, match="Say what it was"):
        actions.stop_timer(member=olive.member, now=NINE + 60)
    with time_machine.travel("2026-03-02 09:30:00+01:00", tick=False):
        assert "Say what it was" in send(olive, do="stop")
        assert "nothing is lost" in send(olive, do="stop")
        assert olive.client.get(olive.root + "log/").status_code == 200
        assert "Logged under Filing." in send(olive, do="stop", activity="Filing", note="old letters")
    assert Choice.everywhere.get().words == "old letters"


def test_stopping_what_does_not_run_says_so(olive: Player) -> None:
    with pytest.raises(NoTimerError):
        actions.stop_timer(member=olive.member, now=NINE)
    assert "No timer is running." in send(olive, do="stop")
    assert olive.client.post(olive.root + "log/timer/", {"do": "explode"}).status_code == 400


def test_an_entry_is_continued_with_all_it_says(olive: Player) -> None:
    entry = add(olive, "Design", note="logo", labels={"client": "Alder"})
    with time_machine.travel("2026-03-02 12:00:00+01:00", tick=False):
        olive.client.post(olive.root + f"log/entry/{entry.pk}/continue/", {"once": "c"})
        olive.client.post(olive.root + f"log/entry/{entry.pk}/continue/", {"once": "c"})
    timer = Timer.everywhere.get()
    assert (timer.note, timer.activity, timer.labels) == ("logo", entry.activity, entry.labels)
    assert Entry.everywhere.count() == 1


@pytest.mark.parametrize("how", ["start", "stop", "switch", "change", "discard"])
def test_every_step_of_the_timer_is_taken_back(olive: Player, how: str) -> None:
    columns = ("pk", "note", "start", "activity_id")
    if how != "start":
        start(olive)
    timers, log = list(Timer.everywhere.values_list(*columns)), picture(olive)
    if how == "start":
        step = start(olive).step_id
    elif how == "stop":
        step = actions.stop_timer(member=olive.member, now=NINE + 60, activity="Brand new").step_id
    elif how == "switch":
        step = actions.switch_timer(member=olive.member, now=NINE + 60, zone=BERLIN, note="x", activity="y").step_id
    elif how == "change":
        step = actions.change_timer(member=olive.member, now=NINE + 60, note="z", start=NINE - 5).step_id
    else:
        step = actions.discard_timer(member=olive.member)
    actions.undo(member=olive.member, step_id=step or 0)
    assert list(Timer.everywhere.values_list(*columns)) == timers
    assert picture(olive) == log
    check_totals(olive)


def test_a_stop_is_not_taken_back_into_a_running_timer(olive: Player) -> None:
    start(olive)
    entry = actions.stop_timer(member=olive.member, now=NINE + 60)
    start(olive, NINE + 90, "next")
    with pytest.raises(UndoError):
        actions.undo(member=olive.member, step_id=entry.step_id or 0)
    assert Timer.everywhere.get().note == "next"
    assert Entry.everywhere.count() == 1


def test_the_next_page_is_one_of_ours(olive: Player) -> None:
    client: Client = olive.client
    inside = client.post(olive.root + "log/timer/", {"do": "start", "note": "a", "next": olive.root})
    outside = client.post(olive.root + "log/timer/", {"do": "discard", "next": "https://example.org/"})
    assert inside["Location"] == olive.root
    assert outside["Location"] == olive.root + "log/"
