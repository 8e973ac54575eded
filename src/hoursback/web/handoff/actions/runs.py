"""Runs begun, ticked, finished, judged; how many good ones a sign-off takes."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.handoff.checklist import asks_for_evidence, checklist_of
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.roles import Verb
from hoursback.web.handoff.models import Change, Handoff, Run
from hoursback.web.handoff.selectors import runs as selectors
from hoursback.web.handoff.selectors.work import handoff_here, newest_brief
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.holding import hold

MOST_RUNS_NEEDED = 50


class RunRefusedError(HoursbackError):
    """Something that cannot be done with this run now."""


@transaction.atomic
def start_run(*, actor: Member, handoff_id: int, today: date) -> Run:
    """Begin a run with the checklist of the newest brief; one that is under way is gone on with instead.

    Raises: RunRefusedError, with what stands against it.
    """
    hold(Handoff, handoff_id)
    handoff = handoff_here(actor, handoff_id)
    _check_theirs(selectors.does_the_work(actor, handoff))
    under_way = selectors.open_runs(handoff).first()
    if under_way is not None:
        return under_way
    _check_startable(handoff)
    brief = newest_brief(handoff)
    items = checklist_of(brief.steps) if brief else ()
    try:
        with transaction.atomic():
            run = Run.objects.create(
                workspace_id=handoff.workspace_id,
                handoff=handoff,
                person=handoff.person,
                number=selectors.last_number(handoff) + 1,
                is_supervised=handoff.state == Handoff.State.SUPERVISED,
                day=today,
                checklist=[{"item": item, "is_done": False} for item in items],
                by=actor,
            )
    except IntegrityError:  # pressed on two devices at once: the other one was first
        other = selectors.open_runs(handoff).first()
        if other is None:
            raise
        return other
    record(actor, "run started", "handoff", handoff.pk, number=run.number)
    return run


@transaction.atomic
def tick_item(*, actor: Member, run_id: int, index: int, is_done: bool) -> Run:
    """Tick one item, or take its tick back; saying the same again changes nothing.

    Raises: RunRefusedError, for a finished run or an item that is not on the list.
    """
    run = _open_run(actor, run_id)
    items = list(run.checklist)
    if not 0 <= index < len(items):
        raise RunRefusedError(_("This is not on the list."), where="checklist", hint=_("Open the run again."))
    if items[index]["is_done"] != is_done:
        items[index] = {**items[index], "is_done": is_done}
        Run.objects.filter(pk=run.pk).update(checklist=items)
        run.checklist = items
        record(actor, "run ticked", "handoff", run.handoff_id, number=run.number, item=index + 1, is_done=is_done)
    return run


@transaction.atomic
def save_run(*, actor: Member, run_id: int, version: int, minutes: float | None, note: str) -> Run:
    """Keep minutes and note of a run that goes on.

    Raises: StaleError, when they were changed elsewhere meanwhile. RunRefusedError, for a finished run.
    """
    run = selectors.run_here(actor, run_id)
    _check_theirs(selectors.did_the_work(actor, run))
    # The page keeps what is typed by itself; such a request may come in after the one that finished the run.
    if run.finished_at is not None and (run.minutes, run.note) == (minutes, note):
        return run
    run = _open_run(actor, run_id)
    _keep(actor, run, version, minutes, note)
    return run


@transaction.atomic
def finish_run(*, actor: Member, run_id: int, version: int, minutes: float | None, note: str) -> Run:
    """Finish a run, with whatever is ticked; finishing it twice is finishing it once.

    Raises: StaleError, when minutes or note were changed elsewhere meanwhile.
    """
    run = selectors.run_here(actor, run_id)
    _check_theirs(selectors.did_the_work(actor, run))
    if run.finished_at is not None and (run.minutes, run.note) == (minutes, note):
        return run
    run = _open_run(actor, run_id)
    _keep(actor, run, version, minutes, note)
    run.finished_at = timezone.now()
    Run.objects.filter(pk=run.pk).update(finished_at=run.finished_at)
    ticked = sum(item["is_done"] for item in run.checklist)
    record(actor, "run finished", "handoff", run.handoff_id, number=run.number, ticked=ticked, of=len(run.checklist))
    return run


@transaction.atomic
def reopen_run(*, actor: Member, run_id: int) -> Run:
    """Go on with a run that was finished too early; once it is judged, it stays as it is.

    Raises: RunRefusedError.
    """
    run = _held(actor, run_id)
    _check_theirs(selectors.did_the_work(actor, run))
    if run.is_met is not None:
        raise RunRefusedError(_("This run was looked at already."), where="run", hint=_("Start a new one."))
    own = Run.objects.filter(handoff=run.handoff_id, person=run.person_id, finished_at=None)
    if run.finished_at is not None and (own.exists() or selectors.open_runs(run.handoff).exists()):
        raise RunRefusedError(_("Another run is under way."), where="run", hint=_("Finish that one first."))
    if Run.objects.filter(pk=run.pk, finished_at__isnull=False, is_met=None).update(finished_at=None):
        record(actor, "run opened again", "handoff", run.handoff_id, number=run.number)
    return run


@transaction.atomic
def discard_run(*, actor: Member, run_id: int) -> Run:
    """Throw away a run that was started by mistake: nothing in it is ticked or written.

    Raises: RunRefusedError, when there is.
    """
    run = _open_run(actor, run_id)
    if any(item["is_done"] for item in run.checklist) or run.note or run.minutes is not None:
        raise RunRefusedError(_("Something is in this run already."), where="run", hint=_("Finish it instead."))
    number, handoff_id = run.number, run.handoff_id
    run.delete()
    record(actor, "run thrown away", "handoff", handoff_id, number=number)
    return run


@transaction.atomic
def judge_run(
    *,
    actor: Member,
    run_id: int,
    version: int,
    is_met: bool,
    feedback: str,
    evidence: str,
    next_step: str,
    owner_minutes: float | None,
) -> Run:
    """Say whether a finished run met the standard, and what comes next.

    Raises: StaleError, when somebody judged it or opened it again meanwhile. RunRefusedError: not finished, one's own,
        signed off, or without the evidence that it takes.
    """
    run = _judged_by(actor, run_id)
    ticked = sum(item["is_done"] for item in run.checklist)
    if asks_for_evidence(is_met, ticked, len(run.checklist)) and not evidence.strip():
        raise RunRefusedError(
            _("Say what shows it."),
            where="evidence",
            hint=_("Not one step is ticked, or it did not meet the standard."),
        )
    changed = Run.objects.filter(pk=run.pk, version=version, finished_at__isnull=False).update(
        version=version + 1,
        is_met=is_met,
        feedback=feedback,
        evidence=evidence,
        next_step=next_step,
        owner_minutes=owner_minutes,
        judged_by=actor,
        judged_at=timezone.now(),
    )
    if not changed:
        raise StaleError
    record(actor, "run judged", "handoff", run.handoff_id, number=run.number, is_met=is_met)
    return run


@transaction.atomic
def take_judgement_back(*, actor: Member, run_id: int) -> Run:
    """Leave a run unjudged again; what was written about it stays for the next judgement.

    Raises: RunRefusedError, as `judge_run`.
    """
    run = _judged_by(actor, run_id)
    back = {"is_met": None, "judged_by": None, "judged_at": None, "version": run.version + 1}
    if Run.objects.filter(pk=run.pk, version=run.version, is_met__isnull=False).update(**back):
        record(actor, "run not judged", "handoff", run.handoff_id, number=run.number)
    return run


@transaction.atomic
def change_runs_needed(*, actor: Member, handoff_id: int, version: int, runs_needed: int, reason: str) -> Handoff:
    """Change how many good runs in a row a sign-off takes; the reason is seen by both, in the history.

    Raises: StaleError. RunRefusedError, without a reason or beyond 1 to 50.
    """
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    if not 1 <= runs_needed <= MOST_RUNS_NEEDED:
        raise RunRefusedError(
            _("This takes 1 to %(most)d runs.") % {"most": MOST_RUNS_NEEDED},
            where="runs_needed",
            value=str(runs_needed),
        )
    if not reason.strip():
        raise RunRefusedError(_("Say why."), where="reason", hint=_("Both of you will see it."))
    if runs_needed == handoff.runs_needed:
        return handoff
    stored = Handoff.objects.filter(pk=handoff.pk, version=version)
    if not stored.update(runs_needed=runs_needed, version=version + 1):
        raise StaleError
    said = _("%(reason)s (good runs before sign-off: %(new)d instead of %(old)d)")
    Change.objects.create(
        workspace_id=handoff.workspace_id,
        handoff=handoff,
        move="change the runs needed",
        source=handoff.state,
        target=handoff.state,
        reason=(said % {"reason": reason.strip()[:800], "new": runs_needed, "old": handoff.runs_needed})[:1000],
        by=actor,
    )
    record(actor, "good runs needed changed", "handoff", handoff.pk, old=handoff.runs_needed, new=runs_needed)
    return handoff


def _open_run(actor: Member, run_id: int) -> Run:
    run = selectors.run_here(actor, run_id)
    _check_theirs(selectors.did_the_work(actor, run))
    # Two devices tick one list: the second waits, and then sees what the first one ticked.
    locked = Run.objects.select_for_update().get(pk=run.pk)
    if locked.finished_at is not None:
        raise RunRefusedError(_("This run is finished."), where="run", hint=_("Open it again to change it."))
    return locked


def _keep(actor: Member, run: Run, version: int, minutes: float | None, note: str) -> None:
    if (run.minutes, run.note) == (minutes, note):
        return
    if run.version != version:
        raise StaleError
    run.minutes, run.note, run.version = minutes, note, version + 1
    Run.objects.filter(pk=run.pk).update(minutes=minutes, note=note, version=run.version)
    record(actor, "run noted", "handoff", run.handoff_id, number=run.number)


def _held(actor: Member, run_id: int) -> Run:
    """A run with its hand-off as it stands now, which nobody moves until this is done."""
    hold(Handoff, selectors.run_here(actor, run_id).handoff_id)
    return selectors.run_here(actor, run_id)


def _judged_by(actor: Member, run_id: int) -> Run:
    run = _held(actor, run_id)
    handoff_here(actor, run.handoff_id, Verb.CHANGE)
    if not selectors.may_judge(actor, run):
        raise RunRefusedError(_("This is your own work."), where="run", hint=_("Somebody else has to judge it."))
    if run.finished_at is None:
        raise RunRefusedError(_("This run is not finished yet."), where="run", hint=_("It is judged once it is."))
    if run.is_supervised and run.is_met is not None and run.handoff.state != Handoff.State.SUPERVISED:
        raise RunRefusedError(
            _("The supervised runs are closed: what was decided rests on them."),
            where="run",
            hint=_("Supervise again, and judge the next runs."),
        )
    return run


def _check_theirs(is_theirs: bool) -> None:
    if not is_theirs:
        raise RunRefusedError(
            _("Only the person who does the work can do this."),
            where="run",
            hint=_("You judge the run once it is finished."),
        )


def _check_startable(handoff: Handoff) -> None:
    missing = selectors.missing_for_run(handoff)
    if missing == "state":
        raise RunRefusedError(
            _("No run can be started while it is “%(state)s”.") % {"state": handoff.get_state_display()},
            where="run",
            hint=_("Runs begin once the training is done."),
        )
    if missing == "read":
        raise RunRefusedError(
            _("There is a newer version of the brief."), where="run", hint=_("Read and confirm it first.")
        )
