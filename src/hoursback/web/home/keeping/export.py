"""`hoursback export`: everything of a workspace as CSV and JSON that other programs read, without anything secret."""

from __future__ import annotations

import csv
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from django.apps import apps
from django.db import connection, models, transaction

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.cells import safe_row
from hoursback.web.accounts.models import Member, Workspace, WorkspaceOwned
from hoursback.web.capture.models import Entry
from hoursback.web.home.keeping.tables import plain

type Row = dict[str, object]

_LEFT_OUT = frozenset(
    (
        "accounts.once",  # marks of forms already taken
        "capture.entry",  # written for people, see _entries
        "capture.daytotal",  # follow from the entries
        "capture.weektotal",
    )
)
_SECRET = re.compile(r"(.*_hash|password|secret|token|key|digest|stored_as|mark|prefix)")


def export(folder: Path, workspace: str = "") -> dict[str, dict[str, int]]:
    """Write every workspace (or one, by its public id) into a folder of its own; returns rows per table of each.

    Raises: HoursbackError, for a folder that is not empty or a workspace that is not there.
    """
    folder = folder.absolute()
    wanted = Workspace.objects.filter(**({"public_id": workspace} if workspace else {})).order_by("pk")
    if not wanted.exists():
        raise HoursbackError(
            "There is no such workspace." if workspace else "There is no workspace yet.",
            value=workspace,
            hint="`hoursback doctor --json` counts them; the id stands in the address after /w/.",
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise HoursbackError(
            "This folder is not empty.", where=str(folder), hint="Name a new folder; the export makes it."
        )
    part = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.part")
    part.mkdir(mode=0o700, parents=True)
    try:
        with _one_moment():
            rows = {found.public_id: _workspace(part / found.public_id, found) for found in wanted}
        if folder.exists():
            folder.rmdir()
        os.replace(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return rows


def _one_moment() -> transaction.Atomic:
    """All files show the same moment."""
    if connection.vendor == "sqlite":
        # IMMEDIATE would hold up every writer; reading needs no more than a deferred beginning.
        connection.ensure_connection()
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    return transaction.atomic()


def _workspace(folder: Path, workspace: Workspace) -> dict[str, int]:
    folder.mkdir()
    rows = {
        "workspace": _write(folder / "workspace", _rows(Workspace, Workspace.objects.filter(pk=workspace.pk))),
        "members": _write(folder / "members", _members(workspace)),
        "entries": _write(folder / "entries", _entries(workspace)),
    }
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label_lower):
        label = model._meta.label_lower
        if issubclass(model, WorkspaceOwned) and label not in _LEFT_OUT:
            found = model._base_manager.filter(workspace_id=workspace.pk).order_by("pk")
            rows[label.replace(".", "_")] = _write(folder / label.replace(".", "_"), _rows(model, found))
    return rows


def _rows(model: type[models.Model], found: models.QuerySet[models.Model]) -> Iterator[Row]:
    names = [field.attname for field in model._meta.concrete_fields if not _SECRET.fullmatch(field.name)]
    yield dict.fromkeys(names)
    for values in found.values_list(*names).iterator(chunk_size=2_000):
        yield dict(zip(names, values, strict=True))


def _members(workspace: Workspace) -> Iterator[Row]:
    names = ("id", "user__name", "user__email", "role", "is_active", "joined_at")
    shown = ("id", "name", "email", "role", "is_active", "joined_at")
    yield dict.fromkeys(shown)
    for values in Member.objects.filter(workspace=workspace).order_by("pk").values_list(*names):
        yield dict(zip(shown, values, strict=True))


_ENTRY: dict[str, Callable[[Entry], object]] = {
    "Id": lambda entry: entry.pk,
    "User": lambda entry: entry.person.name,
    "Client": lambda entry: entry.labels.client if entry.labels else "",
    "Project": lambda entry: entry.labels.project if entry.labels else "",
    "Task": lambda entry: entry.labels.task if entry.labels else "",
    "Activity": lambda entry: entry.activity.name,
    "Description": lambda entry: entry.note,
    "Date": lambda entry: date.fromordinal(entry.day).isoformat(),
    "Start": lambda entry: _moment(entry.start),
    "End": lambda entry: _moment(entry.end),
    "Duration": lambda entry: f"{entry.seconds // 3600:02d}:{entry.seconds // 60 % 60:02d}:{entry.seconds % 60:02d}",
    "Seconds": lambda entry: entry.seconds,
    "Zone": lambda entry: entry.zone.name,
    "Tags": lambda entry: ", ".join(entry.labels.tags.splitlines()) if entry.labels else "",
    "Source": lambda entry: Entry.Source(entry.source).name.lower(),
}


def _entries(workspace: Workspace) -> Iterator[Row]:
    """The log for people and other time trackers: names instead of numbers, times in UTC."""
    yield dict.fromkeys(_ENTRY)
    found = Entry.everywhere.filter(workspace=workspace).select_related("person", "activity", "zone", "labels")
    for entry in found.order_by("day", "start", "pk").iterator(chunk_size=2_000):
        yield {name: value(entry) for name, value in _ENTRY.items()}


def _moment(seconds: int | None) -> str:
    return "" if seconds is None else f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _write(file: Path, rows: Iterable[Row]) -> int:
    """One table as CSV and as JSON; the first row gives the columns alone. Returns how many rows there were."""
    total = 0
    lines = iter(rows)
    header = next(lines)
    encode = json.JSONEncoder(ensure_ascii=False, default=plain).encode
    with (
        file.with_suffix(".csv").open("w", encoding="utf-8", newline="") as table,
        file.with_suffix(".json").open("w", encoding="utf-8") as listed,
    ):
        writer = csv.writer(table, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        writer.writerow(header)
        listed.write("[")
        for row in lines:
            writer.writerow(safe_row(_cell(value, encode) for value in row.values()))
            listed.write((",\n" if total else "\n") + encode(row))
            total += 1
        listed.write("\n]\n")
    return total


def _cell(value: object, encode: Callable[[object], str]) -> object:
    """A value as a cell of a CSV; what has parts is written as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return value
    text = encode(value)
    return json.loads(text) if text.startswith('"') else text
