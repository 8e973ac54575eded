"""Blocks lie in the owner's own calendar, both ways and once, on a real CalDAV server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from hoursback.web.accounts.models import Event, Member
from hoursback.web.accounts.scope import acting_in
from hoursback.web.focus.actions import calendars as actions
from hoursback.web.focus.calendars import due, settling, visiting
from hoursback.web.focus.calendars.dav import Dav
from hoursback.web.focus.clock import clock_of
from hoursback.web.focus.models import Block, Busy, Calendar, Written
from hoursback.web.home import timed
from hoursback.web.people.models import Person
from tests.web import radicale
from tests.web.cast import Player
from tests.web.radicale import PASSWORD, USER, WORK, Server

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(minute=0, second=0, microsecond=0)
HOUR = 3600


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with radicale.running(tmp_path_factory.mktemp("radicale")) as server:
        yield server


@pytest.fixture
def server(running: Server) -> Iterator[Server]:
    """The server with its calendar emptied, and opened by the setting."""
    if running.process is None:
        running.start()
    for name in running.names():
        running.ask("DELETE", f"{WORK}{name}")
    with override_settings(LOCAL_CALENDARS={running.place}):
        yield running


@pytest.fixture
def calendar(server: Server, olive: Player) -> Calendar:
    """Olive's connection, by the pages."""
    typed = {"address": server.url, "user": USER, "password": PASSWORD}
    assert olive.client.post(f"{olive.root}focus/calendar", typed).status_code == 302
    chosen = {"collection": f"{server.url}olive/work/"}
    assert olive.client.post(f"{olive.root}focus/calendar", chosen).status_code == 302
    return connection(olive)


def connection(player: Player) -> Calendar:
    return Calendar.everywhere.get(person__member=player.member)


def moment(hours: float) -> int:
    return int((NOW + timedelta(hours=hours)).timestamp())


def block(player: Player, hours: float = 24, **facts: Any) -> Block:
    """A block that starts so many hours from now, an hour and a half long."""
    person = Person.everywhere.get(member=player.member)
    start = moment(hours)
    day = datetime.fromtimestamp(start, UTC).date().toordinal()
    times = {"start": start, "end": start + 5400, "day": day, "zone": "Europe/Berlin"}
    return Block.everywhere.create(workspace=player.workspace, person=person, **{**times, **facts})


def look(player: Player) -> bool:
    """A visit of the job, at once."""
    return visiting.visit(connection(player).pk, timezone.now())


