from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.roles import Scope
from hoursback.web.plan.models import Line, MadePlan
from tests.web.api.conftest import Caller, caller
from tests.web.cast import Player


@pytest.fixture
def program(olive: Player) -> Caller:
    return caller(olive.member)


def state(program: Caller) -> None:
    """Enough for a plan."""
    for name, hours in (("Bookkeeping", [5, 8]), ("Client work", [20, 25]), ("E-mail", [6, 9])):
        one = program.post("activities", {"name": name}).json()
        program.put(f"activities/{one['id']}/hours", {"hours": hours})


LEVERS = {"worth_per_hour": 80.0, "budget_per_month": 1500.0}
_MADE: dict[str, Any] = {}


def stored(program: Caller, *, is_kept: bool = True) -> dict[str, Any]:
    """A plan as the app made it once: working one out takes seconds."""
    workspace = program.member.workspace
    if not _MADE:
        state(program)
        made = program.post("plans", {"levers": LEVERS}).json()["id"]
        _MADE["answer"] = MadePlan.everywhere.get(pk=made).answer
        MadePlan.everywhere.all().delete()
    plan = MadePlan.everywhere.create(
        workspace=workspace,
        made_by=program.member,
        state=MadePlan.State.READY,
        answer=_MADE["answer"],
        levers=LEVERS,
        is_kept=is_kept,
        kept_at=timezone.now() if is_kept else None,
    )
    return dict(program.get(f"plans/{plan.pk}").json())


@pytest.fixture
def plan(program: Caller) -> dict[str, Any]:
    return stored(program)


def test_without_a_plan_there_is_none_in_force(program: Caller) -> None:
    assert program.get("plan").json() == {"plan": None}
    assert program.get("plans").json() == {"plans": [], "next_cursor": None}


def test_without_any_hours_a_plan_is_refused_with_the_next_move(program: Caller) -> None:
    refused = program.post("plans", {})
    assert refused.status_code == 400
    assert refused.json()["error"]["hint"]


def test_a_plan_is_asked_for_and_found_at_its_address_and_the_same_inputs_give_the_same(program: Caller) -> None:
    state(program)
    made = program.post("plans", {"levers": LEVERS}, key="k1")
    assert made.status_code == 202
    plan = program.get(f"plans/{made.json()['id']}").json()
    assert (plan["state"], plan["error"], plan["decided"]) == ("ready", None, [])
    assert set(plan["answer"]) >= {"headline", "decisions", "not_yet", "find_out", "first_step", "totals", "defaults"}
    assert {line["activity"] for line in plan["answer"]["decisions"]} >= {"Bookkeeping", "E-mail"}
    assert (plan["levers"], plan["is_kept"], plan["is_in_force"]) == (LEVERS, True, True)
    assert program.get("plan").json() == {"plan": plan}
    again = program.post("plans", {"levers": LEVERS})
    assert (again.json()["id"], again["Location"]) == (plan["id"], plan["address"])
    replayed = program.post("plans", {"levers": LEVERS}, key="k1")
    assert (replayed.json(), replayed["Idempotency-Replayed"]) == (made.json(), "true")
    assert program.post("plans", {"levers": LEVERS, "keep": False}, key="k1").status_code == 422


def test_a_look_is_no_plan_in_force_until_it_is_kept(program: Caller, plan: dict[str, Any]) -> None:
    look = stored(program, is_kept=False)
    assert (look["is_kept"], program.get("plan").json()["plan"]["id"]) == (False, plan["id"])
    assert [row["id"] for row in program.get("plans").json()["plans"]] == [plan["id"]]
    assert program.post(f"plans/{look['id']}/keep").json()["is_in_force"]
    listed = program.get("plans?size=1").json()
    assert [row["id"] for row in listed["plans"]] == [look["id"]]
    rest = program.get(f"plans?cursor={listed['next_cursor']}").json()
    assert [row["headline"] for row in rest["plans"]] == [plan["answer"]["headline"]]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"levers": {"worth_per_hour": -1}}, "levers.worth_per_hour"),
        ({"levers": {"worth_per_hour": "none"}}, "levers.worth_per_hour"),
        ({"levers": {"caution": 2}}, "caution"),
        ({"levers": {"budget_per_month": True}}, "levers.budget_per_month"),
        ({"levers": {"magic": 1}}, "levers.magic"),
        ({"levers": []}, "levers"),
        ({"keep": 1}, "keep"),
        ({"today": "2026-01-01"}, "today"),
    ],
)
def test_levers_beyond_their_limits_are_refused_by_name(program: Caller, body: dict[str, Any], field: str) -> None:
    refused = program.post("plans", body)
    assert (refused.status_code, refused.json()["error"]["where"][: len(field)]) == (400, field)
    assert not MadePlan.everywhere.exists()


def test_a_line_is_accepted_changed_refused_and_opened_again(program: Caller, plan: dict[str, Any]) -> None:
    address = f"plans/{plan['id']}/lines/0"
    accepted = program.put(address, {"version": 0, "decision": "accepted", "revisit_on": "2026-06-01"})
    assert (accepted.status_code, accepted.json()["decision"], accepted.json()["version"]) == (200, "accepted", 1)
    change = {"version": 1, "decision": "changed", "start": "2026-04-01", "hours_per_week": 3, "action": "hourly"}
    changed = program.put(address, change).json()
    assert changed["changed_to"] == {"start": "2026-04-01", "hours_per_week": 3, "action": "hourly"}
    refused = program.put(address, {"version": 2, "decision": "refused", "reason": "I like it"}).json()
    assert (refused["decision"], refused["changed_to"]) == ("refused", {})
    assert program.get("plan").json()["plan"]["decided"] == [refused]
    assert program.delete(address).status_code == 204
    assert not Line.everywhere.exists()


