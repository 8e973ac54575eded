"""The sliders show another plan and change nothing that was stated."""

from __future__ import annotations

from typing import Any

import pytest

from hoursback.web.accounts.scope import acting_in
from hoursback.web.plan import selectors
from hoursback.web.plan.forms import LeversForm
from hoursback.web.plan.models import Limits, MadePlan
from tests.web.cast import Player
from tests.web.plan.reading import text_of

pytestmark = pytest.mark.urls("tests.web.plan.urls")


def moved(studio: Player, **figures: Any) -> dict[str, Any]:
    with acting_in(studio.workspace):
        form = LeversForm(settings=selectors.settings_of(studio.workspace))
        return {**form.initial, **figures}


def test_a_moved_slider_shows_another_plan_and_changes_nothing_that_was_stated(plan: MadePlan, studio: Player) -> None:
    answer = studio.client.post(f"{studio.root}plan/look/", moved(studio, budget_per_month=300), follow=True)
    page = text_of(answer)
    assert "This is a look with other figures" in page
    with acting_in(studio.workspace):
        assert selectors.plan_in_force(studio.member) == plan
        assert Limits.objects.get().budget_per_month == 900
        look = MadePlan.objects.exclude(pk=plan.pk).get()
    assert look.levers == {"budget_per_month": 300.0}
    studio.client.post(f"{studio.root}plan/{look.pk}/keep/")
    with acting_in(studio.workspace):
        assert selectors.plan_in_force(studio.member) == look
    studio.client.post(f"{studio.root}plan/make/")
    with acting_in(studio.workspace):
        assert selectors.plan_in_force(studio.member) == plan


def test_sliders_at_what_was_stated_are_the_plan_itself(plan: MadePlan, studio: Player) -> None:
    studio.client.post(f"{studio.root}plan/look/", moved(studio))
    assert MadePlan.everywhere.count() == 1


def test_while_one_looks_only_the_answer_is_exchanged_and_said_aloud(plan: MadePlan, studio: Player) -> None:
    answer = studio.client.post(f"{studio.root}plan/look/", moved(studio, prices=20), headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert 'hx-swap-oob="innerHTML:#plan-answer"' in page
    assert "?plan=" in answer["HX-Push-Url"]


@pytest.mark.parametrize(
    "figures",
    [{"budget_per_month": -1}, {"caution": 400}, {"prices": "abc"}, {"worth_per_hour": "nan"}, {"prices": "1e999"}],
)
def test_odd_slider_values_are_answered_beside_the_box_and_kept(
    plan: MadePlan, studio: Player, figures: dict[str, Any]
) -> None:
    answer = studio.client.post(f"{studio.root}plan/look/", moved(studio, **figures))
    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()
    assert f'value="{next(iter(figures.values()))}"' in answer.content.decode()
    swapped = studio.client.post(f"{studio.root}plan/look/", moved(studio, **figures), headers={"HX-Request": "true"})
    assert (swapped.status_code, swapped["HX-Retarget"]) == (422, "#levers")
