"""Prints every benchmark: ratios and gaps, both sides measured in one run. Timings live here and never in tests."""

from __future__ import annotations

import sys

from benchmarks import capture_read, plan_solve

BENCHMARKS = {"capture_read": capture_read.main, "plan_solve": plan_solve.main}


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all."""
    for name in names or list(BENCHMARKS):
        print(f"== {name}")
        BENCHMARKS[name]()
        print()


if __name__ == "__main__":
    main(sys.argv[1:])
