"""One block between app and calendar: what each side changed since both agreed last, and what follows.

The calendar wins where both changed the same block, and it is told. What was taken away on either side stays away.
Every write is on a condition (a version here, an etag there), so that two visits at once do nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from hoursback.engine.focus.busy import Placed, placed
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.capture.models import DAY_SECONDS
from hoursback.web.focus.calendars import event
from hoursback.web.focus.calendars.dav import ChangedThereError, Dav, Resource
from hoursback.web.focus.clock import Clock
from hoursback.web.focus.models import Block, Calendar, Written

MOVED, REMOVED, BOTH = "block moved in the calendar", "block removed in the calendar", "block moved on both sides"


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit works with: the owner's clock, and the moment at which it began."""

    calendar: Calendar
    member: Member
    dav: Dav
    now: datetime
    clock: Clock

    @property
    def zone(self) -> str:
        """For times that carry none."""
        return self.clock.zone.key

    def href_of(self, block: Block) -> str:
        """Where a block is put: always the same place, so that it cannot be put twice."""
        return f"{self.calendar.collection.rstrip('/')}/{block.uid}.ics"


def settle(visit: Visit, block: Block, agreed: Written | None, theirs: Resource | None) -> None:
    """Bring one block and its event together.

    Args:
        agreed: as both sides had it last, None: never. theirs: the event as it was just read, None: not seen.
    """
    if block.state == Block.State.GONE:
        _take_out(visit, block, agreed, theirs)
    elif agreed is None and theirs is None:
        _put(visit, block)
    else:
        _compare(visit, block, agreed, theirs or (visit.dav.read(agreed.href) if agreed is not None else None))


def _put(visit: Visit, block: Block) -> None:
    if block.end <= visit.clock.now:
        return
    href = visit.href_of(block)
    data = event.written(block, has_title=visit.calendar.has_titles, stamp=visit.now)
    try:
        etag = visit.dav.put(href, data, None)
    except ChangedThereError:  # written by a visit that died before it could say so, or by another just now
        theirs = visit.dav.read(href)
        if theirs is not None:
            _compare(visit, block, None, theirs)
        return
    _agree(visit, block, href, etag, event.times(block))


def _compare(visit: Visit, block: Block, agreed: Written | None, theirs: Resource | None) -> None:
    there = None if theirs is None else _placed(visit, block, theirs)
    if theirs is None or there is None:
        _drop(visit, block)
        return
    base = (agreed.start, agreed.end) if agreed is not None else event.times(block)
    they_moved, we_moved = (there.start, there.end) != base, event.times(block) != base
    if they_moved:
        _follow(visit, block, theirs, there, BOTH if we_moved else MOVED)
    elif we_moved:
        _overwrite(visit, block, theirs)
    elif agreed is None or agreed.etag != theirs.etag or agreed.href != theirs.href:
        _agree(visit, block, theirs.href, theirs.etag, base)


def _placed(visit: Visit, block: Block, theirs: Resource) -> Placed | None:
    """Where the event lies; None: it was made something that is no block any more."""
    there = placed(theirs.data, visit.zone)
    is_block = there is not None and there.is_there and there.end - there.start <= DAY_SECONDS
    return there if is_block else None


def _overwrite(visit: Visit, block: Block, theirs: Resource) -> None:
    data = event.rewritten(block, theirs.data, has_title=visit.calendar.has_titles, stamp=visit.now)
    try:
        etag = visit.dav.put(theirs.href, data, theirs.etag)
    except ChangedThereError:  # moved there between our reading and our writing: theirs wins
        newer = visit.dav.read(theirs.href)
        there = None if newer is None else _placed(visit, block, newer)
        if newer is None or there is None:
            _drop(visit, block)
        else:
            _follow(visit, block, newer, there, BOTH)
        return
    _agree(visit, block, theirs.href, etag, event.times(block))


def _take_out(visit: Visit, block: Block, agreed: Written | None, theirs: Resource | None) -> None:
    known = theirs or (visit.dav.read(agreed.href) if agreed is not None else None)
    if known is not None:
        try:
            visit.dav.delete(known.href, known.etag)
        except ChangedThereError:  # the next visit sees what it is now
            return
    Written.everywhere.filter(calendar_id=visit.calendar.pk, block=block, workspace_id=block.workspace_id).delete()


@transaction.atomic
def _follow(visit: Visit, block: Block, theirs: Resource, there: Placed, verb: str) -> None:
    """The block goes where the calendar has it."""
    day = visit.clock.day_of(there.start)
    facts = {"start": there.start, "end": there.end, "day": day.toordinal(), "moved_at": visit.now}
    same = Block.everywhere.filter(pk=block.pk, version=block.version)
    if same.update(version=F("version") + 1, **facts):
        _agree(visit, block, theirs.href, theirs.etag, (there.start, there.end))
        if (there.start, there.end) != event.times(block):
            _tell(visit, block, verb, was=[*event.times(block)], now=[there.start, there.end])


@transaction.atomic
def _drop(visit: Visit, block: Block) -> None:
    """The block goes, because the calendar has it no more."""
    same = Block.everywhere.filter(pk=block.pk, version=block.version, state=Block.State.PLANNED)
    changed = same.update(state=Block.State.GONE, version=F("version") + 1)
    if changed:
        Written.everywhere.filter(block=block, workspace_id=block.workspace_id).delete()
        _tell(visit, block, REMOVED, was=[*event.times(block)])


def _tell(visit: Visit, block: Block, verb: str, **facts: Any) -> None:
    record(visit.member, verb, "block", block.pk, **facts)


def _agree(visit: Visit, block: Block, href: str, etag: str, span: tuple[int, int]) -> None:
    facts = {"calendar_id": visit.calendar.pk, "href": href, "etag": etag, "start": span[0], "end": span[1]}
    Written.everywhere.update_or_create(
        workspace_id=block.workspace_id, block=block, defaults=facts, create_defaults=facts
    )
