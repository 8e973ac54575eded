"""What must not happen again on the pages of the log."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from hoursback.web.capture import actions
from hoursback.web.capture.models import Activity, Entry, Step, Timer
from tests.web.capture.logbook import add, at, check_totals, picture
from tests.web.cast import Player

NOON = "2026-03-02 12:00:00+01:00"


@pytest.fixture(autouse=True)
def noon() -> object:
    cache.clear()  # rows of two tests have the same numbers
    with time_machine.travel(NOON, tick=False):
        yield


def send(player: Player, path: str, **facts: Any) -> Any:
    return player.client.post(f"{player.root}log/{path}", facts)


def rows(*said: tuple[str, str]) -> dict[str, Any]:
    facts: dict[str, Any] = {"form-TOTAL_FORMS": len(said), "form-INITIAL_FORMS": 0}
    for number, (name, hours) in enumerate(said):
        facts |= {f"form-{number}-name": name, f"form-{number}-hours": hours, f"form-{number}-per": "week"}
    return facts


# A page left open over midnight.


def test_a_line_belongs_to_the_day_that_its_page_showed(olive: Player) -> None:
    drawn = olive.client.get(olive.root + "log/").content.decode()
    assert 'name="day" value="2026-03-02"' in drawn
    with time_machine.travel("2026-03-03 00:20:00+01:00", tick=False):
        said = send(olive, "", line="22:00-23:30 tax", activity="Tax", day="2026-03-02")
    assert said["Location"].endswith("log/day/2026-03-02/")
    entry = Entry.everywhere.get()
    assert (date.fromordinal(entry.day), entry.start) == (date(2026, 3, 2), at("2026-03-02 22:00"))


def test_a_refused_line_keeps_the_day_that_its_page_showed(olive: Player) -> None:
    with time_machine.travel("2026-03-03 00:20:00+01:00", tick=False):
        said = send(olive, "", line="90 tax", day="2026-03-02")
    assert said.status_code == 422
    assert 'name="day" value="2026-03-02"' in said.content.decode()


@pytest.mark.parametrize("day", ["1969-12-31", "2101-01-01", "20260302", "yesterday", "9" * 400])
def test_a_day_that_is_none_is_refused_in_words(olive: Player, day: str) -> None:
    said = send(olive, "", line="1h tax", activity="Tax", day=day)
    assert said.status_code == 422
    assert "The day of this page got lost" in said.content.decode()
    assert "1h tax" in said.content.decode()
    assert not Entry.everywhere.exists()


def test_the_reminder_says_of_which_day_its_line_is(olive: Player) -> None:
    with time_machine.travel("2026-03-03 12:10:00+01:00", tick=False):
        send(olive, "habits/", day_from="08:00", day_to="17:00", work_days=["1"], remind_every="30")
        assert send(olive, "remind/").json()["day"] == "2026-03-03"


# The same key with something else.


def test_back_edit_send_is_a_new_line(olive: Player) -> None:
    for _ in range(2):
        send(olive, "", line="45 min invoices", activity="Invoices", once="k")
    assert Entry.everywhere.count() == 1
    for _ in range(2):
        send(olive, "", line="50 min invoices", activity="Invoices", once="k")
    assert sorted(Entry.everywhere.values_list("seconds", flat=True)) == [2700, 3000]
    check_totals(olive)


def test_back_edit_send_is_new_for_gaps_timers_activities_splits_and_ranges(olive: Player) -> None:
    start = at("2026-03-02 08:00")
    for note in ("proof", "proof", "print"):
        send(olive, "fill/", start=start, seconds=600, note=note, activity="Design", once="gap")
    assert Entry.everywhere.count() == 2
    for note in ("quote", "quote", "quote for Alder"):
        send(olive, "timer/", do="start", note=note, activity="Quotes", once="timer")
    assert Timer.everywhere.get().note == "quote for Alder"
    for name in ("Tax", "Tax", "Taxes"):
        send(olive, "activities/", name=name, once="name")
    assert Activity.everywhere.filter(name__startswith="Tax").count() == 2
    design = Activity.everywhere.get(name="Design")
    for words, into in (("proof", "Proofs"), ("proof", "Proofs"), ("print", "Prints")):
        send(olive, f"activities/{design.pk}/split/", words=words, into=into, once="split")
    assert not Entry.everywhere.filter(activity=design).exists()
    for hours in ("1", "1", "2"):
        send(olive, "ranges/", once="ranges", **rows(("Tax", hours)))
    assert Step.everywhere.filter(kind="hours stated").count() == 2
    check_totals(olive)


# The score.


def test_a_score_of_nothing_is_a_score(olive: Player) -> None:
    add(olive, minutes=0)
    said = olive.client.get(olive.root + "log/quality/").content.decode()
    assert "Your log scores 0 of 100" in said
    assert "What the score says" not in said


def test_an_old_log_has_no_score(olive: Player) -> None:
    add(olive, start="2025-03-03 09:00")
    said = olive.client.get(olive.root + "log/quality/").content.decode()
    assert "Nothing is logged in the last 120 days." in said


# Merging twice.


def test_a_merge_sent_twice_is_one_step(olive: Player) -> None:
    gone, stays = add(olive, "Mail").activity, add(olive, "E-mail", "2026-03-02 10:00").activity
    assert (
        'name="once"' in olive.client.get(f"{olive.root}log/activities/{gone.pk}/").content.decode().split("merge/")[1]
    )
    for _ in range(2):
        assert send(olive, f"activities/{gone.pk}/merge/", into=stays.pk, once="m").status_code == 302
    assert Step.everywhere.filter(kind="activities merged").count() == 1
    check_totals(olive)


def test_what_was_merged_already_is_not_merged_again(olive: Player) -> None:
    gone, stays = add(olive, "Mail").activity, add(olive, "E-mail", "2026-03-02 10:00").activity
    other = add(olive, "Quotes", "2026-03-02 11:00").activity
    send(olive, f"activities/{gone.pk}/merge/", into=stays.pk, once="m")
    before = picture(olive)
    said = send(olive, f"activities/{gone.pk}/merge/", into=other.pk, once="m")
    assert said.status_code == 422
    assert "Mail is archived and has no entries left to move." in said.content.decode()
    assert picture(olive) == before
    assert Step.everywhere.filter(kind="activities merged").count() == 1


def test_an_archived_activity_with_entries_can_still_be_merged(olive: Player) -> None:
    gone, stays = add(olive, "Mail").activity, add(olive, "E-mail", "2026-03-02 10:00").activity
    actions.archive_activity(member=olive.member, activity_id=gone.pk)
    assert send(olive, f"activities/{gone.pk}/merge/", into=stays.pk).status_code == 302
    assert not Entry.everywhere.filter(activity=gone).exists()


# Two writers.


def test_equal_times_do_not_differ_on_the_page_of_two_writers(olive: Player) -> None:
    entry = add(olive, minutes=50)
    actions.change_entry(member=olive.member, entry_id=entry.pk, version=1, note="one\ntwo")
    facts = {
        "activity": "E-mail", "day": "2026-03-02", "start": "09:00", "end": "09:50", "length": "50 min",
        "which": "", "note": "one\r\ntwo", "client": "Alder", "project": "", "task": "", "tags": "", "version": "1",
    }  # fmt: skip
    said = send(olive, f"entry/{entry.pk}/", **facts)
    assert said.status_code == 409
    page = said.content.decode()
    assert page.count('class="differs"') == 1
    assert "<td>09:00</td><td>09:00</td>" in page
    moved = send(olive, f"entry/{entry.pk}/move/", start=at("2026-03-02 09:00"), seconds=3600, version=1)
    assert "<td>09:00</td><td>09:00</td>" in moved.content.decode()
    assert "<td>10:00</td><td>09:50</td>" in moved.content.decode()


# Words.


def test_a_broken_version_is_said_in_plain_words(olive: Player) -> None:
    entry = add(olive)
    said = send(olive, f"activities/{entry.activity_id}/", name="E-mail", function="", match="", version="x")
    assert said.status_code == 422
    assert "Hidden field" not in said.content.decode()
    assert "This page got out of step: load it again" in said.content.decode()


def test_ranges_without_their_count_are_refused_in_plain_words(olive: Player) -> None:
    said = send(olive, "ranges/", **{"form-0-name": "Tax", "form-0-hours": "2"})
    page = said.content.decode()
    assert said.status_code == 422
    assert "ManagementForm" not in page
    assert page.count("This page came back incomplete") == 1
    assert 'name="form-TOTAL_FORMS"' in page
    assert 'name="form-0-hours"' in page


def test_too_many_ranges_are_refused_in_plain_words(olive: Player) -> None:
    said = send(olive, "ranges/", **rows(*[(f"A {number}", "1") for number in range(41)]))
    assert said.status_code == 422
    assert "At most 40 activities go at once" in said.content.decode()


def test_an_activity_stated_twice_is_refused_at_its_second_row(olive: Player) -> None:
    said = send(olive, "ranges/", **rows(("Tax", "1"), ("Quotes", "2"), ("  tax ", "3"), ("Quotes", "")))
    page = said.content.decode()
    assert said.status_code == 422
    assert page.count("Activity 1 above is Tax already: keep one of the two rows.") == 1
    assert page.index('name="form-1-hours"') < page.index("Activity 1 above") < page.index('name="form-3-hours"')
    assert 'value="3"' in page
    assert not Activity.everywhere.exists()


def test_one_is_told_in_the_singular(olive: Player) -> None:
    entry = add(olive, "Design", minutes=240, note="proof")
    assert "1 activity took 1 h a week over" in olive.client.get(olive.root + "log/activities/").content.decode()
    page = olive.client.get(f"{olive.root}log/activities/{entry.activity_id}/").content.decode()
    assert "Design took 1 h a week over" in page
    send(olive, f"activities/{entry.activity_id}/split/", words="proof", into="Proofs")
    send(olive, "ranges/", **rows(("Tax", "1")))
    assert Step.everywhere.get(kind="activity split").said == "Split 1 entry of Design off to Proofs"
    assert Step.everywhere.get(kind="hours stated").said == "Stated hours for 1 activity"


# A date behind the time.


def test_a_date_behind_the_time_is_read_on_any_page(olive: Player) -> None:
    send(olive, "", line="1h 25/12/2025 post", activity="Post", day="2026-03-01")
    assert date.fromordinal(Entry.everywhere.get().day) == date(2025, 12, 25)
    said = send(olive, "", line="1h 03/04/2026 post", activity="Post", day="2026-03-01")
    assert said.status_code == 422
    assert "Write 2026-03-04 or 2026-04-03, as you mean it." in said.content.decode()
