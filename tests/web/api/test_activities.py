from __future__ import annotations

import pytest

from hoursback.web.capture.models import Activity, DayTotal
from tests.web.api.conftest import Caller, caller
from tests.web.cast import Player


@pytest.fixture
def program(olive: Player) -> Caller:
    return caller(olive.member)


def test_an_activity_is_added_and_read_back(program: Caller) -> None:
    made = program.post("activities", {"name": "Bookkeeping", "match": ["invoice*"]})
    assert (made.status_code, made["Location"]) == (201, made.json()["address"])
    assert made.json()["function"] == "finance"
    assert program.get(f"activities/{made.json()['id']}").json() == made.json()
    assert program.get("activities").json() == {"activities": [made.json()], "next_cursor": None}


def test_a_name_that_is_taken_in_any_case_is_refused(program: Caller) -> None:
    program.post("activities", {"name": "Bookkeeping"})
    refused = program.post("activities", {"name": "BOOKKEEPING"})
    assert (refused.status_code, refused.json()["error"]["where"]) == (409, "name")


def test_what_a_change_leaves_out_stays(program: Caller) -> None:
    one = program.post("activities", {"name": "Bookkeeping", "match": ["invoice*"]}).json()
    after = program.patch(f"activities/{one['id']}", {"version": one["version"], "function": "admin"}).json()
    assert {**after, "function": "finance", "version": one["version"]} == one


def test_of_two_changes_of_one_version_the_second_sees_the_first(program: Caller) -> None:
    one = program.post("activities", {"name": "Bookkeeping"}).json()
    program.patch(f"activities/{one['id']}", {"version": one["version"], "name": "Books"})
    second = program.patch(f"activities/{one['id']}", {"version": one["version"], "name": "Ledger"})
    assert (second.status_code, second.json()["current"]["name"]) == (409, "Books")


def test_hours_are_stated_without_a_log(program: Caller) -> None:
    one = program.post("activities", {"name": "Bookkeeping"}).json()
    weekly = program.put(f"activities/{one['id']}/hours", {"hours": [5, 8]}).json()
    assert (weekly["hours_per_week"], weekly["times_per_month"]) == ([5, 8], None)
    monthly = program.put(f"activities/{one['id']}/hours", {"hours": [3], "times_per_month": 1}).json()
    assert (monthly["hours_per_week"], monthly["times_per_month"], monthly["hours_each"]) == (None, 1, [3, 3])


@pytest.mark.parametrize("hours", [[8, 5], [], [1, 2, 3], [-1], [169], ["5"], [True], None, 5, [1e14], [0.5, "none"]])
def test_hours_that_cannot_be_are_refused_by_name(program: Caller, hours: object) -> None:
    one = program.post("activities", {"name": "Bookkeeping"}).json()
    refused = program.put(f"activities/{one['id']}/hours", {"hours": hours})
    assert refused.status_code == 400
    assert refused.json()["error"]["where"].startswith("hours")


def test_merging_moves_entries_and_totals_and_archives_the_one(program: Caller) -> None:
    one, two = (program.post("activities", {"name": name}).json() for name in ("Mail", "E-mail"))
    program.post("entries", {"day": "2026-03-02", "seconds": 60, "activity_id": one["id"]})
    merged = program.post(f"activities/{one['id']}/merge", {"into": two["id"]})
    assert (merged.status_code, merged.json()["id"]) == (200, two["id"])
    assert DayTotal.everywhere.get().activity_id == two["id"]
    assert Activity.everywhere.get(pk=one["id"]).is_archived
    assert program.post(f"activities/{one['id']}/merge", {"into": one["id"]}).status_code == 400


def test_pages_of_activities_join_without_a_gap(program: Caller) -> None:
    names = [f"Work {letter}" for letter in "abcde"]
    for name in names:
        program.post("activities", {"name": name})
    first = program.get("activities?size=3").json()
    second = program.get(f"activities?size=3&cursor={first['next_cursor']}").json()
    assert [row["name"] for row in first["activities"] + second["activities"]] == names
    assert second["next_cursor"] is None


def test_archived_ones_are_listed_on_request(program: Caller) -> None:
    one = program.post("activities", {"name": "Mail"}).json()
    program.patch(f"activities/{one['id']}", {"version": one["version"], "is_archived": True})
    assert program.get("activities").json()["activities"] == []
    assert len(program.get("activities?with_archived=true").json()["activities"]) == 1


def test_a_helper_sees_activities_and_changes_none(program: Caller, sam: Player) -> None:
    one = program.post("activities", {"name": "Mail"}).json()
    helper = caller(sam.member)
    assert [row["id"] for row in helper.get("activities").json()["activities"]] == [one["id"]]
    assert helper.post("activities", {"name": "New"}).status_code == 403
    assert helper.patch(f"activities/{one['id']}", {"version": 1, "name": "New"}).status_code == 403
    assert helper.put(f"activities/{one['id']}/hours", {"hours": [5]}).status_code == 403
    assert helper.post(f"activities/{one['id']}/merge", {"into": one["id"]}).status_code == 403
    assert Activity.everywhere.get().name == "Mail"


def test_rex_sees_none_of_them_and_merges_none(program: Caller, rex: Player) -> None:
    one = program.post("activities", {"name": "Mail"}).json()
    stranger = caller(rex.member)
    mine = stranger.post("activities", {"name": "Roofing"}).json()
    assert [row["name"] for row in stranger.get("activities").json()["activities"]] == ["Roofing"]
    for foreign, missing in (
        (stranger.get(f"activities/{one['id']}"), stranger.get("activities/999999")),
        (
            stranger.post(f"activities/{mine['id']}/merge", {"into": one["id"]}),
            stranger.post(f"activities/{mine['id']}/merge", {"into": 999999}),
        ),
    ):
        assert foreign.status_code == missing.status_code == 404
        assert foreign.json()["error"]["what"] == missing.json()["error"]["what"]
    assert not Activity.everywhere.get(pk=one["id"]).is_archived


def test_people_are_listed_without_their_prices(program: Caller, max_: Player, sam: Player, rex: Player) -> None:
    names = {row["name"] for row in program.get("people").json()["people"]}
    assert names == {"Olive", "Max", "Sam"}
    assert set(program.get("people").json()["people"][0]) == {"id", "name", "kind", "is_you", "is_archived"}
    assert [row["name"] for row in caller(sam.member).get("people").json()["people"]] == ["Sam"]
    assert [row["name"] for row in caller(rex.member).get("people").json()["people"]] == ["Rex"]
    first = program.get("people?size=2").json()
    assert len(program.get(f"people?size=2&cursor={first['next_cursor']}").json()["people"]) == 1
