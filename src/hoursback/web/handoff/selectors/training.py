"""The training before a hand-off's first run."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.accounts.written import written
from hoursback.web.handoff.models import Handoff, TrainingStep

STEPS_LIMIT = 200
"""Steps that one training has at most."""


@dataclass(frozen=True, slots=True)
class Training:
    """The steps of a training as a page shows them.

    Attributes:
        todo: the first step that is neither done nor dropped. leads: whether the member may change the list.
    """

    steps: list[TrainingStep]
    dropped: list[TrainingStep]
    todo: TrainingStep | None
    leads: bool

    @property
    def done(self) -> int:
        """Steps that are done."""
        return sum(step.done_at is not None for step in self.steps)


def training_of(actor: Member, handoff: Handoff) -> Training:
    """The training of a hand-off."""
    rows = _steps(actor, handoff.pk)
    steps = [row for row in rows if row.dropped_at is None]
    return Training(
        steps=steps,
        dropped=[row for row in rows if row.dropped_at is not None],
        todo=next((step for step in steps if step.done_at is None), None),
        leads=actor.role in LEADERS,
    )


@written
def _steps(actor: Member, handoff: int) -> QuerySet[TrainingStep]:
    rows = visible(actor, TrainingStep).filter(handoff=handoff)
    return rows.select_related("done_by__user").order_by("position", "pk")


def step_here(actor: Member, handoff: Handoff, step_id: int) -> TrainingStep:
    """A step of this training; 404 for any other."""
    row = visible_or_404(actor, TrainingStep, step_id)
    if row.handoff_id != handoff.pk:
        raise Http404
    return row
