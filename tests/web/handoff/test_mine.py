"""Somebody's own page: what waits for them, first."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.models import Agreement, Flag, FollowUp, Handoff
from tests.web.cast import Player
from tests.web.handoff import runcast
from tests.web.handoff.runcast import GOOD, NOT_YET, address, handed_to, judged, started


def page(player: Player) -> str:
    answer = player.client.get(f"{player.root}handoff/mine")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_counts_what_waits_in_its_first_sentence(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "training")
    olive.client.post(address(olive, handoff, "training"), {"do": "add", "name": "Sit beside me"})
    runcast.publish(handoff, changed_because="The bank moved")
    text = page(sam)
    assert "2 things wait for you." in text
    assert ("Sit beside me" in text, "The bank moved" in text) == (True, True)


def test_terms_to_answer_come_first(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "choosing")
    with acting_in(olive.workspace):
        Agreement.objects.filter(handoff=handoff).update(person_confirmed_at=None)
    text = page(sam)
    assert "1 thing waits for you." in text
    assert "Terms to answer" in text


def test_terms_that_were_withdrawn_do_not_wait(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "choosing")
    with acting_in(olive.workspace):
        Agreement.objects.filter(handoff=handoff).update(person_confirmed_at=None, withdrawn_at=timezone.now())
    assert "Terms to answer" not in page(sam)


def test_a_brief_that_was_confirmed_does_not_wait(olive: Player, sam: Player) -> None:
    handed_to(olive, sam, "running")
    text = page(sam)
    assert "Nothing waits for you." in text
    assert "Start a run" in text


def test_a_step_is_ticked_on_the_page_itself(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "training")
    olive.client.post(address(olive, handoff, "training"), {"do": "add", "name": "Sit beside me"})
    step = runcast.steps_of(handoff)[0]
    assert f'name="step" value="{step.pk}"' in page(sam)


def test_a_run_under_way_is_gone_on_with(olive: Player, sam: Player) -> None:
    run = started(sam, handed_to(olive, sam))
    text = page(sam)
    assert f"handoff/runs/{run.pk}" in text
    assert "Go on" in text


def test_a_run_waits_for_the_changed_brief(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "running")
    runcast.publish(handoff)
    text = page(sam)
    assert "confirm the brief first" in text
    assert "Start a run" not in text


def test_what_was_said_about_the_last_runs_is_there(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    judged(sam, olive, handoff, NOT_YET)
    judged(sam, olive, handoff, GOOD)
    assert "Check the amount" in page(sam)


def test_nothing_of_others_and_nothing_for_leaders_alone_is_on_it(olive: Player, max_: Player, sam: Player) -> None:
    own, other = handed_to(olive, sam, "running", candid="canary-candid"), handed_to(olive, max_, "running")
    with acting_in(olive.workspace):
        FollowUp.objects.create(workspace=olive.workspace, handoff=own, on=runcast.TODAY, about="canary-follow-up")
        Flag.objects.create(
            workspace=olive.workspace, handoff=own, week=runcast.TODAY.toordinal(), seconds=9, reason="canary-flag"
        )
    text = page(sam)
    assert own.name in text
    assert other.name not in text
    assert "canary" not in text


def test_an_owner_sees_their_own_work_and_not_what_they_handed_out(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "running")
    text = page(olive)
    assert "Nothing is handed to you yet." in text
    assert handoff.name not in text


def test_a_newcomer_learns_what_will_be_there(sam: Player) -> None:
    assert "Here is what you will find" in page(sam)


def test_an_adviser_has_no_such_page(ada: Player) -> None:
    assert ada.client.get(f"{ada.root}handoff/mine").status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_work(olive: Player, sam: Player) -> None:
    def queries() -> int:
        page(sam)
        with CaptureQueriesContext(connection) as seen:
            page(sam)
        return len(seen)

    def more(number: int) -> None:
        for state in ("training", "supervised", "running")[:number]:
            handoff = handed_to(olive, sam, state)
            olive.client.post(address(olive, handoff, "training"), {"do": "add", "name": "Sit beside me"})
            if state != "training":
                started(sam, handoff)
            runcast.publish(handoff)

    more(3)
    few = queries()
    for _ in range(3):
        more(3)
    assert queries() == few
    with acting_in(olive.workspace):
        assert Handoff.objects.count() == 12
