"""After a decision Today names what comes next: an accepted line to begin, another first step, or nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoursback.engine.plan.first_step import next_line
from hoursback.web.accounts.record import touch
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Activity, DayTotal
from hoursback.web.handoff.models import Handoff
from hoursback.web.home import waiting
from hoursback.web.people.actions import ensure_person
from hoursback.web.plan.models import Line, MadePlan
from tests.web.cast import Player, local_today

HOURLY = {"action": "hourly", "person": "Bea"}
ANSWER: dict[str, Any] = {
    "headline": "You could get back 9.5 hours a week for 1000 EUR a month.",
    "first_step": {"activity": "Invoices", "person": "Bea", "text": "Start with “Invoices”, to Bea: 40 EUR to set up."},
    "decisions": [
        {"activity": "Selling", "action": "keep"},
        {"activity": "Invoices", "verdict": "yes", "start_week": 0, **HOURLY},
        {"activity": "Letters", "verdict": "yes", "start_week": 3, "start_date": "2026-03-30", **HOURLY},
        {"activity": "Books", "verdict": "not_yet", "start_week": 1, **HOURLY},
    ],
}


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hoursback.web.plan.selectors.is_stale", lambda *_: False)


def plan_of(olive: Player) -> MadePlan:
    with acting_in(olive.workspace):
        for position, name in enumerate(("Selling", "Invoices", "Letters", "Books")):
            Activity.objects.create(workspace=olive.workspace, name=name, position=position)
        made = MadePlan.objects.create(workspace=olive.workspace, state="ready", is_kept=True, answer=ANSWER)
        MadePlan.objects.filter(pk=made.pk).update(kept_at=made.made_at)
    return made


def decide(olive: Player, plan: MadePlan, name: str, decision: str = "accepted", **facts: Any) -> Line:
    with acting_in(olive.workspace):
        touch(olive.workspace.pk)
        wanted = {"assumed": {**HOURLY, "hours": 3.0}, "decided_by": olive.member, **facts}
        return Line.objects.create(
            workspace=olive.workspace,
            plan=plan,
            activity=Activity.objects.get(name=name),
            activity_name=name,
            decision=decision,
            **wanted,
        )


def hand(olive: Player, line: Line, state: str = "briefing") -> None:
    with acting_in(olive.workspace):
        Handoff.objects.create(
            workspace=olive.workspace, name=line.activity_name, activity=line.activity, line=line, state=state
        )
        touch(olive.workspace.pk)


def page(player: Player) -> str:
    return player.client.get(player.root).content.decode()


def said(player: Player) -> list[str]:
    with acting_in(player.workspace):
        return [item.said for item in waiting.items(player.member, local_today())]


def test_the_first_step_makes_room_for_the_next_and_then_for_nothing(olive: Player) -> None:
    plan = plan_of(olive)
    assert "Start with “Invoices”, to Bea: €40 to set up." in page(olive)
    hand(olive, decide(olive, plan, "Invoices"))
    assert "Start with “Invoices”" not in page(olive)
    assert "Next: decide on “Letters”, to Bea, from 30 Mar 2026." in page(olive)
    decide(olive, plan, "Letters", "refused")
    assert "Next: decide on “Books”, to Bea." in page(olive)
    decide(olive, plan, "Books", "refused")
    assert "Next: decide" not in page(olive)


def test_of_what_is_left_a_plain_yes_comes_first_and_what_is_kept_never() -> None:
    found = next_line(ANSWER["decisions"], {"Invoices"})
    assert found is not None
    assert found["activity"] == "Letters"
    assert next_line(ANSWER["decisions"], {"Invoices", "Letters", "Books"}) is None


def test_an_accepted_line_waits_until_it_is_begun(olive: Player, max_: Player, sam: Player, rex: Player) -> None:
    plan = plan_of(olive)
    line = decide(olive, plan, "Letters")
    decide(olive, plan, "Books", assumed={"action": "drop"})
    assert said(olive) == ["You accepted handing over Letters: start it"]
    assert said(max_) == ["Handing over Letters was accepted: start it"]
    assert said(sam) == said(rex) == []
    address = f"{olive.root}handoff/start?line={line.pk}"
    assert address in page(olive)
    form = olive.client.get(address)
    assert form.status_code == 200
    assert "Letters" in form.content.decode()
    assert rex.client.get(f"{rex.root}handoff/start?line={line.pk}").status_code == 404
    hand(olive, line)
    assert said(olive) == []


def test_only_the_newest_decision_on_an_activity_counts(olive: Player) -> None:
    plan = plan_of(olive)
    old = decide(olive, plan, "Letters")
    with acting_in(olive.workspace):
        Line.objects.filter(pk=old.pk).update(decided_at=timezone.now() - timedelta(days=9))
        other = MadePlan.objects.create(workspace=olive.workspace, state="ready", answer=ANSWER)
    decide(olive, other, "Letters", "refused")
    assert said(olive) == []


def test_a_line_whose_hand_off_came_back_is_not_asked_for_again(olive: Player) -> None:
    hand(olive, decide(olive, plan_of(olive), "Letters"), "ended")
    assert said(olive) == []


def test_today_counts_the_owners_own_days_alone(olive: Player, sam: Player) -> None:
    with acting_in(olive.workspace):
        work = Activity.objects.create(workspace=olive.workspace, name="Letters", position=1)
        for player, days in ((olive, 2), (sam, 9)):
            for day in range(days):
                DayTotal.objects.create(
                    workspace=olive.workspace,
                    person=ensure_person(member=player.member),
                    activity=work,
                    day=739_000 + day,
                    seconds=3600,
                    entries=1,
                )
    assert "2 days logged" in page(olive)
    assert "11 days" not in page(olive)


def test_many_accepted_lines_cost_no_more_queries_than_one(olive: Player) -> None:
    plan = plan_of(olive)
    decide(olive, plan, "Letters")

    def cost() -> int:
        touch(olive.workspace.pk)
        with CaptureQueriesContext(connection) as seen:
            assert olive.client.get(olive.root).status_code == 200
        return len(seen)

    cost()
    few = cost()
    decide(olive, plan, "Invoices")
    decide(olive, plan, "Books")
    assert cost() == few
