"""What reading a log costs against only splitting it into cells, in CPU time and memory, and whether it is right.

    python benchmarks/capture_read.py --entries 1000000

Both sides are measured in one run on one machine; the goals are those of the readers' design: `read` at most 7 times
and `columns` at most 4 times the CPU of a bare csv.reader, memory at a million rows at most 1.5 times that at 10,000.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from hoursback.engine.capture import readers
from hoursback.engine.capture.reading import ReadOptions

ROOT = Path(__file__).resolve().parent.parent
BERLIN = ReadOptions(timezone="Europe/Berlin")
FEW = 10_000
ROUNDS = 3


def split_only(log: Path) -> int:
    """The bare minimum: every row as a list of cells, nothing read from them."""
    with log.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.reader(stream))


def read_entries(log: Path) -> int:
    """Every row as an Entry."""
    with log.open("rb") as stream:
        return sum(1 for _ in readers.read(stream, log.name, BERLIN))


def read_columns(log: Path) -> int:
    """Every row as a plain tuple."""
    with log.open("rb") as stream:
        return sum(map(len, readers.columns(stream, log.name, BERLIN)))


WAYS: dict[str, Callable[[Path], int]] = {"bare csv.reader": split_only, "read": read_entries, "columns": read_columns}


def cpu_seconds(log: Path) -> dict[str, float]:
    """The best of some rounds for each way; the ways take turns, so that a busy spell meets all of them."""
    best: dict[str, float] = defaultdict(lambda: float("inf"))
    for _ in range(ROUNDS):
        for name, way in WAYS.items():
            began = time.process_time()
            way(log)
            best[name] = min(best[name], time.process_time() - began)
    return best


def is_right(log: Path, truth: Path) -> bool:
    """Whether the seconds of every ISO week and activity (the task of a made-up log) equal the truth."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    weeks: dict[int, str] = {}
    with log.open("rb") as stream:
        for batch in readers.columns(stream, log.name, BERLIN):
            for row in batch:
                day, seconds, _, _, _, _, task, *_ = row
                if day not in weeks:
                    year, week, _ = date.fromordinal(day).isocalendar()
                    weeks[day] = f"{year}-W{week:02d}"
                found[weeks[day]][task] += seconds
    expected = json.loads(truth.read_text(encoding="utf-8"))["seconds"]
    return {week: dict(seconds) for week, seconds in found.items()} == expected


def peak_memory(way: str, log: Path) -> float:
    """Megabytes at the peak of a fresh process that does nothing else."""
    done = subprocess.run(
        [sys.executable, __file__, "--alone", way, str(log)], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def own_peak() -> float:
    """Megabytes at this process's peak so far."""
    status = Path("/proc/self/status")
    if status.exists():
        # Not getrusage: on Linux its figure begins with that of the process that started this one.
        return int(status.read_text(encoding="utf-8").partition("VmHWM:")[2].split()[0]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)


def log_maker() -> Path | None:
    """The script that makes up logs, in the shared folder named by HOURSBACK_SHARED or beside the checkout."""
    stated = os.environ.get("HOURSBACK_SHARED")
    script = (Path(stated) if stated else ROOT.parent / "shared") / "benchmarks" / "make_log.py"
    return script if script.is_file() else None


def make_log(script: Path, entries: int, folder: Path) -> tuple[Path, Path]:
    """A made-up log of three years, and its truth."""
    log, truth = folder / f"{entries}.csv", folder / f"{entries}.json"
    options = ["--entries", str(entries), "--seed", "7", "--years", "3", "--format", "toggl-csv"]
    subprocess.run([sys.executable, str(script), *options, "--out", str(log), "--truth", str(truth)], check=True)
    return log, truth


def report(entries: int, script: Path) -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as name:
        log, truth = make_log(script, entries, Path(name))
        few, _ = make_log(script, FEW, Path(name))
        cpu = cpu_seconds(log)
        memory = {way: (peak_memory(way, log), peak_memory(way, few)) for way in WAYS}
        right = is_right(log, truth)
    bare = cpu["bare csv.reader"]
    print(f"{entries:,} entries, toggl-csv; memory ratio against {FEW:,} entries")
    print(f"{'way':<16} {'CPU s':>8} {'ratio':>6} {'goal':>5} {'peak MB':>8} {'at 10k':>7} {'ratio':>6} {'goal':>5}")
    for way, goal in (("bare csv.reader", ""), ("read", "7"), ("columns", "4")):
        most, least = memory[way]
        print(
            f"{way:<16} {cpu[way]:8.2f} {cpu[way] / bare:6.2f} {goal:>5} "
            f"{most:8.1f} {least:7.1f} {most / least:6.2f} {'1.5':>5}"
        )
    print(f"totals equal the truth: {'yes' if right else 'NO'}")


def main(arguments: Sequence[str] = ()) -> None:
    """Print one table; without the log maker say so and do nothing."""
    parser = argparse.ArgumentParser(description="CPU time and memory of reading a log.")
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--alone", nargs=2, metavar=("WAY", "FILE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.alone:
        way, log = chosen.alone
        WAYS[way](Path(log))
        print(own_peak())
        return
    script = log_maker()
    if script is None:
        print("Skipped: make_log.py is not there (set HOURSBACK_SHARED to the shared folder).")
        return
    report(chosen.entries, script)


if __name__ == "__main__":
    main(sys.argv[1:])
