"""Sessions: the row counts each time, whatever was read before."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.core import signing

from hoursback.web.accounts.sessionstore import SessionStore

pytestmark = pytest.mark.django_db


def kept(**held: object) -> SessionStore:
    store = SessionStore()
    store.update(held)
    store.save()
    return store


def held_by(key: str | None) -> dict[str, object]:
    return SessionStore(key).load()


def test_what_is_changed_in_a_loaded_session_stays_there_until_it_is_saved() -> None:
    key = kept(rights=1, methods=[{"method": "password"}]).session_key
    first = held_by(key)
    first["rights"] = 2
    first["methods"].append({"method": "mfa"})  # type: ignore[attr-defined]
    assert held_by(key) == {"rights": 1, "methods": [{"method": "password"}]}


def test_a_change_by_another_process_is_seen_at_the_next_look() -> None:
    store = kept(rights=1)
    assert held_by(store.session_key) == {"rights": 1}
    Session.objects.filter(pk=store.session_key).update(session_data=store.encode({"rights": 2}))
    assert held_by(store.session_key) == {"rights": 2}


def test_a_session_that_has_ended_holds_nothing() -> None:
    store = kept(rights=1)
    assert held_by(store.session_key)
    Session.objects.filter(pk=store.session_key).delete()
    assert held_by(store.session_key) == {}


def test_a_text_that_nobody_signed_holds_nothing_however_often_it_is_read() -> None:
    store = kept(rights=1)
    text = Session.objects.get(pk=store.session_key).session_data
    assert held_by(store.session_key) == {"rights": 1}
    forged = signing.dumps({"rights": 9}, key="another secret", salt=store.key_salt)
    for odd in (forged, text[:-1] + ("A" if text[-1] != "A" else "B"), "", "x:y:z", "ü"):
        Session.objects.filter(pk=store.session_key).update(session_data=odd)
        for _ in range(2):
            assert held_by(store.session_key) == {}


def test_a_text_of_another_secret_is_not_taken_for_one_that_was_read_before(settings: object) -> None:
    store = kept(rights=1)
    assert held_by(store.session_key) == {"rights": 1}
    settings.SECRET_KEY = "changed since"  # type: ignore[attr-defined]
    assert held_by(store.session_key) == {}
