from __future__ import annotations

from typing import Any

from hoursback.web.accounts.record import touch
from hoursback.web.accounts.scope import acting_in
from hoursback.web.home.journey import Facts, stages, stages_for
from hoursback.web.plan.models import MadePlan
from tests.web.cast import Player


def test_a_manager_is_shown_their_own_steps_alone(max_: Player) -> None:
    assert [stage.route for stage in stages_for(Facts(), owns=False)] == ["capture:day", "plan:index"]
    page = max_.client.get(max_.root).content.decode()
    assert page.count('class="way-stage') == 2
    assert "kinds of work answered" not in page


def test_the_worth_stage_claims_no_default_where_there_is_none(olive: Player) -> None:
    page = olive.client.get(olive.root).content.decode()
    assert "Nothing says what your hour is worth in EUR" in page
    assert f"{olive.root}worth/money" in page
    assert "an assumption stands in" in stages(Facts())[2].said


def test_an_adviser_finds_the_plan_from_home_once_there_is_one(olive: Player, ada: Player, monkeypatch: Any) -> None:
    monkeypatch.setattr("hoursback.web.plan.selectors.is_stale", lambda *_: False)
    assert "There is no plan yet" in ada.client.get(ada.root).content.decode()
    with acting_in(olive.workspace):
        made = MadePlan.objects.create(
            workspace=olive.workspace, state="ready", is_kept=True, answer={"headline": "You could get back 9 hours."}
        )
        MadePlan.objects.filter(pk=made.pk).update(kept_at=made.made_at)
        touch(olive.workspace.pk)
    page = ada.client.get(ada.root).content.decode()
    assert f'href="{ada.root}plan/"' in page
    assert "You could get back 9 hours." in page
