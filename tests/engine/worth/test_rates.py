"""Which activities would earn from more hours, and what is assumed where nobody said."""

import pytest

from hoursback.engine.capture.activity import Activity
from hoursback.engine.figures import Figure
from hoursback.engine.worth.rates import Earner, EarningTerms, opportunities, plain
from hoursback.engine.worth.value import Basis

TERMS = EarningTerms(average=50, eps=0.5, weeks_per_year=48, currency="USD")
SLACK = EarningTerms(average=50, eps=0.5, weeks_per_year=48, currency="USD", customers_want_more=False)

DESIGN = Earner("Design", "delivery", 20)
CALLS = Earner("Calls", "sales", 4)
BOOKS = Earner("Books", "finance", 10)


def test_a_stated_margin_earns_at_the_margin():
    earner = Earner("Design", "delivery", 10, Figure.exact(90_000), Figure.exact(3))
    (found,), defaults = opportunities([earner], TERMS)
    assert found.rate == pytest.approx(0.5 * 90_000 / 480)
    assert (found.cap, found.basis, defaults) == (3, Basis.MARGIN, ())


def test_without_margins_delivery_and_sales_earn_the_average_hour_for_a_quarter_of_their_hours():
    found, _ = opportunities([BOOKS, DESIGN, CALLS], TERMS)
    assert {(o.name, o.rate, o.cap, o.basis) for o in found} == {
        ("Design", 50, 5.0, Basis.AVERAGE),
        ("Calls", 50, 1.0, Basis.AVERAGE),
    }


def test_assumed_rates_are_named_before_assumed_hours_and_called_low_confidence():
    _, defaults = opportunities([DESIGN, CALLS], TERMS)
    assert [(d.name, d.value) for d in defaults] == [
        ("worth of one more hour of Design", "50"),
        ("worth of one more hour of Calls", "50"),
        ("more hours of Design that would still earn", "5"),
        ("more hours of Calls that would still earn", "1"),
    ]
    assert all(d.why.startswith("low confidence") for d in defaults)


def test_without_delivery_and_sales_the_three_largest_that_do_not_support_earn():
    log = [
        Earner("Books", "finance", 30),
        Earner("Posts", "marketing", 6),
        Earner("Plans", "leadership", 5),
        Earner("Garden", "", 4),
        Earner("Talks", "marketing", 3),
    ]
    assert [o.name for o in opportunities(log, TERMS)[0]] == ["Posts", "Plans", "Garden"]


def test_a_stated_margin_elsewhere_leaves_the_three_largest_alone():
    log = [Earner("Posts", "marketing", 6, Figure.exact(9_000)), Earner("Plans", "leadership", 5)]
    assert [o.name for o in opportunities(log, TERMS)[0]] == ["Posts"]


def test_delivery_without_a_margin_still_earns_beside_an_activity_with_one():
    log = [Earner("Posts", "marketing", 6, Figure.exact(9_000), Figure.exact(1)), DESIGN]
    assert {o.name for o in opportunities(log, TERMS)[0]} == {"Posts", "Design"}


def test_if_customers_do_not_want_more_delivery_earns_nothing_and_nothing_is_assumed():
    stated = Earner("Design", "Delivery", 10, Figure.exact(90_000), Figure.exact(3))
    found, defaults = opportunities([stated, CALLS, BOOKS], SLACK)
    assert found == ()
    assert [d.value for d in defaults] == ["rest only"]


def test_if_customers_do_not_want_more_other_stated_margins_still_earn():
    found, _ = opportunities([DESIGN, Earner("Posts", "marketing", 6, Figure.exact(9_000))], SLACK)
    assert [o.name for o in found] == ["Posts"]


def test_stated_absorbable_hours_say_that_an_activity_earns():
    found, _ = opportunities([Earner("Posts", "marketing", 6, absorbable_hours=Figure.exact(2)), DESIGN], TERMS)
    assert ("Posts", 50, 2) in {(o.name, o.rate, o.cap) for o in found}


def test_a_margin_over_no_hours_gives_no_rate_and_says_so():
    found, defaults = opportunities([Earner("Posts", "marketing", 0, Figure.exact(9_000)), DESIGN], TERMS)
    assert [o.name for o in found] == ["Design"]
    assert ("worth of one more hour of Posts", "none") in {(d.name, d.value) for d in defaults}


def test_a_rate_stated_by_hand_needs_no_hours():
    by_hand = Earner("Posts", "marketing", 0, absorbable_hours=Figure.exact(2), rate=Figure.exact(70))
    (found,), defaults = opportunities([by_hand], TERMS)
    assert (found.rate, found.cap, found.basis, defaults) == (70, 2, Basis.STATED, ())


def test_only_support_work_earns_nothing_and_that_is_said():
    found, defaults = opportunities([BOOKS], TERMS)
    assert found == ()
    assert "counts as rest" in defaults[0].why


def test_a_range_of_the_margin_stays_a_range_of_the_rate():
    (found,), _ = opportunities([Earner("Design", "delivery", 10, Figure.stated_range(40_000, 90_000))], TERMS)
    assert found.rate_spread.value == pytest.approx(1)
    assert found.rate_spread.high / found.rate_spread.low == pytest.approx(9 / 4)


def test_an_earner_takes_over_what_its_activity_states():
    activity = Activity(
        "Design", "delivery", margin_per_year=Figure.exact(9), absorbable_hours=Figure.exact(2), minutes_per_unit=40
    )
    assert Earner.of(activity, 7) == Earner("Design", "delivery", 7, Figure.exact(9), Figure.exact(2), None, 40)


@pytest.mark.parametrize(("value", "text"), [(50.0, "50"), (2.5, "2.5"), (0.0, "0"), (100.0, "100"), (1 / 3, "0.33")])
def test_figures_are_said_without_trailing_noughts(value: float, text: str):
    assert plain(value) == text
