"""The running timer: one row per person, so that it outlives any browser; its length is counted in UTC."""

from __future__ import annotations

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hoursback.engine.capture.clock import zone_of
from hoursback.engine.capture.duration import format_duration
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.capture.actions.entries import said
from hoursback.web.capture.actions.names import check_activity, ensure_zone, found_or_made
from hoursback.web.capture.actions.rows import Write, write
from hoursback.web.capture.actions.steps import Keeper, made_by, repeated
from hoursback.web.capture.actions.teaching import teach
from hoursback.web.capture.clocks import DAY, day_of
from hoursback.web.capture.closing import lock_log
from hoursback.web.capture.errors import LogError, LongTimerError, NoTimerError
from hoursback.web.capture.models import Activity, Entry, Labels, Timer
from hoursback.web.capture.selectors.lines import chosen_or_proposed
from hoursback.web.capture.selectors.suggest import Said
from hoursback.web.capture.words import clean_note
from hoursback.web.people.actions import ensure_person
from hoursback.web.people.models import Person
from hoursback.web.shared.conflict import StaleError

LONG: Final = 10 * 3600
"""A timer that ran longer was probably forgotten (methods, section 1: one entry over 10 h is an error)."""
ROUTE = "capture:timer"


@transaction.atomic
def start_timer(
    *,
    member: Member,
    now: int,
    zone: str,
    note: str = "",
    activity: Activity | str | None = None,
    labels: Labels | None = None,
    once: str = "",
) -> Timer:
    """Start timing at `now`, epoch seconds.

    Raises: LogError, when one runs already.
    """
    before = repeated(member, ROUTE, once)
    if before is not None:
        return _with(Timer.everywhere.get(pk=made_by(before, Timer)), before.pk)
    keeper = Keeper(member)
    timer = _start(keeper, ensure_person(member=member), now, zone, note, activity, labels)
    step = keeper.save("timer started", _("Started the timer: %(what)s") % {"what": _name(timer)}, once=once)
    record(member, "timer started", "timer", timer.pk, start=now)
    return _with(timer, step.pk)


@transaction.atomic
def stop_timer(
    *,
    member: Member,
    now: int,
    end: int | None = None,
    note: str | None = None,
    activity: Activity | str | None = None,
    keep_long: bool = False,
    once: str = "",
) -> Entry:
    """Stop timing and log it.

    Args:
        end: when the work ended, if that was before `now`.
        note, activity: what it was, if that is to change.
        keep_long: it really was more than LONG.
    Raises: NoTimerError; LongTimerError; LogError, when nobody said what it was.
    """
    before = repeated(member, ROUTE, once)
    if before is not None:
        return _of_step(Entry.everywhere.get(pk=made_by(before, Entry)), before.pk)
    keeper = Keeper(member)
    timer = _running(member)
    entry = _stop(keeper, timer, now, end, note, activity, keep_long)
    what = said(entry, entry.activity.name)
    step = keeper.save("timer stopped", _("Logged %(entry)s") % {"entry": what}, once=once)
    record(member, "timer stopped", "entry", entry.pk, log=True, start=entry.start, seconds=entry.seconds)
    return _of_step(entry, step.pk)


@transaction.atomic
def switch_timer(
    *,
    member: Member,
    now: int,
    zone: str,
    note: str = "",
    activity: Activity | str | None = None,
    labels: Labels | None = None,
    once: str = "",
) -> Timer:
    """Stop what is timed and start something else in the same second; nothing running: just start.

    Raises: LongTimerError; LogError, when nobody said what the running one was.
    """
    before = repeated(member, ROUTE, once)
    if before is not None:
        return _with(Timer.everywhere.get(pk=made_by(before, Timer)), before.pk)
    keeper = Keeper(member)
    person = ensure_person(member=member)
    running = Timer.everywhere.filter(person=person).first()
    if running is not None:
        entry = _stop(keeper, running, now, None, None, None, keep_long=False)
        record(member, "timer stopped", "entry", entry.pk, log=True, start=entry.start, seconds=entry.seconds)
    timer = _start(keeper, person, now, zone, note, activity, labels)
    step = keeper.save("timer switched", _("Switched the timer to: %(what)s") % {"what": _name(timer)}, once=once)
    record(member, "timer started", "timer", timer.pk, start=now)
    return _with(timer, step.pk)


@transaction.atomic
def change_timer(*, member: Member, now: int, version: int | None = None, **changes: Any) -> Timer:
    """Change the start, note or activity of the running timer.

    Raises: NoTimerError; StaleError; LogError, for a start that lies ahead or too far back.
    """
    lock_log(member.workspace_id)  # before the timer's row, as merging activities does
    timer = _running(member)
    if version is not None and timer.version != version:
        raise StaleError
    keeper = Keeper(member)
    keeper.keep(timer)
    values: dict[str, Any] = {}
    if "start" in changes:
        values["start"] = _checked_start(changes["start"], now)
    if "note" in changes:
        values["note"] = clean_note(changes["note"])
    if "activity" in changes:
        work = _work(keeper, changes["activity"])
        values["activity_id"] = work.pk if work else None
    changed = Timer.everywhere.filter(pk=timer.pk, version=timer.version).update(**values, version=F("version") + 1)
    if not changed:
        raise StaleError
    after = _running(member)
    step = keeper.save("timer changed", _("Changed the timer: %(what)s") % {"what": _name(after)})
    record(member, "timer changed", "timer", timer.pk, old=timer.start, new=after.start)
    return _with(after, step.pk)


