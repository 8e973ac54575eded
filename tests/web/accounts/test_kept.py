"""What is made of a workspace's data is kept until something in it changes, and never given to somebody else."""

from __future__ import annotations

from datetime import date

import pytest

from hoursback.web.accounts.kept import kept
from hoursback.web.accounts.record import touch
from hoursback.web.shared import formats
from tests.web.cast import Player

DAY = date(2026, 3, 2)


def made(player: Player, calls: list[str], day: date = DAY, name: str = "list") -> str:
    def make() -> str:
        calls.append(str(player.member))
        return f"{player.member} {len(calls)}"

    return kept(player.member, name, day, make)


def test_it_is_made_once_until_the_workspace_changes(olive: Player) -> None:
    calls: list[str] = []
    assert made(olive, calls) == made(olive, calls) == "Olive 1"
    touch(olive.workspace.pk)
    assert made(olive, calls) == "Olive 2"


def test_nothing_is_kept_as_well_as_something(olive: Player) -> None:
    calls: list[None] = []
    for _ in range(2):
        assert kept(olive.member, "nothing", DAY, lambda: calls.append(None)) is None
    assert len(calls) == 1


def test_another_day_member_name_or_way_of_reading_has_its_own(
    olive: Player, sam: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    assert made(olive, calls) == "Olive 1"
    assert made(sam, calls) == "Sam 2"
    assert made(olive, calls, date(2026, 3, 3)) == "Olive 3"
    assert made(olive, calls, name="other") == "Olive 4"
    token = formats.LOCALE.set("de_AT")
    assert made(olive, calls) == "Olive 5"
    formats.LOCALE.reset(token)
    monkeypatch.setattr(olive.member, "role", "manager")
    assert made(olive, calls) == "Olive 6"
