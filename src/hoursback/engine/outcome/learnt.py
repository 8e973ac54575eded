"""What hand-offs that ran teach the next plan: a precision blend of what was seen with the default.

A default's range (P5 to P95) is read as doubt about the average hand-off and differences between hand-offs, half of the
variance each (own). What was seen narrows the first, and makes the second its own; the range that comes out is for the
*next* hand-off, so it stays wide where hand-offs differ. Source: methods, sections 4 (learning curves are blended in
the same way) and 10.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean

from hoursback.engine.assumptions import MEANINGS, Assumptions
from hoursback.engine.figures import OVERCONFIDENCE, P90_WIDTH, P95_WIDTH, Figure, Shape
from hoursback.engine.outcome.weeks import Range
from hoursback.engine.people import Experience

LEAST_SEEN = 3
"""Hand-offs that have to show a figure before it is offered (own)."""
PRACTISED_FROM = 4
"""Weeks of a hand-off that are left out: learning and close supervision are over by then for the most part (own)."""
LEAST_PRACTISED = 4
LEAST_HOURS = 2.0
"""Hours of work handed over in all below which ratios say nothing."""
_DOUBT = 0.5
_KNOWN_FOR = 3.0
"""Hand-offs that the default's own differences between hand-offs count for."""
_P90 = P90_WIDTH / 2
_LEAST_SHARE, _LEAST = 0.0, 1e-3
_ASSUMED = Assumptions()


@dataclass(frozen=True, slots=True)
class Practised:
    """One hand-off once it was learnt, hours in all over the same weeks.

    Attributes:
        before: what the work would have taken without it; doubt: sd of the logarithm of that.
        doing: the owner's hours of doing it; checking: of checking and answering; helper: the person's hours.
        tells_apart: tags tell checking from doing; without them all counts as doing.
        experience: class of the person for this work.
    """

    weeks: int
    before: float
    doing: float
    checking: float
    helper: float
    doubt: float = 0.0
    tells_apart: bool = False
    experience: Experience = Experience.GENERALIST

    @property
    def is_enough(self) -> bool:
        """Whether it was long and large enough to show anything."""
        return self.weeks >= LEAST_PRACTISED and self.before >= LEAST_HOURS


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure as one hand-off shows it; `noise`: sd of what is not known about it, on the scale that is blended."""

    value: float
    noise: float = 0.0


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is learned about one assumption.

    Attributes:
        name: of the assumption. usual: its default. of: hand-offs that show it. missing: how many more are needed.
        measured: their middle, each weighed by how well it is known; None where there is none.
        weight: of what was seen against the default, 0 to 1.
        share: what comes out, with the likely range of the next hand-off; None below the floor.
    """

    name: str
    usual: Figure
    of: int
    missing: int
    measured: float | None = None
    weight: float = 0.0
    share: Range | None = None

    @property
    def shape(self) -> Shape:
        """What values it can take."""
        return MEANINGS[self.name].shape


def blend(name: str, seen: Sequence[Seen], *, least: int = LEAST_SEEN) -> Learnt:
    """What was seen and the default, each weighed by how well it is known.

    >>> found = blend("e_inf_generalist", [Seen(0.8), Seen(0.85), Seen(0.9)])
    >>> 0.8 < found.share.value < 1.1, found.missing
    (True, 0)
    """
    usual: Figure = getattr(_ASSUMED, name)
    missing = max(0, least - len(seen))
    if not seen:
        return Learnt(name, usual, 0, missing)
    scale = _Scale(MEANINGS[name].shape)
    points = [scale.there(one.value) for one in seen]
    spread = (scale.there(usual.high) - scale.there(max(usual.low, _LEAST))) / P95_WIDTH
    between = _between(points, [one.noise for one in seen], spread**2 * (1 - _DOUBT))
    each = [1 / (between + one.noise**2) for one in seen]
    of_seen = sum(weight * point for weight, point in zip(each, points, strict=True)) / sum(each)
    measured = scale.back(of_seen)
    if missing:
        return Learnt(name, usual, len(seen), missing, measured)
    prior = 1 / (spread**2 * _DOUBT)
    total = prior + sum(each)
    middle = (prior * scale.there(usual.value) + sum(each) * of_seen) / total
    reach = _P90 * math.sqrt(1 / total + between)
    low, value, high = (scale.back(middle + sign * reach) for sign in (-1, 0, 1))
    return Learnt(name, usual, len(seen), 0, measured, sum(each) / total, Range(value, low, high))


