"""The joint plan of one business: offers in, chosen lines out, nothing handed over below the caution asked for.

Source: methods, section 4 ("The joint plan takes a line when ..."); planner, section 3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hoursback.engine.plan.answer import FullTime
from hoursback.engine.plan.business import Settings
from hoursback.engine.plan.fulltime import full_time_cases, posts
from hoursback.engine.plan.lines import Line, take_apart
from hoursback.engine.plan.milp import Effort
from hoursback.engine.plan.offers import Offers, gather
from hoursback.engine.plan.problem import Problem, setup_weeks
from hoursback.engine.plan.robust import LineDraws, Luck
from hoursback.engine.plan.solve import Solved, solve
from hoursback.engine.review.summary import ActivityReview
from hoursback.engine.worth.summary import Worth

Array = npt.NDArray[np.float64]

MOST_DRAWS, FEWEST_DRAWS = 3_000, 1_000
SKETCH_DRAWS = 400
"""Of a first answer that has to be there at once."""
_DRAWS_SHARED = 25_000
"""Draws of all offers together; beyond it each gets fewer."""
LOWER_CEILING = 0.75
"""Share of the market's price at which a role is sought when nothing pays at the full one (own)."""
_WEEKLY_STARTS = 60
"""Horizons up to this many weeks offer a start in every week; longer ones on a coarser grid."""


@dataclass(frozen=True, eq=False)
class Joint:
    """A solved plan and all it was made from.

    Attributes:
        alone: each offer's draws when it is the only line, starts as early as it can and the person is there anyway:
            the best it can do.
        sure: the draws of each option in the plan, its hours valued like all that the plan frees.
        dropped: the draws of each activity that is dropped, week by week, valued in the same way, (draws, weeks).
        closed: options left out because they are not sure enough to gain.
        freed: owner hours a practised week that the whole plan frees.
    """

    reviews: tuple[ActivityReview, ...]
    settings: Settings
    worth: Worth
    offers: Offers
    problem: Problem
    solved: Solved
    lines: tuple[Line, ...]
    luck: Luck
    alone: tuple[LineDraws, ...]
    sure: Mapping[int, LineDraws]
    dropped: Mapping[int, Array]
    closed: frozenset[int]
    full_time: tuple[FullTime, ...]

    @property
    def freed(self) -> float:
        """Owner hours a practised week that all lines free together."""
        return sum(line.hours_freed for line in self.lines)

    @property
    def engaged(self) -> frozenset[int]:
        """Engagements that the plan uses."""
        options = (line.option for line in self.lines if line.option is not None)
        return frozenset(self.problem.options[p].engagement for p in options)

    def earliest(self, option: int) -> int:
        """First week in which an option could start; 0 where it never can."""
        return earliest_start(self.problem, option)


def plan_jointly(
    reviews: Sequence[ActivityReview],
    settings: Settings,
    worth: Worth,
    *,
    seed: int,
    effort: Effort | None = None,
    is_sketch: bool = False,
) -> Joint:
    """Choose option, person and start week for all activities together.

    Where nobody said what an hour is worth and nothing pays at the market's price, roles to be found are sought at a
    lower one: a first plan is then "find somebody for at most this much" (decisions/0003).

    Args:
        is_sketch: a first answer while somebody waits, with its gap.
    """
    joint = _planned(tuple(reviews), settings, worth, seed, effort, 1.0, is_sketch)
    if joint.lines or not _says_no_worth(settings):
        return joint
    return _planned(tuple(reviews), settings, worth, seed, effort, LOWER_CEILING, is_sketch)


def _says_no_worth(settings: Settings) -> bool:
    """Whether nobody said what the owner earns or what an hour is worth."""
    business = settings.business
    return business.income_per_year is None and business.worth_per_hour is None


