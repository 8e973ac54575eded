"""Mail leaves once, is tried again when a server is bad, and says only what its reader may know."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from hoursback.web.accounts import letters
from hoursback.web.accounts.actions import remove_member
from hoursback.web.accounts.actions.mailing import change_mailing
from hoursback.web.accounts.jobs import invite_by_mail
from hoursback.web.accounts.models import Invitation, Letter, Mailing, Member
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.scope import acting_in
from hoursback.web.home import digest, waiting
from hoursback.web.home.timed import TIMED
from tests import servers
from tests.web import sink as sinks
from tests.web.cast import Player
from tests.web.sink import Sink

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    with sinks.listening() as (found, port):
        options = {"host": "127.0.0.1", "port": port, "timeout": 10}
        settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}
        yield found


def letter(player: Player, key: str = "a letter") -> Letter:
    with transaction.atomic():
        facts: dict[str, Any] = {"workspace_id": player.workspace.pk, "member": player.member, "now": NOW}
        made = letters.put(kind=digest.KIND, key=key, about="2026-03-04", **facts)
    assert made is not None
    return made


@pytest.fixture
def something_due(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What awaits everybody."""
    said = ["Sam handed in a week"]

    def source(member: Member, today: date) -> Iterator[waiting.Item]:
        yield from (waiting.Item(each, "home:today") for each in said)

    monkeypatch.setattr(waiting, "SOURCES", (source,))
    return said


def test_an_invitation_leaves_once_whatever_runs_twice(olive: Player, sink: Sink) -> None:
    with acting_in(olive.workspace):
        invite_by_mail(actor=olive.member, email="ines@example.com", role=Role.HELPER, once="a")
        invite_by_mail(actor=olive.member, email="ines@example.com", role=Role.HELPER, once="a")
    sent = Letter.everywhere.filter(workspace=olive.workspace).get()
    assert letters.deliver(sent.pk, NOW + timedelta(days=1)) is False
    assert letters.send_due(NOW + timedelta(days=400)) == 0
    (mail,) = sink.mails
    assert mail["X-To"] == "ines@example.com"
    assert Invitation.everywhere.get(email="ines@example.com").sent_at is not None


def test_an_invitation_revoked_before_its_mail_left_is_not_sent(olive: Player, sink: Sink) -> None:
    sink.says = "451 try later"
    with acting_in(olive.workspace):
        made = invite_by_mail(actor=olive.member, email="ines@example.com", role=Role.HELPER)
    assert made is not None
    Invitation.everywhere.filter(pk=made.pk).update(revoked_at=NOW)
    sink.says = ""
    assert letters.send_due(NOW + timedelta(days=400)) == 0
    assert sink.mails == []
    assert letters.waiting(NOW + timedelta(days=800)).count() == 0


@pytest.mark.parametrize("refusal", ["451 try later", "550 no such user"])
def test_a_refused_mail_is_tried_after_1_5_and_30_minutes_and_4_hours_and_then_given_up(
    olive: Player, sink: Sink, something_due: list[str], refusal: str
) -> None:
    sink.says = refusal
    made, at = letter(olive), NOW
    for tries, pause in enumerate(letters.PAUSES, start=1):
        letters.send_due(at)
        assert sink.asked == tries
        letters.send_due(at + pause - timedelta(seconds=1))
        assert sink.asked == tries, "not before its pause is over"
        at += pause
    assert Letter.everywhere.filter(failed_at__isnull=False).count() == 0
    letters.send_due(at)
    assert sink.asked == len(letters.PAUSES) + 1
    assert Letter.everywhere.filter(failed_at__isnull=False).count() == 1
    letters.send_due(at + timedelta(days=30))
    assert sink.asked == len(letters.PAUSES) + 1
    made.refresh_from_db()
    assert refusal.split(maxsplit=1)[1] not in made.error, "the server's words may name people"


def test_after_a_refusal_it_arrives_once(olive: Player, sink: Sink, something_due: list[str]) -> None:
    sink.says = "451 try later"
    letter(olive)
    letters.send_due(NOW)
    sink.says = ""
    assert letters.send_due(NOW + timedelta(minutes=1)) == 1
    assert letters.send_due(NOW + timedelta(minutes=2)) == 0
    assert len(sink.mails) == 1


