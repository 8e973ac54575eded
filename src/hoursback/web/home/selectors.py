"""What the first page and the palette show, composed from every step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from hoursback.web.accounts.models import Feed, Letter, Mailing, Member
from hoursback.web.accounts.rights import access_to, visible
from hoursback.web.accounts.roles import LEADERS, Role
from hoursback.web.capture.models import Activity, DayTotal, Timer
from hoursback.web.home import steps
from hoursback.web.home.journey import Facts
from hoursback.web.people.models import Person
from hoursback.web.plan import selectors as plans
from hoursback.web.plan.models import Line, MadePlan
from hoursback.web.review.models import Answer
from hoursback.web.review.selectors import own_work
from hoursback.web.worth import selectors as worth
from hoursback.web.worth.models import Finances

LEAST_SECONDS = 4 * 3600
"""Activities below this in the whole log need no answer before the review counts as done."""
PALETTE_ACTIVITIES = 100


@dataclass(frozen=True, slots=True)
class Owed:
    """What the newest plan says, as far as the first page needs it."""

    plan_id: int
    headline: str
    is_stale: bool
    first_step: str
    top_three: tuple[str, ...]
    leaving: int


def facts(member: Member, today: date) -> Facts:
    """How far a workspace has come; a fixed number of queries."""
    here = {"workspace_id": member.workspace_id}
    own = DayTotal.everywhere.filter(**here, person__kind=Person.Kind.OWNER)  # the plan is about the owner's hours
    totals = own.aggregate(days=Count("day", distinct=True), entries=Sum("entries"))
    stated = Q(hours_per_week__isnull=False) | Q(hours_each__isnull=False)
    kinds = Activity.everywhere.filter(own_work(member.workspace_id), **here, is_archived=False).aggregate(
        ranges=Count("pk", filter=stated), all=Count("pk")
    )
    answered = (
        Answer.everywhere.filter(**here, activity__is_archived=False)
        .filter(Q(time__isnull=False) | Q(liking__isnull=False) | Q(skill__isnull=False) | Q(is_skipped=True))
        .count()
    )
    money = Finances.everywhere.filter(**here).filter(
        Q(income_per_year__isnull=False) | Q(worth_per_hour__isnull=False)
    )
    plan = plan_in_force(member, today)
    decided = dict(
        Line.everywhere.filter(**here, plan_id=plan.plan_id).values_list("decision").annotate(Count("pk"))
        if plan
        else ()
    )
    return Facts(
        days=totals["days"] or 0,
        entries=totals["entries"] or 0,
        ranges=kinds["ranges"],
        activities=kinds["all"],
        answered=answered,
        has_money=money.exists(),
        currency=member.workspace.currency,
        lacks_worth=worth.is_worth_missing(member.workspace),
        headline=plan.headline if plan else "",
        is_stale=plan.is_stale if plan else False,
        waiting=max(0, plan.leaving - sum(decided.values())) if plan else 0,
        accepted=decided.get(Line.Decision.ACCEPTED, 0) + decided.get(Line.Decision.CHANGED, 0),
    )


def plan_in_force(member: Member, today: date) -> Owed | None:
    """The plan in force, once it is worked out; None for whoever may see none."""
    if member.role == Role.HELPER:
        return None
    plan = plans.plan_in_force(member)
    if plan is None or plan.state != MadePlan.State.READY:
        return None
    answer: dict[str, Any] = plan.answer
    return Owed(
        plan.pk,
        str(answer.get("headline", "")),
        plans.is_stale(plan, member.workspace, today),
        steps.first_step(member, plan.pk, answer),
        tuple(_name(rung) for rung in answer.get("top_three", ())),
        sum(1 for line in answer.get("decisions", ()) if line.get("action") != "keep"),
    )


def _name(rung: Any) -> str:
    return str(rung["name"] if isinstance(rung, dict) else rung[0])


def running(member: Member) -> Timer | None:
    """What the member is doing now."""
    return visible(member, Timer).select_related("activity").first()


def mailing_of(member: Member) -> dict[str, Any]:
    """What a member chose for the daily mail, or what holds without a choice."""
    row = visible(member, Mailing).first() or Mailing()
    return {"has_digest": row.has_digest, "hour": row.hour}


def lost_mails(member: Member) -> list[Letter]:
    """Mails that were given up, newest first; only the owner is told."""
    return list(visible(member, Letter).filter(failed_at__isnull=False).order_by("-failed_at")[:20])


def feeds_of(member: Member) -> list[Feed]:
    """A member's open calendar addresses."""
    return list(visible(member, Feed).filter(revoked_at=None))


