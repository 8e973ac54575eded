"""Mails about one's own log-in: a page never waits for a mail server, and no link lies in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client, RequestFactory
from django.utils import timezone

from hoursback.web.accounts import letters
from hoursback.web.accounts.models import Letter, Member
from tests.web import sink as sinks
from tests.web.cast import Player
from tests.web.sink import Sink

pytestmark = pytest.mark.django_db
RESET = "/account/password/reset/"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def reach(settings: Any, port: int, timeout: float = 10) -> None:
    options = {"host": "127.0.0.1", "port": port, "timeout": timeout}
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    with sinks.listening() as (found, port):
        reach(settings, port)
        yield found


@pytest.fixture
def later(settings: Any) -> None:
    """Background work waits for a worker, as it does when the app is served."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


def ask(email: str) -> int:
    return Client().post(RESET, {"email": email}).status_code


def text_of(found: Sink) -> str:
    (one,) = found.mails
    return str(one.get_payload(decode=True).decode())  # type: ignore[union-attr]


@pytest.mark.usefixtures("later")
def test_a_silent_mail_host_keeps_no_page_waiting_and_counts_as_a_try(olive: Player, settings: Any) -> None:
    with sinks.silent() as port:
        reach(settings, port, timeout=0.2)
        assert ask(olive.member.user.email) == 302
        waiting = Letter.everywhere.get(workspace=olive.workspace)
        assert (waiting.tries, waiting.sent_at) == (0, None)
        assert letters.send_due(timezone.now()) == 0
    waiting.refresh_from_db()
    assert (waiting.tries, waiting.sent_at) == (1, None)
    assert waiting.due_at > timezone.now()


@pytest.mark.usefixtures("later")
def test_a_forgotten_password_is_chosen_anew_by_the_link_in_the_mail(olive: Player, sink: Sink) -> None:
    assert ask(olive.member.user.email.upper()) == 302
    (row,) = Letter.everywhere.filter(workspace=olive.workspace).values()
    assert sink.mails == []
    assert letters.send_due(timezone.now()) == 1
    assert letters.send_due(timezone.now() + timedelta(days=1)) == 0
    link = re.search(r"/account/password/reset/key/\S+", text_of(sink))
    assert link is not None
    assert link[0].rsplit("-", 1)[-1].strip("/") not in str(row)
    client = Client()
    form = client.get(link[0], follow=True)
    assert form.status_code == 200
    new = "quiet harbour lantern 42"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    olive.member.user.refresh_from_db()
    assert olive.member.user.check_password(new)


@pytest.mark.usefixtures("later")
def test_whoever_was_closed_out_meanwhile_gets_no_link(olive: Player, sink: Sink) -> None:
    ask(olive.member.user.email)
    type(olive.member.user).objects.filter(pk=olive.member.user_id).update(is_active=False)
    assert letters.send_due(timezone.now()) == 0
    assert sink.mails == []


def test_an_address_that_nobody_has_gets_the_same_answer_and_no_mail(olive: Player) -> None:
    assert ask("nobody@example.com") == ask(olive.member.user.email) == 302
    assert [sent.to for sent in mail.outbox] == [[olive.member.user.email]]


def test_an_account_in_no_workspace_gets_its_mail_too(olive: Player, sam: Player) -> None:
    Member.objects.filter(pk=sam.member.pk).update(is_active=False)
    assert ask(sam.member.user.email) == 302
    assert [sent.to for sent in mail.outbox] == [[sam.member.user.email]]
    assert not Letter.everywhere.filter(workspace=olive.workspace).exists()


def test_a_new_address_is_asked_for_by_a_letter(olive: Player) -> None:
    address = EmailAddress.objects.create(user=olive.member.user, email="other@example.com")
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]
    address.send_confirmation(request)
    (sent,) = mail.outbox
    assert sent.to == ["other@example.com"]
    link = re.search(r"/account/\S+", str(sent.body))
    assert link is not None
    assert Client().get(link[0]).status_code in (200, 302)
    assert Letter.everywhere.get(workspace=olive.workspace).kind == "address confirmation"
