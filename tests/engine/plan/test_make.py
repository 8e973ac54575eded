"""The plan as a whole: what it may never do, and what it must say."""

from __future__ import annotations

from datetime import date

import pytest

from hoursback.engine.capture.activity import Bound
from hoursback.engine.errors import HoursbackError, NoPlanError
from hoursback.engine.plan.problem import Action
from hoursback.engine.plan.verdicts import Verdict
from tests.engine.plan.planning import decision, plan_of, two_weeks

BUSINESS = """
[business]
income_per_year = 120000
worth_per_hour = 50
hours_per_week = 45
builtin_roles = false
"""
BOOKKEEPER = """
[[person]]
name = "Bo"
kind = "contractor"
price = 20
hours_per_week = 15
experience = "specialist"
"""


def activity(name: str, hours: float = 6, more: str = "") -> str:
    return f'[[activity]]\nname = "{name}"\nhours_per_week = {hours}\n{more}\n'


@pytest.mark.parametrize("reason", [bound.value for bound in Bound if bound])
def test_work_that_only_the_owner_can_do_never_leaves(reason: str):
    plan = plan_of(BUSINESS + BOOKKEEPER + activity("Signing", 9, f'must_be_owner = "{reason}"\nliking = 0'))
    assert decision(plan, "Signing").action is Action.KEEP
    assert decision(plan, "Signing").verdict is Verdict.NO


def test_core_work_never_leaves_and_loathed_work_does():
    plan = plan_of(
        BUSINESS + BOOKKEEPER + activity("Design", 9, "core = 3\nliking = 1") + activity("Books", 9, "liking = 1")
    )
    assert decision(plan, "Design").action is Action.KEEP
    assert decision(plan, "Books").action is Action.HOURLY


def test_somebody_below_the_bar_never_gets_the_work_and_the_text_says_so():
    sam = (
        '[[person]]\nname = "Sam"\nkind = "employee"\nengaged = true\nhours_per_week = 20\nskills = {bookkeeping = 2}\n'
    )
    plan = plan_of(BUSINESS + sam + activity("Books", 8, "requires = {bookkeeping = 3}"))
    books = decision(plan, "Books")
    assert books.action is Action.KEEP
    assert any("below the bar" in sentence and "Sam" in sentence for sentence in books.below_the_bar)
    assert "below the bar" in books.why


def test_an_employee_who_clears_the_bar_does_it_in_house():
    sam = (
        '[[person]]\nname = "Sam"\nkind = "employee"\nengaged = true\nhours_per_week = 20\nskills = {bookkeeping = 3}\n'
    )
    plan = plan_of(BUSINESS + sam + activity("Books", 8, "requires = {bookkeeping = 3}"))
    assert decision(plan, "Books").action is Action.IN_HOUSE
    assert decision(plan, "Books").cost_per_week == 0


def test_work_close_to_the_core_goes_only_to_an_employee_who_excels():
    able = '[[person]]\nname = "{name}"\nkind = "employee"\nengaged = true\nhours_per_week = 20\n'
    able += "skills = {{design = {level}}}\n"
    core = activity("Drawing", 8, "core = 2\ntime = 1\nrequires = {design = 3}")
    meets = plan_of(BUSINESS + BOOKKEEPER + able.format(name="Sam", level=3) + core)
    excels = plan_of(BUSINESS + BOOKKEEPER + able.format(name="Ada", level=5) + core)
    assert decision(meets, "Drawing").action is Action.KEEP
    assert decision(excels, "Drawing").action is Action.IN_HOUSE
    assert decision(excels, "Drawing").person == "Ada"


def test_nothing_is_dropped_that_nobody_offered_to_drop():
    without = plan_of(BUSINESS + activity("Newsletter", 3, "liking = 0"))
    offered = plan_of(BUSINESS + activity("Newsletter", 3, "liking = 0\nloss_if_dropped_per_week = 5"))
    assert decision(without, "Newsletter").action is Action.KEEP
    assert decision(offered, "Newsletter").action is Action.DROP
    assert decision(offered, "Newsletter").hours_freed == pytest.approx(3)


def test_a_service_automates_and_a_quote_is_a_fixed_price():
    tool = '[[person]]\nname = "Tool"\nkind = "service"\ncost_per_month = 20\nskills = {booking = 3}\n'
    quote = '[[quote]]\nactivity = "Books"\nperson = "Bo"\nfixed_price_per_month = 100\n'
    plan = plan_of(
        BUSINESS + BOOKKEEPER + tool + quote + activity("Booking", 4, "requires = {booking = 2}") + activity("Books", 8)
    )
    assert decision(plan, "Booking").action is Action.AUTOMATE
    assert decision(plan, "Books").action is Action.FIXED
    assert decision(plan, "Books").cost_per_week == pytest.approx(100 * 12 / 52)


def test_a_retainer_is_paid_every_week():
    plan = plan_of(BUSINESS + BOOKKEEPER + "retainer_hours = 6\n" + activity("Books", 8))
    assert decision(plan, "Books").action is Action.RETAINER
    assert decision(plan, "Books").cost_per_week == pytest.approx(6 * 20 * 1.05)


def test_who_declines_a_kind_of_work_is_not_offered_it():
    plan = plan_of(BUSINESS + BOOKKEEPER + 'declines = ["books"]\n' + activity("Books", 8))
    assert decision(plan, "Books").action is Action.KEEP
    assert "does not want" in decision(plan, "Books").why


