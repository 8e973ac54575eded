"""Scenarios: a few changes with a plan of their own, side by side; what is stated stays."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import timezone

from hoursback.engine.figures import Figure
from hoursback.web.accounts.scope import acting_in
from hoursback.web.home.tidying import remove_looks
from hoursback.web.outlook.models import Scenario
from hoursback.web.people.models import Person
from hoursback.web.plan.models import MadePlan
from hoursback.web.worth.models import Finances
from tests.web.cast import Player, local_today
from tests.web.outlook.growing import grow


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture
def business(olive: Player) -> Player:
    """Olive's, with a helper who could take work over."""
    grow(olive.member, local_today(), weeks=10)
    with acting_in(olive.workspace):
        Finances.objects.create(workspace=olive.workspace, income_per_year=Figure.exact(90_000.0))
        Person.objects.create(
            workspace=olive.workspace,
            name="Sam",
            kind="contractor",
            price=Figure.exact(25.0),
            hours_per_week=Figure.exact(15.0),
            engaged=True,
        )
    return olive


def _add(player: Player, **said: object) -> int:
    address = f"{player.root}outlook/scenarios/"
    return player.client.post(address, {"name": "Sam leaves", "once": "abc", **said}).status_code


def test_a_scenario_gets_a_plan_of_its_own_and_the_plan_in_force_stays(business: Player) -> None:
    olive = business
    assert _add(olive, without=["Sam"], growth_per_year="30") == 302
    row = Scenario.everywhere.get(workspace=olive.workspace)
    assert row.changes == {"growth_per_year": 0.3, "without": ["Sam"]}
    assert row.plan is not None
    assert row.plan.answer
    assert [person["name"] for person in row.plan.saw["settings"]["people"]] == []
    assert not MadePlan.everywhere.filter(is_kept=True).exists()
    page = olive.client.get(f"{olive.root}outlook/scenarios/").content.decode()
    assert "Sam leaves" in page
    assert "the work grows +30% a year" in page
    assert "Hours freed a week" in page


def test_the_plan_is_worked_out_by_the_same_jobs_as_any(business: Player) -> None:
    from hoursback.web.plan.jobs import make_plan

    _add(business, price_change="20")
    plan = Scenario.everywhere.get(workspace=business.workspace).plan
    assert plan is not None
    make_plan.func(business.workspace.pk, plan.pk)
    plan.refresh_from_db()
    assert (plan.state, plan.saw["settings"]["price_factor"]) == ("ready", 1.2)


def test_a_scenario_that_changes_nothing_is_refused(business: Player) -> None:
    assert _add(business) == 422
    assert _add(business, budget_per_month="100", unlimited_budget="on") == 422
    assert not Scenario.everywhere.exists()


def test_a_plan_older_than_what_is_stated_says_so_and_is_made_again(business: Player) -> None:
    olive = business
    _add(olive, growth_per_year="10")
    row = Scenario.everywhere.get(workspace=olive.workspace)
    with acting_in(olive.workspace):
        Finances.objects.update(income_per_year=Figure.exact(120_000.0))
    address = f"{olive.root}outlook/scenarios/"
    assert "older than what is stated" in olive.client.get(address).content.decode()
    assert olive.client.post(f"{address}{row.pk}/make/").status_code == 302
    assert "older than what is stated" not in olive.client.get(address).content.decode()


def test_changed_figures_ask_for_another_plan_and_two_tabs_do_not_clash(business: Player) -> None:
    olive = business
    _add(olive, growth_per_year="10")
    row = Scenario.everywhere.get(workspace=olive.workspace)
    address = f"{olive.root}outlook/scenarios/{row.pk}/"
    assert 'value="10"' in olive.client.get(address).content.decode()
    said = {"name": "Growth", "growth_per_year": "20", "version": "1"}
    assert olive.client.post(address, said).status_code == 302
    changed = Scenario.everywhere.get(pk=row.pk)
    assert changed.plan_id not in (None, row.plan_id)
    assert olive.client.post(address, said | {"growth_per_year": "40"}).status_code == 409


def test_whoever_left_since_makes_a_scenario_without_a_plan_and_no_error(business: Player) -> None:
    olive = business
    _add(olive, without=["Sam"])
    row = Scenario.everywhere.get(workspace=olive.workspace)
    with acting_in(olive.workspace):
        Person.objects.filter(name="Sam").update(is_archived=True)
    answer = olive.client.post(f"{olive.root}outlook/scenarios/{row.pk}/make/", follow=True)
    assert answer.status_code == 200
    assert "there is no plan of it" in answer.content.decode()


def test_plans_of_scenarios_outlive_other_looks(business: Player) -> None:
    from datetime import timedelta

    _add(business, growth_per_year="10")
    remove_looks(timezone.now() + timedelta(days=30))
    assert Scenario.everywhere.get(workspace=business.workspace).plan is not None
    Scenario.everywhere.all().delete()
    assert remove_looks(timezone.now() + timedelta(days=30)) == 1


def test_without_hours_a_scenario_is_saved_and_says_why_there_is_no_plan(olive: Player) -> None:
    answer = olive.client.post(
        f"{olive.root}outlook/scenarios/", {"name": "x", "once": "k", "growth_per_year": "5"}, follow=True
    )
    assert "there is no plan of it" in answer.content.decode()


def test_rex_finds_no_scenario_of_olives(business: Player, rex: Player) -> None:
    _add(business, growth_per_year="10")
    row = Scenario.everywhere.get(workspace=business.workspace)
    for more in ("", "make/", "remove/"):
        assert rex.client.post(f"{rex.root}outlook/scenarios/{row.pk}/{more}").status_code == 404
