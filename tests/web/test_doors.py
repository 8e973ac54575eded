"""The doors: who gets in, what a browser may keep, and what a refusal looks like."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import clear_url_caches, path
from django.utils import timezone

from hoursback.web import urls
from hoursback.web.accounts import rights, roles
from hoursback.web.accounts.actions import change_workspace, make_token
from hoursback.web.accounts.models import Token
from hoursback.web.accounts.roles import EVERYBODY, OWNER, Scope
from hoursback.web.accounts.scope import acting_in, active_id
from hoursback.web.people.actions import add_person
from hoursback.web.people.models import Person
from tests.web.cast import Player


def test_the_owner_opens_the_first_page(olive: Player) -> None:
    assert olive.client.get(olive.root).status_code == 200


def test_a_foreign_workspace_looks_like_a_missing_one(olive: Player, rex: Player) -> None:
    foreign, missing = rex.client.get(olive.root), rex.client.get("/w/zzzzzzzzzz/")
    assert foreign.status_code == missing.status_code == 404


def test_whoever_is_not_logged_in_is_sent_to_log_in_and_back(olive: Player) -> None:
    answer = Client().get(f"{olive.root}people/?a=1")
    assert answer.status_code == 302
    assert answer["Location"] == f"/account/login/?next={olive.root}people/%3Fa%3D1"


def test_a_member_whose_role_does_not_reach_is_told_so(olive: Player, sam: Player) -> None:
    answer = sam.client.get(f"{olive.root}people/")
    assert answer.status_code == 403
    assert "role" in answer.content.decode()


def test_a_right_that_was_taken_is_gone_with_the_next_request(olive: Player, max_: Player) -> None:
    assert max_.client.get(f"{olive.root}people/").status_code == 200
    max_.member.is_active = False
    max_.member.save()
    assert max_.client.get(f"{olive.root}people/").status_code == 404


# Views planted for these tests.


def scoped(request: Any) -> HttpResponse:
    """Says in which workspace it runs, and streams the same later."""

    def later() -> Iterator[bytes]:
        yield f"{active_id()} {Person.objects.count()}".encode()

    return StreamingHttpResponse(later())


def acting(request: HttpRequest) -> HttpResponse:
    """A view that does its deed for any method."""
    return HttpResponse("done")


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    acting.csrf_exempt = True  # type: ignore[attr-defined]
    more = [
        path("w/<str:workspace>/planted/scoped", scoped, name="planted-scoped"),
        path("api/v1/w/<str:workspace>/planted", acting, name="planted-acting"),
        path("w/<str:workspace>/planted/post", acting, name="planted-post"),
    ]
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, *more])
    rows = {
        "planted-scoped": roles.member(EVERYBODY),
        "planted-acting": roles.member(OWNER, "GET POST", scope=Scope.LOG),
        "planted-post": roles.member(OWNER, "POST"),
    }
    for name, row in rows.items():
        monkeypatch.setitem(rights._ROUTES, name, row)
    clear_url_caches()
    yield
    monkeypatch.undo()
    clear_url_caches()


@pytest.mark.usefixtures("planted")
def test_a_streamed_answer_is_made_inside_its_workspace_and_the_scope_ends_with_it(olive: Player) -> None:
    answer = olive.client.get(f"{olive.root}planted/scoped")
    assert b"".join(answer.streaming_content).decode() == f"{olive.workspace.pk} 1"
    assert active_id() is None


@pytest.mark.usefixtures("planted")
def test_head_does_not_reach_a_view_that_only_takes_posts(olive: Player) -> None:
    assert olive.client.head(f"{olive.root}planted/post").status_code == 405


@pytest.mark.usefixtures("planted")
def test_options_names_the_methods_and_runs_nothing(olive: Player, rex: Player) -> None:
    answer = olive.client.options(f"{olive.root}planted/post")
    assert (answer.status_code, answer["Allow"], answer.content) == (204, "OPTIONS, POST", b"")
    assert rex.client.options(f"{olive.root}planted/post").status_code == 404


# Tokens.


def token_for(player: Player, scope: Scope = Scope.LOG) -> str:
    with acting_in(player.workspace):
        secret = make_token(actor=player.member, name="phone", scope=scope, days=30)
    assert secret is not None
    return secret


def call(player: Player, secret: str, method: str = "POST", client: Client | None = None) -> Any:
    address = f"/api/v1{player.root}planted"
    browser = client or Client(enforce_csrf_checks=True)
    return browser.generic(method, address, headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.usefixtures("planted")
def test_a_token_needs_no_csrf_check_and_a_session_does(olive: Player) -> None:
    assert call(olive, token_for(olive)).status_code == 200
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(olive.user, backend="django.contrib.auth.backends.ModelBackend")
    refused = strict.post(f"/api/v1{olive.root}planted")
    assert refused.status_code == 403
    assert "expired" in json.loads(refused.content)["error"]["what"]
    assert strict.get(f"/api/v1{olive.root}planted").status_code == 200


@pytest.mark.usefixtures("planted")
def test_a_bad_token_is_not_helped_by_a_session_that_comes_along(olive: Player) -> None:
    answer = call(olive, "hb_pat_nonsense", client=olive.client)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert json.loads(answer.content)["error"]["hint"]


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("ending", ["revoked", "expired", "left", "switched off"])
def test_a_token_ends_with_whatever_it_stood_on(olive: Player, ending: str) -> None:
    secret, now = token_for(olive), timezone.now()
    changed = {"revoked": {"revoked_at": now}, "expired": {"expires_at": now - timedelta(seconds=1)}}
    with acting_in(olive.workspace):
        Token.objects.update(**changed.get(ending, {"name": "same"}))
    if ending == "left":
        olive.member.is_active = False
        olive.member.save()
    if ending == "switched off":
        olive.user.is_active = False
        olive.user.save()
    assert call(olive, secret).status_code == (404 if ending == "left" else 401)


@pytest.mark.usefixtures("planted")
def test_a_token_opens_its_own_workspace_and_no_more_than_its_scope(olive: Player, rex: Player) -> None:
    assert call(rex, token_for(olive)).status_code == 404
    refused = call(olive, token_for(olive, Scope.READ))
    assert refused.status_code == 403
    assert refused["Content-Type"].startswith("application/json")
    assert Client().get(olive.root, headers={"Authorization": f"Bearer {token_for(olive)}"}).status_code == 403


@pytest.mark.usefixtures("planted")
def test_the_last_use_of_a_token_is_written_once_a_minute(olive: Player, django_assert_num_queries: Any) -> None:
    secret = token_for(olive)
    call(olive, secret)
    with acting_in(olive.workspace):
        used = Token.objects.get().last_used_at
    assert used is not None
    with django_assert_num_queries(1):
        call(olive, secret)
    with acting_in(olive.workspace):
        assert Token.objects.get().last_used_at == used
        Token.objects.update(last_used_at=used - timedelta(seconds=61))
        call(olive, secret)
        assert Token.objects.get().last_used_at > used


@pytest.mark.usefixtures("planted")
def test_refusals_of_the_api_are_json(olive: Player, rex: Player) -> None:
    answers = {
        401: Client().get(f"/api/v1{olive.root}planted"),
        404: rex.client.get(f"/api/v1{olive.root}planted"),
        405: olive.client.put(f"/api/v1{olive.root}planted"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert set(json.loads(answer.content)["error"]) >= {"what", "where", "value", "hint", "request"}


# What a browser keeps.


def page(player: Player, **headers: str) -> Any:
    return player.client.get(f"{player.root}people/", headers=headers)


def test_an_unchanged_page_is_answered_with_304_until_something_changes(olive: Player) -> None:
    page(olive)
    first = page(olive)
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "HX-Request"} <= {name.strip() for name in first["Vary"].split(",")}
    again = page(olive, if_none_match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert page(olive, if_none_match=f'W/{first["ETag"]}, "x"').status_code == 304
    with acting_in(olive.workspace):
        add_person(actor=olive.member, facts={"name": "Bea", "kind": "contractor"})
    changed = page(olive, if_none_match=first["ETag"])
    assert changed.status_code == 200
    assert "Bea" in changed.content.decode()


def test_a_tag_is_good_for_one_member_one_look_and_one_part_of_a_page(olive: Player, max_: Player) -> None:
    page(olive)
    mark = page(olive)["ETag"]
    page(max_)
    assert page(max_, if_none_match=mark).status_code == 200
    assert page(olive, if_none_match=mark, hx_request="true").status_code == 200
    olive.user.theme = "dark"
    olive.user.save()
    assert page(olive, if_none_match=mark).status_code == 200


def test_a_page_with_something_to_say_is_never_left_out(olive: Player) -> None:
    page(olive)
    with acting_in(olive.workspace):
        bea = add_person(actor=olive.member, facts={"name": "Bea", "kind": "contractor"})
    assert bea is not None
    mark = page(olive)["ETag"]
    # Nothing changes, but there is a message to show.
    olive.client.post(f"{olive.root}people/{bea.pk}/return")
    told = page(olive, if_none_match=mark)
    assert told.status_code == 200
    assert "Bea is back" in told.content.decode()
    assert page(olive, if_none_match=mark).status_code == 304


# A second factor that the workspace asks for.


def test_a_workspace_can_ask_for_a_second_factor(olive: Player, sam: Player) -> None:
    with acting_in(olive.workspace):
        change_workspace(actor=olive.member, facts={"needs_second_factor": True})
    answer = sam.client.get(olive.root)
    assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/")
    Authenticator.objects.create(user=sam.user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert sam.client.get(olive.root).status_code == 302
    Authenticator.objects.create(user=sam.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert sam.client.get(olive.root).status_code == 200
    assert Client().get(olive.root).status_code == 302
