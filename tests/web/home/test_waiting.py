"""Today tells what awaits whoever looks: a helper what is theirs to answer, leaders what waits for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hoursback.web.accounts.record import touch
from hoursback.web.accounts.scope import acting_in
from hoursback.web.cycle.models import Cycle
from hoursback.web.handoff.models import Brief, FollowUp, Handoff, Reading, Run, Timesheet
from hoursback.web.home import waiting
from hoursback.web.people.models import Person
from tests.web.cast import Player, local_today


def handed(olive: Player, sam: Player, state: str = "supervised") -> Handoff:
    here: dict[str, Any] = {"workspace": olive.workspace}
    own = Person.everywhere.get(member=sam.member)
    made = Handoff.objects.create(**here, name="Invoices", person=own, state=state)
    Brief.objects.create(**here, handoff=made, number=1, published_at=timezone.now(), outcome="sent")
    return made


def said(player: Player) -> list[str]:
    with acting_in(player.workspace):
        return [item.said for item in waiting.items(player.member, local_today())]


def test_an_unread_brief_waits_for_the_helper_and_is_told_to_leaders(olive: Player, sam: Player, rex: Player) -> None:
    with acting_in(olive.workspace):
        made = handed(olive, sam, "running")
    assert said(sam) == ["Read the brief and confirm it: Invoices"]
    assert said(olive) == ["Sam has not confirmed the newest brief yet: Invoices"]
    assert said(rex) == []
    page = sam.client.get(sam.root).content.decode()
    assert "1 thing waits for you." in page
    assert f"{sam.root}handoff/{made.pk}/brief" in page
    with acting_in(olive.workspace):
        brief = Brief.objects.get()
        Reading.objects.create(workspace=olive.workspace, brief=brief, person=made.person)
    assert said(sam) == said(olive) == []
    touch(olive.workspace.pk)  # as every action does
    assert "Nothing waits for you today." in sam.client.get(sam.root).content.decode()


def test_the_next_supervised_run_waits_for_the_helper_until_it_is_finished(olive: Player, sam: Player) -> None:
    with acting_in(olive.workspace):
        made = handed(olive, sam)
        Reading.objects.create(workspace=olive.workspace, brief=Brief.objects.get(), person=made.person)
    assert said(sam) == ["Do the next run, to be looked at together: Invoices"]
    facts: dict[str, Any] = {"number": 1, "is_supervised": True, "day": local_today(), "by": sam.member}
    with acting_in(olive.workspace):
        Run.objects.create(workspace=olive.workspace, handoff=made, finished_at=timezone.now(), **facts)
    assert said(sam) == []
    assert said(olive) == ["Look at run 1: Invoices"]


def test_leaders_are_told_of_weeks_runs_and_days_and_helpers_are_not(olive: Player, sam: Player) -> None:
    today, here = local_today(), {"workspace": olive.workspace}
    with acting_in(olive.workspace):
        made = handed(olive, sam)
        Reading.objects.create(**here, brief=Brief.objects.get(), person=made.person)
        monday = today.toordinal() - today.weekday() - 7
        Timesheet.objects.create(**here, person=made.person, week=monday, state="submitted")
        Run.objects.create(
            **here, handoff=made, number=1, is_supervised=True, day=today, finished_at=timezone.now(), by=sam.member
        )
        FollowUp.objects.create(**here, handoff=made, on=today - timedelta(days=1), about="odd cases")
    assert said(olive) == [
        "1 week waits for your yes: Sam",
        "Look at run 1: Invoices",
        "Follow up on Invoices: odd cases",
    ]
    assert said(sam) == []
    assert "Follow up on Invoices: odd cases" in olive.client.get(olive.root).content.decode()


def test_ones_own_step_of_a_cycle_is_called_ones_own(olive: Player, sam: Player) -> None:
    with acting_in(olive.workspace):
        person = Person.objects.get(member=sam.member)
        Cycle.objects.create(workspace=olive.workspace, person=person, opened_on=local_today())
    assert said(sam) == ["Your cycle, round 1: Rate your own skills first"]


def test_an_adviser_has_nothing_to_do(ada: Player) -> None:
    assert said(ada) == []
    assert ada.client.get(ada.root).status_code == 200
