"""Pieces of work that are measured in a process of their own; each prints what it found as one line of JSON.

python -m benchmarks.works WORK [ARGUMENT …]
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ZONE = "Europe/Berlin"


def peak() -> float:
    """Megabytes at this process's peak so far."""
    return int(Path("/proc/self/status").read_text(encoding="utf-8").partition("VmHWM:")[2].split()[0]) / 1024


def _open() -> None:
    import django

    django.setup()


def _app() -> Any:
    """The owner of the log."""
    _open()
    from hoursback.web.accounts.models import Member

    return Member.objects.select_related("workspace", "user").first()


def prepare() -> dict[str, Any]:
    """Tables, an owner, and a session that is logged in."""
    _open()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from hoursback.web.accounts.actions import create_owner, create_workspace
    from hoursback.web.people.actions import ensure_person

    user = create_owner(email="olive@example.com", password=None, name="Olive")
    member = create_workspace(owner=user, name="Studio", timezone=ZONE, locale="en_GB")
    ensure_person(member=member)
    return {"workspace": member.workspace.public_id}


def upgrade() -> dict[str, Any]:
    """The tables as this release has them, where an earlier run stored the log."""
    _open()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return {}


def session() -> dict[str, Any]:
    """A cookie of a browser in which the owner is logged in, and the root of the workspace's addresses."""
    member = _app()
    return {"cookie": _cookie(member), "root": f"/w/{member.workspace.public_id}/"}


def _cookie(member: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(member.user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    store.save()
    return f"sessionid={store.session_key}"


def bring_in(file: str) -> dict[str, Any]:
    """A file into the log: CPU seconds, peak memory, and what became of it."""
    member = _app()
    from hoursback.web.capture.importing import actions
    from hoursback.web.capture.importing.choices import Choices

    choices = Choices(timezone=ZONE, by="task", others="new", skip_bad=True)
    began = time.process_time()
    batch = actions.import_file(member=member, path=Path(file), filename="log.csv", choices=choices)
    cpu = time.process_time() - began
    return {"cpu": cpu, "peak": peak(), "added": batch.result["added"], "known": batch.result["known"]}


def crowd() -> dict[str, Any]:
    """Two hundred people, two thousand hand-offs, three years of log and cycles; by role, every page about them."""
    member = _app()
    from django.utils import timezone
    from tests.web import crowd as many
    from tests.web.test_growth import looks

    from hoursback.web.accounts.scope import acting_in
    from hoursback.web.home import tidying

    with acting_in(member.workspace):
        many.fill(member, many.YEARS)
    # Three years old, it has seen the nightly job a thousand times.
    tidying.refresh_statistics(timezone.now())
    return {each.role: {"cookie": _cookie(each), "pages": looks(each)} for each in many.team(member)}


def raw(file: str) -> dict[str, Any]:
    """The bare minimum: the rows, read beforehand, by one executemany into a table without any index."""
    from hoursback.engine.capture import readers
    from hoursback.engine.capture.reading import ReadOptions

    with Path(file).open("rb") as stream:
        read = readers.columns(stream, "log.csv", ReadOptions(timezone=ZONE))
        rows = [(1, 1, 1, r[0], r[2], r[1], 1, r[4], 1, 3, 1, 1) for batch in read for r in batch]
    with tempfile.TemporaryDirectory(dir=Path(file).parent) as folder:
        database = sqlite3.connect(Path(folder) / "raw.sqlite3", isolation_level=None)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE e (id INTEGER PRIMARY KEY, w, p, a, d, st, s, z, note TEXT, l, src, b, v)")
        began = time.process_time()
        database.execute("BEGIN")
        database.executemany(
            "INSERT INTO e (w, p, a, d, st, s, z, note, l, src, b, v) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
        )
        database.execute("COMMIT")
        cpu = time.process_time() - began
        database.close()
    return {"cpu": cpu}


def add_entries(times: str) -> dict[str, Any]:
    """One more entry, so many times, each with its totals, its event and its commit."""
    member = _app()
    from hoursback.web.accounts.scope import acting_in
    from hoursback.web.capture import actions
    from hoursback.web.people.selectors import own_person

    with acting_in(member.workspace):
        person = own_person(member)

        def add(number: int) -> None:
            start = 1_750_000_000 + 600 * number
            actions.add_entry(
                member=member, person=person, day=None, start=start, seconds=600, zone=ZONE, note="", activity="Email"
            )

        for number in range(10):
            add(number)
        began = time.process_time()
        for number in range(int(times)):
            add(10 + number)
        return {"cpu": (time.process_time() - began) / int(times)}


def year_sums(year: str) -> dict[str, Any]:
    """The year's table in a process that has asked before: summed up anew, and as the page has it."""
    member = _app()
    from hoursback.web.capture.reports.selectors import sums_of, year_of

    kept = _best(lambda: year_of(member, int(year)))
    return {"cpu": _best(lambda: sums_of(member.workspace_id, int(year))), "kept": kept}


def all_sums() -> dict[str, Any]:
    """Every cell of every year: {ISO week: {activity: seconds}}."""
    member = _app()
    from hoursback.web.capture.models import Activity
    from hoursback.web.capture.reports.selectors import sums_of, weeks_of, years_of

    names = dict(Activity.everywhere.values_list("pk", "name"))
    found: dict[str, dict[str, int]] = {}
    for year in years_of(member.workspace_id):
        mondays = weeks_of(year)
        for activity, seconds in sums_of(member.workspace_id, year).items():
            for monday, number in zip(mondays, seconds, strict=True):
                if number:
                    iso = monday.isocalendar()
                    found.setdefault(f"{iso.year}-W{iso.week:02d}", {})[names[activity]] = number
    return {"seconds": found}


def beancount(file: str, out: str) -> dict[str, Any]:
    """A ledger of hours with an entry for each row of a log."""
    accounts: dict[str, str] = {}
    lines = []
    with Path(file).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            account = accounts.setdefault(
                row["Task"], "Expenses:A" + "".join(c for c in row["Task"].title() if c.isalnum())
            )
            hours, minutes, seconds = map(int, row["Duration"].split(":"))
            worked = hours + minutes / 60 + seconds / 3600
            lines.append(f'{row["Start date"]} * "w"\n  {account}  {worked:.4f} HOURS\n  Income:Time\n')
    opened = [f"2020-01-01 open {account} HOURS" for account in accounts.values()]
    text = 'option "title" "log"\noption "operating_currency" "HOURS"\n2020-01-01 open Income:Time HOURS\n'
    Path(out).write_text(text + "\n".join([*opened, *lines]), encoding="utf-8")
    return {}


def _best(work: Callable[[], object], rounds: int = 9) -> float:
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


WORKS: dict[str, Callable[..., dict[str, Any]]] = {
    work.__name__: work
    for work in (prepare, upgrade, session, bring_in, raw, add_entries, year_sums, all_sums, beancount, crowd)
}


if __name__ == "__main__":
    print(json.dumps(WORKS[sys.argv[1]](*sys.argv[2:])))
