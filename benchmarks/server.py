"""Goals 9-13 and 16: the year's page on a running server, against an empty page of the same and against fava.

python -m benchmarks server
"""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import logs
from benchmarks.measure import (
    ROOT,
    SOME,
    Line,
    child,
    cpu_of_tree,
    memory_of_tree,
    missing,
    rows_wanted,
    seconds,
    show,
    surroundings_of,
)
from benchmarks.peers import NotHereError, cache, python_with

ASKED = 300
WAIT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers."""

    pid: int
    port: int
    cookie: str = ""

    def status(self, path: str) -> int:
        """What the server answers for a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_SECONDS)
        connection.request("GET", path, headers={"Host": "localhost", "Cookie": self.cookie})
        status = connection.getresponse().status
        connection.close()
        return status

    def ask(self, path: str, times: int, **headers: str) -> list[float]:
        """Ask for a page so often, one after the other; how long each took by the clock."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_SECONDS)
        took = []
        for _ in range(times):
            began = time.perf_counter()
            connection.request("GET", path, headers={"Host": "localhost", "Cookie": self.cookie, **headers})
            answer = connection.getresponse()
            answer.read()
            took.append(time.perf_counter() - began)
            if answer.status not in (200, 304):
                raise RuntimeError(f"{path} answered {answer.status}")
        connection.close()
        return took

    def cpu(self, path: str, times: int = ASKED, held: str = "") -> float:
        """CPU seconds of one request, over many, once the page has been asked for."""
        headers = {"If-None-Match": held} if held else {}
        self.ask(path, 5, **headers)
        before = cpu_of_tree(self.pid)
        self.ask(path, times, **headers)
        return max(cpu_of_tree(self.pid) - before, 0.01) / times

    def together(self, path: str, connections: int, times: int) -> list[float]:
        """Several connections at once; how long each request took, in order."""
        took: list[list[float]] = [[] for _ in range(connections)]

        def work(place: int) -> None:
            took[place] = self.ask(path, times)

        threads = [threading.Thread(target=work, args=(place,)) for place in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(each for some in took for each in some)

    def etag(self, path: str) -> str:
        """The mark under which a page may be kept."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_SECONDS)
        connection.request("GET", path, headers={"Host": "localhost", "Cookie": self.cookie})
        answer = connection.getresponse()
        answer.read()
        return answer.getheader("ETag") or ""


def main() -> None:
    """Measure and print the table."""
    try:
        show("The year's page (CPU a request, one worker, two threads)", list(measured()))
    except NotHereError as why:
        print(f"Skipped: {why}.")


def measured() -> Iterator[Line]:
    """All goals of this group."""
    rows = rows_wanted()
    with app(logs.store(rows)) as (server, root):
        page = f"{root}log/year/{logs.YEAR}/"
        server.ask("/empty/", 20)
        server.ask(f"{page}chart/", 1)
        memory = memory_of_tree(server.pid)
        inside = f"{root}empty/"
        public, empty = (min(server.cpu(path) for _ in range(2)) for path in ("/empty/", inside))
        full = min(server.cpu(page) for _ in range(2))
        again = server.cpu(page, held=server.etag(page))
        yield Line(9, "year page : empty page of a member", seconds(full), seconds(empty), full / empty, 25)
        yield Line(9, "year page : empty page of anybody", seconds(full), seconds(public), full / public, 25)
        yield Line(10, "unchanged : empty page of a member", seconds(again), seconds(empty), again / empty, 2)
        yield Line(10, "unchanged : empty page of anybody", seconds(again), seconds(public), again / public, 2)
        ours, nothing = (_p95(server.together(path, 8, 40)) for path in (page, inside))
        yield Line(11, "p95 at 8 connections : empty page's", seconds(ours), seconds(nothing), ours / nothing, 25)
        server.together(page, 32, 20)
        after = memory_of_tree(server.pid)
    with app(logs.store(SOME)) as (server, root):
        page = f"{root}log/year/{logs.YEAR}/"
        small = min(server.cpu(page) for _ in range(2))
    yield Line(12, f"year page at {rows:,} : {SOME:,}", seconds(full), seconds(small), full / small, 1.5)
    yield _against_fava(small)
    yield Line(16, "memory after 32 connections : before", f"{after:.0f} MB", f"{memory:.0f} MB", after / memory, 1.5)


def _p95(took: list[float]) -> float:
    return took[int(len(took) * 0.95)]


@contextlib.contextmanager
def app(data: Path) -> Iterator[tuple[Server, str]]:
    """The app on a data folder, with the owner logged in."""
    who = child("session", data=data)
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "2"),
        *("--host", "127.0.0.1", "--port", str(port), "--no-ws", "hoursback.web.wsgi:application"),
    ]
    with running(command, surroundings_of(data), port) as pid:
        yield Server(pid, port, who["cookie"]), who["root"]


@contextlib.contextmanager
def running(command: list[str], surroundings: dict[str, str], port: int) -> Iterator[int]:
    """A server from its first answer on until it is no longer needed."""
    log = (cache() / "server.log").open("w", encoding="utf-8")
    with log, subprocess.Popen(command, env=surroundings, cwd=ROOT, stdout=log, stderr=log) as process:
        try:
            until = time.monotonic() + WAIT_SECONDS
            while not _answers(port):
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"{command[0]} did not start; see {cache() / 'server.log'}")
                time.sleep(0.2)
            yield process.pid
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _against_fava(ours: float) -> Line:
    goal = f"year page : fava's income statement, {SOME:,}"
    try:
        python = python_with("fava")
    except NotHereError as why:
        return missing(13, goal, str(why), 15, is_least=True)
    ledger = cache() / f"log-{SOME}.beancount"
    if not ledger.exists():
        child("beancount", str(logs.log(SOME)), str(ledger), data=logs.empty_store("fava"))
    port = free_port()
    command = [str(python.with_name("fava")), "--host", "127.0.0.1", "--port", str(port), str(ledger)]
    with running(command, dict(os.environ), port) as pid:
        theirs = Server(pid, port).cpu(f"/log/api/income_statement?time={logs.YEAR}", 10)
    return Line(13, goal, seconds(ours), seconds(theirs), theirs / ours, 15, is_least=True)


if __name__ == "__main__":
    main()
