"""Incidents that come again: which are alike, how often they come, what a retainer may cost, and how estimates fare.

Alike means: the same kind, as the owner named it; else the same activity; else the owner's own words. Words are
compared one by one, without those that every incident has ("broken again"), and a word in another form counts as the
same. No model of language stands behind it, so each page says which words it went by.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hoursback.engine.figures import Figure, Origin
from hoursback.engine.focus.fixorpay import DRAWS, Own, Paid, decide, drawn, summed

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

ALIKE: Final = 0.5
"""Half of the words in common: "printer jams" is like "printer offline", "mail server" is like "web server" (own)."""
SAME_WORD: Final = 88.0
"""Of 100: a slip of the pen is above it, "printing" and "painting" below (own; as for names of activities)."""
DAYS_PER_MONTH: Final = 365.25 / 12
LEAST_MONTHS: Final = 1.0
"""Two incidents within a week say nothing about a month yet (own)."""
ENOUGH: Final = 3
"""Fixed incidents from which the factor of one's estimates is told (own)."""
LEAST_SPREAD: Final = 0.3
"""Of the logarithm of a factor: three that happen to agree are not that certain (own)."""
_P90: Final = 1.2816
_STEM, _ENDING = 4, 3
_ENDINGS = frozenset(("s", "es", "ed", "d", "er", "ers", "r", "ing", "e", "y", "ion"))
"""Of forms of one word, both of which have an ending: "leaks" and "leaking"."""
_WORD = re.compile(r"\w+")
_FILLER = """
a about again all an and are at be been broke broken but by can cannot could dead did do does doesn don down
error errors fail failed failing fails for from get gets gone had has have in into is isn issue it its keep keeps
just longer more my new no not of off on once or our out over problem problems since so some something still stop
stopped stops t than that the their them then there they this to today too trouble up us was wasn were when will
with won work working works wrong yesterday you your
"""
FILLER: Final = frozenset(_FILLER.split())
"""Words that say that something broke, and not what; English alone, so that in other languages more words count."""


@dataclass(frozen=True, slots=True)
class Known:
    """One incident as it is compared.

    Attributes:
        kind: as the owner named it, "" unnamed. activity: key of a kind of work, None where none was chosen.
    """

    what: str
    kind: str = ""
    activity: Hashable | None = None


@dataclass(frozen=True, slots=True)
class Repeats:
    """How often alike incidents come, a month; `months` are those looked at, `incidents` all of them."""

    rate: Figure
    incidents: int
    months: float


@dataclass(frozen=True, slots=True)
class Retainer:
    """What a fee every month would have to stay below.

    Attributes:
        saving: what paying saves each time, currency. break_even: fee a month up to which a retainer pays, P10 to P90.
        chance: that it pays at the fee asked; None without one. pays: on average and by that chance.
    """

    repeats: Repeats
    saving: Figure
    break_even: Figure
    fee: Figure | None
    chance: float | None

    @property
    def pays(self) -> bool | None:
        """Whether the retainer pays at its fee; None without one."""
        if self.fee is None or self.chance is None:
            return None
        return self.break_even.value > self.fee.value and self.chance >= 0.5

    @property
    def can_pay(self) -> bool:
        """Whether it could at any fee: paying has to be cheaper in the first place."""
        return self.break_even.value > 0


@dataclass(frozen=True, slots=True)
class Learned:
    """How estimates compare with what it took, hours taken over hours estimated; `within`: up to the upper end."""

    factor: Figure
    incidents: int
    within: int

    @property
    def is_clear(self) -> bool:
        """Whether estimates are off to one side, as far as these incidents tell."""
        return self.factor.low > 1 or self.factor.high < 1


def words_of(text: str) -> frozenset[str]:
    """The words that say what broke.

    >>> sorted(words_of("The printer's broken AGAIN: paper jam"))
    ['jam', 'paper', 'printer']
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return frozenset(word for word in _WORD.findall(folded) if word not in FILLER and len(word) > 1)


def shared_words(one: str, other: str) -> tuple[str, ...]:
    """Words of the first text that the second has too, in whatever form."""
    theirs = words_of(other)
    return tuple(sorted(word for word in words_of(one) if any(is_same_word(word, each) for each in theirs)))


def is_same_word(one: str, other: str) -> bool:
    """Whether two words are one in another form, or with a slip of the pen.

    >>> is_same_word("printer", "printers"), is_same_word("jams", "jam"), is_same_word("printing", "painting")
    (True, True, False)
    """
    from rapidfuzz import fuzz

    if one == other:
        return True
    if any(mark.isdigit() for mark in one + other):
        return False
    stem = _stem(one, other)
    rests = {one[stem:], other[stem:]}
    if "" in rests and (rests <= {"", "s", "es"} or (stem >= _STEM and max(map(len, rests)) <= _ENDING)):
        return True
    if stem >= _STEM and rests <= _ENDINGS:
        return True
    return bool(fuzz.ratio(one, other, score_cutoff=SAME_WORD))


def _stem(one: str, other: str) -> int:
    """How many letters two words begin alike with."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def likeness(one: str, other: str) -> float:
    """Share of words that two texts have in common, 0 to 1; texts of filler alone are alike when they are the same.

    >>> likeness("Printer jams", "printers jammed again"), likeness("Printer jams", "No heating")
    (0.5, 0.0)
    """
    mine, theirs = words_of(one), words_of(other)
    if not mine or not theirs:
        return float(_plain(one) == _plain(other))
    return (_common(mine, theirs) + _common(theirs, mine)) / (len(mine) + len(theirs))


