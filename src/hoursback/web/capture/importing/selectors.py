"""Look-ups of imports: what came in, what waits, how far it has got."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import QuerySet

from hoursback.engine.capture import readers
from hoursback.engine.capture.entry import Problem
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.capture.importing import uploads
from hoursback.web.capture.importing.choices import Choices
from hoursback.web.capture.importing.logfile import every_problem
from hoursback.web.capture.importing.look import Found
from hoursback.web.capture.models import Activity, Batch
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import own_person

_PROGRESS_SECONDS = 120
BIG_ROWS = 20_000
"""From here on an import is a job: it may take longer than people wait for a page."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A file that was looked at, ready for its page."""

    batch: Batch
    choices: Choices
    found: Found
    earlier: Batch | None  # the same file, brought in before

    @property
    def first_day(self) -> date | None:
        """First local date."""
        return date.fromordinal(self.found.days[0]) if self.found.days else None

    @property
    def last_day(self) -> date | None:
        """Last local date."""
        return date.fromordinal(self.found.days[1]) if self.found.days else None

    @property
    def new(self) -> int:
        """Entries that would be added."""
        return self.found.entries - self.found.known

    @property
    def is_big(self) -> bool:
        """Whether bringing it in is left to a worker."""
        return self.found.entries + self.found.problems_total > BIG_ROWS


def history(member: Member) -> QuerySet[Batch]:
    """Files brought in or looked at, newest first."""
    return visible(member, Batch).select_related("member__user").order_by("-pk")


def batch_of(member: Member, pk: int) -> Batch:
    """One import; 404 for those of others."""
    return visible_or_404(member, Batch, pk)


def is_there(member: Member, pk: int) -> bool:
    """Whether an import still exists for a member."""
    return visible(member, Batch).filter(pk=pk).exists()


def preview_of(member: Member, batch: Batch) -> Preview:
    """What a look at a kept file found."""
    found, choices = Found(**batch.found), Choices.of(batch.options)
    same = visible(member, Batch).filter(digest=batch.digest, state=Batch.State.DONE).exclude(pk=batch.pk)
    return Preview(batch, choices, found, same.first())


def title_of(format_: str) -> str:
    """What a format is called."""
    return next((known.title for known in readers.formats() if known.name == format_), format_)


def formats_known() -> str:
    """All formats, for a sentence."""
    return ", ".join(known.title for known in readers.formats())


def people_to_choose(member: Member) -> list[tuple[int, str]]:
    """Everybody a name in a file can be, besides oneself."""
    mine = own_person(member).pk
    rows = visible(member, Person).exclude(pk=mine).order_by("name")
    return [(pk, name) for pk, name in rows.values_list("pk", "name")]


def own_name(member: Member) -> str:
    """What the member is called as a person."""
    return own_person(member).name


def activities_to_choose(member: Member) -> list[str]:
    """Every activity a project can go to."""
    return list(visible(member, Activity).filter(is_archived=False).values_list("name", flat=True))


def problems_of(batch: Batch) -> Iterator[Problem]:
    """All rows of a kept file that could not be read, as they come."""
    choices = Choices.of(batch.options)
    with uploads.path_of(batch.stored_as).open("rb") as stream:
        yield from every_problem(stream, batch.filename, choices.options, Found(**batch.found).format)


def is_kept(batch: Batch) -> bool:
    """Whether the file of an import is still there."""
    return bool(batch.stored_as) and uploads.path_of(batch.stored_as).is_file()


def note_progress(pk: int, share: float) -> None:
    """Say how far an import has got; outside its transaction, which nobody can look into."""
    cache.set(f"import:{pk}", share, _PROGRESS_SECONDS)


def progress_of(pk: int) -> float | None:
    """Which share of a file has been read; None: nobody is reading it now."""
    found: float | None = cache.get(f"import:{pk}")
    return found
