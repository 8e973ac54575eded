"""Fix or pay: something broke, and doing it oneself is held against a price, each line as a figure with its range.

Source: methods, section 4 ("Fix or pay"):
    own  = w t + waiting * loss + switches * 3 min * w
    paid = price * t_p + call-out + w t_brief + response * loss
The time-box is that of renting until one has spent the price of buying (Karlin, Manasse, Rudolph & Sleator 1988):
whoever stops there never pays more than twice the cheaper way, however wrong the estimate was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.figures import Figure, Origin
from hoursback.engine.focus.intrusions import DEFAULT_LOSS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

NONE: Final = Figure.exact(0.0)
BRIEF_HOURS: Final = Figure.default(0.5, 0.25, 2.0)
"""Owner hours to tell somebody what is broken and to let them in (own, low confidence)."""
RESPONSE_HOURS: Final = Figure.default(4.0, 1.0, 24.0)
"""Hours from the call until it works again (own, low confidence); counts only where waiting costs something."""
SWITCHES: Final = 1
"""Whatever one was doing is left once (own)."""
CAUTION: Final = Assumptions().caution.value
"""From this chance on one way is called the cheaper one; between it and its opposite it is close."""
PACE: Final = {
    "specialist": Assumptions().e_inf_specialist,
    "generalist": Assumptions().e_inf_generalist,
    "novice": Assumptions().e_inf_novice,
}
"""Helper hours per owner hour of a practised hand, by experience."""
SHORTEST_BOX, LONGEST_BOX, BOX_GRID = 0.25, 8.0, 5 / 60
"""Hours; a box lasts from a quarter of an hour to a working day, in steps of five minutes (own)."""
DRAWS: Final = 4_000


class Item(StrEnum):
    """What a line of the arithmetic is about."""

    TIME = "time"
    STANDSTILL = "standstill"
    SWITCHES = "switches"
    WORK = "work"
    FIXED = "fixed"
    CALL_OUT = "call-out"
    BRIEF = "brief"
    RESPONSE = "response"


class Verdict(StrEnum):
    """Which way is cheaper, as far as the figures tell."""

    FIX = "fix"
    PAY = "pay"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Own:
    """Doing it oneself.

    Attributes:
        hours: of the owner. worth: currency per owner hour. loss: currency for each hour that it stands still.
        waiting: hours that it stands still; None: as long as the work takes.
        switches: how often other work is left for it. switch_minutes: lost each time.
    """

    hours: Figure
    worth: Figure
    loss: Figure = NONE
    waiting: Figure | None = None
    switches: int = SWITCHES
    switch_minutes: Figure = DEFAULT_LOSS


@dataclass(frozen=True, slots=True)
class Paid:
    """Somebody else does it, by the hour or for a fixed price.

    Attributes:
        price: currency per helper hour; fixed: for the whole of it, then the hours do not count. One of the two.
        hours: of the helper; None: the owner's, times `pace` (helper hours per owner hour).
        call_out: currency for coming at all. brief: owner hours. response: hours until it works again.
    """

    price: Figure = NONE
    fixed: Figure | None = None
    hours: Figure | None = None
    pace: Figure = PACE["specialist"]
    call_out: Figure = NONE
    brief: Figure = BRIEF_HOURS
    response: Figure = RESPONSE_HOURS


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the arithmetic: a quantity (hours) times a rate, or an amount alone; currency with P10 and P90."""

    item: Item
    amount: Figure
    quantity: float | None = None
    rate: float | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One way: its lines, and their sum; the ends of the sum lie closer than those of the lines added up, since
    not everything comes out high at once."""

    lines: tuple[Line, ...]
    total: Figure


@dataclass(frozen=True, slots=True)
class Decision:
    """Both ways side by side.

    Attributes:
        chance: that paying is the cheaper way. saving: own less paid, currency, with P10 and P90.
        break_even: owner hours from which paying is cheaper, at the middle of all figures; None: never.
    """

    own: Side
    paid: Side
    chance: float
    saving: Figure
    verdict: Verdict
    break_even: float | None


def decide(own: Own, paid: Paid, *, seed: int = 0, draws: int = DRAWS) -> Decision:
    """Which way is cheaper, by one set of draws for both: an hour that is worth more makes the briefing dearer too.

    Paying must be cheaper on average and with a chance of CAUTION, as a line of the plan must; else, where doing it
    oneself is not as clearly cheaper, it is close.

    >>> nothing = Figure.exact(0.0)
    >>> own = Own(Figure.exact(8.0), Figure.exact(60.0), switches=0)
    >>> found = decide(own, Paid(Figure.exact(80.0), hours=Figure.exact(2.0), brief=Figure.exact(0.5)))
    >>> found.own.total.value, found.paid.total.value, found.verdict.value, found.chance
    (480.0, 190.0, 'pay', 1.0)
    """
    mine, theirs = drawn(own, paid, seed=seed, draws=draws)
    left, right = _side(_own_lines(own), mine), _side(_paid_lines(own, paid), theirs)
    less = summed(mine) - summed(theirs)
    chance = float((less > 0).mean())
    saving = _figure(left.total.value - right.total.value, less)
    return Decision(left, right, chance, saving, _verdict(chance, float(less.mean())), break_even_hours(own, paid))


def alone(own: Own, *, seed: int = 0, draws: int = DRAWS) -> Side:
    """What doing it oneself costs, where there is nobody to compare with."""
    mine, _theirs = drawn(own, Paid(), seed=seed, draws=draws)
    return _side(_own_lines(own), mine)


def most_to_pay(own: Own, paid: Paid) -> float:
    """The bill, everything in it, up to which somebody else is cheaper; never below nought."""
    mine = sum(value for value, _quantity, _rate in _own_lines(own).values())
    rest = paid.brief.value * own.worth.value + paid.response.value * own.loss.value
    return max(0.0, mine - rest)


def middle_of(own: Own, paid: Paid) -> float:
    """What paying costs at the middle of all figures, without a draw: to put many people in order."""
    return sum(value for value, _quantity, _rate in _paid_lines(own, paid).values())


def break_even_hours(own: Own, paid: Paid) -> float | None:
    """Owner hours from which paying is cheaper, at the middle of all figures; None: at no number of hours."""
    worth, loss = own.worth.value, own.loss.value
    grows = worth + (loss if own.waiting is None else 0.0)
    stays = own.switches * own.switch_minutes.value / 60 * worth
    stays += 0.0 if own.waiting is None else own.waiting.value * loss
    by_hour = paid.fixed is None and paid.hours is None
    bill = _bill(paid) + paid.call_out.value + paid.brief.value * worth + paid.response.value * loss
    slower = grows - (paid.price.value * paid.pace.value if by_hour else 0.0)
    return max(0.0, (bill - stays) / slower) if slower > 0 else None


def break_even_worth(own: Own, paid: Paid) -> float | None:
    """Worth of the owner's hour from which paying is cheaper, whatever `own.worth` says; None: at no worth."""
    hours = own.hours.value + own.switches * own.switch_minutes.value / 60 - paid.brief.value
    if hours <= 0:
        return None
    helper = paid.hours.value if paid.hours is not None else own.hours.value * paid.pace.value
    bill = (paid.fixed.value if paid.fixed is not None else paid.price.value * helper) + paid.call_out.value
    waiting = own.hours if own.waiting is None else own.waiting
    return max(0.0, (bill + (paid.response.value - waiting.value) * own.loss.value) / hours)


