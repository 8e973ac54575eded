"""The API's plans: the one in force, older ones, a new one, and decisions on their lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from http import HTTPStatus
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.db.models.fields.json import KT
from ninja import Router, Status
from pydantic import Field

from hoursback.web.accounts.api import asks
from hoursback.web.accounts.request import WorkspaceRequest, inside, today_of
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import LEADERS, OWNER, Scope
from hoursback.web.plan import actions, jobs, selectors
from hoursback.web.plan.forms import DecisionForm
from hoursback.web.plan.models import Line, MadePlan
from hoursback.web.plan.shown import for_role
from hoursback.web.shared import api as shared
from hoursback.web.shared.api import Cursor, Day, Given, Moment, PageSize, Taken, Title, conflict, read_cursor
from hoursback.web.shared.conflict import StaleError

router = Router(tags=["Plans"])
_ONE = "/plans/{int:plan}"
_LINE = "/plans/{int:plan}/lines/{int:index}"
Lever = Annotated[float, Field(strict=True, ge=0, le=10_000_000, allow_inf_nan=False)]
Unlimited = Literal["none"]
_PRIVATE_LEVER = "worth_per_hour"


class Levers(Taken):
    """What the sliders change; left out: as stated. "none": no limit."""

    budget_per_month: Lever | Unlimited | None = None
    setup_hours_per_week: Lever | Unlimited | None = None
    worth_per_hour: Lever | None = None
    price_factor: Lever | None = None
    caution: Lever | None = None


class PlanIn(Taken):
    """A plan to make of what is stated now."""

    levers: Levers = Field(default_factory=Levers)
    keep: Annotated[bool, Field(strict=True)] = Field(True, description="It becomes the plan in force; else a look.")


class LineIn(Taken):
    """A decision on one line; `changed` says what is different, `refused` needs a reason."""

    version: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1, description="Of the decision; 0: there is none.")]
    decision: Line.Decision
    reason: Annotated[shared.Line, Field(max_length=1000)] = ""
    revisit_on: Day | None = None
    action: Annotated[shared.Line, Field(max_length=20)] | None = None
    person: Title | None = None
    start: Day | None = None
    hours_per_week: shared.Hours | None = None


class LineOut(Given):
    """A decision as it stands."""

    activity: str
    decision: Line.Decision
    reason: str
    revisit_on: Day | None
    changed_to: dict[str, Any]
    decided_at: Moment
    version: int


class PlanRow(Given):
    """A plan in the list; the headline is empty until its answer is there."""

    id: int
    address: str
    made_at: Moment
    state: MadePlan.State
    is_kept: bool
    is_in_force: bool
    headline: str


class PlanOut(PlanRow):
    """A plan. While it is queued or running, `answer` is null or a first one with `is_sketch`.

    Without sight of income and worth the answer lacks whatever they could be worked back from.
    """

    levers: dict[str, float | str]
    answer: dict[str, Any] | None = Field(description="As `hoursback plan make --json` prints it.")
    error: dict[str, str] | None
    decided: list[LineOut]


class InForce(Given):
    """The plan in force; null: none was made yet."""

    plan: PlanOut | None


class PlansOut(Given):
    """Plans that were kept, newest first; `next_cursor` is null on the last page."""

    plans: list[PlanRow]
    next_cursor: str | None


@router.get(
    "/plan", response=InForce, url_name="plan-in-force", summary="The plan in force", **asks(Scope.READ, LEADERS)
)
def get_plan_in_force(request: WorkspaceRequest) -> InForce:
    """The plan that was kept last."""
    plan = selectors.plan_in_force(request.member)
    return InForce(plan=None if plan is None else _said(request, plan))


@router.get("/plans", response=PlansOut, url_name="plans", summary="List plans", **asks(Scope.READ, LEADERS))
def list_plans(request: WorkspaceRequest, size: PageSize = 50, cursor: Cursor | None = None) -> PlansOut:
    """The plans that were kept, newest first."""
    rows = visible(request.member, MadePlan).filter(is_kept=True)
    if cursor is not None:
        rows = rows.filter(pk__lt=read_cursor(cursor, 1)[0])
    most = min(size, 200)
    slim = rows.annotate(headline=KT("answer__headline")).defer("saw", "answer")
    found = list(slim.order_by("-pk")[: most + 1])
    in_force = selectors.plan_in_force(request.member)
    said = [PlanRow(**_row(request, plan, in_force, plan.headline or "")) for plan in found[:most]]
    return PlansOut(plans=said, next_cursor=str(said[-1].id) if len(found) > most else None)


@router.post(
    "/plans",
    response={202: PlanOut},
    url_name="plans",
    summary="Make a plan",
    **asks(Scope.WRITE, OWNER, is_heavy=True, is_repeatable=True),
)
def make_plan(request: WorkspaceRequest, said: PlanIn) -> Status[PlanOut]:
    """Ask for a plan: look at its address until `state` is ready or failed. The same inputs give the same plan."""
    plan = jobs.request_plan(
        member=request.member,
        levers=said.levers.model_dump(exclude_none=True),
        today=today_of(request),
        is_kept=said.keep,
    )
    return Status(HTTPStatus.ACCEPTED, _said(request, plan))


@router.get(_ONE, response=PlanOut, url_name="plan", summary="One plan", **asks(Scope.READ, LEADERS))
def get_plan(request: WorkspaceRequest, plan: int) -> PlanOut:
    """One plan with its answer and the decisions on its lines."""
    return _said(request, selectors.plan_or_404(request.member, plan))


@router.post(f"{_ONE}/keep", response=PlanOut, url_name="plan-keep", summary="Keep a look", **asks(Scope.WRITE, OWNER))
def keep_plan(request: WorkspaceRequest, plan: int) -> PlanOut:
    """Make a plan the one in force."""
    actions.keep_plan(member=request.member, plan_id=plan)
    return get_plan(request, plan)


@router.put(_LINE, response=LineOut, url_name="plan-line", summary="Decide a line", **asks(Scope.WRITE, OWNER))
def decide_line(request: WorkspaceRequest, plan: int, index: int, said: LineIn) -> LineOut:
    """Accept, change or refuse a line, counted from 0 as in the answer's `decisions`."""
    found = selectors.plan_of_line_or_404(request.member, plan, index)
    form = DecisionForm(said.model_dump(mode="json"))
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    try:
        line = actions.decide_line(
            member=request.member,
            plan_id=plan,
            index=index,
            decision=said.decision.value,
            version=said.version,
            reason=said.reason,
            revisit_on=said.revisit_on,
            changed_to=form.changed_to if said.decision == Line.Decision.CHANGED else {},
        )
    except StaleError:
        theirs = selectors.decisions_of(found).get(found.answer["decisions"][index]["activity"])
        raise conflict(said.version, None if theirs is None else _decided(theirs)) from None
    return _decided(line)


