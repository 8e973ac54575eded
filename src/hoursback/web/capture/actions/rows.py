"""The one place that writes entries: every write counts into the totals in the same transaction.

It refuses what lies in a closed week, and gives every entry that it writes the price in force for its person, activity
and day; entries that only move to another activity keep theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, F, Sum
from django.utils.translation import gettext as _

from hoursback.web.capture import rollups
from hoursback.web.capture.actions.rates import priced, snap
from hoursback.web.capture.clocks import DAY, in_bounds
from hoursback.web.capture.closing import check_open, lock_log, still_open
from hoursback.web.capture.errors import LogError
from hoursback.web.capture.models import Entry
from hoursback.web.capture.words import clean_note
from hoursback.web.shared.conflict import StaleError

COLUMNS = (
    "person_id", "activity_id", "day", "start", "seconds", "zone_id", "note", "labels_id", "source", "batch_id", "mark",
)  # fmt: skip
"""What an entry says, by column; its version counts the changes and says nothing."""
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Write:
    """What becomes of one entry.

    Attributes:
        values: columns to set, all of COLUMNS but the empty ones for a new entry; None: the entry goes.
        pk: None for a new entry; one that does not exist is made under that number (an undo brings it back).
        version: what the writer saw; None: whatever it is.
    """

    values: Mapping[str, Any] | None
    pk: int | None = None
    version: int | None = None


def write(workspace_id: int, writes: Sequence[Write]) -> list[Entry]:
    """Make, change and remove entries, and the totals with them; returns the entries that remain, in order.

    Raises: StaleError, when one was changed since it was seen; LogError, for what is out of bounds or in a closed week.
    """
    assert connection.in_atomic_block, "entries change together with their totals"
    lock_log(workspace_id)
    pks = [each.pk for each in writes if each.pk is not None]
    locked = Entry.everywhere.select_for_update().filter(workspace_id=workspace_id, pk__in=pks)
    before = {entry.pk: entry for entry in locked}
    check_open(workspace_id, _days(before.values(), writes))
    # Taken away first and added after: a total that only changes its seconds would pass through 0 entries.
    rollups.add(workspace_id, [rollups.delta_of(entry, -1) for entry in before.values()])
    after = [_write_one(workspace_id, each, before) for each in writes]
    kept = [entry for entry in after if entry is not None]
    rollups.add(workspace_id, [rollups.delta_of(entry) for entry in kept])
    _snap(workspace_id, kept)
    return kept


def _days(before: Iterable[Entry], writes: Sequence[Write]) -> set[tuple[int, int]]:
    """Every person and day that the writes take something from or give something to."""
    days = {(entry.person_id, entry.day) for entry in before}
    return days | {(each.values["person_id"], each.values["day"]) for each in writes if each.values is not None}


def _snap(workspace_id: int, kept: Sequence[Entry]) -> None:
    with_price = priced(workspace_id, {entry.person_id for entry in kept})
    mine = {entry.pk: entry for entry in kept if entry.person_id in with_price}
    if not mine:
        return
    entries = Entry.everywhere.filter(workspace_id=workspace_id, pk__in=mine)
    snap(entries)
    for pk, rate in entries.values_list("pk", "rate"):
        mine[pk].rate = rate


def _write_one(workspace_id: int, each: Write, before: Mapping[int, Entry]) -> Entry | None:
    old = before.get(each.pk) if each.pk is not None else None
    if old is None:
        if each.version is not None or each.values is None:
            raise StaleError
        entry = Entry(workspace_id=workspace_id, **_checked(each.values))
        entry.pk = each.pk
        entry.save(force_insert=True)
        return entry
    if each.version is not None and old.version != each.version:
        raise StaleError
    mine = Entry.everywhere.filter(workspace_id=workspace_id, pk=old.pk, version=old.version)
    if each.values is None:
        if not mine.delete()[0]:
            raise StaleError
        return None
    # Without its price, which is found anew: it may be another person's or another day's from now on.
    if not mine.update(**_checked(each.values), rate=None, version=F("version") + 1):
        raise StaleError
    return Entry.everywhere.get(pk=old.pk)


def move(workspace_id: int, pks: Iterable[int], *, origin: int, target: int, leaves_closed: bool = False) -> list[int]:
    """Give entries, however many, from one activity to another; returns the ids of those that moved.

    Every entry keeps the price that it was logged at: nobody means to change what work cost by telling it apart.

    Args:
        leaves_closed: entries of closed weeks stay where they are, which tells single entries apart; without it they
            come along, as an activity that is renamed as a whole takes its history with it.
    """
    assert connection.in_atomic_block, "entries change together with their totals"
    lock_log(workspace_id)
    wanted, moved = sorted(pks), []
    for at in range(0, len(wanted), _AT_ONCE):
        mine = Entry.everywhere.select_for_update().filter(workspace_id=workspace_id, activity_id=origin)
        mine = mine.filter(pk__in=wanted[at : at + _AT_ONCE])
        here = list((still_open(mine) if leaves_closed else mine).values_list("pk", flat=True))
        chosen = Entry.everywhere.filter(workspace_id=workspace_id, pk__in=here)
        sums = list(
            chosen.values_list("person_id", "activity_id", "day").annotate(Sum("seconds"), Count("pk")).order_by()
        )
        rollups.add(workspace_id, [rollups.Delta(p, a, d, -s, -n) for p, a, d, s, n in sums])
        chosen.update(activity_id=target, version=F("version") + 1)
        rollups.add(workspace_id, [rollups.Delta(p, target, d, s, n) for p, _a, d, s, n in sums])
        moved += here
    return moved


def values_of(entry: Entry) -> dict[str, Any]:
    """An entry's columns, as `write` takes them."""
    return {column: getattr(entry, column) for column in COLUMNS}


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns within the limits of reliability, section 2."""
    checked = dict(values)
    if "seconds" in checked and not 0 <= checked["seconds"] <= DAY:
        raise LogError(
            _("An entry lasts between nothing and 24 hours."),
            where="length",
            value=str(checked["seconds"]),
            hint=_("Split it over the days it was worked on."),
        )
    if "day" in checked and not in_bounds(checked["day"]):
        raise LogError(_("Days go from 1970 to 2100."), where="day", hint=_("Check the year."))
    if "note" in checked:
        checked["note"] = clean_note(checked["note"])
    return checked
