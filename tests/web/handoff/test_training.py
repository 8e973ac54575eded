"""Training before the work."""

from __future__ import annotations

import pytest

from hoursback.web.people.models import Person
from tests.web.cast import Player
from tests.web.handoff import runcast
from tests.web.handoff.runcast import address, handed_to, steps_of


def post(player: Player, handoff, **said: str):
    return player.client.post(address(player, handoff, "training"), said)


def test_a_training_is_drafted_from_the_brief_and_the_missing_levels(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "training", requires={"bookkeeping": 3, "excel": 2})
    Person.everywhere.filter(member=sam.member).update(skills={"bookkeeping": 1, "excel": 4})
    assert post(olive, handoff, do="draft").status_code == 302
    names = [step.name for step in steps_of(handoff)]
    assert names[0] == "Read the brief and confirm it"
    assert "Practise bookkeeping: from level 1 to level 3" in names
    assert not any("excel" in name for name in names)
    assert steps_of(handoff)[-1].material == "About 20 hours of practice"


def test_drafting_again_adds_only_what_is_missing(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "training")
    post(olive, handoff, do="draft")
    first = len(steps_of(handoff))
    post(olive, handoff, do="draft")
    assert len(steps_of(handoff)) == first > 0


def test_a_form_sent_twice_adds_one_step(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "training")
    for _ in range(2):
        post(olive, handoff, do="add", name="Sit beside me", once="k")
    assert [step.name for step in steps_of(handoff)] == ["Sit beside me"]


def test_steps_are_moved_one_place_and_stay_at_the_ends(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "training")
    for name in "ABC":
        post(olive, handoff, do="add", name=name)
    first, _, last = steps_of(handoff)
    post(olive, handoff, do="up", step=str(last.pk))
    post(olive, handoff, do="up", step=str(first.pk))
    assert [step.name for step in steps_of(handoff)] == ["A", "C", "B"]


@pytest.mark.parametrize("who", ["sam", "olive", "max_"])
def test_the_person_or_a_leader_says_that_a_step_is_done(
    who: str, olive: Player, sam: Player, max_: Player, request: pytest.FixtureRequest
) -> None:
    handoff = handed_to(olive, sam, "training")
    post(olive, handoff, do="add", name="Sit beside me")
    player = request.getfixturevalue(who)
    post(player, handoff, do="done", step=str(steps_of(handoff)[0].pk))
    assert steps_of(handoff)[0].done_by_id == player.member.pk


def test_the_helper_ticks_but_does_not_change_the_list(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "training")
    post(olive, handoff, do="add", name="Sit beside me")
    step = str(steps_of(handoff)[0].pk)
    refused = [
        post(sam, handoff, do=do, step=step, name="x").status_code for do in ("add", "draft", "up", "drop", "put-back")
    ]
    assert refused == [404] * 5
    page = sam.client.get(address(sam, handoff, "training")).content.decode()
    assert "Take off" not in page
    assert 'value="done"' in page


def test_done_can_be_taken_back_by_the_undo_of_its_message(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "training")
    post(olive, handoff, do="add", name="Sit beside me")
    step = steps_of(handoff)[0]
    post(sam, handoff, do="done", step=str(step.pk))
    page = sam.client.get(address(sam, handoff, "training")).content.decode()
    assert f"?do=undone&amp;step={step.pk}" in page
    sam.client.post(f"{address(sam, handoff, 'training')}?do=undone&step={step.pk}")
    assert steps_of(handoff)[0].done_at is None


def test_the_first_runs_wait_for_the_training_and_a_dropped_step_holds_nothing_up(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "training")
    post(olive, handoff, do="add", name="Sit beside me")
    with pytest.raises(Exception, match="has to wait"):
        runcast.moved(olive, handoff, "supervise")
    post(olive, handoff, do="drop", step=str(steps_of(handoff)[0].pk))
    assert runcast.moved(olive, handoff, "supervise").state == "supervised"


def test_a_step_put_back_is_on_the_list_again(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "training")
    post(olive, handoff, do="add", name="Sit beside me")
    step = str(steps_of(handoff)[0].pk)
    post(olive, handoff, do="drop", step=step)
    assert "1 step taken off" in olive.client.get(address(olive, handoff, "training")).content.decode()
    post(olive, handoff, do="put-back", step=step)
    assert steps_of(handoff)[0].dropped_at is None


def test_what_is_missing_or_a_password_is_said_at_its_box_and_kept(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "training")
    page = post(olive, handoff, do="add", name="", material="the manual")
    assert (page.status_code, "the manual" in page.content.decode()) == (400, True)
    page = post(olive, handoff, do="add", name="Log in", material="password: hunter2")
    assert page.status_code == 400
    assert "looks like a password" in page.content.decode()
    assert steps_of(handoff) == []


def test_a_step_of_another_hand_off_is_not_found(olive: Player, sam: Player) -> None:
    one, other = handed_to(olive, sam, "training"), handed_to(olive, sam, "training")
    post(olive, one, do="add", name="Sit beside me")
    assert post(olive, other, do="done", step=str(steps_of(one)[0].pk)).status_code == 404
    assert post(olive, one, do="done", step="x").status_code == 404
    assert post(olive, one, do="dance").status_code == 400


def test_rex_sees_no_training_of_others(olive: Player, sam: Player, rex: Player) -> None:
    handoff = handed_to(olive, sam, "training")
    assert rex.client.get(address(olive, handoff, "training")).status_code == 404
    assert rex.client.get(address(rex, handoff, "training")).status_code == 404