def box_hours(own: Own, paid: Paid | None = None) -> float:
    """How long to try before asking again: until one's own hours have cost what paying would, at most the upper end of
    the estimate.

    >>> own = Own(Figure.stated_range(2.0, 6.0), Figure.exact(60.0))
    >>> box_hours(own), box_hours(own, Paid(fixed=Figure.exact(150.0), brief=Figure.exact(0.5)))
    (6.0, 3.0)
    """
    wanted = own.hours.high
    hourly = own.worth.value + own.loss.value
    if paid is not None and hourly > 0:
        wanted = min(wanted, middle_of(own, paid) / hourly)
    return round(min(max(round(wanted / BOX_GRID) * BOX_GRID, SHORTEST_BOX), LONGEST_BOX), 4)


def drawn(own: Own, paid: Paid, *, seed: int = 0, draws: int = DRAWS) -> tuple[dict[Item, Array], dict[Item, Array]]:
    """What each line of both ways may come to, currency, shape (draws,) each; the same seed, the same draws."""
    import numpy as np

    rng = np.random.default_rng(seed)
    hours, worth, loss, minutes = (
        figure.draws(rng, draws) for figure in (own.hours, own.worth, own.loss, own.switch_minutes)
    )
    waiting = hours if own.waiting is None else own.waiting.draws(rng, draws)
    mine = {
        Item.TIME: hours * worth,
        Item.STANDSTILL: waiting * loss,
        Item.SWITCHES: own.switches * minutes / 60 * worth,
    }
    price, pace, call_out, brief, response = (
        figure.draws(rng, draws) for figure in (paid.price, paid.pace, paid.call_out, paid.brief, paid.response)
    )
    if paid.fixed is not None:
        bill = {Item.FIXED: paid.fixed.draws(rng, draws)}
    else:
        bill = {Item.WORK: price * (hours * pace if paid.hours is None else paid.hours.draws(rng, draws))}
    return mine, {**bill, Item.CALL_OUT: call_out, Item.BRIEF: brief * worth, Item.RESPONSE: response * loss}


