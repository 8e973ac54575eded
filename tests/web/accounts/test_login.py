"""Log-in: its limits, the same for everybody, and what happens to sessions."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from hoursback.web.accounts.actions import give_back, take
from hoursback.web.accounts.actions.limits import PER_ACCOUNT, PER_ADDRESS
from hoursback.web.accounts.models import Failures
from hoursback.web.accounts.sessions import IDLE_SECONDS
from tests.web.cast import PASSWORD, Player

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgetful() -> None:
    """allauth counts requests a minute in the cache, which outlives a test."""
    cache.clear()


def log_in(email: str, password: str, address: str = "127.0.0.1", **more: str) -> Any:
    return Client(REMOTE_ADDR=address).post("/account/login/", {"login": email, "password": password, **more})


def answers(email: str, times: int) -> list[int]:
    return [log_in(email, "wrong", f"10.0.0.{number}").status_code for number in range(times)]


def test_after_five_failures_an_account_waits(olive: Player) -> None:
    assert answers(olive.user.email, 6) == [200] * 5 + [429]
    refused = log_in(olive.user.email, PASSWORD, "10.0.0.99")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 30


def test_an_account_that_does_not_exist_is_answered_alike(olive: Player) -> None:
    unknown = [log_in("nobody@example.com", "wrong", f"10.0.1.{n}") for n in range(6)]
    known = [log_in(olive.user.email, "wrong", f"10.0.2.{n}") for n in range(6)]
    assert [a.status_code for a in unknown] == [a.status_code for a in known] == [200] * 5 + [429]
    said = [a.content.decode().count("errorlist") for a in (*unknown, *known)]
    assert said[:5] == said[6:11]


def test_twenty_failures_from_one_address_are_the_most(olive: Player) -> None:
    first = [log_in(f"a{number}@example.com", "wrong").status_code for number in range(PER_ADDRESS)]
    assert set(first) == {200}
    assert log_in(olive.user.email, PASSWORD).status_code == 429
    assert log_in(olive.user.email, PASSWORD, "10.0.0.1").status_code == 302


def test_right_log_ins_are_no_failures(olive: Player) -> None:
    assert [log_in(olive.user.email, PASSWORD).status_code for _ in range(PER_ADDRESS + 1)] == [302] * (PER_ADDRESS + 1)


def test_waits_double_up_to_a_quarter_of_an_hour_and_end() -> None:
    limit = {"account x": PER_ACCOUNT}
    assert [take(limit) for _ in range(PER_ACCOUNT)] == [0] * PER_ACCOUNT
    waits = []
    for _ in range(8):
        waits.append(take(limit))
        row = Failures.objects.get()
        Failures.objects.update(last=timezone.now() - timedelta(seconds=waits[-1]))
        assert take(limit) == 0
        assert Failures.objects.get().count == row.count + 1
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]
    Failures.objects.update(last=timezone.now() - timedelta(minutes=31))
    assert [take(limit) for _ in range(PER_ACCOUNT)] == [0] * PER_ACCOUNT
    give_back(limit)
    assert Failures.objects.get().count == PER_ACCOUNT - 1


def test_a_public_server_counts_the_address_that_its_proxy_names(olive: Player, settings: Any) -> None:
    settings.PUBLIC = True
    for number in range(PER_ADDRESS):
        Client(headers={"X-Forwarded-For": "1.2.3.4, 203.0.113.1"}).post(
            "/account/login/", {"login": f"b{number}@example.com", "password": "wrong"}
        )
    sent = {"login": olive.user.email, "password": PASSWORD}
    blocked = Client(headers={"X-Forwarded-For": "9.9.9.9, 203.0.113.1"}).post("/account/login/", sent)
    other = Client(headers={"X-Forwarded-For": "203.0.113.1, 203.0.113.2"}).post("/account/login/", sent)
    assert (blocked.status_code, other.status_code) == (429, 302)


def test_a_new_password_closes_every_other_session(olive: Player) -> None:
    other = Client()
    other.force_login(olive.user, backend="django.contrib.auth.backends.ModelBackend")
    here = olive.client.session.session_key
    new = "another long sentence"
    changed = olive.client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert changed.status_code == 302
    assert olive.client.get(olive.root).status_code == 200
    assert olive.client.session.session_key != here
    assert other.get(olive.root).status_code == 302


def test_on_somebody_elses_device_a_session_ends_after_half_a_day_without_use(olive: Player) -> None:
    client = Client()
    client.post("/account/login/", {"login": olive.user.email, "password": PASSWORD})
    assert client.get(olive.root).status_code == 200
    session = client.session
    assert session.get_expire_at_browser_close()
    session["seen"] = int(time.time()) - IDLE_SECONDS - 1
    session.save()
    assert client.get(olive.root)["Location"].startswith("/account/login/")


def test_on_ones_own_device_it_lasts_a_month(olive: Player) -> None:
    client = Client()
    client.post("/account/login/", {"login": olive.user.email, "password": PASSWORD, "remember": "on"})
    assert client.get(olive.root).status_code == 200
    assert client.session.get_expiry_age() > 29 * 24 * 3600


def test_pages_that_ask_for_a_fresh_log_in_take_it_once(olive: Player) -> None:
    client = Client()
    client.post("/account/login/", {"login": olive.user.email, "password": PASSWORD})
    assert client.get(f"{olive.root}settings/tokens").status_code == 200
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 601
    session.save()
    asked = client.get(f"{olive.root}settings/tokens")
    assert asked["Location"] == f"/account/reauthenticate/?next={olive.root.replace('/', '%2F')}settings%2Ftokens"
    assert client.get(asked["Location"]).status_code == 200
    back = client.post(asked["Location"], {"password": PASSWORD})
    assert back["Location"] == f"{olive.root}settings/tokens"
    assert client.get(back["Location"]).status_code == 200
