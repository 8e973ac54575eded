"""What changes scenarios, and asks for their plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.outlook.scenario import Changes, changed
from hoursback.engine.plan.business import Settings
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.outlook.models import Scenario
from hoursback.web.plan import jobs
from hoursback.web.plan.codec import as_plain, from_plain
from hoursback.web.plan.models import MadePlan
from hoursback.web.shared.conflict import StaleError

MOST = 6
"""Scenarios that can still be read side by side."""


@transaction.atomic
def add_scenario(*, actor: Member, name: str, changes: Changes, once: str = "") -> Scenario | None:
    """A new scenario; None: this very form added it already.

    Raises: HoursbackError, for a name that is there, one too many, or nothing changed.
    """
    if not first_time(actor, "outlook:scenarios", once):
        return None
    _check(actor, name, changes)
    if Scenario.objects.filter(workspace_id=actor.workspace_id).count() >= MOST:
        raise HoursbackError(
            _("%(n)d scenarios are the most that can be read side by side.") % {"n": MOST},
            where="name",
            value=name,
            hint=_("Remove one first."),
        )
    row = Scenario.objects.create(workspace_id=actor.workspace_id, name=name, changes=plain(changes))
    record(actor, "scenario added", "scenario", row.pk)
    return row


@transaction.atomic
def change_scenario(*, actor: Member, scenario_id: int, version: int, name: str, changes: Changes) -> Scenario:
    """Change a scenario; its plan is made anew when asked for.

    Raises: StaleError; HoursbackError.
    """
    row = visible_or_404(actor, Scenario, scenario_id, Verb.CHANGE)
    _check(actor, name, changes, row)
    said: dict[str, Any] = {"name": name, "changes": plain(changes)}
    if said["changes"] != row.changes:
        said["plan"] = None
    if not Scenario.objects.filter(pk=row.pk, version=version).update(version=F("version") + 1, **said):
        raise StaleError
    record(actor, "scenario changed", "scenario", row.pk)
    row.refresh_from_db()
    return row


@transaction.atomic
def remove_scenario(*, actor: Member, scenario_id: int) -> str:
    """Remove a scenario; its name, for the note. Its plan goes with the other looks."""
    row = visible_or_404(actor, Scenario, scenario_id, Verb.DELETE)
    name = row.name
    record(actor, "scenario removed", "scenario", row.pk)
    row.delete()
    return name


def make_plan_of(*, actor: Member, scenario_id: int, today: date) -> MadePlan:
    """Ask for the plan of a scenario: of what is stated now, with its changes; never the plan in force.

    Raises: HoursbackError, when there is nothing to plan with, or somebody who leaves is no longer there.
    """
    row = visible_or_404(actor, Scenario, scenario_id, Verb.CHANGE)
    changes = changes_of(row)

    def lay(settings: Settings) -> Settings:
        return changed(settings, changes)

    # Outside any transaction, as for any plan: a first answer takes seconds.
    plan = jobs.request_plan(member=actor, levers={}, today=today, is_kept=False, change=lay)
    Scenario.objects.filter(pk=row.pk, version=row.version).update(plan=plan)
    return plan


def changes_of(row: Scenario) -> Changes:
    """The changes of a scenario as the engine takes them."""
    found: Changes = from_plain(Changes, row.changes)
    return found


def plain(changes: Changes) -> dict[str, Any]:
    """Changes as they are stored: only what differs."""
    empty: Mapping[str, Any] = as_plain(Changes())
    return {name: value for name, value in as_plain(changes).items() if value != empty[name]}


def _check(actor: Member, name: str, changes: Changes, mine: Scenario | None = None) -> None:
    if changes.is_empty:
        raise HoursbackError(
            _("Nothing is changed yet."), where="name", value=name, hint=_("Fill in at least one box below the name.")
        )
    others = Scenario.objects.filter(workspace_id=actor.workspace_id, name__iexact=name)
    if mine is not None:
        others = others.exclude(pk=mine.pk)
    if others.exists():
        raise HoursbackError(
            _("There is a scenario of this name already."),
            where="name",
            value=name,
            hint=_("Open it, or choose another name."),
        )
