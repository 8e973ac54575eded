from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from hoursback.web.accounts.models import Workspace
from hoursback.web.capture import actions, selectors
from hoursback.web.capture.models import Activity, Entry
from tests.web.capture.logbook import MONDAY, add, add_length, check_totals, picture
from tests.web.cast import Player


@pytest.fixture(autouse=True)
def noon() -> object:
    with time_machine.travel("2026-03-04 12:00:00+01:00", tick=False):
        yield


def boxes(activity: Activity, day: date, text: str, was: int = 0) -> dict[str, Any]:
    return {f"c{activity.pk}-{day.toordinal()}": text, f"w{activity.pk}-{day.toordinal()}": was}


def send(player: Player, facts: dict[str, Any]) -> str:
    return player.client.post(player.root + "log/week/", facts, follow=True).content.decode()


def test_last_weeks_rows_are_waiting_empty(olive: Player) -> None:
    add_length(olive, "Bookkeeping", MONDAY - timedelta(days=3), 90)
    add_length(olive, "Long ago", MONDAY - timedelta(days=30), 90)
    said = olive.client.get(olive.root + "log/week/").content.decode()
    assert "0:00 hours this week, 1:30 the week before." in said
    assert 'aria-label="Bookkeeping, Mon 2 Mar"' in said
    assert 'aria-label="Long ago, ' not in said
    other = Activity.everywhere.get(name="Long ago")
    assert 'aria-label="Long ago, ' in olive.client.get(olive.root + f"log/week/?add={other.pk}").content.decode()


@pytest.mark.parametrize(("text", "minutes"), [("1:30", 90), ("1h", 60), ("90m", 90), ("0:05", 5), ("24h", 1440)])
def test_a_typed_length_becomes_an_entry(olive: Player, text: str, minutes: int) -> None:
    work = actions.ensure_activity(member=olive.member, name="Quotes")
    assert "1 cell is saved." in send(olive, boxes(work, MONDAY, text))
    entry = Entry.everywhere.get()
    assert (entry.start, entry.seconds, entry.day) == (None, minutes * 60, MONDAY.toordinal())
    check_totals(olive)


def test_the_single_length_of_a_cell_is_changed_and_emptied(olive: Player) -> None:
    entry = add_length(olive, "Quotes", MONDAY, 90)
    send(olive, boxes(entry.activity, MONDAY, "2h", 5400))
    assert Entry.everywhere.get().seconds == 7200
    before = picture(olive)
    said = send(olive, boxes(entry.activity, MONDAY, "", 7200))
    assert not Entry.everywhere.exists()
    check_totals(olive)
    address = said.split('action="/w/')[1].split('"')[0] if "log/undo/" in said else ""
    assert "log/undo/" in address
    olive.client.post("/w/" + address)
    assert picture(olive) == before


def test_cells_that_are_more_than_one_length_say_why_not(olive: Player) -> None:
    timed = add(olive, "E-mail", "2026-03-02 09:00", 30)
    add_length(olive, "Quotes", MONDAY, 30)
    quotes = add_length(olive, "Quotes", MONDAY, 20).activity
    before = picture(olive)
    assert "entry with clock times" in send(olive, boxes(timed.activity, MONDAY, "1h", 1800))
    said = send(olive, boxes(quotes, MONDAY, "1h", 3000))
    assert "adds up 2 entries" in said
    assert 'value="1h"' in said
    assert picture(olive) == before


def test_untouched_boxes_change_nothing_whatever_their_seconds(olive: Player) -> None:
    entry = add_length(olive, "Quotes", MONDAY, 90)
    actions.change_entry(member=olive.member, entry_id=entry.pk, version=1, seconds=5423)
    before = picture(olive)
    assert "Nothing was changed." in send(olive, boxes(entry.activity, MONDAY, "1:30", 5423))
    assert picture(olive) == before


def test_a_cell_that_changed_meanwhile_is_not_overwritten(olive: Player) -> None:
    entry = add_length(olive, "Quotes", MONDAY, 90)
    said = send(olive, boxes(entry.activity, MONDAY, "2h", 1800))
    assert "changed meanwhile: it holds 1 h 30 min now" in said
    assert Entry.everywhere.get().seconds == 5400


