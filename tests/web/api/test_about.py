from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from hoursback.web.accounts.models import Token
from hoursback.web.accounts.roles import Scope
from tests.web.api.conftest import caller
from tests.web.cast import Player


def test_a_token_says_where_it_leads_and_as_whom(olive: Player) -> None:
    answer = caller(olive.member, Scope.LOG).get("about")
    assert answer.status_code == 200
    assert answer.json()["role"] == "owner"
    assert answer.json()["scope"] == "log"
    assert answer.json()["timezone"] == "Europe/Berlin"


def test_a_logged_in_browser_may_ask_too(olive: Player) -> None:
    answer = olive.client.get(f"/api/v1/w/{olive.workspace.public_id}/about")
    assert answer.status_code == 200
    assert answer.json()["scope"] is None


def test_without_a_token_the_answer_is_the_same_for_real_and_missing_workspaces(olive: Player) -> None:
    real, missing = (Client().get(f"/api/v1/w/{w}/about") for w in (olive.workspace.public_id, "zzzzzzzzzz"))
    assert real.status_code == missing.status_code == 401
    assert real.json()["error"]["what"] == missing.json()["error"]["what"]


def test_a_foreign_workspace_looks_like_a_missing_one(olive: Player, rex: Player) -> None:
    stranger = caller(rex.member)
    foreign = stranger.get("about", workspace=olive.workspace.public_id)
    missing = stranger.get("about", workspace="zzzzzzzzzz")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.json()["error"]["what"] == missing.json()["error"]["what"]


def test_a_token_that_is_revoked_expired_or_of_a_member_who_left_opens_nothing(olive: Player, max_: Player) -> None:
    revoked, expired, left = caller(olive.member), caller(olive.member), caller(max_.member)
    tokens = list(Token.everywhere.order_by("pk"))
    Token.everywhere.filter(pk=tokens[0].pk).update(revoked_at=timezone.now())
    Token.everywhere.filter(pk=tokens[1].pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    type(max_.member).objects.filter(pk=max_.member.pk).update(is_active=False)
    assert revoked.get("about").status_code == 401
    assert expired.get("about").status_code == 401
    assert left.get("about").status_code in (401, 404)


def test_head_is_a_get_without_a_body(olive: Player) -> None:
    answer = caller(olive.member).say("HEAD", "about")
    assert (answer.status_code, answer.content) == (200, b"")