def _places(role: str) -> list[tuple[str, str]]:
    owns, leads = role == Role.OWNER, role in LEADERS
    return [
        ("home:today", _("Today")),
        ("focus:blocks", _("Blocks: protected time of the week")),
        ("focus:protect", _("What I protect")),
        ("focus:intrusions", _("Intrusions: what displaced the top three")),
        ("focus:incidents", _("Fix or pay: something broke")),
        ("focus:calendar", _("Connect your own calendar")),
        ("capture:day", _("Log: today")),
        ("capture:week", _("Log: week")),
        ("capture:year", _("Log: year report")),
        ("capture:activities", _("Activities")),
        ("capture:imports", _("Import a file")),
        ("capture:quality", _("How far the log can be trusted")),
        ("capture:ranges", _("Start without a log: ranges")),
        ("review:index", _("Review")),
        ("review:table", _("Review as a table")),
        ("review:lists", _("The three lists")),
        ("review:mirror", _("The mirror and undone work")),
        ("worth:index", _("Worth of your hour")),
        ("worth:money", _("Income, hours and margins")),
        ("plan:index", _("Plan")),
        ("plan:limits", _("Limits and terms of the plan")),
        ("plan:history", _("Older plans")),
        ("outcome:index", _("Results: hours that came back")),
        ("outcome:changes", _("What else changed")),
        ("outcome:journal", _("Decision journal: was it right?")),
        ("outcome:calibration", _("How far plans came true")),
        ("outlook:index", _("Outlook: when your week is full")),
        ("outlook:capacity", _("Everybody’s weeks ahead")),
        ("outlook:vision", _("Vision: hours and income you want")),
        ("outlook:drivers", _("What drives the work")),
        ("outlook:triggers", _("Which kind of help")),
        ("outlook:scenarios", _("What if: scenarios")),
        ("home:reports", _("Reports: PDF, spreadsheet, link")),
        ("people:index", _("People")),
        ("people:new", _("Add a person")),
        ("people:skills", _("Skills: who can do what")),
        ("handoff:board", _("Hand-offs")),
        ("handoff:mine", _("Work handed to me")),
        ("handoff:bench", _("Who could take what")),
        ("handoff:timesheets", _("Timesheets")),
        ("handoff:costs", _("Costs of help")),
        ("handoff:prices", _("Prices of people")),
        ("handoff:flags", _("Work that came back to you")),
        ("cycle:index", _("Cycles: rounds with people") if leads else _("My cycle: skills, goals, results")),
        *([("cycle:upward", _("Say how you are led"))] if not owns else []),
        ("cycle:leading", _("How you lead")),
        ("home:me", _("About me: everything stored")),
        ("settings:workspace", _("Settings of the business")),
        ("settings:members", _("Members and invitations")),
        ("settings:tokens", _("API tokens")),
        ("home:weekly", _("Weekly review")),
        ("home:weeks", _("Weeks looked back on")),
        ("home:mail", _("Mail and calendar")),
        ("settings:record", _("Record of changes")),
    ]


def ways(member: Member) -> list[tuple[str, str]]:
    """Where somebody who helps goes every day: label and address of what opens to them."""
    root = {"workspace": member.workspace.public_id}
    wanted = (
        ("handoff:mine", _("Work handed to me")),
        ("handoff:timesheets", _("My timesheets")),
        ("capture:day", _("Log today, or start the timer")),
        ("cycle:index", _("My cycle: skills, goals, results")),
        *([("handoff:costs", _("Costs of help"))] if member.role == Role.ADVISER else []),
        *([("home:reports", _("Reports to read and take along"))] if member.role == Role.ADVISER else []),
        ("home:me", _("About me: everything stored")),
    )
    return [(label, address) for route, label in wanted if (address := _place(member, route, root))]


def _place(member: Member, route: str, root: dict[str, str]) -> str:
    """The address of a page without arguments of its own; "" where the member may not open it."""
    access = access_to(route)
    if access is None or member.role not in access.roles_for("GET", is_shared=member.workspace.has_money_shared):
        return ""
    try:
        return reverse(route, kwargs=root)
    except NoReverseMatch:
        return ""


def palette(member: Member) -> list[dict[str, str]]:
    """Every place this member may go, and the activities and people by name."""
    root = {"workspace": member.workspace.public_id}
    found = [
        {"label": label, "address": address}
        for route, label in _places(member.role)
        if (address := _place(member, route, root))
    ]
    activities = visible(member, Activity).filter(is_archived=False).values_list("pk", "name")[:PALETTE_ACTIVITIES]
    people = visible(member, Person).filter(is_archived=False).values_list("pk", "name")[:PALETTE_ACTIVITIES]
    for route, argument, rows in (("capture:activity", "activity", activities), ("people:person", "person", people)):
        access = access_to(route)
        if access is not None and member.role in access.roles:
            found += [{"label": name, "address": reverse(route, kwargs={**root, argument: pk})} for pk, name in rows]
    if not worth.sees_worth(member):
        hidden = reverse("worth:index", kwargs=root)
        found = [place for place in found if place["address"] != hidden]
    return [*found, {"label": _("Your profile"), "address": reverse("accounts:profile")}]
