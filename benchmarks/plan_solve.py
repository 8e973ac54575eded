"""How long the joint plan takes and how much it may still be missing, on made-up businesses of owner size.

A business: 30 activities of 1-6 hours a week (lognormal), each belonging to one of six functions. Six people:
two employees, free to engage, a few hours a week each; three contractors, each searched for (6 hours), one of them
with a retainer of 3 hours and at least 8 weeks; one service with a monthly cost. Everybody can do two to four of the
functions, which makes about 80 options (a tenth of those possible is left out at random). An hour freed is worth
90, 60, 40 and at last 25; an activity in six has a stated loss if dropped; about one option in ten has a fixed price.
The monthly budget pays for about 15 % of what handing everything to the cheapest person would cost, so it binds; set-up
is limited to 4 hours a week.

The second table is what `plan make` asks by default: 52 weeks, and beside the six people one role to be found for each
function. It stops as soon as the gap is at its goal, so its seconds are those to a plan that good.

    python -m benchmarks.plan_solve
"""

from __future__ import annotations

import math
import time
from dataclasses import replace
from random import Random

from hoursback.engine.economics import Terms
from hoursback.engine.people import PersonKind
from hoursback.engine.plan.milp import Effort
from hoursback.engine.plan.problem import Action, Drop, Engagement, Option, Problem
from hoursback.engine.plan.simulate import simulate
from hoursback.engine.plan.solve import Solved, solve

FUNCTIONS = ("admin", "finance", "marketing", "it", "support", "sales")
ACTION = {PersonKind.EMPLOYEE: Action.IN_HOUSE, PersonKind.SERVICE: Action.AUTOMATE}
ROLE_PRICES = (25.0, 40.0, 35.0, 60.0, 25.0, 35.0)
OWNER_GAP, OWNER_SECONDS = 0.02, 5.0
"""Goal of the first table: 26 weeks, 6 people."""
FULL_GAP, FULL_SECONDS = 0.02, 3.0
"""Goal of the second: 52 weeks, 6 people and a role for each function."""


def business(seed: int, *, activities: int = 30, horizon: int = 26, tail: int = 26, roles: bool = False) -> Problem:
    """A made-up business of owner size; see the top of the file."""
    rng = Random(seed)
    people = _people(rng)
    if roles:
        people += tuple(
            Engagement(f"{function}, to be found", PersonKind.ROLE, price * 1.05, 20.0, search_hours=6.0, builtin=True)
            for function, price in zip(FUNCTIONS, ROLE_PRICES, strict=True)
        )
    can = [set(rng.sample(range(len(FUNCTIONS)), rng.randint(2, 4))) for _ in range(6)]
    can += [{f} for f in range(len(people) - 6)]
    function_of = [rng.randrange(len(FUNCTIONS)) for _ in range(activities)]
    hours = [min(6.0, max(1.0, rng.lognormvariate(0.8, 0.6))) for _ in range(activities)]
    options = tuple(
        _option(rng, j, e, person, hours[j])
        for j in range(activities)
        for e, person in enumerate(people)
        if function_of[j] in can[e] and (person.builtin or rng.random() < 0.9)
    )
    drops = tuple(Drop(j, hours[j], hours[j] * rng.uniform(30, 90)) for j in range(activities) if rng.random() < 1 / 6)
    cheapest = [math.inf] * activities
    for option in options:
        price = people[option.engagement].price * option.terms.hours
        if price > 0:
            cheapest[option.activity] = min(cheapest[option.activity], float(price))
    monthly = sum(price for price in cheapest if price < math.inf) * 52 / 12
    return Problem(
        activities,
        people,
        options,
        drops,
        slopes=((90.0, 6.0), (60.0, 8.0), (40.0, 10.0), (25.0, math.inf)),
        budget_per_month=0.15 * monthly,
        setup_hours=4.0,
        horizon=horizon,
        tail=tail,
    )


