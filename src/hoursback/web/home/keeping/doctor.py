"""`hoursback doctor`: looks at everything that can be unwell and says how to put it right."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from hoursback.web.accounts.models import Letter, Workspace
from hoursback.web.capture import rollups
from hoursback.web.focus.models import Calendar
from hoursback.web.home.keeping import backup, locks, places, upgrade, work
from hoursback.web.home.models import TimedRun, Worker

LEAST_FREE = 500_000_000
"""Bytes: room for the log of changes of SQLite, a backup and an import at the same time."""
SOUND_SQLITE = (3, 51, 3)
_NO_ANSWER = "Check that the disk and the database are there; if the data is damaged, restore the last good backup."
WAITING_TOO_LONG = timedelta(minutes=10)


class State(StrEnum):
    """How something is. A notice is worth knowing and no fault."""

    WELL = "well"
    NOTICE = "notice"
    UNWELL = "unwell"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: how it is, and what to do where it is not well."""

    name: str
    state: State
    what: str
    fix: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"name": self.name, "state": self.state.value, "what": self.what, "fix": self.fix}


type Looker = Callable[[], Check]


def examine() -> list[Check]:
    """Look at everything; without a database that answers, only at what can be seen without."""
    checks = [_try("data folder", data_folder), _try("disk space", disk_space), _try("addresses", addresses)]
    checks += [_try("mail", mail), _try("secret", secret)]
    answered = _try("database", database)
    checks.append(answered)
    if answered.state is State.UNWELL:
        return checks
    if connection.vendor == "sqlite":
        checks += [_try(name, look) for name, look in _OF_SQLITE.items()]
    fits = _try("release", migrations)
    checks.append(fits)
    if fits.state is State.WELL:
        checks += [_try(name, look) for name, look in _OF_THE_APP.items()]
    return checks


def _try(name: str, look: Looker) -> Check:
    try:
        return look()
    except (DatabaseError, InterfaceError, OSError) as error:
        said = str(error).strip().splitlines()
        return Check(name, State.UNWELL, said[0] if said else type(error).__name__, _NO_ANSWER)


def data_folder() -> Check:
    """Ours alone, writable, on a disk of this machine."""
    folder: Path = settings.DATA
    kind = places.network_kind(folder)
    if kind and connection.vendor == "sqlite":
        return Check(
            "data folder", State.UNWELL, f"{folder} lies on a network drive ({kind}).", "Set HOURSBACK_DATA to a disk."
        )
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return Check(
            "data folder",
            State.UNWELL,
            f"{folder} cannot be written to.",
            "Give its owner the right to read and write.",
        )
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        return Check("data folder", State.NOTICE, f"Others on this machine can look into {folder}.", "chmod 700 on it.")
    return Check("data folder", State.WELL, str(folder))


def disk_space() -> Check:
    """Room for the next import and backup."""
    free = shutil.disk_usage(settings.DATA).free
    said = f"{free / 1e9:.1f} GB free"
    if free < LEAST_FREE:
        return Check("disk space", State.UNWELL, said, "Free some space, or move HOURSBACK_DATA to a larger disk.")
    return Check("disk space", State.WELL, said)


def addresses() -> Check:
    """A local app is for this machine; a public one speaks https and nothing looser."""
    host = urlsplit(settings.URL).hostname
    if not settings.PUBLIC and host not in ("localhost", "127.0.0.1", "::1"):
        return Check(
            "addresses",
            State.UNWELL,
            f"{settings.URL} is not this machine, and not https.",
            "Set HOURSBACK_URL to https://… and put a proxy with a certificate before it.",
        )
    if settings.PUBLIC and settings.DEBUG:
        return Check("addresses", State.UNWELL, "HOURSBACK_DEBUG is on in public.", "Take HOURSBACK_DEBUG away.")
    return Check("addresses", State.WELL, f"{settings.URL} ({'public' if settings.PUBLIC else 'this machine alone'})")


