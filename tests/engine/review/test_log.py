"""The log by day and activity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.capture.activity import Activity
from hoursback.engine.capture.assign import Assigner
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.plain import row_of
from hoursback.engine.review import log as log_module
from hoursback.engine.review.log import EVERYTHING_ELSE, DayLogBuilder, seconds_out_of_hours
from tests.engine.review.build import MONDAY, lasting, log_of, on, timed


def test_a_day_adds_up_and_knows_its_first_start_and_last_end():
    log = log_of([timed(MONDAY, "13:00", 2, "Quotes"), timed(MONDAY, "9:00", 1, "Invoices")])
    day = log.days[MONDAY]
    assert day.logged == 3 * 3600
    assert day.span == 6 * 3600
    assert {row.name: row.seconds[MONDAY] for row in log.activities} == {"Invoices": 3600, "Quotes": 7200}


def test_overlapping_entries_count_twice_and_the_span_is_never_shorter_than_that():
    log = log_of([timed(MONDAY, "9:00", 2), timed(MONDAY, "9:00", 2)])
    assert log.days[MONDAY].logged == log.days[MONDAY].span == 4 * 3600


def test_durations_without_clock_times_have_no_span():
    log = log_of([lasting(MONDAY, 3)])
    assert log.days[MONDAY].span is None
    assert not log.has_clock
    assert log.switches_per_day is None


def test_an_entry_over_midnight_belongs_to_the_day_it_starts_on():
    log = log_of([timed(MONDAY, "23:00", 3)])
    assert list(log.days) == [MONDAY]
    assert log.days[MONDAY].logged == 3 * 3600


def test_running_all_day_and_cancelled_entries_are_left_out_and_counted():
    start = 1_772_445_600
    left_out = [
        Entry(MONDAY, 0, start=start, project="Work", is_open=True),
        Entry(MONDAY, 86_400, start=start, end=start + 86_400, project="Fair", all_day=True),
        Entry(MONDAY, 3600, start=start, end=start + 3600, project="Call", cancelled=True),
    ]
    log = log_of([*left_out, timed(MONDAY, "9:00", 1)])
    assert (log.entries, log.left_out) == (1, 3)
    assert [row.name for row in log.activities] == ["Work"]


def test_the_log_is_the_owners_whoever_it_names_unless_one_person_is_asked_for():
    entries = [timed(MONDAY, "9:00", 1, person="Olive"), timed(MONDAY, "10:00", 2, person="Sam")]
    everybody, olive = log_of(entries), log_of(entries, person="olive")
    assert everybody.persons == olive.persons == ("Olive", "Sam")
    assert everybody.days[MONDAY].logged == 3 * 3600
    assert olive.days[MONDAY].logged == 3600


def test_stated_activities_come_first_and_the_others_by_when_they_were_first_done():
    entries = [timed(on(1), "9:00", 1, "Late"), timed(on(0), "11:00", 1, "B"), timed(on(0), "9:00", 1, "C")]
    log = log_of([*entries, timed(on(2), "9:00", 1, "Stated")], [Activity("Stated")])
    assert [row.name for row in log.activities] == ["Stated", "C", "B", "Late"]
    assert [row.name for row in log_of(entries[::-1]).activities] == ["C", "B", "Late"]


def test_hours_before_seven_and_after_seven_are_out_of_hours_in_the_entrys_own_zone():
    assert seconds_out_of_hours(6 * 3600, 2 * 3600) == 3600
    assert seconds_out_of_hours(10 * 3600, 3600) == 0
    # From ten in the evening until eight: one hour of it lies in the next day's office hours.
    assert seconds_out_of_hours(22 * 3600, 10 * 3600) == 9 * 3600
    evening = timed(MONDAY, "18:30", 1)
    berlin = Entry(MONDAY, 3600, start=evening.start, end=evening.end, zone="Europe/Berlin", project="Work")
    assert log_of([evening]).activities[0].late[MONDAY] == 1800
    assert log_of([berlin]).activities[0].late[MONDAY] == 3600


def test_an_unknown_zone_is_read_as_utc_rather_than_failing():
    odd = timed(MONDAY, "6:00", 1, zone="Mars/Olympus")
    assert log_of([odd]).activities[0].late[MONDAY] == 3600


def test_draining_and_postponed_tags_are_counted_in_any_case_with_or_without_a_hash():
    log = log_of(
        [timed(MONDAY, "9:00", 1, tags=("#Draining", "x")), timed(MONDAY, "10:00", 2, tags=("Overdue",))],
    )
    (row,) = log.activities
    assert (row.draining[MONDAY], row.postponed[MONDAY]) == (3600, 7200)
    assert log.has_draining_tags
    assert log.has_postponed_tags


def test_a_log_in_which_every_note_is_its_own_kind_is_folded_without_losing_a_second(monkeypatch):
    monkeypatch.setattr(log_module, "ACTIVITIES_KEPT", 10)
    once = [lasting(on(number % 5), 0.1, f"note {number}") for number in range(60)]
    often = [lasting(on(number % 5), 1, "Every day") for number in range(10)]
    log = log_of([*once[:30], *often, *once[30:], lasting(MONDAY, 0.01, "Mine")], [Activity("Mine")])
    names = [row.name for row in log.activities]
    assert log.is_folded
    assert len(names) <= 10
    assert {"Mine", "Every day", EVERYTHING_ELSE} <= set(names)
    assert sum(sum(row.seconds.values()) for row in log.activities) == 60 * 360 + 10 * 3600 + 36
    assert sum(row.entries for row in log.activities) == 71


def test_the_builder_can_go_on_after_an_answer():
    builder = DayLogBuilder(Assigner())
    builder.add(timed(MONDAY, "9:00", 1))
    assert builder.build().entries == 1
    builder.add(timed(MONDAY, "10:00", 1))
    assert builder.build().days[MONDAY].logged == 7200


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 80_000), st.sampled_from("abc")), max_size=30), st.randoms()
)
def test_the_order_of_rows_changes_no_sum(rows: list[tuple[int, int, str]], random):
    entries = [lasting(on(offset), seconds / 3600, name) for offset, seconds, name in rows]
    shuffled = entries[:]
    random.shuffle(shuffled)

    def sums(given: list[Entry]) -> dict[str, dict[date, int]]:
        return {row.name: dict(row.seconds) for row in log_of(given).activities}

    assert sums(entries) == sums(shuffled)
    total = sum(sum(days.values()) for days in sums(entries).values())
    assert total == sum(entry.seconds for entry in entries)


def test_weekdays_are_kept_apart():
    log = log_of([lasting(on(0), 1), lasting(on(7), 2), lasting(MONDAY + timedelta(days=6), 4)])
    assert log.activities[0].by_weekday() == (3.0, 0, 0, 0, 0, 0, 4.0)


def test_plain_rows_in_batches_give_what_their_entries_give():
    entries = [
        timed(MONDAY, "9:00", 1, "Quotes", person="Sam", tags=("#Draining",)),
        timed(MONDAY, "5:00", 3, "Mail", person="Olive", tags=("late",)),
        timed(on(1), "18:30", 2, "Mail", person="Olive"),
        lasting(on(1), 2, "Quotes", person="Sam"),
        timed(MONDAY, "4:00", 0, "Mail"),
    ]
    running = replace(entries[0], seconds=0, end=None, is_open=True)
    for person in ("", "olive"):
        builder = DayLogBuilder(Assigner(), person=person)
        rows = [row_of(entry) for entry in [*entries, running]]
        builder.add_rows(rows[:2], "UTC")
        builder.add_rows(rows[2:], "UTC")
        assert builder.build() == log_of([*entries, running], person=person)


def test_an_entry_whose_end_is_not_known_ends_after_its_seconds():
    whole = timed(MONDAY, "9:00", 2)
    assert log_of([replace(whole, end=None)]) == log_of([whole])
