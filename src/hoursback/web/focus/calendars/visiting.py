"""Visits to calendars: one at a time for each, by whoever took it, put off further with every failure.

Only the job does this, so no page ever waits. Nothing is asked of the network inside a transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from hoursback.engine.capture.overlap import Span
from hoursback.engine.errors import HoursbackError
from hoursback.engine.focus.busy import placed, read_busy
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.scope import acting_in
from hoursback.web.focus.calendars.dav import Dav, Resource
from hoursback.web.focus.calendars.event import block_uid
from hoursback.web.focus.calendars.sealing import unseal
from hoursback.web.focus.calendars.settling import Visit, settle
from hoursback.web.focus.clock import clock_of
from hoursback.web.focus.models import Block, Busy, Calendar, Written
from hoursback.web.shared.fetching import USUAL, Means

_log = logging.getLogger("hoursback.calendars")
EVERY: Final = timedelta(minutes=10)
"""Between two visits when all is well; a block that changed here is brought at the next full minute."""
PAUSES: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=4))
"""Before each further try; after the last one only a person tries again."""
LEASE: Final = timedelta(minutes=3)
"""How long one job has a calendar for itself: well above the longest visit."""
BACK: Final = timedelta(days=1)
AHEAD: Final = timedelta(days=63)
"""The stretch of a calendar that is read."""
_State = Calendar.State


def free(now: datetime) -> Q:
    """Calendars that nobody has at the moment."""
    return Q(lease_until=None) | Q(lease_until__lte=now)


def visit(calendar_id: int, now: datetime, means: Means = USUAL) -> bool:
    """Look at one calendar, if nobody else does; whether all went well. What went wrong is kept on its row."""
    lease = now + LEASE
    # One conditional update: of two workers only one sees a row changed.
    if not Calendar.everywhere.filter(free(now), pk=calendar_id).update(lease_until=lease):
        return False
    own = Calendar.everywhere.filter(pk=calendar_id, lease_until=lease)
    calendar = own.select_related("workspace", "person__member__user", "person__member__workspace").get()
    with acting_in(calendar.workspace):
        try:
            facts = _work(calendar, now, means)
        except HoursbackError as error:
            return _failed(own, calendar, error.what, error.hint, now)
        except Exception as error:  # a mistake of ours is said too, and never tried without a pause
            # What the calendar holds may stand in the error's words; its kind is enough.
            _log.error("calendar %d: %s", calendar.pk, type(error).__name__)
            what = _("Hoursback made a mistake with this calendar (%(kind)s).") % {"kind": type(error).__name__}
            return _failed(own, calendar, what, _("It is tried again."), now)
        if facts is None:
            own.delete()
        else:
            own.update(lease_until=None, tries=0, failure="", succeeded_at=now, **facts)
        return True


def _failed(own: QuerySet[Calendar], calendar: Calendar, what: str, hint: str, now: datetime) -> bool:
    due = now + PAUSES[calendar.tries] if calendar.tries < len(PAUSES) else None
    said = f"{what} {hint}".strip()[:500]
    own.update(lease_until=None, tries=F("tries") + 1, due_at=due, failed_at=now, failure=said)
    return False


def _work(calendar: Calendar, now: datetime, means: Means) -> dict[str, object] | None:
    """What changes on the row when all goes well; None: the row goes."""
    member = calendar.person.member
    if member is None or not member.is_active or member.role != Role.OWNER:
        Busy.objects.filter(person=calendar.person_id).delete()
        return None  # whoever is no owner any more has their password forgotten
    dav = Dav(calendar.address, calendar.user, unseal(calendar.password), means)
    if calendar.state == _State.LOOKING:
        found = [{"href": offer.href, "name": offer.name} for offer in dav.discover()]
        return {"state": _State.CHOOSING, "offered": found, "due_at": None}
    going = Visit(calendar, member, dav, now, clock_of(member, now))
    if calendar.state == _State.LEAVING:
        _leave(going)
        return None
    if calendar.state == _State.CONNECTED:
        return {"seen": _exchange(going), "due_at": now + EVERY}
    return {"due_at": None}


def _leave(going: Visit) -> None:
    """Take every block out that has not been yet, each remembered at once."""
    for agreed in Written.objects.filter(calendar=going.calendar).order_by("pk"):
        known = going.dav.read(agreed.href)
        if known is not None:
            going.dav.delete(known.href, known.etag)
        Written.objects.filter(pk=agreed.pk).delete()


def _exchange(going: Visit) -> str:
    """Blocks both ways, then busy times; returns the mark of what was read."""
    calendar, dav = going.calendar, going.dav
    window = (int((going.now - BACK).timestamp()), int((going.now + AHEAD).timestamp()))
    # Asked for before reading: what changes meanwhile has another mark at the next visit.
    mark = dav.mark(calendar.collection)
    seen = f"{mark[:250]} {going.clock.today.isoformat()}" if mark else ""
    if seen and seen == calendar.seen and not is_behind(calendar, going.now):
        return seen
    found = dav.objects(calendar.collection, window)
    own = _own(calendar, found, going.zone)
    for block, agreed in _blocks(calendar, window[0], own):
        settle(going, block, agreed, own.get(block.uid))
    ours = {resource.href for resource in own.values()}
    others = (resource.data for resource in found if resource.href not in ours)
    _keep_busy(calendar, read_busy(others, window, going.zone).busy)
    # After writing, the mark is of a state that is no more; some servers give the same one when it comes back.
    return "" if dav.has_written else seen


def is_behind(calendar: Calendar, now: datetime) -> bool:
    """Whether a block was made, moved or taken away here since calendar and app last agreed."""
    moment = int(now.timestamp())
    since = moment - int(BACK.total_seconds())  # older ones are not looked at any more
    agreed = Written.everywhere.filter(calendar_id=calendar.pk, workspace_id=calendar.workspace_id)
    moved = Q(block__state=Block.State.PLANNED, block__end__gt=since)
    moved &= ~Q(block__start=F("start")) | ~Q(block__end=F("end"))
    if agreed.filter(Q(block__state=Block.State.GONE) | moved).exists():
        return True
    new = Block.everywhere.filter(person_id=calendar.person_id, state=Block.State.PLANNED, written=None)
    return new.filter(end__gt=moment).exists()


def _own(calendar: Calendar, found: Iterable[Resource], zone: str) -> dict[UUID, Resource]:
    """Which of what was found are blocks of this person."""
    named = {}
    for resource in found:
        if b"@hoursback" in resource.data:
            there = placed(resource.data, zone)
            uid = block_uid(there.uid) if there is not None else None
            if uid is not None:
                named[uid] = resource
    known = set(Block.objects.filter(person=calendar.person_id, uid__in=named).values_list("uid", flat=True))
    return {uid: resource for uid, resource in named.items() if uid in known}


def _blocks(calendar: Calendar, since: int, seen: Iterable[UUID]) -> list[tuple[Block, Written | None]]:
    """Blocks that have to do with the calendar, each with what was agreed on it."""
    rows = Block.objects.filter(person=calendar.person_id)
    planned = Q(state=Block.State.PLANNED, end__gt=since)
    concerned = rows.filter(planned | Q(state=Block.State.GONE, written__isnull=False) | Q(uid__in=list(seen)))
    blocks = list(concerned.select_related("activity").order_by("start", "pk"))
    agreed = {one.block_id: one for one in Written.objects.filter(block__in=blocks)}
    return [(block, agreed.get(block.pk)) for block in blocks]


@transaction.atomic
def _keep_busy(calendar: Calendar, spans: Iterable[Span]) -> None:
    """The new busy times in the place of the old ones, where they differ."""
    wanted = set(spans)
    rows = Busy.objects.filter(person=calendar.person_id)
    had = {(busy.start, busy.end): busy.pk for busy in rows}
    rows.filter(pk__in=[pk for span, pk in had.items() if span not in wanted]).delete()
    new = sorted(wanted - had.keys())
    made = (Busy(workspace_id=calendar.workspace_id, person_id=calendar.person_id, start=s, end=e) for s, e in new)
    Busy.objects.bulk_create(made)
