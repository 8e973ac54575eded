from __future__ import annotations

import json

import pytest
import time_machine

from hoursback.web.accounts import api as limits
from hoursback.web.capture.models import Entry
from tests.web.api.conftest import Caller, caller
from tests.web.cast import Player

ENTRY = {"day": "2026-03-02", "seconds": 60, "activity": "Mail"}


@pytest.fixture
def program(olive: Player) -> Caller:
    return caller(olive.member)


def nested(levels: int) -> bytes:
    return b'{"line":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


@pytest.mark.parametrize(
    ("levels", "word"), [(32, "line"), (33, "32 levels"), (320, "32 levels"), (400_000, "32 levels")]
)
def test_a_body_is_thirty_two_levels_deep_at_most(program: Caller, levels: int, word: str) -> None:
    refused = program.post("entries", raw=nested(levels))
    assert refused.status_code == 400
    assert word in refused.json()["error"]["what"]


@pytest.mark.parametrize(
    ("number", "is_refused"),
    [
        ("999999999999999", False),
        ("1000000000000000", True),
        ("-999999999999999", False),
        ("-1000000000000000", True),
        ("9" * 150, True),
        ("9" * 5000, True),
        ("999999999999999.5", False),
        ("1e14", False),
        ("1e15", True),
        ("1e400", True),
        ("NaN", True),
        ("Infinity", True),
        ("-Infinity", True),
    ],
)
def test_a_number_has_fifteen_digits_before_the_point_at_most(program: Caller, number: str, is_refused: bool) -> None:
    refused = program.post("entries", raw=b'{"seconds":' + number.encode() + b"}")
    assert refused.status_code == 400
    assert (refused.json()["error"]["where"] == "body") is is_refused


@pytest.mark.parametrize(("size", "is_read"), [(1_000_000, True), (1_000_001, False), (10_000_000, False)])
def test_a_body_has_a_megabyte_at_most(program: Caller, size: int, is_read: bool) -> None:
    body = json.dumps(ENTRY).encode()
    answer = program.post("entries", raw=body + b" " * (size - len(body)))
    assert answer.status_code == (201 if is_read else 400)
    assert is_read or "1 MB" in answer.json()["error"]["what"]


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"\xff\xfe{}",
        b"{}}",
        b'{"line":"a","line":"b"}',
        b"nope",
        b"'",
        b"\x00",
        b"[" * 100,
        b'{"a":1,}',
        b'"\\ud800"',
    ],
)
def test_what_is_no_json_is_said_to_be_none(program: Caller, raw: bytes) -> None:
    refused = program.post("entries", raw=raw)
    assert refused.status_code == 400
    assert set(refused.json()["error"]) >= {"what", "where", "value", "hint", "request"}


def test_a_form_is_no_json(program: Caller) -> None:
    from django.test import Client

    place = f"/api/v1/w/{program.member.workspace.public_id}/entries"
    refused = Client().post(place, {"line": "1h mail"}, headers={"Authorization": f"Bearer {program.secret}"})
    assert refused.status_code == 400
    assert "application/json" in refused.json()["error"]["hint"]


def test_several_wrong_fields_are_all_named(program: Caller) -> None:
    refused = program.post("entries", {"day": "x", "seconds": -1, "activity": "Mail", "nonsense": 1}).json()["error"]
    assert {refused["where"], *(each["where"] for each in refused["also"])} == {"day", "seconds", "nonsense"}


def test_the_value_that_was_found_is_said(program: Caller) -> None:
    refused = program.post("entries", {**ENTRY, "seconds": 86401}).json()["error"]
    assert (refused["where"], refused["value"]) == ("seconds", "86401")


@time_machine.travel("2026-03-02T10:00:10Z", tick=False)
def test_a_token_asks_a_hundred_and_twenty_times_a_minute(program: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [program.get("about") for _ in range(limits.A_MINUTE + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {200}
    refused = answers[-1]
    assert (refused.status_code, refused["Retry-After"]) == (429, "51")
    assert refused.json()["error"]["hint"] == "Wait 51 seconds."


def test_the_next_minute_counts_afresh(program: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 2)
    with time_machine.travel("2026-03-02T10:00:10Z", tick=False) as clock:
        assert [program.get("about").status_code for _ in range(3)] == [200, 200, 429]
        clock.shift(51)
        assert program.get("about").status_code == 200


def test_each_token_is_counted_by_itself_and_a_refused_request_changes_nothing(
    olive: Player, program: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 1)
    with time_machine.travel("2026-03-02T10:00:10Z", tick=False):
        assert program.get("about").status_code == 200
        assert program.post("entries", ENTRY).status_code == 429
        assert caller(olive.member).get("about").status_code == 200
    assert not Entry.everywhere.exists()


def test_a_browser_is_counted_too(olive: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 1)
    address = f"/api/v1/w/{olive.workspace.public_id}/about"
    with time_machine.travel("2026-03-02T10:00:10Z", tick=False):
        assert [olive.client.get(address).status_code for _ in range(2)] == [200, 429]