def stamp(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y%m%dT%H%M%SZ")


def drag(server: Server, one: Block, start: int, end: int) -> None:
    """The owner drags the block in their calendar programme."""
    server.edit(f"{one.uid}.ics", r"DTSTART:\S+", f"DTSTART:{stamp(start)}")
    server.edit(f"{one.uid}.ics", r"DTEND:\S+", f"DTEND:{stamp(end)}")


def verbs(player: Player) -> list[str]:
    rows = Event.everywhere.filter(workspace=player.workspace, thing="block").order_by("pk")
    return list(rows.values_list("verb", flat=True))


def test_a_calendar_is_found_by_the_servers_address_and_chosen(server: Server, olive: Player) -> None:
    server.make("/olive/tasks/", "Tasks", "VTODO")
    try:
        typed = {"address": server.url, "user": USER, "password": PASSWORD}
        olive.client.post(f"{olive.root}focus/calendar", typed)
        known = connection(olive)
        assert (known.state, known.failure) == ("choosing", "")
        assert known.offered == [{"href": f"{server.url}olive/work/", "name": "Work"}]
    finally:
        server.ask("DELETE", "/olive/tasks/")
    page = olive.client.get(f"{olive.root}focus/calendar").content.decode()
    assert "Which calendar shall hold your blocks?" in page
    olive.client.post(f"{olive.root}focus/calendar", {"collection": f"{server.url}olive/work/"})
    assert "Your calendar “Work” is connected." in olive.client.get(f"{olive.root}focus/calendar").content.decode()


def test_the_address_of_one_calendar_is_enough(server: Server, olive: Player) -> None:
    typed = {"address": f"{server.url}olive/work/", "user": USER, "password": PASSWORD}
    olive.client.post(f"{olive.root}focus/calendar", typed)
    assert connection(olive).offered == [{"href": f"{server.url}olive/work/", "name": "Work"}]


def test_a_block_appears_in_the_calendar_once_however_often_it_is_looked_at(
    server: Server, olive: Player, calendar: Calendar
) -> None:
    one = block(olive)
    for _ in range(3):
        assert look(olive)
    assert server.names() == [f"{one.uid}.ics"]
    text = server.texts()[f"{one.uid}.ics"]
    assert f"DTSTART:{stamp(one.start)}" in text
    assert "SUMMARY:Focus time" in text
    assert "“Work”" in olive.client.get(f"{olive.root}focus/calendar").content.decode()


def test_what_a_block_is_for_stands_there_only_by_choice(server: Server, olive: Player, calendar: Calendar) -> None:
    with acting_in(olive.workspace):
        from hoursback.web.capture.models import Activity

        offer = Activity.objects.create(workspace=olive.workspace, name="Offers, large ones")
    one, two = block(olive, activity=offer), block(olive, 48, activity=offer)
    Block.everywhere.filter(pk=two.pk).update(state="gone")
    look(olive)
    assert "Offers" not in "".join(server.texts().values())
    Calendar.everywhere.update(has_titles=True)
    Block.everywhere.filter(pk=two.pk).update(state="planned")
    look(olive)
    assert "SUMMARY:Focus: Offers\\, large ones" in server.texts()[f"{two.uid}.ics"]
    assert f"{one.uid}.ics" in server.names()


def test_a_visit_that_died_after_writing_does_not_write_twice(
    server: Server, olive: Player, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = block(olive)

    def dies(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(settling, "_agree", dies)
        with pytest.raises(KeyboardInterrupt):
            look(olive)
    assert server.names() == [f"{one.uid}.ics"]
    assert not Written.everywhere.exists()
    Calendar.everywhere.update(lease_until=None)
    assert look(olive)
    assert server.names() == [f"{one.uid}.ics"]
    assert Written.everywhere.get().block_id == one.pk
    assert verbs(olive) == []


def test_written_but_not_seen_is_adopted_from_its_own_place(
    server: Server, olive: Player, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two visits at once: both saw nothing, the second finds the place taken."""
    one = block(olive)
    assert look(olive)
    Written.everywhere.all().delete()
    with monkeypatch.context() as patch:
        patch.setattr(Dav, "objects", lambda *args: [])
        patch.setattr(Dav, "mark", lambda *args: "")
        assert look(olive)
    assert server.names() == [f"{one.uid}.ics"]
    assert Written.everywhere.get().block_id == one.pk


def test_a_calendar_that_one_job_has_is_left_alone_by_another(olive: Player, calendar: Calendar) -> None:
    Calendar.everywhere.update(lease_until=timezone.now() + timedelta(hours=1))
    block(olive)
    assert not look(olive)
    Calendar.everywhere.update(lease_until=timezone.now() - timedelta(hours=1))
    assert look(olive)


def test_a_block_moved_here_moves_there_and_keeps_what_the_owner_added(
    server: Server, olive: Player, calendar: Calendar
) -> None:
    one = block(olive)
    look(olive)
    server.edit(f"{one.uid}.ics", "SUMMARY:Focus time", "SUMMARY:Focus time\r\nLOCATION:Library")
    Block.everywhere.filter(pk=one.pk).update(start=moment(30), end=moment(32), version=2)
    assert look(olive)
    assert look(olive)
    text = server.texts()[f"{one.uid}.ics"]
    assert f"DTSTART:{stamp(moment(30))}" in text
    assert f"DTEND:{stamp(moment(32))}" in text
    assert text.count("DTSTART") == 1
    assert "LOCATION:Library" in text
    assert len(server.names()) == 1


def test_a_block_moved_there_moves_here_and_is_told(server: Server, olive: Player, calendar: Calendar) -> None:
    one = block(olive)
    look(olive)
    drag(server, one, moment(48), moment(49))
    assert look(olive)
    one = Block.everywhere.get(pk=one.pk)
    assert (one.start, one.end, one.version) == (moment(48), moment(49), 2)
    assert one.moved_at is not None
    assert one.day == clock_of(olive.member).day_of(moment(48)).toordinal()
    assert verbs(olive) == ["block moved in the calendar"]
    assert "was moved there to" in olive.client.get(f"{olive.root}focus/calendar").content.decode()
    assert look(olive)
    assert verbs(olive) == ["block moved in the calendar"]


def test_a_block_dragged_out_of_the_read_weeks_is_followed_too(
    server: Server, olive: Player, calendar: Calendar
) -> None:
    one = block(olive)
    look(olive)
    drag(server, one, moment(24 * 200), moment(24 * 200 + 1))
    assert look(olive)
    assert Block.everywhere.get(pk=one.pk).start == moment(24 * 200)


def test_a_block_deleted_there_goes_here_and_is_not_made_again(
    server: Server, olive: Player, calendar: Calendar
) -> None:
    one = block(olive)
    look(olive)
    server.ask("DELETE", f"{WORK}{one.uid}.ics")
    for _ in range(3):
        assert look(olive)
    assert Block.everywhere.get(pk=one.pk).state == Block.State.GONE
    assert server.names() == []
    assert verbs(olive) == ["block removed in the calendar"]
    assert "was deleted there" in olive.client.get(f"{olive.root}focus/calendar").content.decode()


@pytest.mark.parametrize(
    ("pattern", "new"), [(r"SUMMARY:[^\r\n]+", "STATUS:CANCELLED"), (r"DTEND:\S+", "DTEND:20991231T000000Z")]
)
def test_a_block_cancelled_there_or_made_longer_than_a_day_is_none_any_more(
    server: Server, olive: Player, calendar: Calendar, pattern: str, new: str
) -> None:
    one = block(olive)
    look(olive)
    server.edit(f"{one.uid}.ics", pattern, new)
    assert look(olive)
    assert Block.everywhere.get(pk=one.pk).state == Block.State.GONE


def test_a_block_taken_away_here_goes_there(server: Server, olive: Player, calendar: Calendar) -> None:
    one = block(olive)
    look(olive)
    Block.everywhere.filter(pk=one.pk).update(state="gone")
    assert look(olive)
    assert server.names() == []
    Block.everywhere.filter(pk=one.pk).update(state="planned")  # undone
    assert look(olive)
    assert server.names() == [f"{one.uid}.ics"]


def test_moved_on_both_sides_the_calendar_wins_and_says_so(server: Server, olive: Player, calendar: Calendar) -> None:
    one = block(olive)
    look(olive)
    drag(server, one, moment(48), moment(49))
    Block.everywhere.filter(pk=one.pk).update(start=moment(30), end=moment(31), version=2)
    assert look(olive)
    assert Block.everywhere.get(pk=one.pk).start == moment(48)
    assert verbs(olive) == ["block moved on both sides"]
    assert "moved on both sides" in olive.client.get(f"{olive.root}focus/calendar").content.decode()


def test_moved_there_between_reading_and_writing_the_calendar_wins(
    server: Server, olive: Player, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = block(olive)
    look(olive)
    Block.everywhere.filter(pk=one.pk).update(start=moment(30), end=moment(31), version=2)
    plain = Dav.put

    def late(self: Dav, href: str, data: bytes, etag: str | None) -> str:
        drag(server, one, moment(48), moment(49))
        return plain(self, href, data, etag)

    monkeypatch.setattr(Dav, "put", late)
    assert look(olive)
    assert Block.everywhere.get(pk=one.pk).start == moment(48)
    assert verbs(olive) == ["block moved on both sides"]


def test_a_block_changed_here_during_a_visit_is_not_overwritten(
    server: Server, olive: Player, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner edits on a page while the job reads: the page's version stands until the next visit decides."""
    one = block(olive)
    look(olive)
    drag(server, one, moment(48), moment(49))
    plain = settling._placed

    def edits(visit: Any, block: Block, theirs: Any) -> Any:
        Block.everywhere.filter(pk=block.pk).update(start=moment(30), end=moment(31), version=2)
        return plain(visit, block, theirs)

    with monkeypatch.context() as patch:
        patch.setattr(settling, "_placed", edits)
        look(olive)
    assert Block.everywhere.get(pk=one.pk).start == moment(30)
    look(olive)
    assert Block.everywhere.get(pk=one.pk).start == moment(48)
    assert verbs(olive) == ["block moved on both sides"]


def test_past_blocks_are_not_written(server: Server, olive: Player, calendar: Calendar) -> None:
    block(olive, -5)
    assert look(olive)
    assert server.names() == []


def test_busy_times_are_kept_without_their_titles_and_our_own_blocks_are_none(
    server: Server, olive: Player, calendar: Calendar
) -> None:
    server.put("dentist", f"DTSTART:{stamp(moment(50))}", f"DTEND:{stamp(moment(51))}", "SUMMARY:Canary dentist")
    server.put("free", f"DTSTART:{stamp(moment(52))}", f"DTEND:{stamp(moment(53))}", "TRANSP:TRANSPARENT")
    block(olive)
    assert look(olive)
    assert look(olive)
    assert list(Busy.everywhere.values_list("start", "end")) == [(moment(50), moment(51))]
    server.ask("DELETE", f"{WORK}dentist.ics")
    assert look(olive)
    assert not Busy.everywhere.exists()


def test_proposals_keep_clear_of_busy_times(server: Server, olive: Player, calendar: Calendar) -> None:
    from hoursback.web.focus.selectors.blocks import busy_of

    server.put("dentist", f"DTSTART:{stamp(moment(50))}", f"DTEND:{stamp(moment(51))}")
    look(olive)
    person = Person.everywhere.get(member=olive.member)
    assert (moment(50), moment(51)) in busy_of(person, moment(0), moment(72))


def test_everything_survives_a_restart_of_the_server(server: Server, olive: Player, calendar: Calendar) -> None:
    one = block(olive)
    look(olive)
    server.stop()
    block(olive, 48)
    assert not look(olive)
    known = connection(olive)
    assert known.tries == 1
    assert "cannot be reached" in known.failure
    server.start()
    assert look(olive)
    assert len(server.names()) == 2
    assert f"{one.uid}.ics" in server.names()
    assert (connection(olive).tries, connection(olive).failure) == (0, "")


def test_an_unchanged_calendar_is_asked_one_short_question(
    server: Server, olive: Player, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    block(olive)
    look(olive)
    look(olive)
    read = []
    monkeypatch.setattr(Dav, "objects", lambda *args: read.append(args) or [])
    assert look(olive)
    assert read == []
    server.put("new", f"DTSTART:{stamp(moment(50))}", f"DTEND:{stamp(moment(51))}")
    look(olive)
    assert len(read) == 1


def test_what_changes_here_is_brought_at_the_next_minute_and_the_rest_waits_ten(
    server: Server, olive: Player, calendar: Calendar
) -> None:
    now = timezone.now()
    assert due.take_due(now) == []
    one = block(olive)
    assert due.take_due(now) == [calendar.pk]
    assert timed.run_due(now, [job for job in timed.TIMED if job.name == "calendars"]) == ["calendars"]
    assert server.names() == [f"{one.uid}.ics"]
    assert due.take_due(now + timedelta(minutes=1)) == []
    assert due.take_due(now + timedelta(minutes=11)) == [calendar.pk]
    assert due.take_due(now + timedelta(minutes=11)) == []


def test_a_moved_block_of_long_ago_does_not_ask_for_a_visit_every_minute(olive: Player, calendar: Calendar) -> None:
    one = block(olive)
    look(olive)
    Block.everywhere.filter(pk=one.pk).update(start=moment(-100), end=moment(-99))
    assert not visiting.is_behind(connection(olive), timezone.now())


def test_pauses_grow_then_it_is_given_up_and_tried_again_by_hand(
    server: Server, olive: Player, calendar: Calendar
) -> None:
    server.stop()
    now, waits = timezone.now(), []
    for _ in range(5):
        visiting.visit(calendar.pk, now)
        known = connection(olive)
        waits.append(known.due_at - now if known.due_at else None)
    assert waits == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=4), None]
    assert due.take_due(now + timedelta(days=9)) == []
    page = olive.client.get(f"{olive.root}focus/calendar").content.decode()
    assert "Your calendar cannot be reached any more." in page
    assert "not tried again by itself" in page
    server.start()
    olive.client.post(f"{olive.root}focus/calendar/try")
    assert "is connected" in olive.client.get(f"{olive.root}focus/calendar").content.decode()


def test_a_wrong_password_is_said_in_plain_words_and_can_be_corrected(server: Server, olive: Player) -> None:
    typed = {"address": server.url, "user": USER, "password": "wrong"}
    olive.client.post(f"{olive.root}focus/calendar", typed)
    page = olive.client.get(f"{olive.root}focus/calendar").content.decode()
    assert "refuses the user name or the password" in page
    olive.client.post(f"{olive.root}focus/calendar", {**typed, "password": PASSWORD})
    assert connection(olive).state == "choosing"


def test_disconnecting_takes_the_blocks_out_where_that_is_wanted(
    server: Server, olive: Player, calendar: Calendar
) -> None:
    server.put("dentist", f"DTSTART:{stamp(moment(50))}", f"DTEND:{stamp(moment(51))}")
    block(olive)
    look(olive)
    olive.client.post(f"{olive.root}focus/calendar/off", {"removes": "on"})
    assert server.names() == ["dentist.ics"]
    assert not Calendar.everywhere.exists()
    assert not Busy.everywhere.exists()
    assert Block.everywhere.get().state == Block.State.PLANNED


def test_disconnecting_leaves_the_blocks_there_otherwise(server: Server, olive: Player, calendar: Calendar) -> None:
    one = block(olive)
    look(olive)
    olive.client.post(f"{olive.root}focus/calendar/off")
    assert server.names() == [f"{one.uid}.ics"]
    assert not Calendar.everywhere.exists()
    # Connected again, they are recognised.
    typed = {"address": server.url, "user": USER, "password": PASSWORD}
    olive.client.post(f"{olive.root}focus/calendar", typed)
    olive.client.post(f"{olive.root}focus/calendar", {"collection": f"{server.url}olive/work/"})
    assert server.names() == [f"{one.uid}.ics"]
    assert Written.everywhere.get().block_id == one.pk


def test_whoever_is_no_owner_any_more_has_their_password_forgotten(
    server: Server, olive: Player, calendar: Calendar
) -> None:
    Member.objects.filter(pk=olive.member.pk).update(is_active=False)
    block(olive)
    assert look(olive)
    assert not Calendar.everywhere.exists()
    assert server.names() == []


def test_the_password_stands_in_no_table_event_page_or_export(
    server: Server, olive: Player, calendar: Calendar, tmp_path: Path
) -> None:
    from django.core import serializers

    from hoursback.web.accounts import owndata
    from hoursback.web.home.keeping.export import export

    known = connection(olive)
    assert PASSWORD not in serializers.serialize("json", [known])
    assert PASSWORD not in str(list(Event.everywhere.values_list("payload", flat=True)))
    assert PASSWORD not in olive.client.get(f"{olive.root}focus/calendar").content.decode()
    with acting_in(olive.workspace):
        assert "password" not in owndata.columns_of(olive.member, Calendar)
    export(tmp_path / "out")
    told = "".join(file.read_text() for file in (tmp_path / "out").rglob("*") if file.is_file())
    assert known.password not in told
    assert PASSWORD not in told


def test_a_calendar_brought_to_an_installation_with_another_secret_asks_for_the_password_anew(
    olive: Player, calendar: Calendar
) -> None:
    with override_settings(SECRET_KEY="another secret altogether"):
        assert not look(olive)
    assert "secret of this installation has changed" in connection(olive).failure


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("http://calendar.example/", "never sent without https"),
        ("ftp://calendar.example/", "begin with https"),
        ("https://a:b@calendar.example/", "their own fields"),
        ("https://calendar.example:8443/", "usual ports"),
        ("not an address", "not the address"),
    ],
)
def test_an_address_that_can_never_be_opened_is_said_at_once(olive: Player, typed: str, said: str) -> None:
    facts = {"address": typed, "user": "o", "password": "w"}
    answer = olive.client.post(f"{olive.root}focus/calendar", facts)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Calendar.everywhere.exists()


def test_this_machine_costs_one_failed_job_with_a_reason(olive: Player) -> None:
    facts = {"address": "localhost", "user": "o", "password": "w"}
    olive.client.post(f"{olive.root}focus/calendar", facts)
    assert "a machine or network of our own" in olive.client.get(f"{olive.root}focus/calendar").content.decode()


def test_only_the_owner_sees_the_page(olive: Player, max_: Player, sam: Player, ada: Player) -> None:
    for player in (max_, sam, ada):
        assert player.client.get(f"{olive.root}focus/calendar").status_code == 403


def test_a_second_calendar_is_refused_and_one_that_was_not_offered(olive: Player, calendar: Calendar) -> None:
    with pytest.raises(actions.CalendarRefusedError), acting_in(olive.workspace):
        actions.choose(actor=olive.member, href="https://evil.example/", now=NOW, start=lambda pk: None)
    typed = {"address": "calendar.example", "user": "o", "password": "w"}
    assert olive.client.post(f"{olive.root}focus/calendar", typed).status_code == 409
