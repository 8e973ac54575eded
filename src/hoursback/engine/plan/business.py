"""The business a plan is made for: what its owner states about money, hours and limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.capture.activity import Activity
from hoursback.engine.capture.reading import Notice
from hoursback.engine.figures import Figure
from hoursback.engine.people import Person, Quote


@dataclass(frozen=True, slots=True)
class Business:
    """Figures of the whole business; None: not stated. The names are those of `[business]` in the settings file.

    Attributes:
        start: first day of week 0; None: the Monday after the log's last day.
        income_per_year: the owner's pay plus profit, currency a year.
        worth_per_hour: currency per freed owner hour; replaces the derived worth.
        hours_per_week: stated working hours of the owner.
        budget_per_month: money for help, currency a month; None: no limit.
        setup_hours_per_week: owner hours a week for briefing and searching; None: no limit ("unlimited").
        horizon_weeks, tail_weeks: starts are offered within the horizon; every line is followed to horizon + tail.
    """

    currency: str = "USD"
    timezone: str | None = None
    start: date | None = None
    income_per_year: Figure | None = None
    worth_per_hour: Figure | None = None
    weeks_per_year: float = 48.0
    hours_per_week: float | None = None
    work_days: int = 5
    growth_per_year: float = 0.0
    worth_growth: float = 0.0
    budget_per_month: float | None = None
    setup_hours_per_week: float | None = 4.0
    cash_reserve: float = 0.0
    horizon_weeks: int = 52
    tail_weeks: int = 26
    discount_per_year: float = 0.12
    tax_rate: float = 0.0
    customers_want_more: bool = True
    builtin_roles: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything stated about a business: what a settings file holds.

    Attributes:
        stated: dotted names of the keys that were stated, such as "business.currency" or "assumptions.phi"; the
            others are defaults and are shown as such.
        notices: what reading the file decided by itself, such as which end of a stated range counts for a limit.
        price_factor: what all prices and quotes of help are multiplied by, for what-ifs; no settings key.
    """

    business: Business = Business()
    activities: tuple[Activity, ...] = ()
    people: tuple[Person, ...] = ()
    quotes: tuple[Quote, ...] = ()
    assumptions: Assumptions = Assumptions()
    stated: frozenset[str] = frozenset()
    notices: tuple[Notice, ...] = ()
    price_factor: float = 1.0
