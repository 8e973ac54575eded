"""One typed line as an entry, and what is said back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.line import LineEntry, format_line, parse_line
from hoursback.engine.errors import HoursbackError

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 3, 2)


def read(text: str, today: date = MONDAY) -> LineEntry:
    return parse_line(text, today=today, zone=BERLIN)


def refusal(text: str, today: date = MONDAY) -> HoursbackError:
    with pytest.raises(HoursbackError) as refused:
        read(text, today)
    assert refused.value.hint
    return refused.value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "9:15-10:05 replied to client mail #email",
            "Monday 2 March, 09:15 to 10:05 (50 min): replied to client mail, tagged email",
        ),
        ("9-10:30 quotes", "Monday 2 March, 09:00 to 10:30 (1 h 30 min): quotes"),
        ("9.15 – 10.05: quotes", "Monday 2 March, 09:15 to 10:05 (50 min): quotes"),
        ("from 9 to 10:30 - quotes", "Monday 2 March, 09:00 to 10:30 (1 h 30 min): quotes"),
        ("9:15am-1pm call @ClientX", "Monday 2 March, 09:15 to 13:00 (3 h 45 min): call, for ClientX"),
        ("9-11 pm show", "Monday 2 March, 21:00 to 23:00 (2 h): show"),
        ("11-1pm lunch talk", "Monday 2 March, 11:00 to 13:00 (2 h): lunch talk"),
        ("9am-5 fair", "Monday 2 March, 09:00 to 17:00 (8 h): fair"),
        ("12am-1am backup", "Monday 2 March, 00:00 to 01:00 (1 h): backup"),
        ("9:00-9:50 amazing talk", "Monday 2 March, 09:00 to 09:50 (50 min): amazing talk"),
        ("1h30 bookkeeping yesterday", "Sunday 1 March, 1 h 30 min: bookkeeping"),
        ("2026-02-04 14:00-15:00 tax", "Wednesday 4 February, 14:00 to 15:00 (1 h): tax"),
        ("mon 45m invoices", "Monday 2 March, 45 min: invoices"),
        ("last mon 45m invoices", "Monday 23 February, 45 min: invoices"),
        ("on Friday: 45m invoices", "Friday 27 February, 45 min: invoices"),
        ("invoices 45m friday", "Friday 27 February, 45 min: invoices"),
        ("invoices - 45m", "Monday 2 March, 45 min: invoices"),
        ("3 days ago 1,5h planning", "Friday 27 February, 1 h 30 min: planning"),
        ("planning 1.5h day before yesterday", "Saturday 28 February, 1 h 30 min: planning"),
        ("25/12/2025 1h wrapping", "Thursday 25 December 2025, 1 h: wrapping"),
        ("22:30-0:45 packing", "Monday 2 March, 22:30 to 00:45 on Tuesday 3 March (2 h 15 min): packing"),
        ("22:00-24:00 packing", "Monday 2 March, 22:00 to midnight (2 h): packing"),
        ("1h30 5 letters #a/b #Büro", "Monday 2 March, 1 h 30 min: 5 letters, tagged a/b, Büro"),
        ("20m", "Monday 2 March, 20 min: no note"),
    ],
)
def test_a_line_is_said_back_as_it_was_understood(text, said):
    assert read(text).interpretation == said


def test_a_range_becomes_a_timed_entry_on_the_clock_of_its_zone():
    assert read("9:15-10:05 client mail #email #email @Alder, urgent").entry == Entry(
        day=MONDAY,
        seconds=3000,
        start=int(datetime(2026, 3, 2, 8, 15, tzinfo=UTC).timestamp()),
        end=int(datetime(2026, 3, 2, 9, 5, tzinfo=UTC).timestamp()),
        zone="Europe/Berlin",
        note="client mail urgent",
        client="Alder",
        tags=("email",),
        source="typed",
    )


def test_a_length_becomes_an_entry_without_clock_times():
    entry = read("1h30 bookkeeping").entry
    assert (entry.day, entry.seconds, entry.start, entry.end, entry.note) == (MONDAY, 5400, None, None, "bookkeeping")


def test_a_number_sign_before_a_number_is_no_tag():
    entry = read("45m ticket #42").entry
    assert (entry.note, entry.tags) == ("ticket #42", ())


def test_a_day_word_inside_a_note_stays_there():
    entry = read("45m friday post drafts").entry
    assert (entry.day, entry.note) == (MONDAY, "friday post drafts")


def test_only_one_day_word_is_taken_and_the_first_wins():
    entry = read("yesterday 45m plan for monday").entry
    assert (entry.day, entry.note) == (date(2026, 3, 1), "plan for monday")


@pytest.mark.parametrize("text", ["90 bookkeeping", "bookkeeping 90", "90"])
def test_a_bare_number_is_never_guessed(text):
    refused = refusal(text)
    assert refused.value == "90"
    assert "90 min" in refused.hint
    assert "90 h" in refused.hint


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1:30 bookkeeping", ("1h30", "1:30-")),
        ("9:15-5:30 fair", ("09:15-17:30", "0:00-05:30")),
        ("14:00-3:00 fair", ("14:00-15:00", "0:00-03:00")),
        ("1-2 hours letters", ("1h30", "9:00-10:30")),
        ("1h 30 letters", ("1h30", "a word")),
        ("03/04/2026 1h letters", ("2026-03-04", "2026-04-03")),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_with_both(text, readings):
    hint = refusal(text).hint
    assert all(reading in hint for reading in readings), hint


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "empty"),
        ("  \t ", "empty"),
        ("replied to mail", "no time"),
        ("yesterday", "no time"),
        ("25:00-26:00 x", "No clock"),
        ("9:75-10:00 x", "No clock"),
        ("24:00-1:00 x", "23"),
        ("13pm-2pm x", "am or pm"),
        ("9pm-10am x", "longer than 12 hours"),
        ("25h x", "24 hours"),
        ("1h90 x", "59"),
        ("31/02/2026 1h x", "no such day"),
        ("2026-02-30 1h x", "no such day"),
        ("2101-01-01 1h x", "2100"),
        ("1969-12-31 1h x", "1970"),
        ("99999 days ago 1h x", "1970"),
        ("1h a\x00b", "control"),
        ("1h a\ud800b", "control"),
        ("1h " + "x" * 10_000, "10000"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused_and_says_why(text, what):
    assert what in refusal(text).what


def test_the_hint_for_an_afternoon_never_contradicts_a_stated_half_of_the_day():
    assert "22:00" not in refusal("9pm-10am x").hint
    assert "12:30" not in refusal("11:00-0:30 x").hint


def test_a_time_that_the_clocks_skipped_is_refused_with_both_readings():
    refused = refusal("2026-03-29 2:30-4:00 night shift")
    assert refused.value == "02:30 on 2026-03-29"
    assert "01:30 or 03:30" in refused.hint


def test_a_time_that_came_twice_is_refused_with_both_readings():
    refused = refusal("2026-10-25 1:00-2:30 night shift")
    assert "00:30 UTC or 01:30 UTC" in refused.hint


@pytest.mark.parametrize(("day", "seconds"), [("2026-03-29", 2 * 3600), ("2026-10-25", 4 * 3600)])
def test_a_range_over_a_clock_change_has_its_real_length_and_says_so(day, seconds):
    found = read(f"{day} 1:00-4:00 night shift", today=date(2026, 12, 1))
    assert found.entry.seconds == seconds
    assert "as the clocks change" in found.interpretation


def test_what_is_still_to_come_is_kept_with_a_warning():
    noon = datetime(2026, 3, 2, 12, tzinfo=BERLIN)
    assert read("tomorrow 1h fair").warnings
    assert parse_line("11-13 fair", today=MONDAY, zone=BERLIN, now=noon).warnings
    assert parse_line("11-12 fair", today=MONDAY, zone=BERLIN, now=noon).warnings == ()


def test_an_entry_of_no_length_is_kept_with_a_warning():
    found = read("9:00-9:00 oops")
    assert (found.entry.seconds, len(found.warnings)) == (0, 1)


clock_times = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda hm: f"{hm[0]}:{hm[1]:02d}")
lengths = st.one_of(
    st.tuples(clock_times, clock_times).map("-".join),
    st.integers(0, 1440).map(lambda minutes: f"{minutes}m"),
    st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda hm: f"{hm[0]}h{hm[1]}"),
    st.sampled_from(["9-10 pm", "0:00-24:00", "9:00:01-9:30:00", "1h", "2 hours", "9 to 10"]),
)
days = st.sampled_from(["", "today", "yesterday", "tue", "last friday", "2026-03-29", "2026-10-25", "2 days ago"])
treacherous = ["am", "pm", "a.m.", "to", "and", "30", "5", "min", "9-10", "1h", "until", "3.5", "hours", "10:05", "h"]
labels_and_days = ["mon", "yesterday", "today", "2026-01-01", "#tag", "#1", "@Kite", "@Alder.", "-", ":", "&", "Büro"]
notes = st.lists(st.sampled_from(treacherous + labels_and_days), max_size=5).map(" ".join)


@given(days, lengths, notes, days)
@example("", "1h30", "to 5 people", "")
@example("", "1h", "and 30 min walk", "")
@example("", "9:15:00-10:05:00", "am early", "")
@settings(deadline=None)
def test_a_line_written_from_an_entry_reads_back_as_the_same_entry(day, length, note, late_day):
    try:
        found = read(f"{day} {length} {note} {late_day}")
    except HoursbackError:
        return
    line = format_line(found.entry)
    again = read(line, today=date(2026, 11, 11))
    assert again.entry == found.entry
    assert format_line(again.entry) == line


@given(st.text(max_size=30))
@settings(deadline=None)
def test_any_text_is_an_entry_or_a_refusal_with_a_hint(text):
    try:
        found = read(text)
    except HoursbackError as refusal_given:
        hint = refusal_given.hint
    else:
        assert found.entry.seconds >= 0
        return
    assert hint


@pytest.mark.parametrize("text", ["1h 03/04/2026 amb", "1h - 3.4.2026: amb", "amb 03/04/2026 1h"])
def test_a_date_next_to_the_time_with_two_readings_is_refused_with_both(text):
    hint = refusal(text).hint
    assert "2026-03-04" in hint
    assert "2026-04-03" in hint


@pytest.mark.parametrize(
    "text", ["1h 25/12/2026 amb", "1h 12/25/2026: amb", "amb 25.12.2026 1h", "1h 2026-12-25 amb", "1h 25.12.2026 - amb"]
)
def test_a_date_next_to_the_time_is_the_day(text):
    entry = read(text).entry
    assert (entry.day, entry.note) == (date(2026, 12, 25), "amb")


def test_a_date_inside_the_note_or_besides_a_named_day_stays():
    assert read("1h read 03/04/2026 again").entry.note == "read 03/04/2026 again"
    assert read("yesterday 1h 03/04/2026 report").entry.note == "03/04/2026 report"
