"""A member who comes by a session is found in one statement, and let in on no other terms than Django's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.http import HttpRequest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoursback.web.accounts import arrival
from hoursback.web.accounts.models import Member, User, Workspace
from tests.web.cast import Player, player

pytestmark = pytest.mark.django_db
PAGE = "log/year/2025/"


def request_of(someone: Player) -> HttpRequest:
    request = HttpRequest()
    request.session = someone.client.session
    return request


def row_of(found: models.Model) -> dict[str, object]:
    return {field.attname: getattr(found, field.attname) for field in found._meta.concrete_fields}


def test_who_is_found_is_what_the_database_holds(olive: Player) -> None:
    User.objects.filter(pk=olive.user.pk).update(last_login=timezone.now())
    Workspace.objects.filter(pk=olive.workspace.pk).update(has_money_shared=True)
    found = arrival.member_by_session(request_of(olive), olive.workspace.public_id)
    wanted = Member.objects.select_related("workspace", "user").get(pk=olive.member.pk)
    assert found is not None
    for mine, theirs in ((found, wanted), (found.user, wanted.user), (found.workspace, wanted.workspace)):
        assert row_of(mine) == row_of(theirs)
        assert {type(value) for value in row_of(mine).values()} == {type(value) for value in row_of(theirs).values()}
        assert not mine._state.adding
    with CaptureQueriesContext(connection) as asked:
        assert found.user.pk == found.user_id
        assert found.workspace.pk == found.workspace_id
    assert len(asked) == 0


def test_nobody_is_found_in_a_workspace_of_others(olive: Player, rex: Player) -> None:
    assert arrival.member_by_session(request_of(rex), olive.workspace.public_id) is None
    assert arrival.member_by_session(request_of(rex), "nosuchplce") is None


def gone_user(someone: Player) -> None:
    User.objects.filter(pk=someone.user.pk).update(is_active=False)


def gone_member(someone: Player) -> None:
    Member.objects.filter(pk=someone.member.pk).update(is_active=False)


def new_password(someone: Player) -> None:
    someone.user.set_password("another horse battery")
    someone.user.save()


def changed(**facts: Any) -> Callable[[Player], None]:
    def change(someone: Player) -> None:
        session = someone.client.session
        session.update(facts)
        session.save()

    return change


def no_hash(someone: Player) -> None:
    session = someone.client.session
    del session[HASH_SESSION_KEY]
    session.save()


def over(someone: Player) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize(
    "spoil",
    [
        gone_user,
        gone_member,
        new_password,
        no_hash,
        over,
        changed(**{SESSION_KEY: "99"}),
        changed(**{HASH_SESSION_KEY: "0" * 64}),
        changed(**{BACKEND_SESSION_KEY: "elsewhere.Backend"}),
    ],
)
def test_a_session_that_django_would_not_take_opens_nothing(olive: Player, spoil: Callable[[Player], None]) -> None:
    assert olive.client.get(olive.root + PAGE).status_code == 200
    spoil(olive)
    assert arrival.member_by_session(request_of(olive), olive.workspace.public_id) is None
    assert olive.client.get(olive.root + PAGE).status_code in (302, 404)


def test_a_right_taken_away_counts_from_the_next_request(sam: Player) -> None:
    assert sam.client.get(sam.root + "log/").status_code == 200
    Member.objects.filter(pk=sam.member.pk).update(role="adviser")
    assert sam.client.get(sam.root + "log/").status_code == 403


def test_a_session_of_an_earlier_secret_still_opens_and_is_signed_anew(olive: Player, settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a newer secret " * 4
    client = player(olive.member).client
    session = client.session
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = settings.SECRET_KEY_FALLBACKS[0], []
    older = olive.user.get_session_auth_hash()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a newer secret " * 4
    session[HASH_SESSION_KEY] = older
    session.save()
    assert client.get(olive.root + PAGE).status_code == 200
    assert client.session[HASH_SESSION_KEY] != older


def test_an_unchanged_page_asks_for_the_session_and_the_member_and_nothing_else(olive: Player) -> None:
    olive.client.get(olive.root + PAGE)  # from here on the browser holds its secret for forms, which marks a page
    first = olive.client.get(olive.root + PAGE)
    with CaptureQueriesContext(connection) as asked:
        again = olive.client.get(olive.root + PAGE, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert len(asked) == 2