def summed(parts: Mapping[Item, Array]) -> Array:
    """All lines together, shape (draws,)."""
    import numpy as np

    return np.asarray(np.sum(list(parts.values()), axis=0))


type _Parts = dict[Item, tuple[float, float | None, float | None]]
"""Amount at the middle of all figures, quantity and rate of each line."""


def _own_lines(own: Own) -> _Parts:
    waiting = own.hours if own.waiting is None else own.waiting
    minutes = own.switches * own.switch_minutes.value / 60
    return {
        Item.TIME: _times(own.hours.value, own.worth.value),
        Item.STANDSTILL: _times(waiting.value, own.loss.value),
        Item.SWITCHES: _times(minutes, own.worth.value),
    }


def _paid_lines(own: Own, paid: Paid) -> _Parts:
    hours = paid.hours.value if paid.hours is not None else own.hours.value * paid.pace.value
    bill: _Parts = {Item.WORK: _times(hours, paid.price.value)}
    if paid.fixed is not None:
        bill = {Item.FIXED: (round(paid.fixed.value, 2), None, None)}
    return {
        **bill,
        Item.CALL_OUT: (round(paid.call_out.value, 2), None, None),
        Item.BRIEF: _times(paid.brief.value, own.worth.value),
        Item.RESPONSE: _times(paid.response.value, own.loss.value),
    }


def _times(quantity: float, rate: float) -> tuple[float, float, float]:
    # To the cent, so that the lines of a page add up to its sum.
    return round(quantity * rate, 2), quantity, rate


def _bill(paid: Paid) -> float:
    """What of the bill does not grow with the owner's hours."""
    if paid.fixed is not None:
        return paid.fixed.value
    return 0.0 if paid.hours is None else paid.price.value * paid.hours.value


def _side(parts: _Parts, draws: dict[Item, Array]) -> Side:
    lines = tuple(
        Line(item, _figure(amount, draws[item]), quantity, rate)
        for item, (amount, quantity, rate) in parts.items()
        if amount > 0
    )
    total = round(sum(amount for amount, _quantity, _rate in parts.values()), 2)
    return Side(lines, _figure(total, summed(draws)))


def _figure(value: float, draws: Array) -> Figure:
    import numpy as np

    middle, low, high = (round(float(each), 2) for each in (value, *np.quantile(draws, (0.1, 0.9))))
    return Figure(middle, min(low, middle), max(high, middle), Origin.LOG)


def _verdict(chance: float, gain: float) -> Verdict:
    if gain > 0 and chance >= CAUTION:
        return Verdict.PAY
    if gain <= 0 and chance <= 1 - CAUTION:
        return Verdict.FIX
    return Verdict.CLOSE
