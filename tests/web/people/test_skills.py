"""Levels of skills: each with how it is known, the newest counts, and the person's row never says something else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404

from hoursback.web.accounts.models import Event
from hoursback.web.accounts.scope import acting_in
from hoursback.web.people.actions import add_person, adopt_person
from hoursback.web.people.anchors import DRAFTS, LADDER, drafted
from hoursback.web.people.models import Person, Skill, SkillLevel
from hoursback.web.people.selectors import engine_person
from hoursback.web.people.skills import LevelRefusedError, state_level
from tests.web.cast import Player, local_today

ON = date(2026, 3, 2)


def bea(olive: Player, skills: dict[str, int] | None = None) -> Person:
    with acting_in(olive.workspace):
        made = add_person(actor=olive.member, facts={"name": "Bea", "kind": "contractor", "skills": skills})
    assert made is not None
    return made


def state(olive: Player, person: Person, skill: str = "Bookkeeping", level: int = 3, **changed: Any) -> SkillLevel:
    facts = {"basis": "assessed", "evidence": "closed March alone", "on": ON, **changed}
    with acting_in(olive.workspace):
        return state_level(actor=olive.member, person_id=person.pk, skill_name=skill, level=level, **facts)


def skills_of(person: Person) -> dict[str, int] | None:
    person.refresh_from_db()
    return person.skills


def rows(olive: Player) -> list[tuple[str, int, str]]:
    with acting_in(olive.workspace):
        return [(row.skill.name, row.level, row.basis) for row in SkillLevel.objects.order_by("pk")]


def test_a_level_is_a_row_that_the_persons_skills_follow(olive: Player) -> None:
    person = bea(olive)
    row = state(olive, person)
    assert (row.skill.name, row.assessor_id, row.evidence) == ("Bookkeeping", olive.member.pk, "closed March alone")
    assert skills_of(person) == {"bookkeeping": 3}


def test_the_newest_day_counts_whatever_came_in_last(olive: Player) -> None:
    person = bea(olive)
    state(olive, person, level=4, on=ON)
    state(olive, person, level=2, on=ON - timedelta(days=30))
    assert skills_of(person) == {"bookkeeping": 4}
    state(olive, person, level=5, on=ON)
    assert skills_of(person) == {"bookkeeping": 5}


def test_a_skill_stands_in_the_catalogue_once_whatever_its_case_and_spaces(olive: Player) -> None:
    person = bea(olive)
    for name in ("Übersetzen  ins Englische", "übersetzen ins englische", "ÜBERSETZEN INS ENGLISCHE"):
        state(olive, person, name)
    with acting_in(olive.workspace):
        assert Skill.objects.count() == 1
    assert skills_of(person) == {"übersetzen ins englische": 3}


@pytest.mark.parametrize("basis", ["assessed", "sample", "signed_off", "cycle"])
def test_whoever_judged_says_what_they_saw(olive: Player, basis: str) -> None:
    person = bea(olive)
    with pytest.raises(LevelRefusedError) as refused:
        state(olive, person, basis=basis, evidence="  ")
    assert refused.value.where == "evidence"
    assert rows(olive) == []


@pytest.mark.parametrize("basis", ["stated", "self"])
def test_what_is_only_said_needs_no_evidence(olive: Player, basis: str) -> None:
    person = bea(olive)
    state(olive, person, basis=basis, evidence="")
    assert skills_of(person) == {"bookkeeping": 3}


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"level": 0}, "level"),
        ({"level": 6}, "level"),
        ({"basis": "rumour"}, "basis"),
        ({"on": date(1969, 12, 31)}, "on"),
        ({"on": date(1, 1, 1)}, "on"),
        ({"on": local_today() + timedelta(days=2)}, "on"),
        ({"evidence": "x" * 1001}, "evidence"),
        ({"skill": "  "}, "skill"),
        ({"skill": "x" * 201}, "skill"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(olive: Player, changed: dict[str, Any], where: str) -> None:
    person = bea(olive)
    with pytest.raises(LevelRefusedError) as refused:
        state(olive, person, **changed)
    assert refused.value.where == where
    assert rows(olive) == []


def test_nobody_states_levels_of_strangers_or_of_themselves_as_a_helper(
    olive: Player, sam: Player, rex: Player
) -> None:
    own = Person.everywhere.get(member=sam.member)
    for player, person in ((sam, own), (rex, own)):
        facts = {"basis": "stated", "evidence": "", "on": ON}
        with acting_in(player.workspace), pytest.raises(Http404):
            state_level(actor=player.member, person_id=person.pk, skill_name="Tax", level=5, **facts)


def test_the_form_about_a_person_writes_history_too(olive: Player) -> None:
    person = bea(olive, {"tax": 2, "writing": 3})
    assert rows(olive) == [("tax", 2, "stated"), ("writing", 3, "stated")]
    form = {"name": "Bea", "kind": "contractor", "version": "1", "skills": ["Tax", "sales"], "skills_level": ["4", "1"]}
    assert olive.client.post(f"{olive.root}people/{person.pk}", form).status_code == 302
    assert rows(olive)[2:] == [("tax", 4, "stated"), ("sales", 1, "stated"), ("writing", 0, "stated")]
    assert skills_of(person) == {"tax": 4, "sales": 1}


def test_saving_the_form_unchanged_adds_nothing_to_history(olive: Player) -> None:
    person = bea(olive, {"tax": 2})
    form = {"name": "Bea", "kind": "firm", "version": "1", "skills": ["tax"], "skills_level": ["2"]}
    olive.client.post(f"{olive.root}people/{person.pk}", form)
    assert rows(olive) == [("tax", 2, "stated")]


def test_a_skill_taken_off_and_found_again_counts_again(olive: Player) -> None:
    person = bea(olive, {"tax": 2})
    form = {"name": "Bea", "kind": "contractor", "version": "1", "skills": [""], "skills_level": ["3"]}
    olive.client.post(f"{olive.root}people/{person.pk}", form)
    assert skills_of(person) is None
    state(olive, person, "tax", 4, on=local_today())
    assert skills_of(person) == {"tax": 4}


def test_an_open_form_of_another_tab_does_not_take_a_new_level_back(olive: Player) -> None:
    person = bea(olive, {"tax": 2})
    state(olive, person, "tax", 4, on=local_today())
    form = {"name": "Bea", "kind": "contractor", "version": "1", "skills": ["tax"], "skills_level": ["2"]}
    assert olive.client.post(f"{olive.root}people/{person.pk}", form).status_code == 409
    assert skills_of(person) == {"tax": 4}


def test_somebody_adopted_from_a_plan_has_a_history(olive: Player) -> None:
    person = bea(olive, {"tax": 2})
    with acting_in(olive.workspace):
        proposed = engine_person(person)
        Person.objects.filter(pk=person.pk).update(name="Bea the first")
        adopt_person(actor=olive.member, person=proposed)
    assert rows(olive) == [("tax", 2, "stated"), ("tax", 2, "stated")]


def test_the_record_names_skill_and_level_and_no_evidence(olive: Player) -> None:
    person = bea(olive)
    state(olive, person, evidence="saw the SECRET file")
    told = repr(list(Event.everywhere.filter(verb="skill level stated").values_list("payload", flat=True)))
    assert "Bookkeeping" in told
    assert "SECRET" not in told


def test_every_draft_has_five_plain_levels_and_anything_else_the_ladder() -> None:
    assert {len(draft.texts) for draft in DRAFTS} == {len(LADDER)} == {5}
    assert drafted("juggling") == [str(text) for text in LADDER]
    assert drafted("Bookkeeping (DATEV)") != drafted("juggling")
