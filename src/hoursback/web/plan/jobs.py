"""Background work of plan: working a plan out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hoursback.engine.plan.business import Settings
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.plan import actions
from hoursback.web.plan.models import MadePlan
from hoursback.web.shared.jobs import enqueue, job


@job
def make_plan(workspace_id: int, plan_id: int) -> bool:
    """Work a plan out, once; a second run, or one whose plan has gone, does nothing."""
    workspace = Workspace.objects.filter(pk=workspace_id).first()
    if workspace is None:
        return False
    with acting_in(workspace):
        return actions.work_out(workspace, plan_id)


def request_plan(
    *,
    member: Member,
    levers: Mapping[str, Any],
    today: date,
    is_kept: bool = True,
    change: Callable[[Settings], Settings] | None = None,
) -> MadePlan:
    """`actions.request_plan`, the full answer queued as a job."""
    return actions.request_plan(member=member, levers=levers, today=today, start=_queue, is_kept=is_kept, change=change)


def _queue(plan: MadePlan) -> None:
    enqueue(make_plan, plan.workspace_id, plan.pk)
