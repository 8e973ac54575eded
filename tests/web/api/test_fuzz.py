"""The API under generated requests with seeded ids: never a 500, and every answer as it is described."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from hoursback.web.accounts import api as limits
from hoursback.web.accounts.scope import acting_in
from hoursback.web.home.api import described
from hoursback.web.people.actions import ensure_person
from hoursback.web.plan import jobs
from hoursback.web.plan.models import MadePlan
from hoursback.web.wsgi import application
from tests.conftest import SOAK
from tests.web.api.conftest import Caller, caller
from tests.web.cast import Player
from tests.web.matrix import undone
from tests.web.samples import a_cycle, a_handoff

EXAMPLES = 400 if SOAK else 8
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = [
    (method.upper(), path.removeprefix("/api/v1/w/{workspace}"))
    for path, found in described()["paths"].items()
    for method in found
    if method != "parameters"
]


@pytest.fixture
def seeds(olive: Player, rex: Player, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Any]]:
    """Ids of rows that are one's own and of rows that are not."""
    monkeypatch.setattr(limits, "A_MINUTE", 10**9)
    monkeypatch.setattr(limits, "HEAVY_A_MINUTE", 10**9)
    found: dict[str, list[int]] = {"entry": [], "activity": [], "plan": [], "person": [], "index": [0, 1]}
    found |= {"handoff": [], "cycle": []}
    for player in (olive, rex):
        program = caller(player.member)
        one = program.post("entries", {"start": "2026-03-02T08:00:00Z", "seconds": 600, "activity": "Mail"}).json()
        found["entry"].append(one["id"])
        found["activity"].append(one["activity_id"])
        found["person"].append(ensure_person(member=player.member).pk)
        line = {"activity": "Mail", "action": "hourly"}
        plan = MadePlan.everywhere.create(
            workspace=player.workspace, state="ready", answer={"headline": "x", "decisions": [line]}, is_kept=True
        )
        found["plan"].append(plan.pk)
        with acting_in(player.workspace):
            found["handoff"].append(a_handoff(player.workspace, player.member).pk)
            found["cycle"].append(a_cycle(player.workspace, player.member).pk)
    # Working a plan out takes seconds; what is asked for here is how the request is read.
    monkeypatch.setattr(jobs, "request_plan", lambda **facts: MadePlan.everywhere.get(pk=found["plan"][0]))
    weeks = {"week": ["2026-03-02"] * 4 + ["2026-03-03", "1969-12-29", "9999-12-27", "monday"]}
    return weeks | {name: [*ids[:1] * 8, *ids, 0, 2**31, 2**63 - 1, 2**63, 10**30] for name, ids in found.items()}


@pytest.fixture
def one_connection(seeds: dict[str, list[Any]]) -> Iterator[None]:
    """Requests keep the connection of the test, which has the rows, as those of Django's own test client do.

    That client mends what it takes apart, so this comes after the last request by it.
    """
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture
def program(olive: Player) -> Caller:
    return caller(olive.member)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{m} {p}" for m, p in OPERATIONS])
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_generated_request_breaks_an_operation(
    program: Caller, seeds: dict[str, list[int]], method: str, path: str, mode: GenerationMode
) -> None:
    operation = schema()["/api/v1/w/{workspace}" + path][method]
    headers = {"Authorization": f"Bearer {program.secret}", "Host": "localhost"}
    workspace = program.member.workspace.public_id

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def ask(case: Any, data: st.DataObject) -> None:
        places = {name: data.draw(st.sampled_from(seeds[name])) for name in case.path_parameters if name in seeds}
        case.path_parameters = {**places, "workspace": workspace}
        with undone():
            answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS)

    ask()


@cache
def schema() -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers={"Host": "localhost"})


@pytest.mark.usefixtures("one_connection")
def test_the_fuzzing_would_notice_a_fault_and_a_status_that_is_not_described(
    program: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hoursback.web.capture import api

    operation = schema()["/api/v1/w/{workspace}/timer"]["GET"]
    case = operation.Case(path_parameters={"workspace": program.member.workspace.public_id})
    headers = {"Authorization": f"Bearer {program.secret}", "Host": "localhost"}
    case.validate_response(case.call(headers=headers), checks=CHECKS)
    with monkeypatch.context() as planted:
        planted.setattr(api, "running_timer", lambda member: 1 / 0)
        with pytest.raises(FailureGroup):
            case.validate_response(case.call(headers=headers), checks=CHECKS)
    with monkeypatch.context() as planted:
        planted.setattr(limits, "A_MINUTE", 0)
        planted.setattr(limits, "HTTPStatus", type("Odd", (), {"TOO_MANY_REQUESTS": 418}))
        with pytest.raises(FailureGroup):
            case.validate_response(case.call(headers=headers), checks=CHECKS)
