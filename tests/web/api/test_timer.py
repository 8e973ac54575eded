from __future__ import annotations

import pytest
import time_machine

from hoursback.web.capture.models import Entry, Timer
from tests.web.api.conftest import Caller, caller
from tests.web.cast import Player


@pytest.fixture
def program(olive: Player) -> Caller:
    return caller(olive.member)


@pytest.fixture
def clock() -> time_machine.Traveller:
    with time_machine.travel("2026-03-02T08:00:00Z", tick=False) as travel:
        yield travel


def test_nothing_is_timed_at_first(program: Caller) -> None:
    assert program.get("timer").json() == {"timer": None}


def test_a_timer_is_started_and_stopped_and_logged_to_the_second(
    program: Caller, clock: time_machine.Traveller
) -> None:
    started = program.post("timer/start", {"activity": "Client mail", "note": "replies", "client": "Alder"})
    assert (started.status_code, started.json()["timer"]["start"]) == (200, "2026-03-02T08:00:00Z")
    assert program.get("timer").json() == started.json()
    clock.shift(1234)
    stopped = program.post("timer/stop")
    assert (stopped.status_code, stopped["Location"]) == (201, stopped.json()["address"])
    entry = stopped.json()
    assert (entry["seconds"], entry["activity"], entry["client"], entry["source"]) == (
        1234,
        "Client mail",
        "Alder",
        "timer",
    )
    assert program.get("timer").json() == {"timer": None}


def test_switching_logs_what_ran_and_times_the_next_from_the_same_second(
    program: Caller, clock: time_machine.Traveller
) -> None:
    program.post("timer/start", {"activity": "Client mail"})
    clock.shift(600)
    now = program.post("timer/switch", {"activity": "Bookkeeping"}).json()["timer"]
    assert (now["activity"], now["start"]) == ("Bookkeeping", "2026-03-02T08:10:00Z")
    assert Entry.everywhere.get().seconds == 600


def test_a_second_timer_is_refused_with_the_way_out(program: Caller) -> None:
    program.post("timer/start", {"activity": "Client mail"})
    refused = program.post("timer/start", {"activity": "Bookkeeping"})
    assert refused.status_code == 400
    assert "switch" in refused.json()["error"]["hint"]


@pytest.mark.parametrize(("method", "path", "body"), [
    ("POST", "timer/stop", None), ("DELETE", "timer", None), ("PATCH", "timer", {"version": 1, "note": "x"}),
])  # fmt: skip
def test_without_a_timer_there_is_nothing_to_change(program: Caller, method: str, path: str, body: object) -> None:
    refused = program.say(method, path, body)
    assert (refused.status_code, refused.json()["error"]["where"]) == (409, "timer")


def test_a_timer_without_an_activity_goes_on_until_somebody_says_what_it_was(program: Caller) -> None:
    program.post("timer/start", {})
    refused = program.post("timer/stop")
    assert (refused.status_code, refused.json()["error"]["where"]) == (400, "activity")
    assert Timer.everywhere.exists()
    assert program.post("timer/stop", {"activity": "Client mail"}).status_code == 201


def test_a_forgotten_timer_asks_when_the_work_ended(program: Caller, clock: time_machine.Traveller) -> None:
    program.post("timer/start", {"activity": "Client mail"})
    clock.shift(11 * 3600)
    refused = program.post("timer/stop")
    assert (refused.status_code, refused.json()["error"]["where"]) == (400, "end")
    ended = program.post("timer/stop", {"end": "2026-03-02T09:00:00Z"})
    assert ended.json()["seconds"] == 3600


def test_a_changed_timer_needs_its_version(program: Caller, clock: time_machine.Traveller) -> None:
    program.post("timer/start", {"activity": "Client mail"})
    changed = program.patch("timer", {"version": 1, "start": "2026-03-02T07:30:00Z", "activity": "Bookkeeping"}).json()
    assert (changed["timer"]["start"], changed["timer"]["activity"]) == ("2026-03-02T07:30:00Z", "Bookkeeping")
    stale = program.patch("timer", {"version": 1, "note": "x"})
    assert (stale.status_code, stale.json()["current"]) == (409, changed)


def test_a_discarded_timer_logs_nothing(program: Caller) -> None:
    program.post("timer/start", {"activity": "Client mail"})
    assert program.delete("timer").status_code == 204
    assert not Entry.everywhere.exists()


def test_everybody_has_a_timer_of_their_own_and_rex_sees_none_of_them(
    program: Caller, sam: Player, rex: Player
) -> None:
    program.post("timer/start", {"activity": "Client mail"})
    assert caller(sam.member).get("timer").json() == {"timer": None}
    assert caller(rex.member).get("timer").json() == {"timer": None}
    assert caller(rex.member).get("timer", workspace=program.member.workspace.public_id).status_code == 404
