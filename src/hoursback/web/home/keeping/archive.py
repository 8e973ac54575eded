"""The backup file: a zip of one JSON-lines file per table, the uploads, and a manifest of what must be in it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hoursback.engine.errors import HoursbackError
from hoursback.web.home.keeping.tables import Migrations

KIND, VERSION = "hoursback backup", 1
_MANIFEST, _SEAL = "manifest.json", "manifest.sha256"
_SAFE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}")
_FIXED_TIME = (2026, 1, 1, 0, 0, 0)


@dataclass
class Table:
    """What a backup holds of one table."""

    label: str
    columns: list[str]
    rows: int
    sha256: str


@dataclass
class Manifest:
    """What a backup holds."""

    made_at: str
    release: str
    database: str
    migrations: Migrations
    tables: dict[str, Table] = field(default_factory=dict)
    uploads: dict[str, str] = field(default_factory=dict)  # name: SHA-256

    @property
    def rows(self) -> dict[str, int]:
        """Rows per table."""
        return {name: table.rows for name, table in self.tables.items()}


class DamagedError(HoursbackError):
    """A backup that must not be restored."""

    def __init__(self, file: Path, value: str) -> None:
        super().__init__(
            "This file is not a whole backup; nothing was changed.",
            where=str(file),
            value=value,
            hint="Take another backup, or copy this one again from where it came from.",
        )


@contextmanager
def in_place_of(target: Path) -> Iterator[Path]:
    """A temporary file in the target's folder that becomes the target in one step, or vanishes."""
    clear_leftovers(target)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield part
        settle(part, target)
    finally:
        part.unlink(missing_ok=True)


def settle(part: Path, target: Path) -> None:
    """Put a finished file in its place so that a power cut leaves the old one or the new one."""
    with part.open("rb") as handle:
        os.fsync(handle.fileno())
    os.replace(part, target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make names in a folder last."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear_leftovers(target: Path) -> None:
    """What earlier tries that were killed left behind."""
    for left in target.parent.glob(f".{target.name}.*"):
        if re.fullmatch(rf"\.{re.escape(target.name)}\.[0-9a-f]{{8}}\.(part|copy)(-wal|-shm|-journal)?", left.name):
            with suppress(OSError):
                left.unlink()


def write(file: Path, manifest: Manifest, tables: Iterable[tuple[str, Table, Iterable[bytes]]], uploads: Path) -> None:
    """Write a backup; fills in the manifest on the way."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, table, lines in tables:
            digest = hashlib.sha256()
            with archive.open(zipfile.ZipInfo(f"rows/{name}.jsonl", _FIXED_TIME), "w", force_zip64=True) as out:
                for line in lines:
                    digest.update(line)
                    out.write(line)
                    table.rows += 1
            table.sha256 = digest.hexdigest()
            manifest.tables[name] = table
        for upload in sorted(uploads.iterdir()) if uploads.is_dir() else []:
            _add_upload(archive, manifest, upload)
        text = json.dumps(_as_dict(manifest), indent=1).encode()
        archive.writestr(zipfile.ZipInfo(_MANIFEST, _FIXED_TIME), text)
        archive.writestr(zipfile.ZipInfo(_SEAL, _FIXED_TIME), hashlib.sha256(text).hexdigest())


def _add_upload(archive: zipfile.ZipFile, manifest: Manifest, upload: Path) -> None:
    if not _SAFE_NAME.fullmatch(upload.name) or not upload.is_file():
        return
    with suppress(FileNotFoundError):  # an import that has just ended takes its file with it
        content = upload.read_bytes()
        archive.writestr(zipfile.ZipInfo(f"uploads/{upload.name}", _FIXED_TIME), content)
        manifest.uploads[upload.name] = hashlib.sha256(content).hexdigest()


def read(file: Path) -> Manifest:
    """The manifest of a backup whose every part was checked against it.

    Raises: DamagedError, with what is wrong.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return _checked(file, archive)
    except (zipfile.BadZipFile, EOFError, OSError, KeyError, ValueError, TypeError, NotImplementedError) as error:
        if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
            raise
        raise DamagedError(file, str(error)) from error


def _checked(file: Path, archive: zipfile.ZipFile) -> Manifest:
    text = archive.read(_MANIFEST)
    if hashlib.sha256(text).hexdigest() != archive.read(_SEAL).decode("ascii", "replace"):
        raise DamagedError(file, "the manifest was changed")
    manifest = _from_dict(file, json.loads(text))
    wanted = {f"rows/{name}.jsonl" for name in manifest.tables} | {f"uploads/{name}" for name in manifest.uploads}
    if set(archive.namelist()) - {_MANIFEST, _SEAL} != wanted:
        raise DamagedError(file, "parts are missing or were added")
    for name, table in manifest.tables.items():
        digest, rows = hashlib.sha256(), 0
        for line in lines_of(archive, name):
            digest.update(line)
            rows += 1
        if digest.hexdigest() != table.sha256 or rows != table.rows:
            raise DamagedError(file, f"the rows of {name} are not those it was made with")
    for name, wanted_hash in manifest.uploads.items():
        if not _SAFE_NAME.fullmatch(name) or hashlib.sha256(upload_of(archive, name)).hexdigest() != wanted_hash:
            raise DamagedError(file, f"the upload {name} is not the one it was made with")
    return manifest


def lines_of(archive: zipfile.ZipFile, table: str) -> Iterator[bytes]:
    """The rows of a table as they were written."""
    with archive.open(f"rows/{table}.jsonl") as rows:
        yield from rows


def upload_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """One uploaded file."""
    return archive.read(f"uploads/{name}")


def _as_dict(manifest: Manifest) -> dict[str, Any]:
    tables = {name: vars(table) for name, table in manifest.tables.items()}
    return {"kind": KIND, "version": VERSION, **vars(manifest), "tables": tables}


def _from_dict(file: Path, facts: dict[str, Any]) -> Manifest:
    if facts.pop("kind", None) != KIND:
        raise DamagedError(file, "it is no backup of Hoursback")
    version = facts.pop("version", None)
    if version != VERSION:
        raise HoursbackError(
            "This backup has a form that this Hoursback does not know.",
            where=str(file),
            value=str(version),
            hint="Restore it with the release that made it, or a newer one.",
        )
    tables = {name: Table(**table) for name, table in facts.pop("tables").items()}
    return Manifest(**facts, tables=tables)
