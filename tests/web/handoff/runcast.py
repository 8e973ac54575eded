"""Hand-offs at work, for the tests of training, runs, access, follow-ups and the guard."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Activity
from hoursback.web.handoff.actions.moving import move_handoff
from hoursback.web.handoff.models import Agreement, Brief, Change, Flag, FollowUp, Handoff, Reading, Run, TrainingStep
from hoursback.web.people.actions import ensure_person
from hoursback.web.people.models import Person
from tests.web.cast import Player, local_today

TODAY = date(2026, 3, 2)
STEPS = "- [ ] Open the bank\n- [ ] Match the payments\n- [ ] Remind who is late\n"


def handed_to(boss: Player, helper: Player | None, state: str = "supervised", **facts: Any) -> Handoff:
    """Work handed to a helper (None: to somebody without a log-in), with a published brief that they have read."""
    here = boss.workspace
    with acting_in(here):
        if helper is None:
            person = Person.objects.create(workspace=here, name="Bea", kind=Person.Kind.CONTRACTOR)
        else:
            person = ensure_person(member=helper.member)
        number = Handoff.objects.count()
        activity = Activity.objects.create(workspace=here, name=f"Invoices {number}", function="finance")
        handoff = Handoff.objects.create(
            workspace=here, activity=activity, name=f"Invoices {number}", person=person, state=state, **facts
        )
        publish(handoff)
        read(handoff)
        Agreement.objects.create(
            workspace=here,
            handoff=handoff,
            person=person,
            start=TODAY,
            lead_confirmed_at=timezone.now(),
            person_confirmed_at=timezone.now(),
        )
    return handoff


def publish(handoff: Handoff, steps: str = STEPS, **facts: Any) -> Brief:
    with acting_in(handoff.workspace):
        number = Brief.objects.filter(handoff=handoff).count() + 1
        return Brief.objects.create(
            workspace=handoff.workspace,
            handoff=handoff,
            number=number,
            steps=steps,
            published_at=timezone.now(),
            **{"standard": "All paid within 30 days.", **facts},
        )


def read(handoff: Handoff) -> None:
    with acting_in(handoff.workspace):
        brief = Brief.objects.filter(handoff=handoff).order_by("-number")[0]
        Reading.objects.create(workspace=handoff.workspace, brief=brief, person=handoff.person)


def address(player: Player, handoff: Handoff, page: str) -> str:
    return f"{player.root}handoff/{handoff.pk}/{page}"


def started(player: Player, handoff: Handoff) -> Run:
    """A run that this player started."""
    answer = player.client.post(address(player, handoff, "runs"), {"do": "start"})
    assert answer.status_code == 302, answer.content.decode()
    return newest(handoff)


def finished(player: Player, handoff: Handoff, **said: str) -> Run:
    run = started(player, handoff)
    answer = player.client.post(f"{player.root}handoff/runs/{run.pk}", {"do": "finish", "version": "1", **said})
    assert answer.status_code == 302, answer.content.decode()
    return newest(handoff)


GOOD = {"is_met": "yes", "evidence": "All five were right", "owner_minutes": "10"}
NOT_YET = {"is_met": "no", "evidence": "Two of five were wrong", "next_step": "Check the amount", "owner_minutes": "15"}


def judged(helper: Player, boss: Player, handoff: Handoff, said: dict[str, str]) -> Run:
    """A run done by one and judged by the other."""
    run = finished(helper, handoff)
    answer = boss.client.post(f"{boss.root}handoff/runs/{run.pk}/judge", {**said, "version": str(run.version)})
    assert answer.status_code == 302, answer.content.decode()
    return newest(handoff)


def newest(handoff: Handoff) -> Run:
    with acting_in(handoff.workspace):
        return Run.objects.filter(handoff=handoff).order_by("-number")[0]


def stored(handoff: Handoff) -> Handoff:
    with acting_in(handoff.workspace):
        return Handoff.objects.select_related("person").get(pk=handoff.pk)


def moved(player: Player, handoff: Handoff, name: str, reason: str = "") -> Handoff:
    with acting_in(handoff.workspace):
        now = Handoff.objects.get(pk=handoff.pk)
        today = local_today()
        return move_handoff(
            actor=player.member, handoff_id=now.pk, name=name, version=now.version, today=today, reason=reason
        )


def steps_of(handoff: Handoff) -> list[TrainingStep]:
    with acting_in(handoff.workspace):
        return list(TrainingStep.objects.filter(handoff=handoff).order_by("position", "pk"))


def rows_of(model: type[Change] | type[Flag] | type[FollowUp], handoff: Handoff) -> list[Any]:
    with acting_in(handoff.workspace):
        return list(model.objects.filter(handoff=handoff))
