"""Pages about people, with two hundred of them: CPU of a request against an empty page of the same server.

Each page is asked for again and again, as somebody does who works with it, and once right after something changed.

python -m benchmarks people
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from benchmarks import logs
from benchmarks.measure import Line, child, cpu_of_tree, seconds, show
from benchmarks.peers import NotHereError
from benchmarks.server import Server, app

ASK = 25
ASKED = 30
FOUND = 302
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
        costs: dict[str, tuple[float, float]] = {}
        database = sqlite3.connect(folder / "hoursback.sqlite3")
        for role, known in roles.items():
            browser = replace(server, cookie=known["cookie"])
            # An address that only leads to another page, which is measured itself, is no page.
            pages = {name: address for name, address in known["pages"].items() if browser.status(address) != FOUND}
            for name, address in pages.items():
                costs[f"{role} {name}"] = browser.cpu(address, ASKED), _first_look(browser, address, database)
        database.close()
    for name, (cost, _first) in sorted(costs.items(), key=lambda pair: -pair[1][0]):
        yield Line(GOAL, f"{name} : empty page of a member", seconds(cost), seconds(inside), cost / inside, ASK)
    for name, (_cost, first) in sorted(costs.items(), key=lambda pair: -pair[1][1]):
        if first > ASK * inside:
            said = f"{name}, first look after a change"
            yield Line(GOAL, said, seconds(first), seconds(inside), first / inside, ASK)


def _first_look(browser: Server, address: str, database: sqlite3.Connection) -> float:
    """CPU seconds of the first request after the workspace has changed."""
    with database:
        database.execute("UPDATE accounts_workspace SET version = version + 1")
    before = cpu_of_tree(browser.pid)
    browser.ask(address, 1)
    return max(cpu_of_tree(browser.pid) - before, 0.01)