@pytest.mark.parametrize("text", ["90", "25h", "-1h", "x", "1:75", "NaN", "1e3 h"])
def test_what_is_no_length_is_said_at_its_box(olive: Player, text: str) -> None:
    work = actions.ensure_activity(member=olive.member, name="Quotes")
    add_length(olive, "Quotes", MONDAY - timedelta(days=3), 90)
    response = olive.client.post(olive.root + "log/week/", boxes(work, MONDAY, text))
    assert response.status_code == 422
    assert f'value="{text}"' in response.content.decode()
    assert Entry.everywhere.count() == 1


def test_good_cells_are_kept_beside_bad_ones(olive: Player) -> None:
    one = actions.ensure_activity(member=olive.member, name="Quotes")
    add_length(olive, "Quotes", MONDAY - timedelta(days=3), 90)
    send(olive, {**boxes(one, MONDAY, "1h"), **boxes(one, MONDAY + timedelta(days=1), "junk")})
    assert Entry.everywhere.filter(day=MONDAY.toordinal()).get().seconds == 3600


def test_one_box_is_saved_by_itself_and_the_totals_come_back(olive: Player) -> None:
    work = actions.ensure_activity(member=olive.member, name="Quotes")
    facts = boxes(work, MONDAY, "1:15")
    answer = olive.client.post(olive.root + "log/week/", facts, headers={"Accept": "application/json"}).json()
    assert answer["total"] == answer["rows"][str(work.pk)] == answer["days"][str(MONDAY.toordinal())] == "1:15"
    assert answer["cells"][f"c{work.pk}-{MONDAY.toordinal()}"] == {"text": "1:15", "was": 4500}
    assert not answer["errors"]


@pytest.mark.parametrize(
    "name", ["c1", "c-1", "cx-y", "c1-1", f"c{2**70}-{MONDAY.toordinal()}", "c1-" + "9" * 30, "c٣-739677"]
)
def test_odd_boxes_are_passed_over(olive: Player, name: str) -> None:
    assert olive.client.post(olive.root + "log/week/", {name: "1h"}).status_code in (302, 404)
    assert not Entry.everywhere.exists()


def test_a_foreign_activity_is_not_found(olive: Player, rex: Player) -> None:
    work = actions.ensure_activity(member=rex.member, name="Roofs")
    assert olive.client.post(olive.root + "log/week/", boxes(work, MONDAY, "1h")).status_code == 404


def test_the_week_starts_where_the_workspace_says(olive: Player) -> None:
    Workspace.objects.update(week_start=6)
    assert "Sun 1 Mar – Sat 7 Mar" in olive.client.get(olive.root + "log/week/").content.decode()
    assert selectors.first_day(MONDAY, 0) == MONDAY


def test_a_helper_sees_and_fills_their_own_week(max_: Player, sam: Player) -> None:
    entry = add_length(max_, "Quotes", MONDAY, 90)
    assert "1:30 hours" not in sam.client.get(sam.root + "log/week/").content.decode()
    send(sam, boxes(entry.activity, MONDAY, "1h"))
    assert Entry.everywhere.filter(person__member=sam.member).get().seconds == 3600
    assert Entry.everywhere.filter(person__member=max_.member).get().seconds == 5400
    check_totals(max_)


def test_a_helper_fills_no_row_of_what_only_the_owner_does(olive: Player, sam: Player) -> None:
    entry = add_length(olive, "Quotes", MONDAY, 90)
    assert "Quotes" not in sam.client.get(sam.root + "log/week/").content.decode()
    assert "There is nothing here that you can see." in send(sam, boxes(entry.activity, MONDAY, "1h"))
    assert not Entry.everywhere.filter(person__member=sam.member).exists()


@pytest.mark.parametrize("day", ["1970-01-01", "2100-12-31", "2026-03-04"])
def test_the_weeks_at_the_limits_open(olive: Player, day: str) -> None:
    assert olive.client.get(olive.root + f"log/week/{day}/").status_code == 200
