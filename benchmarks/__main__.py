"""Prints every benchmark: ratios and gaps, both sides measured in one run. Timings live here and never in tests.

BENCH_ROWS is how many entries a large log has (a million, unless stated); BENCH_QUICK=1 makes it a hundred thousand.
Peers are fetched into a cache of their own (BENCH_CACHE); one that cannot be had is named with the reason.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from benchmarks import capture_read, outlook, people, plan_solve, report, server, store, year

BENCHMARKS: dict[str, Callable[[], None]] = {
    "capture_read": capture_read.main,
    "store": store.main,
    "report": report.main,
    "server": server.main,
    "people": people.main,
    "plan_solve": plan_solve.main,
    "outlook": outlook.main,
    "year": year.main,
}


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all."""
    for name in names or list(BENCHMARKS):
        print(f"== {name}")
        BENCHMARKS[name]()
        print()


if __name__ == "__main__":
    main(sys.argv[1:])
