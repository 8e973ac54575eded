"""The business that the demo opens: Olive's studio, twelve weeks of log, what she handed over, a plan she follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from hoursback.engine.capture.sample import SAMPLE_PERSON, SAMPLE_SETTINGS, SAMPLE_ZONE
from hoursback.engine.plan.settings import parse_settings
from hoursback.web.accounts.actions import create_owner, create_workspace
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.importing.actions import import_file
from hoursback.web.capture.importing.choices import Choices
from hoursback.web.home.sample_past import hand_over_before
from hoursback.web.people.actions import ensure_person
from hoursback.web.plan import actions as plan
from hoursback.web.plan.models import MadePlan

EMAIL, PASSWORD = "olive@example.com", "twelve weeks of paper"
REVISIT = timedelta(weeks=8)


@dataclass(frozen=True, slots=True)
class Sample:
    """The demo's business, ready to be shown."""

    owner: Member
    entries: int
    plan: MadePlan


def make_business(log: Path, today: date) -> Sample:
    """Make the whole sample in an empty database.

    Args:
        log: the export of Olive's time tracker.
    """
    owner = _owner()
    with acting_in(owner.workspace):
        plan.adopt_settings(member=owner, settings=parse_settings(SAMPLE_SETTINGS, name="sample settings"))
        entries = _import(owner, log)
        hand_over_before(owner, today, log.parent)
        return Sample(owner, entries, _plan(owner, today))


def _import(owner: Member, log: Path) -> int:
    """The export of Olive's time tracker, brought in as hers."""
    choices = Choices(timezone=SAMPLE_ZONE, person_map={SAMPLE_PERSON: "me"})
    batch = import_file(member=owner, path=log, filename=log.name, choices=choices)
    return int(batch.result["added"])


@transaction.atomic
def _owner() -> Member:
    user = create_owner(email=EMAIL, password=PASSWORD, name="Olive")
    owner = create_workspace(owner=user, name="Olive's studio", currency="EUR", timezone=SAMPLE_ZONE, locale="en_GB")
    ensure_person(member=owner)
    return owner


def _plan(owner: Member, today: date) -> MadePlan:
    """A plan in force whose first step and best line are accepted."""
    made = plan.request_plan(member=owner, levers={}, today=today, start=lambda queued: None, is_kept=True)
    plan.work_out(owner.workspace, made.pk)
    made = MadePlan.objects.get(pk=made.pk)
    for index, reason in _to_accept(made):
        plan.decide_line(
            member=owner,
            plan_id=made.pk,
            index=index,
            decision="accepted",
            version=0,
            reason=reason,
            revisit_on=today + REVISIT,
        )
    return MadePlan.objects.get(pk=made.pk)


def _to_accept(made: MadePlan) -> Iterable[tuple[int, str]]:
    """The line the plan would begin with, and of the others the one that frees most."""
    lines = [
        (index, line)
        for index, line in enumerate(made.answer.get("decisions", []))
        if line["verdict"] == "yes" and line["action"] not in ("keep", "drop")
    ]
    if not lines:
        return []
    first = made.answer.get("first_step") or {}
    begin = next((index for index, line in lines if line["activity"] == first.get("activity")), lines[0][0])
    others = [(line["hours_freed"], -index) for index, line in lines if index != begin]
    chosen = [(begin, "A small one to find out how handing off feels.")]
    return chosen + ([(-max(others)[1], "It takes the most hours and I like it least.")] if others else [])
