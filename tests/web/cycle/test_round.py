"""A whole round with two people, from the first rating to the seeded second round."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hoursback.web.accounts.scope import acting_in
from hoursback.web.cycle.forms.rating import _mark
from hoursback.web.cycle.models import Cycle, Goal, Rating, Reflection, Training
from hoursback.web.people.models import Person, SkillLevel
from hoursback.web.people.skills import state_level
from tests.web.cast import Player, local_today
from tests.web.cycle import stage

BOOKKEEPING = _mark("bookkeeping")


def rows(model: type, player: Player) -> list:  # type: ignore[type-arg]
    return list(model.everywhere.filter(workspace=player.workspace).order_by("pk"))


def page(player: Player, cycle: Cycle, path: str = "") -> str:
    answer = player.client.get(f"{player.root}cycle/{cycle.pk}{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_whole_round_ends_in_a_second_one_seeded_with_what_is_left(olive: Player, sam: Player) -> None:
    person = stage.person_of(sam)
    handoff = stage.hand_over(olive, person)
    answer = olive.client.post(f"{olive.root}cycle/person/{person.pk}/start", {"once": "a"})
    cycle = rows(Cycle, olive)[0]
    assert answer["Location"].endswith(f"cycle/{cycle.pk}")

    # Skills: the person first, then the lead with evidence.
    own = {"as": "self", f"level_{BOOKKEEPING}": "4", f"evidence_{BOOKKEEPING}": ""}
    assert sam.client.post(f"{sam.root}cycle/{cycle.pk}/skills", own).status_code == 302
    seen = {
        "as": "other",
        f"level_{BOOKKEEPING}": "2",
        f"evidence_{BOOKKEEPING}": "two of five matched",
        f"seen_{BOOKKEEPING}": local_today().isoformat(),
    }
    assert olive.client.post(f"{olive.root}cycle/{cycle.pk}/skills", seen).status_code == 302
    assert "two of five" in page(olive, cycle, "/skills")
    assert "two of five" not in page(sam, cycle, "/skills")
    assert stage.move(olive, cycle, "train").status_code == 302

    # Training: the gap became an item; the person does it.
    item = rows(Training, olive)[0]
    assert (item.level_from, item.level_to, item.hours, item.lead_hours) == (2, 4, 20.0, 5.0)
    assert "two of five" in page(sam, cycle, "/skills")
    done = {"do": "done", "version": item.version}
    assert sam.client.post(f"{sam.root}cycle/training/{item.pk}", done).status_code == 302
    days = [review["on"] for review in stage.fresh(item).reviews]
    assert days == [(local_today() + timedelta(days=n)).isoformat() for n in (2, 6, 12)]
    assert stage.move(olive, cycle, "set goals").status_code == 302

    # Goals: one of them will not be reached.
    for what, target in (("Invoices leave on Friday", "90"), ("Fewer questions", "0")):
        sent = {**stage.GOAL, "what": what, "target_level": target, "handoff": handoff.pk, "once": what}
        assert olive.client.post(f"{olive.root}cycle/{cycle.pk}/goals", sent).status_code == 302
    for goal in rows(Goal, olive):
        assert (
            sam.client.post(f"{sam.root}cycle/goals/{goal.pk}/agree", {"side": "person", "version": 1}).status_code
            == 302
        )
    assert stage.move(olive, cycle, "start work").status_code == 302
    assert stage.fresh(cycle).due_on == local_today() + timedelta(weeks=2)

    # Five runs make the assessment due at once.
    stage.runs(olive, handoff, [True] * 8, [30, 32, 29, 31, 30, 33, 28, 31], start=local_today())
    assert "assessment is due now" in page(olive, cycle)
    first, second = rows(Goal, olive)
    result = {"reached": "95", "version": first.version}
    assert olive.client.post(f"{olive.root}cycle/goals/{first.pk}/result", result).status_code == 302
    assert "Draft:" not in page(olive, cycle, "/verdict")
    own_view = {
        "side": "person",
        "went_well": "closing the month",
        "was_hard": "",
        "next_step": "",
        "briefed_badly": "x",
    }
    assert sam.client.post(f"{sam.root}cycle/{cycle.pk}/views", own_view).status_code == 302
    said = {
        "side": "lead",
        "went_well": "matching",
        "evidence": "runs 1 to 8",
        "next_step": "the year",
        "briefed_badly": "fees",
    }
    assert olive.client.post(f"{olive.root}cycle/{cycle.pk}/views", said).status_code == 302
    assert "runs 1 to 8" in page(sam, cycle, "/views")
    assert "Draft:" in page(olive, cycle, "/verdict")
    now = stage.fresh(cycle)
    decided = {"verdict": "keep", "reason": "", "version": now.version}
    assert olive.client.post(f"{olive.root}cycle/{cycle.pk}/verdict", decided).status_code == 302
    answer = stage.move(olive, cycle, "confirm")
    assert answer.status_code == 302

    # Repeat: the level, the unmet goal and a later day.
    old, new = rows(Cycle, olive)
    assert (old.phase, old.verdict, new.number, new.phase) == ("repeat", "keep", 2, "skill_assessment")
    assert answer["Location"].endswith(f"cycle/{new.pk}")
    assert new.due_on == local_today() + timedelta(weeks=6)
    level = rows(SkillLevel, olive)[-1]
    assert (level.level, level.basis, level.person_id) == (2, "cycle", person.pk)
    assert Person.everywhere.get(pk=person.pk).skills == {"bookkeeping": 2}
    assert [goal.status for goal in rows(Goal, olive)] == ["met", "unmet", "open"]
    copied = rows(Goal, olive)[-1]
    assert (copied.cycle_id, copied.seeded_from_id, copied.what) == (new.pk, second.pk, "Fewer questions")
    assert (copied.lead_agreed_at, copied.person_agreed_at) == (None, None)


def test_a_round_starts_once_however_often_the_form_is_sent(olive: Player, sam: Player) -> None:
    person = stage.person_of(sam)
    address = f"{olive.root}cycle/person/{person.pk}/start"
    for _ in range(2):
        assert olive.client.post(address, {"once": "same"}).status_code == 302
    again = olive.client.post(address, {"once": "other"})
    assert again.status_code == 400
    assert "under way already" in again.content.decode()
    assert len(rows(Cycle, olive)) == 1


def test_no_round_starts_with_whoever_cannot_have_one(olive: Player, max_: Player, sam: Player) -> None:
    with acting_in(olive.workspace):
        software = Person.objects.create(workspace=olive.workspace, name="Ledger app", kind=Person.Kind.SERVICE)
    own = stage.person_of(max_)
    for player, person in ((olive, software), (olive, stage.person_of(olive)), (max_, own)):
        answer = player.client.post(f"{player.root}cycle/person/{person.pk}/start")
        assert answer.status_code == 400
    assert sam.client.post(f"{sam.root}cycle/person/{stage.person_of(sam).pk}/start").status_code == 403
    assert rows(Cycle, olive) == []


# Skills


def test_a_level_by_somebody_else_needs_evidence_and_keeps_what_was_typed(olive: Player, sam: Player) -> None:
    person = stage.person_of(sam)
    stage.hand_over(olive, person)
    cycle = stage.cycle_of(olive, person)
    sent = {"as": "other", f"level_{BOOKKEEPING}": "3", f"evidence_{BOOKKEEPING}": ""}
    answer = olive.client.post(f"{olive.root}cycle/{cycle.pk}/skills", sent)
    assert answer.status_code == 400
    assert "Say what you saw" in answer.content.decode()
    assert 'value="3"' in answer.content.decode()
    assert "checked" in answer.content.decode()
    assert rows(Rating, olive) == []


def test_the_levels_are_shown_with_their_descriptions(olive: Player, sam: Player) -> None:
    person = stage.person_of(sam)
    stage.hand_over(olive, person)
    row = stage.skill(olive)
    type(row).everywhere.filter(pk=row.pk).update(anchors=["sees", "tries", "does", "improves", "teaches it"])
    shown = page(sam, stage.cycle_of(olive, person), "/skills")
    assert "5 · teaches it" in shown


@pytest.mark.parametrize("source", ["other", "sample"])
def test_nobody_rates_themselves_as_somebody_else(olive: Player, sam: Player, source: str) -> None:
    person = stage.person_of(sam)
    stage.hand_over(olive, person)
    cycle = stage.cycle_of(olive, person)
    sent = {"as": source, f"level_{BOOKKEEPING}": "5", f"evidence_{BOOKKEEPING}": "me"}
    assert sam.client.post(f"{sam.root}cycle/{cycle.pk}/skills", sent).status_code == 400
    assert rows(Rating, olive) == []


def test_one_rating_is_shrunk_and_two_raters_are_compared(olive: Player, max_: Player, sam: Player) -> None:
    person = stage.person_of(sam)
    stage.hand_over(olive, person)
    cycle = stage.cycle_of(olive, person)
    stage.rate(olive, cycle, 5)
    assert "4.3" in page(olive, cycle, "/skills")
    assert "1 rating" in page(olive, cycle, "/skills")
    stage.rate(olive, cycle, 5, rater=max_)
    shown = page(olive, cycle, "/skills")
    assert "2 ratings" in shown
    assert "2 raters rated 1 skill in common" in shown


def signed_off(olive: Player, sam: Player, level: int) -> Person:
    person = stage.person_of(sam)
    stage.hand_over(olive, person)
    with acting_in(olive.workspace):
        state_level(
            actor=olive.member,
            person_id=person.pk,
            skill_name="bookkeeping",
            level=level,
            basis=SkillLevel.Basis.SIGNED_OFF,
            evidence="five runs met the standard",
            on=local_today() - timedelta(days=40),
        )
    return person


def test_one_rating_alone_does_not_lower_what_signed_off_work_has_shown(
    olive: Player, max_: Player, sam: Player
) -> None:
    person = signed_off(olive, sam, 4)
    cycle = stage.cycle_of(olive, person, "gap_training")
    stage.rate(olive, cycle, 2)
    assert "signed off" in page(olive, cycle, "/skills")
    assert "work has shown level 4, and one rating alone (2.4) does not lower that." in page(olive, cycle, "/training")
    stage.rate(olive, cycle, 2, rater=max_)
    assert "No gap" not in page(olive, cycle, "/training")


def test_a_work_sample_lowers_what_signed_off_work_has_shown(olive: Player, sam: Player) -> None:
    cycle = stage.cycle_of(olive, signed_off(olive, sam, 4))
    stage.rate(olive, cycle, 2, source="sample")
    assert stage.move(olive, cycle, "train").status_code == 302
    assert [(item.level_from, item.level_to) for item in rows(Training, olive)] == [(2, 4)]


def test_the_end_of_a_round_leaves_a_sign_off_as_it_is_over_a_single_rating(olive: Player, sam: Player) -> None:
    person = signed_off(olive, sam, 4)
    cycle = stage.cycle_of(olive, person, "performance_assessment")
    stage.rate(olive, cycle, 2)
    for side in ("person", "lead"):
        stage.view(olive, cycle, side)
    Cycle.everywhere.filter(pk=cycle.pk).update(verdict="keep")
    assert stage.move(olive, cycle, "confirm").status_code == 302
    assert [(row.level, row.basis) for row in rows(SkillLevel, olive)] == [(4, "signed_off")]


def test_training_says_why_a_skill_is_no_gap(olive: Player, sam: Player) -> None:
    person = stage.person_of(sam)
    stage.hand_over(olive, person)
    stage.hand_over(olive, person, "Letters", requires={"writing": 2})
    cycle = stage.cycle_of(olive, person)
    stage.rate(olive, cycle, 4)
    assert stage.move(olive, cycle, "train").status_code == 302
    shown = page(olive, cycle, "/training")
    assert "the 2 skills that the work asks for are there" in shown
    assert "the ratings say 3.6, which rounds to level 4, as asked." in shown
    assert "nobody has rated it and no level is stated" in shown


def test_ratings_wait_for_the_skill_assessment(olive: Player, sam: Player) -> None:
    person = stage.person_of(sam)
    stage.hand_over(olive, person)
    cycle = stage.cycle_of(olive, person, "goal_setting")
    sent = {"as": "other", f"level_{BOOKKEEPING}": "3", f"evidence_{BOOKKEEPING}": "seen"}
    answer = olive.client.post(f"{olive.root}cycle/{cycle.pk}/skills", sent)
    assert answer.status_code == 400
    assert rows(Rating, olive) == []


# Training


def test_training_is_put_off_only_with_a_reason(olive: Player, sam: Player) -> None:
    cycle = stage.cycle_of(olive, stage.person_of(sam), "gap_training")
    item = stage.train(olive, cycle)
    address = f"{olive.root}cycle/training/{item.pk}"
    answer = olive.client.post(address, {"do": "off", "version": 1, "reason": " "})
    assert answer.status_code == 400
    assert "Say why it is put off." in answer.content.decode()
    assert (
        sam.client.post(f"{sam.root}cycle/training/{item.pk}", {"do": "off", "version": 1, "reason": "x"}).status_code
        == 400
    )
    assert olive.client.post(address, {"do": "off", "version": 1, "reason": "after the move"}).status_code == 302
    assert stage.move(olive, cycle, "set goals").status_code == 302


@pytest.mark.parametrize("phase", ["performance_assessment", "repeat"])
def test_what_was_learned_is_looked_at_again_on_its_day_and_not_before(phase: str, olive: Player, sam: Player) -> None:
    cycle = stage.cycle_of(olive, stage.person_of(sam), phase)
    reviews = [
        {"on": (local_today() - timedelta(days=1)).isoformat(), "done_on": None, "ok": False},
        {"on": (local_today() + timedelta(days=3)).isoformat(), "done_on": None, "ok": False},
    ]
    item = stage.train(olive, cycle, done_on=local_today() - timedelta(days=3), reviews=reviews)
    address = f"{sam.root}cycle/training/{item.pk}"
    early = sam.client.post(address, {"do": "review", "place": 1, "ok": "yes", "version": 1})
    assert early.status_code == 400
    assert early.content.decode().count('value="review"') == 1
    assert sam.client.post(address, {"do": "review", "place": 0, "ok": "yes", "version": 1}).status_code == 302
    assert stage.fresh(item).reviews[0] == {"on": reviews[0]["on"], "done_on": local_today().isoformat(), "ok": True}
    for odd in ("-1", "9", "x", "²"):
        assert sam.client.post(address, {"do": "review", "place": odd, "version": 2}).status_code == 400


def test_two_who_change_one_item_see_both(olive: Player, max_: Player, sam: Player) -> None:
    item = stage.train(olive, stage.cycle_of(olive, stage.person_of(sam), "gap_training"))
    sent = {"weight": 1, "hours": 8, "lead_hours": 2, "material": "the recording", "version": 1}
    assert max_.client.post(f"{max_.root}cycle/training/{item.pk}", sent).status_code == 302
    answer = olive.client.post(f"{olive.root}cycle/training/{item.pk}", {**sent, "material": "a course"})
    assert answer.status_code == 409
    assert "the recording" in answer.content.decode()
    assert "a course" in answer.content.decode()


# Views


def test_the_lead_says_nothing_before_the_person_did_or_declined(olive: Player, sam: Player) -> None:
    cycle = stage.cycle_of(olive, stage.person_of(sam), "performance_assessment")
    said = {"side": "lead", "went_well": "a", "evidence": "b", "next_step": "c", "briefed_badly": "d"}
    address = f"{olive.root}cycle/{cycle.pk}/views"
    early = olive.client.post(address, said)
    assert early.status_code == 400
    assert rows(Reflection, olive) == []
    assert olive.client.post(address, {"side": "declined"}).status_code == 302
    assert rows(Reflection, olive)[0].has_declined
    lacking = olive.client.post(address, {**said, "briefed_badly": " "})
    assert lacking.status_code == 400
    assert "briefed_badly" in lacking.content.decode()
    assert olive.client.post(address, said).status_code == 302


def test_an_own_view_may_come_after_all_while_the_lead_is_silent(olive: Player, sam: Player) -> None:
    cycle = stage.cycle_of(olive, stage.person_of(sam), "performance_assessment")
    olive.client.post(f"{olive.root}cycle/{cycle.pk}/views", {"side": "declined"})
    sent = {"side": "person", "went_well": "it did", "version": 1}
    assert sam.client.post(f"{sam.root}cycle/{cycle.pk}/views", sent).status_code == 302
    row = rows(Reflection, olive)[0]
    assert (row.went_well, row.has_declined) == ("it did", False)
    stage.view(olive, cycle, "lead")
    late = sam.client.post(f"{sam.root}cycle/{cycle.pk}/views", {**sent, "version": 2, "went_well": "no"})
    assert late.status_code == 400
    assert rows(Reflection, olive)[0].went_well == "it did"


def test_the_persons_view_is_nobody_elses_to_write(olive: Player, sam: Player) -> None:
    with_login = stage.cycle_of(olive, stage.person_of(sam), "performance_assessment")
    without = stage.cycle_of(olive, stage.somebody(olive), "performance_assessment")
    sent = {"side": "person", "went_well": "fine"}
    assert olive.client.post(f"{olive.root}cycle/{with_login.pk}/views", sent).status_code == 400
    assert olive.client.post(f"{olive.root}cycle/{without.pk}/views", sent).status_code == 302
