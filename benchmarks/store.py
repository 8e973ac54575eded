"""Goals 1-4, 14 and 15: bringing a log in, once and again, what it takes on disk, and one more entry.

python -m benchmarks store
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from benchmarks import logs
from benchmarks.measure import FEW, SOME, Line, child, missing, rows_wanted, seconds, show
from benchmarks.peers import NotHereError, python_with

ROUNDS = 2
ADDED = 200
_ACTIVITYWATCH = """
import csv, sys, time
from datetime import datetime, timedelta, timezone
from aw_core.models import Event
from aw_datastore import Datastore, get_storage_methods
events, read = [], time.process_time()
with open(sys.argv[1], encoding="utf-8", newline="") as stream:
    for row in csv.DictReader(stream):
        start = datetime.fromisoformat(f"{row['Start date']}T{row['Start time']}").replace(tzinfo=timezone.utc)
        hours, minutes, secs = map(int, row["Duration"].split(":"))
        data = {"label": row["Task"], "project": row["Project"], "title": row["Description"], "person": row["User"]}
        events.append(Event(timestamp=start, duration=timedelta(hours=hours, minutes=minutes, seconds=secs), data=data))
made = time.process_time()
store = Datastore(get_storage_methods()["peewee"], testing=True)
store.create_bucket("log", "type", "client", "host", datetime.now(timezone.utc), "log")
began = time.process_time()
store["log"].insert(events)
ended = time.process_time()
print((ended - began) / len(events), (ended - began + made - read) / len(events))
"""


def main() -> None:
    """Measure and print the table."""
    try:
        show("The store: a log brought in, and one more entry (CPU seconds, memory at the peak)", list(measured()))
    except NotHereError as why:
        print(f"Skipped: {why}.")


def measured() -> list[Line]:
    """All goals of this group."""
    rows = rows_wanted()
    log, few = logs.log(rows), logs.log(FEW)
    raw = first = again = float("inf")
    peer = ActivityWatch()
    at_most = 0.0
    # In turns, so that a busy spell meets both sides.
    for _ in range(ROUNDS):
        raw = min(raw, child("raw", str(log), data=logs.empty_store("raw"))["cpu"])
        data = logs.store(rows, anew=True)
        whole = logs.empty_store("first")
        found = child("bring_in", str(log), data=whole)
        first, at_most = min(first, found["cpu"]), found["peak"]
        peer.measure()
        second = child("bring_in", str(log), data=data)
        again = min(again, second["cpu"])
        if second["added"] or second["known"] != rows:
            raise RuntimeError(f"the same file again added {second['added']} entries")
    logs.store(FEW, anew=True)
    small = logs.empty_store("few")
    at_few = child("bring_in", str(few), data=small)["peak"]
    size = (data / "hoursback.sqlite3").stat().st_size / log.stat().st_size
    into_many = min(child("add_entries", str(ADDED), data=whole)["cpu"] for _ in range(ROUNDS))
    into_few = min(child("add_entries", str(ADDED), data=small)["cpu"] for _ in range(ROUNDS))
    return [
        Line(1, f"import {rows:,}: share of raw executemany", seconds(first), seconds(raw), raw / first, 0.15, True),
        *peer.lines(first / rows),
        Line(3, f"peak memory of {rows:,} : {FEW:,}", f"{at_most:.0f} MB", f"{at_few:.0f} MB", at_most / at_few, 1.5),
        Line(4, "the same file again, 0 added", seconds(again), seconds(first), again / first, 1.0),
        Line(14, "store size : source CSV", f"{size * log.stat().st_size / 2**20:.0f} MB", _mb(log), size, 0.9),
        Line(
            15,
            f"one more entry into {rows:,} : {FEW:,}",
            seconds(into_many),
            seconds(into_few),
            into_many / into_few,
            2,
        ),
    ]


class ActivityWatch:
    """Seconds that its bulk insert takes for an entry, without reading the file and with; why there are none."""

    def __init__(self) -> None:
        self.alone = self.whole = float("inf")
        self.missing = ""

    def measure(self) -> None:
        """Once more; the least counts."""
        try:
            python = python_with("aw-core", "peewee<4")  # its server's own store; the next peewee breaks it
        except NotHereError as why:
            self.missing = str(why)
            return
        home = logs.empty_store("activitywatch")
        surroundings = {"HOME": str(home), "XDG_DATA_HOME": str(home), "PATH": "/usr/bin:/bin"}
        done = subprocess.run(
            [str(python), "-c", _ACTIVITYWATCH, str(logs.log(SOME))], env=surroundings, capture_output=True, text=True
        )
        if done.returncode:
            self.missing = done.stderr.strip().splitlines()[-1][:60]
            return
        alone, whole = map(float, done.stdout.split()[-2:])
        self.alone, self.whole = min(alone, self.alone), min(whole, self.whole)

    def lines(self, ours: float) -> list[Line]:
        """Beside our seconds for an entry, which read the file, leave out what is known and keep the totals."""
        goal = "an entry against ActivityWatch's bulk insert"
        if self.missing:
            return [missing(2, goal, self.missing, 4, is_least=True)]
        return [
            Line(2, name, f"{ours * 1e6:.1f} us", f"{theirs * 1e6:.1f} us", theirs / ours, 4, True)
            for name, theirs in ((goal, self.alone), (f"{goal}, which reads the file too", self.whole))
        ]


def _mb(path: Path) -> str:
    return f"{path.stat().st_size / 2**20:.0f} MB"


if __name__ == "__main__":
    main()