def _common(some: AbstractSet[str], others: AbstractSet[str]) -> int:
    return sum(1 for word in some if any(is_same_word(word, other) for other in others))


def is_alike(one: Known, other: Known) -> bool:
    """Whether two incidents are of one sort: what the owner said goes before what the words say."""
    if one.kind and other.kind:
        return _plain(one.kind) == _plain(other.kind)
    if one.activity is not None and one.activity == other.activity:
        return True
    return likeness(one.what, other.what) >= ALIKE


def groups(known: Sequence[Known]) -> list[list[int]]:
    """Places of incidents that are alike, together, in order; each goes to the first group whose first it is like."""
    found: list[list[int]] = []
    for place, one in enumerate(known):
        for group in found:
            if is_alike(known[group[0]], one):
                group.append(place)
                break
        else:
            found.append([place])
    return found


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def repeats(days: Iterable[int], today: int, *, seed: int = 0, draws: int = DRAWS) -> Repeats | None:
    """How often alike incidents come, from the days on which they came; None for fewer than two.

    The first one opens the time that is looked at, so it counts as none of it: (n - 1) over the months since. The
    range is P10 to P90 of the rate given as many, by Jeffreys' prior.

    Args:
        days: ordinals. today: ordinal up to which nothing else happened.
    """
    import numpy as np

    known = sorted(days)
    if len(known) < 2:
        return None
    months = max(LEAST_MONTHS, (today - known[0]) / DAYS_PER_MONTH)
    later = len(known) - 1
    low, high = np.quantile(np.random.default_rng(seed).gamma(later + 0.5, 1 / months, draws), (0.1, 0.9))
    rate = later / months
    return Repeats(Figure(rate, min(float(low), rate), max(float(high), rate), Origin.LOG), len(known), months)


def retainer(own: Own, paid: Paid, found: Repeats, fee: Figure | None = None, *, seed: int = 0) -> Retainer:
    """Whether a fee every month pays: rate of incidents * (own - paid) > fee.

    >>> own = Own(Figure.exact(8.0), Figure.exact(60.0), switches=0)
    >>> paid = Paid(Figure.exact(80.0), hours=Figure.exact(2.0), brief=Figure.exact(0.5))
    >>> made = retainer(own, paid, Repeats(Figure.exact(0.5), 4, 6.0), Figure.exact(100.0))
    >>> made.break_even.value, made.pays
    (145.0, True)
    """
    import numpy as np

    decision = decide(own, paid, seed=seed)
    mine, theirs = drawn(own, paid, seed=seed)
    rng = np.random.default_rng((seed, 1))
    worth = found.rate.draws(rng, DRAWS) * (summed(mine) - summed(theirs))
    value = round(found.rate.value * decision.saving.value, 2)
    low, high = (round(float(each), 2) for each in np.quantile(worth, (0.1, 0.9)))
    chance = None if fee is None else float((worth > fee.draws(rng, DRAWS)).mean())
    return Retainer(found, decision.saving, Figure(value, min(low, value), max(high, value), Origin.LOG), fee, chance)


def learned_factor(pairs: Sequence[tuple[Figure, float]]) -> Learned | None:
    """How many times longer fixing took than was estimated at first; None for fewer than ENOUGH.

    The factor is the geometric mean, its range P10 to P90 of that mean.

    Args:
        pairs: the first estimate and what it took, owner hours, both above nought.

    >>> learned_factor([(Figure.exact(1.0), 2.0)] * 4).factor.value
    2.0
    """
    if len(pairs) < ENOUGH:
        return None
    logs = [math.log(took / estimate.value) for estimate, took in pairs]
    middle = sum(logs) / len(logs)
    spread = math.sqrt(sum((each - middle) ** 2 for each in logs) / (len(logs) - 1))
    half = _P90 * max(spread, LEAST_SPREAD) / math.sqrt(len(logs))
    low, value, high = (round(math.exp(middle + side * half), 4) for side in (-1, 0, 1))
    within = sum(1 for estimate, took in pairs if took <= estimate.high * (1 + 1e-9))
    return Learned(Figure(value, low, high, Origin.LOG), len(pairs), within)
