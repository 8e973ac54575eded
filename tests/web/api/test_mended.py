from __future__ import annotations

import pytest

from hoursback.engine.figures import Figure
from hoursback.web.accounts.roles import Scope
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Activity
from tests.web.api.conftest import caller
from tests.web.cast import Player


@pytest.fixture
def stated(olive: Player) -> Activity:
    with acting_in(olive.workspace):
        return Activity.objects.create(
            workspace=olive.workspace,
            name="Bookkeeping",
            match=["secret word"],
            hours_per_week=Figure.stated_range(3.0, 5.0),
            times_per_month=4,
        )


def test_a_helper_gets_names_of_activities_and_nothing_the_owner_stated(
    stated: Activity, olive: Player, max_: Player, sam: Player
) -> None:
    name = {"id": stated.pk, "name": "Bookkeeping", "is_archived": False}
    helper = caller(sam.member)
    assert helper.get("activities").json()["activities"] == [name]
    assert helper.get(f"activities/{stated.pk}").json() == name
    for leader in (olive, max_):
        assert caller(leader.member).get(f"activities/{stated.pk}").json()["hours_per_week"] == [3.0, 5.0]
        assert caller(leader.member).get("activities").json()["activities"][0]["match"] == ["secret word"]


def test_an_adviser_gets_no_activities(stated: Activity, ada: Player) -> None:
    assert caller(ada.member).get("activities").status_code == 403


@pytest.mark.parametrize(("method", "path"), [("POST", "activities"), ("POST", "timer/start"), ("DELETE", "timer")])
def test_a_scope_that_does_not_reach_is_named_and_the_role_is_not_blamed(olive: Player, method: str, path: str) -> None:
    refused = caller(olive.member, Scope.READ).say(method, path, {"name": "New"} if method == "POST" else None)
    error = refused.json()["error"]
    assert (refused.status_code, error["where"], error["value"]) == (403, "scope", "read")
    assert "scope “read”" in error["what"]
    assert "role" not in error["what"]
    assert "scope" in error["hint"]


def test_a_role_that_does_not_reach_is_still_told_so(sam: Player) -> None:
    assert "role" in caller(sam.member, Scope.WRITE).post("activities", {"name": "New"}).json()["error"]["what"]
