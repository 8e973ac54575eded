"""The days of a calendar: what still stands, and nothing of what is over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from hoursback.web.accounts.scope import acting_in
from hoursback.web.cycle.models import Cycle, Goal
from hoursback.web.handoff.models import Agreement, FollowUp, Handoff
from hoursback.web.home.dates import AHEAD, BACK, dates_of
from hoursback.web.people.models import TimeOff
from tests.web.cast import Player
from tests.web.handoff.paid import activity, handed, person_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 4)
SOON = TODAY + timedelta(days=20)


def days(player: Player) -> list[tuple[str, date]]:
    with acting_in(player.workspace):
        return [(each.uid.split("-")[0], each.first) for each in dates_of(player.member, TODAY)]


def test_an_agreement_under_notice_ends_on_its_last_day(olive: Player, sam: Player) -> None:
    handed(olive, person_of(sam), activity(olive), start=TODAY, end=SOON, last_day=SOON - timedelta(days=5))
    assert days(sam) == [("begins", TODAY), ("ends", SOON - timedelta(days=5))]
    Agreement.everywhere.update(end=None)
    assert days(sam)[1:] == [("ends", SOON - timedelta(days=5))]


def test_nobody_follows_up_on_a_hand_off_that_ended(olive: Player, sam: Player) -> None:
    row = handed(olive, person_of(sam), activity(olive))
    FollowUp.everywhere.create(workspace=olive.workspace, handoff=row, on=SOON, about="How is it going?")
    assert days(olive) == [("follow", SOON)]
    Handoff.everywhere.filter(pk=row.pk).update(state="ended")
    assert days(olive) == []


@pytest.mark.parametrize(("phase", "shown"), [("performance_assessment", 1), ("repeat", 0), ("stopped", 0)])
def test_goals_of_a_round_that_is_over_are_due_no_more(olive: Player, sam: Player, phase: str, shown: int) -> None:
    cycle = Cycle.everywhere.create(workspace=olive.workspace, person=person_of(sam), phase=phase, opened_on=TODAY)
    facts: dict[str, Any] = {"start_level": 0, "target_level": 1, "evidence": "The list", "lead_agreed_at": None}
    now = timezone.now()
    Goal.everywhere.create(
        workspace=olive.workspace,
        cycle=cycle,
        what="Fewer",
        measure="reminders",
        by=SOON,
        **{**facts, "lead_agreed_at": now, "person_agreed_at": now},
    )
    assert days(sam) == [("goal", SOON)] * shown


def test_days_far_off_are_left_out_and_time_off_that_reaches_in_is_not(olive: Player, sam: Player) -> None:
    me, low, high = person_of(sam), TODAY - BACK, TODAY + AHEAD
    one = timedelta(days=1)
    handed(olive, me, activity(olive), start=low - one, end=high + one)
    for first, last in ((low - 2 * one, low - one), (low - one, low), (high, high + one), (high + one, high + one)):
        TimeOff.everywhere.create(workspace=olive.workspace, person=me, first=first, last=last)
    assert days(sam) == [("off", low - one), ("off", high)]