def _planned(
    rows: tuple[ActivityReview, ...],
    settings: Settings,
    worth: Worth,
    seed: int,
    effort: Effort | None,
    ceiling: float,
    is_sketch: bool,
) -> Joint:
    """The plan with roles to be found at a share of the market's price."""
    cases = full_time_cases(rows, settings, hour=worth.time.slopes()[0][0], seed=seed)
    offers = gather(rows, settings, worth.leisure, posts(cases, settings), ceiling=ceiling)
    problem = as_problem(offers, len(rows), settings, worth)
    size = int(np.clip(_DRAWS_SHARED // max(len(offers.offers), 1), FEWEST_DRAWS, MOST_DRAWS))
    size = min(size, SKETCH_DRAWS) if is_sketch else size
    luck = Luck(seed, size, worth.draw(np.random.default_rng([seed, 0]), size))
    alone = tuple(
        luck.line(offer, problem, start=earliest_start(problem, p), bears=0.0) for p, offer in enumerate(offers.offers)
    )
    caution = settings.assumptions.caution.value
    closed = {p for p, draws in enumerate(alone) if not _is_sure(draws, caution)}
    wanted = effort or Effort(gap=0.005, seconds=3.0, seed=seed)
    while True:
        solved = solve(problem, closed=sorted(closed), effort=wanted, is_sketch=is_sketch)
        lines = take_apart(solved.grid, solved.schedule)
        sure = _in_the_plan(lines, offers, problem, luck)
        doubtful = {p for p, draws in sure.items() if not _is_sure(draws, caution)}
        if not doubtful:
            break
        closed |= doubtful
    dropped = _dropped(lines, rows, problem, luck)
    return Joint(
        rows, settings, worth, offers, problem, solved, lines, luck, alone, sure, dropped, frozenset(closed), cases
    )


def as_problem(offers: Offers, activities: int, settings: Settings, worth: Worth) -> Problem:
    """The joint planning problem at central values."""
    business = settings.business
    return Problem(
        activities=activities,
        engagements=offers.engagements,
        options=offers.options,
        drops=offers.drops,
        slopes=worth.time.slopes(),
        budget_per_month=business.budget_per_month,
        setup_hours=business.setup_hours_per_week,
        horizon=business.horizon_weeks,
        tail=business.tail_weeks,
        discount_per_year=business.discount_per_year,
        growth=business.growth_per_year,
        worth_growth=business.worth_growth,
        start_step=max(1, -(-business.horizon_weeks // _WEEKLY_STARTS)),
    )


def earliest_start(problem: Problem, option: int) -> int:
    """First week in which an option could start, its own set-up and search done; 0 where it never can."""
    offer = problem.options[option]
    search = problem.engagements[offer.engagement].search_hours
    weeks = [setup_weeks(hours, problem.setup_hours) or 0 for hours in (float(offer.terms.brief), search)]
    first = max(weeks)
    on_grid = -(-first // problem.start_step) * problem.start_step
    return min(on_grid, problem.horizon - 1)


def _is_sure(draws: LineDraws, caution: float) -> bool:
    return draws.mean > 0 and draws.chance >= caution


def _in_the_plan(lines: Sequence[Line], offers: Offers, problem: Problem, luck: Luck) -> dict[int, LineDraws]:
    """Each chosen line under every draw, its hours valued like all that the plan frees."""
    total = max(0.0, sum(line.hours_freed for line in lines))
    return {
        line.option: luck.line(offers.offers[line.option], problem, start=line.start, among=total, bears=line.bears)
        for line in lines
        if line.option is not None
    }


def _dropped(lines: Sequence[Line], rows: Sequence[ActivityReview], problem: Problem, luck: Luck) -> dict[int, Array]:
    """Each activity that is dropped under every draw, week by week, its hours valued like all that the plan frees."""
    total = max(0.0, sum(line.hours_freed for line in lines))
    gone = {line.activity for line in lines if line.option is None}
    return {
        drop.activity: luck.drop(drop, rows[drop.activity], problem, among=total)
        for drop in problem.drops
        if drop.activity in gone
    }


def with_limits(problem: Problem, *, budget: float | None, setup_hours: float | None) -> Problem:
    """The same problem under other limits."""
    return replace(problem, budget_per_month=budget, setup_hours=setup_hours)
