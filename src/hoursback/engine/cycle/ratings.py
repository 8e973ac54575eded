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
from hoursback.engine.sentences import sentence as _

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


ENOUGH_RATERS = 2
"""Raters from which views alone may lower a level that work has shown."""


def counting_level(seen: Level | None, *, stated: int | None, shown: int, raters: int, has_sample: bool) -> int | None:
    """The whole level that counts: of this round's ratings, else as it was stated; None: nobody has said anything.

    A level that work has shown, by a sign-off or a sample, is not lowered by the view of one rater alone: that is drawn
    to the middle and says less than the runs did. Two raters, or a new work sample, lower it.

    Args:
        shown: the level that work has shown and nothing has lowered since; 0: none.
        raters: people behind `seen`. has_sample: one of the ratings is of a work sample.

    >>> one = level_of([3])
    >>> counting_level(one, stated=4, shown=4, raters=1, has_sample=False)
    4
    >>> counting_level(one, stated=4, shown=4, raters=1, has_sample=True)
    3
    """
    if seen is None:
        return max(stated or 0, shown) or stated
    found = round(seen.level)
    return found if raters >= ENOUGH_RATERS or has_sample else max(found, shown)


def shown_by_work(levels: Sequence[tuple[int, bool]]) -> int:
    """The level that work has shown and nothing has lowered since; 0: none.

    Args:
        levels: of one skill, oldest first: each level, and whether work has shown it (a sign-off, a sample).

    >>> shown_by_work([(4, True), (5, False)]), shown_by_work([(4, True), (3, False), (4, False)])
    (4, 0)
    """
    shown = 0
    for level, is_by_work in levels:
        if is_by_work:
            shown = level
        elif level < shown:
            shown = 0
    return shown


def why_no_gap(asked: int, level: int | None, seen: Level | None, shown: int = 0) -> str:
    """Why a skill that is asked for is no gap; "" where it is one."""
    if level is None:
        return _("nobody has rated it and no level is stated, so it counts as held until somebody looks.")
    if level < asked:
        return ""
    if seen is None:
        said = _("level %(level)s is stated and %(asked)s is asked.", level=level, asked=asked)
        return _("work has shown level %(level)s, and %(asked)s is asked.", level=level, asked=asked) if shown else said
    rated = f"{seen.level:.1f}"
    if round(seen.level) < level:
        return _(
            "work has shown level %(level)s, and one rating alone (%(rated)s) does not lower that.",
            level=level,
            rated=rated,
        )
    if seen.level < asked:
        return _("the ratings say %(rated)s, which rounds to level %(asked)s, as asked.", rated=rated, asked=asked)
    return _("the ratings say %(rated)s and %(asked)s is asked.", rated=rated, asked=asked)


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


CLOSE, FAIR, LOOSE = 0.75, 0.5, 0.2
"""Agreement from which raters agree closely, fairly, loosely (Koo & Li 2016; the last one our own)."""


def agreement_said(figure: float) -> str:
    """How far raters agree, in words: 1 is full agreement, 0 what chance alone would do."""
    if figure >= CLOSE:
        return _("They agree closely.")
    if figure >= FAIR:
        return _("They agree fairly well.")
    if figure >= LOOSE:
        return _("They agree only loosely: talk about what each has seen.")
    return _("They hardly agree more than chance would have it: talk about what each has seen.")


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
        mean = f"{fmean(values):.1f}"
        found.append(_("Too kind? The mean of %(n)s ratings is %(mean)s of 5.", n=len(values), mean=mean))
    if len(values) >= FEW and pstdev(values) < HALO_BELOW:
        found.append(
            _("One impression? %(n)s skills are rated nearly alike; one impression may colour all.", n=len(values))
        )
    if today is not None and len(evidence) >= FEW:
        recent = sum((today - day).days <= RECENT_DAYS for day in evidence)
        if recent / len(evidence) >= RECENT_SHARE:
            found.append(
                _(
                    "Only lately? %(recent)s of %(n)s pieces of evidence are of the last two weeks.",
                    recent=recent,
                    n=len(evidence),
                )
            )
    return tuple(found)