def to_state(learnt: Range) -> Range:
    """The range to state so that the plan draws the learned one: stated ranges are widened for overconfidence."""
    return Range(
        learnt.value,
        learnt.value - (learnt.value - learnt.low) / OVERCONFIDENCE,
        learnt.value + (learnt.high - learnt.value) / OVERCONFIDENCE,
    )


def efficiency_seen(one: Practised) -> Seen | None:
    """Helper hours for each hour that the owner no longer does; None where too little went over."""
    gone = one.before - one.doing
    if not one.is_enough or one.helper <= 0 or gone < LEAST_HOURS:
        return None
    return Seen(one.helper / gone, one.doubt * one.before / gone)


def handable_seen(one: Practised, supervision: float) -> Seen | None:
    """The share of the work that went over.

    Args:
        supervision: owner hours per helper hour that are taken for checking where nothing tells it apart.
    """
    if not one.is_enough or one.helper <= 0:
        return None
    doing = one.doing if one.tells_apart else max(0.0, one.doing - supervision * one.helper)
    left = doing / one.before
    return Seen(min(1.0, max(0.0, 1 - left)), left * one.doubt)


def supervision_seen(one: Practised) -> Seen | None:
    """Owner hours of checking and answering for each helper hour; None where tags do not tell."""
    if not one.is_enough or not one.tells_apart or one.helper < LEAST_HOURS:
        return None
    return Seen(one.checking / one.helper)


def briefing_seen(recorded: float, planned: float) -> Seen | None:
    """Hours of briefing, from set-up hours on record and those the plan took for briefing and searching together."""
    if recorded <= 0 or planned <= 0:
        return None
    return Seen(_ASSUMED.brief.value * recorded / planned)


def freed_range(expected: float, hours: Range, assumptions: Assumptions = _ASSUMED, *, seed: int = 0) -> Range:
    """The likely range of freed hours that the plan's own figures meant, around what it said.

    Freed a week = H (phi (1 - s e) - phi q rw) with H from the log as the plan saw it and the rest as it assumed them.

    Args:
        expected: hours a week as the plan said them. hours: of the activity before, hours a week, P10 to P90.
    """
    low, high = max(hours.low, _LEAST), max(hours.high, _LEAST)
    bottom, top = _spread(round(math.log(max(high / low, 1.0)), 2), assumptions, seed)
    return Range(expected, expected * bottom, expected * top)


@lru_cache(maxsize=1024)
def _spread(width: float, assumptions: Assumptions, seed: int) -> tuple[float, float]:
    """P10 and P90 of freed hours as shares of their middle; `width`: logarithm of P90 over P10 of the hours before."""
    import numpy as np

    rng = np.random.default_rng(seed)
    size = 4000

    def drawn(name: str) -> np.ndarray:
        figure: Figure = getattr(assumptions, name)
        return figure.draws(rng, size, MEANINGS[name].shape)

    before = np.exp(width / P90_WIDTH * rng.standard_normal(size))
    phi, s, e, q, rw = (drawn(name) for name in ("phi", "s_inf", "e_inf_generalist", "q", "rw"))
    each = before * phi * np.maximum(1 - s * e - q * rw, 0.0)
    middle = max(float(np.median(each)), _LEAST)
    bottom, top = (float(np.quantile(each, share)) / middle for share in (0.1, 0.9))
    return bottom, top


class _Scale:
    """Positive figures are blended as logarithms, shares as they are."""

    def __init__(self, shape: Shape) -> None:
        self._is_share = shape is Shape.SHARE

    def there(self, value: float) -> float:
        return value if self._is_share else math.log(max(value, _LEAST))

    def back(self, point: float) -> float:
        return min(1.0, max(_LEAST_SHARE, point)) if self._is_share else math.exp(point)


def _between(points: Sequence[float], noises: Sequence[float], prior: float) -> float:
    """Variance between hand-offs: what was seen, and the default's for three more."""
    middle = fmean(points)
    seen = sum(max(0.0, (point - middle) ** 2 - noise**2) for point, noise in zip(points, noises, strict=True))
    return (_KNOWN_FOR * prior + seen) / (_KNOWN_FOR + len(points) - 1)
