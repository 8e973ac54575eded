"""Worked example 16 of the methods: a plain assignment, one task each."""

import numpy as np

from hoursback.engine.plan.assignment import assign

COSTS = np.array([[4, 1, 3], [2, 0, 5], [3, 2, 2]])


def test_example_16_rows_take_columns_two_one_three_at_a_cost_of_five():
    found = assign(COSTS, np.ones((3, 3)), np.ones(3))
    assert found.value == 5
    # `agents` names the row of each column; example 16 names the column of each row, counted from 1.
    assert (np.argsort(found.agents) + 1).tolist() == [2, 1, 3]
    assert (found.status, found.gap) == ("optimal", 0.0)
