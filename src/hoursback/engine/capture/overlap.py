"""Stretches of time: what two of them share, what many cover, what they leave open, and on which days they fall.

Every span here is half-open, `(start, end)` in whole seconds since 1970-01-01T00:00:00Z: 9-10 and 10-11 share nothing.
A span that ends where it starts (or before) holds no time and shares none.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hoursback.engine.capture.clock import EPOCH_ORDINAL, SECONDS_PER_DAY

Span = tuple[int, int]


class Overlap(NamedTuple):
    """Two spans that share time: their places in the sequence that was given, and the seconds they share.

    `first` starts before `second`, or at the same second and stands before it.
    """

    first: int
    second: int
    seconds: int


def overlaps(spans: Sequence[Span]) -> list[Overlap]:
    """Every pair of spans that shares time, by start of the later one; O(n log n + pairs).

    >>> overlaps([(0, 60), (60, 120), (90, 100)])
    [Overlap(first=1, second=2, seconds=10)]
    """
    found: list[Overlap] = []
    open_spans: list[tuple[int, int]] = []  # a heap of (end, index): what has begun and not ended
    for second in _by_start(spans):
        start, end = spans[second]
        while open_spans and open_spans[0][0] <= start:
            heapq.heappop(open_spans)
        found.extend(Overlap(first, second, min(other_end, end) - start) for other_end, first in open_spans)
        heapq.heappush(open_spans, (end, second))
    return found


def collisions(spans: Sequence[Span]) -> Iterator[Overlap]:
    """For each span that runs into earlier ones, the pair with the earlier one that reaches furthest.

    At most one pair a span, where `overlaps` has every pair: a log in which a thousand entries hold the same hour has
    half a million pairs and only 999 spans to put right.
    """
    reaching: int | None = None
    for second in _by_start(spans):
        start, end = spans[second]
        if reaching is None:
            reaching = second
            continue
        reach = spans[reaching][1]
        if reach > start:
            yield Overlap(reaching, second, min(reach, end) - start)
        if end > reach:
            reaching = second


def covered_seconds(spans: Iterable[Span]) -> int:
    """Seconds that lie in at least one span.

    >>> covered_seconds([(0, 60), (30, 90), (200, 210)])
    100
    """
    return sum(end - start for start, end in merged(spans))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time as spans that neither overlap nor touch, in order."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[1] > span[0]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def gaps(spans: Iterable[Span], inside: Span) -> list[Span]:
    """The stretches of `inside` that no span covers, in order.

    >>> gaps([(10, 20), (40, 50)], (0, 45))
    [(0, 10), (20, 40)]
    """
    open_stretches: list[Span] = []
    at, stop = inside
    for start, end in merged(spans):
        if start >= stop:
            break
        if start > at:
            open_stretches.append((at, start))
        at = max(at, end)
    if at < stop:
        open_stretches.append((at, stop))
    return open_stretches


def by_local_day(start: int, end: int, zone: ZoneInfo) -> list[tuple[date, int]]:
    """A span's seconds on each local calendar day it touches, in order; they add up to end - start.

    Days of 23 and 25 hours come out as they are, and so do midnights that a zone skips or has twice.

    >>> by_local_day(1774735200, 1774828800, ZoneInfo("Europe/Berlin"))  # from 23:00 on the eve of a 23-hour Sunday
    [(datetime.date(2026, 3, 28), 3600), (datetime.date(2026, 3, 29), 82800), (datetime.date(2026, 3, 30), 7200)]
    """
    seconds: dict[int, int] = {}
    for stretch_start, stretch_end, offset in _steady_stretches(start, end, zone):
        at, stop = stretch_start + offset, stretch_end + offset
        while at < stop:
            day = at // SECONDS_PER_DAY
            until = min((day + 1) * SECONDS_PER_DAY, stop)
            # A clock set back across midnight comes to the same day twice.
            seconds[day] = seconds.get(day, 0) + until - at
            at = until
    return [(date.fromordinal(EPOCH_ORDINAL + day), seconds[day]) for day in sorted(seconds)]


def _by_start(spans: Sequence[Span]) -> list[int]:
    """Places of the spans that hold any time, in order of start; the sort keeps the given order among equals."""
    held = [index for index, (start, end) in enumerate(spans) if end > start]
    held.sort(key=lambda index: spans[index][0])
    return held


def _steady_stretches(start: int, end: int, zone: ZoneInfo) -> Iterator[tuple[int, int, int]]:
    """The span cut wherever the zone's offset changes: (start, end, offset) of each part, in seconds."""
    at = start
    while at < end:
        # No zone has ever changed twice within half a day, so equal offsets at both ends mean no change between.
        until = min(at + SECONDS_PER_DAY // 2, end)
        offset = _offset(at, zone)
        if _offset(until - 1, zone) != offset:
            until = _first_change(at, until - 1, zone)
        yield at, until, offset
        at = until


def _first_change(before: int, after: int, zone: ZoneInfo) -> int:
    """The second at which the offset is no longer what it was at `before`, by bisection."""
    offset = _offset(before, zone)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(middle, zone) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(epoch: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(epoch, zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())
