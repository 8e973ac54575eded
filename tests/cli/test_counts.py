"""Counting a log in one pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hoursback.cli.counts import Counts, Digests, digest_of, digest_of_row, utc
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.plain import row_of

MONDAY = date(2026, 1, 5)
ENTRY = Entry(day=MONDAY, seconds=3600, start=1767603600, end=1767607200, project="Books", tags=("office", "vat"))


@given(st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(0, 5), max_size=60))
def test_what_was_added_before_is_counted_as_repeated(numbers: list[int]) -> None:
    digests = Digests()
    digests.add_all(numbers[:7])
    for number in numbers[7:]:
        digests.add(number)
    assert digests.repeated == len(numbers) - len(set(numbers))


def test_equal_entries_have_one_digest_wherever_they_stand() -> None:
    assert digest_of(ENTRY) == digest_of(replace(ENTRY, line=7, source="other"))
    assert digest_of(ENTRY) != digest_of(replace(ENTRY, note="x"))
    assert digest_of(ENTRY) != digest_of(replace(ENTRY, end=ENTRY.start))
    assert digest_of(ENTRY) == digest_of_row(row_of(ENTRY))
    for other in ({"source_id": "a"}, {"all_day": True}, {"cancelled": True}):
        assert digest_of(ENTRY) != digest_of(replace(ENTRY, **other))


def test_running_all_day_and_cancelled_entries_are_no_working_time() -> None:
    counts = Counts()
    later = date(2026, 3, 1)
    for entry in (
        ENTRY,
        replace(ENTRY, day=later, is_open=True, seconds=0, end=None, project="Running", tags=("now",)),
        replace(ENTRY, day=later, all_day=True, seconds=86400, start=1, end=2_000_000_000),
        replace(ENTRY, day=later, cancelled=True, start=1, end=2_000_000_000),
    ):
        counts.add(entry)
    assert (counts.entries, counts.open_entries, counts.all_day, counts.cancelled) == (3, 1, 1, 1)
    assert (counts.seconds, counts.first_start, counts.last_end) == (3600, ENTRY.start, ENTRY.end)
    assert counts.days == (MONDAY, MONDAY)
    assert (counts.projects, counts.tags) == ({"Books", "Running"}, {"office", "vat", "now"})


def test_days_of_a_calendar_without_working_time_are_those_of_its_events() -> None:
    counts = Counts()
    counts.add(replace(ENTRY, all_day=True))
    assert counts.days == (MONDAY, MONDAY)
    assert Counts().days is None


def test_plain_rows_are_counted_as_their_entries_are() -> None:
    entries = [
        ENTRY,
        replace(ENTRY, day=date(2026, 1, 9), start=1767949200, end=1767952800, tags=("vat", "new")),
        replace(ENTRY, seconds=0, end=None, is_open=True, project="Running"),
        replace(ENTRY, start=None, end=None, project="", seconds=60),
        ENTRY,
    ]
    one_by_one, in_batches = Counts(), Counts()
    for entry in entries:
        one_by_one.add(entry)
    rows = [row_of(entry) for entry in entries]
    for batch in (rows[:3], [rows[2]], [], rows[3:]):
        in_batches.add_rows(batch, "UTC")
    for counts, running in ((one_by_one, 1), (in_batches, 2)):
        assert (counts.entries, counts.open_entries, counts.seconds) == (4, running, 3 * 3600 + 60)
        assert (counts.first_start, counts.last_end) == (ENTRY.start, 1767952800)
        assert counts.days == (MONDAY, date(2026, 1, 9))
        assert (counts.projects, counts.tags) == ({"Books", "Running"}, {"office", "vat", "new"})
    assert (one_by_one.digests.repeated, in_batches.digests.repeated) == (1, 2)


def test_moments_are_printed_in_utc() -> None:
    assert utc(1767603600) == "2026-01-05T09:00:00Z"
    assert utc(None) is None
