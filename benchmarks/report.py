"""Goals 5-8 and 17: the year by activity and week, warm and cold, against databases and other trackers.

python -m benchmarks report
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import logs
from benchmarks.measure import FEW, SOME, Line, child, cpu_of, missing, rows_wanted, seconds, show, surroundings_of
from benchmarks.peers import NotHereError, cache, program, python_with

YEAR = str(logs.YEAR)
_DUCKDB_MAKE = """
import duckdb, sys
database = duckdb.connect(sys.argv[2])
database.execute(f"CREATE TABLE entry AS SELECT * FROM read_csv('{sys.argv[1]}', header=true)")
database.execute('CREATE TABLE log AS SELECT "Start date"::DATE AS day, "Task" AS activity, '
    'epoch("Duration"::VARCHAR::INTERVAL)::BIGINT AS seconds, "User" AS person, "Description" AS note FROM entry')
database.execute("DROP TABLE entry")
database.close()
"""
_DUCKDB_ASK = """
import duckdb, sys, time
database = duckdb.connect(sys.argv[1], read_only=True)
database.execute("SET threads = 1")
def ask():
    return database.execute("SELECT activity, date_trunc('week', day) AS week, sum(seconds) FROM log "
        "WHERE isoyear(day) = 2025 GROUP BY ALL").fetchall()
ask()
best = 9e9
for _ in range(int(sys.argv[2])):
    began = time.process_time()
    ask()
    best = min(best, time.process_time() - began)
print(best)
"""


def main() -> None:
    """Measure and print the table."""
    try:
        show("The year report (CPU seconds)", list(measured()))
    except NotHereError as why:
        print(f"Skipped: {why}.")


def measured() -> Iterator[Line]:
    """All goals of this group."""
    rows = rows_wanted()
    many = logs.store(rows)
    cold = cpu_of(_ours(), surroundings=surroundings_of(many))
    yield from _against_duckdb(rows, many, cold)
    few = cpu_of(_ours(), surroundings=surroundings_of(logs.store(FEW)))
    yield Line(7, f"cold report at {rows:,} : {FEW:,}", seconds(cold), seconds(few), cold / few, 1.5)
    at_some = cpu_of(_ours(), surroundings=surroundings_of(logs.store(SOME)))
    yield from _against_trackers(at_some)
    expected = json.loads(logs.truth(rows).read_text(encoding="utf-8"))["seconds"]
    cells = sum(map(len, expected.values()))
    found = child("all_sums", data=many)["seconds"]
    wrong = sum(found.get(week, {}).get(name, 0) != n for week, each in expected.items() for name, n in each.items())
    wrong += sum(name not in expected.get(week, {}) for week, each in found.items() for name in each)
    yield Line(17, "cells that differ from the truth", f"{cells:,} cells", "", float(wrong), 0.0, unit="")


def _ours() -> list[str]:
    # What the installed script runs; the script itself may be older than the checkout.
    return [sys.executable, "-c", "from hoursback.cli.entry import run; run()", "capture", "year", YEAR, "--json"]


def _against_duckdb(rows: int, many: Path, cold: float) -> Iterator[Line]:
    warm_goal, cold_goal = f"year of {rows:,}, warm : duckdb", "the same, a cold process"
    try:
        python = str(python_with("duckdb"))
    except NotHereError as why:
        yield missing(5, warm_goal, str(why), 1)
        yield missing(6, cold_goal, str(why), 1)
        return
    path = cache() / f"duck-{rows}.db"
    if not path.exists():
        subprocess.run([python, "-c", _DUCKDB_MAKE, str(logs.log(rows)), str(path)], check=True)
    asked = subprocess.run([python, "-c", _DUCKDB_ASK, str(path), "9"], check=True, capture_output=True, text=True)
    theirs, found = float(asked.stdout), child("year_sums", YEAR, data=many)
    for name, ours in (("summed anew", found["cpu"]), ("as the page", found["kept"])):
        yield Line(5, f"{warm_goal}, {name}", seconds(ours), seconds(theirs), ours / theirs, 1)
    their_cold = cpu_of([python, "-c", _DUCKDB_ASK.replace("ask()\nbest", "best"), str(path), "1"])
    yield Line(6, cold_goal, seconds(cold), seconds(their_cold), cold / their_cold, 1)


def _against_trackers(ours: float) -> Iterator[Line]:
    for name, ask, command in (("timewarrior", 3, _timewarrior), ("hledger", 25, _hledger), ("Watson", 12, _watson)):
        goal = f"cold year report at {SOME:,} : {name}"
        try:
            arguments, surroundings = command()
        except NotHereError as why:
            yield missing(8, goal, str(why), ask, is_least=True)
            continue
        theirs = cpu_of(arguments, surroundings={**os.environ, **surroundings}, rounds=1)
        yield Line(8, goal, seconds(ours), seconds(theirs), theirs / ours, ask, is_least=True)


def _timewarrior() -> tuple[list[str], dict[str, str]]:
    found = program("timew", "timewarrior")
    home = cache() / "timewarrior"
    (home / "data").parent.mkdir(parents=True, exist_ok=True)
    if not (home / "data").exists():
        (home / "data").symlink_to(logs.log(SOME, "timewarrior", "timew"))
    (home / "timewarrior.cfg").write_text("verbose = no\n", encoding="utf-8")
    asked = [found, "summary", f"{YEAR}-01-01", "-", f"{logs.YEAR + 1}-01-01"]
    return asked, {"TIMEWARRIORDB": str(home), "HOME": str(home)}


def _hledger() -> tuple[list[str], dict[str, str]]:
    found = program("hledger", "hledger")
    log = logs.log(SOME, "timeclock", "timeclock")
    asked = [found, "-f", str(log), "balance", "--weekly", "-b", f"{YEAR}-01-01", "-e", f"{logs.YEAR + 1}-01-01"]
    return asked, {"LANG": "C.UTF-8"}


def _watson() -> tuple[list[str], dict[str, str]]:
    python = python_with("td-watson")
    home = cache() / "watson"
    home.mkdir(exist_ok=True)
    (home / "frames").write_bytes(logs.log(SOME, "watson", "watson").read_bytes())
    script = str(python.with_name("watson"))
    asked = [script, "report", "--from", f"{YEAR}-01-01", "--to", f"{YEAR}-12-31", "--json"]
    return asked, {"WATSON_DIR": str(home)}


if __name__ == "__main__":
    main()
