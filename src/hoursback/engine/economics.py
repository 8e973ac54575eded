"""The economics of one hand-off: learning, supervision, rework, departures, and what they bring week by week.

Source: methods, section 4. Weeks since the start are counted from 0 here; the text's t is week + 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hoursback.engine.units import WEEKS_PER_YEAR, weekly_discount

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

BRIEF_RATIO = 30.0
"""Briefing takes about thirty times the length of one unit (Vaden's rule; folklore, so 5 to 30 times)."""
BRIEF_LEAST, BRIEF_MOST = 2.0, 40.0
DEFAULT_UNIT_HOURS = 1.0
"""Owner hours per unit where nobody said how long one unit takes."""
RESTART_BRIEF_SHARE = 0.5
"""After a departure half of the briefing is done again."""
FULL_TIME_HOURS = 2080
"""Paid hours of a full-time year in the US: 52 weeks of 40."""
FULL_TIME_WEEK = 40.0


@dataclass(frozen=True, slots=True)
class Terms:
    """The numbers of one hand-off, each a float or an array of draws of one common shape.

    Attributes:
        hours: owner hours a week spent on the activity now (H).
        handable: share of them that can be handed over (phi).
        unit_hours: owner hours per unit (u).
        price: currency per helper hour, fee not included (p); fee: share on top (f).
        first_efficiency, practised_efficiency: helper hours per owner hour (e0, e_inf).
        learning_rate: time per unit falls to this share with each doubling of units (LR).
        supervision_first, supervision_last: owner hours per helper hour (s0, s_inf); half_life in weeks.
        rework: share done again (q); rework_hours: owner hours per reworked owner hour (rw).
        departures: a year (hz). brief, search: owner hours.
        error_loss: currency a week (L). cash: currency at the start (cash0).
    """

    hours: float | Array
    handable: float | Array = 0.8
    unit_hours: float | Array = DEFAULT_UNIT_HOURS
    price: float | Array = 0.0
    fee: float | Array = 0.0
    first_efficiency: float | Array = 1.8
    practised_efficiency: float | Array = 1.1
    learning_rate: float | Array = 0.85
    supervision_first: float | Array = 0.25
    supervision_last: float | Array = 0.08
    half_life: float | Array = 4.0
    rework: float | Array = 0.05
    rework_hours: float | Array = 0.5
    departures: float | Array = 0.5
    brief: float | Array = 8.0
    search: float | Array = 6.0
    error_loss: float | Array = 0.0
    cash: float | Array = 0.0


@dataclass(frozen=True, slots=True)
class Profile:
    """What a hand-off takes and gives in each week since its start, shape (weeks,) or (draws, weeks).

    Attributes:
        units: the mid-week unit number. efficiency: helper hours per owner hour (e_t).
        helper: helper hours a week (X_t). owner: owner hours a week still spent on it (supervision and rework).
        freed: owner hours a week handed over (phi H), shape () or (draws, 1).
    """

    units: Array
    efficiency: Array
    helper: Array
    owner: Array
    freed: Array


def default_brief_hours(minutes_per_unit: float | None, otherwise: float) -> float:
    """Owner hours to brief somebody: from the length of one unit where it is known.

    >>> default_brief_hours(5, 8.0), default_brief_hours(60, 8.0), default_brief_hours(None, 8.0)
    (2.5, 30.0, 8.0)
    """
    if minutes_per_unit is None:
        return otherwise
    return min(max(BRIEF_LEAST, BRIEF_RATIO * minutes_per_unit / 60), BRIEF_MOST)


def learning_factor(units: Array, learning_rate: float | Array) -> Array:
    """Time of unit n as a share of the first one's, n^log2(LR) (Crawford's unit curve).

    >>> import numpy as np
    >>> learning_factor(np.array([1.0, 2.0, 4.0]), 0.8).round(3).tolist()
    [1.0, 0.8, 0.64]
    """
    import numpy as np

    return np.asarray(np.exp(np.log(units) * np.log2(learning_rate)))


def cumulative_average_time(units: Array, learning_rate: float) -> Array:
    """Time of unit n as a share of the first one's, where the *mean* of n units is n^log2(LR) (Wright's curve).

    Args:
        units: whole unit numbers from 1.
    """
    import numpy as np

    total = units * learning_factor(units, learning_rate)
    before = np.maximum(units - 1, 0)
    return np.asarray(total - before * learning_factor(np.maximum(before, 1), learning_rate))


def setup_return(*, minutes_per_unit: float, units_per_year: float, setup_minutes: float) -> tuple[float, float]:
    """Minutes saved in the first year by teaching a task once, and that as a share of the teaching (Vaden)."""
    saved = minutes_per_unit * units_per_year - setup_minutes
    return saved, saved / setup_minutes


def profile(terms: Terms, weeks: int) -> Profile:
    """Helper and owner hours in each of the weeks after a start."""
    import numpy as np

    week = np.arange(weeks, dtype=float)
    hours, handable, unit = _column(terms.hours), _column(terms.handable), _column(terms.unit_hours)
    freed = handable * hours
    per_week = freed / unit
    units = np.maximum(1.0, week * per_week + per_week / 2 + 0.5)
    efficiency = np.maximum(
        _column(terms.practised_efficiency),
        _column(terms.first_efficiency) * learning_factor(units, _column(terms.learning_rate)),
    )
    helper = freed * efficiency
    last = _column(terms.supervision_last)
    supervision = last + (_column(terms.supervision_first) - last) * 0.5 ** (week / _column(terms.half_life))
    owner = supervision * helper + _column(terms.rework) * freed * _column(terms.rework_hours)
    return Profile(units, efficiency, helper, owner, np.asarray(freed))


def restart_hours(terms: Terms) -> float | Array:
    """Owner hours that one departure costs: searching again and half the briefing."""
    return terms.search + RESTART_BRIEF_SHARE * terms.brief


def weekly_net(terms: Terms, worth: float | Array, weeks: int, *, departures: bool = True) -> Array:
    """Net gain of each week after a start, currency, at a constant worth of the owner's hour.

    Args:
        worth: currency per owner hour.
        departures: charge the expected cost of departures, (hz/52) C_R; False where departures are drawn.
    """
    import numpy as np

    shape = profile(terms, weeks)
    hour = _column(worth)
    net = hour * (shape.freed - shape.owner) - _column(terms.price) * (1 + _column(terms.fee)) * shape.helper
    net = net - _column(terms.error_loss)
    if departures:
        net = net - _column(terms.departures) / WEEKS_PER_YEAR * hour * _column(restart_hours(terms))
    return np.asarray(net)


@dataclass(frozen=True, slots=True)
class Valuation:
    """One hand-off valued at a constant worth of the hour, started now.

    Attributes:
        cumulative: present value gathered by the end of each week, set-up included, currency, shape (weeks,).
        npv: the last of them. payback: number of weeks until it is not negative; None: not within the weeks.
    """

    net: Array
    cumulative: Array
    npv: float
    payback: int | None


def value(terms: Terms, worth: float, *, weeks: int, discount_per_year: float) -> Valuation:
    """Net present value and payback of a hand-off that starts now, set-up paid at the beginning.

    Args:
        worth: opportunity cost of one owner hour, currency.
    Source: methods, section 4; worked example 9.
    """
    import numpy as np

    net = weekly_net(terms, worth, weeks)
    discount = (1 + weekly_discount(discount_per_year)) ** -(np.arange(weeks) + 1.0)
    setup = worth * (terms.brief + terms.search) + terms.cash
    cumulative = np.cumsum(net * discount) - setup
    return Valuation(net, cumulative, float(cumulative[-1]), payback_week(cumulative))


def payback_week(cumulative: Array) -> int | None:
    """Number of weeks until a cumulative present value is not negative; None: never."""
    import numpy as np

    reached = np.flatnonzero(cumulative >= 0)
    return int(reached[0]) + 1 if len(reached) else None


def break_even_worth(terms: Terms) -> float | None:
    """Worth of the owner's hour from which a practised hand-off pays in a normal week; None: at no worth.

    Set-up and departures are left out: w* = p(1+f) e_inf / (1 - s_inf e_inf - q rw).
    """
    freed_share = 1 - terms.supervision_last * terms.practised_efficiency - terms.rework * terms.rework_hours
    if freed_share <= 0:
        return None
    return float(terms.price * (1 + terms.fee) * terms.practised_efficiency / freed_share)


def employee_cost_per_year(wage: float, on_cost: float, leave: float, workplace_per_year: float = 0.0) -> float:
    """Cost of a full-time employee, currency a year.

    The US on-cost factor is per hour worked and already pays for leave, so paid leave is taken out of the hours.

    >>> round(employee_cost_per_year(22.81, 1.43, 0.075), 2)
    62757.61
    """
    return wage * on_cost * FULL_TIME_HOURS * (1 - leave) + workplace_per_year


def break_even_hours_per_week(cost_per_year: float, hourly_rate: float, efficiency_ratio: float = 1.0) -> float:
    """Hours of work a week from which a full-time employee is cheaper than help by the hour (h*).

    Args:
        efficiency_ratio: hourly help's hours per employee's hour for the same work.

    >>> round(break_even_hours_per_week(62757.61, 40), 2)
    30.17
    """
    return cost_per_year / (WEEKS_PER_YEAR * hourly_rate * efficiency_ratio)


def _column(value: float | Array) -> float | Array:
    """Draws become a column, so that they spread over the weeks."""
    return value if isinstance(value, int | float) else value[..., None]
