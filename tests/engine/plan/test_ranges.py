"""A plan's figures lie within the ranges said about them, and what would turn a line is said in one way."""

from __future__ import annotations

import re

import pytest

from hoursback.engine.plan.answer import Plan
from hoursback.engine.plan.problem import Action
from hoursback.engine.plan.verdicts import Verdict
from tests.engine.plan.planning import decision, plan_of, two_weeks
from tests.engine.plan.test_make import BOOKKEEPER, BUSINESS, activity

LEAVING_OFTEN = BOOKKEEPER + "leaves_per_year = 2\n"
ROLES = BUSINESS.replace("builtin_roles = false", "")
GROWING = BUSINESS + "growth_per_year = 0.3\n"
PLANS = {
    "roles to be found at their ceiling": ROLES + activity("Books", 8, "liking = 1") + activity("Mail", 6, "time = 0"),
    "stated figures that are exact": BUSINESS + BOOKKEEPER + activity("Books", 8) + activity("Mail", 5),
    "somebody who leaves often": BUSINESS + LEAVING_OFTEN + activity("Books", 12),
    "work that grows": GROWING + BOOKKEEPER + activity("Books", 8),
    "growing work that is dropped": GROWING + activity("Newsletter", 3, "loss_if_dropped_per_week = 10"),
    "work that is dropped": BUSINESS + activity("Newsletter", 3, "liking = 0\nloss_if_dropped_per_week = [5, 40]"),
    "hours in a wide range": BUSINESS + BOOKKEEPER + '[[activity]]\nname = "Books"\nhours_per_week = [1, 20]\n',
}


@pytest.fixture(params=PLANS.values(), ids=PLANS.keys())
def plan(request: pytest.FixtureRequest) -> Plan:
    return plan_of(request.param)


def test_what_a_plan_and_its_lines_bring_lies_in_the_range_said_about_it(plan: Plan):
    leaving = [found for found in plan.decisions if found.leaves]
    assert leaving
    for found in leaving:
        assert found.npv_low <= found.npv <= found.npv_high
        assert found.npv_low < found.npv_high
    assert plan.totals.npv_low <= plan.totals.npv <= plan.totals.npv_high
    assert all(low <= counted <= high for low, counted, high in plan.gathered)
    assert plan.gathered[-1] == pytest.approx((plan.totals.npv_low, plan.totals.npv, plan.totals.npv_high))


def test_the_hours_of_the_headline_lie_in_their_range(plan: Plan):
    found = re.search(r"get back ([\d.]+) hours? a week \(likely ([\d.]+) to ([\d.]+)\)", plan.headline)
    assert found is not None
    hours, low, high = map(float, found.groups())
    assert low <= hours <= high


def test_a_bare_log_has_its_figures_in_their_ranges_too():
    plan = plan_of("", two_weeks(E_mail=1.6, Client_design=4.0, Admin=1.5), score=90)
    for found in (plan.totals, *(one for one in plan.decisions if one.leaves)):
        assert found.npv_low <= found.npv <= found.npv_high


def test_dropping_is_as_uncertain_as_its_hours_and_its_loss():
    settled = plan_of(BUSINESS + activity("Newsletter", 3, "loss_if_dropped_per_week = 10"))
    vague = plan_of(BUSINESS + activity("Newsletter", 3, "loss_if_dropped_per_week = [20, 400]"))
    one, other = decision(settled, "Newsletter"), decision(vague, "Newsletter")
    assert one.action is other.action is Action.DROP
    assert one.probability is not None
    assert other.probability is not None
    assert other.npv_high - other.npv_low > one.npv_high - one.npv_low
    assert other.probability < one.probability <= 1
    assert (one.verdict, vague.find_out[0].activity) == (Verdict.YES, "Newsletter")
    assert other.verdict is Verdict.FIND_OUT_FIRST
    assert "count what that would cost" in vague.find_out[0].question
    assert settled.totals.probability == one.probability


def _would_go(plan: Plan, name: str) -> dict[str, tuple[float, float]]:
    """What the sentence names, price and worth, each with what is counted today."""
    why = decision(plan, name).why
    found = {}
    for lever, words in (("price", r"price of at most"), ("worth", r"worth at least")):
        hit = re.search(words + r" ([\d,.]+) USD[^(]*\(([\d,.]+) USD is counted\)", why)
        if hit:
            then, now = (float(part.replace(",", "")) for part in hit.groups())
            found[lever] = (then, now)
    return found


@pytest.mark.parametrize("price", [36, 45, 60, 90])
def test_both_thresholds_of_what_stays_lie_beyond_what_is_counted_today(price: int):
    dear = BOOKKEEPER.replace("price = 20", f"price = {price}").replace("specialist", "generalist")
    plan = plan_of(BUSINESS + dear + activity("Books", 8))
    books = decision(plan, "Books")
    assert books.action is Action.KEEP
    named = _would_go(plan, "Books")
    assert named["price"][0] < named["price"][1] == price
    assert named["worth"][0] > named["worth"][1]
    assert books.pays_from == pytest.approx(named["worth"][0], abs=1)
    for flip in books.flips:
        if flip.lever in named:
            assert flip.then == pytest.approx(named[flip.lever][0], abs=1)


def test_at_the_price_or_the_worth_it_names_the_work_goes():
    dear = BOOKKEEPER.replace("price = 20", "price = 45").replace("specialist", "generalist")
    named = _would_go(plan_of(BUSINESS + dear + activity("Books", 8)), "Books")
    cheaper = dear.replace("price = 45", f"price = {named['price'][0]}")
    worthier = BUSINESS.replace("worth_per_hour = 50", f"worth_per_hour = {named['worth'][0]}")
    assert decision(plan_of(BUSINESS + cheaper + activity("Books", 8)), "Books").leaves
    assert decision(plan_of(worthier + dear + activity("Books", 8)), "Books").leaves


def test_what_leaves_pays_from_a_worth_that_its_hour_has(plan: Plan):
    for found in plan.decisions:
        if found.leaves and found.action is not Action.DROP:
            assert found.pays_from is not None
            assert found.pays_from <= plan.worth_freed
