"""How far plans came true, and what that teaches: shown first, used by a click, taken back by another."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine

from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.outcome.selectors.calibrating import Calibration, calibration
from hoursback.web.plan.models import Limits, Line
from tests.web.cast import Player
from tests.web.outcome.decisions import TODAY, a_year_of_decisions
from tests.web.outcome.stage import a_quarter, touched

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T09:00:00Z", tick=True):
        yield


@pytest.fixture
def lines(olive: Player) -> list[Line]:
    return a_year_of_decisions(olive)


def found_by(player: Player) -> Calibration:
    player.workspace.refresh_from_db()
    with acting_in(player.workspace):
        return calibration(player.member, TODAY)


def read(player: Player) -> str:
    page = player.client.get(f"{player.root}outcome/calibration")
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.content.decode())


def taught(player: Player, name: str) -> float | None:
    learnt = next(one.learnt for one in found_by(player).teachings if one.learnt.name == name)
    return None if learnt.share is None else learnt.share.value


def test_chances_are_set_against_what_was_paid_back(olive: Player, lines: list[Line]) -> None:
    chances = found_by(olive).chances
    assert chances is not None
    # The changed one was no longer what the plan had spoken of.
    assert chances.of == 9
    assert chances.share.met == 7
    assert chances.missing == 0
    page = read(olive)
    assert "7 of 9 hand-offs paid (78%); the plan had said 82% on average." in page.replace("\u00a0", "")
    assert "Brier score" in page


def test_ranges_are_counted_for_what_went_and_what_stayed(olive: Player, lines: list[Line]) -> None:
    found = found_by(olive)
    assert found.freed.share.of == 9
    assert found.freed.below == 2
    assert found.took.share.of == 4
    assert found.took.above == 1
    assert found.ranges.share.of == 13
    assert found.ratio is not None


def test_hand_offs_teach_efficiency_share_and_briefing(olive: Player, lines: list[Line]) -> None:
    efficiency, handable, brief = (taught(olive, name) for name in ("e_inf_generalist", "phi", "brief"))
    assert efficiency is not None
    assert 0.5 < efficiency < 1.1
    assert handable is not None
    assert 0.6 < handable < 0.9
    assert brief is not None
    assert brief < 8.0
    assert taught(olive, "s_inf") is None
    assert "3 more hand-offs with #check or #answer" in read(olive)


def test_tags_teach_checking(olive: Player) -> None:
    a_year_of_decisions(olive, tags="check")
    assert taught(olive, "s_inf") is not None


def test_nothing_is_used_until_it_is_pressed_and_it_can_be_taken_back(olive: Player, lines: list[Line]) -> None:
    before = read(olive)
    assert not Limits.everywhere.exists()
    learned = taught(olive, "phi")
    assert learned is not None
    page = olive.client.post(f"{olive.root}outcome/calibration/learn", {"name": "phi", "version": "0"}, follow=True)
    low, high = Limits.everywhere.get().assumptions["phi"]
    assert low < learned < high
    assert "Use" in before
    assert "The next plan takes" in page.content.decode()
    undo = re.search(r'action="([^"]*learn/back[^"]*)"', page.content.decode())
    assert undo is not None
    olive.client.post(undo[1].replace("&amp;", "&"))
    assert Limits.everywhere.get().assumptions == {}


def test_what_was_learned_does_not_grow_by_being_used(olive: Player, lines: list[Line]) -> None:
    learned = taught(olive, "phi")
    olive.client.post(f"{olive.root}outcome/calibration/learn", {"name": "phi", "version": "0"})
    assert taught(olive, "phi") == learned


def test_a_stated_figure_comes_back_as_it_was(olive: Player, lines: list[Line]) -> None:
    Limits.everywhere.create(workspace=olive.workspace, assumptions={"brief": [5.0, 12.0]}, version=4)
    page = olive.client.post(f"{olive.root}outcome/calibration/learn", {"name": "brief", "version": "4"}, follow=True)
    undo = re.search(r'action="([^"]*learn/back[^"]*)"', page.content.decode())
    assert undo is not None
    olive.client.post(undo[1].replace("&amp;", "&"))
    assert Limits.everywhere.get().assumptions == {"brief": [5.0, 12.0]}


def test_an_older_page_overwrites_nothing(olive: Player, lines: list[Line]) -> None:
    Limits.everywhere.create(workspace=olive.workspace, assumptions={"phi": 0.4}, version=3)
    page = olive.client.post(f"{olive.root}outcome/calibration/learn", {"name": "phi", "version": "1"}, follow=True)
    assert "changed meanwhile" in page.content.decode()
    assert Limits.everywhere.get().assumptions == {"phi": 0.4}


@pytest.mark.parametrize("odd", [{}, {"name": "caution", "version": "0"}, {"name": "phi", "version": "x"}])
def test_odd_requests_are_refused(olive: Player, odd: dict[str, str]) -> None:
    assert olive.client.post(f"{olive.root}outcome/calibration/learn", odd).status_code == 400


@pytest.mark.parametrize("odd", ["name=caution&was=0.4", "name=phi&was=2", "name=brief&was=9,3", "name=brief&was=nan"])
def test_an_odd_way_back_is_refused(olive: Player, odd: str) -> None:
    assert olive.client.post(f"{olive.root}outcome/calibration/learn/back?{odd}").status_code == 400


def test_what_is_not_learned_yet_is_not_used(olive: Player) -> None:
    a_quarter(olive)
    page = olive.client.post(f"{olive.root}outcome/calibration/learn", {"name": "phi", "version": "0"}, follow=True)
    assert "nothing learned yet" in page.content.decode()
    assert not Limits.everywhere.exists()


def test_few_decisions_say_what_is_missing_instead_of_a_number(olive: Player) -> None:
    a_quarter(olive)
    page = read(olive)
    assert "Too few" in page
    assert "more hand-offs that ran for eight weeks" in page
    assert "Brier" not in page


def test_others_see_ranges_of_hours_and_neither_chances_nor_what_they_teach(
    olive: Player, max_: Player, ada: Player, lines: list[Line]
) -> None:
    for player in (max_, ada):
        page = read(player)
        assert "outcomes lay within" in page
        assert "hand-offs paid" not in page
        assert "What it teaches" not in page
        assert found_by(player).teachings == ()
    Workspace.objects.filter(pk=olive.workspace.pk).update(has_money_shared=True)
    touched(olive)
    page = read(ada)
    assert "hand-offs paid" in page
    assert "in the next plan</button>" not in page.replace("<span", "</button><span")


def test_an_empty_page_teaches(rex: Player) -> None:
    page = read(rex)
    assert "Nothing is decided yet" in page
    assert 'class="empty"' in page