def test_a_log_without_settings_gives_a_first_plan_with_roles_to_be_found():
    plan = plan_of("", two_weeks(E_mail=1.6, Client_design=4.0, Admin=1.5), score=90)
    leaving = [found for found in plan.decisions if found.leaves]
    assert leaving
    assert {found.action for found in leaving} == {Action.ROLE}
    assert all(found.verdict is Verdict.FIND_OUT_FIRST for found in leaving)
    assert "No income is stated" in plan.assumed_first[0]
    assert plan.first_step is not None


def test_a_log_that_cannot_be_trusted_never_gets_a_yes():
    log = two_weeks(Books=2.0, Design=4.0)
    books = '[[activity]]\nname = "Books"\nliking = 0\n[[activity]]\nname = "Design"\ncore = 3\n'
    settings = BUSINESS + BOOKKEEPER + books
    assert decision(plan_of(settings, log, score=95), "Books").verdict is Verdict.YES
    assert all(found.verdict is not Verdict.YES for found in plan_of(settings, log, score=59).decisions)


def test_the_same_seed_gives_the_same_answer():
    text = BUSINESS + BOOKKEEPER + activity("Books", 8, "liking = 1") + activity("Mail", 5)
    assert plan_of(text, seed=3) == plan_of(text, seed=3)


def test_the_plan_starts_on_the_monday_after_the_logs_last_day_unless_stated():
    log = two_weeks(Books=2.0)
    assert plan_of("", log, score=90).start == date(2026, 1, 19)
    assert plan_of("[business]\nstart = 2026-03-02\n", log, score=90).start == date(2026, 3, 2)


def test_lines_add_up_to_the_totals():
    plan = plan_of(BUSINESS + BOOKKEEPER + activity("Books", 8, "liking = 1") + activity("Mail", 5, "liking = 1"))
    leaving = [found for found in plan.decisions if found.leaves]
    assert len(leaving) == 2
    assert sum(found.npv for found in leaving) == pytest.approx(plan.totals.npv, abs=0.01)
    assert sum(found.hours_freed for found in leaving) == pytest.approx(plan.totals.hours_freed)
    by_week = [sum(week) for week in zip(*(found.hours_by_week for found in leaving), strict=True)]
    assert by_week == pytest.approx(list(plan.hours_by_week), abs=1e-5)


def test_no_hours_at_all_is_refused():
    with pytest.raises(NoPlanError):
        plan_of('[[activity]]\nname = "Books"\n')


def test_another_currency_without_income_is_refused_with_the_next_move():
    with pytest.raises(HoursbackError) as refusal:
        plan_of('[business]\ncurrency = "EUR"\n', two_weeks(Books=2.0), score=90)
    assert "income_per_year" in refusal.value.hint


def test_every_default_that_was_used_is_named():
    plan = plan_of(BUSINESS + BOOKKEEPER + activity("Books", 8))
    named = {default.name for default in plan.defaults}
    assert {"phi", "LR", "s0", "s_inf", "half_life", "q", "rw", "brief", "search", "fee", "departures"} <= named
    assert {"e0_specialist", "e_inf_specialist", "caution", "p_yes", "setup_hours_per_week", "start"} <= named
    stated = plan_of(BUSINESS + BOOKKEEPER + activity("Books", 8) + "[assumptions]\nphi = 0.7\nLR = [0.8, 0.9]\n")
    assert {"phi", "LR"}.isdisjoint({default.name for default in stated.defaults})


def test_a_hand_off_that_only_the_budget_forbids_is_not_yet_and_names_the_budget():
    text = BUSINESS + "budget_per_month = 100\n" + BOOKKEEPER + activity("Books", 12, "liking = 1")
    plan = plan_of(text)
    books = decision(plan, "Books")
    assert books.verdict is Verdict.NOT_YET
    assert "budget" in plan.not_yet[0].condition


def test_somebody_whose_work_is_often_done_again_frees_fewer_hours():
    usual = plan_of(BUSINESS + BOOKKEEPER + activity("Books", 8))
    careless = plan_of(BUSINESS + BOOKKEEPER + "rework = [0.3, 0.5]\n" + activity("Books", 8))
    assert decision(careless, "Books").hours_freed < decision(usual, "Books").hours_freed - 0.5


def test_growth_turns_a_no_into_a_later_start_or_a_date():
    dear = BOOKKEEPER.replace("price = 20", "price = 60") + "efficiency = [1.2, 0.8]\n" + activity("Books", 6)
    today = plan_of(BUSINESS + dear)
    assert decision(today, "Books").action is Action.KEEP
    assert today.not_yet == ()
    grown = plan_of(BUSINESS + "growth_per_year = 0.5\nworth_growth = 0.5\n" + dear)
    dated = [waiting for waiting in grown.not_yet if waiting.date is not None and waiting.date > grown.start]
    assert (decision(grown, "Books").start_week or 0) > 4 or [waiting.activity for waiting in dated] == ["Books"]


def test_without_an_income_a_role_that_does_not_pay_at_the_markets_price_is_sought_at_a_lower_one():
    plan = plan_of("", two_weeks(Admin=3.0, Design=4.0), score=95)
    assert decision(plan, "Admin").action is Action.ROLE
    assert decision(plan, "Admin").verdict is Verdict.FIND_OUT_FIRST
    assert "at up to 19 USD an hour" in decision(plan, "Admin").why
    assert any("below the market's 25" in default.why for default in plan.defaults)
