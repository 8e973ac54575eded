"""What is for leaders alone, the leader's own cycle, and what the next plan takes over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hoursback.engine.figures import Figure
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Activity, Rate
from hoursback.web.cycle.models import Cycle, Note, SelfCheck, UpwardRating
from hoursback.web.cycle.selectors.people import due_cycles
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import engine_person, people_for_plan
from tests.web import cast
from tests.web.cast import Player, local_today
from tests.web.cycle import stage
from tests.web.samples import CANDID

FIGURES = {"expectations": 4, "training": 2, "guidance": 4, "follow_up": 3}


def pages_of(player: Player, cycle: Cycle) -> dict[str, str]:
    paths = [f"{cycle.pk}{tail}" for tail in ("", "/skills", "/training", "/goals", "/views", "/verdict")]
    paths += [f"person/{cycle.person_id}", f"person/{cycle.person_id}/notes", "upward", "guide"]
    return {path: player.client.get(f"{player.root}cycle/{path}").content.decode() for path in paths}


def test_what_leaders_keep_to_themselves_is_on_no_page_of_the_person(olive: Player, sam: Player) -> None:
    cycle = stage.cycle_of(olive, stage.person_of(sam))
    rating = stage.rate(olive, cycle, 2)
    type(rating).everywhere.filter(pk=rating.pk).update(evidence=CANDID)
    with acting_in(olive.workspace):
        Note.objects.create(workspace=olive.workspace, person=cycle.person, text=CANDID)
    assert [path for path, page in pages_of(sam, cycle).items() if CANDID in page] == []
    assert [path for path, page in pages_of(olive, cycle).items() if CANDID in page] != []


def test_a_note_is_the_leaders_until_it_is_shared_and_again_after_the_undo(olive: Player, sam: Player) -> None:
    person = stage.person_of(sam)
    sent = {"text": CANDID, "once": "n"}
    for _ in range(2):
        assert olive.client.post(f"{olive.root}cycle/person/{person.pk}/notes", sent).status_code == 302
    note = Note.everywhere.get(workspace=olive.workspace)
    own = f"{sam.root}cycle/person/{person.pk}/notes"
    assert CANDID not in sam.client.get(own).content.decode()
    assert olive.client.post(f"{olive.root}cycle/notes/{note.pk}/share").status_code == 302
    assert CANDID in sam.client.get(own).content.decode()
    assert olive.client.post(f"{olive.root}cycle/notes/{note.pk}/share?back").status_code == 302
    assert CANDID not in sam.client.get(own).content.decode()
    assert sam.client.post(own, {"text": "mine"}).status_code == 403


def test_a_manager_neither_reads_nor_writes_notes_about_another(olive: Player, max_: Player) -> None:
    mia = cast.player(cast.join(olive.workspace, "Mia", Role.MANAGER))
    person = stage.person_of(mia)
    with acting_in(olive.workspace):
        note = Note.objects.create(workspace=olive.workspace, person=person, text=CANDID)
    address = f"{max_.root}cycle/person/{person.pk}/notes"
    assert CANDID not in max_.client.get(address).content.decode()
    assert max_.client.post(address, {"text": "x"}).status_code == 400
    assert max_.client.post(f"{max_.root}cycle/notes/{note.pk}/share").status_code == 404
    assert Note.everywhere.filter(workspace=olive.workspace).count() == 1


# The leader's own


def said_by(olive: Player, name: str, *, may_show: bool = False, comment: str = "") -> None:
    member = cast.join(olive.workspace, name, Role.HELPER)
    with acting_in(olive.workspace):
        UpwardRating.objects.create(
            workspace=olive.workspace,
            person=member.person,
            about=olive.member,
            on=local_today(),
            may_show=may_show,
            comment=comment,
            **FIGURES,
        )


def leading(player: Player) -> str:
    return player.client.get(f"{player.root}cycle/leading").content.decode()


def test_two_ratings_are_no_mean_and_only_the_open_one_is_shown(olive: Player) -> None:
    said_by(olive, "Kim")
    said_by(olive, "Lou", may_show=True, comment="answer on Mondays")
    page = leading(olive)
    assert "Means appear once 3 people have answered" in page
    assert "Lou" in page
    assert "answer on Mondays" in page
    assert "Kim" not in page


def test_from_three_people_on_there_is_a_mean_and_no_single_figure(olive: Player) -> None:
    said_by(olive, "Kim", comment="CANARY of Kim")
    said_by(olive, "Nia")
    said_by(olive, "Ole")
    page = leading(olive)
    assert "Means of 3 people" in page
    assert "Begin with: Training." in page
    assert "Shown by their own choice" not in page
    assert "CANARY" not in page


def test_who_shows_theirs_is_not_in_the_mean_so_that_it_gives_nobody_away(olive: Player) -> None:
    said_by(olive, "Kim")
    said_by(olive, "Lou", may_show=True, comment="answer on Mondays")
    said_by(olive, "Nia")
    page = leading(olive)
    assert "Means of" not in page
    assert "Shown by their own choice" in page
    assert "answer on Mondays" in page
    said_by(olive, "Ole")
    page = leading(olive)
    assert "Means of 3 people" in page
    assert "Lou" in page
    assert not any(name in page for name in ("Kim", "Nia", "Ole"))


def test_who_takes_the_consent_back_is_seen_no_more(olive: Player) -> None:
    said_by(olive, "Lou", may_show=True, comment="answer on Mondays")
    row = UpwardRating.everywhere.get(workspace=olive.workspace)
    UpwardRating.everywhere.filter(pk=row.pk).update(on=local_today() - timedelta(days=3))
    with acting_in(olive.workspace):
        UpwardRating.objects.create(
            workspace=olive.workspace, person=row.person, about=olive.member, on=local_today(), **FIGURES
        )
    page = leading(olive)
    assert "Lou" not in page
    assert "answer on Mondays" not in page


def test_a_helper_rates_who_leads_them_once_a_day(olive: Player, max_: Player, sam: Player) -> None:
    sent = {**FIGURES, "about": olive.member.pk, "comment": "more time"}
    for comment in ("more time", "fewer calls"):
        answer = sam.client.post(f"{sam.root}cycle/upward", {**sent, "comment": comment})
        assert answer.status_code == 302
    row = UpwardRating.everywhere.get(workspace=olive.workspace)
    assert (row.comment, row.may_show, row.person_id) == ("fewer calls", False, stage.person_of(sam).pk)
    assert "fewer calls" not in leading(olive)
    assert sam.client.post(f"{sam.root}cycle/upward", {**sent, "about": sam.member.pk}).status_code == 400
    assert sam.client.post(f"{sam.root}cycle/upward", {**sent, "training": 9}).status_code == 400
    assert "Nobody leads you here" in olive.client.get(f"{olive.root}cycle/upward").content.decode()


def test_a_self_check_names_where_to_begin_and_its_goal_can_be_closed(olive: Player, max_: Player) -> None:
    sent = {**FIGURES, "goal": "Half an hour with Sam every Monday", "goal_by": ""}
    answer = olive.client.post(f"{olive.root}cycle/leading", sent)
    assert answer.status_code == 400
    assert "Say by when." in answer.content.decode()
    sent["goal_by"] = (local_today() + timedelta(days=40)).isoformat()
    assert olive.client.post(f"{olive.root}cycle/leading", sent).status_code == 302
    assert "Begin with: Training." in leading(olive)
    check = SelfCheck.everywhere.get(workspace=olive.workspace)
    assert max_.client.post(f"{max_.root}cycle/leading/{check.pk}", {"met": "yes"}).status_code == 404
    assert olive.client.post(f"{olive.root}cycle/leading/{check.pk}", {"met": "yes"}).status_code == 302
    assert stage.fresh(check).goal_met is True
    assert "Half an hour" not in leading(max_)


def test_the_guide_has_half_a_page_on_each_phase_and_names_its_sources(sam: Player) -> None:
    page = sam.client.get(f"{sam.root}cycle/guide").content.decode()
    for key in ("skill_assessment", "gap_training", "goal_setting", "performance_assessment", "repeat", "leading"):
        assert f'id="{key}"' in page
    assert "Locke" in page
    assert "Kluger" in page


# What is due, and what the plan takes


def test_what_is_due_is_what_is_mine_to_do_or_late(olive: Player, sam: Player) -> None:
    person = stage.person_of(sam)
    cycle = stage.cycle_of(olive, person, "performance_assessment", work_started_on=local_today() - timedelta(days=30))
    with acting_in(olive.workspace):
        (mine,) = due_cycles(sam.member, local_today())
        (late,) = due_cycles(olive.member, local_today())
    assert (mine.cycle_id, mine.what, mine.is_mine, mine.is_late) == (cycle.pk, "own view", True, True)
    assert (late.person, late.is_mine, late.is_late) == ("Sam", False, True)
    Cycle.everywhere.filter(pk=cycle.pk).update(work_started_on=local_today())
    with acting_in(olive.workspace):
        assert due_cycles(sam.member, local_today()) == due_cycles(olive.member, local_today()) == []


@pytest.fixture
def paced(olive: Player, sam: Player) -> Person:
    """Sam takes 45 minutes for what takes Olive 30, and costs 36 from today on."""
    person = stage.person_of(sam)
    with acting_in(olive.workspace):
        activity = Activity.objects.create(workspace=olive.workspace, name="Invoices", hours_each=Figure.exact(0.5))
        handoff = stage.hand_over(olive, person, activity=activity)
        Rate.objects.create(
            workspace=olive.workspace, person=person, from_day=local_today().toordinal(), hundredths=3600
        )
    stage.runs(olive, handoff, [True] * 5 + [False], [60, 60, 45, 45, 45, 45])
    return person


def test_the_plan_takes_over_only_what_a_leader_ticks(olive: Player, sam: Player, paced: Person) -> None:
    address = f"{olive.root}cycle/person/{paced.pk}/plan"
    page = olive.client.get(address).content.decode()
    assert "€36.00" in page  # the price with a date, which the plan uses without being told
    with acting_in(olive.workspace):
        used = {one.name: one.price for one in people_for_plan(olive.workspace.pk, local_today())}
    assert used["Sam"] == Figure.exact(36.0)
    assert 'value="price"' not in page
    assert "1 of 6 runs" in page
    assert "0.96" not in page
    assert stage.fresh(paced).price is None
    assert olive.client.post(address, {"version": paced.version}).status_code == 400
    answer = olive.client.post(address, {"version": stage.fresh(paced).version, "take": ["pace"]})
    assert answer.status_code == 302
    now = stage.fresh(paced)
    assert (now.efficiency_first, now.efficiency_practised) == (1.83, 1.6)
    assert (now.price, now.rework) == (None, None)
    assert sam.client.get(f"{sam.root}cycle/person/{paced.pk}/plan").status_code == 403


def test_what_had_to_be_done_again_reaches_the_plan_once_a_leader_ticks_it(olive: Player, paced: Person) -> None:
    address = f"{olive.root}cycle/person/{paced.pk}/plan"
    assert 'value="rework"' in olive.client.get(address).content.decode()
    assert olive.client.post(address, {"version": stage.fresh(paced).version, "take": ["rework"]}).status_code == 302
    rework = engine_person(stage.fresh(paced)).rework
    assert rework is not None
    assert 0.03 < rework.low < 1 / 6 < rework.high < 0.5
    assert 'value="rework"' not in olive.client.get(address).content.decode()


def test_too_few_judged_runs_say_nothing_about_rework(olive: Player, sam: Player) -> None:
    person = stage.person_of(sam)
    stage.runs(olive, stage.hand_over(olive, person), [True, False, False, True])
    page = olive.client.get(f"{olive.root}cycle/person/{person.pk}/plan").content.decode()
    assert "nothing new: it takes five judged runs" in page


def test_a_person_changed_meanwhile_is_not_overwritten(olive: Player, paced: Person) -> None:
    address = f"{olive.root}cycle/person/{paced.pk}/plan"
    assert olive.client.post(address, {"version": paced.version + 3, "take": ["pace"]}).status_code == 409
    assert stage.fresh(paced).efficiency_practised is None
