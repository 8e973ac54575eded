"""The API's log: entries and the timer."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field

from hoursback.engine.capture.clock import zone_of
from hoursback.web.accounts.api import asks
from hoursback.web.accounts.request import WorkspaceRequest, inside, today_of, zone_name
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import TEAM, Scope
from hoursback.web.capture import actions
from hoursback.web.capture.api_schemas import (
    EntriesAsked,
    EntriesOut,
    EntryChange,
    EntryIn,
    EntryOut,
    RunningOut,
    TimerChange,
    TimerIn,
    TimerStop,
    said_entry,
    said_labels,
    said_timer,
)
from hoursback.web.capture.clocks import EARLIER, epoch_of, local
from hoursback.web.capture.errors import NoTimerError
from hoursback.web.capture.models import Activity, Entry
from hoursback.web.capture.selectors.names import running_timer
from hoursback.web.people.actions import ensure_person
from hoursback.web.people.models import Person
from hoursback.web.shared.api import ApiRefusedError, conflict, read_cursor
from hoursback.web.shared.conflict import StaleError

router = Router(tags=["Log"])
_NOT_SAID, _JUST_STOP = TimerIn(), TimerStop.model_validate({})
_LABELS = ("project", "task", "client", "tags")


@router.get("/entries", response=EntriesOut, url_name="entries", summary="List entries", **asks(Scope.READ, TEAM))
def list_entries(request: WorkspaceRequest, asked: Query[EntriesAsked]) -> EntriesOut:
    """Entries that you may see, by day and id; both days belong to the range."""
    wanted: dict[str, Any] = {"person_id": asked.person_id, "activity_id": asked.activity_id}
    wanted |= {"day__gte": asked.first and asked.first.toordinal(), "day__lte": asked.last and asked.last.toordinal()}
    rows = visible(request.member, Entry).filter(**{name: value for name, value in wanted.items() if value is not None})
    if asked.cursor is not None:
        day, pk = read_cursor(asked.cursor, 2)
        # The first condition is what the index knows.
        rows = rows.filter(day__gte=day).exclude(day=day, pk__lte=pk)
    most = min(asked.size, 200)
    found = list(rows.select_related("activity", "zone", "labels").order_by("day", "pk")[: most + 1])
    more = f"{found[most - 1].day}.{found[most - 1].pk}" if len(found) > most else None
    return EntriesOut(entries=[_said(request, entry) for entry in found[:most]], next_cursor=more)


@router.post("/entries", response={201: EntryOut}, url_name="entries", summary="Log an entry", **asks(Scope.LOG, TEAM))
def create_entry(request: WorkspaceRequest, said: EntryIn) -> Status[EntryOut]:
    """Log one piece of work, by a line as one types it or by fields."""
    entry = _of_line(request, said) if said.line is not None else _of_fields(request, said)
    return Status(HTTPStatus.CREATED, _said(request, entry))


@router.get("/entries/{int:entry}", response=EntryOut, url_name="entry", summary="One entry", **asks(Scope.READ, TEAM))
def get_entry(request: WorkspaceRequest, entry: int) -> EntryOut:
    """One entry."""
    return _said(request, visible_or_404(request.member, Entry, entry))


@router.patch(
    "/entries/{int:entry}", response=EntryOut, url_name="entry", summary="Change an entry", **asks(Scope.LOG, TEAM)
)
def change_entry(request: WorkspaceRequest, entry: int, said: EntryChange) -> EntryOut:
    """Change an entry; changed by somebody else since your version: 409 and the entry as it is now."""
    now = visible_or_404(request.member, Entry, entry)
    try:
        after = actions.change_entry(
            member=request.member, entry_id=entry, version=said.version, **_changes(request, now, said)
        )
    except StaleError:
        raise conflict(said.version, get_entry(request, entry)) from None
    return _said(request, after)


@router.delete(
    "/entries/{int:entry}", response={204: None}, url_name="entry", summary="Remove an entry", **asks(Scope.LOG, TEAM)
)
def delete_entry(
    request: WorkspaceRequest, entry: int, version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
) -> Status[None]:
    """Remove an entry; with a version, only if nobody changed it since."""
    try:
        actions.delete_entry(member=request.member, entry_id=entry, version=version)
    except StaleError:
        raise conflict(version, get_entry(request, entry)) from None
    return Status(HTTPStatus.NO_CONTENT, None)


@router.get("/timer", response=RunningOut, url_name="timer", summary="The running timer", **asks(Scope.READ, TEAM))
def get_timer(request: WorkspaceRequest) -> RunningOut:
    """What you do now; null where nothing is timed."""
    return said_timer(running_timer(request.member))


@router.patch("/timer", response=RunningOut, url_name="timer", summary="Change the timer", **asks(Scope.LOG, TEAM))
def change_timer(request: WorkspaceRequest, said: TimerChange) -> RunningOut:
    """Change start, note or activity of the running timer."""
    facts = said.model_dump(include={"start", "note"}, exclude_unset=True)
    changes: dict[str, Any] = {name: value for name, value in facts.items() if value is not None}
    work = _work(request, said)
    if work is not None:
        changes["activity"] = work
    try:
        actions.change_timer(member=request.member, now=_now(), version=said.version, **changes)
    except StaleError:
        raise conflict(said.version, get_timer(request)) from None
    except NoTimerError as error:
        raise _none_runs(error) from None
    return get_timer(request)


@router.delete(
    "/timer", response={204: None}, url_name="timer", summary="Throw the timer away", **asks(Scope.LOG, TEAM)
)
def discard_timer(request: WorkspaceRequest) -> Status[None]:
    """Stop timing without logging anything."""
    try:
        actions.discard_timer(member=request.member)
    except NoTimerError as error:
        raise _none_runs(error) from None
    return Status(HTTPStatus.NO_CONTENT, None)


@router.post(
    "/timer/start", response=RunningOut, url_name="timer-start", summary="Start the timer", **asks(Scope.LOG, TEAM)
)
def start_timer(request: WorkspaceRequest, said: TimerIn = _NOT_SAID) -> RunningOut:
    """Start timing now; one that runs already is refused: switch it instead."""
    actions.start_timer(member=request.member, now=_now(), **_timed(request, said))
    return get_timer(request)


@router.post(
    "/timer/switch", response=RunningOut, url_name="timer-switch", summary="Switch the timer", **asks(Scope.LOG, TEAM)
)
def switch_timer(request: WorkspaceRequest, said: TimerIn = _NOT_SAID) -> RunningOut:
    """Log what is timed and time something else from the same second."""
    actions.switch_timer(member=request.member, now=_now(), **_timed(request, said))
    return get_timer(request)


@router.post(
    "/timer/stop", response={201: EntryOut}, url_name="timer-stop", summary="Stop the timer", **asks(Scope.LOG, TEAM)
)
def stop_timer(request: WorkspaceRequest, said: TimerStop = _JUST_STOP) -> Status[EntryOut]:
    """Stop timing and log it; answers with the entry."""
    try:
        entry = actions.stop_timer(
            member=request.member,
            now=_now(),
            end=said.end,
            note=said.note,
            activity=_work(request, said),
            keep_long=said.keep_long,
        )
    except NoTimerError as error:
        raise _none_runs(error) from None
    return Status(HTTPStatus.CREATED, _said(request, entry))


def _now() -> int:
    return int(time.time())


def _said(request: WorkspaceRequest, entry: Entry) -> EntryOut:
    return said_entry(entry, inside(request, "api:entry", entry=entry.pk))


def _person(request: WorkspaceRequest, person_id: int | None) -> Person:
    if person_id is None:
        return ensure_person(member=request.member)
    return visible_or_404(request.member, Person, person_id)


def _work(request: WorkspaceRequest, said: Any) -> Activity | str | None:
    """The activity that was named, by id or by name."""
    if said.activity_id is not None:
        return visible_or_404(request.member, Activity, said.activity_id)
    name: str | None = said.activity
    return name


def _labels(said: Any, known: dict[str, Any] | None = None) -> dict[str, Any] | None:
    """All four labels where any is stated; None: none is."""
    stated = said.model_dump(include=set(_LABELS), exclude_unset=True)
    if not stated:
        return None
    cleared = {name: value if value is not None else ([] if name == "tags" else "") for name, value in stated.items()}
    return {**(known or {}), **cleared}


def _timed(request: WorkspaceRequest, said: TimerIn) -> dict[str, Any]:
    labels = _labels(said)
    return {
        "zone": said.zone or zone_name(request),
        "note": said.note,
        "activity": _work(request, said),
        "labels": None if labels is None else actions.ensure_labels(member=request.member, **labels),
    }


def _of_fields(request: WorkspaceRequest, said: EntryIn) -> Entry:
    timed = said.start is not None and said.end is not None
    return actions.add_entry(
        member=request.member,
        person=_person(request, said.person_id),
        day=said.day,
        start=said.start,
        seconds=(said.end or 0) - (said.start or 0) if timed else said.seconds or 0,
        zone=said.zone or zone_name(request),
        note=said.note,
        activity=_named(_work(request, said)),
        labels=_labels(said),
        source=Entry.Source.API,
        chosen=True,
    )


def _of_line(request: WorkspaceRequest, said: EntryIn) -> Entry:
    """Log a typed line: the same reading and the same proposal as on the page of the day."""
    work = _work(request, said)
    today = today_of(request)
    return actions.log_line(
        member=request.member,
        text=said.line or "",
        activity=work.name if isinstance(work, Activity) else work or "",
        shown=said.day or today,
        today=today,
        zone=said.zone or zone_name(request),
        now=datetime.fromtimestamp(_now(), UTC),
    )


def _named(work: Activity | str | None) -> Activity | str:
    if not work:
        raise ApiRefusedError(
            _("Say what it was."),
            HTTPStatus.BAD_REQUEST,
            where="activity",
            hint=_("State activity_id, or activity by name."),
        )
    return work


def _changes(request: WorkspaceRequest, now: Entry, said: EntryChange) -> dict[str, Any]:
    """Columns to change, as the action takes them."""
    stated = said.model_fields_set
    facts = said.model_dump(include={"day", "seconds", "zone", "note"}, exclude_unset=True)
    changes: dict[str, Any] = {name: value for name, value in facts.items() if value is not None}
    if "start" in stated:
        changes["start"] = said.start
    elif "day" in changes and now.start is not None:
        # The day follows from the start; a new day moves the clock times along.
        zone = zone_of(said.zone or now.zone.name)
        at = local(now.start, zone).time()
        changes["start"] = epoch_of(changes["day"], at, zone, where="day", which=EARLIER)
    if said.end is not None:
        changes["seconds"] = _until(said.end, changes.get("start", now.start))
    work = _work(request, said)
    if work is not None:
        changes["activity"] = work
    labels = _labels(said, said_labels(now.labels))
    if labels is not None:
        changes["labels"] = labels
    return changes


def _until(end: int, start: int | None) -> int:
    if start is None or end < start:
        raise ApiRefusedError(
            _("This ends before it begins.") if start is not None else _("An end needs a start."),
            HTTPStatus.BAD_REQUEST,
            where="end",
            hint=_("State start too."),
        )
    return end - start


def _none_runs(error: NoTimerError) -> ApiRefusedError:
    return ApiRefusedError(error.what, HTTPStatus.CONFLICT, where="timer", hint=error.hint)
