"""How well the outlook looks ahead: errors against the naive way, and whether "start looking on" comes in time.

python -m benchmarks outlook
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from benchmarks import logs
from benchmarks.measure import SOME
from benchmarks.peers import NotHereError
from hoursback.engine.outlook.backtest import Backtest, backtest
from hoursback.engine.outlook.trial import BUSINESSES, try_out
from hoursback.engine.outlook.weeks import series_of

HORIZONS = (1, 4, 12)
TREND = (0.2, 0.5)
SEEDS = 60
ASK_IN_TIME = 0.8


def main() -> None:
    """Print both tables."""
    print("Weeks looked ahead, 12 looks back from the end of each series; MASE: 1 is a usual change from week to week")
    print(f"{'series':<44} {'ahead':>5} {'ours':>7} {'naive':>7} {'ratio':>6} {'OWA':>6} {'in range':>8}  beats naive?")
    for title, series in (*_drawn(), *_logged()):
        for ahead in HORIZONS:
            _print(title, ahead, [found for one in series if (found := backtest(one, ahead=ahead)) is not None])
    tried = try_out(BUSINESSES)
    met = "yes" if tried.in_time >= ASK_IN_TIME else "NO"
    print(
        f'"Start looking on" with the default caution: help in place before the overload in {tried.in_time:.0%} of '
        f"{BUSINESSES} made-up growing businesses (asked {ASK_IN_TIME:.0%}: {met}), in the median {tried.early:.0f} "
        "weeks before"
    )


def _print(title: str, ahead: int, found: Sequence[Backtest]) -> None:
    scored = [one for one in found if one.ours.mase is not None and one.naive.mase]
    if not scored:
        return
    ours, plain = (float(np.mean([getattr(one, way).mase for one in scored])) for way in ("ours", "naive"))
    both = float(np.mean([one.owa for one in scored if one.owa is not None]))
    covered = float(np.mean([one.covered for one in scored]))
    better = sum(one.is_better for one in scored)
    print(
        f"{title:<44} {ahead:>5} {ours:>7.3f} {plain:>7.3f} {ours / plain:>6.2f} {both:>6.2f} {covered:>8.0%}  "
        f"in the mean {'yes' if ours <= plain else 'NO'}; {better} of {len(scored)}"
    )


def _drawn() -> Iterator[tuple[str, list[list[float]]]]:
    """Series that are drawn: growing, shrinking and steady work with scatter, and growth without any."""
    for growth, scatter in ((0.3, 0.2), (0.6, 0.1), (-0.3, 0.2), (0.0, 0.25), (0.6, 0.0)):
        rng = np.random.default_rng(11)
        steps = np.arange(60)
        trend = 12 * (1 + growth) ** (steps / 52)
        count = SEEDS if scatter else 1
        rows = [(trend * np.exp(rng.normal(0, scatter, len(steps)))).tolist() for _ in range(count)]
        yield f"drawn, growth {growth:+.0%} a year, scatter {scatter:.0%}", rows


def _logged() -> Iterator[tuple[str, list[list[float]]]]:
    """Activities of a made-up log of three years, by how much each really grew."""
    try:
        sums = json.loads(logs.truth(SOME).read_text(encoding="utf-8"))
    except NotHereError as why:
        print(f"Skipped the made-up log: {why}.")
        return
    series = _series(sums)
    groups: dict[str, list[list[float]]] = {"log, everything": [[sum(week) for week in zip(*series, strict=True)]]}
    for one in series:
        groups.setdefault(f"log, activities {_moved(one)}", []).append(one)
    yield from groups.items()


def _moved(hours: Sequence[float]) -> str:
    """Which way an activity went: its last year against its first."""
    change = float(np.mean(hours[-52:]) / max(np.mean(hours[:52]), 1e-9)) - 1
    if abs(change) < TREND[0]:
        return f"within {TREND[0]:.0%}"
    way = "grown" if change > 0 else "shrunk"
    return f"{way} by {TREND[0]:.0%} or more"


def _series(sums: object) -> list[list[float]]:
    """Weekly hours of each activity, weeks in which nothing was logged left out."""
    weeks = _by_week(sums)
    mondays = sorted(weeks)[1:-1]
    names = sorted({name for row in weeks.values() for name in row})
    run = range(mondays[0], mondays[-1] + 1, 7)
    present = frozenset(mondays)
    return [
        list(series_of({m: weeks[m].get(name, 0) / 3600 for m in mondays}, run, present=present).hours)
        for name in names
    ]


def _by_week(sums: object) -> dict[int, dict[str, float]]:
    assert isinstance(sums, dict)
    found = {}
    for label, row in sums["seconds"].items():
        year, week = label.split("-W")
        found[date.fromisocalendar(int(year), int(week), 1).toordinal()] = row
    return found
