from __future__ import annotations

import pytest

from hoursback.web.accounts.models import Event
from hoursback.web.accounts.roles import Scope
from hoursback.web.capture.models import DayTotal, Entry
from tests.web.api.conftest import Caller, caller
from tests.web.capture.logbook import make
from tests.web.cast import Player

MORNING = {"start": "2026-03-02T08:15:00Z", "end": "2026-03-02T09:05:00Z", "activity": "Client mail", "note": "replies"}


@pytest.fixture
def program(olive: Player) -> Caller:
    return caller(olive.member)


def test_an_entry_is_logged_by_fields_and_read_back(program: Caller) -> None:
    made = program.post("entries", {**MORNING, "project": "Alder", "tags": ["email", "alder"]})
    assert made.status_code == 201
    said = made.json()
    assert (said["day"], said["seconds"], said["zone"]) == ("2026-03-02", 3000, "Europe/Berlin")
    assert (said["start"], said["end"]) == ("2026-03-02T08:15:00Z", "2026-03-02T09:05:00Z")
    assert (said["activity"], said["project"], said["tags"], said["source"]) == (
        "Client mail", "Alder", ["email", "alder"], "api",
    )  # fmt: skip
    assert made["Location"] == said["address"]
    assert program.get(f"entries/{said['id']}").json() == said


def test_an_entry_is_logged_by_a_line_as_one_types_it(program: Caller) -> None:
    made = program.post("entries", {"line": "2026-03-02 9:15-10:05 replied to client mail #email"})
    assert made.status_code == 201
    assert (made.json()["start"], made.json()["seconds"]) == ("2026-03-02T08:15:00Z", 3000)


def test_a_line_nobody_understands_says_what_to_write(program: Caller) -> None:
    refused = program.post("entries", {"line": "blah blah"})
    assert refused.status_code == 400
    assert refused.json()["error"]["hint"]


def test_a_length_on_a_day_has_no_clock_times(program: Caller) -> None:
    made = program.post("entries", {"day": "2026-03-02", "seconds": 5400, "activity": "Bookkeeping"}).json()
    assert (made["start"], made["end"], made["seconds"], made["day"]) == (None, None, 5400, "2026-03-02")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"start": "2026-03-02T08:15:00Z", "activity": "Mail"}, ""),
        ({"start": "2026-03-02T08:15:00", "seconds": 60, "activity": "Mail"}, "start"),
        ({"start": "2026-03-02T08:15:00Z", "end": "2026-03-02T08:00:00Z", "activity": "Mail"}, ""),
        ({"day": "2101-01-01", "seconds": 60, "activity": "Mail"}, "day"),
        ({"day": "1969-12-31", "seconds": 60, "activity": "Mail"}, "day"),
        ({"day": "2026-02-30", "seconds": 60, "activity": "Mail"}, "day"),
        ({"day": "2026-03-02", "seconds": 86401, "activity": "Mail"}, "seconds"),
        ({"day": "2026-03-02", "seconds": -1, "activity": "Mail"}, "seconds"),
        ({"day": "2026-03-02", "seconds": "60", "activity": "Mail"}, "seconds"),
        ({"day": "2026-03-02", "seconds": True, "activity": "Mail"}, "seconds"),
        ({"day": "2026-03-02", "seconds": 60.5, "activity": "Mail"}, "seconds"),
        ({"day": "2026-03-02", "seconds": 60, "activity": "Mail", "zone": "Mars/Base"}, ""),
        ({"day": "2026-03-02", "seconds": 60}, "activity"),
        ({"day": "2026-03-02", "seconds": 60, "activity": "x" * 201}, "activity"),
        ({"day": "2026-03-02", "seconds": 60, "activity": "Mail", "note": "x" * 10_001}, "note"),
        ({"day": "2026-03-02", "seconds": 60, "activity": "Mail", "note": "a\u0000b"}, "note"),
        ({"day": "2026-03-02", "seconds": 60, "activity": "Mail", "note": "a\ud800b"}, "note"),
        ({"day": "2026-03-02", "seconds": 60, "activity": "Mail", "workspace": "abc"}, "workspace"),
        ({"day": "2026-03-02", "seconds": 60, "activity": "Mail", "source": 1}, "source"),
        ({"line": "1h mail", "seconds": 60}, ""),
        ({}, ""),
        ([], ""),
        ("1h mail", ""),
        (None, ""),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name_and_nothing_is_stored(
    program: Caller, body: object, field: str
) -> None:
    refused = program.post("entries", body)
    assert refused.status_code == 400
    assert field in refused.json()["error"]["where"]
    assert not Entry.everywhere.exists()


