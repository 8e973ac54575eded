"""What changes plans, decisions on their lines, limits, terms and links to others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure
from hoursback.engine.plan.business import Settings
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.accounts.record import first_time, record, touch
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.capture.models import Activity
from hoursback.web.people.models import Person
from hoursback.web.plan import adopting, making
from hoursback.web.plan.levers import checked
from hoursback.web.plan.links import close_link, new_link
from hoursback.web.plan.models import Limits, Line, MadePlan, Quote, Share, Terms
from hoursback.web.shared.conflict import StaleError

LEASE = timedelta(minutes=5)
"""After so long without an end, a plan that is being worked out is taken up by another worker."""
State = MadePlan.State


@transaction.atomic
def adopt_settings(*, member: Member, settings: Settings) -> None:
    """Load a whole settings file into the workspace.

    What it names is set, and cleared where it says nothing; activities and people it does not name stay.
    """
    adopting.adopt(member, settings)
    counts = {"activities": len(settings.activities), "people": len(settings.people), "quotes": len(settings.quotes)}
    record(member, "settings taken over", "workspace", member.workspace_id, log=True, **counts)


def request_plan(
    *,
    member: Member,
    levers: Mapping[str, Any],
    today: date,
    start: Callable[[MadePlan], None],
    is_kept: bool,
    change: Callable[[Settings], Settings] | None = None,
) -> MadePlan:
    """Ask for a plan of what is stated now, levers laid over it; the same inputs give the plan made before.

    A small workspace gets a first answer at once, with its gap; `start` queues the full one, in the same transaction.

    Args:
        is_kept: it becomes the plan in force; else it is a look.
        change: what is stated otherwise than it is, for a what-if; the plan sees it as stated.
    Raises: HoursbackError, for a lever out of its limits or when there is nothing to plan with.
    """
    wanted = checked(levers)
    saw = making.what_it_sees(member.workspace, today, change)
    mark = making.digest_of(saw, wanted)
    known = MadePlan.objects.filter(digest=mark).first()
    if known is None:
        # Outside any transaction: seconds of thinking must not hold the database.
        sketch = making.answer_of(member.workspace, saw, wanted, today, is_sketch=True) if making.is_quick(saw) else {}
        known = _create(member, mark, saw, wanted, sketch, today, start)
    elif known.state == State.FAILED or _is_abandoned(known):
        _restart(member, known, start)
    if is_kept and not (known.is_kept and known.pk == _in_force_id()):
        keep_plan(member=member, plan_id=known.pk)
    return MadePlan.objects.get(pk=known.pk)


def _create(
    member: Member,
    mark: str,
    saw: Mapping[str, Any],
    levers: Mapping[str, Any],
    sketch: Mapping[str, Any],
    today: date,
    start: Callable[[MadePlan], None],
) -> MadePlan:
    facts = {"saw": {**saw, "today": today.isoformat()}, "levers": levers, "answer": sketch}
    try:
        with transaction.atomic():
            plan = MadePlan.objects.create(
                workspace_id=member.workspace_id,
                made_by=member,
                digest=mark,
                log_version=saw["log_version"],
                **facts,
            )
            record(member, "plan asked for", "plan", plan.pk, levers=sorted(levers))
            start(plan)
            return plan
    except IntegrityError:  # two tabs asked for the same one
        return MadePlan.objects.get(digest=mark)


@transaction.atomic
def _restart(member: Member, plan: MadePlan, start: Callable[[MadePlan], None]) -> None:
    again = MadePlan.objects.filter(pk=plan.pk, state=plan.state, started_at=plan.started_at)
    if again.update(state=State.QUEUED, error={}, started_at=None):
        record(member, "plan asked for again", "plan", plan.pk)
        start(plan)


def _is_abandoned(plan: MadePlan) -> bool:
    since = plan.started_at or plan.made_at
    return plan.state in (State.QUEUED, State.RUNNING) and timezone.now() - since > LEASE


def _in_force_id() -> int | None:
    return MadePlan.objects.filter(is_kept=True).order_by("-kept_at").values_list("pk", flat=True).first()


def work_out(workspace: Workspace, plan_id: int) -> bool:
    """Work a queued plan out and store it; False: somebody else does, or has. Safe to run twice.

    Call it inside the workspace.
    """
    now = timezone.now()
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, started_at__lt=now - LEASE)
    if not MadePlan.objects.filter(free, pk=plan_id).update(state=State.RUNNING, started_at=now):
        return False
    plan = MadePlan.objects.get(pk=plan_id)
    mine = MadePlan.objects.filter(pk=plan_id, state=State.RUNNING, started_at=now)
    today = date.fromisoformat(plan.saw["today"])
    version = Workspace.objects.values_list("log_version", flat=True).get(pk=workspace.pk)
    try:
        answer = making.answer_of(workspace, plan.saw, plan.levers, today, is_sketch=False)
    except HoursbackError as error:
        _finish(workspace, mine, state=State.FAILED, error=_as_json(error))
        return True
    except Exception:
        _finish(workspace, mine, state=State.FAILED, error=_our_mistake())
        raise
    # The log may have moved on since the plan was asked for; it says which one it saw.
    saw = {**plan.saw, "log_version": version}
    _finish(workspace, mine, state=State.READY, answer=answer, saw=saw, log_version=version)
    return True


@transaction.atomic
def _finish(workspace: Workspace, mine: Any, **result: Any) -> None:
    if mine.update(**result):
        touch(workspace.pk)


def _as_json(error: HoursbackError) -> dict[str, str]:
    return {"what": error.what, "where": error.where, "value": error.value, "hint": error.hint}


def _our_mistake() -> dict[str, str]:
    return {
        "what": _("Hoursback made a mistake while working this plan out."),
        "where": "",
        "value": "",
        "hint": _("Make it again; if it fails again, report it with the settings file of the limits page."),
    }


@transaction.atomic
def keep_plan(*, member: Member, plan_id: int) -> MadePlan:
    """Make a plan the one in force; those kept before stay as they are."""
    plan = visible_or_404(member, MadePlan, plan_id, Verb.CHANGE)
    MadePlan.objects.filter(pk=plan.pk).update(is_kept=True, kept_at=timezone.now())
    record(member, "plan kept", "plan", plan.pk, levers=sorted(plan.levers))
    return plan


def line_of(plan: MadePlan, index: int) -> dict[str, Any]:
    """One line of a plan's answer.

    Raises: HoursbackError, where the plan has no such line.
    """
    lines: list[dict[str, Any]] = plan.answer.get("decisions", [])
    if not 0 <= index < len(lines):
        raise HoursbackError(_("This plan has no such line."), hint=_("Open it from the plan."))
    return lines[index]


@transaction.atomic
def decide_line(
    *,
    member: Member,
    plan_id: int,
    index: int,
    decision: str,
    version: int,
    reason: str = "",
    revisit_on: date | None = None,
    changed_to: Mapping[str, Any] | None = None,
) -> Line:
    """Accept, change or refuse one line of a plan; the line as it was is kept beside the decision.

    The same decision sent twice is one: the second finds it made, and nothing happens again.

    Args:
        version: of the decision the page was drawn with; 0: there was none.
    Raises: StaleError, when somebody decided otherwise meanwhile; Http404.
    """
    plan = visible_or_404(member, MadePlan, plan_id, Verb.CHANGE)
    assumed = line_of(plan, index)
    activity = Activity.objects.filter(name=assumed["activity"]).first()
    said = {
        "decision": decision,
        "reason": reason,
        "revisit_on": revisit_on,
        "changed_to": dict(changed_to or {}),
        "assumed": assumed,
        "activity": activity,
        "decided_by": member,
        "decided_at": timezone.now(),
    }
    made = _made_already(plan, assumed["activity"], version, said)
    if made is not None:
        return made
    if not plan.is_kept:
        keep_plan(member=member, plan_id=plan.pk)
    try:
        line = _save_line(plan, assumed["activity"], version, said)
    except StaleError:
        # Of two presses at the same moment the second comes here, after the first is stored.
        made = _made_already(plan, assumed["activity"], version, said)
        if made is None:
            raise
        return made
    # The reason is private; that there was a decision is not.
    record(member, f"plan line {decision}", "plan", plan.pk, activity=assumed["activity"], action=assumed["action"])
    return line


def _made_already(plan: MadePlan, name: str, version: int, said: Mapping[str, Any]) -> Line | None:
    """This very decision, made by the same member from the same page; None: it is a new one."""
    same = ("decision", "reason", "revisit_on", "changed_to", "decided_by")
    row = Line.objects.filter(plan=plan, activity_name=name, version=version + 1).first()
    return row if row is not None and all(getattr(row, key) == said[key] for key in same) else None


def _save_line(plan: MadePlan, name: str, version: int, said: Mapping[str, Any]) -> Line:
    rows = Line.objects.filter(plan=plan, activity_name=name)
    if version:
        if not rows.filter(version=version).update(**said, version=version + 1):
            raise StaleError
        return rows.get()
    try:
        with transaction.atomic():
            return Line.objects.create(workspace_id=plan.workspace_id, plan=plan, activity_name=name, **said)
    except IntegrityError:
        raise StaleError from None


@transaction.atomic
def retract_decision(*, member: Member, plan_id: int, index: int) -> str:
    """Take the decision on a line back; returns its activity."""
    plan = visible_or_404(member, MadePlan, plan_id, Verb.CHANGE)
    name = str(line_of(plan, index)["activity"])
    if Line.objects.filter(plan=plan, activity_name=name).delete()[0]:
        record(member, "plan line opened again", "plan", plan.pk, activity=name)
    return name


@transaction.atomic
def change_limits(*, member: Member, version: int, said: Mapping[str, Any]) -> None:
    """Save limits or assumptions.

    Raises: StaleError.
    """
    _save_one(Limits, member, version, said)
    record(member, "limits changed", "workspace", member.workspace_id, changed=sorted(said))


@transaction.atomic
def change_terms(*, member: Member, activity_id: int, version: int, said: Mapping[str, Any]) -> str:
    """Save what handing one activity over takes; returns its name.

    Raises: StaleError; Http404.
    """
    activity = visible_or_404(member, Activity, activity_id)
    _save_one(Terms, member, version, said, activity_id=activity.pk)
    record(member, "terms changed", "activity", activity.pk, changed=sorted(said))
    return activity.name


def _save_one(model: Any, member: Member, version: int, said: Mapping[str, Any], **key: Any) -> None:
    if version:
        if not model.objects.filter(version=version, **key).update(**said, version=F("version") + 1):
            raise StaleError
        return
    try:
        with transaction.atomic():
            model.objects.create(workspace_id=member.workspace_id, **key, **said)
    except IntegrityError:
        raise StaleError from None


@transaction.atomic
def state_quote(*, member: Member, activity_id: int, person_id: int, price: Figure) -> None:
    """State a fixed price of a person for an activity; a later one takes its place."""
    activity = visible_or_404(member, Activity, activity_id)
    person = visible_or_404(member, Person, person_id)
    Quote.objects.update_or_create(
        activity=activity,
        person=person,
        defaults={"fixed_price_per_month": price},
        create_defaults={"workspace_id": member.workspace_id, "fixed_price_per_month": price},
    )
    record(member, "quote stated", "activity", activity.pk, person=person.name)


@transaction.atomic
def remove_quote(*, member: Member, quote_id: int) -> tuple[int, int, Figure | None]:
    """Remove a fixed price; returns activity, person and price, to state it again."""
    quote = visible_or_404(member, Quote, quote_id, Verb.DELETE)
    quote.delete()
    record(member, "quote removed", "activity", quote.activity_id)
    return quote.activity_id, quote.person_id, quote.fixed_price_per_month


@transaction.atomic
def share_plan(
    *, member: Member, plan_id: int, label: str, days: int, shows_worth: bool, once: str = ""
) -> tuple[Share, str] | None:
    """Make a link to a plan; its secret is told once, only its hash is kept. None: this form was taken before."""
    plan = visible_or_404(member, MadePlan, plan_id, Verb.CHANGE)
    if not first_time(member, "plan:share", once):
        return None
    share, token = new_link(Share, member, label=label, days=days, shows_worth=shows_worth, plan=plan)
    record(member, "plan shared", "plan", plan.pk, days=days, shows_worth=shows_worth)
    return share, token


@transaction.atomic
def revoke_share(*, member: Member, share_id: int) -> int:
    """Close a link at once, for good; returns its plan."""
    share = visible_or_404(member, Share, share_id, Verb.CHANGE)
    if close_link(share):
        record(member, "link to plan closed", "plan", share.plan_id)
    return share.plan_id
