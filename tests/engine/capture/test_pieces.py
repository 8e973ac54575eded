"""A packed log in order: pieces of work, pauses, overlaps and days, whatever the blocks it is gone through in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.capture import packed as packed_module
from hoursback.engine.capture import pieces as pieces_module
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.overlap import by_local_day
from hoursback.engine.capture.packed import Packed
from hoursback.engine.capture.persondays import Days, DaySums
from hoursback.engine.capture.pieces import Worked
from hoursback.engine.capture.plain import row_of

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 3, 2)
HOUR = 3600


def at(hours: float, length: float, note: str = "mail", person: str = "Olive", line: int = 0) -> Entry:
    """An entry so many hours after Monday's midnight."""
    start = int(datetime(2026, 3, 2, tzinfo=BERLIN).timestamp()) + round(hours * HOUR)
    seconds = round(length * HOUR)
    day = datetime.fromtimestamp(start, BERLIN).date()
    return Entry(day, seconds, start, start + seconds, "Europe/Berlin", note, person=person, line=line)


def worked(entries: list[Entry]) -> Worked:
    packed = Packed()
    for entry in entries:
        packed.add_rows([row_of(entry)], entry.zone)
    return Worked(packed)


type Told = tuple[str, int, int, int, int, int, bool]
"""Of a piece: person, day, start, end, line, pause before it, whether the piece before is of the same day."""


def told(log: Worked) -> list[Told]:
    found: list[Told] = []
    for pieces in log.timed():
        columns = [pieces.columns[name].tolist() for name in ("person", "day", "start", "end", "line")]
        rows = zip(*columns, pieces.pauses.tolist(), pieces.same_day.tolist(), strict=True)
        found += [(log.people[person], *rest) for person, *rest in rows]
    return found


def one_by_one(entries: list[Entry]) -> list[Told]:
    """The same by the book: everything of a person at once, piece by piece."""
    found: list[Told] = []
    for person in sorted({entry.person for entry in entries}):
        labels: dict[str, list[Entry]] = {}
        mine = [entry for entry in entries if entry.person == person]
        for entry in sorted(mine, key=lambda entry: (entry.start, entry.end, entry.line)):
            label = labels.setdefault(entry.note, [])
            if label and label[-1].end == entry.start:
                label[-1] = replace(label[-1], end=entry.end)
            else:
                label.append(entry)
        joined = sorted(chain.from_iterable(labels.values()), key=lambda entry: (entry.start, entry.end, entry.line))
        reach, before = None, None
        for entry in joined:
            start, end = entry.start or 0, entry.end or 0
            pause, same = (0, False) if reach is None else (start - reach, entry.day == before)
            found.append((person, entry.day.toordinal(), start, end, entry.line, pause, same))
            reach, before = max(end, reach or end), entry.day
    return found


@st.composite
def logs(draw):
    """Up to 40 timed entries on quarter hours of nine days, so that many touch, overlap or are equal."""
    return [
        at(
            draw(st.integers(0, 9 * 24 * 4)) / 4,
            draw(st.integers(1, 4 * draw(st.sampled_from([1, 4, 40])))) / 4,
            draw(st.sampled_from(["mail", "art"])),
            draw(st.sampled_from(["Olive", "Sam", "Rex"])),
            line,
        )
        for line in range(2, draw(st.integers(2, 42)))
    ]


