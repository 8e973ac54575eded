"""The sample business is whole, and its figures are those of the command line on the same log and settings."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from hoursback.engine.capture.sample import SAMPLE_SETTINGS, sample_csv, sample_log
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import rollups
from hoursback.web.capture.models import DayTotal, Entry
from hoursback.web.cycle.models import Cycle
from hoursback.web.handoff.models import Change, Handoff, Run, Timesheet
from hoursback.web.home import demo_login, sample
from hoursback.web.plan.models import Line
from tests import servers

TODAY, START, WEEKS = date(2026, 3, 31), date(2026, 1, 5), 12


@pytest.mark.django_db
def test_the_sample_has_a_log_and_a_plan_with_two_lines_accepted(tmp_path: Path) -> None:
    log, config = tmp_path / "olive.csv", tmp_path / "olive.toml"
    log.write_text(sample_csv(7, START, WEEKS), encoding="utf-8", newline="")
    config.write_text(SAMPLE_SETTINGS, encoding="utf-8")
    made = sample.make_business(log, TODAY)
    written = sample_log(7, START, WEEKS)
    own = Entry.everywhere.filter(person__kind="owner")
    assert made.entries == own.count() == len(written)
    assert sum(own.values_list("seconds", flat=True)) == sum(entry.seconds for entry in written)
    totals = set(DayTotal.everywhere.values_list("person_id", "activity_id", "day", "seconds", "entries"))
    assert totals == {tuple(delta) for delta in rollups.counted(made.owner.workspace_id)}
    with acting_in(made.owner.workspace):
        assert [line.decision for line in Line.objects.all()] == ["accepted", "accepted"]
        look_back(TODAY)
    assert made.plan.is_kept
    assert made.plan.state == "ready"
    # The same log and settings on the command line, to the second and the cent.
    env = servers.environment(tmp_path / "none")
    printed = json.loads(servers.run("plan", "make", str(log), "--config", str(config), "--json", env=env).stdout)
    assert made.plan.answer["totals"] == printed["totals"]
    assert made.plan.answer["decisions"] == printed["decisions"]


def look_back(today: date) -> None:
    """What was handed over before: signed off for eight weeks and longer, logged, paid, and a round begun."""
    monday = today - timedelta(days=today.weekday())
    rows = list(Handoff.objects.order_by("pk"))
    assert [(row.name, row.state) for row in rows] == [("Shop orders", "running"), ("Photo archive", "running")]
    for row in rows:
        signed = Change.objects.get(handoff=row, move="sign off")
        assert signed.at.date() <= today - timedelta(weeks=8)
        assert row.started_on is not None
        assert row.started_on < signed.at.date()
        assert Run.objects.filter(handoff=row, is_supervised=False, is_met=True).count() > 3
    helped = Entry.objects.filter(person__name="Sam")
    assert set(helped.values_list("activity__name", "rate")) == {(row.name, 1700) for row in rows}
    weeks = dict(Timesheet.objects.values_list("week", "state"))
    assert len(weeks) == 15
    recent = [weeks.pop((monday - timedelta(weeks=ago)).toordinal()) for ago in (1, 2)]
    assert recent == ["submitted", "approved"]
    assert set(weeks.values()) == {"paid"}
    cycle = Cycle.objects.get()
    assert cycle.phase == "performance_assessment"
    assert all(goal.lead_agreed_at and goal.person_agreed_at for goal in cycle.goals.all())


# The way in


@pytest.fixture
def ticket(own_folder: Path) -> str:
    from tests.web import cast

    return demo_login.write_ticket(cast.owner_of("Olive's studio", "Olive").user)


def ask(path: str, address: str = "127.0.0.1", method: str = "GET") -> tuple[str, dict[str, str]]:
    answered: list[Any] = []

    def app(environ: dict[str, Any], answer: Any) -> list[bytes]:
        answer("404 Not Found", [])
        return []

    door = demo_login.Door(app)
    door({"PATH_INFO": path, "REMOTE_ADDR": address, "REQUEST_METHOD": method}, lambda *said: answered.extend(said))
    return answered[0], dict(answered[1])


def test_a_ticket_opens_the_door_once(ticket: str) -> None:
    status, headers = ask(ticket)
    assert status.startswith("303")
    assert "HttpOnly" in headers["Set-Cookie"]
    assert ask(ticket)[0].startswith("404")


@pytest.mark.parametrize("address", ["192.168.1.7", "", "127.0.0.1.example.com"])
def test_nobody_elsewhere_can_use_it(ticket: str, address: str) -> None:
    assert ask(ticket, address)[0].startswith("404")
    assert ask(ticket)[0].startswith("303")


def test_another_ticket_does_not_open_it_nor_use_it_up(ticket: str) -> None:
    for wrong in (demo_login.PATH, ticket[:-1], ticket + "x", "/"):
        assert ask(wrong)[0].startswith("404")
    assert ask(ticket, method="POST")[0].startswith("404")
    assert ask(ticket)[0].startswith("303")


def test_the_ticket_itself_is_stored_nowhere(ticket: str, own_folder: Path) -> None:
    secret = ticket.removeprefix(demo_login.PATH).encode()
    assert [file.name for file in own_folder.rglob("*") if file.is_file() and secret in file.read_bytes()] == []