def test_a_day_of_entries_comes_in_pages_that_join(program: Caller) -> None:
    for minute in range(5):
        program.post("entries", {"day": f"2026-03-0{minute + 1}", "seconds": minute, "activity": "Mail"})
    first = program.get("entries?from=2026-03-02&to=2026-03-05&size=3").json()
    second = program.get(f"entries?from=2026-03-02&to=2026-03-05&size=3&cursor={first['next_cursor']}").json()
    assert [entry["seconds"] for entry in first["entries"] + second["entries"]] == [1, 2, 3, 4]
    assert second["next_cursor"] is None


def test_a_page_holds_at_most_two_hundred(program: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    one = program.post("entries", {"day": "2026-03-02", "seconds": 60, "activity": "Mail"}).json()
    row = Entry.everywhere.get(pk=one["id"])
    rows = [Entry(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key})] * 250
    Entry.everywhere.bulk_create(
        [
            Entry(**{f.attname: getattr(r, f.attname) for f in r._meta.concrete_fields if not f.primary_key})
            for r in rows
        ]
    )
    assert [len(program.get(f"entries?size={n}").json()["entries"]) for n in (199, 200, 201, 2000)] == [
        199, 200, 200, 200,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "size=0", "size=-1", "size=x", "size=99999999999999999999999", "cursor=x", "cursor=1.2.3", "cursor=1",
        "cursor=9999999999999999999.1", "from=yesterday", "to=2026-13-01", "person_id=0", "activity_id=1e9",
        "activity_id=99999999999999999999", "unknown=1", "cursor=%00", "from=%00",
    ],
)  # fmt: skip
def test_odd_query_values_are_refused_by_name(program: Caller, query: str) -> None:
    refused = program.get(f"entries?{query}")
    assert refused.status_code == 400
    assert refused.json()["error"]["where"] == query.partition("=")[0]


def test_a_change_carries_the_version_and_the_second_writer_sees_the_first_ones_text(program: Caller) -> None:
    one = program.post("entries", MORNING).json()
    changed = program.patch(f"entries/{one['id']}", {"version": one["version"], "note": "mine"})
    assert (changed.status_code, changed.json()["note"]) == (200, "mine")
    second = program.patch(f"entries/{one['id']}", {"version": one["version"], "note": "yours"})
    assert second.status_code == 409
    assert second.json()["current"]["note"] == "mine"
    assert second.json()["error"]["where"] == "version"
    assert Entry.everywhere.get(pk=one["id"]).note == "mine"


def test_a_change_without_its_version_is_refused(program: Caller) -> None:
    one = program.post("entries", MORNING).json()
    assert program.patch(f"entries/{one['id']}", {"note": "x"}).json()["error"]["where"] == "version"


def test_what_a_change_leaves_out_stays(program: Caller) -> None:
    one = program.post("entries", {**MORNING, "project": "Alder", "client": "Bakery"}).json()
    after = program.patch(f"entries/{one['id']}", {"version": 1, "project": "Birch"}).json()
    assert {**after, "project": "Alder", "version": 1} == one


def test_a_new_end_makes_the_entry_longer_and_the_totals_follow(program: Caller) -> None:
    one = program.post("entries", MORNING).json()
    after = program.patch(f"entries/{one['id']}", {"version": 1, "end": "2026-03-02T09:15:00Z"}).json()
    assert after["seconds"] == 3600
    assert DayTotal.everywhere.get().seconds == 3600


def test_a_new_day_takes_the_clock_times_along(program: Caller) -> None:
    one = program.post("entries", {**MORNING, "start": "2026-03-28T08:15:00Z", "end": "2026-03-28T09:05:00Z"}).json()
    # The clocks go forward in between: 9:15 on the wall is another second of the day.
    after = program.patch(f"entries/{one['id']}", {"version": 1, "day": "2026-03-30"}).json()
    assert (after["day"], after["start"], after["seconds"]) == ("2026-03-30", "2026-03-30T07:15:00Z", 3000)


def test_a_start_taken_away_leaves_a_length_on_the_day(program: Caller) -> None:
    one = program.post("entries", MORNING).json()
    after = program.patch(f"entries/{one['id']}", {"version": 1, "start": None}).json()
    assert (after["start"], after["seconds"], after["day"]) == (None, 3000, "2026-03-02")


def test_a_removed_entry_is_gone_and_its_totals_with_it(program: Caller) -> None:
    one = program.post("entries", MORNING).json()
    assert program.delete(f"entries/{one['id']}").status_code == 204
    assert program.get(f"entries/{one['id']}").status_code == 404
    assert not DayTotal.everywhere.exists()


def test_an_entry_changed_since_is_not_removed(program: Caller) -> None:
    one = program.post("entries", MORNING).json()
    program.patch(f"entries/{one['id']}", {"version": 1, "note": "mine"})
    assert program.delete(f"entries/{one['id']}?version=1").status_code == 409
    assert Entry.everywhere.count() == 1


