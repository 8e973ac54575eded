"""Runs: started and ticked on a phone, judged by a leader."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.models import Change, Handoff, Run
from tests.web.cast import Player
from tests.web.handoff import runcast
from tests.web.handoff.runcast import GOOD, NOT_YET, address, finished, handed_to, judged, newest, started


def save(player: Player, run: Run, **said: str):
    return player.client.post(f"{player.root}handoff/runs/{run.pk}", said)


def judge(player: Player, run: Run, **said: str):
    return player.client.post(f"{player.root}handoff/runs/{run.pk}/judge", {"version": str(run.version), **said})


def ticks(run: Run) -> list[bool]:
    return [item["is_done"] for item in run.checklist]


def test_a_run_has_the_checklist_of_the_newest_brief(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    runcast.publish(handoff, "1. Open the new bank\n2. Match")
    runcast.read(handoff)
    run = started(sam, handoff)
    assert [item["item"] for item in run.checklist] == ["Open the new bank", "Match"]
    assert (run.number, run.is_supervised, run.by_id) == (1, True, sam.member.pk)


def test_a_checklist_stays_as_it_was_when_the_brief_changes(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    started(sam, handoff)
    runcast.publish(handoff, "- [ ] Something else")
    assert newest(handoff).checklist[0]["item"] == "Open the bank"


def test_starting_twice_goes_on_with_the_run_under_way(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    assert started(sam, handoff).pk == started(sam, handoff).pk


@pytest.mark.parametrize(("state", "is_supervised"), [("supervised", True), ("running", False)])
def test_a_run_is_supervised_while_the_hand_off_is(state: str, is_supervised: bool, olive: Player, sam: Player) -> None:
    assert started(sam, handed_to(olive, sam, state)).is_supervised is is_supervised


@pytest.mark.parametrize("state", ["agreed", "training", "paused", "returned", "ended"])
def test_no_run_is_started_in_another_state(state: str, olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, state)
    page = sam.client.post(address(sam, handoff, "runs"), {"do": "start"})
    assert page.status_code == 400
    assert "No run can be started" in page.content.decode()


def test_a_changed_brief_is_read_before_the_next_run(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "running")
    runcast.publish(handoff)
    page = sam.client.post(address(sam, handoff, "runs"), {"do": "start"})
    assert (page.status_code, "newer version of the brief" in page.content.decode()) == (400, True)
    assert "Read the new brief" in sam.client.get(address(sam, handoff, "runs")).content.decode()


def test_each_tick_is_kept_at_once_and_outlives_the_browser(olive: Player, sam: Player) -> None:
    run = started(sam, handed_to(olive, sam))
    answer = save(sam, run, tick="1:1", version="1")
    assert answer.headers["Location"].endswith("#item-1")
    fresh = Client()
    fresh.force_login(sam.user, backend="django.contrib.auth.backends.ModelBackend")
    page = fresh.get(f"{sam.root}handoff/runs/{run.pk}").content.decode()
    assert "1 of 3 ticked" in page
    assert ticks(newest(run.handoff)) == [False, True, False]


def test_a_tick_said_twice_is_one_tick_and_can_be_taken_back(olive: Player, sam: Player) -> None:
    run = started(sam, handed_to(olive, sam))
    for said in ("1:1", "1:1", "0:1", "1:0"):
        save(sam, run, tick=said, version="1")
    assert ticks(newest(run.handoff)) == [True, False, False]


def test_ticks_of_two_devices_are_both_kept(olive: Player, sam: Player) -> None:
    run = started(sam, handed_to(olive, sam))
    save(sam, run, tick="0:1", version="1", note="from the phone")
    save(sam, run, tick="2:1", version="2", note="from the phone")
    assert ticks(newest(run.handoff)) == [True, False, True]


def test_what_was_typed_is_kept_with_the_tick(olive: Player, sam: Player) -> None:
    run = started(sam, handed_to(olive, sam))
    save(sam, run, tick="0:1", version="1", minutes="12.5", note="The bank was slow")
    assert (newest(run.handoff).minutes, newest(run.handoff).note) == (12.5, "The bank was slow")


def test_a_tick_beside_minutes_that_are_no_number_is_kept_and_the_text_too(olive: Player, sam: Player) -> None:
    run = started(sam, handed_to(olive, sam))
    page = save(sam, run, tick="0:1", version="1", minutes="-5", note="The bank was slow")
    assert page.status_code == 422
    assert "The bank was slow" in page.content.decode()
    assert ticks(newest(run.handoff)) == [True, False, False]


@pytest.mark.parametrize("tick", ["9:1", "x", "-1:1", "99999999999999:1"])
def test_an_item_that_is_not_on_the_list_is_refused(tick: str, olive: Player, sam: Player) -> None:
    run = started(sam, handed_to(olive, sam))
    assert save(sam, run, tick=tick, version="1").status_code == 400


def test_two_notes_at_once_are_shown_side_by_side_and_none_is_lost(olive: Player, sam: Player) -> None:
    run = started(sam, handed_to(olive, sam))
    save(sam, run, version="1", note="from the phone")
    page = save(sam, run, version="1", note="from the desk")
    text = page.content.decode()
    assert page.status_code == 409
    assert ("from the phone" in text, "from the desk" in text) == (True, True)
    assert newest(run.handoff).note == "from the phone"


def test_with_htmx_only_the_list_comes_back(olive: Player, sam: Player) -> None:
    run = started(sam, handed_to(olive, sam))
    page = sam.client.post(
        f"{sam.root}handoff/runs/{run.pk}", {"tick": "0:1", "version": "1", "note": "n"}, HTTP_HX_REQUEST="true"
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert "<html" not in text
    assert 'name="version" value="2"' in text
    assert 'aria-checked="true"' in text


def test_finishing_keeps_what_is_not_ticked_and_twice_is_once(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    run = finished(sam, handoff, minutes="30", note="Done but for the reminders")
    at = run.finished_at
    assert at is not None
    save(sam, run, do="finish", version="1", minutes="30", note="Done but for the reminders")
    assert newest(handoff).finished_at == at
    assert save(sam, run, tick="0:1", version="2").status_code == 400


def test_what_the_page_keeps_by_itself_may_come_in_after_the_end(olive: Player, sam: Player) -> None:
    run = started(sam, handed_to(olive, sam))
    typed = {"version": str(run.version), "minutes": "40", "note": "done"}
    assert save(sam, run, **typed, do="finish").status_code == 302
    late = sam.client.post(f"{sam.root}handoff/runs/{run.pk}", {**typed, "do": "save"}, headers={"HX-Request": "true"})
    assert late.status_code == 200
    assert save(sam, run, **{**typed, "note": "another"}, do="save").status_code == 400


def test_a_run_finished_too_early_is_opened_again_until_it_is_judged(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    run = finished(sam, handoff)
    sam.client.post(f"{sam.root}handoff/runs/{run.pk}?do=reopen")
    assert newest(handoff).finished_at is None
    save(sam, run, do="finish", version="1")
    judge(olive, run, **GOOD)
    assert save(sam, run, do="reopen").status_code == 400


def test_a_run_started_by_mistake_is_thrown_away_while_it_is_empty(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    run = started(sam, handoff)
    save(sam, run, tick="0:1", version="1")
    assert save(sam, run, do="discard").status_code == 400
    save(sam, run, tick="0:0", version="1")
    assert save(sam, run, do="discard").status_code == 302
    with acting_in(olive.workspace):
        assert not Run.objects.filter(handoff=handoff).exists()


def test_a_leader_looks_on_and_does_not_tick(olive: Player, max_: Player, sam: Player) -> None:
    run = started(sam, handed_to(olive, sam))
    page = olive.client.get(f"{olive.root}handoff/runs/{run.pk}").content.decode()
    assert "Open the bank" in page
    assert 'name="tick"' not in page
    for player in (olive, max_):
        assert save(player, run, tick="0:1", version="1").status_code == 400
    assert ticks(newest(run.handoff)) == [False] * 3


def test_a_leader_speaks_for_somebody_without_a_log_in(olive: Player) -> None:
    handoff = handed_to(olive, None)
    assert started(olive, handoff).by_id == olive.member.pk


def test_a_judgement_says_what_was_seen_what_comes_next_and_what_it_took(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    run = judged(sam, olive, handoff, {**NOT_YET, "feedback": "The reminders"})
    assert (run.is_met, run.feedback, run.evidence, run.next_step) == (
        False,
        "The reminders",
        "Two of five were wrong",
        "Check the amount",
    )
    assert (run.owner_minutes, run.judged_by_id) == (15, olive.member.pk)
    shown = sam.client.get(f"{sam.root}handoff/runs/{run.pk}").content.decode()
    assert ("Check the amount" in shown, "Two of five were wrong" in shown) == (True, True)


def test_a_bare_no_is_refused_and_nothing_typed_is_lost(olive: Player, sam: Player) -> None:
    run = finished(sam, handed_to(olive, sam))
    page = judge(olive, run, is_met="no", feedback="The reminders")
    assert page.status_code == 400
    assert ("The reminders" in page.content.decode(), newest(run.handoff).is_met) == (True, None)


def test_a_run_that_goes_on_is_not_judged(olive: Player, sam: Player) -> None:
    run = started(sam, handed_to(olive, sam))
    assert judge(olive, run, **GOOD).status_code == 400
    assert newest(run.handoff).is_met is None


def test_nobody_judges_their_own_work(olive: Player, max_: Player) -> None:
    run = finished(max_, handed_to(olive, max_))
    page = judge(max_, run, **GOOD)
    assert (page.status_code, newest(run.handoff).is_met) == (400, None)
    assert judge(olive, run, **GOOD).status_code == 302


def test_the_helper_has_no_page_to_judge(olive: Player, sam: Player) -> None:
    run = finished(sam, handed_to(olive, sam))
    assert judge(sam, run, **GOOD).status_code == 403
    page = sam.client.get(f"{sam.root}handoff/runs/{run.pk}").content.decode()
    assert "/judge" not in page


def test_what_checking_took_the_leader_is_not_shown_to_the_person(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    judged(sam, olive, handoff, {**GOOD, "owner_minutes": "77"})
    assert "took you 77 minutes" in olive.client.get(address(olive, handoff, "runs")).content.decode()
    page = sam.client.get(address(sam, handoff, "runs")).content.decode()
    assert "Checking took" not in page
    assert "77 minutes" not in page


def test_a_judgement_can_be_taken_back(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    run = judged(sam, olive, handoff, GOOD)
    olive.client.post(f"{olive.root}handoff/runs/{run.pk}/judge?do=take-back")
    assert newest(handoff).is_met is None


def test_of_two_judgements_at_once_the_second_is_told_so(olive: Player, max_: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    run = finished(sam, handoff)
    judge(olive, run, **NOT_YET)
    judge(max_, run, **GOOD)
    assert newest(handoff).is_met is False


def test_the_number_of_good_runs_is_changed_by_leaders_with_a_reason_that_both_see(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    said = {"do": "needed", "runs_needed": "2", "version": str(handoff.version)}
    page = olive.client.post(address(olive, handoff, "runs"), said)
    assert (page.status_code, runcast.stored(handoff).runs_needed) == (400, 3)
    assert (
        olive.client.post(address(olive, handoff, "runs"), {**said, "reason": "Done it for years"}).status_code == 302
    )
    assert runcast.stored(handoff).runs_needed == 2
    assert "Done it for years" in runcast.rows_of(Change, handoff)[0].reason
    assert sam.client.post(address(sam, handoff, "runs"), {**said, "reason": "I can"}).status_code == 404


@pytest.mark.parametrize("number", ["0", "51", "-1", "many"])
def test_an_odd_number_of_runs_is_refused(number: str, olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    said = {"do": "needed", "runs_needed": number, "version": "1", "reason": "why"}
    assert olive.client.post(address(olive, handoff, "runs"), said).status_code == 400


def test_a_brief_without_a_list_can_be_done_all_the_same(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    runcast.publish(handoff, "Just as we did it.")
    runcast.read(handoff)
    run = finished(sam, handoff, note="Done")
    assert (run.checklist, run.note) == ([], "Done")


def test_markup_in_an_item_stays_text(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    runcast.publish(handoff, "- [ ] <b onclick=x>Open</b>")
    runcast.read(handoff)
    run = started(sam, handoff)
    page = sam.client.get(f"{sam.root}handoff/runs/{run.pk}").content.decode()
    assert "<b onclick" not in page
    assert "&lt;b onclick" in page


def test_a_hundred_runs_take_as_many_queries_as_ten(olive: Player, sam: Player) -> None:
    def queries(handoff: Handoff, number: int) -> int:
        with acting_in(olive.workspace):
            Run.objects.bulk_create(
                Run(workspace=olive.workspace, handoff=handoff, number=n + 1, day=runcast.TODAY) for n in range(number)
            )
        olive.client.get(address(olive, handoff, "runs"))
        with CaptureQueriesContext(connection) as seen:
            olive.client.get(address(olive, handoff, "runs"))
        return len(seen)

    assert queries(handed_to(olive, sam), 10) == queries(handed_to(olive, sam), 100)


def test_rex_sees_no_run_of_others(olive: Player, sam: Player, rex: Player) -> None:
    run = started(sam, handed_to(olive, sam))
    assert rex.client.get(f"{rex.root}handoff/runs/{run.pk}").status_code == 404
    assert rex.client.get(f"{olive.root}handoff/runs/{run.pk}").status_code == 404


def test_a_helper_sees_no_run_of_another_helper(olive: Player, sam: Player, max_: Player) -> None:
    run = started(max_, handed_to(olive, max_))
    assert sam.client.get(f"{sam.root}handoff/runs/{run.pk}").status_code == 404