def mail() -> Check:
    """Invitations and forgotten passwords need a way out."""
    backend = settings.MAILERS["default"]["BACKEND"]
    if "console" not in backend and "dummy" not in backend:
        lost = _lost_mails()
        if lost:
            fix = "Check EMAIL_URL and the mail server; then press “Try again” under Mail and calendar."
            return Check("mail", State.UNWELL, f"{lost} mails were refused five times and given up.", fix)
        return Check("mail", State.WELL, settings.DEFAULT_FROM_EMAIL)
    fix = "Set EMAIL_URL, such as smtp+tls://name:password@mail.example.com:587."
    said = "No mail is sent: invitations are links to copy, and a forgotten password cannot be reset by mail."
    return Check("mail", State.UNWELL if settings.PUBLIC else State.NOTICE, said, fix)


def _lost_mails() -> int:
    """Mails given up anywhere; none while there is no database to hold them."""
    if "accounts_letter" not in connection.introspection.table_names():
        return 0
    return Letter.everywhere.filter(failed_at__isnull=False).count()


def secret() -> Check:
    """The key that sessions are signed with is nobody else's."""
    if len(settings.SECRET_KEY) < 50:
        return Check(
            "secret", State.UNWELL, "The secret is short enough to guess.", "Make HOURSBACK_SECRET_KEY 50 long or more."
        )
    file = settings.DATA / "secret-key"
    if os.name == "posix" and file.exists() and file.stat().st_mode & 0o077:
        return Check("secret", State.UNWELL, f"Others can read {file}.", "chmod 600 on it.")
    return Check("secret", State.WELL, "kept, and ours alone")


def database() -> Check:
    """It answers."""
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        return Check("database", State.WELL, f"{connection.display_name} {_version(connection.get_database_version())}")
    name = Path(connection.settings_dict["NAME"])
    size = name.stat().st_size if name.exists() else 0
    return Check("database", State.WELL, f"{name}, {size / 1e6:.1f} MB")


def sqlite_version() -> Check:
    """Older releases can, very rarely, damage a database when its write-ahead log is reset."""
    said = f"SQLite {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info < SOUND_SQLITE:
        wanted = _version(SOUND_SQLITE)
        return Check(
            "SQLite version",
            State.NOTICE,
            f"{said} is older than {wanted}, before which a log reset could, very rarely, damage a database.",
            f"Use a Python that brings SQLite {wanted} or newer, and back up often.",
        )
    return Check("SQLite version", State.WELL, said)


def pragmas() -> Check:
    """Write-ahead log, full synchronisation and foreign keys are on."""
    found = {name: str(_pragma(name)).lower() for name in ("journal_mode", "synchronous", "foreign_keys")}
    wanted = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
    wrong = [f"{name} is {value}" for name, value in found.items() if value != wanted[name]]
    if wrong:
        return Check("safe writing", State.UNWELL, "; ".join(wrong), "Take OPTIONS of your own out of DATABASE_URL.")
    return Check("safe writing", State.WELL, "write-ahead log, full synchronisation, foreign keys")


def integrity() -> Check:
    """Pages are whole, and every row that points somewhere points to something."""
    connection.ensure_connection()
    faults = backup.faults_in(connection.connection)
    if faults:
        return Check("integrity", State.UNWELL, "; ".join(faults), "Restore the last good backup: hoursback restore.")
    return Check("integrity", State.WELL, "no damaged page, no row that points nowhere")


def migrations() -> Check:
    """The database fits this release."""
    newer = upgrade.unknown()
    if newer:
        return Check(
            "release", State.UNWELL, f"A newer Hoursback used it: {newer[0]}.", "Install the newer Hoursback again."
        )
    left = upgrade.pending()
    if left and not connection.introspection.table_names():
        return Check("release", State.NOTICE, "There is no database yet.", "Start `hoursback serve` once.")
    if left:
        return Check("release", State.UNWELL, f"{len(left)} upgrade steps are due.", "Start `hoursback serve` once.")
    return Check("release", State.WELL, "the database fits this release")


def totals() -> Check:
    """Totals by day and week equal the log they count."""
    wrong = [workspace.public_id for workspace in _with_wrong_totals()]
    if wrong:
        return Check(
            "totals",
            State.UNWELL,
            f"Sums differ from the log in {len(wrong)} of the workspaces: {', '.join(wrong[:5])}.",
            "hoursback doctor --mend counts them anew.",
        )
    return Check("totals", State.WELL, "every total equals the log")


