"""What changes a training: steps drafted, added, moved, done, dropped.

The hand-off is held meanwhile: a step that comes while somebody lets the runs begin either stands in their way, or
comes after they began and is learnt beside them.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.handoff.training import Draft, Lesson, draft_training
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.roles import Verb
from hoursback.web.handoff.models import Brief, Handoff, TrainingStep
from hoursback.web.handoff.selectors.training import STEPS_LIMIT, step_here
from hoursback.web.handoff.selectors.work import handoff_here, newest_brief
from hoursback.web.shared.holding import hold


class TooManyStepsError(HoursbackError):
    """A training that nobody would finish."""

    def __init__(self) -> None:
        super().__init__(
            _("A training has %(most)d steps at most.") % {"most": STEPS_LIMIT},
            where="training",
            hint=_("Put several into one, or drop some."),
        )


@transaction.atomic
def draft_steps(*, actor: Member, handoff_id: int, once: str = "") -> int:
    """Add what the brief and the missing levels ask for and the list lacks; returns how many steps."""
    hold(Handoff, handoff_id)
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    if not first_time(actor, "handoff:training", once):
        return 0
    brief = newest_brief(handoff) or Brief.objects.filter(handoff=handoff, number=0).first()
    parts = [part for part in Brief.PARTS if brief is not None and getattr(brief, part).strip()]
    held = None if handoff.person is None else handoff.person.skills
    known = set(TrainingStep.objects.filter(handoff=handoff).values_list("name", flat=True))
    wanted = [_said(draft) for draft in draft_training(parts, handoff.requires, held)]
    new = [(name, material) for name, material in wanted if name not in known]
    _append(handoff, new)
    if new:
        record(actor, "training drafted", "handoff", handoff.pk, steps=len(new))
    return len(new)


@transaction.atomic
def add_step(*, actor: Member, handoff_id: int, name: str, material: str, once: str = "") -> bool:
    """Add a step at the end; False: this very form added it already."""
    hold(Handoff, handoff_id)
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    if not first_time(actor, "handoff:training", once):
        return False
    _append(handoff, [(name, material)])
    record(actor, "training step added", "handoff", handoff.pk, name=name)
    return True


@transaction.atomic
def move_step(*, actor: Member, handoff_id: int, step_id: int, up: bool) -> TrainingStep:
    """Move a step one place; at the end of the list it stays where it is."""
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    step = step_here(actor, handoff, step_id)
    rows = list(TrainingStep.objects.filter(handoff=handoff, dropped_at=None).order_by("position", "pk"))
    place = next((index for index, row in enumerate(rows) if row.pk == step.pk), None)
    other = None if place is None else place + (-1 if up else 1)
    if place is not None and other is not None and 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        for position, row in enumerate(rows):
            row.position = position
        TrainingStep.objects.bulk_update(rows, ["position"])
        record(actor, "training step moved", "handoff", handoff.pk, name=step.name)
    return step


@transaction.atomic
def mark_step(*, actor: Member, handoff_id: int, step_id: int, is_done: bool) -> TrainingStep:
    """Say that a step is done, or is not; whoever takes the work over does it, or a leader."""
    hold(Handoff, handoff_id)
    handoff = handoff_here(actor, handoff_id)
    step = step_here(actor, handoff, step_id)
    open_now = TrainingStep.objects.filter(pk=step.pk, done_at__isnull=is_done, dropped_at=None)
    now, by = (timezone.now(), actor) if is_done else (None, None)
    if open_now.update(done_at=now, done_by=by):
        record(
            actor,
            "training step done" if is_done else "training step open again",
            "handoff",
            handoff.pk,
            name=step.name,
        )
    return step


@transaction.atomic
def drop_step(*, actor: Member, handoff_id: int, step_id: int, is_dropped: bool = True) -> TrainingStep:
    """Take a step off the list, or put it back."""
    hold(Handoff, handoff_id)
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    step = step_here(actor, handoff, step_id)
    changed = TrainingStep.objects.filter(pk=step.pk, dropped_at__isnull=is_dropped)
    if changed.update(dropped_at=timezone.now() if is_dropped else None):
        verb = "training step dropped" if is_dropped else "training step put back"
        record(actor, verb, "handoff", handoff.pk, name=step.name)
    return step


def _append(handoff: Handoff, steps: list[tuple[str, str]]) -> None:
    rows = TrainingStep.objects.filter(handoff=handoff)
    if rows.count() + len(steps) > STEPS_LIMIT:
        raise TooManyStepsError
    last = rows.order_by("-position").values_list("position", flat=True).first()
    first = 0 if last is None else last + 1
    TrainingStep.objects.bulk_create(
        TrainingStep(
            workspace_id=handoff.workspace_id, handoff=handoff, name=name, material=material, position=first + index
        )
        for index, (name, material) in enumerate(steps)
    )


def _said(draft: Draft) -> tuple[str, str]:
    """What a drafted step is called, and with what it is learnt."""
    if draft.lesson is Lesson.SKILL:
        gap = {"skill": draft.skill, "held": draft.held, "required": draft.required}
        text = _("Practise %(skill)s: from level %(held)d to level %(required)d")
        if not draft.held:
            text = _("Practise %(skill)s: up to level %(required)d")
        return text % gap, _("About %(hours)d hours of practice") % {"hours": round(draft.hours)}
    return {
        Lesson.READ: (_("Read the brief and confirm it"), _("The brief, with its check questions")),
        Lesson.TOOLS: (_("Open everything that the work needs, once"), _("“Tools and access” in the brief")),
        Lesson.STANDARD: (_("Say in your own words when it is done well"), _("“Standard” in the brief")),
        Lesson.EXAMPLES: (_("Go through the examples: what makes them good?"), _("“Examples” in the brief")),
        Lesson.WATCH: (_("Watch it being done once"), _("“Steps” in the brief, side by side or as a video")),
        Lesson.TOGETHER: (_("Do it once together"), _("“Steps” in the brief; you do, the other one watches")),
        Lesson.ASK: (_("Meet whom to ask"), _("“Whom to ask” in the brief")),
    }[draft.lesson]
