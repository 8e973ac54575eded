"""Where to look for help, and what the search takes."""

import pytest

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.capture.functions import BusinessFunction
from hoursback.engine.figures import Figure
from hoursback.engine.handoff.finding import PLACES, Place, places_for, search_for

ASSUMED = Assumptions()


def test_every_business_function_has_places_of_its_own():
    assert set(PLACES) == {function.value for function in BusinessFunction}


@pytest.mark.parametrize("function", [*PLACES, "beekeeping", ""])
def test_who_you_know_comes_first_and_no_place_twice(function: str):
    places = places_for(function)
    assert places[:2] == (Place.OWN_CIRCLE, Place.OTHER_OWNERS)
    assert len(set(places)) == len(places) > 3


def test_a_price_nobody_stated_is_the_markets_in_dollars_and_marked_as_assumed():
    found = search_for("finance", "EUR", ASSUMED)
    assert (found.price, found.price_currency, found.is_price_assumed) == (
        Figure.default(40.0, 15.0, 90.0),
        "USD",
        True,
    )
    assert found.trials is not None
    assert found.trials.value == 240.0


def test_a_stated_price_takes_its_place():
    found = search_for("finance", "EUR", ASSUMED, price=Figure.exact(50.0))
    assert (found.price_currency, found.is_price_assumed) == ("EUR", False)


def test_what_differs_too_much_has_no_usual_price():
    found = search_for("delivery", "USD", ASSUMED)
    assert (found.price, found.trials, found.title, found.is_price_assumed) == (None, None, "", False)


def test_the_search_takes_the_methods_hours_unless_others_are_stated():
    assert search_for("it", "USD", ASSUMED).hours == ASSUMED.search
    assert search_for("it", "USD", ASSUMED, hours=Figure.exact(3.0)).hours.value == 3.0
