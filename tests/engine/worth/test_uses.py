"""Where freed hours go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.figures import Figure
from hoursback.engine.worth.uses import GROWTH_USES, Undone, UseKind, book_uses
from hoursback.engine.worth.value import Opportunity

TAXES = Undone("tax return", Figure.exact(2), Figure.exact(40))
GARDEN = Undone("shop window", Figure.exact(1))
CALLS = Opportunity("calls", 90, 4)


def test_undone_work_comes_first_though_other_work_earns_more():
    first, second, third = book_uses(4, [TAXES, GARDEN], [CALLS], 20)[:3]
    assert (first.name, first.hours, first.value_per_hour) == ("tax return", 2, 40)
    assert (second.name, second.hours, second.value_per_hour) == ("shop window", 1, None)
    assert (third.name, third.kind, third.hours) == ("calls", UseKind.EARNING, 1)


def test_what_earns_most_comes_before_growth_and_growth_before_rest():
    kinds = [use.kind for use in book_uses(20, [TAXES], [CALLS], 20)]
    assert kinds == [UseKind.UNDONE, UseKind.EARNING, *GROWTH_USES, UseKind.REST]


def test_the_growth_uses_are_those_of_the_methods_in_their_order():
    assert [use.name for use in book_uses(6, [], [], 20)] == [
        "strategy",
        "prospects",
        "relationships with customers and staff",
        "own skills",
        "authority in the field",
        "learning about customers",
    ]


def test_hours_left_over_are_rest_at_its_worth():
    rest = book_uses(10, [], [], 20)[-1]
    assert (rest.name, rest.hours, rest.value_per_hour) == ("rest", 4, 20)


def test_no_freed_hours_are_booked_to_nothing():
    assert book_uses(0, [TAXES], [CALLS], 20) == ()


def test_undone_work_counts_as_an_opportunity_where_its_value_is_stated():
    opportunity = TAXES.as_opportunity()
    assert opportunity is not None
    assert (opportunity.rate, opportunity.cap, opportunity.undone) == (40, 2, True)
    assert GARDEN.as_opportunity() is None


def test_undone_work_that_is_an_opportunity_is_not_booked_twice():
    opportunity = TAXES.as_opportunity()
    assert opportunity is not None
    names = [use.name for use in book_uses(10, [TAXES], [opportunity, CALLS], 20)]
    assert names.count("tax return") == 1


@given(st.floats(0, 80), st.floats(0, 5))
def test_booked_hours_add_up_to_the_freed_hours(hours: float, growth: float):
    assert sum(use.hours for use in book_uses(hours, [TAXES], [CALLS], 20, growth)) == pytest.approx(hours)