@transaction.atomic
def discard_timer(*, member: Member) -> int:
    """Stop timing without logging it; returns the number of the step that brings it back."""
    lock_log(member.workspace_id)
    timer = _running(member)
    keeper = Keeper(member)
    keeper.keep(timer)
    timer.delete()
    step = keeper.save("timer discarded", _("Threw the timer away: %(what)s") % {"what": _name(timer)})
    record(member, "timer discarded", "timer", "", start=timer.start)
    return step.pk


@transaction.atomic
def continue_entry(*, member: Member, entry_id: int, now: int, zone: str, once: str = "") -> Timer:
    """Go on with what an entry says: the timer starts, or switches, with its activity, note and labels."""
    entry = visible_or_404(member, Entry, entry_id)
    return switch_timer(
        member=member,
        now=now,
        zone=zone,
        note=entry.note,
        activity=entry.activity,
        labels=entry.labels,
        once=once,
    )


def _start(
    keeper: Keeper,
    person: Person,
    now: int,
    zone: str,
    note: str,
    activity: Activity | str | None,
    labels: Labels | None,
) -> Timer:
    work = _work(keeper, activity)
    try:
        with transaction.atomic():
            timer = Timer.everywhere.create(
                workspace_id=person.workspace_id,
                person=person,
                activity=work,
                labels=labels,
                note=clean_note(note),
                start=now,
                zone=ensure_zone(zone),
            )
    except IntegrityError as error:
        raise LogError(_("A timer is running already."), hint=_("Stop it, or switch it to what you do now.")) from error
    keeper.new(timer)
    return timer


def _stop(
    keeper: Keeper,
    timer: Timer,
    now: int,
    end: int | None,
    note: str | None,
    activity: Activity | str | None,
    keep_long: bool,
) -> Entry:
    ended = _checked_end(timer, now, end, keep_long)
    said_note = timer.note if note is None else note
    work = _work(keeper, activity) or timer.activity or _proposed(keeper, timer, said_note, now)
    keeper.keep(timer)
    values = {
        "person_id": timer.person_id,
        "activity_id": work.pk,
        "day": day_of(timer.start, zone_of(timer.zone.name)).toordinal(),
        "start": timer.start,
        "seconds": ended - timer.start,
        "zone_id": timer.zone_id,
        "note": said_note,
        "labels_id": timer.labels_id,
        "source": int(Entry.Source.TIMER),
    }
    (entry,) = write(timer.workspace_id, [Write(values)])
    keeper.new(entry)
    if activity is not None:
        teach(keeper, person=timer.person, note=entry.note, labels=timer.labels, activity=work)
    if not Timer.everywhere.filter(pk=timer.pk, version=timer.version).delete()[0]:
        raise StaleError
    return entry


def _proposed(keeper: Keeper, timer: Timer, note: str, now: int) -> Activity:
    """What the note and labels point at, of a timer that was started without an activity."""
    labels = timer.labels
    known = Said(note, labels.project, labels.task, labels.client) if labels else Said(note)
    today = day_of(now, zone_of(timer.zone.name))
    name = chosen_or_proposed(keeper.member, timer.person, "", known, today).name
    work = _work(keeper, name)
    if work is None:
        raise LogError(
            _("Say what it was, then stop."), where="activity", hint=_("The timer goes on until then; nothing is lost.")
        )
    return work


def _checked_end(timer: Timer, now: int, end: int | None, keep_long: bool) -> int:
    ended = now if end is None else end
    if not timer.start <= ended <= max(now, timer.start):
        raise LogError(
            _("The end lies outside the time that the timer ran."),
            where="end",
            hint=_("It is after the start and not later than now."),
        )
    if ended - timer.start > DAY:
        raise LongTimerError(
            _("This timer has run for more than 24 hours, longer than any entry can be."),
            where="end",
            hint=_("Say when you stopped, or throw the timer away."),
        )
    if ended - timer.start > LONG and not keep_long:
        raise LongTimerError(
            _("This timer has run for %(length)s.") % {"length": format_duration((ended - timer.start) // 60 * 60)},
            where="end",
            hint=_("Say when you stopped, or that it really took that long."),
        )
    return ended


def _checked_start(start: int, now: int) -> int:
    if start > now:
        raise LogError(_("The start lies ahead."), where="start", hint=_("A timer starts now or earlier."))
    if now - start > DAY:
        raise LogError(
            _("The start lies more than 24 hours back."), where="start", hint=_("Log it as entries, one for each day.")
        )
    return start


def _work(keeper: Keeper, activity: Activity | str | None) -> Activity | None:
    if activity is None or (isinstance(activity, str) and not activity.strip()):
        return None
    if isinstance(activity, Activity):
        check_activity(keeper.member, activity)
        return activity
    found, is_new = found_or_made(member=keeper.member, name=activity)
    if is_new:
        keeper.new(found)
    return found


def _running(member: Member) -> Timer:
    timer = Timer.everywhere.filter(workspace_id=member.workspace_id, person__member=member).first()
    if timer is None:
        raise NoTimerError(_("No timer is running."), hint=_("It was stopped meanwhile; start a new one."))
    return timer


def _name(timer: Timer) -> str:
    return timer.note.split("\n", 1)[0][:80] or (timer.activity.name if timer.activity else _("not said yet"))


def _with(timer: Timer, step_id: int) -> Timer:
    timer.step_id = step_id
    return timer


def _of_step(entry: Entry, step_id: int) -> Entry:
    entry.step_id = step_id
    return entry
