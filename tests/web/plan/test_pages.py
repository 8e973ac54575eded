"""The page of a plan: its answer, its lines, waiting and failing, two plans side by side."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hoursback.engine.errors import NoPlanError
from hoursback.web.accounts.scope import acting_in
from hoursback.web.plan import actions, jobs, making
from hoursback.web.plan.models import Limits, MadePlan, Terms
from tests.web import cast
from tests.web.cast import Player
from tests.web.plan.conftest import log_sample, planned
from tests.web.plan.reading import index_of, said_on_a_page, text_of

pytestmark = pytest.mark.urls("tests.web.plan.urls")


def test_the_page_answers_first_with_the_engines_sentence_and_the_first_step(plan: MadePlan, studio: Player) -> None:
    page = text_of(studio.client.get(f"{studio.root}plan/"))
    assert said_on_a_page(plan, plan.answer["headline"]) in page
    assert said_on_a_page(plan, plan.answer["first_step"]["text"]) in page
    for line in plan.answer["decisions"]:
        assert line["activity"].replace("'", "&#x27;") in page


def test_every_page_of_the_plan_opens(plan: MadePlan, studio: Player) -> None:
    look = planned(studio, {"budget_per_month": 500.0})
    with acting_in(studio.workspace):
        activity = Terms.objects.first()
        assert activity is not None
    addresses = (
        *("plan/", f"plan/?plan={plan.pk}", f"plan/{plan.pk}/line/0/", "plan/history/", "plan/print/", "plan/limits/"),
        *(f"plan/{plan.pk}/print/", f"plan/{plan.pk}/links/", f"plan/compare/?a={plan.pk}&b={look.pk}"),
        *("plan/limits/assumptions/", f"plan/limits/terms/{activity.activity_id}/", "plan/limits/file/"),
    )
    for address in addresses:
        assert studio.client.get(studio.root + address).status_code == 200, address


def test_without_hours_the_page_says_what_is_missing_and_where_to_go(olive: Player) -> None:
    page = olive.client.get(f"{olive.root}plan/")
    assert "No hours yet" in text_of(page)
    refused = olive.client.post(f"{olive.root}plan/make/")
    assert refused.status_code == 400
    assert b'role="alert"' in refused.content


def test_the_owner_makes_a_plan_with_one_press(studio: Player) -> None:
    assert "Make the plan" in text_of(studio.client.get(f"{studio.root}plan/"))
    made = studio.client.post(f"{studio.root}plan/make/", follow=True)
    assert "You could get back" in text_of(made)


@pytest.mark.parametrize(
    "address", ["plan/?plan=x", "plan/?plan=-1", f"plan/?plan={2**63}", "plan/?plan=²", "plan/?plan=99"]
)
def test_odd_numbers_in_the_address_find_nothing(plan: MadePlan, studio: Player, address: str) -> None:
    assert studio.client.get(studio.root + address).status_code == 404


def test_comparing_without_two_plans_leads_back_to_the_list(plan: MadePlan, studio: Player) -> None:
    answer = studio.client.get(f"{studio.root}plan/compare/?a={plan.pk}")
    assert answer["Location"].endswith("plan/history/")


def test_a_line_beyond_the_plan_is_not_there(plan: MadePlan, studio: Player) -> None:
    assert studio.client.get(f"{studio.root}plan/{plan.pk}/line/999/").status_code == 404
    assert studio.client.post(f"{studio.root}plan/{plan.pk}/line/999/decide/", {}).status_code == 404


def test_a_line_says_every_way_it_could_go_and_what_turns_it(plan: MadePlan, studio: Player) -> None:
    page = text_of(studio.client.get(f"{studio.root}plan/{plan.pk}/line/{index_of(plan, 'Bookkeeping')}/"))
    assert "Every way it could go" in page
    assert "Berta Klein, bookkeeper" in page
    assert "What would turn it" in page


def test_a_waiting_page_draws_nothing_until_the_full_answer_is_there(
    studio: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "enqueue", lambda *args: "")
    plan = planned(studio)
    address, htmx = f"{studio.root}plan/?plan={plan.pk}&wait=1", {"HX-Request": "true"}
    first = text_of(studio.client.get(f"{studio.root}plan/"))
    assert "A first answer: another plan could be better by up to" in first
    assert "Refresh" in first
    assert studio.client.get(address, headers=htmx).status_code == 204
    with acting_in(studio.workspace):
        actions.work_out(studio.workspace, plan.pk)
    ready = studio.client.get(address, headers=htmx)
    assert ready.status_code == 200
    assert "A first answer" not in text_of(ready)


def test_a_failed_plan_says_what_happened_and_offers_to_try_again(
    studio: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "enqueue", lambda *args: "")
    monkeypatch.setattr(making, "is_quick", lambda saw: False)
    plan = planned(studio)

    def answer_of(*args: Any, **kwargs: Any) -> dict[str, Any]:
        raise NoPlanError("There are no hours to plan with.", hint="Log a few days.")

    monkeypatch.setattr(making, "answer_of", answer_of)
    with acting_in(studio.workspace):
        actions.work_out(studio.workspace, plan.pk)
    page = text_of(studio.client.get(f"{studio.root}plan/"))
    assert "There are no hours to plan with." in page
    assert "Log a few days." in page
    assert "Make it again" in page


def test_the_page_asks_a_constant_number_of_questions(
    plan: MadePlan, studio: Player, django_assert_max_num_queries: Any
) -> None:
    studio.client.get(f"{studio.root}plan/")
    with django_assert_max_num_queries(45):
        studio.client.get(f"{studio.root}plan/")


def test_another_business_may_share_names_without_meeting(studio: Player) -> None:
    other = cast.player(cast.owner_of("Another", "Oscar"))
    log_sample(other)
    assert planned(other).pk != planned(studio).pk


def test_two_plans_compared_say_which_lines_differ_and_what_they_saw_differently(
    plan: MadePlan, studio: Player
) -> None:
    with acting_in(studio.workspace):
        Limits.objects.update(budget_per_month=100)
    newer = planned(studio)
    page = text_of(studio.client.get(f"{studio.root}plan/compare/?a={newer.pk}&b={plan.pk}"))
    assert "Bookkeeping" in page
    assert "business: budget per month 900 100" in page


def test_sentences_of_the_engine_have_the_readers_marks_on_a_page(plan: MadePlan, studio: Player) -> None:
    studio.user.locale = "de_AT"
    studio.user.save()
    line = index_of(plan, "Bookkeeping")
    for address in ("plan/", f"plan/{plan.pk}/line/{line}/", "plan/history/"):
        page, _mark, _table = text_of(studio.client.get(studio.root + address)).partition("assumed, because nobody")
        assert not re.search(r"\d EUR\b(?! paid back)|\b20\d\d-\d\d-\d\d\b", page), address
    page = text_of(studio.client.get(f"{studio.root}plan/"))
    assert "€ " in page
    assert re.search(r"\(likely \d+,\d to \d+,\d\)", page)


def test_the_days_a_plan_used_are_named_as_such(plan: MadePlan, studio: Player) -> None:
    used = plan.answer["days_seen"]
    assert f"{used} work days used" in text_of(studio.client.get(f"{studio.root}plan/history/"))
