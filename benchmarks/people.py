"""Pages about people, with two hundred of them: CPU of a request against an empty page of the same server.

python -m benchmarks people
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from benchmarks import logs
from benchmarks.measure import Line, child, seconds, show
from benchmarks.peers import NotHereError
from benchmarks.server import app

ASK = 25
ASKED = 30
GOAL = 18
"""Beyond the numbered goals: asked for with the pages about people."""


def main() -> None:
    """Measure and print the table, the heaviest page first."""
    try:
        show("Pages with 200 people, 2,000 hand-offs and three years of cycles (CPU a request)", list(measured()))
    except NotHereError as why:
        print(f"Skipped: {why}.")


def measured() -> Iterator[Line]:
    """A line for each page and role."""
    folder = logs.empty_store("crowd")
    roles = child("crowd", data=folder)
    with app(folder) as (server, root):
        server.ask("/empty/", 20)
        public, inside = (min(server.cpu(path) for _ in range(2)) for path in ("/empty/", f"{root}empty/"))
        yield Line(
            GOAL, "an empty page of a member : of anybody", seconds(inside), seconds(public), inside / public, ASK
        )
        costs = {
            f"{role} {name}": replace(server, cookie=known["cookie"]).cpu(address, ASKED)
            for role, known in roles.items()
            for name, address in known["pages"].items()
        }
    for name, cost in sorted(costs.items(), key=lambda pair: -pair[1]):
        yield Line(GOAL, f"{name} : empty page of a member", seconds(cost), seconds(inside), cost / inside, ASK)
