"""Who sees what of a plan."""

from __future__ import annotations

import pytest

from hoursback.engine.capture.sample import SAMPLE_SETTINGS
from hoursback.web.accounts.models import Workspace
from hoursback.web.plan.models import MadePlan, Share
from tests.web.cast import Player
from tests.web.plan.conftest import log_sample, planned
from tests.web.plan.reading import private_figures, text_of

pytestmark = pytest.mark.urls("tests.web.plan.urls")
CANARY = 7654321
"""An income that must not be told to a manager."""


def test_a_manager_sees_the_plan_and_never_the_worth(olive: Player, max_: Player) -> None:
    log_sample(olive, SAMPLE_SETTINGS.replace("income_per_year = 96000", f"income_per_year = {CANARY}"))
    first, second = planned(olive), planned(olive, {"worth_per_hour": 8765.0})
    private = (
        private_figures(first.answer) | private_figures(second.answer) | {str(CANARY), "7,654,321", "8765", "8,765"}
    )
    addresses = (
        *("plan/", f"plan/?plan={first.pk}", "plan/history/", "plan/print/"),
        *(f"plan/{first.pk}/line/{i}/" for i in range(3)),
        f"plan/compare/?a={first.pk}&b={second.pk}",
    )
    for address in addresses:
        answer = max_.client.get(max_.root + address)
        assert answer.status_code == 200, address
        assert not [figure for figure in private if figure in answer.content.decode()], address
        assert answer["Cache-Control"] == "no-store"
    page = text_of(max_.client.get(f"{max_.root}plan/"))
    assert first.answer["decisions"][0]["activity"] in page
    assert "Worth by the end" not in page
    assert "Paid back" not in page


def test_a_manager_sees_all_of_it_once_the_owner_shares_the_money(plan: MadePlan, studio: Player, max_: Player) -> None:
    Workspace.objects.filter(pk=studio.workspace.pk).update(has_money_shared=True)
    page = text_of(max_.client.get(f"{max_.root}plan/"))
    assert "Worth by the end" in page


def test_only_the_owner_makes_decides_limits_and_shares(plan: MadePlan, max_: Player) -> None:
    posts = ("make/", "look/", f"{plan.pk}/keep/", f"{plan.pk}/line/0/decide/", f"{plan.pk}/line/0/retract/")
    for address in posts:
        assert max_.client.post(f"{max_.root}plan/{address}").status_code == 403, address
    for address in ("limits/", "limits/file/", "limits/assumptions/", f"{plan.pk}/links/"):
        assert max_.client.get(f"{max_.root}plan/{address}").status_code == 403, address


def test_helpers_and_strangers_see_nothing(plan: MadePlan, studio: Player, sam: Player, rex: Player) -> None:
    assert sam.client.get(f"{sam.root}plan/").status_code == 403
    assert rex.client.get(f"{studio.root}plan/").status_code == 404
    for address in ("", "line/0/", "print/", "links/"):
        own = f"{rex.root}plan/?plan={plan.pk}" if not address else f"{rex.root}plan/{plan.pk}/{address}"
        assert rex.client.get(own).status_code == 404
    for address in ("keep/", "line/0/decide/", "line/0/retract/", "links/"):
        assert rex.client.post(f"{rex.root}plan/{plan.pk}/{address}", {"days": 3}).status_code == 404
    assert not Share.everywhere.exists()