def test_of_two_decisions_on_one_version_the_second_sees_the_first(program: Caller, plan: dict[str, Any]) -> None:
    first = program.put(f"plans/{plan['id']}/lines/0", {"version": 0, "decision": "accepted"}).json()
    second = program.put(f"plans/{plan['id']}/lines/0", {"version": 0, "decision": "refused", "reason": "no"})
    assert (second.status_code, second.json()["current"]) == (409, first)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"decision": "refused"}, "reason"),
        ({"decision": "changed"}, "action"),
        ({"decision": "changed", "action": "magic"}, "action"),
        ({"decision": "perhaps"}, "decision"),
        ({"decision": "accepted", "reason": "x" * 1001}, "reason"),
        ({"decision": "accepted", "revisit_on": "31.12.2026"}, "revisit_on"),
        ({"decision": "changed", "hours_per_week": 169}, "hours_per_week"),
        ({"decision": "accepted", "decided_by": 1}, "decided_by"),
    ],
)
def test_decisions_that_cannot_be_meant_are_refused_by_name(
    program: Caller, plan: dict[str, Any], body: dict[str, Any], field: str
) -> None:
    refused = program.put(f"plans/{plan['id']}/lines/0", {"version": 0, **body})
    assert (refused.status_code, refused.json()["error"]["where"]) == (400, field)
    assert not Line.everywhere.exists()


@pytest.mark.parametrize("index", ["9999", "99999999999999999999", "-1", "x"])
def test_a_line_that_is_not_there_is_a_404(program: Caller, plan: dict[str, Any], index: str) -> None:
    for method in ("PUT", "DELETE"):
        answer = program.say(method, f"plans/{plan['id']}/lines/{index}", {"version": 0, "decision": "accepted"})
        assert answer.status_code == 404


MONEY_OF_WORTH = ("npv", "npv_p10", "npv_p90", "payback_week", "pays_from_worth", "probability", "why", "flips")


def test_a_manager_sees_the_plan_without_worth_unless_it_is_shared(
    program: Caller, plan: dict[str, Any], max_: Player
) -> None:
    manager = caller(max_.member)
    for seen in (manager.get("plan").json()["plan"], manager.get(f"plans/{plan['id']}").json()):
        assert "worth_per_hour" not in seen["levers"]
        assert not {"worth", "top_three", "one_more", "gathered", "bound", "advantages"} & set(seen["answer"])
        assert set(seen["answer"]["totals"]) == {"hours_freed", "cost_per_week", "setup_hours", "cash_up_front"}
        assert not any(name in line for line in seen["answer"]["decisions"] for name in MONEY_OF_WORTH)
    Workspace.objects.filter(pk=max_.workspace.pk).update(has_money_shared=True)
    assert manager.get(f"plans/{plan['id']}").json() == plan


def test_a_manager_decides_nothing_and_helper_and_adviser_see_nothing(
    program: Caller, plan: dict[str, Any], max_: Player, sam: Player, ada: Player
) -> None:
    manager = caller(max_.member)
    assert manager.post("plans", {}).status_code == 403
    assert manager.post(f"plans/{plan['id']}/keep").status_code == 403
    assert manager.put(f"plans/{plan['id']}/lines/0", {"version": 0, "decision": "accepted"}).status_code == 403
    for player in (sam, ada):
        for path in ("plan", "plans", f"plans/{plan['id']}"):
            assert caller(player.member).get(path).status_code == 403
    assert not Line.everywhere.exists()


def test_rex_sees_no_plan_and_decides_none(plan: dict[str, Any], rex: Player) -> None:
    stranger = caller(rex.member)
    assert stranger.get("plan").json() == {"plan": None}
    assert stranger.get("plans").json()["plans"] == []
    said = {"version": 0, "decision": "accepted"}
    for method, path in (("GET", "plans/%d"), ("POST", "plans/%d/keep"), ("PUT", "plans/%d/lines/0")):
        foreign, missing = (stranger.say(method, path % pk, said) for pk in (plan["id"], 999999))
        assert foreign.status_code == missing.status_code == 404
        assert foreign.json()["error"]["what"] == missing.json()["error"]["what"]


def test_plans_count_against_the_smaller_limit(program: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    import time_machine

    from hoursback.web.accounts import api as limits

    monkeypatch.setattr(limits, "HEAVY_A_MINUTE", 2)
    with time_machine.travel("2026-03-02T10:00:10Z", tick=False):
        assert [program.post("plans", {"keep": 1}).status_code for _ in range(3)] == [400, 400, 429]
        assert program.get("plans").status_code == 200


def test_only_the_widest_scope_makes_plans(olive: Player) -> None:
    program = caller(olive.member, Scope.LOG)
    assert program.get("plans").status_code == 200
    assert program.post("plans", {}).status_code == 403
