"""Many people at once on SQLite: every request is answered, and every entry that was acknowledged is there."""

from __future__ import annotations

import json
import random
import statistics
import threading
import time
from pathlib import Path

import pytest

from tests import servers
from tests.conftest import SOAK

USERS, SECONDS = (50, 300) if SOAK else (10, 20)
THINKING = (1.0, 5.0) if SOAK else (0.2, 1.0)
ARRIVING = 240
"""Seconds within which everybody must be in."""
PASSWORD = "correct horse battery"
FOUND = f"""
from django.contrib.auth.hashers import make_password
from hoursback.web.accounts.actions import create_owner, create_workspace
from hoursback.web.accounts.models import User
from hoursback.web.people.actions import ensure_person
for number in range({USERS}):
    user = create_owner(email=f"user{{number}}@example.com", password=None, name=f"User {{number}}")
    ensure_person(member=create_workspace(owner=user, name=f"Business {{number}}"))
# One hash for all: making fifty of them would take longer than the test.
User.objects.update(password=make_password("{PASSWORD}"))
"""
COUNT = """
import json
from hoursback.web.accounts.models import Workspace
from hoursback.web.capture import rollups
from hoursback.web.capture.models import DayTotal, Entry
kept = {}
for workspace in Workspace.objects.all():
    totals = DayTotal.everywhere.filter(workspace=workspace)
    kept[workspace.public_id] = set(totals.values_list("person_id", "activity_id", "day", "seconds", "entries")) == {
        tuple(delta) for delta in rollups.counted(workspace.pk)}
print(json.dumps({"entries": Entry.everywhere.count(), "is_exact": all(kept.values())}))
"""


class User(threading.Thread):
    """Somebody who looks around and logs now and then."""

    def __init__(self, number: int, url: str, everybody: threading.Barrier) -> None:
        super().__init__()
        self.number, self.everybody = number, everybody
        self.browser = servers.Browser(url)
        self.dice = random.Random(number)
        self.saved = 0
        self.errors: list[str] = []
        self.took: dict[str, list[float]] = {"page": [], "write": []}

    def run(self) -> None:
        try:
            root = self._arrive()
            self.everybody.wait(ARRIVING)
            self._visit(root)
        except Exception as error:
            self.errors.append(f"{type(error).__name__}: {error}")

    def _arrive(self) -> str:
        """Log in; all come from one address, of which only so many a minute may try."""
        latest = time.time() + ARRIVING
        while time.time() < latest:
            root = self.browser.log_in(f"user{self.number}@example.com", PASSWORD).url
            if "/w/" in root:
                return root
            time.sleep(self.dice.uniform(5, 15))
        raise RuntimeError(f"not logged in: {root}")

    def _visit(self, root: str) -> None:
        pages = ["", "log/", "log/week/", "review/", "worth/", "plan/", "people/", "log/activities/", "log/quality/"]
        until = time.time() + SECONDS
        while time.time() < until:
            if self.dice.random() < 0.3:
                self._log(root)
            else:
                self._timed("page", self.browser.get, root + self.dice.choice(pages))
            time.sleep(self.dice.uniform(*THINKING))

    def _log(self, root: str) -> None:
        page = self._timed("page", self.browser.get, root + "log/")
        line = f"{self.dice.randrange(1, 50)}m task {self.dice.randrange(8)}"
        answer = self._timed("write", self.browser.send, root + "log/", page, {"line": line})
        self.saved += answer.status == 200

    def _timed(self, kind: str, ask: object, *arguments: object) -> servers.Page:
        began = time.perf_counter()
        page: servers.Page = ask(*arguments)  # type: ignore[operator]
        self.took[kind].append(time.perf_counter() - began)
        if page.status != 200:
            self.errors.append(f"{page.status} {page.url}")
        return page


@pytest.mark.parametrize("users", [USERS])
def test_everybody_is_answered_and_nothing_acknowledged_is_lost(tmp_path: Path, users: int) -> None:
    env = servers.environment(tmp_path / "data")
    assert servers.run("worker", "--batch", env=env).returncode == 0
    servers.script(FOUND, env)
    with servers.serving("--port", "0", env=env) as served:
        everybody = threading.Barrier(users)
        people = [User(number, served.url, everybody) for number in range(users)]
        for person in people:
            person.start()
        for person in people:
            person.join()
        counted = json.loads(servers.script(COUNT, env))
        assert served.stop() == 0
    assert [error for person in people for error in person.errors] == []
    saved = sum(person.saved for person in people)
    assert saved > users
    assert counted == {"entries": saved, "is_exact": True}
    for kind in ("page", "write"):
        took = sorted(one for person in people for one in person.took[kind])
        # Figures for whoever looks (pytest -s); how long things take is no promise of a test.
        print(
            f"\n{kind}: {len(took)} requests, median {statistics.median(took):.3f} s, "
            f"p95 {took[int(len(took) * 0.95)]:.3f} s, most {took[-1]:.3f} s"
        )
