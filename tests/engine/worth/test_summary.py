"""What the owner's hour is worth, from what is stated and what is assumed."""

import math

import numpy as np
import pytest

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure
from hoursback.engine.worth.rates import Earner
from hoursback.engine.worth.summary import Income, worth_of
from hoursback.engine.worth.uses import Undone, UseKind

DESIGN = Earner("Design", "delivery", 20)
VIDEOS = Earner("Videos", "delivery", 10, Figure.exact(90_000), Figure.exact(3), minutes_per_unit=40)
BOOKS = Earner("Books", "finance", 10)


def income(**stated: object) -> Income:
    return Income(**{"hours_per_week": 50.0, **stated})  # type: ignore[arg-type]


def test_an_income_gives_the_average_hour_rest_and_the_ceiling():
    worth = worth_of([DESIGN, BOOKS], income(per_year=Figure.exact(120_000), tax_rate=0.2))
    assert (worth.average.value, worth.leisure) == (pytest.approx(50), pytest.approx(20))
    assert worth.buyback is not None
    assert worth.buyback.ceiling == 15
    assert not worth.average_is_assumed


def test_without_a_margin_the_plan_rests_on_assumed_rates_named_first():
    worth = worth_of([DESIGN, BOOKS], income(per_year=Figure.exact(120_000)))
    assert worth.time.slopes() == ((pytest.approx(0.6 * 50 + 0.4 * 25), 5.0), (pytest.approx(25), math.inf))
    assert worth.defaults[0].name == "worth of one more hour of Design"
    assert [d.name for d in worth.defaults[-2:]] == ["leisure", "rho"]


def test_without_income_in_dollars_fifty_is_assumed_and_said_first():
    worth = worth_of([DESIGN, BOOKS], income())
    assert worth.average.value == 50
    assert worth.average_is_assumed
    assert (worth.defaults[0].value, worth.defaults[0].unit) == ("50", "USD per hour")
    assert worth.buyback is None


def test_without_income_in_another_currency_it_asks():
    with pytest.raises(HoursbackError, match="in EUR") as refusal:
        worth_of([DESIGN, BOOKS], income(currency="EUR"))
    assert "income_per_year" in refusal.value.hint


@pytest.mark.parametrize(
    "stated", [{"per_year": Figure.exact(120_000)}, {"worth_per_hour": Figure.exact(60)}], ids=["income", "worth"]
)
def test_another_currency_is_fine_once_something_is_stated(stated: dict[str, Figure]):
    assert worth_of([DESIGN], income(currency="EUR", **stated)).currency == "EUR"


def test_in_another_currency_a_stated_margin_is_enough():
    worth = worth_of([VIDEOS, BOOKS], income(currency="EUR"))
    assert worth.average.value == pytest.approx(90_000 / (50 * 48))
    assert worth.defaults[0].name == "average worth of your hour"


def test_in_another_currency_a_rate_by_hand_is_enough():
    by_hand = Earner("Posts", "marketing", 0, rate=Figure.exact(70), absorbable_hours=Figure.exact(2))
    assert worth_of([by_hand, BOOKS], income(currency="EUR")).average.value == 70


def test_a_stated_worth_replaces_the_curve_and_stands_for_the_average_hour():
    worth = worth_of([VIDEOS, BOOKS], income(worth_per_hour=Figure.exact(60)))
    assert worth.time.slopes() == ((60, math.inf),)
    assert (worth.average.value, worth.leisure) == (60, 30)
    assert [d.name for d in worth.defaults] == ["leisure"]


def test_beside_an_income_a_stated_worth_leaves_rest_at_half_the_average_hour():
    worth = worth_of([VIDEOS], income(per_year=Figure.exact(120_000), worth_per_hour=Figure.exact(80)))
    numbers = worth.verdict_worths(5)
    assert (numbers.leisure, numbers.average, numbers.freed) == (pytest.approx(25), pytest.approx(50), 80)


def test_an_income_without_hours_is_refused():
    with pytest.raises(HoursbackError, match="working hours"):
        worth_of([DESIGN], income(per_year=Figure.exact(120_000), hours_per_week=0.0))


def test_the_three_numbers_come_from_the_stated_margin():
    worth = worth_of([VIDEOS, BOOKS], income(per_year=Figure.exact(120_000)))
    numbers = worth.three_numbers(freed_hours=3, booked={"Videos": 3.0})
    assert numbers.now == pytest.approx(93.75)
    assert numbers.next_week == pytest.approx(25)
    assert numbers.freed == pytest.approx(0.6 * 93.75 + 0.4 * 25)
    assert "eps" in [d.name for d in worth.defaults]


def test_undone_work_with_a_value_raises_the_worth_of_a_freed_hour():
    undone = Undone("follow up old offers", Figure.exact(2), Figure.exact(200))
    worth = worth_of([VIDEOS], income(per_year=Figure.exact(120_000)), undone=[undone])
    assert worth.time.slopes()[0] == (pytest.approx(0.6 * 200 + 0.4 * 25), 2)
    uses = worth.uses(4)
    assert [(u.kind, u.hours) for u in uses] == [(UseKind.UNDONE, 2), (UseKind.EARNING, 2)]


def test_a_price_is_said_in_units_of_the_top_activity_where_its_minutes_are_known():
    worth = worth_of([VIDEOS, DESIGN], income(per_year=Figure.exact(120_000)))
    assert worth.in_units(187.5) == ("Videos", pytest.approx(3))
    assert worth_of([DESIGN], income(per_year=Figure.exact(120_000))).in_units(120) is None


def test_stated_assumptions_are_not_listed_as_defaults():
    stated = Assumptions(rho=Figure.exact(0.5), leisure=Figure.exact(0.4))
    worth = worth_of([VIDEOS], income(per_year=Figure.exact(120_000)), assumptions=stated)
    assert [d.name for d in worth.defaults] == ["eps"]
    assert worth.leisure == pytest.approx(20)


def test_draws_spread_around_the_curve_and_repeat_with_the_seed():
    worth = worth_of([VIDEOS, BOOKS], income(per_year=Figure.stated_range(100_000, 144_000)))
    first, second = (worth.draw(np.random.default_rng(5), 4000).value(5.0) for _ in range(2))
    assert first.tolist() == second.tolist()
    assert np.quantile(first, 0.1) < float(worth.time.value(5.0)) < np.quantile(first, 0.9)


def test_a_worth_that_moves_takes_rest_along_where_no_income_is_stated():
    worth = worth_of([VIDEOS], income(worth_per_hour=Figure.stated_range(40, 80)))
    drawn = worth.draw(np.random.default_rng(5), 200)
    assert drawn.slopes[:, 0] == pytest.approx(drawn.average)
    assert np.ptp(drawn.average) > 10


def test_renaming_activities_changes_no_figure():
    stated = income(per_year=Figure.exact(120_000))
    one = worth_of([Earner("A", "delivery", 20), Earner("B", "sales", 5)], stated)
    other = worth_of([Earner("Z", "delivery", 20), Earner("Y", "sales", 5)], stated)
    assert one.time.slopes() == other.time.slopes()
