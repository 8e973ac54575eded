"""The phases of a round: every allowed move works for exactly the parts it names, every other is refused."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoursback.engine.cycle.phases import CYCLE
from hoursback.engine.moves import Move, Part
from hoursback.web.accounts.models import Event
from hoursback.web.cycle.models import Cycle, Turn
from tests.web.cast import Player
from tests.web.cycle import stage
from tests.web.matrix import undone

NAMES = tuple(dict.fromkeys(move.name for move in CYCLE.moves))


def ready(olive: Player, sam: Player, phase: str, *, has_gap: bool) -> Cycle:
    """A round with Sam in which nothing is missing for any move from its phase."""
    person = stage.person_of(sam)
    stage.hand_over(olive, person)
    cycle = stage.cycle_of(olive, person, phase)
    if phase == "skill_assessment":
        stage.rate(olive, cycle, 2 if has_gap else 4)
    if phase == "goal_setting":
        stage.goal(olive, cycle, agreed=True)
    if phase == "performance_assessment":
        stage.view(olive, cycle, "person")
        stage.view(olive, cycle, "lead")
        type(cycle).everywhere.filter(pk=cycle.pk).update(verdict="keep")
    return cycle


def has_gap(move: Move | None) -> bool:
    return move is None or "no gaps" not in move.needs


def wrong_with(players: dict[Part, Player], sam: Player, phase: str, name: str, part: Part) -> str:
    """What is not as the table says when somebody tries a move; "" when all is."""
    olive = players[Part.OWNER]
    move = next((each for each in CYCLE.moves_from(phase) if each.name == name), None)
    cycle = ready(olive, sam, phase, has_gap=has_gap(move))
    answer = stage.move(players[part], cycle, name, reason="because")
    turns = list(Turn.everywhere.filter(workspace=olive.workspace).values_list("move", "source", "target"))
    events = Event.everywhere.filter(workspace=olive.workspace, verb=f"round: {name}").count()
    found = (answer.status_code, stage.fresh(cycle).phase, turns, events, 'role="alert"' in answer.content.decode())
    if move is not None and part in move.who:
        wanted: tuple[object, ...] = (302, move.target, [(name, phase, move.target)], 1, False)
    else:
        wanted = (400, phase, [], 0, True)
    return "" if found == wanted else f"{name} by {part} from {phase}: {found}"


@pytest.mark.parametrize("phase", CYCLE.states)
def test_a_move_is_possible_for_exactly_the_parts_it_names(
    olive: Player, max_: Player, sam: Player, phase: str
) -> None:
    players = {Part.OWNER: olive, Part.MANAGER: max_, Part.PERSON: sam}
    faults = []
    for name, part in product(NAMES, Part):
        with undone():
            faults.append(wrong_with(players, sam, phase, name, part))
    assert [fault for fault in faults if fault] == []
    assert len(faults) == len(NAMES) * len(Part)


@pytest.mark.parametrize("move", [move for move in CYCLE.moves if move.needs], ids=lambda m: f"{m.name}-{m.source}")
def test_a_move_waits_for_what_it_needs_and_says_so(olive: Player, sam: Player, move: Move) -> None:
    person = stage.person_of(sam)
    stage.hand_over(olive, person)
    cycle = stage.cycle_of(olive, person, move.source)
    if move.source == "gap_training":
        stage.train(olive, cycle)
    answer = stage.move(olive, cycle, move.name)
    assert answer.status_code == 400
    assert stage.fresh(cycle).phase == move.source
    said = answer.content.decode()
    needed = [CYCLE.asks[need] for need in move.needs if need != "no gaps"]
    assert all(text.split("“")[0].strip(" :") in said.replace("&#x27;", "'") for text in needed)


def test_goals_cannot_be_set_over_gaps_that_nobody_trained(olive: Player, sam: Player) -> None:
    cycle = ready(olive, sam, "skill_assessment", has_gap=True)
    answer = stage.move(olive, cycle, "set goals")
    assert answer.status_code == 400
    assert "There are gaps: train them first." in answer.content.decode()


def test_no_phase_is_reached_by_sending_other_fields(olive: Player, sam: Player) -> None:
    cycle = stage.cycle_of(olive, stage.person_of(sam))
    for sent in ({"phase": "repeat"}, {"target": "repeat"}, {"name": "repeat"}, {"verdict": "keep", "name": "confirm"}):
        for player in (olive, sam):
            answer = player.client.post(
                f"{player.root}cycle/{cycle.pk}/move", {"name": "", "version": cycle.version, **sent}
            )
            assert answer.status_code == 400
    for path in ("", "/skills", "/training", "/goals", "/views", "/verdict"):
        for player in (olive, sam):
            player.client.post(f"{player.root}cycle/{cycle.pk}{path}", {"phase": "repeat", "verdict": "keep"})
            assert player.client.get(f"{player.root}cycle/{cycle.pk}{path}?phase=repeat").status_code == 200
    now = stage.fresh(cycle)
    assert (now.phase, now.verdict, now.closed_on) == ("skill_assessment", "", None)


def test_a_move_from_an_old_page_shows_both_and_changes_nothing(olive: Player, sam: Player) -> None:
    cycle = ready(olive, sam, "goal_setting", has_gap=False)
    answer = stage.move(olive, cycle, "assess again", version=cycle.version + 4)
    assert answer.status_code == 409
    assert "Somebody changed this round" in answer.content.decode()
    assert stage.fresh(cycle).phase == "goal_setting"
    assert stage.move(olive, cycle, "assess again", version="").status_code == 400


def test_the_page_draws_the_buttons_of_the_table_with_what_is_missing(olive: Player, sam: Player) -> None:
    person = stage.person_of(sam)
    stage.hand_over(olive, person)
    cycle = stage.cycle_of(olive, person)
    page = olive.client.get(f"{olive.root}cycle/{cycle.pk}").content.decode()
    assert "Go on to training" in page
    assert "Rate at least one skill" in page
    assert "Go on to training" not in sam.client.get(f"{sam.root}cycle/{cycle.pk}").content.decode()


def test_nobody_leads_their_own_round_and_a_manager_not_that_of_another(olive: Player, max_: Player) -> None:
    cycle = stage.cycle_of(olive, stage.person_of(max_), "goal_setting")
    answer = stage.move(max_, cycle, "assess again")
    assert answer.status_code == 400
    assert stage.fresh(cycle).phase == "goal_setting"
    assert stage.move(olive, cycle, "assess again").status_code == 302


def test_rounds_of_others_are_as_if_they_were_not_there(olive: Player, max_: Player, sam: Player, rex: Player) -> None:
    own = stage.cycle_of(olive, stage.person_of(sam))
    other = stage.cycle_of(olive, stage.somebody(olive))
    of_manager = stage.cycle_of(olive, stage.person_of(max_))
    for path in ("", "/skills", "/training", "/goals", "/views", "/verdict"):
        assert sam.client.get(f"{sam.root}cycle/{own.pk}{path}").status_code == 200
        assert sam.client.get(f"{sam.root}cycle/{other.pk}{path}").status_code == 404
        assert sam.client.get(f"{sam.root}cycle/{of_manager.pk}{path}").status_code == 404
        assert rex.client.get(f"{rex.root}cycle/{own.pk}{path}").status_code == 404
    assert sam.client.get(f"{sam.root}cycle/person/{other.person_id}").status_code == 404


def test_a_manager_sees_helpers_and_themselves_and_no_other_manager(olive: Player, max_: Player, sam: Player) -> None:
    from hoursback.web.accounts.roles import Role
    from tests.web import cast

    mia = cast.player(cast.join(olive.workspace, "Mia", Role.MANAGER))
    hers = stage.cycle_of(olive, stage.person_of(mia), "performance_assessment")
    his = stage.cycle_of(olive, stage.person_of(max_))
    sams = stage.cycle_of(olive, stage.person_of(sam))
    assert max_.client.get(f"{max_.root}cycle/{hers.pk}").status_code == 404
    assert max_.client.get(f"{max_.root}cycle/{his.pk}").status_code == 200
    assert max_.client.get(f"{max_.root}cycle/{sams.pk}").status_code == 200
    page = max_.client.get(f"{max_.root}cycle/person/{hers.person_id}")
    assert page.status_code == 200
    assert "is the owner" in page.content.decode()
    assert "Round 1" not in page.content.decode()
    listed = max_.client.get(f"{max_.root}cycle/").content.decode()
    assert "Mia" not in listed
    assert "Sam" in listed


@pytest.mark.usefixtures("sam")
def test_the_list_costs_as_many_queries_for_forty_people_as_for_two(olive: Player) -> None:
    def one(number: int) -> None:
        person = stage.somebody(olive, f"Person {number}")
        handoff = stage.hand_over(olive, person, f"Work {number}")
        for old in range(1, 4):
            stage.cycle_of(olive, person, "repeat", number=old)
        phases = ("skill_assessment", "gap_training", "goal_setting", "performance_assessment")
        cycle = stage.cycle_of(olive, person, phases[number % 4], number=4)
        stage.goal(olive, cycle)
        stage.train(olive, cycle)
        stage.runs(olive, handoff, [True, False])

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert olive.client.get(f"{olive.root}cycle/").status_code == 200
        return len(seen)

    for number in range(4):
        one(number)
    cost()  # what is looked up once for the whole process
    few = cost()
    for number in range(4, 40):
        one(number)
    assert cost() == few
    assert few < 30
