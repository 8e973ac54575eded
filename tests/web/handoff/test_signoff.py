"""Sign-off: what makes it possible, and what it says about skills."""

from __future__ import annotations

import pytest

from hoursback.engine.moves import MoveError
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.models import Handoff
from hoursback.web.people.models import Person, SkillLevel
from tests.web import cast
from tests.web.cast import Player, local_today
from tests.web.handoff import runcast
from tests.web.handoff.runcast import GOOD, NOT_YET, address, handed_to, judged, moved, newest, stored


def levels(handoff: Handoff) -> dict[str, SkillLevel]:
    with acting_in(handoff.workspace):
        rows = SkillLevel.objects.filter(person=handoff.person, basis="signed_off").select_related("skill")
        return {row.skill.name: row for row in rows}


def test_sign_off_waits_for_enough_good_runs_in_a_row(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, runs_needed=2)
    for said in (GOOD, NOT_YET, GOOD):
        judged(sam, olive, handoff, said)
        with pytest.raises(MoveError):
            moved(olive, handoff, "sign off")
    assert "1 of 2 supervised runs" in olive.client.get(address(olive, handoff, "runs")).content.decode()
    judged(sam, olive, handoff, GOOD)
    assert moved(olive, handoff, "sign off").state == "running"


def test_the_person_cannot_sign_themselves_off(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, runs_needed=1)
    judged(sam, olive, handoff, GOOD)
    with pytest.raises(MoveError, match="not yours"):
        moved(sam, handoff, "sign off")


def test_a_sign_off_writes_each_required_skill_with_its_evidence(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, runs_needed=2, requires={"bookkeeping": 3, "excel": 2})
    Person.everywhere.filter(member=sam.member).update(skills={"bookkeeping": 1, "excel": 4})
    for _ in range(2):
        judged(sam, olive, handoff, GOOD)
    moved(olive, handoff, "sign off")
    row = levels(handoff)["bookkeeping"]
    assert (row.level, row.assessor_id, row.on) == (3, olive.member.pk, local_today())
    assert row.evidence == "2 of 2 supervised runs of “Invoices 0” met the standard in a row."
    assert levels(handoff)["excel"].level == 4
    person = stored(handoff).person
    assert person is not None
    assert person.skills == {"bookkeeping": 3, "excel": 4}


def test_a_sign_off_that_is_refused_writes_no_level(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, requires={"bookkeeping": 3})
    with pytest.raises(MoveError):
        moved(olive, handoff, "sign off")
    assert levels(handoff) == {}


def test_a_sign_off_by_the_button_of_the_page_does_the_same(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, runs_needed=1, requires={"bookkeeping": 3})
    judged(sam, olive, handoff, GOOD)
    said = {"move": "sign off", "version": str(stored(handoff).version)}
    assert olive.client.post(f"{olive.root}handoff/{handoff.pk}/move", said).status_code == 302
    assert levels(handoff)["bookkeeping"].level == 3


def test_runs_without_supervision_do_not_count(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "running", runs_needed=1)
    judged(sam, olive, handoff, GOOD)
    moved(olive, handoff, "supervise again")
    with pytest.raises(MoveError):
        moved(olive, handoff, "sign off")


def test_supervised_again_it_takes_new_good_runs(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, runs_needed=1)
    judged(sam, olive, handoff, GOOD)
    moved(olive, handoff, "sign off")
    moved(olive, handoff, "supervise again")
    with pytest.raises(MoveError):
        moved(olive, handoff, "sign off")
    judged(sam, olive, handoff, GOOD)
    assert moved(olive, handoff, "sign off").state == "running"


def test_the_judgements_under_a_sign_off_stay_as_they_are(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, runs_needed=1)
    run = judged(sam, olive, handoff, GOOD)
    moved(olive, handoff, "sign off")
    assert olive.client.post(f"{olive.root}handoff/runs/{run.pk}/judge?do=take-back").status_code == 400
    assert newest(handoff).is_met is True


