"""What brings files into the log and takes them out again: each in one transaction, each with one effect."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.errors import FileRefusedError, HoursbackError
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.capture import rollups
from hoursback.web.capture.actions.rates import snap_batch
from hoursback.web.capture.closing import check_batch_open
from hoursback.web.capture.importing import uploads
from hoursback.web.capture.importing.choices import Choices
from hoursback.web.capture.importing.ledger import NEW, Ledger
from hoursback.web.capture.importing.logfile import CALENDAR, WEB, Limits, LogFile
from hoursback.web.capture.importing.look import Found, Sums, assigner, check_options, check_usable, look
from hoursback.web.capture.importing.mapping import Mapper
from hoursback.web.capture.models import Activity, Batch, Entry
from hoursback.web.people.actions import ensure_person
from hoursback.web.people.models import Person

State = Batch.State
WAITING = (State.PREVIEWED, State.QUEUED)
type Watch = Callable[[float], None]
"""Is told now and then which share of a file has been read."""


class NotNowError(HoursbackError):
    """The import is no longer in a state in which this can be done; the page shows in which it is."""


def upload(*, member: Member, chunks: Iterable[bytes], filename: str, timezone_name: str, once: str = "") -> Batch:
    """Keep a file and look at it.

    Raises: HoursbackError, for a file that cannot be brought in; nothing is kept then.
    """
    name = Path(filename).name[:300] or _("file")
    uploads.sweep()
    stored_as, digest = uploads.keep(chunks, name)
    try:
        choices = Choices(timezone=timezone_name, others=NEW)
        me = ensure_person(member=member)
        found = look(member.workspace_id, me, uploads.path_of(stored_as), name, choices)
        choices = _suggested(choices, found, me)
        with transaction.atomic():
            batch = _once(member, once, digest)
            if batch is not None:
                uploads.drop(stored_as)
                return batch
            batch = Batch.everywhere.create(
                workspace_id=member.workspace_id,
                member=member,
                filename=name,
                stored_as=stored_as,
                digest=digest,
                options=choices.stored(),
                found=found.stored(),
            )
            record(member, "file looked at", "batch", batch.pk, filename=name, entries=found.entries)
    except BaseException:
        uploads.drop(stored_as)
        raise
    return batch


def choose(*, member: Member, pk: int, choices: Choices) -> Batch:
    """Look at a kept file again, as it is chosen now.

    Raises: HoursbackError, for choices with which it cannot be read; the earlier ones stay.
    """
    batch = visible_or_404(member, Batch, pk, Verb.CHANGE)
    _check_waiting(batch)
    check_options(choices)
    me = ensure_person(member=member)
    found = look(member.workspace_id, me, uploads.kept_path(batch.stored_as), batch.filename, choices)
    with transaction.atomic():
        changed = visible(member, Batch).filter(pk=pk, state=State.PREVIEWED)
        if not changed.update(options=choices.stored(), found=found.stored()):
            raise _not_now()
        record(member, "import choices changed", "batch", pk)
    batch.options, batch.found = choices.stored(), found.stored()
    return batch


@transaction.atomic
def queue(*, member: Member, pk: int) -> bool:
    """Mark an import as waiting for a worker; False when it does already or is done."""
    visible_or_404(member, Batch, pk, Verb.CHANGE)
    return bool(visible(member, Batch).filter(pk=pk, state=State.PREVIEWED).update(state=State.QUEUED))


def commit(*, member: Member, pk: int, watch: Watch | None = None) -> Batch:
    """Bring in a kept file, whole or not at all; a second time has no effect.

    Raises: HoursbackError, for a file that is refused; it can be chosen otherwise and tried again.
    """
    batch = visible_or_404(member, Batch, pk, Verb.CHANGE)
    if batch.state == State.DONE:
        return batch
    _check_waiting(batch)
    choices = Choices.of(batch.options)
    if Found(**batch.found).ask:
        raise HoursbackError(_("The file cannot be read before the question about it is answered."))
    path = uploads.kept_path(batch.stored_as)
    with _unchecked(), transaction.atomic(), path.open("rb") as stream:
        _lock(member.workspace_id)
        # Compare and set: whoever comes second, another tab or a job that runs twice, changes nothing.
        if not Batch.everywhere.filter(pk=pk, state__in=WAITING).update(state=State.DONE):
            batch.refresh_from_db()
            return batch
        _store(member, batch, stream, choices, WEB, watch, path.stat().st_size)
    uploads.drop(batch.stored_as)
    return batch


def import_file(
    *,
    member: Member,
    path: Path | BinaryIO,
    filename: str,
    choices: Choices | None = None,
    limits: Limits | None = None,
    watch: Watch | None = None,
) -> Batch:
    """Bring in a file in one go; what the command line and the sample business use.

    Args:
        path: a file, or a stream that can be read once. limits: none, unless stated.
    Raises: HoursbackError, for a file that is refused; nothing is stored then.
    """
    chosen = choices or Choices()
    if not isinstance(path, Path):
        return _import(member, path, filename, "", chosen, limits, watch, 0)
    digest = uploads.digest_of(path)
    with path.open("rb") as stream:
        return _import(member, stream, filename, digest, chosen, limits, watch, path.stat().st_size)


def discard(*, member: Member, pk: int) -> None:
    """Forget a file that was only looked at."""
    batch = visible_or_404(member, Batch, pk, Verb.CHANGE)
    with transaction.atomic():
        if not visible(member, Batch).filter(pk=pk, state__in=(*WAITING, State.FAILED)).delete()[0]:
            raise _not_now()
        record(member, "file discarded", "batch", pk, filename=batch.filename)
    uploads.drop(batch.stored_as)


def fail(*, member: Member, pk: int, error: HoursbackError) -> None:
    """Note why an import could not be done; it can be chosen otherwise and tried again."""
    with transaction.atomic():
        if Batch.everywhere.filter(pk=pk, workspace_id=member.workspace_id, state__in=WAITING).update(
            state=State.PREVIEWED, result={"refusal": error.as_dict()}
        ):
            record(member, "import refused", "batch", pk, what=error.what)


@transaction.atomic
def take_back(*, member: Member, pk: int) -> Batch:
    """Take an import out of the log: its entries and totals, and the names it made that nothing else uses.

    Entries that were edited since stay, and so do names in use; how many is in the result.

    Raises: HoursbackError, when it was taken back already, or has entries in a week that was handed in since.
    """
    batch = visible_or_404(member, Batch, pk, Verb.CHANGE)
    _lock(member.workspace_id)
    check_batch_open(member.workspace_id, pk)
    if not Batch.everywhere.filter(pk=pk, state=State.DONE).update(state=State.UNDONE):
        raise _not_now()
    entries = Entry.everywhere.filter(workspace_id=member.workspace_id, batch_id=pk)
    rollups.take_away(member.workspace_id, pk)
    removed = entries.filter(version=1).delete()[0]
    kept = entries.count()
    gone = {
        "activities": _delete_unused(Activity, member.workspace_id, batch.result.get("activity_ids", [])),
        "people": _delete_unused(Person, member.workspace_id, batch.result.get("person_ids", [])),
    }
    batch.refresh_from_db()
    batch.result = {**batch.result, "removed": removed, "kept": kept, "names_removed": gone}
    batch.finished_at = timezone.now()
    batch.save(update_fields=["result", "finished_at"])
    record(member, "import taken back", "batch", pk, log=True, filename=batch.filename, removed=removed, kept=kept)
    return batch


def _import(
    member: Member,
    stream: BinaryIO,
    filename: str,
    digest: str,
    choices: Choices,
    limits: Limits | None,
    watch: Watch | None,
    size: int,
) -> Batch:
    with _unchecked(), transaction.atomic():
        _lock(member.workspace_id)
        batch = Batch.everywhere.create(
            workspace_id=member.workspace_id,
            member=member,
            filename=Path(filename).name[:300],
            digest=digest,
            options=choices.stored(),
            state=State.DONE,
        )
        _store(member, batch, stream, choices, limits, watch, size)
    return batch


def _store(
    member: Member,
    batch: Batch,
    stream: BinaryIO,
    choices: Choices,
    limits: Limits | None,
    watch: Watch | None,
    size: int,
) -> None:
    """The rows of a file into the log, and what became of them into the batch."""
    workspace_id = member.workspace_id
    me = ensure_person(member=member)
    file = LogFile(stream, batch.filename, choices.options, limits)
    mapper = Mapper(assigner(workspace_id, choices.by), choices.activity_map)
    source = Entry.Source.CALENDAR if file.format == CALENDAR else Entry.Source.IMPORTED
    ledger = Ledger(workspace_id, mapper, me, choices.person_map, choices.others, batch_id=batch.pk, source=source)
    sums = Sums()
    with _uncollected():
        for zone, rows in file:
            lot, running = mapper.take(zone, rows)
            sums.running += running
            if lot is not None:
                sums.add(lot)
                ledger.add(lot)
            if watch is not None and size:
                watch(min(stream.tell() / size, 0.99))
    _check_rows(file, sums, choices)
    ledger.finish()
    check_batch_open(workspace_id, batch.pk, ledger.person_ids)
    snap_batch(workspace_id, batch.pk, ledger.person_ids)
    names = mapper.names
    batch.result = {
        **{name: getattr(sums, name) for name in Sums.__slots__},
        "format": file.format,
        "all_day": file.all_day,
        "cancelled": file.cancelled,
        "projects": len(names.projects),
        "tags": len(names.tags),
        "repeated": ledger.repeated,
        "added": ledger.added,
        "added_seconds": ledger.seconds,
        "known": ledger.known,
        "skipped": file.tally.problems_total,
        "new_activities": len(ledger.activity_rows),
        "new_people": len(ledger.person_rows),
        "activity_ids": ledger.activity_rows,
        "person_ids": ledger.person_rows,
        "problems": [_as_json(problem) for problem in file.tally.problems],
        "notices": [_as_json(notice) for notice in file.tally.notices],
    }
    batch.state, batch.finished_at, batch.progress = State.DONE, timezone.now(), 1.0
    batch.save(update_fields=["result", "state", "finished_at", "progress"])
    facts = {"filename": batch.filename, "format": file.format, "added": ledger.added, "known": ledger.known}
    record(
        member, "log imported", "batch", batch.pk, log=bool(ledger.added), skipped=file.tally.problems_total, **facts
    )


def _check_rows(file: LogFile, sums: Sums, choices: Choices) -> None:
    check_usable(sums.entries + sums.running, file)
    total = file.tally.problems_total
    if total and not choices.skip_bad:
        first = file.tally.problems[0]
        rows = "One row has a problem" if total == 1 else f"{total:,} rows have problems"
        raise FileRefusedError(
            f"{rows}, so nothing was stored. The first: {first.message}",
            where=f"line {first.line}" + (f", {first.field}" if first.field else ""),
            value=first.value,
            hint="Mend the file, or leave such rows out (--skip-bad).",
            problems=[("", problem) for problem in file.tally.problems],
            problems_total=total,
        )


def _suggested(choices: Choices, found: Found, me: Person) -> Choices:
    """Whose the names in a file probably are: the only one is whoever uploads it."""
    names = [name for name, _count in found.persons if name]
    if len(names) != 1 or not found.new_people:
        return choices
    return Choices(**{**choices.stored(), "person_map": {names[0]: "me"}})


def _once(member: Member, once: str, digest: str) -> Batch | None:
    """The import that this very submission made already."""
    if first_time(member, "capture:imports", once):
        return None
    return visible(member, Batch).filter(digest=digest).order_by("-pk").first()


def _lock(workspace_id: int) -> None:
    """One import at a time in a workspace, since what is known already is compared outside the database."""
    Workspace.objects.select_for_update().get(pk=workspace_id)


def _unchecked() -> Any:
    """Without foreign keys being looked up a million times: all that rows refer to was stored or locked just before.

    It ends the checks of SQLite only, and only where no transaction is open yet.
    """
    return connection.constraint_checks_disabled()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looks for cycles: plain rows make none, and a million of them would be looked through for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check_waiting(batch: Batch) -> None:
    if batch.state not in WAITING:
        raise _not_now()


def _not_now() -> NotNowError:
    return NotNowError(_("This import has moved on meanwhile."), hint=_("Look at where it stands now."))


def _delete_unused(model: type[Activity] | type[Person], workspace_id: int, ids: list[int]) -> int:
    """Delete rows that an import made, unless somebody edited them or anything refers to them."""
    rows = model.everywhere.filter(workspace_id=workspace_id, pk__in=ids, version=1)
    used: set[int] = set()
    for relation in model._meta.related_objects:
        field = relation.field.attname
        used.update(relation.related_model._base_manager.filter(**{f"{field}__in": ids}).values_list(field, flat=True))
    return rows.exclude(pk__in=used).delete()[0]


def _as_json(row: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(row)
