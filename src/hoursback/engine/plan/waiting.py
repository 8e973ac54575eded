"""What keeps an activity with its owner for now: a limit or the time; and from when it could go."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from hoursback.engine.plan.joint import Joint
from hoursback.engine.plan.prices import Pricing
from hoursback.engine.plan.problem import setup_weeks
from hoursback.engine.plan.words import money

LIMITS = {
    "budget": "your budget of {budget} a month",
    "setup_hours": "your {setup} set-up hours a week",
    "room": "the hours that {person} has",
}
_MATTERS = 0.02
"""A limit counts when its price eats at least this share of what the line would bring."""
_STEP_WEEKS = 4
_YEAR = 52


def binding_limit(joint: Joint, option: int) -> str | None:
    """The limit that keeps an option out of the plan: budget, setup_hours or room; None: no limit does.

    The prices of the limits say what each costs the line; the dearest one is named.
    """
    grid, priced = joint.solved.grid, joint.solved.priced
    prices = priced.prices
    allowed = np.flatnonzero(grid.allowed[option])
    if not len(allowed):
        return _blocked_by(joint, option)
    values = Pricing(grid).values(prices)[option]
    t = int(allowed[np.argmax(values[allowed])])
    e = grid.engagement_of[option]
    horizon = joint.problem.horizon
    charges = {"room": float(grid.load[option, t] @ np.maximum(prices.room[e], 0.0))}
    if grid.budget is not None:
        charges["budget"] = float(grid.bill[option, t] @ prices.budget)
    if joint.problem.setup_hours is not None:
        searches = grid.engage_setup[e, t, :horizon] if e not in joint.engaged else 0.0
        charges["setup_hours"] = float((grid.setup[option, t, :horizon] + searches) @ prices.setup)
    dearest = max(charges, key=lambda name: charges[name])
    return dearest if charges[dearest] > _MATTERS * max(abs(joint.alone[option].mean), 1.0) else None


def _blocked_by(joint: Joint, option: int) -> str | None:
    """Why an option has no possible start: its set-up never fits, or the person's hours are too few."""
    if option in joint.closed:
        return None
    problem = joint.problem
    offered = problem.options[option]
    search = problem.engagements[offered.engagement].search_hours
    weeks = [setup_weeks(hours, problem.setup_hours) for hours in (float(offered.terms.brief), search)]
    never = any(needed is None or needed >= problem.horizon for needed in weeks)
    return "setup_hours" if never else "room"


def limit_in_words(joint: Joint, option: int, limit: str) -> str:
    """A limit as the reader knows it."""
    business = joint.settings.business
    return LIMITS[limit].format(
        budget=money(business.budget_per_month or 0.0, business.currency),
        setup=f"{business.setup_hours_per_week or 0:g}",
        person=joint.offers.offers[option].name,
    )


def threshold_week(joint: Joint, option: int, already: float) -> int | None:
    """First week within a year from which the hand-off is a "yes" by growth alone; None: none, or nothing grows."""
    problem = joint.problem
    if problem.growth <= 0 and problem.worth_growth <= 0:
        return None
    offer, bar = joint.offers.offers[option], joint.settings.assumptions.p_yes.value
    for week in range(_STEP_WEEKS, _YEAR + 1, _STEP_WEEKS):
        grown = joint.luck.grown(offer, problem, week=week, start=joint.earliest(option), already=already)
        if grown.mean > 0 and grown.chance >= bar:
            return week
    return None


def date_of_week(start: date, week: int) -> date:
    """First day of a week of the plan."""
    return start + timedelta(weeks=week)
