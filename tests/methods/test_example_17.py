"""Worked example 17 of the methods: generalised assignment c515-1 (Beasley, OR-Library)."""

import numpy as np

from hoursback.engine.plan.assignment import assign

PROFITS = np.array(
    [
        [17, 21, 22, 18, 24, 15, 20, 18, 19, 18, 16, 22, 24, 24, 16],
        [23, 16, 21, 16, 17, 16, 19, 25, 18, 21, 17, 15, 25, 17, 24],
        [16, 20, 16, 25, 24, 16, 17, 19, 19, 18, 20, 16, 17, 21, 24],
        [19, 19, 22, 22, 20, 16, 19, 17, 21, 19, 25, 23, 25, 25, 25],
        [18, 19, 15, 15, 21, 25, 16, 16, 23, 15, 22, 17, 19, 22, 24],
    ]
)
HOURS = np.array(
    [
        [8, 15, 14, 23, 8, 16, 8, 25, 9, 17, 25, 15, 10, 8, 24],
        [15, 7, 23, 22, 11, 11, 12, 10, 17, 16, 7, 16, 10, 18, 22],
        [21, 20, 6, 22, 24, 10, 24, 9, 21, 14, 11, 14, 11, 19, 16],
        [20, 11, 8, 14, 9, 5, 6, 19, 19, 7, 6, 6, 13, 9, 18],
        [8, 13, 13, 13, 10, 20, 25, 16, 16, 17, 10, 10, 5, 12, 23],
    ]
)
CAPACITIES = np.array([36, 34, 38, 27, 33])


def test_example_17_optimum_336():
    found = assign(PROFITS, HOURS, CAPACITIES, maximise=True)
    assert (found.value, found.bound, found.status) == (336, 336, "optimal")


def test_example_17_everybody_stays_within_their_hours():
    agents = assign(PROFITS, HOURS, CAPACITIES, maximise=True).agents
    tasks = np.arange(15)
    booked = np.bincount(agents, weights=HOURS[agents, tasks], minlength=5)
    assert (booked <= CAPACITIES).all()
    assert PROFITS[agents, tasks].sum() == 336
