"""Decisions on lines: accepted, changed, refused, and seen again later."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hoursback.web.accounts.scope import acting_in
from hoursback.web.plan import selectors
from hoursback.web.plan.models import Limits, Line, MadePlan
from tests.web.cast import Player
from tests.web.plan.conftest import planned
from tests.web.plan.reading import decide, index_of, text_of

pytestmark = pytest.mark.urls("tests.web.plan.urls")


def test_a_line_is_accepted_and_opened_again(plan: MadePlan, studio: Player) -> None:
    answer = decide(studio, plan, "Bookkeeping", decision="accepted")
    assert answer.status_code == 302
    row = Line.everywhere.get()
    assert (row.activity_name, row.decision, row.assumed["person"]) == (
        "Bookkeeping",
        "accepted",
        "Berta Klein, bookkeeper",
    )
    page = studio.client.get(f"{studio.root}plan/").content.decode()
    retract = f"{studio.root}plan/{plan.pk}/line/{index_of(plan, 'Bookkeeping')}/retract/"
    assert "✓ accepted" in page
    assert f'action="{retract}"' in page
    studio.client.post(retract)
    assert not Line.everywhere.exists()


def test_a_line_is_changed_with_who_when_and_how(plan: MadePlan, studio: Player) -> None:
    said = {"decision": "changed", "person": "Sam", "start": "2026-03-02", "action": "in_house", "reason": "He asked."}
    decide(studio, plan, "Bookkeeping", **said)
    row = Line.everywhere.get()
    assert row.changed_to == {"action": "in_house", "person": "Sam", "start": "2026-03-02"}
    page = text_of(studio.client.get(f"{studio.root}plan/"))
    assert "to Sam" in page
    assert "He asked." in page


def test_a_refusal_needs_its_reason_and_keeps_what_was_typed(plan: MadePlan, studio: Player) -> None:
    refused = decide(studio, plan, "Bookkeeping", decision="refused", revisit_on="2026-06-01")
    assert refused.status_code == 400
    assert b'value="2026-06-01"' in refused.content
    assert not Line.everywhere.exists()
    decide(studio, plan, "Bookkeeping", decision="refused", reason="Too dear.", revisit_on="2026-06-01")
    row = Line.everywhere.get()
    assert (row.reason, row.revisit_on) == ("Too dear.", date(2026, 6, 1))


@pytest.mark.parametrize(
    "said",
    [
        {"decision": "changed"},
        {"decision": "changed", "start": "2026-99-99"},
        {"decision": "changed", "action": "fire"},
        {"decision": "changed", "hours_per_week": "900"},
        {"decision": "burn"},
        {"decision": "refused", "reason": "x" * 1001},
        {},
    ],
)
def test_odd_decisions_are_answered_on_the_page(plan: MadePlan, studio: Player, said: dict[str, Any]) -> None:
    assert decide(studio, plan, "Bookkeeping", **said).status_code == 400
    assert not Line.everywhere.exists()


def test_two_tabs_deciding_on_one_line_the_second_sees_both(plan: MadePlan, studio: Player) -> None:
    decide(studio, plan, "Bookkeeping", decision="accepted")
    second = decide(studio, plan, "Bookkeeping", decision="refused", reason="Not yet.")
    assert second.status_code == 409
    assert "Not yet." in text_of(second)
    assert Line.everywhere.get().decision == "accepted"
    decide(studio, plan, "Bookkeeping", decision="refused", reason="Not yet.", version=1)
    assert Line.everywhere.get().decision == "refused"


def test_a_decision_is_seen_on_the_next_plan_as_taken_on_an_earlier_one(plan: MadePlan, studio: Player) -> None:
    decide(studio, plan, "Bookkeeping", decision="refused", reason="Not her.", revisit_on="2020-01-01")
    with acting_in(studio.workspace):
        Limits.objects.update(budget_per_month=800)
    planned(studio)
    page = text_of(studio.client.get(f"{studio.root}plan/"))
    assert "on an earlier plan" in page
    history = text_of(studio.client.get(f"{studio.root}plan/history/"))
    assert "Not her." in history
    assert "1 decision waits to be looked at again" in history


def test_deciding_on_a_look_keeps_it(plan: MadePlan, studio: Player) -> None:
    look = planned(studio, {"budget_per_month": 500.0}, is_kept=False)
    decide(studio, look, "Bookkeeping", decision="accepted")
    with acting_in(studio.workspace):
        assert selectors.plan_in_force(studio.member) == look
