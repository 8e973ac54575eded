"""A hostile calendar costs one failed job with a reason; the page says it, and nobody waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from hoursback.web.focus.actions.calendars import seal
from hoursback.web.focus.calendars import visiting
from hoursback.web.focus.calendars.xml import BadXmlError, read
from hoursback.web.focus.models import Block, Busy, Calendar
from hoursback.web.people.models import Person
from hoursback.web.shared.fetching import USUAL, Means
from tests.web import hostile
from tests.web.cast import Player
from tests.web.hostile import Handler, Host, answer, says

pytestmark = pytest.mark.django_db
QUICK = Means(seconds=0.5)


@contextmanager
def connected(player: Player, handler: Handler) -> Iterator[Host]:
    """A connection to a server that behaves like this."""
    with hostile.serving(handler) as host, override_settings(LOCAL_CALENDARS={host.place}):
        Calendar.everywhere.create(
            workspace=player.workspace,
            person=Person.everywhere.get(member=player.member),
            address=host.url(),
            user="olive",
            password=seal("word"),
            state="connected",
            collection=host.url("/work/"),
            collection_name="Work",
            due_at=timezone.now(),
        )
        yield host


def reason(player: Player, means: Means = USUAL) -> str:
    """What the page says after a visit that failed."""
    assert not visiting.visit(Calendar.everywhere.get().pk, timezone.now(), means)
    known = Calendar.everywhere.get()
    assert known.tries == 1
    assert known.due_at is not None
    assert known.due_at - known.failed_at == timedelta(minutes=1)
    page = player.client.get(f"{player.root}focus/calendar")
    assert page.status_code == 200
    assert known.failure.split(".")[0].replace("’", "").replace("'", "")[:20] in page.content.decode().replace("’", "")
    return known.failure


def multistatus(*events: str) -> bytes:
    """A calendar with these events, as a server tells it."""
    rows = "".join(
        f"<response><href>/work/{n}.ics</href><propstat><prop><getetag>1</getetag><c:calendar-data>"
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:{n}\n{event}\nEND:VEVENT\nEND:VCALENDAR\n"
        "</c:calendar-data></prop><status>HTTP/1.1 200 OK</status></propstat></response>"
        for n, event in enumerate(events)
    )
    return f'<multistatus xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">{rows}</multistatus>'.encode()


def now_event(rule: str) -> str:
    start = timezone.now() + timedelta(days=2)
    return f"DTSTART:{start:%Y%m%dT%H%M%SZ}\nDURATION:PT1H\n{rule}"


def test_a_rule_by_the_second_is_refused_and_what_was_known_stays(olive: Player) -> None:
    person = Person.everywhere.get(member=olive.member)
    Busy.everywhere.create(workspace=olive.workspace, person=person, start=1, end=2)
    with connected(olive, says(answer(207, multistatus(now_event("RRULE:FREQ=SECONDLY"))))):
        assert "every minute or every second" in reason(olive)
    assert Busy.everywhere.count() == 1


def test_a_flood_of_series_is_refused(olive: Player) -> None:
    flood = multistatus(*[now_event("RRULE:FREQ=DAILY")] * 200)
    with connected(olive, says(answer(207, flood))):
        assert "repeat more than" in reason(olive)


def test_ten_megabytes_are_refused(olive: Player) -> None:
    with connected(olive, says(b"HTTP/1.1 207 X\r\n\r\n" + b"<x>" * 3_333_333)):
        assert "larger than 5 MB" in reason(olive)


def test_a_redirect_to_this_machine_is_refused(olive: Player) -> None:
    with connected(olive, says(answer(302, Location="http://127.0.0.1/latest/meta-data"))) as host:
        assert "a machine or network of our own" in reason(olive)
    assert len(host.asked) == 1


def test_an_answer_that_never_ends_is_left(olive: Player) -> None:
    done = threading.Event()
    with connected(olive, hostile.drips(done.is_set, b"HTTP/1.1 207 X\r\n\r\n<multistatus>", b"<x/>")):
        said = reason(olive, QUICK)
        done.set()
    assert "did not finish" in said


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><x/>',
        b"<x>" * 100 + b"</x>" * 100,
        b"<x>" + b"<y/>" * 100_001 + b"</x>",
        b"not xml",
        b"",
        b"<x>",
        b"<x>\x00</x>",
    ],
)
def test_xml_that_defines_nests_or_breaks_is_refused(olive: Player, body: bytes) -> None:
    with pytest.raises(BadXmlError):
        read(body)
    with connected(olive, says(answer(207, body))):
        assert reason(olive)


@pytest.mark.parametrize(
    ("status", "said"),
    [(200, "error (200)"), (401, "user name or the password"), (403, "does not let you"), (404, "no calendar at this"),
     (500, "error (500)"), (503, "error (503)"), (507, "no room left")],
)  # fmt: skip
def test_every_refusal_of_a_server_is_said_in_words(olive: Player, status: int, said: str) -> None:
    with connected(olive, says(answer(status))):
        assert said in reason(olive)


def test_a_home_on_another_server_gets_no_password(olive: Player) -> None:
    told = (
        b'<multistatus xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><response><href>/</href><propstat><prop>'
        b"<c:calendar-home-set><href>https://evil.example/home/</href></c:calendar-home-set>"
        b"</prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"
    )
    with connected(olive, says(answer(207, told))):
        Calendar.everywhere.update(state="looking")
        assert "does not get your password" in reason(olive)


def test_a_calendar_that_lies_about_our_blocks_takes_nobody_elses(olive: Player, rex: Player) -> None:
    person = Person.everywhere.get(member=rex.member)
    start = int(timezone.now().timestamp()) + 90_000
    other = Block.everywhere.create(
        workspace=rex.workspace, person=person, day=1, start=start, end=start + 3600, zone="UTC"
    )
    lie = multistatus("DTSTART:20300101T000000Z\nDURATION:PT1H\nDESCRIPTION:@hoursback").replace(
        b"UID:0", f"UID:{other.uid}@hoursback".encode()
    )
    with connected(olive, says(answer(207, lie))):
        visiting.visit(Calendar.everywhere.get().pk, timezone.now())
    same = Block.everywhere.get(pk=other.pk)
    assert (same.start, same.version, same.state) == (start, 1, "planned")


def test_a_mistake_of_ours_is_said_without_what_the_calendar_holds(
    olive: Player, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*args: object) -> None:
        raise ValueError("Canary dentist")

    monkeypatch.setattr(visiting, "read_busy", fails)
    with connected(olive, says(answer(207, multistatus()))):
        assert "Hoursback made a mistake with this calendar (ValueError)" in reason(olive)
    assert "Canary" not in caplog.text