def test_a_server_that_never_answers_counts_as_a_failed_try(
    olive: Player, settings: Any, something_due: list[str]
) -> None:
    made = letter(olive)
    with sinks.silent() as port:
        options = {"host": "127.0.0.1", "port": port, "timeout": 0.2}
        settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}
        assert letters.send_due(NOW) == 0
    made.refresh_from_db()
    assert (made.tries, made.due_at) == (1, NOW + letters.PAUSES[0])


def test_whoever_sends_a_letter_has_it_for_a_while(olive: Player, sink: Sink, something_due: list[str]) -> None:
    made = letter(olive)
    Letter.everywhere.filter(pk=made.pk).update(lease_until=NOW + letters.LEASE)
    assert letters.deliver(made.pk, NOW) is False
    assert letters.send_due(NOW + letters.LEASE) == 1
    assert len(sink.mails) == 1


def test_mail_is_a_timed_job_with_a_short_lease() -> None:
    (mail,) = (job for job in TIMED if job.name == "mail")
    assert (mail.every, mail.lease) == (timedelta(minutes=1), letters.LEASE)


# The daily mail


def test_each_member_gets_one_mail_a_day_at_their_hour(
    olive: Player, sam: Player, rex: Player, sink: Sink, something_due: list[str]
) -> None:
    early = datetime(2026, 3, 4, 5, 59, tzinfo=UTC)  # 6:59 in Berlin, the evening before in Chicago
    assert digest.put_due(early) == 1
    assert {mail["X-To"] for mail in sink.mails} == {rex.user.email}
    assert digest.put_due(early + timedelta(minutes=1)) == 2
    for later in (timedelta(minutes=10), timedelta(hours=6), timedelta(hours=-2)):
        assert digest.put_due(early + later) == 0
    assert sorted(mail["X-To"] for mail in sink.mails) == sorted(player.user.email for player in (olive, sam, rex))
    sink.mails.clear()
    assert digest.put_due(early + timedelta(days=1, minutes=1)) == 2


def test_the_subject_says_how_much_and_the_text_what_and_where(
    olive: Player, sink: Sink, something_due: list[str]
) -> None:
    letter(olive)
    letters.send_due(NOW)
    (mail,) = sink.mails
    assert mail["Subject"] == "Hoursback: 1 thing awaits you"
    text = mail.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert "Sam handed in a week" in text.decode()
    assert f"/w/{olive.workspace.public_id}/mail" in text.decode()


def test_nothing_due_is_no_mail(olive: Player, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "SOURCES", ())
    assert digest.put_due(NOW) == 0
    assert sink.mails == []


def test_what_was_done_before_the_mail_left_is_not_mailed(olive: Player, sink: Sink, something_due: list[str]) -> None:
    letter(olive)
    something_due.clear()
    assert letters.send_due(NOW) == 0
    assert sink.mails == []


def test_whoever_said_no_gets_none_even_if_it_was_on_its_way(
    olive: Player, sink: Sink, something_due: list[str]
) -> None:
    letter(olive)
    with acting_in(olive.workspace):
        change_mailing(actor=olive.member, has_digest=False, hour=7)
    assert letters.send_due(NOW) == 0
    assert digest.put_due(NOW) == 0
    assert sink.mails == []


def test_a_removed_member_gets_none(olive: Player, sam: Player, sink: Sink, something_due: list[str]) -> None:
    letter(sam)
    with acting_in(olive.workspace):
        remove_member(actor=olive.member, member_id=sam.member.pk)
    letters.send_due(NOW)
    digest.put_due(NOW)
    assert sam.user.email not in {mail["X-To"] for mail in sink.mails}


def test_without_a_mail_server_no_day_is_used_up(olive: Player, settings: Any, something_due: list[str]) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    assert digest.put_due(NOW) == 0
    assert not Mailing.everywhere.filter(last_day__isnull=False).exists()


def test_the_page_changes_hour_and_choice_and_keeps_what_was_wrong(olive: Player) -> None:
    page = olive.root + "mail"
    assert olive.client.post(page, {"has_digest": "on", "hour": "9"}).status_code == 302
    assert "after 9:00" in olive.client.get(page).content.decode()
    assert olive.client.post(page, {"has_digest": "on", "hour": "31"}).status_code == 400
    assert Mailing.everywhere.get(member=olive.member).hour == 9


