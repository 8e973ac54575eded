"""Ten simulated years, lived week by week in the real app: do its ranges hold the truth, do its alarms come in time?

python -m benchmarks year
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import ROOT, surroundings_of

SEEDS = range(1, 11)
HELD = (0.7, 0.9)
STEP, SLOW = 3, 8
MOST_FALSE = 1.0


def main() -> None:
    """Print the table; the app runs in a process and on a data folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "benchmarks.year"], env=surroundings_of(Path(folder)), cwd=ROOT, check=True
        )


def lived() -> None:
    """One line for each seed, and one for all."""
    import django

    django.setup()
    from django.core.management import call_command
    from tests.simulated_year.replay import Replay
    from tests.simulated_year.scores import Score, score, share, together
    from tests.simulated_year.year import simulated

    def line(title: str, found: Score) -> str:
        waits = " ".join("-" if wait is None else str(wait) for wait in found.steps)
        slow = " ".join("-" if wait is None else str(wait) for wait in found.creeps)
        if len(found.creeps) > 1:
            waits, slow = (
                f"{found.within(each, weeks):.0%} in {weeks}"
                for each, weeks in ((found.steps, STEP), (found.creeps, SLOW))
            )
        return (
            f"{title:<6} {share(found.weeks):>6.0%} {share(found.averages):>8.0%} {share(found.moneys):>6.0%}  "
            f"{waits:>12} {slow:>12} {found.false_a_half_year:>12.2f}"
        )

    call_command("migrate", verbosity=0)
    print("Share of weeks whose stated 80 % range held the truth, and weeks until planted changes sounded")
    print(f"{'seed':<6} {'week':>6} {'average':>8} {'money':>6}  {'steps':>12} {'creep':>12} {'false a half':>12}")
    began = time.process_time()
    scores = []
    for seed in SEEDS:
        year = simulated(seed)
        scores.append(score(year, Replay(year).weeks()))
        print(line(str(seed), scores[-1]), flush=True)
    found = together(scores)
    print(line("all", found))
    met = {
        "hours": HELD[0] <= share(found.weeks) <= HELD[1],
        "money": HELD[0] <= share(found.moneys) <= HELD[1],
        f"steps within {STEP} weeks": found.within(found.steps, STEP) == 1,
        f"slow changes within {SLOW}": found.within(found.creeps, SLOW) == 1,
        f"false alarms <= {MOST_FALSE:g} a half-year": found.false_a_half_year <= MOST_FALSE,
    }
    print("; ".join(f"{name}: {'yes' if is_met else 'NO'}" for name, is_met in met.items()))
    print(f"{time.process_time() - began:.0f} s of CPU")


if __name__ == "__main__":
    lived()
