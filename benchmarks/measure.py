"""What the benchmarks share: CPU seconds of a piece of work or of a process, and one table for all goals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
FEW = 10_000
SOME = 100_000


def rows_wanted() -> int:
    """How many entries a large log has: BENCH_ROWS, else a million; BENCH_QUICK=1 makes it a hundred thousand."""
    stated = os.environ.get("BENCH_ROWS")
    return int(stated) if stated else SOME if os.environ.get("BENCH_QUICK") else 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One goal as it was measured.

    Attributes:
        number: of performance.md. ratio: the figure that is asked about; None where the peer is not here.
        ask: the figure asked at release. is_least: whether the ratio must be at least that, else at most.
    """

    number: int
    goal: str
    ours: str
    peer: str
    ratio: float | None
    ask: float
    is_least: bool = False
    unit: str = "x"

    @property
    def met(self) -> str:
        """Whether the goal is reached."""
        if self.ratio is None:
            return "-"
        return "yes" if (self.ratio >= self.ask if self.is_least else self.ratio <= self.ask) else "NO"


def missing(number: int, goal: str, reason: str, ask: float, *, is_least: bool = False) -> Line:
    """A goal whose peer is not here, and why."""
    return Line(number, goal, "", f"not here: {reason}", None, ask, is_least)


def show(title: str, lines: Sequence[Line]) -> None:
    """Print one table."""
    print(title)
    print(f"{'#':>2}  {'goal':<44} {'ours':>14} {'peer':>24} {'ratio':>8} {'ask':>8}  met?")
    for line in lines:
        sign = ">=" if line.is_least else "<="
        ratio = "" if line.ratio is None else f"{line.ratio:.2f}{line.unit}"
        ask = f"{sign} {line.ask:g}{line.unit}"
        print(f"{line.number:>2}  {line.goal:<44} {line.ours:>14} {line.peer:>24} {ratio:>8} {ask:>8}  {line.met}")


def seconds(amount: float) -> str:
    """A time for reading."""
    return f"{amount:.2f} s" if amount >= 1 else f"{amount * 1000:.2f} ms"


def cpu_of(
    command: Sequence[str], *, surroundings: Mapping[str, str] | None = None, rounds: int = 3, must: bool = True
) -> float:
    """CPU seconds of a command with its children, the best of some rounds; what it prints is thrown away."""
    best = float("inf")
    around = compiled(os.environ if surroundings is None else surroundings)
    for _ in range(rounds):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = subprocess.Popen(command, env=around, stdout=out, stderr=err, stdin=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if must and process.returncode:
                err.seek(0)
                raise RuntimeError(f"{command[0]} failed: {err.read().decode(errors='replace')[-600:]}")
        best = min(best, usage.ru_utime + usage.ru_stime)
    return best


def child(work: str, *arguments: str, data: Path, python: Path | str = sys.executable) -> dict[str, Any]:
    """What a piece of work in `benchmarks.works`, done in a process of its own on a data folder, found out."""
    done = subprocess.run(
        [str(python), "-m", "benchmarks.works", work, *arguments],
        env=surroundings_of(data),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{work} failed: {done.stderr[-1500:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def surroundings_of(data: Path) -> dict[str, str]:
    """The environment of a process that uses the app on a data folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HOURSBACK_DATA", "DATABASE_"))}
    kept |= {"HOURSBACK_DATA": str(data), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    return compiled(kept) | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}


def compiled(surroundings: Mapping[str, str]) -> dict[str, str]:
    """An environment in which Python keeps what it compiled, as an installed program does; for us and for peers."""
    kept = {name: value for name, value in surroundings.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "hoursback-bench-compiled")}


def cpu_of_tree(pid: int) -> float:
    """CPU seconds so far of a process and all below it."""
    return sum(_cpu(each) for each in tree(pid))


def memory_of_tree(pid: int) -> float:
    """Megabytes that a process and all below it hold."""
    total = 0
    for each in tree(pid):
        text = Path(f"/proc/{each}/status").read_text(encoding="utf-8")
        total += int(text.partition("VmRSS:")[2].split()[0]) if "VmRSS:" in text else 0
    return total / 1024


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for below in (task / "children").read_text(encoding="ascii").split():
            found += tree(int(below))
    return found


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
