"""Rounds as programs and spreadsheets read them: what a member may see of them, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import Http404

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.cycle.models import Cycle, Goal, Rating, Training
from hoursback.web.cycle.selectors.people import person_here
from hoursback.web.cycle.selectors.rounds import ENDS, leads, sees_rounds
from hoursback.web.people.models import Person

COLUMNS = (
    *("round", "phase", "opened_on", "work_started_on", "due_on", "closed_on", "verdict"),
    *("kind", "name", "measure", "from", "to", "reached", "unit", "by", "status"),
)
"""Of the CSV: one line for each round, and one for each of its levels, trainings and goals."""
_Row = tuple[object, ...]


def page_of(
    member: Member, *, person_id: int | None, is_open: bool | None, size: int, after: Sequence[int] | None
) -> tuple[list[Cycle], str | None]:
    """Rounds that a member sees, oldest first, and the cursor of the next page.

    Args:
        after: id of the last row of the page before.
    """
    rows = visible(member, Cycle).select_related("person__member")
    if person_id is not None:
        rows = rows.filter(person=person_id)
    if is_open is not None:
        rows = rows.exclude(phase__in=ENDS) if is_open else rows.filter(phase__in=ENDS)
    if after is not None:
        rows = rows.filter(pk__gt=after[0])
    found = list(rows.order_by("pk")[: size + 1])
    return found[:size], f"{found[size - 1].pk}" if len(found) > size else None


def verdict_of(member: Member, row: Cycle) -> str:
    """The verdict as far as a member may see it: the person sees it once the round is over."""
    return row.verdict if row.phase in ENDS or leads(member, row.person) else ""


def level_of(member: Member, row: Rating) -> int | None:
    """A level that one rater gave; None for the person, who sees what all of the others' make together."""
    is_own = row.source == Rating.Source.SELF
    return row.level if is_own or leads(member, row.cycle.person) else None


def goals_of(member: Member, row: Cycle) -> list[Goal]:
    """The goals of a round, those that were dropped too."""
    return list(visible(member, Goal).filter(cycle=row.pk).order_by("by", "pk"))


def ratings_of(member: Member, row: Cycle) -> list[Rating]:
    """The ratings of a round that a member may see."""
    rows = visible(member, Rating).filter(cycle=row.pk)
    return list(rows.select_related("skill", "rater__user", "cycle__person__member").order_by("pk"))


def training_of(member: Member, row: Cycle) -> list[Training]:
    """The training of a round."""
    return list(visible(member, Training).filter(cycle=row.pk).select_related("skill").order_by("pk"))


def table_of(member: Member, person_id: int) -> tuple[Person, Iterator[_Row]]:
    """Somebody's rounds as lines of COLUMNS, oldest first.

    Raises: Http404, for somebody whose rounds are not the member's to see.
    """
    person = person_here(member, person_id)
    if not sees_rounds(member, person):
        raise Http404
    rows = list(visible(member, Cycle).filter(person=person).select_related("person__member").order_by("number"))
    ids = [row.pk for row in rows]
    ratings = visible(member, Rating).filter(cycle__in=ids).select_related("skill", "cycle__person__member")
    parts: dict[int, list[_Row]] = {pk: [] for pk in ids}
    for rating in ratings.order_by("pk"):
        level = level_of(member, rating)
        if level is not None:
            parts[rating.cycle_id].append(
                ("rating", rating.skill.name, rating.evidence, "", "", level, "level", rating.seen_on, rating.source)
            )
    for item in visible(member, Training).filter(cycle__in=ids).select_related("skill").order_by("pk"):
        state = "done" if item.done_on else "put off" if item.put_off_because else "open"
        parts[item.cycle_id].append(
            (
                "training",
                item.skill.name,
                item.material,
                item.level_from,
                item.level_to,
                "",
                "level",
                item.done_on,
                state,
            )
        )
    for goal in visible(member, Goal).filter(cycle__in=ids).order_by("by", "pk"):
        levels = (goal.start_level, goal.target_level, goal.actual_level)
        parts[goal.cycle_id].append(("goal", goal.what, goal.measure, *levels, goal.unit, goal.by, goal.status))
    return person, (line for row in rows for line in _lines(member, row, parts[row.pk]))


def _lines(member: Member, row: Cycle, parts: Sequence[_Row]) -> Iterator[_Row]:
    facts = (row.number, row.phase, row.opened_on, row.work_started_on, row.due_on, row.closed_on)
    head = (*facts, verdict_of(member, row))
    yield (*head, "round", row.person.name, *("",) * 7)
    for part in parts:
        yield (*head, *part)
