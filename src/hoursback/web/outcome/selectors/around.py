"""What else changed while hand-offs ran: read beside the results, so that not all of a difference is put to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hoursback.engine.outcome.changes import NOTICEABLE, Change, What, in_order, new_and_stopped
from hoursback.engine.outcome.weeks import WEEK, monday_of
from hoursback.web.accounts.models import Workspace
from hoursback.web.handoff.models import Handoff
from hoursback.web.outcome.selectors.records import Records
from hoursback.web.people.models import Person

_MOVES = {
    Handoff.State.PAUSED: What.PAUSED,
    Handoff.State.RETURNED: What.ENDED,
    Handoff.State.ENDED: What.ENDED,
}
SHOWN = 40


def other_changes(
    workspace: Workspace, seen: Records, growth: Mapping[int, float | None], left_out: Sequence[int], now: int
) -> list[Change]:
    """Changes since the week of the first hand-off, newest first.

    Args:
        growth: by hand-off, of the units of its work since it began, as a share; None: not known.
    """
    if not seen.handed:
        return []
    start = monday_of(seen.since)
    found = [
        *(Change(What.STARTED, one.since, one.name, key=one.key) for one in seen.handed),
        *_moved(seen),
        *_gone(workspace, seen),
        *(
            Change(What.AWAY, first, person.name, until=last)
            for person, first, last in seen.off
            if last >= start and first <= now
        ),
        *_spells(left_out),
        *new_and_stopped(seen.seen, seen.since, now),
        *(
            Change(What.VOLUME, one.since, one.name, amount=more, key=one.key)
            for one in seen.handed
            if (more := growth.get(one.key)) is not None and abs(more) >= NOTICEABLE
        ),
    ]
    return in_order(found)[:SHOWN]


def _moved(seen: Records) -> list[Change]:
    return [
        Change(_MOVES[Handoff.State(target)], day, seen.rows[handoff].name, key=handoff)
        for handoff, target, day in seen.moves
        if target in _MOVES
    ]


def _gone(workspace: Workspace, seen: Records) -> list[Change]:
    """People whose hand-offs are all over and who were archived since; the day is that of the last end."""
    rows = list(seen.rows.values())
    archived = set(Person.objects.filter(workspace_id=workspace.pk, is_archived=True).values_list("pk", flat=True))
    found = []
    for person in {row.person_id: row.person for row in rows if row.person_id in archived}.values():
        ends = [row.ended_on for row in rows if person is not None and row.person_id == person.pk]
        days = [end.toordinal() for end in ends if end is not None]
        if person is not None and days:
            found.append(Change(What.LEFT, max(days), person.name))
    return found


def _spells(left_out: Sequence[int]) -> list[Change]:
    """Weeks in a row in which nothing was logged, as one."""
    found: list[Change] = []
    for monday in sorted(left_out):
        if found and found[-1].until == monday - 1:
            found[-1] = Change(What.NOTHING_LOGGED, found[-1].day, "", until=monday + WEEK - 1)
        else:
            found.append(Change(What.NOTHING_LOGGED, monday, "", until=monday + WEEK - 1))
    return found
