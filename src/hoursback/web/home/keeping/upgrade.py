"""Before anything is served: the folder is fit for a database, and the database fits this release."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from hoursback.engine.errors import HoursbackError
from hoursback.web.home.keeping import locks, places

KEPT_COPIES = 3
_PG_LOCK = 0x686F757273


def prepare() -> None:
    """Refuse a folder no database may lie in, then bring the database up to this release; two starts do not race.

    Raises: HoursbackError, for a network file system or a database of a newer release.
    """
    if connection.vendor == "sqlite":
        refuse_network(settings.DATA)
    with _alone():
        _migrate()
    close()


def close() -> None:
    """Let go of the database: no process is started with an open connection."""
    connections.close_all()


def refuse_network(folder: Path) -> None:
    """SQLite loses data where locks do not hold."""
    kind = places.network_kind(folder)
    if kind:
        raise HoursbackError(
            "The data folder lies on a network drive, where a database can be damaged.",
            where=str(folder),
            value=kind,
            hint="Name a folder on a disk of this machine in HOURSBACK_DATA, or use PostgreSQL by DATABASE_URL.",
        )


def pending() -> list[str]:
    """Names of the migrations that the database still lacks."""
    executor = MigrationExecutor(connection)
    return [str(migration) for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def unknown() -> list[str]:
    """Migrations the database has and this release does not know: it was used by a newer one."""
    loader = MigrationExecutor(connection).loader
    known = {key[0] for key in loader.graph.nodes}
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations if _is_unknown(loader, known, app, name))


def _is_unknown(loader: object, known: set[str], app: str, name: str) -> bool:
    return app in known and (app, name) not in loader.disk_migrations  # type: ignore[attr-defined]


def _migrate() -> None:
    newer = unknown()
    if newer:
        raise HoursbackError(
            "This database was used by a newer Hoursback, and is left alone.",
            value=", ".join(newer),
            hint="Install the newer Hoursback again, or restore a backup of this one.",
        )
    if not pending():
        return
    if connection.vendor == "sqlite" and connection.introspection.table_names():
        _keep_copy()
    call_command("migrate", interactive=False, verbosity=0)


def _keep_copy() -> None:
    """What the database was before an upgrade; the last few are kept."""
    folder = settings.DATA / "before-upgrades"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"hoursback-{stamp(timezone.now())}.sqlite3"
    copy_sqlite(Path(connection.settings_dict["NAME"]), target)
    for old in sorted(folder.glob("hoursback-*.sqlite3"))[:-KEPT_COPIES]:
        old.unlink()


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of a database that may be in use, by SQLite's own online backup."""
    with closing(sqlite3.connect(source, timeout=20)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)
    target.chmod(0o600)


def stamp(moment: datetime) -> str:
    """A moment as part of a file's name."""
    return moment.strftime("%Y%m%dT%H%M%S")


@contextmanager
def _alone() -> Iterator[None]:
    if connection.vendor == "sqlite":
        with locks.held(settings.DATA / locks.UPGRADING):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_PG_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_PG_LOCK])