def mend() -> list[str]:
    """Count totals that differ anew; returns the workspaces."""
    wrong = list(_with_wrong_totals())
    for workspace in wrong:
        rollups.rebuild(workspace.pk)
    return [workspace.public_id for workspace in wrong]


def _with_wrong_totals() -> Iterator[Workspace]:
    return (found for found in Workspace.objects.order_by("pk") if not rollups.is_right(found.pk))


def workers() -> Check:
    """Somebody does the background jobs."""
    living = work.alive(timezone.now())
    if living:
        return Check("worker", State.WELL, f"{len(living)} at work")
    waiting = DBTaskResult.objects.ready().count()
    frozen = Worker.objects.exists()
    if not waiting and not frozen and not _is_open():
        return Check("worker", State.NOTICE, "None runs, and nothing waits.", "`hoursback serve` starts one.")
    said = f"No worker has given a sign of life for {work.DEAD_AFTER.seconds} s; {waiting} jobs wait."
    return Check("worker", State.UNWELL, said, "Start `hoursback worker`, or `hoursback serve` again.")


def _is_open() -> bool:
    with locks.held(settings.DATA / locks.SERVING, wait=False) as is_free:
        return not is_free


def jobs() -> Check:
    """No job has failed lately, waits too long, or hangs on a worker that is dead."""
    now = timezone.now()
    stale = len(work.orphaned(now))
    since = now - WAITING_TOO_LONG
    waiting = DBTaskResult.objects.ready().filter(
        Q(run_after__year=9999) | Q(run_after__lt=since), enqueued_at__lt=since
    )
    late = waiting.count()
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=now - timedelta(days=1))
    broken = TimedRun.objects.exclude(error="")
    faults = [
        f"{stale} hang on a dead worker" if stale else "",
        f"{late} wait for more than ten minutes" if late else "",
        f"{failed.count()} failed since yesterday: {_last(failed)}" if failed else "",
        f"timed job “{broken[0].name}”: {broken[0].error}" if broken else "",
    ]
    said = "; ".join(fault for fault in faults if fault)
    if stale or late:
        return Check("jobs", State.UNWELL, said, "Start `hoursback worker`; it takes over what others left.")
    if said:
        return Check("jobs", State.NOTICE, said, "The page that asked for it says more; ask again there.")
    return Check("jobs", State.WELL, "none failed, none waits too long")


def calendars() -> Check:
    """Owners' calendars can be reached, and which machines of our own are open to them."""
    broken = Calendar.everywhere.exclude(failure="").order_by("pk")
    opened = ", ".join(sorted(settings.LOCAL_CALENDARS))
    if broken:
        lost = [calendar for calendar in broken if calendar.is_given_up]
        first = (lost or list(broken))[0]
        said = f"{len(broken)} cannot be reached, {len(lost)} of them given up; {_host(first)}: {first.failure}"
        fix = "Its owner presses “Try now” on the page of the calendar, or connects it again."
        return Check("calendars", State.UNWELL if lost else State.NOTICE, said, fix)
    if opened:
        said = f"Any owner may connect a calendar at {opened}, although it is a machine of our own."
        return Check("calendars", State.NOTICE, said, "Take HOURSBACK_LOCAL_CALENDARS away if that is not meant.")
    return Check("calendars", State.WELL, f"{Calendar.everywhere.count()} connected")


def _host(calendar: Calendar) -> str:
    return urlsplit(calendar.address).hostname or "no host"


def _last(failed: object) -> str:
    last = failed.order_by("-finished_at").first()  # type: ignore[attr-defined]
    return f"{last.task_path.rpartition('.')[2]} ({last.exception_class_path.rpartition('.')[2]})" if last else ""


def _pragma(name: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def _version(parts: tuple[int, ...]) -> str:
    return ".".join(map(str, parts))


_OF_SQLITE: dict[str, Looker] = {"SQLite version": sqlite_version, "safe writing": pragmas, "integrity": integrity}
_OF_THE_APP: dict[str, Looker] = {"totals": totals, "worker": workers, "jobs": jobs, "calendars": calendars}
