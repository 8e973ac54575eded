"""What an hour of the owner brings on average, at most, at least, and at the margin (methods, section 3)."""

from __future__ import annotations

from dataclasses import dataclass

from hoursback.engine.errors import HoursbackError
from hoursback.engine.units import WEEKS_PER_YEAR

BUYBACK_HOURS = 2000
"""Hours of a working year in Martell's rule (2023)."""
BUYBACK_MARGIN = 4
"""Martell's rule pays at most a quarter of what an hour earns."""
ASSUMED_AVERAGE = 50.0
"""Average worth of an hour where nothing is stated, in ASSUMED_CURRENCY; an own choice, said before anything else."""
ASSUMED_CURRENCY = "USD"


@dataclass(frozen=True, slots=True)
class Buyback:
    """The most that Martell's rule would pay for an hour of help: a ceiling with a margin, not the hour's value.

    Attributes:
        ceiling: currency per hour.
        margin: how many times the ceiling an hour of 2 000 a year earns.
    """

    ceiling: float
    margin: int = BUYBACK_MARGIN


def average_hour(income_per_year: float, hours_per_week: float, weeks_per_year: float) -> float:
    """Income per hour really worked, currency per hour.

    Raises: HoursbackError, when there are no hours to divide by.

    >>> average_hour(120_000, 50, 48)
    50.0
    """
    hours = hours_per_week * weeks_per_year
    if hours <= 0:
        raise HoursbackError(
            "Without working hours there is no average worth of an hour.",
            where="business.hours_per_week",
            value=f"{hours_per_week:g} hours a week, {weeks_per_year:g} weeks a year",
            hint="State the hours you work a week, or log a few days first.",
        )
    return income_per_year / hours


def buyback_rate(income_per_year: float) -> Buyback:
    """The most to pay for an hour of help by Martell's rule (2023): income / 2000 / 4.

    >>> buyback_rate(100_000).ceiling
    12.5
    """
    return Buyback(income_per_year / BUYBACK_HOURS / BUYBACK_MARGIN)


def target_rate(income_per_year: float, weeks_per_year: float, hours_per_week: float) -> float:
    """What an earning hour must bring to reach an income, currency per hour.

    >>> round(target_rate(100_000, 40, 35), 2)
    71.43
    """
    return average_hour(income_per_year, hours_per_week, weeks_per_year)


def leisure_value(average: float, share: float = 0.5, tax_rate: float = 0.0) -> float:
    """What an hour of rest is worth: a share of the average hour, after tax (US DOT: half, .35 to .6)."""
    return share * average * (1.0 - tax_rate)


def activity_rate(margin_per_year: float, hours_per_year: float, *, where: str = "margin_per_year") -> float:
    """Attributable gross margin per hour of an activity (v_j), currency per hour.

    Raises: HoursbackError for no hours; nothing is divided by 0.
    """
    if hours_per_year <= 0:
        raise HoursbackError(
            "A margin says nothing about an hour while no hours are spent on it.",
            where=where,
            value=f"{margin_per_year:g} a year in {hours_per_year:g} hours",
            hint="State by hand what one hour of it would bring.",
        )
    return margin_per_year / hours_per_year


def marginal_rate(margin: float, hours: float, eps: float = 0.5, *, where: str = "margin_per_year") -> float:
    """What one more hour of an activity brings: eps R / h, less than its average hour (diminishing returns).

    Args:
        margin, hours: of the same span, such as currency a year and hours a year.
        eps: share of the average that the next hour still brings.
        where: what a refusal names.
    Returns: currency per hour.
    Raises: HoursbackError for no hours: then the rate must be stated by hand.

    >>> marginal_rate(90_000, 480)
    93.75
    """
    return eps * activity_rate(margin, hours, where=where)


def grown(worth: float, growth_per_year: float, week: float) -> float:
    """The worth of an hour after some weeks of growth, w0 (1 + gw)^(t / 52)."""
    return float(worth * (1.0 + growth_per_year) ** (week / WEEKS_PER_YEAR))


def in_units(price: float, rate_per_hour: float, minutes_per_unit: float) -> float:
    """A price in units of the owner's top activity, by what one unit brings.

    Args:
        rate_per_hour: worth of an hour of that activity. minutes_per_unit: owner minutes for one unit.

    >>> in_units(120, 60, 40)
    3.0
    """
    per_unit = rate_per_hour * minutes_per_unit / 60.0
    if per_unit <= 0:
        raise HoursbackError(
            "A price can only be said in units of an activity that brings something.",
            where="minutes_per_unit",
            value=f"{minutes_per_unit:g} minutes at {rate_per_hour:g} an hour",
            hint="State the minutes that one unit of your top activity takes.",
        )
    return price / per_unit
