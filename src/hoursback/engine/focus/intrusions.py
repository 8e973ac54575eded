"""What displaced the top three: time inside protected blocks that went to anything else, for how long, at what cost.

Unlogged time inside a block is no intrusion: nobody knows what it was. An interruption is charged with the few
minutes that it takes to get back (methods, section 9), never with the twenty-three that are often quoted: that number
is not in the study it is said to come from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median, variance
from typing import Final

from hoursback.engine.capture.overlap import Span, gaps, merged
from hoursback.engine.figures import Figure, Origin
from hoursback.engine.units import SECONDS_PER_HOUR

DEFAULT_LOSS: Final = Figure.default(3.0, 1.0, 10.0)
"""Minutes to get back to work after an interruption, P5 and P95."""
LEAST_LOSS, MOST_LOSS = 1.0, 10.0
ENOUGH_DAYS: Final = 5
"""Fragmented and unbroken days that are needed, each, before an owner's own loss counts."""
ENOUGH_APART: Final = 2.0
"""Interruptions a day by which the two kinds of days must differ, or there is nothing to compare."""
_P90: Final = 1.2816


@dataclass(frozen=True, slots=True)
class Done:
    """A stretch of logged work; of the running one the end is now."""

    start: int
    end: int
    activity: int


@dataclass(frozen=True, slots=True)
class Intrusion:
    """One stretch inside a block that went to something else."""

    start: int
    end: int
    activity: int

    @property
    def seconds(self) -> int:
        """Its length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Displaced:
    """What one activity displaced: seconds, and in how many stretches."""

    activity: int
    seconds: int
    times: int


@dataclass(frozen=True, slots=True)
class BrokenDay:
    """How broken up a day was: pieces of work, and seconds between its first and last that nothing accounts for."""

    pieces: int
    unaccounted: int


@dataclass(frozen=True, slots=True)
class Loss:
    """Minutes lost for each interruption; `days`: of the owner's own that it rests on, 0 for the default."""

    minutes: Figure
    days: int = 0


def intrusions(blocks: Iterable[Span], done: Iterable[Done], top: Collection[int], now: int) -> list[Intrusion]:
    """Stretches inside protected blocks that were spent on anything outside the top three, in order.

    Where work on the top three was logged for the same time, it counts as that; where several other things were, the
    one that began first has the time, so that no second is charged twice.

    Args:
        blocks: protected spans; what of them lies after `now` has not happened yet. top: keys of the top three.
    """
    work = sorted(done, key=lambda piece: (piece.start, piece.end, piece.activity))
    protected = merged((start, min(end, now)) for start, end in blocks)
    kept = merged((piece.start, piece.end) for piece in work if piece.activity in top)
    others = [piece for piece in work if piece.activity not in top and piece.end > piece.start]
    return sorted((found for block in protected for found in _within(block, kept, others)), key=lambda each: each.start)


def _within(block: Span, kept: Sequence[Span], others: Sequence[Done]) -> list[Intrusion]:
    start, end = block
    taken = [span for span in kept if span[0] < end and span[1] > start]
    found: list[Intrusion] = []
    for piece in others:
        inside = max(piece.start, start), min(piece.end, end)
        if inside[1] <= inside[0]:
            continue
        for stretch in gaps(taken, inside):
            _add(found, Intrusion(*stretch, piece.activity))
        taken.append(inside)
    return found


def _add(found: list[Intrusion], new: Intrusion) -> None:
    """Two stretches of the same work that touch were one intrusion."""
    last = found[-1] if found else None
    if last is not None and last.activity == new.activity and last.end == new.start:
        found[-1] = Intrusion(last.start, new.end, last.activity)
    else:
        found.append(new)


def by_activity(found: Iterable[Intrusion]) -> list[Displaced]:
    """What displaced how much, most first."""
    sums: dict[int, tuple[int, int]] = {}
    for each in found:
        seconds, times = sums.get(each.activity, (0, 0))
        sums[each.activity] = seconds + each.seconds, times + 1
    return sorted((Displaced(key, *of) for key, of in sums.items()), key=lambda each: (-each.seconds, each.activity))


def cost(seconds: int, times: int, worth: Figure, loss: Figure = DEFAULT_LOSS) -> Figure:
    """What intrusions cost: their time, and the way back after each, at the worth of the owner's hour.

    Args:
        seconds: displaced. times: interruptions. worth: currency per owner hour. loss: minutes per interruption.
    Returns: currency; the low end takes both at their low ends, so the range is wide rather than narrow.

    >>> cost(3600, 2, Figure.exact(60.0), Figure.exact(3.0)).value
    66.0
    """
    value, low, high = (
        (seconds + times * 60.0 * minutes) / SECONDS_PER_HOUR * rate
        for minutes, rate in ((loss.value, worth.value), (loss.low, worth.low), (loss.high, worth.high))
    )
    return Figure(value, low, high, Origin.LOG)


def measured_loss(days: Sequence[BrokenDay]) -> Loss:
    """Minutes lost per interruption by the owner's own days: the unaccounted time of fragmented days beyond that of
    unbroken ones, per piece of work more; the default where the days do not tell.

    Fragmented days have more pieces than the median, unbroken ones fewer. Breaks such as lunch are in both and cancel.
    The result stays within one and ten minutes; its range is P10 to P90 of the difference of the two means.
    """
    middle = median([day.pieces for day in days]) if days else 0
    broken = [day for day in days if day.pieces > middle]
    whole = [day for day in days if day.pieces < middle]
    if min(len(broken), len(whole)) < ENOUGH_DAYS:
        return Loss(DEFAULT_LOSS)
    more = mean(day.pieces for day in broken) - mean(day.pieces for day in whole)
    if more < ENOUGH_APART:
        return Loss(DEFAULT_LOSS)
    lost = [[day.unaccounted / 60 for day in kind] for kind in (broken, whole)]
    rate = (mean(lost[0]) - mean(lost[1])) / more
    spread = _P90 * sum(variance(each) / len(each) for each in lost) ** 0.5 / more
    minutes = Figure(_clipped(rate), _clipped(rate - spread), _clipped(rate + spread), Origin.LOG)
    return Loss(minutes, len(broken) + len(whole))


def _clipped(minutes: float) -> float:
    return min(max(minutes, LEAST_LOSS), MOST_LOSS)
