"""The pages around log-in, in our look: labelled, in our words, and with nothing that a strict page refuses."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from tests.web.cast import PASSWORD, Player
from tests.web.shared.browser import assert_clean, browser_with

PUBLIC = ("/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/account/signup/")
OWN = (
    "/account/password/change/",
    "/account/email/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/sessions/",
    "/account/logout/",
    "/account/reauthenticate/",
)


class Strict(HTMLParser):
    """Collects what a strict policy would refuse, boxes without label, and headings."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []
        self.boxes: set[str] = set()
        self.labels: set[str] = set()
        self.headings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        is_data = facts.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in facts and not is_data):
            self.refused.append(tag)
        self.refused += [f"{tag} {name}" for name in facts if name == "style" or name.startswith("on")]
        is_box = tag in ("input", "select", "textarea") and facts.get("type") not in ("hidden", "submit")
        if is_box and "aria-label" not in facts and "data-keys-on" not in facts:
            self.boxes.add(facts.get("id") or "")
        if tag == "label":
            self.labels.add(facts.get("for") or "")
        self.headings += tag == "h1"


def _read(html: str) -> Strict:
    page = Strict()
    page.feed(html)
    return page


@pytest.fixture
def fresh(olive: Player) -> Client:
    """Olive, who has just logged in with her password, and shown once more that it is her."""
    cache.clear()  # allauth counts the tries of all tests together
    client = Client()
    client.post("/account/login/", {"login": olive.user.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_before_log_in_is_plain_and_labelled(client: Client, path: str, db: None) -> None:
    response = client.get(path)
    assert response.status_code == 200
    page = _read(response.content.decode())
    assert page.refused == []
    assert page.boxes <= page.labels
    assert page.headings == 1


@pytest.mark.parametrize("path", OWN)
def test_a_page_about_ones_own_log_in_is_plain_and_labelled(fresh: Client, path: str) -> None:
    response = fresh.get(path, follow=True)
    assert response.status_code == 200
    html = response.content.decode()
    page = _read(html)
    assert page.refused == []
    assert page.boxes <= page.labels
    assert page.headings == 1
    assert "shell-head" in html


def test_an_app_is_set_up_and_its_pages_are_plain_and_labelled_too(fresh: Client) -> None:
    html = fresh.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret" type="text" readonly value="(\w+)"', html)
    assert secret is not None
    code = format_hotp_value(hotp_value(secret[1], next(yield_hotp_counters_from_time())))
    fresh.post("/account/2fa/totp/activate/", {"code": code})
    assert "Turn off" in fresh.get("/account/2fa/").content.decode()
    for path in ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"):
        response = fresh.get(f"/account/2fa/{path}")
        assert response.status_code == 200, path
        page = _read(response.content.decode())
        assert (page.refused, page.headings) == ([], 1), path
        assert page.boxes <= page.labels, path


def test_a_wrong_code_is_said_beside_its_box(fresh: Client) -> None:
    fresh.get("/account/2fa/totp/activate/")
    html = fresh.post("/account/2fa/totp/activate/", {"code": "000000"}).content.decode()
    assert re.search(r'<ul class="errorlist" id="id_code_error"><li>', html)


def test_log_in_says_no_word_of_signing_up_and_offers_a_passkey(client: Client, db: None) -> None:
    html = client.get("/account/login/").content.decode()
    assert "/account/signup/" not in html
    assert re.search(r'<button[^>]* form="mfa_login" id="passkey_login"', html)
    assert "mfa/js/webauthn.js" in html


def test_a_wrong_password_is_said_on_the_page_and_the_address_stays(client: Client, olive: Player) -> None:
    html = client.post("/account/login/", {"login": olive.user.email, "password": "wrong"}).content.decode()
    assert 'role="alert"' in html
    assert olive.user.email in html


def test_nobody_is_told_off_after_logging_in(fresh: Client) -> None:
    html = fresh.get("/workspaces").content.decode()
    assert "signed in" not in html.lower()


def test_axe_finds_nothing_on_the_pages_around_log_in(client: Client, fresh: Client) -> None:
    pages = {path: client.get(path).content.decode() for path in PUBLIC}
    pages |= {path: fresh.get(path, follow=True).content.decode() for path in OWN}
    with browser_with(pages) as show:
        for number, path in enumerate(pages):
            # Every page in one look and width, all four used in turn: their pieces are the gallery's.
            assert_clean(show(path, ("wide", "phone")[number % 2], ("light", "dark")[number // 2 % 2]))


def test_a_key_that_is_refused_is_said(client: Client, db: None) -> None:
    pages = {"/account/login/": client.get("/account/login/").content.decode()}
    with browser_with(pages) as show:
        page = show("/account/login/")
        page.get_by_role("button", name="Log in with a passkey").click()
        page.get_by_text("The key was not used.").wait_for()
