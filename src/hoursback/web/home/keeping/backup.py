"""`hoursback backup`: everything in one file, taken in one moment while people go on working."""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection, connections, transaction
from django.utils import timezone

from hoursback.engine.errors import HoursbackError
from hoursback.web.home.keeping import archive, tables
from hoursback.web.home.keeping.archive import Manifest, Table

_SHOWN = 5
"""Faults that are listed: who has more needs a restore, not a list."""


def back_up(target: Path) -> Manifest:
    """Write a backup; the file is there as a whole or not at all, and was read back before.

    Raises: HoursbackError, where the database is unwell or the file cannot be written.
    """
    target = target.absolute()
    if target.is_dir() or not target.parent.is_dir():
        raise HoursbackError(
            "A backup is a file in a folder that exists.", where=str(target), hint="Name a file, such as hoursback.zip."
        )
    with archive.in_place_of(target) as part, _moment(target) as alias:
        migrations = tables.applied(alias)
        manifest = Manifest(timezone.now().isoformat(), version("hoursback"), connection.vendor, migrations)
        archive.write(part, manifest, _tables(alias, migrations), Path(settings.UPLOADS))
        # What cannot be read back is no backup.
        archive.read(part)
    return manifest


def _tables(alias: str, migrations: tables.Migrations) -> Iterator[tuple[str, Table, Iterable[bytes]]]:
    for model in tables.kept(tables.state_of(alias, migrations)):
        table = Table(model._meta.label, tables.columns_of(model), 0, "")
        yield model._meta.db_table, table, tables.lines(alias, model)


@contextmanager
def _moment(target: Path) -> Iterator[str]:
    """The database as it is now, under an alias of its own, while others write on."""
    if connection.vendor != "sqlite":
        with tables.beside("moment") as alias, transaction.atomic(using=alias):
            with connections[alias].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield alias
        return
    copy = target.with_name(f".{target.name}.{secrets.token_hex(4)}.copy")
    try:
        copy_now(copy)
        refuse_unwell(copy)
        with tables.beside("moment", NAME=str(copy), OPTIONS={}) as alias:
            yield alias
    finally:
        copy.unlink(missing_ok=True)


def copy_now(target: Path) -> None:
    """The whole SQLite database by its online backup: one moment, writers are not held up."""
    connection.ensure_connection()
    target.touch(mode=0o600)
    with closing(sqlite3.connect(target)) as there:
        connection.connection.backup(there)
        # A copy of a WAL database wants a WAL too; nobody but us reads this one.
        there.execute("PRAGMA journal_mode=DELETE")


def refuse_unwell(file: Path) -> None:
    """Raises: HoursbackError, for a database with damaged pages or rows that point nowhere."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        faults = faults_in(database)
    if faults:
        raise HoursbackError(
            "The database is damaged, so this would be no good backup.",
            where=str(file),
            value="; ".join(faults),
            hint="Keep the file as it is and restore the last good backup; `hoursback doctor` says more.",
        )


def faults_in(database: sqlite3.Connection) -> list[str]:
    """The first few damaged pages, and rows whose foreign key names a row that is not there."""
    # SQLite 3.40 takes columns of a table without row numbers for empty that are not, so it is asked again; it stops
    # counting after 100 faults unless told otherwise.
    false_alarms: dict[str, bool] = {}
    faults: list[str] = []
    for (said,) in database.execute("PRAGMA integrity_check(2000000000)"):
        if said != "ok" and not _is_false(database, said, false_alarms):
            faults.append(said)
        if len(faults) == _SHOWN:
            return faults
    unbound = database.execute("PRAGMA foreign_key_check").fetchmany(_SHOWN - len(faults))
    return faults + [f"{row[0]} row {row[1]} points to a missing {row[2]}" for row in unbound]


def _is_false(database: sqlite3.Connection, said: str, known: dict[str, bool]) -> bool:
    if said not in known:
        named = re.fullmatch(r"NULL value in (\w+)\.(\w+)", said)
        query = f'SELECT 1 FROM "{named[1]}" WHERE "{named[2]}" IS NULL LIMIT 1' if named else ""
        known[said] = bool(query) and database.execute(query).fetchone() is None
    return known[said]
