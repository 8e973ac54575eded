"""The year of the stored log by activity and ISO week, from the weekly totals.

On SQLite the file is read as it is, without the app: loading that would take ten times as long as the answer. Nothing
here is imported that the answer does not need; `typing`, `dataclasses` and `pathlib` alone would double what it costs.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing
from datetime import date

from hoursback.engine.errors import HoursbackError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import Any

FIRST_YEAR, LAST_YEAR = 1971, 2100
_LAST = "SELECT MAX(week) FROM capture_activityweek WHERE workspace_id = {0}"
_SUMS = (
    "SELECT name, week, seconds FROM capture_activityweek JOIN capture_activity ON capture_activity.id = activity_id "
    "WHERE capture_activityweek.workspace_id = {0} AND week BETWEEN {0} AND {0}"
)


class Report:
    """One ISO year.

    Attributes:
        mondays: of its weeks, as ordinals. sums: seconds by activity and Monday, activities with most time first.
    """

    __slots__ = ("mondays", "sums", "year")

    def __init__(self, year: int, mondays: tuple[int, ...], sums: dict[str, dict[int, int]]) -> None:
        self.year, self.mondays, self.sums = year, mondays, sums

    @property
    def total(self) -> int:
        """Seconds of the year."""
        return sum(sum(weeks.values()) for weeks in self.sums.values())


def answered(arguments: Sequence[str]) -> bool:
    """Answer `capture year [YEAR] --json` without the machinery of commands, which costs more than the report.

    False, with nothing done, for any other command line.
    """
    if list(arguments[:2]) != ["capture", "year"] or arguments[-1] != "--json" or len(arguments) > 4:
        return False
    wanted = arguments[2] if len(arguments) == 4 else ""
    if wanted and not (wanted.isascii() and wanted.isdecimal() and FIRST_YEAR <= int(wanted) <= LAST_YEAR):
        return False
    print_report(read_year(int(wanted) if wanted else None, ""))
    return True


def read_year(year: int | None, workspace: str) -> Report:
    """The report of a year; of the last one with hours where none is named.

    Raises: HoursbackError, where there is no workspace, or no hours.
    """
    path = _sqlite_file()
    if path is None:
        from hoursback.cli.stored import owner_of

        workspace_id = owner_of(workspace).workspace_id
        from django.db import connection

        with connection.cursor() as cursor:
            return _report(cursor, "%s", workspace_id, year)
    with closing(_opened(path)) as database:
        return _report(database.cursor(), "?", _workspace_id(database, workspace), year)


def _report(cursor: Any, mark: str, workspace_id: int, year: int | None) -> Report:
    if year is None:
        cursor.execute(_LAST.format(mark), (workspace_id,))
        (last,) = cursor.fetchone()
        if last is None:
            raise HoursbackError(
                "Nothing is logged yet.", where="database", hint="Bring in a file with `hoursback capture import FILE`."
            )
        # The Thursday of a week tells the year it belongs to.
        year = date.fromordinal(last + 3).year
    mondays = _mondays(year)
    cursor.execute(_SUMS.format(mark), (workspace_id, mondays[0], mondays[-1]))
    sums: dict[str, dict[int, int]] = {}
    for name, week, seconds in cursor.fetchall():
        sums.setdefault(name, {})[week] = int(seconds)
    order = sorted(sums, key=lambda name: (-sum(sums[name].values()), name))
    return Report(year, mondays, {name: sums[name] for name in order})


def _mondays(year: int) -> tuple[int, ...]:
    first, after = (date.fromisocalendar(each, 1, 1).toordinal() for each in (year, year + 1))
    return tuple(range(first, after, 7))


def _sqlite_file() -> str | None:
    """The database file; None where the log is kept by a server, or in a place that only the app can tell."""
    url = os.environ.get("DATABASE_URL", "")
    if url:
        kind, _, rest = url.partition("://")
        return rest.removeprefix("/").partition("?")[0] if kind == "sqlite" else None
    stated = os.environ.get("HOURSBACK_DATA", "")
    if stated:
        return os.path.join(os.path.expanduser(stated), "hoursback.sqlite3")
    from hoursback.web.shared.places import data_folder

    return str(data_folder("") / "hoursback.sqlite3")


def _opened(path: str) -> sqlite3.Connection:
    import sqlite3

    try:
        database = sqlite3.connect(_uri(path), uri=True, timeout=20)
        database.execute("SELECT 1 FROM capture_activityweek LIMIT 1")
    except sqlite3.OperationalError:
        from hoursback.cli.stored import NONE_YET, SET_UP

        raise HoursbackError(NONE_YET, where=path, hint=SET_UP) from None
    return database


def _uri(path: str) -> str:
    """A file that is read and never made, as SQLite wants it named."""
    place = os.path.abspath(path).replace(os.sep, "/").replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file://{'' if place.startswith('/') else '/'}{place}?mode=ro"


def _workspace_id(database: sqlite3.Connection, public_id: str) -> int:
    rows = database.execute("SELECT id, public_id, name FROM accounts_workspace ORDER BY id").fetchall()
    chosen: Sequence[tuple[int, str, str]] = [row for row in rows if public_id in ("", row[1])]
    if len(chosen) == 1:
        return chosen[0][0]
    if not rows:
        from hoursback.cli.stored import NONE_YET, SET_UP

        raise HoursbackError(NONE_YET, where="database", hint=SET_UP)
    known = ", ".join(f"{row[1]} ({row[2]})" for row in rows)
    what = "There is no such workspace." if public_id else "There are several workspaces."
    raise HoursbackError(what, where="--workspace", value=known, hint="Name one of them with --workspace ID.")


def _iso(monday: int) -> str:
    year, week, _ = date.fromordinal(monday).isocalendar()
    return f"{year}-W{week:02d}"


def print_report(report: Report) -> None:
    """The report as JSON, as `output.print_json` writes every answer."""
    import json

    iso = {monday: _iso(monday) for monday in report.mondays}
    answer = {
        "year": report.year,
        "weeks": list(iso.values()),
        "activities": [
            {
                "name": name,
                "total_seconds": sum(weeks.values()),
                "week_seconds": {iso[week]: weeks[week] for week in sorted(weeks)},
            }
            for name, weeks in report.sums.items()
        ],
        "total_seconds": report.total,
    }
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, allow_nan=False, indent=2) + "\n")
