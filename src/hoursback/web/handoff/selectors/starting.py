"""What a new hand-off starts from: a decision about a line of the plan, or an activity as it stands in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import QuerySet, Sum
from django.http import Http404

from hoursback.engine.handoff.stages import OVER
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.capture.models import Activity, WeekTotal
from hoursback.web.handoff.models import Handoff
from hoursback.web.handoff.selectors.proposing import hour_price
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import doers
from hoursback.web.plan.models import Line, MadePlan, Terms

_STAYS = frozenset({"keep", "drop", "automate"})
_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a hand-off would start with.

    Attributes:
        facts: as the form takes them. role: the role to be found that the plan names; "" for somebody known.
        under_way: the hand-off of this activity that is going on already.
    """

    facts: dict[str, Any]
    line: Line | None = None
    role: str = ""
    under_way: Handoff | None = None


def activities_to_hand(actor: Member) -> QuerySet[Activity]:
    """Activities that are not on their way to somebody already."""
    going = visible(actor, Handoff).exclude(state__in=OVER).filter(activity__isnull=False).values("activity")
    return visible(actor, Activity).filter(is_archived=False).exclude(pk__in=going).order_by("name")


def line_decided(actor: Member, plan_id: int, index: int) -> Line:
    """The accepted or changed decision on one line of a plan; 404 where there is none."""
    plan = visible_or_404(actor, MadePlan, plan_id)
    lines = plan.answer.get("decisions", [])
    if not 0 <= index < len(lines):
        raise Http404
    found = visible(actor, Line).filter(plan=plan, activity_name=lines[index]["activity"])
    line = found.exclude(decision=Line.Decision.REFUSED).first()
    if line is None or line.activity_id is None:
        raise Http404
    return line


def line_taken(actor: Member, line_id: int) -> Line:
    """An accepted or changed decision by its number; 404 where there is none."""
    line = visible_or_404(actor, Line, line_id)
    if line.decision == Line.Decision.REFUSED or line.activity_id is None:
        raise Http404
    return line


def is_for_somebody(line: Line) -> bool:
    """Whether a decision lets the work go to somebody; what is dropped or done by a machine goes to nobody."""
    action = {**line.assumed, **line.changed_to}.get("action")
    return line.activity_id is not None and action is not None and action not in _STAYS


def from_line(actor: Member, line: Line, today: date) -> Beginning:
    """A hand-off as a decision says: who, how many hours, what it costs, what it requires."""
    said = {**line.assumed, **line.changed_to}
    name = str(said.get("person") or "")
    person = doers(actor).filter(name__iexact=name).first() if name and said.get("action") not in _STAYS else None
    cost = None if line.changed_to else _money(line.assumed.get("cost_per_week"))
    facts = {
        **_of_activity(actor, line.activity_id),
        "person": None if person is None else person.pk,
        "hours_per_week": _hours(line, person, cost, today),
        "cost_per_week": cost,
        "baseline_hours": _tenth(line.assumed.get("hours")),
    }
    return Beginning(facts, line, "" if person is not None else name, going_on(actor, line.activity_id))


def from_activity(actor: Member, activity_id: int, today: date) -> Beginning:
    """A hand-off of an activity that no plan spoke of; the owner's hours are those of the last weeks."""
    activity = visible_or_404(actor, Activity, activity_id)
    facts = {**_of_activity(actor, activity.pk), "baseline_hours": _recent_hours(actor, activity.pk, today)}
    return Beginning(facts, under_way=going_on(actor, activity.pk))


def _of_activity(actor: Member, activity_id: int | None) -> dict[str, Any]:
    terms = visible(actor, Terms).filter(activity=activity_id).first()
    return {"activity": activity_id, "requires": {} if terms is None else terms.requires}


def going_on(actor: Member, activity_id: int | None) -> Handoff | None:
    """The hand-off that an activity is in; None: it is free to be handed over."""
    return visible(actor, Handoff).filter(activity=activity_id).exclude(state__in=OVER).first()


def _hours(line: Line, person: Person | None, cost: Decimal | None, today: date) -> float | None:
    """The helper's hours a week: as changed, else what the cost buys by the hour, else the owner's hours today."""
    if line.changed_to.get("hours_per_week") is not None:
        return _tenth(line.changed_to["hours_per_week"])
    price = None if person is None else hour_price(person, line.activity_id, today)
    if cost and price and line.assumed.get("action") == "hourly":
        return _tenth(cost / price)
    return _tenth(line.assumed.get("hours"))


def _recent_hours(actor: Member, activity_id: int, today: date) -> float | None:
    """The owner's hours a week over the last full weeks in which anything was logged; None without a log."""
    owner = visible(actor, Person).filter(kind=Person.Kind.OWNER).first()
    if owner is None:
        return None
    monday = (today - timedelta(days=today.weekday())).toordinal()
    rows = WeekTotal.objects.filter(person=owner.pk, week__range=(monday - 7 * _WEEKS, monday - 7))
    weeks = rows.values("week").distinct().count()
    seconds = rows.filter(activity=activity_id).aggregate(seconds=Sum("seconds"))["seconds"]
    return _tenth(seconds / 3600 / weeks) if weeks and seconds else None


def _tenth(value: Any) -> float | None:
    return None if value is None else round(float(value), 1)


def _money(text: Any) -> Decimal | None:
    try:
        return None if text in (None, "") else Decimal(str(text)).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