@contextmanager
def tiny_blocks() -> Iterator[None]:
    """As many runs, stretches and blocks as there can be, each of a few entries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed_module, "RUN", 3)
        patch.setattr(packed_module, "STRETCH_BITS", 14)
        patch.setattr(pieces_module, "BLOCK", 1)
        yield


def test_touching_entries_of_one_kind_are_one_piece():
    log = [at(9, 1), at(10, 1), at(11, 1, "art"), at(12, 1)]
    assert [(end - start) // HOUR for _, _, start, end, *_ in told(worked(log))] == [2, 1, 1]


@given(logs(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_pieces_and_pauses_are_those_found_one_by_one_in_any_order(entries, rng):
    shuffled = rng.sample(entries, len(entries))
    assert told(worked(shuffled)) == one_by_one(entries)
    with tiny_blocks():
        assert told(worked(shuffled)) == one_by_one(entries)


def test_tiny_blocks_are_many_and_yet_no_chain_is_cut():
    days = [at(24 * day + hour, 1.5) for day in range(5) for hour in (9, 10, 11)]
    with tiny_blocks():
        blocks = list(worked(days).timed())
    assert len(blocks) > 1
    # A block begins where all before has ended.
    assert all(int(pieces.pauses[0]) > 0 for pieces in blocks[1:])
    assert sum(len(pieces.pauses) for pieces in blocks) == 15
    assert len(list(worked(days).timed())) == 1


@given(logs(), st.integers(0, 3 * HOUR))
@settings(deadline=None)
def test_each_piece_that_runs_into_earlier_ones_is_paired_once(entries, most):
    with tiny_blocks():
        log = worked(entries)
        found = [pair for pieces in log.timed() for pair in pieces.sharing_more_than(most)]
    expected = []
    reaching: tuple[str, int] = ("", 0)
    for person, _, start, end, line, *_ in one_by_one(entries):
        reach = reaching[1] if reaching[0] == person else 0
        if min(reach, end) - start > most:
            expected.append((line, min(reach, end) - start))
        reaching = (person, max(reach, end))
    assert [(pair.second.line, pair.seconds) for pair in found] == expected
    assert all(pair.first.person == pair.second.person for pair in found)


@given(logs(), st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=9))
@settings(deadline=None)
def test_days_add_up_to_what_the_local_clock_says(entries, lengths):
    lying = [replace(at(24 * day, hours), start=None, end=None) for day, hours in lengths]
    expected: Counter[tuple[str, int]] = Counter()
    for entry in entries:
        for day, seconds in by_local_day(entry.start or 0, entry.end or 0, BERLIN):
            expected[entry.person, day.toordinal()] += seconds
    for entry in lying:
        expected[entry.person, entry.day.toordinal()] += entry.seconds
    with tiny_blocks():
        log = worked(entries + lying)
        assert sum(sum(pieces.lengths.tolist()) for pieces in log.untimed()) == sum(entry.seconds for entry in lying)
        told(log)
        days = log.days
    found = zip(days.person.tolist(), days.day.tolist(), days.seconds.tolist(), strict=True)
    assert [(log.people[person], day, seconds) for person, day, seconds in found] == [
        (*here, seconds) for here, seconds in sorted(expected.items())
    ]


def test_lengths_of_one_kind_on_a_day_are_one_piece():
    lengths = [replace(at(24 * day, 4, note), start=None, end=None, line=day + 2) for day in (0, 1) for note in "aab"]
    (pieces,) = worked(lengths).untimed()
    rows = [(row.day - MONDAY.toordinal(), row.seconds // HOUR, row.line) for row in pieces.longer_than(0)]
    assert sorted(rows) == [(0, 4, 2), (0, 8, 2), (1, 4, 3), (1, 8, 3)]


def test_nights_are_told_by_name_day_and_line():
    log = worked([at(47, 2, person="Sam", line=3), at(23, 2, person="Sam", line=4), at(47, 2, line=9), at(30, 1)])
    days = [(log.people[person], day - MONDAY.toordinal(), line) for person, day, line in log.nights()]
    assert days == [("Olive", 1, 9), ("Sam", 0, 4), ("Sam", 1, 3)]


def test_a_day_abroad_keeps_its_zone():
    log = worked([at(9, 1), replace(at(33, 1), zone="America/New_York")])
    assert log.zone_on(0, MONDAY.toordinal()) == "Europe/Berlin"
    assert log.zone_on(0, MONDAY.toordinal() + 1) == "America/New_York"


def test_an_empty_log_has_no_pieces_and_no_days():
    log = worked([])
    assert (list(log.untimed()), list(log.timed()), len(log.days), list(log.nights())) == ([], [], 0, [])


def days_of(*days: tuple[int, int, int]) -> Days:
    """Person, days since Monday, and hours."""
    sums = DaySums()
    person, day, hours = np.array(days, dtype=np.int64).T
    sums.add(person, day + MONDAY.toordinal(), hours * HOUR)
    return sums.days()


def test_seconds_on_a_day_nobody_logged_are_none():
    days = days_of((0, 0, 2), (0, 0, 3), (2, 1, 4))
    asked = np.array([[0, 0], [0, 1], [1, 1], [2, 1], [3, 9]]).T
    assert (days.seconds_on(asked[0], asked[1] + MONDAY.toordinal()) // HOUR).tolist() == [5, 0, 0, 4, 0]


def test_what_is_moved_off_a_day_leaves_it_without_time():
    days = days_of((0, 0, 2), (0, 0, -2), (0, 1, 2))
    assert days.day.tolist() == [MONDAY.toordinal() + 1]


def test_days_missing_between_a_persons_first_and_last_are_found_near_the_end():
    days = days_of((0, 0, 1), (0, 3, 1), (0, 5, 1), (1, 1, 1), (2, 0, 1), (2, 90, 1))
    missing = [(person, day - MONDAY.toordinal()) for person, day in days.missing_within(56)]
    assert missing == [(0, 1), (0, 2), (0, 4)] + [(2, day) for day in range(35, 90)]


def test_rest_days_are_those_with_least_logged_and_of_equal_ones_the_last():
    days = days_of((0, 0, 8), (0, 1, 8), (0, 5, 9), (1, 6, 1))
    assert np.flatnonzero(days.work_weekdays(2, 2)[0]).tolist() == [0, 5]
    assert np.flatnonzero(days.work_weekdays(2, 2)[1]).tolist() == [0, 6]
    assert days.work_weekdays(2, 7).all()
