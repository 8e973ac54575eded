"""Where freed hours went and what they brought; a step beyond the trend; what else changed."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.outcome.changes import Seen, What, new_and_stopped, volume
from hoursback.engine.outcome.money import Expected, money_of, together, worth_of_hour
from hoursback.engine.outcome.steps import Missing, Step, step_of
from hoursback.engine.outcome.weeks import Attendance, Range
from hoursback.engine.outcome.where import GroupWeek, Where, learned_share, where_it_went
from hoursback.engine.worth.value import Opportunity, ValueOfTime

WEEKS = [7 * week + 1 for week in range(16)]
SINCE = WEEKS[8]
FULL = Attendance.of({monday + day: 8.0 for monday in WEEKS for day in range(5)})
hours = st.floats(0, 60, allow_nan=False)


def where(before: GroupWeek, after: GroupWeek, freed: float) -> Where | None:
    groups = {
        monday: GroupWeek(
            monday, *(getattr(before if monday < SINCE else after, each) for each in ("top", "handed", "total"))
        )
        for monday in WEEKS
    }
    return where_it_went(groups, FULL, freed=freed, since=SINCE, weeks=WEEKS[8:])


def test_what_went_to_the_top_three_other_work_and_rest_adds_up_to_what_was_freed() -> None:
    found = where(GroupWeek(0, 10.0, 8.0, 50.0), GroupWeek(0, 13.0, 2.0, 48.0), 6.0)
    assert found is not None
    assert (found.top, found.other, found.rest) == pytest.approx((3.0, 1.0, 2.0))
    assert found.learned is not None
    assert found.learned.measured == pytest.approx(0.5)
    assert found.learned.weight == pytest.approx(8 / 14)
    assert found.learned.share.value == pytest.approx(8 / 14 * 0.5 + 6 / 14 * 0.6)
    assert found.learned.share.low < found.learned.share.value < found.learned.share.high


@given(top=hours, total=hours, top_after=hours, total_after=hours, freed=st.floats(-20, 40))
def test_the_parts_always_add_up_and_the_share_is_one(
    top: float, total: float, top_after: float, total_after: float, freed: float
) -> None:
    found = where(GroupWeek(0, top, 0, total), GroupWeek(0, top_after, 0, total_after), freed)
    assert found is not None
    assert found.top + found.other + found.rest == pytest.approx(freed, abs=1e-9)
    if found.learned is not None:
        assert 0 <= found.learned.share.low <= found.learned.share.value <= found.learned.share.high <= 1
    else:
        assert freed < 0.5


def test_nothing_is_said_without_weeks_on_both_sides() -> None:
    assert where_it_went({}, Attendance.of({}), freed=5.0, since=SINCE, weeks=[]) is None


def test_five_weeks_pull_the_usual_share_by_five_elevenths() -> None:
    assert learned_share(4.8, 10.0, 5, 0.6) == pytest.approx(5 / 11 * 0.48 + 6 / 11 * 0.6)


def test_worth_of_an_hour_follows_the_share_that_reached_the_best_uses() -> None:
    time = ValueOfTime((Opportunity("quotes", 80.0, 40.0),), leisure=20.0)
    assert worth_of_hour(time, 5.0) == pytest.approx(56.0)  # worked example 7
    assert worth_of_hour(time, 5.0, 1.0) == pytest.approx(80.0)
    assert worth_of_hour(time, 0.0, 0.0) == pytest.approx(20.0)


def test_money_is_worth_less_paid_less_set_up_beside_what_was_planned() -> None:
    expected = Expected([2.0, 4.0, 4.0], Decimal(100), set_up=5.0, cash=Decimal(50))
    money = money_of(Range(16, 12, 20), 4, per_hour=50.0, paid=Decimal("300.00"), expected=expected)
    assert money.benefit == 800
    assert (money.paid, money.set_up) == (350, 250)
    assert (money.realised, money.low, money.high) == (200, 0, 400)
    assert money.planned == 14 * 50 - 400 - 50
    assert money.realisation == pytest.approx(200 / 250)
    assert money.returned == pytest.approx(200 / 600)
    recorded = money_of(Range(16, 12, 20), 4, per_hour=50.0, paid=Decimal(0), expected=expected, set_up_recorded=2.0)
    assert recorded.set_up == 0


@given(st.lists(st.tuples(st.floats(0, 300), st.decimals(0, 9999, places=2)), min_size=1, max_size=5))
def test_money_of_all_is_the_sum_of_each(parts: list[tuple[float, Decimal]]) -> None:
    rows = [money_of(Range(h, h, h), 6, per_hour=37.5, paid=paid) for h, paid in parts]
    assert together(rows, 6).realised == sum(row.realised for row in rows)
    assert together(rows, 6).planned is None


def test_a_step_is_found_beyond_a_trend_and_errors_that_follow_on_one_another() -> None:
    inside = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        noise = [0.0]
        for _ in range(29):
            noise.append(0.4 * noise[-1] + rng.normal(0, 0.5))
        y = [5 + 0.03 * t - 3 * (t >= 14) + noise[t] for t in range(30)]
        found = step_of(y[:14], y[14:])
        assert isinstance(found, Step)
        inside.append(found.step.low <= -3 <= found.step.high)
    assert 0.65 <= np.mean(inside) <= 0.95


def test_a_trend_alone_is_no_step() -> None:
    found = step_of([8 - 0.2 * t for t in range(10)], [6 - 0.2 * t for t in range(10)])
    assert isinstance(found, Step)
    assert found.step.value == pytest.approx(0.0, abs=1e-6)


def test_with_fewer_than_eight_weeks_a_side_it_says_how_many_are_missing() -> None:
    assert step_of([1.0] * 6, [1.0] * 8) == Missing(2, 0)
    assert isinstance(step_of([1.0] * 8, [2.0] * 8), Step)


def test_new_and_stopped_work_is_named_and_small_things_are_not() -> None:
    today = SINCE + 20 * 7
    rows = [
        Seen("Podcast", SINCE + 7, today - 7, 0.0, 3.0),
        Seen("Stamps", SINCE + 7, today - 7, 0.0, 0.1),
        Seen("Flyers", 1, SINCE, 2.0, 0.1),
        Seen("Mail", 1, today - 7, 5.0, 5.0),
    ]
    assert [(one.what, one.name) for one in new_and_stopped(rows, SINCE, today)] == [
        (What.NEW_WORK, "Podcast"),
        (What.STOPPED_WORK, "Flyers"),
    ]


def test_what_is_there_when_logging_begins_is_not_new() -> None:
    """The log may be younger than the first hand-off."""
    begun, today = SINCE + 14, SINCE + 20 * 7
    rows = [
        Seen("Mail", begun, today - 7, 0.0, 5.0),
        Seen("Newsletter", begun + 21, today - 7, 0.0, 1.0),
        Seen("Podcast", begun + 28, today - 7, 0.0, 3.0),
    ]
    assert [one.name for one in new_and_stopped(rows, SINCE, today)] == ["Podcast"]


def test_volume_needs_eight_weeks_and_enough_units() -> None:
    assert volume(dict.fromkeys(WEEKS[:7], 2.0), WEEKS[:7]) is None
    assert volume(dict.fromkeys(WEEKS, 0.5), WEEKS) is None
    assert volume({monday: 2.0 + (monday > WEEKS[7]) for monday in WEEKS}, WEEKS) == pytest.approx(0.5)
