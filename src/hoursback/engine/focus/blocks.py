"""Where protected time finds its place in a day: between what is busy, never in the past, as few pieces as can be.

Spans are half-open, in epoch seconds; local clock times become seconds through the zone, so that a block of ninety
minutes is ninety minutes long on a day on which the clocks change, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hoursback.engine.capture.overlap import Span, gaps, merged
from hoursback.engine.focus.days import at_clock

SHORTEST: Final = 30 * 60
"""A piece below this protects nothing worth starting on (own); a minimum that is shorter is its own piece."""
PIECES: Final = 3
"""Into so many pieces a day's minimum may be broken up (own)."""
GRID: Final = 5 * 60
"""Blocks start on full five minutes."""
USUAL_FROM: Final = time(9)
USUAL_TO: Final = time(17)
"""Working hours where none are stated."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody works by the clock; `best`: when protected time should begin, None: first thing."""

    first: time = USUAL_FROM
    last: time = USUAL_TO
    best: time | None = None

    def window(self, day: date, zone: ZoneInfo) -> Span:
        """The working hours of a day; hours that end at or before their start run into the next day."""
        after = day if self.last > self.first else day + timedelta(days=1)
        return at_clock(day, self.first, zone), at_clock(after, self.last, zone)


def propose(need: int, day: date, zone: ZoneInfo, hours: Hours, busy: Iterable[Span], now: int) -> list[Span]:
    """Blocks for a day's protected minimum, in order; together shorter than `need` where the day is too full.

    One block as near as possible to the best time, else up to three pieces of at least half an hour.

    Args:
        need: seconds to protect. busy: spans that are taken, in any order, overlapping or not. now: nothing before it.
    """
    window = hours.window(day, zone)
    wanted = at_clock(day, hours.best, zone) if hours.best is not None else window[0]
    return place(need, window, busy, wanted=wanted, now=now)


def place(need: int, window: Span, busy: Iterable[Span], *, wanted: int, now: int) -> list[Span]:
    """The same within a window of epoch seconds, as near as possible to `wanted`."""
    free = _free(window, busy, now)
    whole = _nearest(need, free, wanted)
    if whole is not None:
        return [whole]
    return sorted(_pieces(need, free))


def move(block: Span, window: Span, busy: Sequence[Span], now: int) -> Span | None:
    """Where a block of that length goes instead, the nearest free place in the window; itself if nothing is in its way.

    Returns: None, where it no longer fits anywhere.
    """
    start, end = block
    if start >= now and not any(first < end and last > start for first, last in merged(busy)):
        return block
    return _nearest(end - start, _free(window, busy, now), start)


def _free(window: Span, busy: Iterable[Span], now: int) -> list[Span]:
    start, end = max(window[0], now), window[1]
    if end <= start:
        return []
    on_grid = ((-(-first // GRID) * GRID, last) for first, last in gaps(busy, (start, end)))
    return [(first, last) for first, last in on_grid if last > first]


def _nearest(need: int, free: Iterable[Span], wanted: int) -> Span | None:
    starts = [min(max(wanted, first), last - need) for first, last in free if last - first >= need]
    on_grid = [start // GRID * GRID for start in starts]
    best = min(on_grid, key=lambda start: (abs(start - wanted), start), default=None)
    return None if best is None else (best, best + need)


def _pieces(need: int, free: Iterable[Span]) -> list[Span]:
    """The longest stretches first; no piece is left that would be too short."""
    least = min(SHORTEST, need)
    found: list[Span] = []
    for first, last in sorted(free, key=lambda span: (span[0] - span[1], span[0])):
        if need <= 0 or len(found) == PIECES or last - first < least:
            break
        taken = min(need, last - first)
        rest = need - taken
        if 0 < rest < least and taken - (least - rest) >= least:
            taken -= least - rest
        found.append((first, first + taken))
        need -= taken
    return found
