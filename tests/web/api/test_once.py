from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hoursback.web.accounts.models import Event, Once
from hoursback.web.capture.models import DayTotal, Entry
from tests.web import cast
from tests.web.api.conftest import Caller, caller, race
from tests.web.cast import Player

ENTRY = {"day": "2026-03-02", "seconds": 60, "activity": "Mail"}


@pytest.fixture
def program(olive: Player) -> Caller:
    return caller(olive.member)


def test_the_same_key_and_body_get_the_same_answer_and_one_entry(program: Caller) -> None:
    first = program.post("entries", ENTRY, key="k1")
    again = program.post("entries", ENTRY, key="k1")
    assert (again.status_code, again.json(), again["Location"]) == (201, first.json(), first["Location"])
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert Entry.everywhere.count() == 1


def test_the_stored_answer_stays_although_the_entry_changed(program: Caller) -> None:
    first = program.post("entries", ENTRY, key="k1").json()
    program.patch(f"entries/{first['id']}", {"version": 1, "note": "new"})
    assert program.post("entries", ENTRY, key="k1").json() == first


def test_the_same_key_with_another_body_is_refused(program: Caller) -> None:
    program.post("entries", ENTRY, key="k1")
    refused = program.post("entries", {**ENTRY, "seconds": 61}, key="k1")
    assert (refused.status_code, refused.json()["error"]["where"]) == (422, "Idempotency-Key")
    assert Entry.everywhere.count() == 1


def test_the_same_key_for_another_entry_is_refused(program: Caller) -> None:
    one, two = (program.post("entries", ENTRY).json()["id"] for _ in range(2))
    change = {"version": 1, "note": "x"}
    assert program.patch(f"entries/{one}", change, key="k1").status_code == 200
    assert program.patch(f"entries/{two}", change, key="k1").status_code == 422


def test_another_operation_or_another_member_has_keys_of_its_own(program: Caller, max_: Player) -> None:
    assert program.post("entries", ENTRY, key="k1").status_code == 201
    assert program.post("activities", {"name": "New"}, key="k1").status_code == 201
    assert caller(max_.member).post("entries", ENTRY, key="k1").status_code == 201
    assert Entry.everywhere.count() == 2


def test_a_removal_can_be_sent_twice(program: Caller) -> None:
    one = program.post("entries", ENTRY).json()["id"]
    assert [program.delete(f"entries/{one}", key="k1").status_code for _ in range(2)] == [204, 204]
    assert program.delete(f"entries/{one}").status_code == 404


def test_a_refused_request_leaves_its_key_free(program: Caller) -> None:
    assert program.post("entries", {**ENTRY, "seconds": -1}, key="k1").status_code == 400
    assert not Once.everywhere.exists()
    assert program.post("entries", ENTRY, key="k1").status_code == 201


def test_a_fault_of_ours_leaves_nothing_behind(program: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    from hoursback.web.capture import api

    def break_down(*args: object) -> None:
        raise RuntimeError("planted")

    with monkeypatch.context() as broken:
        broken.setattr(api, "said_entry", break_down)  # after the entry was written
        assert program.post("entries", ENTRY, key="k1").status_code == 500
    assert (Entry.everywhere.count(), DayTotal.everywhere.count(), Once.everywhere.count()) == (0, 0, 0)
    assert program.post("entries", ENTRY, key="k1").status_code == 201


@pytest.mark.parametrize(("key", "status"), [("k" * 100, 201), ("k" * 101, 400), ("k" * 1000, 400), ("kä", 400)])
def test_a_key_has_a_hundred_plain_characters_at_most(program: Caller, key: str, status: int) -> None:
    assert program.post("entries", ENTRY, key=key).status_code == status


def test_a_reading_takes_no_key(program: Caller) -> None:
    assert program.get("about", key="k1").status_code == 200
    assert not Once.everywhere.exists()


def test_a_token_that_may_only_read_gets_no_stored_answer(olive: Player, program: Caller) -> None:
    from hoursback.web.accounts.roles import Scope

    program.post("entries", ENTRY, key="k1")
    assert caller(olive.member, Scope.READ).post("entries", ENTRY, key="k1").status_code == 403


def test_twenty_at_once_with_one_key_make_one_entry(on_disk: Callable[[Callable[[], Any]], Any]) -> None:
    def body() -> None:
        program = caller(cast.owner_of("Olive's studio", "Olive"))
        program.post("entries", ENTRY)
        before = Event.everywhere.count()
        answers = race(20, lambda: program.post("entries", ENTRY, key="k1"))
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert Entry.everywhere.count() == 2
        assert Event.everywhere.count() == before + 1
        assert DayTotal.everywhere.get().entries == 2

    on_disk(body)


def test_twenty_changes_at_once_of_one_version_let_one_win(on_disk: Callable[[Callable[[], Any]], Any]) -> None:
    def body() -> None:
        program = caller(cast.owner_of("Olive's studio", "Olive"))
        one = program.post("entries", ENTRY).json()["id"]
        answers = race(20, lambda: program.patch(f"entries/{one}", {"version": 1, "seconds": 90}).status_code)
        assert sorted(answers) == [200] + [409] * 19
        assert DayTotal.everywhere.get().seconds == 90

    on_disk(body)


def test_twenty_at_once_start_one_timer(on_disk: Callable[[Callable[[], Any]], Any]) -> None:
    def body() -> None:
        program = caller(cast.owner_of("Olive's studio", "Olive"))
        answers = race(20, lambda: program.post("timer/start", {"note": "mail"}).status_code)
        assert sorted(answers) == [200] + [400] * 19

    on_disk(body)
