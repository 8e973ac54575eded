"""The mail about a week: once, at the week's end by the owner's own clock, in the place of that day's daily mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hoursback.web.accounts import letters
from hoursback.web.accounts.actions.mailing import change_mailing
from hoursback.web.accounts.models import Letter, Member, Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.home import digest, waiting
from hoursback.web.home.models import WeeklyMail
from hoursback.web.home.weekly.actions import want_weekly_mail
from tests.web import sink as sinks
from tests.web.cast import Player
from tests.web.focus import acts
from tests.web.sink import Sink

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 3, 5, 8, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 6, 30, tzinfo=UTC)
"""Half past seven in Berlin, on the first day after the week of 2 March."""
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    with sinks.listening() as (found, port):
        options = {"host": "127.0.0.1", "port": port, "timeout": 10}
        settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}
        yield found


@pytest.fixture
def due(monkeypatch: pytest.MonkeyPatch) -> None:
    """Something awaits everybody every day."""

    def source(member: Member, today: date) -> Iterator[waiting.Item]:
        yield waiting.Item("Sam handed in a week", "home:today")

    monkeypatch.setattr(waiting, "SOURCES", (source,))


@pytest.fixture
def logged(olive: Player) -> Player:
    """A week with a log; the week before, the mail was not known yet."""
    acts.choose(olive)
    acts.log(olive, "Videos", acts.at(9), 120)
    acts.log(olive, "E-mail", acts.at(12), 60)
    return olive


def told(sink: Sink) -> list[tuple[str, str]]:
    """Subject and text of what arrived, and then nothing is there any more."""
    found = []
    for mail in sink.mails:
        text = mail.get_payload(decode=True)
        assert isinstance(text, bytes)
        found.append((str(mail["Subject"]), text.decode()))
    sink.mails.clear()
    return found


def run(*moments: datetime) -> None:
    for moment in moments:
        digest.put_due(moment)
        letters.send_due(moment)


def test_the_week_is_mailed_once_in_the_place_of_the_daily_mail(logged: Player, sink: Sink, due: None) -> None:
    run(THURSDAY)
    assert [subject for subject, _text in told(sink)] == ["Hoursback: 1 thing awaits you"]
    run(MONDAY - timedelta(hours=1))
    assert told(sink) == [], "not before their hour"
    run(MONDAY, MONDAY + timedelta(minutes=10), MONDAY + timedelta(hours=9))
    ((subject, text),) = told(sink)
    assert subject == "Hoursback: your week"
    assert "2.0 of 3.0 hours (67%) went to your top three in the week of 2 Mar 2026." in text
    assert f"/w/{logged.workspace.public_id}/weekly/2026-03-02/" in text
    assert "Sam handed in a week" in text, "what is due is in the same mail"
    assert f"/w/{logged.workspace.public_id}/mail" in text
    run(MONDAY + timedelta(days=1))
    assert [subject for subject, _text in told(sink)] == ["Hoursback: 1 thing awaits you"]


def test_a_week_that_no_worker_saw_end_is_told_later_and_once(logged: Player, sink: Sink, due: None) -> None:
    run(THURSDAY)
    told(sink)
    run(*(MONDAY + timedelta(days=days) for days in (2, 3, 4)))
    assert [subject for subject, _text in told(sink)] == [
        "Hoursback: your week",
        "Hoursback: 1 thing awaits you",
        "Hoursback: 1 thing awaits you",
    ]


def test_whoever_wants_no_daily_mail_still_gets_the_weekly_one(logged: Player, sink: Sink, due: None) -> None:
    with acting_in(logged.workspace):
        change_mailing(actor=logged.member, has_digest=False, hour=7)
    run(THURSDAY, MONDAY, MONDAY + timedelta(days=1))
    ((subject, text),) = told(sink)
    assert subject == "Hoursback: your week"
    assert "Sam handed in a week" not in text


def test_whoever_wants_no_weekly_mail_gets_none(logged: Player, sink: Sink, due: None) -> None:
    run(THURSDAY)
    told(sink)
    with acting_in(logged.workspace):
        want_weekly_mail(actor=logged.member, is_wanted=False)
    run(MONDAY)
    assert [subject for subject, _text in told(sink)] == ["Hoursback: 1 thing awaits you"]


def test_one_on_its_way_does_not_say_the_week_to_whoever_said_no_meanwhile(
    logged: Player, sink: Sink, due: None
) -> None:
    run(THURSDAY)
    told(sink)
    sink.says = "451 try later"
    run(MONDAY)
    sink.says = ""
    with acting_in(logged.workspace):
        want_weekly_mail(actor=logged.member, is_wanted=False)
    Letter.everywhere.filter(workspace=logged.workspace, sent_at=None).update(due_at=MONDAY)
    letters.send_due(MONDAY + timedelta(minutes=2))
    assert [subject for subject, _text in told(sink)] == ["Hoursback: 1 thing awaits you"]


def test_managers_and_helpers_get_no_week(logged: Player, max_: Player, sam: Player, sink: Sink, due: None) -> None:
    run(THURSDAY)
    told(sink)
    run(MONDAY)
    assert sorted(subject for subject, _text in told(sink)) == [
        "Hoursback: 1 thing awaits you",
        "Hoursback: 1 thing awaits you",
        "Hoursback: your week",
    ]
    assert WeeklyMail.everywhere.filter(workspace=logged.workspace).count() == 1


def test_a_week_of_nothing_is_no_mail(olive: Player, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "SOURCES", ())
    run(THURSDAY, MONDAY)
    assert told(sink) == []


def test_a_business_whose_weeks_start_on_sunday_is_told_on_sunday(logged: Player, sink: Sink, due: None) -> None:
    Workspace.objects.filter(pk=logged.workspace.pk).update(week_start=6)
    run(THURSDAY)
    told(sink)
    run(MONDAY - timedelta(days=1), MONDAY)
    assert [subject for subject, _text in told(sink)] == ["Hoursback: your week", "Hoursback: 1 thing awaits you"]


def test_a_worker_killed_before_the_letter_was_put_takes_no_week_with_it(
    logged: Player, sink: Sink, due: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(THURSDAY)
    told(sink)
    with monkeypatch.context() as patched:

        def dies(**_facts: object) -> None:
            raise SystemExit

        patched.setattr(digest, "post", dies)
        with pytest.raises(SystemExit):
            digest.put_due(MONDAY)
    run(MONDAY + timedelta(minutes=10), MONDAY + timedelta(minutes=20))
    assert [subject for subject, _text in told(sink)] == ["Hoursback: your week"]


def test_a_worker_killed_while_it_sent_leaves_the_letter_to_another_one(logged: Player, sink: Sink, due: None) -> None:
    run(THURSDAY)
    told(sink)
    sink.says = "451 try later"
    run(MONDAY)
    sink.says = ""
    # As a worker leaves it that was killed on its way to the mail server.
    lease = MONDAY + letters.LEASE
    Letter.everywhere.filter(workspace=logged.workspace, sent_at=None).update(due_at=MONDAY, lease_until=lease)
    letters.send_due(MONDAY + timedelta(minutes=1))
    assert told(sink) == []
    letters.send_due(lease)
    letters.send_due(lease + letters.LEASE)
    assert [subject for subject, _text in told(sink)] == ["Hoursback: your week"]


def test_the_choice_is_an_owners_on_the_page_of_mails(olive: Player, max_: Player) -> None:
    page = olive.root + "mail"
    assert "about each week" in olive.client.get(page).content.decode()
    assert "about each week" not in max_.client.get(page).content.decode()
    olive.client.post(page, {"has_digest": "on", "hour": "7"})
    assert not WeeklyMail.everywhere.get(member=olive.member).is_wanted
    olive.client.post(page, {"has_digest": "on", "has_weekly": "on", "hour": "7"})
    assert WeeklyMail.everywhere.get(member=olive.member).is_wanted
