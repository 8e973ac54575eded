"""Look-ups of scenarios and of what each would change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.outlook.models import Scenario
from hoursback.web.people.models import Person
from hoursback.web.plan import making
from hoursback.web.plan import selectors as plans
from hoursback.web.plan.codec import as_plain, from_plain
from hoursback.web.plan.models import MadePlan

if TYPE_CHECKING:
    from hoursback.engine.outlook.scenario import Changes
    from hoursback.engine.outlook.whole import Ahead, Hand

_UNFIT = (Person.Kind.OWNER, Person.Kind.PLACEHOLDER)


@dataclass(frozen=True, slots=True)
class Column:
    """A scenario beside the plan in force.

    Attributes:
        row: None: as stated. is_old: its plan saw something else than is stated now. owner: the owner's week under it.
    """

    row: Scenario | None
    name: str
    changes: Changes
    plan: MadePlan | None
    is_old: bool
    owner: Hand | None


def scenarios(member: Member) -> list[Scenario]:
    """All scenarios with their plans."""
    return list(visible(member, Scenario).select_related("plan"))


def scenario_here(member: Member, scenario_id: int, verb: Verb = Verb.SEE) -> Scenario:
    """One scenario.

    Raises: Http404.
    """
    return visible_or_404(member, Scenario, scenario_id, verb)


def changes_of(row: Scenario) -> Changes:
    """The changes of a scenario."""
    from hoursback.engine.outlook.scenario import Changes

    found: Changes = from_plain(Changes, row.changes)
    return found


def people_who_may_leave(member: Member) -> list[str]:
    """Names of everybody a scenario can do without."""
    rows = visible(member, Person).filter(is_archived=False).exclude(kind__in=_UNFIT).order_by("name")
    return list(rows.values_list("name", flat=True))


def side_by_side(member: Member, ahead: Ahead | None, today: date) -> list[Column]:
    """What is stated now with the plan in force, then every scenario."""
    from hoursback.engine.outlook.scenario import Changes

    rows = scenarios(member)
    saw = making.what_it_sees(member.workspace, today) if rows else {}
    in_force = plans.plan_in_force(member)
    owner = ahead.owner if ahead is not None else None
    first = Column(None, "", Changes(), in_force, bool(saw) and in_force is not None and _differs(in_force, saw), owner)
    return [first, *(_column(row, saw, ahead) for row in rows)]


def _column(row: Scenario, saw: dict[str, Any], ahead: Ahead | None) -> Column:
    changes = changes_of(row)
    is_old = row.plan is not None and _is_old(row.plan, saw, changes)
    return Column(row, row.name, changes, row.plan, is_old, _owner_under(ahead, changes))


def _is_old(plan: MadePlan, saw: dict[str, Any], changes: Changes) -> bool:
    from hoursback.engine.errors import HoursbackError
    from hoursback.engine.outlook.scenario import changed
    from hoursback.engine.plan.business import Settings

    try:
        now = as_plain(changed(from_plain(Settings, saw["settings"]), changes))
    except HoursbackError:  # who was to leave is not there any more
        return True
    return _differs(plan, {**saw, "settings": now})


def _differs(plan: MadePlan, saw: dict[str, Any]) -> bool:
    # A newer release sees the same; it is no reason to make a plan again.
    now = {**saw, "release": plan.saw["release"]}
    return making.digest_of(now, plan.levers) != making.digest_of(plan.saw, plan.levers)


def _owner_under(ahead: Ahead | None, changes: Changes) -> Hand | None:
    """The owner's week under a scenario: another growth, and the hours of who leaves come back to it."""
    import numpy as np

    from hoursback.engine.outlook.capacity import Path, runs_out
    from hoursback.engine.outlook.growth import stated_growth

    owner = ahead.owner if ahead is not None else None
    if ahead is None or owner is None or owner.demand is None or not owner.capacity:
        return owner
    demand = owner.demand
    growth = demand.growth if changes.growth_per_year is None else stated_growth(changes.growth_per_year)
    weeks = np.arange(len(demand.level)) / 52
    level = demand.level
    spread = demand.log_spread
    if changes.growth_per_year is not None:
        level = level[0] * np.exp(growth.log_per_year * weeks)
        spread = np.sqrt(spread[0] ** 2 + (growth.spread * weeks) ** 2)
    back = [hand.demand.level for hand in ahead.hands if hand.name in changes.without and hand.demand is not None]
    level = np.sum([level, *back], axis=0)
    under = Path(level, spread, demand.weekly, demand.degrees, growth)
    return replace(owner, demand=under, full=runs_out(under, owner.capacity))