def _people(rng: Random) -> tuple[Engagement, ...]:
    return (
        *(Engagement(f"employee {k}", PersonKind.EMPLOYEE, rng.uniform(8, 20), rng.uniform(4, 10)) for k in range(2)),
        *(
            Engagement(
                f"contractor {k}", PersonKind.CONTRACTOR, rng.uniform(22, 45), rng.uniform(8, 20), search_hours=6
            )
            for k in range(2)
        ),
        Engagement(
            "contractor 2",
            PersonKind.CONTRACTOR,
            rng.uniform(20, 38),
            rng.uniform(10, 20),
            retainer=3.0,
            minimum_weeks=8,
            search_hours=6.0,
        ),
        Engagement("service", PersonKind.SERVICE, capacity=math.inf, cash=100.0, cost_per_week=rng.uniform(5, 20)),
    )


def _option(rng: Random, activity: int, e: int, person: Engagement, hours: float) -> Option:
    first, practised = rng.choice(((1.3, 0.8), (1.8, 1.1), (2.5, 1.3)))
    is_service = person.kind is PersonKind.SERVICE
    terms = Terms(
        hours=hours,
        handable=rng.uniform(0.4, 0.7) if is_service else rng.uniform(0.7, 1.0),
        unit_hours=rng.choice((0.25, 0.5, 1.0, 2.0)),
        price=person.price,
        first_efficiency=0.3 if is_service else first,
        practised_efficiency=0.1 if is_service else practised,
        departures=0.0 if is_service else 0.5,
        brief=rng.choice((2.5, 5.0, 8.0, 15.0)),
        search=person.search_hours,
    )
    fixed = hours * person.price * rng.uniform(0.9, 1.4) if person.price and rng.random() < 0.1 else None
    return Option(activity, e, ACTION.get(person.kind, Action.HOURLY) if fixed is None else Action.FIXED, terms, fixed)


def measure(problem: Problem, effort: Effort | None) -> tuple[Solved, float, float]:
    """A plan, and the seconds it took by the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    solved = solve(problem, effort=effort)
    return solved, time.perf_counter() - wall, time.process_time() - cpu


def table(
    title: str, problems: list[Problem], goal_gap: float, goal_seconds: float, effort: Effort | None = None
) -> None:
    """Print one line per problem, and how the worst compares with the goals."""
    print(title)
    print("seed  options    starts      value      bound     gap   wall s    cpu s  checked")
    gaps, seconds = [], []
    for seed, problem in enumerate(problems):
        solved, wall, cpu = measure(problem, effort)
        lived = simulate(problem, solved.schedule)
        agrees = "yes" if not lived.broken and abs(lived.value - solved.value) < 0.005 else "NO"
        gaps.append(solved.gap)
        seconds.append(wall)
        print(
            f"{seed:4d}  {len(problem.options):7d}  {int(solved.grid.allowed.sum()):8d}  {solved.value:9.2f}  "
            f"{solved.bound:9.2f}  {solved.gap:6.2%}  {wall:7.2f}  {cpu:7.2f}  {agrees:>7s}"
        )
    print(
        f"worst gap {max(gaps):.2%} (goal {goal_gap:.0%}), worst seconds {max(seconds):.2f} (goal {goal_seconds:.0f})\n"
    )


def main() -> None:
    """Print both tables."""
    solve(replace(business(0, activities=2), horizon=8, tail=0))  # the solver's own import is not measured
    owner = [business(seed) for seed in range(10)]
    table("30 activities, 6 people, 26 weeks and a tail of 26", owner, OWNER_GAP, OWNER_SECONDS)
    full = [business(seed, horizon=52, roles=True) for seed in range(10)]
    title = "30 activities, 6 people and 6 roles, 52 weeks and a tail of 26"
    table(title, full, FULL_GAP, FULL_SECONDS, Effort(gap=FULL_GAP, seconds=1.5))


if __name__ == "__main__":
    main()
