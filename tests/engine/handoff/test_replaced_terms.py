"""Newer terms take the place of the older for good."""

from __future__ import annotations

from hoursback.engine.handoff.timesheet import Paid, Terms, in_force

OPEN = Terms(1, 1, Paid.HOURLY, 10, None, 4000)


def test_when_newer_terms_end_the_older_ones_do_not_hold_again() -> None:
    newer = Terms(1, 2, Paid.HOURLY, 20, 29, 5000)
    held = [in_force([OPEN, newer], day) for day in (9, 10, 19, 20, 29, 30)]
    assert held == [None, OPEN, OPEN, newer, newer, None]


def test_terms_that_were_ended_before_they_began_replace_nothing() -> None:
    never = Terms(1, 2, Paid.HOURLY, 20, 15, 5000)
    assert in_force([OPEN, never], 25) == OPEN