@router.delete(
    _LINE, response={204: None}, url_name="plan-line", summary="Open a line again", **asks(Scope.WRITE, OWNER)
)
def retract_decision(request: WorkspaceRequest, plan: int, index: int) -> Status[None]:
    """Take the decision on a line back; one without a decision stays as it is."""
    selectors.plan_of_line_or_404(request.member, plan, index)
    actions.retract_decision(member=request.member, plan_id=plan, index=index)
    return Status(HTTPStatus.NO_CONTENT, None)


def _said(request: WorkspaceRequest, plan: MadePlan) -> PlanOut:
    sees_money = selectors.sees_money(request.member)
    answer = for_role(plan.answer, sees_money=sees_money) if plan.answer else None
    levers: Mapping[str, Any] = plan.levers
    return PlanOut(
        **_row(request, plan, selectors.plan_in_force(request.member), (answer or {}).get("headline", "")),
        levers={name: value for name, value in levers.items() if sees_money or name != _PRIVATE_LEVER},
        answer=answer,
        error=plan.error or None,
        decided=[_decided(line) for line in selectors.decisions_of(plan).values()],
    )


def _row(request: WorkspaceRequest, plan: MadePlan, in_force: MadePlan | None, headline: str) -> dict[str, Any]:
    return {
        "id": plan.pk,
        "address": inside(request, "api:plan", plan=plan.pk),
        "made_at": _moment(plan.made_at),
        "state": MadePlan.State(plan.state),
        "is_kept": plan.is_kept,
        "is_in_force": in_force is not None and in_force.pk == plan.pk,
        "headline": headline,
    }


def _decided(line: Line) -> LineOut:
    return LineOut(
        activity=line.activity_name,
        decision=Line.Decision(line.decision),
        reason=line.reason,
        revisit_on=line.revisit_on,
        changed_to=line.changed_to,
        decided_at=_moment(line.decided_at),
        version=line.version,
    )


def _moment(at: Any) -> str:
    return str(at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
