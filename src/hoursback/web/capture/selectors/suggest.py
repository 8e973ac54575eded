"""Which activity a piece of work belongs to: the person's own choice first, then stated words, then likeness.

Four queries whatever the size of the log: activities, choices for these words, and the last notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hoursback.engine.capture import activity as engine
from hoursback.engine.capture.assign import Assigner
from hoursback.engine.capture.functions import guess_function
from hoursback.web.capture.models import Activity, Choice, Entry
from hoursback.web.capture.words import folded, name_from, wording
from hoursback.web.people.models import Person

NOTES_COMPARED = 400
NOTES_SINCE_DAYS = 180
LIKENESS = 80.0
"""Of 100; below it two notes share a word by chance (own)."""
_NEAREST = 5


class Why(StrEnum):
    """Where a proposal comes from."""

    TAG = "tag"
    CHOICE = "choice"
    WORDS = "words"
    LIKE = "like"
    NEW = "new"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of a piece of work."""

    note: str = ""
    project: str = ""
    task: str = ""
    client: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The activity a piece of work would go to.

    Attributes:
        activity: None for one that would be new. function: of a new one, guessed from its name.
    """

    why: Why
    name: str
    activity: Activity | None = None
    function: str = ""


def propose(
    person: Person | None, known: Iterable[Activity], said: Said, today: date, *, may_add: bool = True
) -> Proposal:
    """The best guess; an activity named by a tag is the person's choice here and now.

    Args:
        known: the activities they may log on, in order; no other is ever named to them.
        may_add: whether the person may make new activities; a helper may not.
    """
    rows = list(known)
    by_id = {row.pk: row for row in rows}
    found = _by_tag(rows, said.tags)
    if found is not None:
        return Proposal(Why.TAG, found.name, found)
    found = _by_choice(person, said, by_id)
    if found is not None:
        return Proposal(Why.CHOICE, found.name, found)
    found = _by_words(rows, said)
    if found is not None:
        return Proposal(Why.WORDS, found.name, found)
    found = _by_likeness(person, said, by_id, today)
    if found is not None:
        return Proposal(Why.LIKE, found.name, found)
    return _new(said, may_add)


def _by_tag(known: Sequence[Activity], tags: Iterable[str]) -> Activity | None:
    names = {folded(row.name).replace("-", "").replace(" ", ""): row for row in reversed(known)}
    for tag in tags:
        found = names.get(folded(tag).replace("-", "").replace("_", "").replace(" ", ""))
        if found is not None:
            return found
    return None


def _by_choice(person: Person | None, said: Said, by_id: dict[int, Activity]) -> Activity | None:
    words = wording(said.note, said.task, said.project, said.client)
    if person is None or not words:
        return None
    choices = Choice.everywhere.filter(person=person, words=words).order_by("-times", "-pk")
    return next((by_id[pk] for pk in choices.values_list("activity_id", flat=True) if pk in by_id), None)


def _by_words(known: Sequence[Activity], said: Said) -> Activity | None:
    assign = Assigner([engine.Activity(name=row.name, match=tuple(row.match)) for row in known])
    rows = {row.name: row for row in known}
    for project, task, note in [(said.project, said.task, said.note), *(("", "", tag) for tag in said.tags)]:
        name = assign.name_of(project, task, note)
        # A name that no activity states is the row's own text.
        if name in rows and (project or task or note).strip():
            return rows[name]
    return None


def _by_likeness(person: Person | None, said: Said, by_id: dict[int, Activity], today: date) -> Activity | None:
    from rapidfuzz import fuzz, process

    words = wording(said.note, said.task, said.project)
    if not words:
        return None
    candidates = [(wording(row.name), pk) for pk, row in by_id.items()] + _recent(person, by_id, today)
    scorer = fuzz.token_set_ratio if " " in words else fuzz.token_sort_ratio
    near = process.extract(
        words, [text for text, _pk in candidates], scorer=scorer, score_cutoff=LIKENESS, limit=_NEAREST
    )
    votes: dict[int, float] = {}
    for _text, score, place in near:
        pk = candidates[place][1]
        votes[pk] = votes.get(pk, 0.0) + score - LIKENESS + 1
    return by_id[max(votes, key=lambda pk: votes[pk])] if votes else None


def _recent(person: Person | None, by_id: dict[int, Activity], today: date) -> list[tuple[str, int]]:
    """The person's last distinct notes with their activity, newest first."""
    if person is None:
        return []
    rows = Entry.everywhere.filter(
        workspace_id=person.workspace_id, person=person, day__gte=(today - timedelta(days=NOTES_SINCE_DAYS)).toordinal()
    ).exclude(note="")
    newest = rows.order_by("-day", "-pk").values_list("note", "activity_id")[:NOTES_COMPARED]
    found = {(wording(note), pk): None for note, pk in newest if pk in by_id}
    return [pair for pair in found if pair[0]]


def _new(said: Said, may_add: bool) -> Proposal:
    source = next((text for text in (*said.tags, said.task, said.project, said.note) if text.strip()), "")
    if not source or not may_add:
        return Proposal(Why.NONE, "")
    name = name_from(source)
    return Proposal(Why.NEW, name, None, guess_function(name)[0])
