"""A simulated year, lived week by week in the app: its ranges hold the truth, its alarms come in time.

One year at the gate, ten at length; `python -m benchmarks year` prints them.
"""

from __future__ import annotations

import pytest

from tests.conftest import SOAK
from tests.simulated_year.replay import Replay
from tests.simulated_year.scores import score, share, together
from tests.simulated_year.year import simulated

pytestmark = pytest.mark.django_db
SEEDS = range(1, 11) if SOAK else (1,)


def test_ranges_hold_the_truth_and_alarms_come_in_time() -> None:
    years = [simulated(seed) for seed in SEEDS]
    found = together(score(year, Replay(year).weeks()) for year in years)
    least, most = (0.7, 0.9) if SOAK else (0.6, 0.97)
    assert least <= share(found.weeks) <= most
    assert least <= share(found.moneys) <= (most if SOAK else 1.0)
    assert found.within(found.steps, 3) == 1
    assert found.within(found.creeps, 8) == 1
    assert found.false_a_half_year <= 1
