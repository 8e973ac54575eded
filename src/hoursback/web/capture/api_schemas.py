"""What the API takes and gives about the log, field by field."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from hoursback.web.capture.models import DAY_SECONDS, Activity, Entry, Labels, Timer
from hoursback.web.shared.api import (
    LARGEST_WHOLE,
    Cursor,
    Day,
    Given,
    Id,
    Instant,
    Line,
    Moment,
    PageSize,
    Range,
    Taken,
    Text,
    Title,
    Version,
    said_instant,
)

QueryId = Annotated[int, Field(ge=1, le=LARGEST_WHOLE)]
Seconds = Annotated[int, Field(strict=True, ge=0, le=DAY_SECONDS)]
ZoneName = Annotated[Line, Field(min_length=1, max_length=64, examples=["Europe/Berlin"])]
Label = Annotated[Line, Field(max_length=500)]
Tag = Annotated[Line, Field(min_length=1, max_length=200)]
Patterns = Annotated[list[Title], Field(max_length=50)]
Tags = Annotated[list[Tag], Field(max_length=50)]
_SOURCES = {
    Entry.Source.TYPED: "typed",
    Entry.Source.TIMER: "timer",
    Entry.Source.IMPORTED: "imported",
    Entry.Source.CALENDAR: "calendar",
    Entry.Source.API: "api",
}


class LabelsOut(Given):
    """What a source said an entry belongs to."""

    project: str = ""
    task: str = ""
    client: str = ""
    tags: list[str] = []  # noqa: RUF012 — copied for each row by the base class


class EntryOut(LabelsOut):
    """One piece of logged work: [start, end), or `seconds` on a day where start and end are null."""

    id: int
    person_id: int
    activity_id: int
    activity: str
    day: Day
    start: Moment | None
    end: Moment | None
    seconds: int
    zone: str
    note: str
    source: str
    version: int
    address: str


class EntriesAsked(Taken):
    """Which entries; both days belong to the range."""

    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")
    person_id: QueryId | None = None
    activity_id: QueryId | None = None
    size: PageSize = 50
    cursor: Cursor | None = None


class EntriesOut(Given):
    """A page of entries by day and id; `next_cursor` is null on the last page."""

    entries: list[EntryOut]
    next_cursor: str | None


class TimerOut(LabelsOut):
    """What the member does now."""

    activity_id: int | None
    activity: str | None
    start: Moment
    zone: str
    note: str
    version: int


class RunningOut(Given):
    """The running timer; null: nothing is timed."""

    timer: TimerOut | None


class _Work(Taken):
    """Which activity: by id, or by name, which is found in any case or made."""

    activity_id: Id | None = None
    activity: Title | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if self.activity_id is not None and self.activity is not None:
            raise ValueError(_("state activity_id or activity, not both"))
        return self


class _Labelled(Taken):
    project: Label | None = None
    task: Label | None = None
    client: Label | None = None
    tags: Tags | None = None


class EntryIn(_Work, _Labelled):
    """An entry: `line` as one types it, or `start` with `end` or `seconds`, or `day` with `seconds`."""

    line: Annotated[Line, Field(min_length=1, examples=["9:15-10:05 replied to client mail #email"])] | None = None
    person_id: Id | None = Field(None, description="Whose work it was; the caller's own where it is left out.")
    day: Day | None = None
    start: Instant | None = None
    end: Instant | None = None
    seconds: Seconds | None = None
    zone: ZoneName | None = Field(None, description="IANA name in which the day is meant; yours where left out.")
    note: Text = ""

    @model_validator(mode="after")
    def _is_placed(self) -> Self:
        if self.line is not None:
            more = sorted(self.model_fields_set - {"line", "activity", "activity_id", "zone", "day"})
            if more:
                raise ValueError(_("a line says everything itself; leave out %s") % ", ".join(more))
            return self
        if self.start is not None:
            _length(self.start, self.end, self.seconds)
        elif self.day is None or self.seconds is None or self.end is not None:
            raise ValueError(_("state a line, or start with end or seconds, or day with seconds"))
        return self


class EntryChange(_Work, _Labelled):
    """Changes of an entry: what is left out stays; `start` null makes it a length on its day."""

    version: Version
    day: Day | None = None
    start: Instant | None = None
    end: Instant | None = None
    seconds: Seconds | None = None
    zone: ZoneName | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.model_fields_set <= {"version"}:
            raise ValueError(_("state at least one field to change"))
        if self.end is not None and self.seconds is not None:
            raise ValueError(_("state end or seconds, not both"))
        return self


class TimerIn(_Work, _Labelled):
    """What is done from now on."""

    note: Text = ""
    zone: ZoneName | None = None


class TimerStop(_Work):
    """How the running timer ends; everything may be left out."""

    end: Instant | None = Field(None, description="When the work ended, if that was before now.")
    note: Text | None = None
    keep_long: bool = Field(False, strict=True, description="It really took more than ten hours.")


class TimerChange(_Work):
    """Changes of the running timer: what is left out stays."""

    version: Version
    start: Instant | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.model_fields_set <= {"version"}:
            raise ValueError(_("state at least one field to change"))
        return self


class ActivityOut(Given):
    """A kind of work; hours a week and hours each are [low, high], null where they are not stated."""

    id: int
    name: str
    function: str
    match: list[str]
    hours_per_week: list[float] | None
    times_per_month: float | None
    hours_each: list[float] | None
    is_archived: bool
    version: int
    address: str


class ActivityName(Given):
    """A kind of work as a helper gets it: what it takes to log time on it, and nothing the owner stated of it."""

    id: int
    name: str
    is_archived: bool


class ActivitiesOut(Given):
    """Activities in their order; `next_cursor` is null on the last page. Helpers get names only."""

    activities: list[ActivityOut] | list[ActivityName]
    next_cursor: str | None


class ActivityIn(Taken):
    """A new kind of work; without a function its name tells."""

    name: Title
    function: Annotated[Line, Field(max_length=40)] = ""
    match: Patterns = []  # noqa: RUF012 — copied for each row by the base class


class ActivityChange(Taken):
    """Changes of an activity: what is left out stays."""

    version: Version
    name: Title | None = None
    function: Annotated[Line, Field(max_length=40)] | None = None
    match: Patterns | None = None
    is_archived: Annotated[bool, Field(strict=True)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.model_fields_set <= {"version"}:
            raise ValueError(_("state at least one field to change"))
        return self


class ActivityHours(Taken):
    """Hours a week without a log; with `times_per_month`, hours each time."""

    hours: Range
    times_per_month: Annotated[float, Field(strict=True, gt=0, le=1000, allow_inf_nan=False)] | None = None


class Merge(Taken):
    """Into which activity all entries go."""

    into: Id


def _length(start: int, end: int | None, seconds: int | None) -> None:
    if (end is None) == (seconds is None):
        raise ValueError(_("a start needs either end or seconds"))
    if end is not None and not 0 <= end - start <= DAY_SECONDS:
        raise ValueError(_("an entry ends after its start and at most 24 hours later"))


def said_labels(labels: Labels | None) -> dict[str, object]:
    """Labels as fields of an answer."""
    if labels is None:
        return {"project": "", "task": "", "client": "", "tags": []}
    tags = labels.tags.split("\n") if labels.tags else []
    return {"project": labels.project, "task": labels.task, "client": labels.client, "tags": tags}


def said_entry(entry: Entry, address: str) -> EntryOut:
    """An entry as the API gives it."""
    return EntryOut.model_validate(
        {
            **said_labels(entry.labels),
            "id": entry.pk,
            "person_id": entry.person_id,
            "activity_id": entry.activity_id,
            "activity": entry.activity.name,
            "day": date.fromordinal(entry.day),
            "start": None if entry.start is None else said_instant(entry.start),
            "end": None if entry.end is None else said_instant(entry.end),
            "seconds": entry.seconds,
            "zone": entry.zone.name,
            "note": entry.note,
            "source": _SOURCES[Entry.Source(entry.source)],
            "version": entry.version,
            "address": address,
        }
    )


def said_timer(timer: Timer | None) -> RunningOut:
    """The running timer as the API gives it."""
    if timer is None:
        return RunningOut(timer=None)
    facts = {
        **said_labels(timer.labels),
        "activity_id": timer.activity_id,
        "activity": timer.activity.name if timer.activity else None,
        "start": said_instant(timer.start),
        "zone": timer.zone.name,
        "note": timer.note,
        "version": timer.version,
    }
    return RunningOut(timer=TimerOut.model_validate(facts))


def said_activity(row: Activity, address: str) -> ActivityOut:
    """An activity as the API gives it."""
    ranges = {
        name: None if figure is None else [figure.low, figure.high]
        for name, figure in (("hours_per_week", row.hours_per_week), ("hours_each", row.hours_each))
    }
    return ActivityOut(
        id=row.pk,
        name=row.name,
        function=row.function,
        match=list(row.match or ()),
        times_per_month=row.times_per_month,
        is_archived=row.is_archived,
        version=row.version,
        address=address,
        **ranges,
    )


def said_name(row: Activity) -> ActivityName:
    """An activity as the API gives it to a helper."""
    return ActivityName(id=row.pk, name=row.name, is_archived=row.is_archived)
