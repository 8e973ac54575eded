"""`hoursback restore`: a backup is checked, built up beside what there is, checked again, then takes its place."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import DataError, IntegrityError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from hoursback.engine.errors import HoursbackError
from hoursback.web.home.keeping import archive, backup, locks, tables, upgrade
from hoursback.web.home.keeping.archive import DamagedError, Manifest


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the backup's manifest, and where the database it replaced is kept."""

    manifest: Manifest
    kept_as: Path | None


def restore(file: Path) -> Restored:
    """Put a backup in the place of everything there is; before the last step nothing is changed.

    Raises: HoursbackError, for a damaged or newer backup, or while the app is open.
    """
    manifest = archive.read(file)
    _refuse_newer(file, manifest)
    with _nobody_else():
        if connection.vendor == "sqlite":
            kept_as = _restore_sqlite(file, manifest)
        else:
            kept_as = _restore_in_transaction(file, manifest)
        cache.clear()
    return Restored(manifest, kept_as)


def _refuse_newer(file: Path, manifest: Manifest) -> None:
    # Without a connection: the present database may be the damaged one that somebody wants to be rid of.
    known = MigrationLoader(None).disk_migrations or {}
    newer = [f"{app}.{name}" for app, name in manifest.migrations.items() if (app, name) not in known]
    if newer:
        raise HoursbackError(
            "This backup was made by a newer Hoursback.",
            where=str(file),
            value=f"{manifest.release}: {', '.join(newer)}",
            hint="Install that release or a newer one and restore again.",
        )


@contextmanager
def _nobody_else() -> Iterator[None]:
    with locks.held(settings.DATA / locks.SERVING, wait=False) as is_free:
        if not is_free or (connection.vendor != "sqlite" and _others_connected()):
            raise HoursbackError(
                "Hoursback is open, and a restore would take the ground from under it.",
                where=str(settings.DATA),
                hint="Stop `hoursback serve` and `hoursback worker` first.",
            )
        yield


def _others_connected() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        return bool(cursor.fetchone()[0])


def _restore_sqlite(file: Path, manifest: Manifest) -> Path | None:
    present = Path(connection.settings_dict["NAME"])
    built = present.with_name(f".{present.name}.{secrets.token_hex(4)}.part")
    archive.clear_leftovers(present)
    connections.close_all()
    try:
        with tables.standing_in(built), _quickly():
            fill(file, manifest)
        with closing(sqlite3.connect(built)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
        built.chmod(0o600)
        backup.refuse_unwell(built)
        _restore_uploads(file, manifest)
        return _swap(present, built)
    finally:
        built.unlink(missing_ok=True)


@contextmanager
def _quickly() -> Iterator[None]:
    """Building a file that counts only once it is whole needs no care for power cuts on the way."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    yield


def _swap(present: Path, built: Path) -> Path | None:
    """Put the new file in place in one step; the old one keeps a dated name."""
    kept_as = None
    if present.exists() and not _is_empty(present):
        _fold(present)
        kept_as = present.with_name(f"{present.stem}-before-restore-{upgrade.stamp(timezone.now())}{present.suffix}")
        try:
            os.link(present, kept_as)
        except OSError:  # a file system without hard links
            shutil.copy2(present, kept_as)
    archive.settle(built, present)
    return kept_as


def _is_empty(present: Path) -> bool:
    """Whether there never was anything: opening a database makes its file."""
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(present, timeout=5)) as database:
        return not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return False


def _fold(present: Path) -> None:
    """Bring everything written into the one file: a log left beside it would be taken for the new one's."""
    try:
        with closing(sqlite3.connect(present, timeout=5)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (mode,) = database.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.DatabaseError as error:
        if "lock" not in str(error):
            # The present one is damaged, which may be why somebody restores; it is kept with all its parts.
            _keep_log(present)
            return
        mode = "locked"
    if mode != "delete":
        raise HoursbackError(
            "Another process has the database open.", where=str(present), hint="Close it and restore again."
        )


def _keep_log(present: Path) -> None:
    for suffix in ("-wal", "-shm"):
        log = present.with_name(present.name + suffix)
        if log.exists():
            os.replace(log, present.with_name(f"{log.name}-{upgrade.stamp(timezone.now())}"))


def _restore_uploads(file: Path, manifest: Manifest) -> None:
    """Put back the files of imports that were going on; their names are random, so none stands in another's way."""
    folder = Path(settings.UPLOADS)
    with zipfile.ZipFile(file) as zipped:
        for name in manifest.uploads:
            with suppress(FileExistsError), (folder / name).open("xb") as out:
                out.write(archive.upload_of(zipped, name))


def _restore_in_transaction(file: Path, manifest: Manifest) -> Path:
    """PostgreSQL: what there is becomes a dated backup, then all tables are replaced in one transaction."""
    kept_as = settings.DATA / f"before-restore-{upgrade.stamp(timezone.now())}.zip"
    if connection.introspection.table_names():
        backup.back_up(kept_as)
    _restore_uploads(file, manifest)
    with transaction.atomic():
        with connection.cursor() as cursor:
            names = [connection.ops.quote_name(name) for name in connection.introspection.table_names(cursor)]
            if names:
                cursor.execute(f"DROP TABLE {', '.join(names)} CASCADE")
        fill(file, manifest)
    return kept_as


def fill(file: Path, manifest: Manifest) -> None:
    """Into the default database, which is empty: the tables as they were, the rows, then what later releases changed.

    Raises: DamagedError, where the rows do not fit.
    """
    MigrationExecutor(connection).migrate(list(manifest.migrations.items()))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Migrations in the same transaction leave some constraints immediate; rows come in no order of their keys.
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    apps = tables.state_of("default", manifest.migrations)
    try:
        with transaction.atomic(), zipfile.ZipFile(file) as zipped:
            models = [apps.get_model(table.label) for table in manifest.tables.values()]
            for model, (name, table) in zip(models, manifest.tables.items(), strict=True):
                # Migrations may have put rows there.
                model._base_manager.all().delete()
                tables.load("default", model, table.columns, archive.lines_of(zipped, name))
            tables.renumber("default", models)
            _mark_as_changed()
            connection.check_constraints()
    except (ValueError, LookupError, IntegrityError, DataError) as error:
        raise DamagedError(file, str(error)) from error
    call_command("migrate", interactive=False, verbosity=0)


def _mark_as_changed() -> None:
    """Raise every workspace's version beyond any that a browser may remember a page by."""
    with connection.cursor() as cursor:
        now = int(time.time() * 1000)
        cursor.execute("UPDATE accounts_workspace SET version = %s WHERE version < %s", [now, now])
