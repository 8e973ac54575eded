"""Look-ups of plans, the decisions on their lines, limits, links, and what is still missing for a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404

from hoursback.engine.plan.business import Settings
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Activity
from hoursback.web.people.models import Person
from hoursback.web.plan import making, stated
from hoursback.web.plan.links import open_link
from hoursback.web.plan.models import Limits, Line, MadePlan, Quote, Share, Terms
from hoursback.web.review import selectors as review
from hoursback.web.review.models import Answer
from hoursback.web.shared import formats
from hoursback.web.worth import selectors as worth

HISTORY_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Ready:
    """What a plan can rest on so far.

    Attributes:
        has_hours: a log or stated hours. answered: activities with an answer, of all `activities`.
        people: anybody stated who could take work over. lacks_worth: nothing says what an hour is worth.
    """

    has_hours: bool
    days: int
    activities: int
    answered: int
    people: int
    lacks_worth: bool

    @property
    def can_plan(self) -> bool:
        """Whether there is enough for a first plan."""
        return self.has_hours and not self.lacks_worth

    @property
    def minutes_to_answer(self) -> int:
        """Minutes the open answers would take, a quarter each."""
        return max(1, round((self.activities - self.answered) / 4))


def settings_of(workspace: Workspace) -> Settings:
    """Everything a workspace states, as its settings file would; call it inside the workspace."""
    return stated.settings_of(workspace)


def sees_money(member: Member) -> bool:
    """Whether income, worth and what follows from them may be shown: to the owner; to others if shared."""
    return member.role == Role.OWNER or (
        member.workspace.has_money_shared and member.role in (Role.MANAGER, Role.ADVISER)
    )


def decides(member: Member) -> bool:
    """Whether a member may make plans and decide on their lines."""
    return member.role == Role.OWNER


def plan_in_force(member: Member) -> MadePlan | None:
    """The plan kept last; None: none was ever made."""
    return visible(member, MadePlan).filter(is_kept=True).order_by("-kept_at", "-pk").first()


def plan_or_404(member: Member, plan_id: int) -> MadePlan:
    """One plan.

    Raises: Http404.
    """
    return visible_or_404(member, MadePlan, plan_id)


def plan_of_line_or_404(member: Member, plan_id: int, index: int) -> MadePlan:
    """One plan that has a line of this number.

    Raises: Http404.
    """
    plan = plan_or_404(member, plan_id)
    if not 0 <= index < len(plan.answer.get("decisions", [])):
        raise Http404
    return plan


def is_stale(plan: MadePlan, workspace: Workspace, today: date) -> bool:
    """Whether log or statements changed since: the same levers would see something else now."""
    # A newer release sees the same; it is no reason to make a plan again.
    now = {**making.what_it_sees(workspace, today), "release": plan.saw["release"]}
    return making.digest_of(now, plan.levers) != making.digest_of(plan.saw, plan.levers)


def stated_of(plan: MadePlan) -> Settings:
    """The settings a plan saw, without its levers."""
    return making.settings_in(plan.saw, {})


def readiness(member: Member, today: date) -> Ready:
    """What is there and what is missing before a first plan."""
    workspace = member.workspace
    settings = stated.settings_of(workspace)
    days = len(review.day_log(workspace, review.owner_person(workspace.pk)).logged_days)
    has_stated = any(a.hours_per_week is not None or a.times_per_month for a in settings.activities)
    answered = Answer.objects.filter(activity__is_archived=False).exclude(time=None, liking=None, skill=None)
    return Ready(
        has_hours=days > 0 or has_stated,
        days=days,
        activities=len(settings.activities),
        answered=answered.count(),
        people=len(settings.people),
        lacks_worth=worth.is_worth_missing(workspace),
    )


def decisions_of(plan: MadePlan) -> dict[str, Line]:
    """Decisions on this plan's lines, by activity."""
    return {line.activity_name: line for line in Line.objects.filter(plan=plan).select_related("decided_by__user")}


def earlier_decisions(plan: MadePlan, names: Iterable[str]) -> dict[str, Line]:
    """The last decision on each activity that was taken on another plan."""
    rows = Line.objects.filter(activity_name__in=list(names)).exclude(plan=plan)
    found: dict[str, Line] = {}
    for line in rows.order_by("-decided_at").select_related("plan"):
        found.setdefault(line.activity_name, line)
    return found


def due_decisions(member: Member, today: date) -> QuerySet[Line]:
    """Decisions to look at again by today, oldest first."""
    return visible(member, Line).filter(revisit_on__lte=today).order_by("revisit_on", "pk")


def history(member: Member) -> list[MadePlan]:
    """Plans that were kept, newest first, with how many of their lines were decided on."""
    kept = visible(member, MadePlan).filter(is_kept=True).order_by("-kept_at", "-pk")
    return list(kept.annotate(decided=Count("lines")).defer("saw").select_related("made_by__user")[:HISTORY_SHOWN])


def journal(member: Member) -> list[Line]:
    """All decisions, newest first."""
    rows = visible(member, Line).select_related("plan", "decided_by__user").order_by("-decided_at", "-pk")
    return list(rows.defer("plan__saw", "plan__answer")[: 2 * HISTORY_SHOWN])


def limits(member: Member) -> Limits | None:
    """The stated limits; None: nothing was ever stated."""
    return visible(member, Limits).first()


def terms_by_activity(member: Member) -> list[tuple[Activity, Terms | None, list[Quote]]]:
    """Every activity with what handing it over takes, and the fixed prices for it."""
    terms = {row.activity_id: row for row in visible(member, Terms)}
    quotes: dict[int, list[Quote]] = {}
    for quote in visible(member, Quote).select_related("person").order_by("pk"):
        quotes.setdefault(quote.activity_id, []).append(quote)
    rows = visible(member, Activity).filter(is_archived=False).order_by("position", "pk")
    return [(row, terms.get(row.pk), quotes.get(row.pk, [])) for row in rows]


def activity_terms(member: Member, activity_id: int) -> tuple[Activity, Terms | None, list[Quote]]:
    """One activity with its terms and quotes.

    Raises: Http404.
    """
    activity = visible_or_404(member, Activity, activity_id)
    quotes = visible(member, Quote).filter(activity=activity).select_related("person").order_by("pk")
    return activity, visible(member, Terms).filter(activity=activity).first(), list(quotes)


def helpers(member: Member) -> QuerySet[Person]:
    """Everybody work can be handed to."""
    unfit = (Person.Kind.OWNER, Person.Kind.PLACEHOLDER)
    return visible(member, Person).filter(is_archived=False).exclude(kind__in=unfit).order_by("name")


def shares_of(member: Member, plan: MadePlan) -> list[Share]:
    """Links to a plan, newest first."""
    return list(visible(member, Share).filter(plan=plan))


@dataclass(frozen=True, slots=True)
class Shared:
    """A plan as somebody without a log-in gets it: the business by name, the plan as it was made."""

    business: str
    answer: dict[str, Any]
    made_at: Any
    shows_worth: bool
    expires_at: Any
    locale: str


def shared_plan(token: str) -> Shared | None:
    """The plan behind a link; None for a link that is unknown, closed or over, all alike."""
    share = open_link(Share, token)
    if share is None:
        return None
    workspace = Workspace.objects.get(pk=share.workspace_id)
    with acting_in(workspace):
        plan = MadePlan.objects.get(pk=share.plan_id)
    formats.LOCALE.set(workspace.locale)
    return Shared(workspace.name, plan.answer, plan.made_at, share.shows_worth, share.expires_at, workspace.locale)