# A worker that dies while it sends

FOUND = """
from datetime import datetime, UTC
from hoursback.web.accounts import letters
from hoursback.web.accounts.actions import create_owner, create_workspace
from hoursback.web.accounts.jobs import INVITATION
from hoursback.web.accounts import actions
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.scope import acting_in
user = create_owner(email="olive@example.com", password=None, name="Olive")
member = create_workspace(owner=user, name="Olive Ltd")
with acting_in(member.workspace):
    offer, _ = actions.invite(actor=member, email="ines@example.com", role=Role.HELPER, is_by_mail=True)
    now = datetime(2026, 3, 4, tzinfo=UTC)
    letters.put(kind=INVITATION, workspace_id=member.workspace_id, key="x", about=offer.pk, now=now)
"""
SEND = """
from datetime import datetime, timedelta, UTC
from hoursback.web.accounts import letters
print(letters.send_due(datetime(2026, 3, 4, tzinfo=UTC) + timedelta(minutes={minutes})))
"""


def test_a_letter_whose_worker_was_killed_while_sending_arrives_once(tmp_path: Path) -> None:
    env = servers.environment(tmp_path / "data", EMAIL_URL="dummymail://")
    assert servers.run("worker", "--batch", env=env).returncode == 0
    servers.script(FOUND, env)
    with sinks.silent() as hanging:
        whole = "import django; django.setup()\n" + SEND.format(minutes=0)
        stuck = {**env, "EMAIL_URL": f"smtp://127.0.0.1:{hanging}", "DJANGO_SETTINGS_MODULE": "hoursback.web.settings"}
        worker = subprocess.Popen([sys.executable, "-c", whole], env=stuck, stdout=subprocess.DEVNULL)

        def is_taken() -> bool:
            said = servers.script(
                "from hoursback.web.accounts.models import Letter\nprint(Letter.everywhere.get().tries)", env
            )
            return said.strip() == "1"

        assert servers.until(is_taken)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    with sinks.listening() as (sink, port):
        good = {**env, "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        assert servers.script(SEND.format(minutes=1), good).strip() == "0", "the dead one still has it"
        assert servers.script(SEND.format(minutes=3), good).strip() == "1"
        assert servers.script(SEND.format(minutes=9), good).strip() == "0"
        assert len(sink.mails) == 1


def test_the_owner_is_told_what_was_given_up_and_can_try_again(
    olive: Player, max_: Player, sink: Sink, something_due: list[str]
) -> None:
    made = letter(olive)
    Letter.everywhere.filter(pk=made.pk).update(failed_at=NOW, tries=5, error="SMTPServerDisconnected")
    assert "1 mail could not be sent" in olive.client.get(olive.root + "mail").content.decode()
    assert "could not be sent" not in max_.client.get(olive.root + "mail").content.decode()
    assert olive.client.post(olive.root + "mail/again").status_code == 302
    assert letters.send_due(timezone.now()) == 1
    assert "could not be sent" not in olive.client.get(olive.root + "mail").content.decode()


def test_a_letter_that_cannot_be_written_stops_no_other_and_is_given_up_in_the_end(
    olive: Player, sam: Player, sink: Sink, something_due: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, good = letter(olive, "broken"), letter(sam, "good")

    def write(row: Letter) -> letters.Content | None:
        if row.pk == broken.pk:
            raise ValueError("nothing to write with")
        return digest.write(row)

    monkeypatch.setitem(letters._MAKERS, digest.KIND, write)
    assert letters.send_due(NOW) == 1
    for days in range(1, 6):
        letters.send_due(NOW + timedelta(days=days))
    broken.refresh_from_db()
    good.refresh_from_db()
    assert (broken.failed_at is not None, broken.error) == (True, "ValueError")
    assert [mail["X-To"] for mail in sink.mails] == [sam.user.email]


def test_of_days_that_could_not_be_mailed_only_the_last_is_tried_again(
    olive: Player, sink: Sink, something_due: list[str]
) -> None:
    old = letter(olive)
    Letter.everywhere.filter(pk=old.pk).update(failed_at=NOW, tries=5)
    digest.put_due(NOW + timedelta(days=1))
    sink.mails.clear()
    olive.client.post(olive.root + "mail/again")
    letters.send_due(timezone.now())
    assert sink.mails == []
