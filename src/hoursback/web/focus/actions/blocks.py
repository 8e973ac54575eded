"""Protected time in the day: proposed, made by hand, moved, taken away and put back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.capture.overlap import Span
from hoursback.engine.errors import HoursbackError
from hoursback.engine.focus import blocks as engine
from hoursback.engine.focus.protect import stand
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible
from hoursback.web.capture.models import Activity
from hoursback.web.focus.clock import Clock
from hoursback.web.focus.models import Block
from hoursback.web.focus.selectors import protection as known
from hoursback.web.focus.selectors.blocks import block_here, busy_of, calendar_busy, colliding, proposed_days, spans_of
from hoursback.web.focus.selectors.spent import spent_by_day
from hoursback.web.people.actions import ensure_person
from hoursback.web.people.models import Person
from hoursback.web.shared.conflict import StaleError

AHEAD = timedelta(days=14)
"""So far ahead blocks are proposed and moved."""
SHORTEST = 5 * 60
LONGEST = 8 * 3600


@transaction.atomic
def make_blocks(*, member: Member, clock: Clock, days: Sequence[date], once: str = "") -> list[Block]:
    """Propose blocks for these days: working days ahead that have none yet and were not proposed for before.

    Today gets what its minimum still lacks. What the calendar or another block holds stays free.
    """
    if not first_time(member, "focus:blocks", once):
        return []
    person = ensure_person(member=member)
    wanted = sorted({day for day in days if clock.today <= day <= clock.today + AHEAD})
    if not wanted:
        return []
    made = _propose(person, clock, wanted)
    for block in made:
        record(member, "block proposed", "block", block.pk, day=block.day, start=block.start, end=block.end)
    return made


def _propose(person: Person, clock: Clock, days: Sequence[date]) -> list[Block]:
    first, last = days[0], days[-1]
    protection = known.protection_of(person)
    hours, work_days = known.hours_of(person, protection)
    off, bad = known.free_days(person, first, last), known.bad_days(person, first, last)
    taken = proposed_days(person, first, last)
    busy = busy_of(person, clock.bounds(first)[0], clock.bounds(last + timedelta(days=1))[1])
    made: list[Block] = []
    for day in days:
        ordinal = day.toordinal()
        if day.weekday() not in work_days or ordinal in off or ordinal in taken:
            continue
        need = known.floors_of(protection).seconds(is_bad_day=ordinal in bad)
        if day == clock.today:
            need = _left_today(person, clock, need, is_bad_day=ordinal in bad)
        found = engine.propose(need, day, clock.zone, hours, busy, clock.now) if need >= SHORTEST else []
        made += [_create(person, clock, day, span, slot) for slot, span in enumerate(found)]
    return made


def _left_today(person: Person, clock: Clock, need: int, *, is_bad_day: bool) -> int:
    workspace, today = person.workspace, clock.today
    protection = known.protection_of(person)
    top = known.top_three(workspace, protection, known.hour_now(workspace, today))
    spent = spent_by_day(person, today, today, clock).get(today.toordinal(), {})
    standing = stand(top.keys, spent, known.floors_of(protection), is_bad_day=is_bad_day)
    return min(need, standing.left)


def _create(person: Person, clock: Clock, day: date, span: Span, slot: int | None) -> Block:
    return Block.everywhere.create(
        workspace_id=person.workspace_id,
        person=person,
        day=day.toordinal(),
        start=span[0],
        end=span[1],
        zone=clock.zone.key,
        proposed_for=None if slot is None else day.toordinal(),
        slot=slot,
    )


@transaction.atomic
def make_block(
    *, member: Member, clock: Clock, start: int, end: int, activity_id: int | None = None, once: str = ""
) -> Block | None:
    """A block by hand; None where this form was taken before.

    Raises: HoursbackError, for one that cannot be.
    """
    if not first_time(member, "focus:block", once):
        return None
    person = ensure_person(member=member)
    _check(person, clock, (start, end))
    block = _create(person, clock, clock.day_of(start), (start, end), None)
    if activity_id is not None:
        Block.everywhere.filter(pk=block.pk).update(activity_id=_activity(member, activity_id))
    record(member, "block made", "block", block.pk, day=block.day, start=start, end=end)
    return block


@transaction.atomic
def change_block(
    *, member: Member, block_id: int, clock: Clock, start: int, end: int, activity_id: int | None, version: int
) -> Block:
    """Move a block, or say what it is for.

    Raises: HoursbackError; StaleError; Http404.
    """
    block = block_here(member, block_id)
    if block.state == Block.State.GONE:
        raise StaleError
    span = (start, end)
    if span != (block.start, block.end):
        _check(block.person, clock, span, but=block)
    chosen = None if activity_id is None else _activity(member, activity_id)
    after = _moved(block, clock, span, version, activity_id=chosen)
    record(member, "block changed", "block", block.pk, old=[block.start, block.end], new=[start, end])
    return after


def _moved(block: Block, clock: Clock, span: Span, version: int, **more: int | None) -> Block:
    was_moved = span != (block.start, block.end)
    when = {"moved_at": timezone.now(), "zone": clock.zone.key, "day": clock.day_of(span[0]).toordinal()}
    changed = Block.everywhere.filter(pk=block.pk, version=version).update(
        start=span[0], end=span[1], version=F("version") + 1, **more, **(when if was_moved else {})
    )
    if not changed:
        raise StaleError
    return Block.everywhere.get(pk=block.pk)


@transaction.atomic
def remove_block(*, member: Member, block_id: int) -> Block:
    """Take a block away; it can be put back, and nothing proposes it again."""
    block = block_here(member, block_id)
    _set_state(block, Block.State.GONE)
    record(member, "block taken away", "block", block.pk, day=block.day, start=block.start, end=block.end)
    return block


@transaction.atomic
def return_block(*, member: Member, block_id: int) -> Block:
    """Put a block back that was taken away."""
    block = block_here(member, block_id)
    _set_state(block, Block.State.PLANNED)
    record(member, "block put back", "block", block.pk, day=block.day)
    return block


@transaction.atomic
def take_back_blocks(*, member: Member, ids: Iterable[int]) -> int:
    """Take proposals away that nobody has changed since; returns how many went."""
    rows = visible(member, Block).filter(pk__in=list(ids), state=Block.State.PLANNED, version=1)
    gone = rows.update(state=Block.State.GONE, version=F("version") + 1)
    if gone:
        record(member, "blocks taken back", "block", "", number=gone)
    return gone


@transaction.atomic
def move_from_busy(*, member: Member, clock: Clock) -> tuple[list[Block], list[Block]]:
    """Move every planned block ahead that lies where the calendar is busy to the nearest free place of its day.

    Returns: those that moved, and those for which the day holds no place.
    """
    person = ensure_person(member=member)
    after = clock.bounds(clock.today + AHEAD)[1]
    hours, _days = known.hours_of(person, known.protection_of(person))
    taken = calendar_busy(person, clock.now, after)
    moved, stuck = [], []
    for block in colliding(person, clock.now, after):
        own = (block.start, block.end)
        busy = [*taken, *(span for span in spans_of(person, clock.now, after) if span != own)]
        window = hours.window(date.fromordinal(block.day), clock.zone)
        place = engine.move(own, window, busy, clock.now)
        if place is None:
            stuck.append(block)
        else:
            moved.append(_moved(block, clock, place, block.version))
            record(member, "block moved", "block", block.pk, old=list(own), new=list(place))
    return moved, stuck


def _set_state(block: Block, state: Block.State) -> None:
    Block.everywhere.filter(pk=block.pk).update(state=state, version=F("version") + 1)


def _activity(member: Member, activity_id: int) -> int:
    found = visible(member, Activity).filter(pk=activity_id, is_archived=False).values_list("pk", flat=True).first()
    if found is None:
        raise HoursbackError(_("This activity is not there any more."), where="activity")
    return int(found)


def _check(person: Person, clock: Clock, span: Span, but: Block | None = None) -> None:
    start, end = span
    if not SHORTEST <= end - start <= LONGEST:
        raise HoursbackError(_("A block lasts from 5 minutes to 8 hours."), where="end")
    if end <= clock.now:
        raise HoursbackError(
            _("This lies in the past."), where="start", hint=_("Protected time lies ahead; what is done is logged.")
        )
    if start > clock.bounds(clock.today + timedelta(days=366))[1]:
        raise HoursbackError(_("This is more than a year ahead."), where="day")
    others = Block.everywhere.filter(person=person, start__lt=end, end__gt=start).exclude(state=Block.State.GONE)
    if but is not None:
        others = others.exclude(pk=but.pk)
    other = others.first()
    if other is not None:
        begins, ends = (clock.local(second) for second in (other.start, other.end))
        raise HoursbackError(
            _("Another block is there: %(first)s to %(last)s.") % {"first": f"{begins:%H:%M}", "last": f"{ends:%H:%M}"},
            where="start",
        )
