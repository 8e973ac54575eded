"""How the worth of a freed hour moves when one of the facts behind it does: each is worked out anew by the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure

if TYPE_CHECKING:
    from hoursback.engine.worth.rates import Earner
    from hoursback.web.worth.selectors import Facts

INCOME, WEEK, MARGINS, HOURS, SHARE, LEISURE, WORTH = (
    "income",
    "week",
    "margins",
    "hours",
    "share",
    "leisure",
    "worth",
)
SPREAD = {INCOME: 0.2, WEEK: 0.2, MARGINS: 0.3, HOURS: 0.5, WORTH: 0.2}
"""How far a figure without a stated range is moved, either way; an own choice."""
_LEAST = 0.005
"""Differences below half a cent are none."""


@dataclass(frozen=True, slots=True)
class Move:
    """One fact moved down and up, and the worth of a freed hour then, currency per hour.

    Attributes:
        spread: how far it was moved, as a share; None: to the ends of its range.
    """

    what: str
    spread: float | None
    at_low: float
    at_high: float

    @property
    def swing(self) -> float:
        """How much the worth moves, currency per hour."""
        return abs(self.at_high - self.at_low)


def moves(facts: Facts, hours: float) -> tuple[Move, ...]:
    """What moves the worth of so many freed hours a week, the largest swing first; what moves nothing is left out."""
    found = []
    for what, spread, changed in _changes(facts):
        try:
            low, high = (changed(end).worth().time.freed(0.0, hours) for end in (0, 1))
        except HoursbackError:  # moved to where there is no worth, such as no hours at all
            continue
        found.append(Move(what, spread, low, high))
    return tuple(sorted((move for move in found if move.swing >= _LEAST), key=lambda move: -move.swing))


def _changes(facts: Facts) -> Iterator[tuple[str, float | None, Callable[[int], Facts]]]:
    income, assumed = facts.income, facts.assumptions
    if income.per_year is not None:
        yield (
            INCOME,
            _spread(INCOME, income.per_year),
            lambda end: _income(facts, per_year=_end(INCOME, income.per_year, end)),
        )
    if income.worth_per_hour is not None:
        yield (
            WORTH,
            _spread(WORTH, income.worth_per_hour),
            lambda end: _income(facts, worth_per_hour=_end(WORTH, income.worth_per_hour, end)),
        )
    # More hours for the same income make each of them worth less.
    yield WEEK, SPREAD[WEEK], lambda end: _income(facts, hours_per_week=income.hours_per_week * _factor(WEEK, end))
    margins = [one.margin_per_year for one in facts.earners if one.margin_per_year is not None]
    if margins:
        yield MARGINS, _common(MARGINS, margins), lambda end: _earners(facts, lambda one: _margin(one, end))
    yield HOURS, SPREAD[HOURS], lambda end: _earners(facts, lambda one: _room(one, end))
    if income.worth_per_hour is None:
        yield SHARE, None, lambda end: replace(facts, assumptions=replace(assumed, rho=_one_end(assumed.rho, end)))
    yield (
        LEISURE,
        None,
        lambda end: replace(facts, assumptions=replace(assumed, leisure=_one_end(assumed.leisure, end))),
    )


def _income(facts: Facts, **changed: object) -> Facts:
    return replace(facts, income=replace(facts.income, **changed))  # type: ignore[arg-type]


def _earners(facts: Facts, changed: Callable[[Earner], Earner]) -> Facts:
    return replace(facts, earners=tuple(changed(one) for one in facts.earners))


def _margin(earner: Earner, end: int) -> Earner:
    return replace(earner, margin_per_year=_end(MARGINS, earner.margin_per_year, end))


def _room(earner: Earner, end: int) -> Earner:
    from hoursback.engine.worth.rates import ASSUMED_CAP

    is_said = earner.absorbable_hours is not None
    earns = is_said or earner.margin_per_year is not None
    # An assumed room for more hours is as uncertain as a stated one; only where nothing says that it earns at all, it
    # must not be stated: that would make an earner of it.
    if not earns:
        return earner
    room = earner.absorbable_hours or Figure.exact(ASSUMED_CAP * earner.hours)
    return replace(earner, absorbable_hours=Figure.exact(room.value * _factor(HOURS, end)))


def _end(what: str, figure: Figure | None, end: int) -> Figure | None:
    if figure is None:
        return None
    return figure.scaled(_factor(what, end)) if figure.is_exact else _one_end(figure, end)


def _one_end(figure: Figure, end: int) -> Figure:
    return Figure.exact((figure.low, figure.high)[end])


def _factor(what: str, end: int) -> float:
    return 1.0 + (SPREAD[what] if end else -SPREAD[what])


def _spread(what: str, figure: Figure) -> float | None:
    return SPREAD[what] if figure.is_exact else None


def _common(what: str, figures: list[Figure]) -> float | None:
    """The spread that is said of several figures: none where each has its own range."""
    return None if all(not figure.is_exact for figure in figures) else SPREAD[what]
