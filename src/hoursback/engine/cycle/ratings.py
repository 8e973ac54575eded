"""Ratings of skills: what several raters say together, how far they agree, and which habits of rating to beware of.

Source: methods, section 6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, pstdev

import numpy as np

from hoursback.engine.errors import HoursbackError
from hoursback.engine.people import LEVELS

ONE_RATER = 0.65
"""Reliability of one rater's view of a skill (Zhou et al. 2024)."""
MIDDLE = 3.0
"""Towards what a rating is shrunk where nobody has rated others: the middle of the five levels."""
LENIENT_FROM = 4.5
"""Mean rating from which a rater may be lenient (own)."""
HALO_BELOW = 0.3
"""Spread over skills below which one impression may colour them all (own)."""
FEW = 4
"""Ratings below which no habit can be told (own)."""
RECENT_DAYS = 14
RECENT_SHARE = 0.8
"""Share of the evidence from the last two weeks from which the months before may be forgotten (own)."""


def reliability(raters: int, one: float = ONE_RATER) -> float:
    """Reliability of the mean of several raters, k rel / (1 + (k - 1) rel) (Spearman-Brown).

    >>> round(reliability(2), 4)
    0.7879
    """
    if raters < 1:
        raise HoursbackError("A mean needs at least one rater.", where="raters", value=str(raters))
    return raters * one / (1 + (raters - 1) * one)


def shrink(mean: float, observed: float, rel: float) -> float:
    """A rating drawn towards the mean of all by how unreliable it is, mean + rel (observed - mean).

    >>> round(shrink(3, 4.5, 0.65), 3)
    3.975
    """
    return mean + rel * (observed - mean)


@dataclass(frozen=True, slots=True)
class Level:
    """What several ratings of one skill say together.

    Attributes:
        raters: how many ratings. observed: their mean. level: the shrunk mean, 1 to 5.
        low, high: likely range (80 %) of the level, from the reliability and the spread of levels.
    """

    raters: int
    observed: float
    level: float
    low: float
    high: float


SPREAD_OF_LEVELS = 1.0
"""Standard deviation of levels among people, in levels (own)."""
_Z80 = 1.2816


def level_of(ratings: Sequence[float], mean: float = MIDDLE, one: float = ONE_RATER) -> Level | None:
    """The level that ratings of one skill show together, with its likely range; None without any.

    The range is that of the shrunk mean, spread sqrt(1 - rel) around it: it narrows as raters are added.

    Args:
        ratings: levels 1 to 5. mean: of this skill among all people. one: reliability of one rater.
    """
    if not ratings:
        return None
    rel = reliability(len(ratings), one)
    observed = fmean(ratings)
    level = shrink(mean, observed, rel)
    half = _Z80 * SPREAD_OF_LEVELS * (1 - rel) ** 0.5
    return Level(len(ratings), observed, level, max(1.0, level - half), min(5.0, level + half))


def kappa(table: Sequence[Sequence[int]]) -> float | None:
    """Cohen's kappa of two raters, (agreed - by chance) / (1 - by chance); None where chance alone explains all.

    Args:
        table: counts, a row per level of the first rater, a column per level of the second.
    Source: Cohen 1960.

    >>> round(kappa([[20, 5], [10, 15]]), 2)
    0.4
    """
    counts = np.asarray(table, dtype=float)
    total = counts.sum()
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or total <= 0:
        raise HoursbackError("Kappa needs a square table of counts.", where="ratings", value=str(table))
    agreed = np.trace(counts) / total
    by_chance = float(counts.sum(axis=0) @ counts.sum(axis=1)) / total**2
    return None if by_chance >= 1 else float((agreed - by_chance) / (1 - by_chance))


def kappa_of_pairs(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Kappa of two raters' levels of the same skills; None for no pairs, or where chance alone explains all."""
    if not pairs:
        return None
    table = [[0] * len(LEVELS) for _ in LEVELS]
    for first, second in pairs:
        table[first - 1][second - 1] += 1
    return kappa(table)


@dataclass(frozen=True, slots=True)
class Icc:
    """Intraclass correlations of single ratings (Shrout & Fleiss 1979).

    Attributes:
        one_way: (1,1), each thing rated by other raters. random: (2,1), the raters are a sample. fixed: (3,1), they
            are the only ones of interest.
    """

    one_way: float
    random: float
    fixed: float


def icc(ratings: Sequence[Sequence[float]]) -> Icc:
    """How alike raters rate the same things.

    Args:
        ratings: shape (things, raters), at least 2 x 2.
    Raises: HoursbackError, for fewer, or where nothing varies.
    """
    table = np.asarray(ratings, dtype=float)
    if table.ndim != 2 or min(table.shape) < 2:
        raise HoursbackError(
            "Agreement needs two raters and two things that both rated.", where="ratings", value=str(table.shape)
        )
    n, k = table.shape
    grand = table.mean()
    rows = k * ((table.mean(axis=1) - grand) ** 2).sum()
    columns = n * ((table.mean(axis=0) - grand) ** 2).sum()
    total = ((table - grand) ** 2).sum()
    if total <= 0:
        raise HoursbackError("All ratings are the same: agreement cannot be told.", where="ratings")
    between = rows / (n - 1)
    within = (total - rows) / (n * (k - 1))
    raters = columns / (k - 1)
    error = (total - rows - columns) / ((n - 1) * (k - 1))
    return Icc(
        float((between - within) / (between + (k - 1) * within)),
        float((between - error) / (between + (k - 1) * error + k * (raters - error) / n)),
        float((between - error) / (between + (k - 1) * error)) if between + (k - 1) * error else 0.0,
    )


def habits(ratings: Mapping[str, float], evidence: Sequence[date] = (), today: date | None = None) -> tuple[str, ...]:
    """Habits to beware of in one rater's ratings of one person, one sentence each.

    Args:
        ratings: level by skill. evidence: days of what the ratings rest on, as far as dated.
    """
    found = []
    values = list(ratings.values())
    if len(values) >= FEW and fmean(values) >= LENIENT_FROM:
        found.append(f"Leniency? The mean of {len(values)} ratings is {fmean(values):.1f} of 5.")
    if len(values) >= FEW and pstdev(values) < HALO_BELOW:
        found.append(f"Halo? {len(values)} skills are rated nearly alike; one impression may colour them all.")
    if today is not None and len(evidence) >= FEW:
        recent = sum((today - day).days <= RECENT_DAYS for day in evidence)
        if recent / len(evidence) >= RECENT_SHARE:
            found.append(f"Recency? {recent} of {len(evidence)} pieces of evidence are of the last two weeks.")
    return tuple(found)