def test_every_change_is_on_record_once(program: Caller) -> None:
    one = program.post("entries", MORNING).json()
    before = Event.everywhere.count()
    program.patch(f"entries/{one['id']}", {"version": 1, "note": "mine"})
    program.delete(f"entries/{one['id']}")
    assert Event.everywhere.count() == before + 2


def test_a_helper_sees_and_changes_their_own_entries_only(olive: Player, sam: Player) -> None:
    owner, helper = caller(olive.member), caller(sam.member)
    make(olive, MORNING["activity"])
    mine = helper.post("entries", {**MORNING, "note": "sam's"}).json()
    theirs = owner.post("entries", MORNING).json()
    assert [entry["id"] for entry in helper.get("entries").json()["entries"]] == [mine["id"]]
    for method, body in (("GET", None), ("PATCH", {"version": 1, "note": "x"}), ("DELETE", None)):
        assert helper.say(method, f"entries/{theirs['id']}", body).status_code == 404
    assert helper.post("entries", {**MORNING, "person_id": theirs["person_id"]}).status_code == 404


def test_a_manager_logs_for_a_helper(max_: Player, sam: Player, olive: Player) -> None:
    make(olive, MORNING["activity"])
    helper = caller(sam.member).post("entries", MORNING).json()
    made = caller(max_.member).post("entries", {**MORNING, "person_id": helper["person_id"]})
    assert (made.status_code, made.json()["person_id"]) == (201, helper["person_id"])


def test_a_helper_names_an_activity_that_exists(sam: Player) -> None:
    refused = caller(sam.member).post("entries", {**MORNING, "activity": "Something new"})
    assert (refused.status_code, refused.json()["error"]["where"]) == (400, "activity")


def test_an_adviser_has_no_log(ada: Player) -> None:
    assert caller(ada.member).get("entries").status_code == 403


def test_rex_sees_and_changes_nothing(olive: Player, rex: Player) -> None:
    one = caller(olive.member).post("entries", MORNING).json()
    stranger = caller(rex.member)
    assert stranger.get("entries").json()["entries"] == []
    for method, body in (("GET", None), ("PATCH", {"version": 1, "note": "x"}), ("DELETE", None)):
        missing = stranger.say(method, "entries/999999", body)
        foreign = stranger.say(method, f"entries/{one['id']}", body)
        assert foreign.status_code == missing.status_code == 404
        assert foreign.json()["error"]["what"] == missing.json()["error"]["what"]
        assert (
            stranger.say(method, f"entries/{one['id']}", body, workspace=olive.workspace.public_id).status_code == 404
        )
    assert stranger.post("entries", {**MORNING, "person_id": one["person_id"]}).status_code == 404
    refused = stranger.post("entries", {"day": "2026-03-02", "seconds": 60, "activity_id": one["activity_id"]})
    assert refused.status_code == 404


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "9" * 5000, "-1", "x", "%00", "1.5"])
def test_an_odd_number_in_the_address_is_a_404(program: Caller, number: str) -> None:
    assert program.get(f"entries/{number}").status_code == 404


def test_scopes_reach_as_far_as_they_say(olive: Player) -> None:
    reader, logger = caller(olive.member, Scope.READ), caller(olive.member, Scope.LOG)
    assert reader.get("entries").status_code == 200
    assert reader.post("entries", MORNING).status_code == 403
    one = logger.post("entries", MORNING)
    assert one.status_code == 201
    assert reader.delete(f"entries/{one.json()['id']}").status_code == 403
    assert logger.post("activities", {"name": "New"}).status_code == 403
    assert Entry.everywhere.count() == 1


def test_a_browser_needs_its_csrf_token_and_a_program_does_not(olive: Player) -> None:
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(olive.user, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/api/v1/w/{olive.workspace.public_id}/entries"
    refused = browser.post(address, MORNING, content_type="application/json")
    assert (refused.status_code, Entry.everywhere.count()) == (403, 0)
    assert "error" in refused.json()
    token = "a" * 32
    browser.cookies["csrftoken"] = token
    sent = browser.post(address, MORNING, content_type="application/json", headers={"X-CSRFToken": token})
    assert sent.status_code == 201


def test_an_unchanged_list_is_answered_with_304(program: Caller) -> None:
    from django.test import Client

    one = program.post("entries", MORNING).json()
    first = program.get("entries")
    address = f"/api/v1/w/{program.member.workspace.public_id}/entries"
    headers = {"Authorization": f"Bearer {program.secret}", "If-None-Match": first["ETag"]}
    assert Client().get(address, headers=headers).status_code == 304
    program.patch(f"entries/{one['id']}", {"version": 1, "note": "new"})
    assert Client().get(address, headers=headers).status_code == 200


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    program: Caller, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    program.post("entries", MORNING)
    with CaptureQueriesContext(connection) as one:
        program.get("entries")
    for _ in range(5):
        program.post("entries", MORNING)
    with CaptureQueriesContext(connection) as six:
        program.get("entries")
    assert len(six) == len(one)
