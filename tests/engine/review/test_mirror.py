"""The mirror."""

from __future__ import annotations

from hoursback.engine.review.mirror import Mirror, mirror
from tests.engine.review.build import full_day, lasting, log_of, on


def test_it_counts_kinds_entries_and_switches_a_day():
    log = log_of([*full_day(on(0), ("A", 1), ("B", 1), ("A", 1)), *full_day(on(1), ("A", 1), ("C", 1))])
    assert mirror(log) == Mirror(kinds=3, entries=5, switches_per_day=1.5)


def test_one_of_each_is_said_in_the_singular_and_switches_only_where_they_show():
    assert Mirror(1, 1, 1.0).sentence() == "1 kind of work, 1 entry, 1 switch a day"
    assert mirror(log_of([lasting(on(0), 1), lasting(on(0), 1)])).sentence() == "1 kind of work, 2 entries"
