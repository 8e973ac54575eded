"""Blocks lie in the calendar once, although app and server die at the worst moment; in processes of their own."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import servers
from tests.web import radicale

BEGIN = """
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
from hoursback.web.accounts.actions import create_owner, create_workspace
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.scope import acting_in
from hoursback.web.focus.calendars import sealing, settling, visiting
from hoursback.web.focus.calendars.dav import Dav
from hoursback.web.focus.models import Block, Calendar, Written
from hoursback.web.people.actions import ensure_person
now = timezone.now()
"""
MADE = """
call_command("migrate", verbosity=0)
owner = create_workspace(owner=create_owner(email="o@example.com", password="correct horse", name="O"), name="S")
person = ensure_person(member=owner)
start = int(now.timestamp()) + 90_000
mine = {"workspace": owner.workspace, "person": person}
Block.everywhere.create(**mine, start=start, end=start + 3600, day=1, zone="UTC")
Calendar.everywhere.create(
    **mine, address=URL, user=USER, password=sealing.seal(PASSWORD), state="connected", collection=URL + "olive/work/"
)
"""
KILLED = """
import os, signal
PLACE
visiting.visit(Calendar.everywhere.get().pk, now)
"""
BEFORE = "Dav.put = lambda *told: os.kill(os.getpid(), signal.SIGKILL)"
AFTER = "settling._agree = lambda *told: os.kill(os.getpid(), signal.SIGKILL)"
AGAIN = """
later = now + timedelta(minutes=10)
assert visiting.visit(Calendar.everywhere.get().pk, later), Calendar.everywhere.get().failure
print(Block.everywhere.get().state, Block.everywhere.get().version, Written.everywhere.count())
"""


@pytest.mark.parametrize("place", [BEFORE, AFTER], ids=["before writing", "after writing"])
def test_killed_at_the_worst_moment_and_both_started_again_a_block_is_there_once(tmp_path: Path, place: str) -> None:
    folder = tmp_path / "radicale"
    folder.mkdir()
    with radicale.running(folder) as server:
        env = servers.environment(tmp_path / "data", HOURSBACK_LOCAL_CALENDARS=server.place)
        known = f"URL, USER, PASSWORD = {server.url!r}, {radicale.USER!r}, {radicale.PASSWORD!r}\n"
        servers.script(BEGIN + known + MADE, env)
        code = f"from hoursback.cli.database import open_app\nopen_app()\n{BEGIN}{KILLED.replace('PLACE', place)}"
        died = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=False)
        assert died.returncode == -signal.SIGKILL, died.stderr
        assert len(server.names()) == (1 if place is AFTER else 0)
        server.stop()
        server.start()
        for _ in range(2):
            assert servers.script(BEGIN + AGAIN, env).split() == ["planned", "1", "1"]
        assert len(server.names()) == 1
