"""Made-up planning problems for tests, tiny enough to try everything, and the trying of everything."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import product
from random import Random

from hoursback.engine.economics import Terms
from hoursback.engine.people import PersonKind
from hoursback.engine.plan.problem import Action, Drop, Engagement, Option, Problem, Schedule
from hoursback.engine.plan.simulate import Simulation, simulate

ONE_HANDOFF = Problem(
    activities=1,
    engagements=(Engagement("Sam", PersonKind.CONTRACTOR, price=31.5, capacity=40, search_hours=6),),
    options=(Option(0, 0, Action.HOURLY, Terms(hours=6, price=30, fee=0.05)),),
    slopes=((60.0, math.inf),),
    setup_hours=None,
    horizon=52,
    tail=0,
)
"""Worked example 9 as a joint plan."""

LEAST_PLANS, MOST_PLANS = 30, 700
"""Tiny cases with fewer or more combinations than this are drawn again."""

Choice = tuple[tuple[int, int] | None, bool]
"""What happens to one activity: (option, start) or None; whether it is dropped."""


def random_terms(rng: Random, person: Engagement, *, short: bool) -> Terms:
    """Terms of one hand-off; short: such that it can pay within a few weeks."""
    first = rng.uniform(0.9, 2.2)
    return Terms(
        hours=rng.choice((0.4, 1.0, 2.5, 4.0, 6.0)) * rng.uniform(0.8, 1.25),
        handable=rng.uniform(0.5, 1.0),
        unit_hours=rng.choice((0.2, 1.0, 3.0)),
        price=person.price / 1.05,
        fee=0.05,
        first_efficiency=first,
        practised_efficiency=first * rng.uniform(0.55, 1.0),
        learning_rate=rng.uniform(0.75, 0.95),
        supervision_first=rng.uniform(0.1, 0.3),
        supervision_last=rng.uniform(0.02, 0.1),
        half_life=rng.uniform(2, 8),
        rework=rng.uniform(0, 0.1),
        rework_hours=rng.uniform(0.2, 1.0),
        departures=rng.uniform(0.2, 1.0),
        brief=rng.choice((0.0, 0.5, 1.0, 2.0)) if short else rng.uniform(0, 12),
        search=person.search_hours,
        error_loss=rng.choice((0.0, 0.0, 5.0)),
        cash=person.cash,
    )


def random_person(rng: Random, e: int, *, short: bool) -> Engagement:
    """An employee free to engage, a contractor, somebody with a retainer, or a service."""
    kind = rng.choice((PersonKind.EMPLOYEE, PersonKind.CONTRACTOR, PersonKind.CONTRACTOR, PersonKind.SERVICE))
    name = f"{kind} {e}"
    if kind is PersonKind.EMPLOYEE:
        return Engagement(name, kind, price=rng.uniform(0, 30), capacity=rng.uniform(2, 8))
    if kind is PersonKind.SERVICE:
        cost = rng.uniform(2, 20)
        return Engagement(name, kind, capacity=math.inf, cost_per_week=cost, cash=rng.choice((0, 20)))
    return Engagement(
        name,
        kind,
        price=rng.uniform(10, 45),
        capacity=rng.uniform(2, 12),
        retainer=rng.choice((0.0, 0.0, rng.uniform(0.5, 3))),
        minimum_weeks=rng.choice((0, 0, 2, 3)),
        search_hours=rng.choice((0.0, 1.0, 2.5)) if short else rng.choice((0.0, 6.0)),
        cash=rng.choice((0.0, 15.0)),
        cost_per_week=rng.choice((0.0, 0.0, 3.0)),
    )


def random_slopes(rng: Random) -> tuple[tuple[float, float], ...]:
    """One constant worth of an hour, or one that falls in two or three steps."""
    best = rng.uniform(40, 120)
    if rng.random() < 0.4:
        return ((best, math.inf),)
    middle = ((best * rng.uniform(0.6, 0.9), rng.uniform(1, 4)),) if rng.random() < 0.5 else ()
    return ((best, rng.uniform(1, 4)), *middle, (best * rng.uniform(0.1, 0.5), math.inf))


def random_problem(
    seed: int, *, activities: int, people: int, horizon: int, tail: int, share: float, short: bool = True
) -> Problem:
    """A made-up problem; each activity meets each person with the given probability."""
    rng = Random(seed)
    engagements = tuple(random_person(rng, e, short=short) for e in range(people))
    options = []
    for activity, (e, person) in product(range(activities), enumerate(engagements)):
        if rng.random() < share:
            fixed = rng.uniform(5, 60) if rng.random() < 0.2 else None
            action = Action.HOURLY if fixed is None else Action.FIXED
            terms, relief = random_terms(rng, person, short=short), rng.choice((0.0, 8.0))
            options.append(Option(activity, e, action, terms, fixed, relief))
    drops = tuple(
        Drop(j, rng.uniform(0.5, 4), rng.uniform(10, 120), rng.choice((0.0, 5.0)))
        for j in range(activities)
        if rng.random() < 0.15
    )
    return Problem(
        activities,
        engagements,
        tuple(options),
        drops,
        slopes=random_slopes(rng),
        budget_per_month=rng.choice((None, rng.uniform(80, 700))),
        setup_hours=rng.choice((None, *(rng.uniform(0.5, 2.5) for _ in range(3))) if short else (None, 4.0, 0.0)),
        horizon=horizon,
        tail=tail,
        discount_per_year=rng.choice((0.0, 0.12, 0.3)),
        growth=rng.choice((0.0, 0.2, -0.3)),
        worth_growth=rng.choice((0.0, 0.15)),
        start_step=rng.choice((1, 1, 1, 2)),
    )


def tiny_problem(seed: int) -> Problem:
    """2-4 activities, 1-3 people, 4-6 weeks and a tail of 0-4: few enough plans to try them all."""
    rng = Random(seed)
    while True:
        problem = random_problem(
            rng.randrange(10**9),
            activities=rng.randint(2, 4),
            people=rng.randint(1, 3),
            horizon=rng.randint(4, 6),
            tail=rng.randint(0, 4),
            share=rng.choice((0.4, 0.7)),
        )
        if problem.options and LEAST_PLANS <= _combinations(problem) <= MOST_PLANS:
            return problem


def _combinations(problem: Problem) -> int:
    """About how many plans there are to try."""
    costly = sum(not person.is_free_to_engage for person in problem.engagements)
    return math.prod(map(len, choices(problem))) * 2**costly


def choices(problem: Problem) -> list[list[Choice]]:
    """What could happen to each activity by itself: keep, drop, or a start that no limit forbids on its own."""
    found: list[list[Choice]] = [[(None, False)] for _ in range(problem.activities)]
    for drop in problem.drops:
        found[drop.activity].append((None, True))
    for p, option in enumerate(problem.options):
        for t in range(problem.horizon):
            # Helper hours and money only add up; whether the person is there in time is asked later.
            if not {"start", "hours"} & set(simulate(problem, Schedule(((p, t),))).broken):
                found[option.activity].append(((p, t), False))
    return found


def all_plans(problem: Problem) -> Iterator[tuple[Schedule, Simulation]]:
    """Every plan that keeps to all limits, with every earlier engagement that could make a difference."""
    for combination in product(*choices(problem)):
        yield from _possible(problem, combination)


def best_plan(problem: Problem) -> tuple[float, Schedule]:
    """The most valuable of all plans, by trying them all but those that can be no better than one already tried.

    An hour is never worth more than the best one, so a plan is never worth more than its parts would be, each alone,
    if every hour were the best and engaging people cost nothing.
    """
    worth = [[_most(problem, choice, j) for choice in own] for j, own in enumerate(choices(problem))]
    ranked = sorted(zip(map(sum, product(*worth)), product(*choices(problem)), strict=True), key=lambda pair: -pair[0])
    value, best = 0.0, Schedule()
    for most, combination in ranked:
        if most < value - 1e-6:
            break
        for schedule, lived in _possible(problem, combination):
            if lived.value > value:
                value, best = lived.value, schedule
    return value, best


@lru_cache(maxsize=256)
def tried(seed: int) -> tuple[Problem, float, Schedule]:
    """A tiny problem with the value of its best plan and that plan."""
    problem = tiny_problem(seed)
    return problem, *best_plan(problem)


def _possible(problem: Problem, combination: tuple[Choice, ...]) -> Iterator[tuple[Schedule, Simulation]]:
    for schedule in _schedules(problem, combination):
        lived = simulate(problem, schedule)
        if not lived.broken:
            yield schedule, lived


def _schedules(problem: Problem, combination: tuple[Choice, ...]) -> Iterator[Schedule]:
    """A combination with every choice of engagement weeks."""
    starts = tuple(start for start, _ in combination if start is not None)
    dropped = tuple(j for j, (_, is_dropped) in enumerate(combination) if is_dropped)
    first: dict[int, int] = {}
    for p, t in starts:
        e = problem.options[p].engagement
        first[e] = min(t, first.get(e, t))
    costly = [e for e in first if not problem.engagements[e].is_free_to_engage]
    for weeks in product(*(_engagement_weeks(problem, e, first[e]) for e in costly)):
        yield Schedule(starts, dropped, tuple(zip(costly, weeks, strict=True)))


def _most(problem: Problem, choice: Choice, activity: int) -> float:
    """What one choice brings alone if every hour is the best one and its person comes for nothing."""
    start, is_dropped = choice
    people = tuple(replace(e, search_hours=0, cash=0, cost_per_week=0, retainer=0) for e in problem.engagements)
    generous = replace(problem, slopes=((problem.best_hour, math.inf),), engagements=people)
    schedule = Schedule(() if start is None else (start,), (activity,) if is_dropped else ())
    return simulate(generous, schedule).value


def _engagement_weeks(problem: Problem, e: int, first: int) -> list[int]:
    """Weeks up to the first start in which this person could be engaged."""
    return [
        week
        for week in range(first + 1)
        if "engagement" not in simulate(_alone(problem, e), Schedule(((0, first),), engaged=((0, week),))).broken
    ]


@lru_cache(maxsize=64)
def _alone(problem: Problem, e: int) -> Problem:
    nothing = Option(0, 0, Action.HOURLY, Terms(hours=0))
    return replace(problem, engagements=(problem.engagements[e],), options=(nothing,), drops=())


def without_limits(problem: Problem) -> Problem:
    """The same problem with money, set-up hours and everybody's hours unlimited."""
    people = tuple(replace(person, capacity=math.inf) for person in problem.engagements)
    return replace(problem, budget_per_month=None, setup_hours=None, engagements=people)


def random_schedule(problem: Problem, seed: int) -> Schedule:
    """Any schedule at all, whether it keeps to the limits or not; each activity at most once."""
    rng = Random(seed)
    starts, dropped = [], []
    for j in range(problem.activities):
        own = [p for p, option in enumerate(problem.options) if option.activity == j]
        if own and rng.random() < 0.7:
            starts.append((rng.choice(own), rng.randrange(problem.horizon)))
        elif rng.random() < 0.5 and any(drop.activity == j for drop in problem.drops):
            dropped.append(j)
    engaged = tuple((e, rng.randrange(problem.horizon)) for e in range(len(problem.engagements)) if rng.random() < 0.4)
    return Schedule(tuple(starts), tuple(dropped), engaged)
