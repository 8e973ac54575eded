"""Goals that both agree to, results that are counted, and verdicts that a person decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hoursback.engine.figures import Figure
from hoursback.web.accounts.scope import acting_in
from hoursback.web.cycle.models import Cycle, Goal, Note
from hoursback.web.handoff.models import Handoff
from hoursback.web.people.models import Person
from tests.web.cast import Player, local_today
from tests.web.cycle import stage
from tests.web.cycle.stage import GOAL


def setting(olive: Player, sam: Player, phase: str = "goal_setting") -> Cycle:
    return stage.cycle_of(olive, stage.person_of(sam), phase)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("what", "", "Say what is to be reached."),
        ("measure", " ", "a goal that nobody can measure cannot be met"),
        ("evidence", "", "Say what will show that it is reached."),
        ("start_level", "", "Say where things stand today."),
        ("target_level", "60", "The target is where things stand already."),
        ("target_level", "nan", "Enter a number."),
        ("target_level", "250", "250% cannot be: a whole has 0 to 100%."),
        ("start_level", "-5", "-5 % cannot be"),
        ("by", (local_today() - timedelta(days=1)).isoformat(), "is not ahead: choose a later day."),
        ("by", local_today().isoformat(), "is not ahead: choose a later day."),
        ("by", "2300-01-01", "more than three years ahead"),
        ("by", "2026-02-30", "Enter a valid date."),
    ],
)
def test_a_goal_that_cannot_be_is_answered_where_it_happened(
    olive: Player, sam: Player, field: str, value: str, said: str
) -> None:
    cycle = setting(olive, sam)
    answer = olive.client.post(f"{olive.root}cycle/{cycle.pk}/goals", {**GOAL, field: value})
    page = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 400
    assert said in page
    assert 'aria-invalid="true"' in page
    if field != "what":
        assert GOAL["what"] in page
    assert not Goal.everywhere.filter(workspace=olive.workspace).exists()


def sides(goal: Goal) -> tuple[int | None, int | None]:
    now = stage.fresh(goal)
    return now.lead_agreed_by_id, now.person_agreed_by_id


def test_who_writes_a_goal_has_agreed_to_it_and_only_the_other_is_asked(olive: Player, sam: Player) -> None:
    cycle = setting(olive, sam)
    olives = olive.client.post(f"{olive.root}cycle/{cycle.pk}/goals", GOAL, follow=True).content.decode()
    assert "Written, with your yes. Sam is asked for theirs." in olives
    assert "I agree as lead" not in olives
    sam.client.post(f"{sam.root}cycle/{cycle.pk}/goals", {**GOAL, "what": "Sam's own"})
    by_olive, by_sam = Goal.everywhere.filter(workspace=olive.workspace).order_by("pk")
    assert (sides(by_olive), sides(by_sam)) == ((olive.member.pk, None), (None, sam.member.pk))
    sams = sam.client.get(f"{sam.root}cycle/{cycle.pk}/goals").content.decode()
    assert sams.count("I agree<") == 1
    sam.client.post(f"{sam.root}cycle/goals/{by_olive.pk}/agree", {"side": "person", "version": 1})
    olive.client.post(f"{olive.root}cycle/goals/{by_sam.pk}/agree", {"side": "lead", "version": 1})
    assert stage.move(olive, cycle, "start work").status_code == 302


def test_whoever_leads_somebody_without_a_log_in_still_asks_them(olive: Player) -> None:
    cycle = stage.cycle_of(olive, stage.somebody(olive), "goal_setting")
    olive.client.post(f"{olive.root}cycle/{cycle.pk}/goals", GOAL)
    goal = Goal.everywhere.get(workspace=olive.workspace)
    assert sides(goal) == (olive.member.pk, None)
    assert "Bea agrees" in olive.client.get(f"{olive.root}cycle/{cycle.pk}/goals").content.decode()


def test_any_change_of_a_goal_takes_back_what_the_other_agreed(olive: Player, sam: Player) -> None:
    cycle = setting(olive, sam)
    goal = stage.goal(olive, cycle, agreed=True)
    same = {**GOAL, "version": 1}
    assert sam.client.post(f"{sam.root}cycle/goals/{goal.pk}", same).status_code == 302
    assert stage.fresh(goal).lead_agreed_at is not None
    sent = {**GOAL, "target_level": "91", "version": 2}
    assert sam.client.post(f"{sam.root}cycle/goals/{goal.pk}", sent).status_code == 302
    now = stage.fresh(goal)
    assert (now.target_level, now.lead_agreed_at, now.person_agreed_by_id) == (91.0, None, sam.member.pk)
    assert stage.move(olive, cycle, "start work").status_code == 400


def test_each_side_agrees_for_itself_and_to_the_words_it_read(olive: Player, sam: Player) -> None:
    goal = stage.goal(olive, setting(olive, sam))
    address = f"cycle/goals/{goal.pk}/agree"
    assert sam.client.post(sam.root + address, {"side": "lead", "version": 1}).status_code == 400
    assert olive.client.post(olive.root + address, {"side": "person", "version": 1}).status_code == 400
    assert sam.client.post(sam.root + address, {"side": "person", "version": 7}).status_code == 302
    assert stage.fresh(goal).person_agreed_at is None
    assert sam.client.post(sam.root + address, {"side": "person", "version": 1}).status_code == 302
    assert stage.fresh(goal).person_agreed_by_id == sam.member.pk


def test_goals_stand_still_once_work_has_started(olive: Player, sam: Player) -> None:
    goal = stage.goal(olive, setting(olive, sam, "performance_assessment"), agreed=True)
    assert sam.client.post(f"{sam.root}cycle/goals/{goal.pk}", {**GOAL, "version": 1}).status_code == 400
    assert olive.client.post(f"{olive.root}cycle/goals/{goal.pk}/drop", {"version": 1}).status_code == 400
    assert stage.fresh(goal).version == 1


def test_a_dropped_goal_comes_back_by_the_undo(olive: Player, sam: Player) -> None:
    goal = stage.goal(olive, setting(olive, sam))
    address = f"{olive.root}cycle/goals/{goal.pk}/drop"
    assert olive.client.post(address, {"version": 1}).status_code == 302
    assert stage.fresh(goal).status == "dropped"
    assert olive.client.post(f"{address}?back").status_code == 302
    assert stage.fresh(goal).status == "open"


def test_two_who_change_one_goal_see_both(olive: Player, sam: Player) -> None:
    goal = stage.goal(olive, setting(olive, sam))
    address = f"cycle/goals/{goal.pk}"
    assert sam.client.post(sam.root + address, {**GOAL, "what": "By Thursday", "version": 1}).status_code == 302
    answer = olive.client.post(olive.root + address, {**GOAL, "what": "By Monday", "version": 1})
    assert answer.status_code == 409
    assert "By Thursday" in answer.content.decode()
    assert "By Monday" in answer.content.decode()


@pytest.mark.parametrize(("met", "said"), [([False] * 9 + [True], "Hard to reach"), ([True] * 40, "Nearly certain")])
def test_a_goal_beyond_the_own_record_gets_a_warning(olive: Player, sam: Player, met: list[bool], said: str) -> None:
    handoff = stage.hand_over(olive, stage.person_of(sam))
    stage.runs(olive, handoff, met)
    cycle = setting(olive, sam)
    stage.goal(olive, cycle, handoff=handoff, target_level=85.0)
    assert said in olive.client.get(f"{olive.root}cycle/{cycle.pk}/goals").content.decode()


def test_a_result_is_graded_and_a_stretch_counts_for_nobody(olive: Player, sam: Player) -> None:
    cycle = setting(olive, sam, "performance_assessment")
    plain = stage.goal(olive, cycle, start_level=20.0, target_level=50.0)
    stage.goal(olive, cycle, is_stretch=True, actual_level=60.0)
    address = f"{olive.root}cycle/goals/{plain.pk}/result"
    assert olive.client.post(address, {"reached": "38", "version": 1}).status_code == 302
    page = olive.client.get(f"{olive.root}cycle/{cycle.pk}/goals").content.decode()
    assert "60%" in page
    assert "0 of 1 goal that counts is reached." in page
    assert olive.client.post(address, {"reached": "much", "version": 2}).status_code == 400
    beyond = olive.client.post(address, {"reached": "250", "version": 2})
    assert (beyond.status_code, stage.fresh(plain).actual_level) == (400, 38.0)
    assert "cannot be: a whole has" in beyond.content.decode()
    assert (
        sam.client.post(f"{sam.root}cycle/goals/{plain.pk}/result", {"reached": "50", "version": 2}).status_code == 403
    )


# The verdict


def assessed(olive: Player, sam: Player, results: list[bool], **facts: object) -> Cycle:
    handoff = stage.hand_over(olive, stage.person_of(sam), requires={})
    cycle = stage.cycle_of(olive, stage.person_of(sam), "performance_assessment", **facts)
    stage.goal(olive, cycle, agreed=True)
    stage.runs(olive, handoff, results)
    stage.view(olive, cycle, "person")
    stage.view(olive, cycle, "lead")
    return cycle


def draft(player: Player, cycle: Cycle, query: str = "") -> str:
    return player.client.get(f"{player.root}cycle/{cycle.pk}/verdict{query}").content.decode()


def test_below_the_floor_of_data_it_says_collect_more(olive: Player, sam: Player) -> None:
    cycle = assessed(olive, sam, [True] * 4)
    page = draft(olive, cycle)
    assert "Draft: Collect more" in page
    assert "Fewer than 5 results are judged" in page


def test_results_come_with_their_interval_and_their_chance(olive: Player, sam: Player) -> None:
    cycle = assessed(olive, sam, [True] * 18 + [False] * 2)
    page = draft(olive, cycle)
    assert "18 of 20" in page
    assert "46%" in page  # P(rate >= .9) of worked example 21
    assert "minutes on average" in page


def test_one_slow_run_is_a_signal_on_the_chart_and_changes_no_verdict(olive: Player, sam: Player) -> None:
    cycle = assessed(olive, sam, [True] * 14)
    before = draft(olive, cycle)
    assert "Draft: Keep" in before
    from hoursback.web.handoff.models import Run

    run = Run.everywhere.filter(workspace=olive.workspace).order_by("pk")[7]
    Run.everywhere.filter(pk=run.pk).update(minutes=95.0)
    after = draft(olive, cycle)
    assert "signal" in after
    assert "Draft: Keep" in after


def test_another_verdict_than_the_draft_needs_a_reason(olive: Player, sam: Player) -> None:
    cycle = assessed(olive, sam, [True] * 12)
    address = f"{olive.root}cycle/{cycle.pk}/verdict"
    answer = olive.client.post(address, {"verdict": "replace", "reason": " ", "version": cycle.version})
    assert answer.status_code == 400
    assert "say why" in answer.content.decode()
    sent = {"verdict": "widen", "reason": "She asked for more.", "version": cycle.version}
    assert olive.client.post(address, sent).status_code == 302
    now = stage.fresh(cycle)
    assert (now.verdict, now.verdict_reason, now.draft["verdict"]) == ("widen", "She asked for more.", "keep")
    with acting_in(olive.workspace):
        assert now.draft["chances"].keys() == {f"{Handoff.objects.get(name='Invoices').pk}"}
    assert olive.client.post(address, sent).status_code == 409
    assert sam.client.post(f"{sam.root}cycle/{cycle.pk}/verdict", sent).status_code == 403


def test_two_good_rounds_and_free_hours_widen(olive: Player, sam: Player) -> None:
    person = stage.person_of(sam)
    Person.everywhere.filter(pk=person.pk).update(hours_per_week=Figure.exact(20))
    before = stage.cycle_of(olive, person, "repeat", number=1)
    cycle = assessed(olive, sam, [True] * 30, number=2)
    with acting_in(olive.workspace):
        handed = Handoff.objects.get(name="Invoices").pk
    # Other work with the same name says nothing about this.
    Cycle.everywhere.filter(pk=before.pk).update(draft={"chances": {f"{handed + 1}": 0.95, "Invoices": 0.95}})
    assert "Draft: Widen" not in draft(olive, cycle)
    Cycle.everywhere.filter(pk=before.pk).update(draft={"chances": {f"{handed}": 0.95}})
    page = draft(olive, cycle)
    assert "Draft: Widen" in page
    assert "15.0 hours a week are free" in page


def test_a_breach_replaces_only_where_replacing_pays(olive: Player, sam: Player) -> None:
    cycle = assessed(olive, sam, [True] * 12)
    with acting_in(olive.workspace):
        Note.objects.create(workspace=olive.workspace, person=cycle.person, text="money taken", is_breach=True)
    assert "Draft: Keep" in draft(olive, cycle)
    assert "decide with care" in draft(olive, cycle)
    assert "Draft: Replace" in draft(olive, cycle, "?pays=yes")
    assert "Draft: Keep" in draft(olive, cycle, "?pays=<script>")


def test_the_person_sees_the_data_and_the_verdict_but_no_draft(olive: Player, sam: Player) -> None:
    cycle = assessed(olive, sam, [True] * 12)
    page = draft(sam, cycle)
    assert "12 of 12" in page
    assert "Draft:" not in page
    Cycle.everywhere.filter(pk=cycle.pk).update(verdict="keep", verdict_reason="Well done all along.")
    assert "Well done all along." in draft(sam, cycle)


def test_changed_goals_open_the_verdict_again(olive: Player, sam: Player) -> None:
    cycle = assessed(olive, sam, [True] * 12)
    Cycle.everywhere.filter(pk=cycle.pk).update(verdict="keep", verdict_reason="fine", verdict_by=olive.member)
    assert stage.move(olive, cycle, "change goals", reason="another month").status_code == 302
    now = stage.fresh(cycle)
    assert (now.phase, now.verdict, now.verdict_reason, now.draft) == ("goal_setting", "", "", {})
    assert stage.move(olive, cycle, "start work").status_code == 302
    assert stage.move(olive, cycle, "confirm").status_code == 400
