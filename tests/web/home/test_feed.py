"""A calendar address shows one member's own dates, with titles only by choice, until it is closed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from icalendar import Calendar

from hoursback.web.accounts.actions import remove_member
from hoursback.web.accounts.models import Feed
from hoursback.web.accounts.scope import acting_in
from hoursback.web.home import feed as feeds
from hoursback.web.people.models import Person, TimeOff
from tests.web.cast import Player, local_today

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


def off(player: Player) -> TimeOff:
    person = Person.everywhere.get(member=player.member)
    return TimeOff.everywhere.create(
        workspace=player.workspace,
        person=person,
        first=local_today() + timedelta(days=3),
        last=local_today() + timedelta(days=4),
    )


def address(player: Player, **choice: str) -> str:
    page = player.client.post(player.root + "mail/feed", choice).content.decode()
    found = re.search(r"/calendar/[\w-]+\.ics", page)
    assert found is not None
    return found[0]


def events(player: Player, place: str) -> list[Any]:
    answer = player.client.get(place)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer.content.endswith(b"\r\n")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_the_address_is_shown_once_and_only_its_hash_is_kept(olive: Player) -> None:
    place = address(olive)
    assert place not in olive.client.get(olive.root + "mail").content.decode()
    secret = place.rpartition("/")[2].removesuffix(".ics")
    assert Feed.everywhere.get(member=olive.member).token_hash != secret


def test_it_opens_without_a_log_in_and_ends_an_all_day_event_on_the_day_after(olive: Player, sam: Player) -> None:
    off(sam)
    place = address(sam)
    sam.client.logout()
    (event,) = events(sam, place)
    assert (event["dtstart"].dt, event["dtend"].dt) == (
        local_today() + timedelta(days=3),
        local_today() + timedelta(days=5),
    )


def test_nobody_elses_dates_are_in_it(olive: Player, sam: Player) -> None:
    off(sam)
    assert events(olive, address(olive)) == []


def test_titles_are_shown_only_by_choice() -> None:
    each = [
        feeds.Dated("goal-1", local_today(), local_today(), "Goal: fewer reminders, quickly; really", "A goal is due")
    ]
    stamp = datetime.fromisoformat("2026-03-04T09:00:00+00:00")
    plain, full = (feeds.written(each, has_titles=wanted, stamp=stamp) for wanted in (False, True))
    assert b"fewer" not in plain
    (event,) = Calendar.from_ical(full).walk("VEVENT")
    assert event["summary"] == "Goal: fewer reminders, quickly; really"
    assert max(len(line) for line in full.split(b"\r\n")) <= 75


def test_a_closed_address_a_wrong_one_and_one_of_a_former_member_are_all_missing(olive: Player, sam: Player) -> None:
    place = address(sam)
    assert sam.client.get(place).status_code == 200
    assert sam.client.get(place.replace(".ics", "x.ics")).status_code == 404
    with acting_in(olive.workspace):
        remove_member(actor=olive.member, member_id=sam.member.pk)
    assert sam.client.get(place).status_code == 404
    other = address(olive)
    feed = Feed.everywhere.get(member=olive.member)
    olive.client.post(f"{olive.root}mail/feed/{feed.pk}/close")
    assert olive.client.get(other).status_code == 404


def test_the_thirty_first_request_of_an_hour_is_told_to_wait(olive: Player) -> None:
    place = address(olive)
    answers = [olive.client.get(place).status_code for _ in range(feeds.AN_HOUR + 1)]
    assert answers == [200] * feeds.AN_HOUR + [429]
    assert int(olive.client.get(place)["Retry-After"]) > 0
