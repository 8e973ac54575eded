"""A plan behind a link."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from hoursback.web.plan.models import MadePlan, Share
from hoursback.web.shared import formats
from tests.web.cast import Player
from tests.web.plan.reading import private_figures, text_of

pytestmark = pytest.mark.urls("tests.web.plan.urls")


def shared(player: Player, plan: MadePlan, **said: Any) -> str:
    page = player.client.post(f"{player.root}plan/{plan.pk}/links/", {"days": 14, "label": "Ada", **said})
    found = re.search(r'value="[^"]*(/plan/shared/[^"]+)"', page.content.decode())
    assert found is not None
    return found[1]


def test_whoever_has_the_link_sees_the_plan_without_worth(plan: MadePlan, studio: Player, client: Any) -> None:
    address = shared(studio, plan)
    answer = client.get(address)
    assert answer.status_code == 200
    page = text_of(answer)
    assert formats.said(plan.answer["headline"], plan.answer["currency"]) in page
    assert not [figure for figure in private_figures(plan.answer) if figure in page]
    assert studio.root not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]


def test_a_link_shows_worth_only_if_that_was_chosen(plan: MadePlan, studio: Player, client: Any) -> None:
    assert "Worth by the end of the plan" in text_of(client.get(shared(studio, plan, shows_worth="on")))


def test_only_the_hash_of_a_link_is_kept(plan: MadePlan, studio: Player) -> None:
    token = shared(studio, plan).rstrip("/").rpartition("/")[2]
    assert len(token) >= 43
    assert token not in str(Share.everywhere.values_list().get())


def test_links_that_are_closed_over_or_wrong_are_all_the_same(plan: MadePlan, studio: Player, client: Any) -> None:
    closed, over, living = (shared(studio, plan) for _ in range(3))
    rows = list(Share.everywhere.order_by("pk"))
    studio.client.post(f"{studio.root}plan/links/{rows[0].pk}/close/")
    Share.everywhere.filter(pk=rows[1].pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(living).status_code == 200
    for address in (closed, over, "/plan/shared/wrong/", f"/plan/shared/{'x' * 500}/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("days", ["0", "91", "-5", "x", ""])
def test_a_link_is_open_for_one_to_ninety_days(plan: MadePlan, studio: Player, days: str) -> None:
    answer = studio.client.post(f"{studio.root}plan/{plan.pk}/links/", {"days": days})
    assert answer.status_code == 400
    assert not Share.everywhere.exists()


def test_a_link_asked_for_twice_is_made_once(plan: MadePlan, studio: Player) -> None:
    said = {"days": 14, "once": "k"}
    for _ in range(2):
        studio.client.post(f"{studio.root}plan/{plan.pk}/links/", said)
    assert Share.everywhere.count() == 1
