"""The vision: stated, compared with the pace, and the owner's alone."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from hoursback.engine.figures import Figure
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.outlook.models import Vision
from hoursback.web.worth.models import Finances
from tests.web.cast import Player, local_today
from tests.web.outlook.growing import grow

SAID = {"hours_per_week": "20", "income_per_year": "91827", "months": "12", "direction": "More shops", "version": "0"}


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def _state(player: Player, **more: str) -> int:
    return player.client.post(f"{player.root}outlook/vision/", SAID | more).status_code


def _page(player: Player) -> str:
    return player.client.get(f"{player.root}outlook/vision/").content.decode()


def test_the_gap_says_what_must_go_by_when(olive: Player) -> None:
    grow(olive.member, local_today())
    assert _state(olive) == 302
    page = _page(olive)
    assert "To work 20 hours a week in" in page
    assert "must be handed off by then" in page
    assert "More shops" in page
    # What keeps the business running goes before what it lives on.
    assert page.index("<strong>Email</strong>") < page.index("<strong>Client work</strong>")


def test_the_worth_of_the_hour_stands_over_the_years(olive: Player) -> None:
    grow(olive.member, local_today())
    with acting_in(olive.workspace):
        Finances.objects.create(workspace=olive.workspace, income_per_year=Figure.exact(90_000.0))
    _state(olive)
    page = _page(olive)
    assert "in 3 years" in page
    assert "for every hour you work" in " ".join(page.split())


def test_one_figure_is_needed_and_what_was_typed_stays(olive: Player) -> None:
    answer = olive.client.post(f"{olive.root}outlook/vision/", SAID | {"hours_per_week": "", "income_per_year": ""})
    assert answer.status_code == 422
    assert "More shops" in answer.content.decode()


@pytest.mark.parametrize(("box", "value"), [("months", "2"), ("months", "37"), ("hours_per_week", "-1")])
def test_figures_out_of_their_limits_are_said_at_their_box(olive: Player, box: str, value: str) -> None:
    assert _state(olive, **{box: value}) == 422


def test_two_tabs_do_not_overwrite_each_other(olive: Player) -> None:
    assert _state(olive) == 302
    assert _state(olive, hours_per_week="25", version="1") == 302
    answer = olive.client.post(f"{olive.root}outlook/vision/", SAID | {"hours_per_week": "35", "version": "1"})
    assert answer.status_code == 409
    assert 'value="35"' in answer.content.decode()
    assert _state(olive, hours_per_week="35", version="2") == 302
    assert Vision.everywhere.get(workspace=olive.workspace).hours_per_week == 35


def test_a_manager_reads_it_only_while_money_is_shared_and_never_changes_it(olive: Player, max_: Player) -> None:
    _state(olive)
    address = f"{max_.root}outlook/vision/"
    assert max_.client.get(address).status_code == 403
    Workspace.objects.filter(pk=olive.workspace.pk).update(has_money_shared=True)
    shared = max_.client.get(address)
    assert shared.status_code == 200
    assert 'name="hours_per_week"' not in shared.content.decode()
    assert max_.client.post(address, SAID | {"version": "1"}).status_code == 403
    assert Vision.everywhere.get(workspace=olive.workspace).hours_per_week == 20


def test_no_event_tells_the_wanted_income(olive: Player) -> None:
    from hoursback.web.accounts.models import Event

    _state(olive)
    assert not any("91827" in str(event.payload) for event in Event.everywhere.filter(workspace=olive.workspace))


def test_rex_sees_another_vision_than_olive(olive: Player, rex: Player) -> None:
    _state(olive)
    assert rex.client.get(f"{olive.root}outlook/vision/").status_code == 404
    assert "Where do you want to be?" in _page(rex)