def test_fewer_runs_needed_makes_the_sign_off_possible(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, runs_needed=3)
    judged(sam, olive, handoff, GOOD)
    said = {"do": "needed", "runs_needed": "1", "version": str(stored(handoff).version), "reason": "Done it for years"}
    olive.client.post(address(olive, handoff, "runs"), said)
    assert moved(olive, handoff, "sign off").state == "running"


# Handed to somebody else later


def handed_on(olive: Player, handoff: Handoff, heir: Player) -> Handoff:
    """Taken back, handed off again, and chosen for somebody else, as far as the first runs."""
    moved(olive, handoff, "take back", "Sam moves away")
    moved(olive, handoff, "hand off again")
    with acting_in(olive.workspace):
        Handoff.objects.filter(pk=handoff.pk).update(person=Person.objects.get(member=heir.member), state="training")
    runcast.read(stored(handoff))
    return stored(handoff)


def test_whoever_has_the_work_next_sees_no_run_of_the_one_before(olive: Player, sam: Player) -> None:
    heir = cast.player(cast.join(olive.workspace, "Hal", Role.HELPER))
    handoff = handed_to(olive, sam, runs_needed=1)
    run = judged(sam, olive, handoff, {**NOT_YET, "feedback": "canary-feedback"})
    handoff = handed_on(olive, handoff, heir)
    for page in (f"handoff/{handoff.pk}/runs", f"handoff/runs/{run.pk}", "handoff/mine"):
        answer = heir.client.get(f"{heir.root}{page}")
        assert "canary-feedback" not in answer.content.decode()
        assert "Check the amount" not in answer.content.decode()
    assert heir.client.get(f"{heir.root}handoff/runs/{run.pk}").status_code == 404
    assert "Sam" in olive.client.get(address(olive, handoff, "runs")).content.decode()


def test_the_good_runs_of_one_do_not_sign_another_off(olive: Player, sam: Player) -> None:
    heir = cast.player(cast.join(olive.workspace, "Hal", Role.HELPER))
    handoff = handed_to(olive, sam, runs_needed=1)
    judged(sam, olive, handoff, GOOD)
    handoff = handed_on(olive, handoff, heir)
    moved(olive, handoff, "supervise")
    with pytest.raises(MoveError):
        moved(olive, handoff, "sign off")
    judged(heir, olive, handoff, GOOD)
    assert moved(olive, handoff, "sign off").state == "running"


def test_a_run_left_open_by_one_is_not_gone_on_with_by_the_next(olive: Player, sam: Player) -> None:
    heir = cast.player(cast.join(olive.workspace, "Hal", Role.HELPER))
    handoff = handed_to(olive, sam)
    left = runcast.started(sam, handoff)
    handoff = handed_on(olive, handoff, heir)
    moved(olive, handoff, "supervise")
    assert runcast.started(heir, handoff).pk != left.pk


def test_handed_off_again_the_training_is_open_again(olive: Player, sam: Player) -> None:
    heir = cast.player(cast.join(olive.workspace, "Hal", Role.HELPER))
    handoff = handed_to(olive, sam, "training")
    olive.client.post(address(olive, handoff, "training"), {"do": "add", "name": "Sit beside me"})
    step = runcast.steps_of(handoff)[0]
    sam.client.post(address(sam, handoff, "training"), {"do": "done", "step": str(step.pk)})
    handoff = handed_on(olive, handoff, heir)
    assert runcast.steps_of(handoff)[0].done_at is None
    with pytest.raises(MoveError):
        moved(olive, handoff, "supervise")


def test_what_one_may_open_is_not_shown_to_the_next(olive: Player, sam: Player) -> None:
    heir = cast.player(cast.join(olive.workspace, "Hal", Role.HELPER))
    handoff = handed_to(olive, sam)
    olive.client.post(address(olive, handoff, "access"), {"do": "add", "name": "canary-key", "is_granted": "on"})
    handoff = handed_on(olive, handoff, heir)
    assert "canary-key" not in heir.client.get(address(heir, handoff, "access")).content.decode()
    assert "canary-key" in olive.client.get(address(olive, handoff, "access")).content.decode()
