"""What would turn a decision: from prices for all, solved again for the nearest (planner, section 5).

A price holds exactly for a small change of the relaxed plan, so a figure from prices is said as "about"; the figure
of a re-solve is the plan's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hoursback.engine.plan.answer import Flip
from hoursback.engine.plan.joint import Joint
from hoursback.engine.plan.lines import Line
from hoursback.engine.plan.thresholds import Thresholds
from hoursback.engine.plan.what_if import with_activity_leaving, without_option
from hoursback.engine.plan.words import hours, money, percent

CONFIRMED = 5
"""How many of the nearest decisions are solved again without being asked to."""
_FAR = 5.0
"""A figure that would have to change more than this many times over is not worth a word."""


@dataclass(frozen=True, slots=True)
class _Lever:
    """One figure that can change: its value today, and by how much a unit more moves the line's value."""

    name: str
    now: float
    slope: float
    text: str


def flips(
    joint: Joint, clears: Mapping[int, Thresholds], *, everything: bool = False, at_once: bool = False
) -> Mapping[int, tuple[Flip, ...]]:
    """The changes that would turn each decision, nearest first, by activity.

    Args:
        clears: from where each activity's offer clears the bar; what stays turns there, in price and worth.
        everything: solve all again, not only the nearest five. at_once: solve none again.
    """
    losses = _priced_losses(joint)
    nearest = sorted(losses, key=lambda j: losses[j] / max(_scale(joint, j), 1.0))
    confirmed = set() if at_once else set(nearest if everything else nearest[:CONFIRMED])
    found = {}
    for activity, loss in losses.items():
        real = _resolved_loss(joint, activity) if activity in confirmed else None
        certain = real is not None
        found[activity] = _of(joint, activity, real if real is not None else loss, certain, clears.get(activity))
    return found


def _lines(joint: Joint) -> dict[int, Line]:
    return {line.activity: line for line in joint.lines}


def _priced_losses(joint: Joint) -> dict[int, float]:
    """What the opposite decision would cost, by prices: a line its value, a kept activity how far it is from one."""
    lines = _lines(joint)
    reading = joint.solved.priced.reading
    found = {}
    for j in range(len(joint.reviews)):
        own = [p for p, offer in enumerate(joint.offers.offers) if offer.option.activity == j]
        if j in lines:
            found[j] = max(0.0, lines[j].npv)
        elif own:
            best = max((float(reading.value[p].max(initial=-np.inf)) for p in own), default=-np.inf)
            if not np.isfinite(best):
                best = max(joint.alone[p].mean for p in own)
            found[j] = max(0.0, -best)
    return found


def _scale(joint: Joint, activity: int) -> float:
    """A yearly size of the activity in money, to compare losses by."""
    return joint.reviews[activity].hours.mean * joint.problem.best_hour * 52


def _resolved_loss(joint: Joint, activity: int) -> float | None:
    """Value lost by the opposite decision, the rest planned anew; None: the opposite is not possible."""
    solved, line = joint.solved, _lines(joint).get(activity)
    if line is None:
        value = with_activity_leaving(solved, activity, seed=joint.luck.seed)
    elif line.option is not None:
        value = without_option(solved, line.option, seed=joint.luck.seed)
    else:
        value = None
    return None if value is None else max(0.0, solved.value - value)


def _of(joint: Joint, activity: int, loss: float, confirmed: bool, clears: Thresholds | None) -> tuple[Flip, ...]:
    line = _lines(joint).get(activity)
    option = line.option if line is not None else _candidate(joint, activity)
    if option is None:
        return ()
    if option in joint.closed:
        return _by_caution(joint, option)
    found = []
    for lever in _levers(joint, option, line):
        if lever.slope == 0 or lever.now <= 0:
            continue
        # A line must lose its value to be turned, a kept activity must gain what it lacks.
        if line is not None:
            now, then, drawn = _turns_at(lever, -loss, None)
        else:
            now, then, drawn = _turns_at(lever, loss, clears)
        if loss > 0 and now / _FAR < then < now * _FAR:
            change = lever.text.format(then=_figure(joint, lever.name, then))
            found.append(Flip(lever.name, change, now, then, loss, confirmed and not drawn))
    return tuple(sorted(found, key=lambda flip: abs(np.log(flip.then / flip.now))))


def _turns_at(lever: _Lever, loss: float, clears: Thresholds | None) -> tuple[float, float, bool]:
    """A lever's figure now, where the decision turns, and whether that is not from prices.

    What stays has one price and one worth to go at: those that its sentence names. Where it clears the bar already, a
    limit or the rest of the plan stands against it, and the prices of those tell.
    """
    if clears is not None and not clears.is_met and lever.name == "price":
        return clears.price_now, clears.price or 0.0, True
    if clears is not None and not clears.is_met and lever.name == "worth":
        return clears.worth_now, clears.worth or 0.0, True
    return lever.now, lever.now + loss / lever.slope, False


def _by_caution(joint: Joint, option: int) -> tuple[Flip, ...]:
    """What keeps a hand-off out that is not sure enough: the chance of a gain that the owner asks for."""
    draws, bar = joint.alone[option], joint.settings.assumptions.caution.value
    if draws.mean <= 0 or draws.chance >= bar:
        return ()
    text = f"It could leave if a chance of {percent(draws.chance)} were enough for you (caution)."
    return (Flip("caution", text, bar, draws.chance, 0.0, False),)


def _candidate(joint: Joint, activity: int) -> int | None:
    own = [p for p, offer in enumerate(joint.offers.offers) if offer.option.activity == activity]
    return max(own, key=lambda p: joint.alone[p].mean, default=None)


def _levers(joint: Joint, option: int, line: Line | None) -> list[_Lever]:
    """The line's own levers with their slopes: discounted helper hours, owner hours, and value per owner hour."""
    grid = joint.solved.grid
    offer = joint.offers.offers[option]
    start = line.start if line is not None else joint.earliest(option)
    discount = grid.discount
    helper, net = float(grid.load[option, start] @ discount), float(grid.net[option, start] @ discount)
    hour = joint.worth.time.freed(0.0, max(joint.freed, 0.5))
    value = net * hour + float(grid.gain[option, start])
    turns = "It would stay with you" if line is not None else "It would leave"
    dearer, cheaper = ("or more", "or less") if line is not None else ("or less", "or more")
    price, with_fee = float(offer.option.terms.price), 1 + float(offer.option.terms.fee)
    found = []
    if offer.option.fixed_per_week is None and price > 0:
        found.append(
            _Lever("price", price, -helper * with_fee, f"{turns} if {offer.name} cost {{then}} an hour {dearer}.")
        )
    found.append(_Lever("worth", hour, net, f"{turns} if an hour of yours were worth {{then}} {cheaper}."))
    owner_hours = joint.reviews[offer.option.activity].hours.mean
    setup = hour * float(offer.option.terms.brief)
    found.append(
        _Lever(
            "hours",
            owner_hours,
            (value + setup) / max(owner_hours, 0.1),
            f"{turns} if it took you {{then}} a week {cheaper}.",
        )
    )
    return found


def _figure(joint: Joint, name: str, value: float) -> str:
    return hours(value) if name == "hours" else money(value, joint.settings.business.currency)
