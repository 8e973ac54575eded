"""A program reads rounds: what its member may see of them, and nothing that is kept from the person."""

from __future__ import annotations

from hoursback.web.accounts.roles import Scope
from hoursback.web.cycle.models import Cycle
from tests.web.api.conftest import caller
from tests.web.cast import Player
from tests.web.cycle import stage


def _round(olive: Player, sam: Player, phase: str = "performance_assessment") -> Cycle:
    person = stage.person_of(sam)
    stage.hand_over(olive, person)
    cycle = stage.cycle_of(olive, person, phase)
    stage.rate(olive, cycle, 3, source="self", rater=sam)
    stage.rate(olive, cycle, 4)
    stage.train(olive, cycle)
    stage.goal(olive, cycle, agreed=True)
    Cycle.everywhere.filter(pk=cycle.pk).update(verdict="keep")
    return cycle


def test_a_leader_reads_a_round_with_ratings_training_and_goals(olive: Player, sam: Player) -> None:
    cycle = _round(olive, sam)
    said = caller(olive.member, Scope.READ).get(f"rounds/{cycle.pk}").json()
    assert (said["person"], said["number"], said["verdict"]) == ("Sam", 1, "keep")
    assert [(each["source"], each["level"]) for each in said["ratings"]] == [("self", 3), ("other", 4)]
    (skill,) = said["skills"]
    assert (skill["asked"], skill["own"], skill["found"], skill["counts_as"]) == (4, 3, 3.65, 4)
    assert [goal["target"] for goal in said["goals"]] == [90.0]
    assert [item["level_to"] for item in said["training"]] == [4]


def test_the_person_reads_their_own_without_single_levels_and_open_verdicts(olive: Player, sam: Player) -> None:
    cycle = _round(olive, sam)
    program = caller(sam.member, Scope.READ)
    said = program.get(f"rounds/{cycle.pk}").json()
    assert said["verdict"] == ""
    assert [(each["source"], each["level"]) for each in said["ratings"]] == [("self", 3), ("other", None)]
    Cycle.everywhere.filter(pk=cycle.pk).update(phase="repeat")
    assert program.get(f"rounds/{cycle.pk}").json()["verdict"] == "keep"


def test_before_the_training_begins_the_person_reads_their_own_rating_alone(olive: Player, sam: Player) -> None:
    cycle = _round(olive, sam, "skill_assessment")
    said = caller(sam.member).get(f"rounds/{cycle.pk}").json()
    assert [each["source"] for each in said["ratings"]] == ["self"]
    assert said["skills"][0]["found"] is None


def test_rounds_of_others_are_not_listed_and_not_found(
    olive: Player, max_: Player, sam: Player, rex: Player, ada: Player
) -> None:
    own = _round(olive, sam)
    other = stage.cycle_of(olive, stage.somebody(olive))
    manager = stage.cycle_of(olive, stage.person_of(max_))
    assert [each["id"] for each in caller(sam.member).get("rounds").json()["rounds"]] == [own.pk]
    assert [each["id"] for each in caller(max_.member).get("rounds").json()["rounds"]] == [own.pk, other.pk, manager.pk]
    assert caller(sam.member).get(f"rounds/{other.pk}").status_code == 404
    assert caller(rex.member).get(f"rounds/{own.pk}").status_code == 404
    assert caller(ada.member).get("rounds").status_code == 403


def test_rounds_come_in_pages_and_by_person_and_state(olive: Player, sam: Player) -> None:
    person = stage.somebody(olive)
    made = [stage.cycle_of(olive, person, "repeat", number=number).pk for number in (1, 2)]
    made.append(stage.cycle_of(olive, person, number=3).pk)
    program = caller(olive.member)
    first = program.get("rounds?size=2").json()
    rest = program.get(f"rounds?size=2&cursor={first['next_cursor']}").json()
    assert [each["id"] for each in first["rounds"] + rest["rounds"]] == made
    assert rest["next_cursor"] is None
    assert [each["id"] for each in program.get("rounds?is_open=true").json()["rounds"]] == made[2:]
    assert program.get(f"rounds?person_id={stage.person_of(sam).pk}").json()["rounds"] == []
    assert program.get("rounds?is_open=perhaps").status_code == 400
    assert program.get("rounds?cursor=1.2").status_code == 400


def test_the_csv_has_the_same_rounds_and_no_formula(olive: Player, sam: Player, rex: Player) -> None:
    cycle = _round(olive, sam)
    stage.goal(olive, cycle, what='=HYPERLINK("x")', measure="@runs")
    address = f"cycle/person/{cycle.person_id}/rounds.csv"
    leads = olive.client.get(olive.root + address).content.decode()
    assert leads.splitlines()[0].startswith("round,phase,opened_on")
    assert ",keep,round,Sam," in leads
    assert ",rating,bookkeeping,closed a month alone,,,4,level," in leads
    assert "'=HYPERLINK" in leads
    assert "'@runs" in leads
    own = sam.client.get(sam.root + address).content.decode()
    assert ",keep," not in own
    assert "closed a month alone" not in own
    assert ",goal,Invoices leave on Friday," in own
    assert rex.client.get(rex.root + address).status_code == 404
    assert address in olive.client.get(f"{olive.root}cycle/person/{cycle.person_id}").content.decode()
