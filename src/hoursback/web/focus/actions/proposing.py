"""Tomorrow's blocks, proposed in the evening to those who asked for it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from hoursback.web.accounts.scope import acting_in
from hoursback.web.accounts.selectors import every_workspace
from hoursback.web.focus.actions.blocks import make_blocks
from hoursback.web.focus.clock import clock_of
from hoursback.web.focus.selectors.protection import next_work_day, wanting_proposals

EVENING: Final = 17
"""The local hour from which the next working day is proposed."""


def propose_tomorrow(now: datetime) -> int:
    """Propose the next working day's blocks wherever it is evening and somebody opted in; returns how many were made.

    Safe to run twice: a day that was proposed for, or has a block, is left alone.
    """
    made = 0
    for workspace in every_workspace():
        with acting_in(workspace):
            for member in wanting_proposals(workspace):
                clock = clock_of(member, now)
                day = next_work_day(member, clock.today) if clock.local(clock.now).hour >= EVENING else None
                made += len(make_blocks(member=member, clock=clock, days=[day])) if day is not None else 0
    return made
