"""Which entries of an activity some words pick out."""

from __future__ import annotations

from django.db.models import Q, QuerySet, Sum

from hoursback.web.capture.models import Activity, Entry

_FIELDS = ("note", "labels__project", "labels__task", "labels__client", "labels__tags")


def split_entries(activity: Activity, words: str) -> QuerySet[Entry]:
    """Entries whose note or labels hold the words, in any case."""
    wanted = Q()
    # SQLite folds the case of ASCII letters only; a word with others is looked for in the ways it is written.
    ways = {words} if words.isascii() else {words, words.lower(), words.upper(), words.capitalize(), words.title()}
    for name in _FIELDS:
        for way in sorted(ways):
            wanted |= Q(**{f"{name}__icontains": way})
    return Entry.everywhere.filter(workspace_id=activity.workspace_id, activity=activity).filter(wanted)


def count_split(activity: Activity, words: str) -> tuple[int, int]:
    """How many entries the words pick out, and their seconds."""
    if not words.strip():
        return 0, 0
    found = split_entries(activity, words).order_by()
    return found.count(), found.aggregate(seconds=Sum("seconds"))["seconds"] or 0


def note_examples(activity: Activity, words: str = "") -> list[str]:
    """A few different notes, newest first, to choose words from or to see what would move."""
    rows = split_entries(activity, words) if words.strip() else Entry.everywhere.filter(activity=activity)
    notes = rows.exclude(note="").order_by("-day", "-pk").values_list("note", flat=True)[:60]
    return [note.split("\n", 1)[0][:120] for note in dict.fromkeys(notes)][:8]
