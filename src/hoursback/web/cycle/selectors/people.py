"""Everybody with a round, one person's rounds and levels, and what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hoursback.engine.cycle.steps import Step, Turn
from hoursback.web.accounts.kept import kept as keeping
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.written import written
from hoursback.web.cycle.models import Note, Reflection
from hoursback.web.cycle.selectors.rounds import Round, as_rounds, people_to_start, under_way
from hoursback.web.people.models import Person, SkillLevel
from hoursback.web.people.skills import kept


@dataclass(frozen=True, slots=True)
class Due:
    """Something to do in a round, for Today and for mail.

    Attributes:
        what: the step, a word of engine/cycle/steps.py. on: day from which it is due; None: as soon as can be.
        is_mine: it is for the member who asks. is_late: its day is over.
    """

    cycle_id: int
    person: str
    number: int
    what: str
    on: date | None
    is_mine: bool
    is_late: bool


def person_here(actor: Member, person_id: int) -> Person:
    """Somebody the member sees; 404 for anybody else."""
    return visible_or_404(actor, Person, person_id)


def all_rounds(actor: Member, today: date) -> list[Round]:
    """Every round under way that the member sees: theirs first, then by day and name."""
    rounds = as_rounds(actor, under_way(actor), today)
    return sorted(rounds, key=_order)


def in_order(actor: Member, today: date) -> list[tuple[int, bool]]:
    """Ids of the rounds under way in the order of `all_rounds`, and whether each waits for the member; kept."""
    return keeping(actor, "rounds", today, lambda: [(each.cycle.pk, each.is_mine) for each in all_rounds(actor, today)])


def rounds_by_id(actor: Member, ids: Sequence[int], today: date) -> list[Round]:
    """These rounds as lists show them, in this order."""
    found = {each.cycle.pk: each for each in as_rounds(actor, under_way(actor).filter(pk__in=ids), today)}
    return [found[pk] for pk in ids if pk in found]


def to_start(actor: Member, today: date) -> list[tuple[int, str]]:
    """Ids and names of `people_to_start`; kept."""
    return keeping(actor, "rounds-to-start", today, lambda: [(one.pk, one.name) for one in people_to_start(actor)])


def due_cycles(member: Member, today: date) -> list[Due]:
    """What is due in the rounds a member sees: what is theirs to do, and for leaders what others are late with."""
    found = []
    for each in all_rounds(member, today):
        if each.turn is Turn.NOBODY:
            continue
        on = each.due.on if each.due is not None and each.due.is_due else None
        is_late = on is not None and on < today
        if each.is_mine or is_late:
            found.append(
                Due(each.cycle.pk, each.person.name, each.cycle.number, each.step.value, on, each.is_mine, is_late)
            )
    return found


def own_rounds(member: Member) -> Person | None:
    """The person a member is, if they have or can have rounds."""
    return visible(member, Person).filter(member=member).first()


def levels_over_time(actor: Member, person: Person) -> list[SkillLevel]:
    """Every level that was ever stated for a person, oldest first, newest 200."""
    return list(reversed(_levels(actor, person.pk)))


@written
def _levels(actor: Member, person: int) -> QuerySet[SkillLevel]:
    rows = visible(actor, SkillLevel).filter(person=person).select_related("skill__merged_into")
    return rows.order_by("-on", "-pk")[:200]


def skill_name(row: SkillLevel) -> str:
    """The name under which a level counts today."""
    return kept(row.skill).name


def notes_of(actor: Member, person: Person) -> list[Note]:
    """Notes about a person that the member sees, newest first: the person themselves only those that were shared."""
    return _notes(actor, person.pk)


@written
def _notes(actor: Member, person: int) -> QuerySet[Note]:
    return visible(actor, Note).filter(person=person).select_related("author__user")[:100]


def reflections_of(actor: Member, cycle_id: int) -> dict[str, Reflection]:
    """The views of a round that the member sees, by side."""
    return {row.side: row for row in _reflections(actor, cycle_id)}


@written
def _reflections(actor: Member, cycle: int) -> QuerySet[Reflection]:
    return visible(actor, Reflection).filter(cycle=cycle).select_related("by__user")


def _order(each: Round) -> tuple[bool, bool, bool, str, str]:
    is_due = each.due is not None and each.due.is_due
    day = each.due.on.isoformat() if each.due is not None else ""
    return (not each.is_mine, each.step is Step.WORK, not is_due, day, each.person.name)
