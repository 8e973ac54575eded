"""The catalogue of skills, the map of who has what, and the page about one person's levels."""

from __future__ import annotations

from typing import Any

from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Activity
from hoursback.web.handoff.models import Handoff
from hoursback.web.people.actions import add_person
from hoursback.web.people.models import Person, Skill, SkillLevel
from hoursback.web.plan.models import Terms
from tests.web.cast import Player, local_today


def person(olive: Player, name: str, skills: dict[str, int] | None) -> Person:
    with acting_in(olive.workspace):
        made = add_person(actor=olive.member, facts={"name": name, "kind": "contractor", "skills": skills})
    assert made is not None
    return made


def skill(olive: Player, name: str) -> Skill:
    with acting_in(olive.workspace):
        return Skill.objects.get(name=name)


def page(olive: Player, address: str) -> str:
    answer = olive.client.get(f"{olive.root}{address}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_empty_catalogue_teaches(olive: Player) -> None:
    shown = page(olive, "people/skills/")
    assert "No skill has a name here yet." in shown
    assert "For example: bookkeeping" in shown


def test_a_new_skill_comes_with_a_draft_of_its_levels(olive: Player) -> None:
    sent = {"name": " Bookkeeping  (DATEV)", "once": "k"}
    answers = [olive.client.post(f"{olive.root}people/skills/", sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    made = skill(olive, "Bookkeeping (DATEV)")
    assert "Posts and matches a month alone" in page(olive, f"people/skills/{made.pk}")
    again = olive.client.post(f"{olive.root}people/skills/", {"name": "bookkeeping (datev)", "once": "j"})
    assert again.status_code == 400
    assert "already" in again.content.decode()


def test_the_map_says_what_rests_on_one_person(olive: Player) -> None:
    person(olive, "Bea", {"tax": 4, "sales": 3})
    person(olive, "Cay", {"tax": 2, "sales": 5})
    shown = page(olive, "people/skills/")
    assert "1 of 2 skills rests on one person alone." in shown
    assert "<strong>tax</strong> (Bea)" in shown
    assert 'class="level level-4">4</td>' in shown


def test_levels_keep_their_words_and_a_rename_follows_everywhere(olive: Player) -> None:
    bea = person(olive, "Bea", {"tax": 4})
    row = skill(olive, "tax")
    with acting_in(olive.workspace):
        activity = Activity.objects.create(workspace=olive.workspace, name="Returns")
        terms = Terms.objects.create(workspace=olive.workspace, activity=activity, requires={"tax": 3, "sales": 1})
        work = Handoff.objects.create(workspace=olive.workspace, name="Returns", requires={"tax": 3})
    sent = {"name": "Tax law", "version": "1", **{f"level_{level}": f"does {level}" for level in range(1, 6)}}
    assert olive.client.post(f"{olive.root}people/skills/{row.pk}", sent).status_code == 302
    bea.refresh_from_db()
    terms = Terms.everywhere.get(pk=terms.pk)
    assert bea.skills == {"tax law": 4}
    assert terms.requires == {"tax law": 3, "sales": 1}
    assert Handoff.everywhere.get(pk=work.pk).requires == {"tax law": 3}
    shown = page(olive, f"people/skills/{row.pk}")
    assert "does 3" in shown
    assert "Returns" in shown


def test_of_two_tabs_the_second_sees_both_texts(olive: Player) -> None:
    person(olive, "Bea", {"tax": 4})
    row = skill(olive, "tax")
    sent = {"name": "tax", "version": "1", "level_1": "mine"}
    assert olive.client.post(f"{olive.root}people/skills/{row.pk}", sent).status_code == 302
    late = olive.client.post(f"{olive.root}people/skills/{row.pk}", {**sent, "level_1": "theirs"})
    assert late.status_code == 409
    assert 'name="version" value="2"' in late.content.decode()


def test_merged_skills_count_as_one_and_part_again_as_they_were(olive: Player) -> None:
    bea, cay = person(olive, "Bea", {"tax": 4, "taxes": 2}), person(olive, "Cay", {"taxes": 5})
    tax, taxes = skill(olive, "tax"), skill(olive, "taxes")
    with acting_in(olive.workspace):
        activity = Activity.objects.create(workspace=olive.workspace, name="Returns")
        terms = Terms.objects.create(workspace=olive.workspace, activity=activity, requires={"taxes": 4, "tax": 2})
    answer = olive.client.post(f"{olive.root}people/skills/{taxes.pk}/merge", {"into": tax.pk}, follow=True)
    assert f"people/skills/{taxes.pk}/part" in answer.content.decode()
    bea.refresh_from_db()
    cay.refresh_from_db()
    assert (bea.skills, cay.skills) == ({"tax": 2}, {"tax": 5})
    assert Terms.everywhere.get(pk=terms.pk).requires == {"tax": 4}
    assert "taxes" not in [row.name for row in _in_use(olive)]
    olive.client.post(f"{olive.root}people/skills/{taxes.pk}/part")
    bea.refresh_from_db()
    cay.refresh_from_db()
    assert (bea.skills, cay.skills) == ({"tax": 4, "taxes": 2}, {"taxes": 5})
    assert Terms.everywhere.get(pk=terms.pk).requires == {"taxes": 4, "tax": 2}


def _in_use(olive: Player) -> list[Skill]:
    with acting_in(olive.workspace):
        return list(Skill.objects.filter(is_archived=False, merged_into=None))


def test_a_skill_merges_neither_with_itself_nor_twice(olive: Player) -> None:
    person(olive, "Bea", {"tax": 4, "taxes": 2})
    tax, taxes = skill(olive, "tax"), skill(olive, "taxes")
    address = f"{olive.root}people/skills/{taxes.pk}/merge"
    assert olive.client.post(address, {"into": taxes.pk}).status_code == 302
    assert olive.client.post(address, {"into": "9" * 30}).status_code == 302
    olive.client.post(address, {"into": tax.pk})
    assert olive.client.post(address, {"into": tax.pk}).status_code == 400
    assert len(_in_use(olive)) == 1


def test_putting_away_can_be_taken_back_and_keeps_levels(olive: Player) -> None:
    bea = person(olive, "Bea", {"tax": 4})
    row = skill(olive, "tax")
    olive.client.post(f"{olive.root}people/skills/{row.pk}/archive")
    assert "put away" in page(olive, "people/skills/")
    bea.refresh_from_db()
    assert bea.skills == {"tax": 4}
    olive.client.post(f"{olive.root}people/skills/{row.pk}/return")
    assert len(_in_use(olive)) == 1


FORM: dict[str, Any] = {
    "skill": "Tax",
    "level": "4",
    "basis": "sample",
    "evidence": "the March file",
    "on": "2026-03-02",
}


def test_a_level_is_added_with_evidence_and_shown_with_its_history(olive: Player) -> None:
    bea = person(olive, "Bea", {"tax": 2})
    address = f"{olive.root}people/{bea.pk}/skills"
    for _ in range(2):
        sent = {**FORM, "on": local_today().isoformat(), "once": "k"}
        assert olive.client.post(address, sent).status_code == 302
    with acting_in(olive.workspace):
        assert SkillLevel.objects.count() == 2
    shown = page(olive, f"people/{bea.pk}/skills")
    for told in ("4 · very good", "the March file", "a work sample", "Olive"):
        assert told in shown
    assert "the March file" in page(olive, f"people/{bea.pk}")


def test_what_cannot_be_is_said_at_its_box_and_nothing_typed_is_lost(olive: Player) -> None:
    bea = person(olive, "Bea", None)
    address = f"{olive.root}people/{bea.pk}/skills"
    bad = [
        {"evidence": " "},
        {"on": "2999-01-01"},
        {"on": "1950-01-01"},
        {"on": "soon"},
        {"level": "9"},
        {"basis": "x"},
    ]
    for changed in bad:
        answer = olive.client.post(address, {**FORM, **changed})
        assert answer.status_code == 400
        text = answer.content.decode()
        assert "errorlist" in text
        assert 'value="Tax"' in text
    with acting_in(olive.workspace):
        assert not SkillLevel.objects.exists()


def test_pages_of_skills_are_for_leaders(olive: Player, sam: Player, ada: Player, max_: Player, rex: Player) -> None:
    person(olive, "Bea", {"tax": 4})
    row = skill(olive, "tax")
    assert max_.client.get(f"{olive.root}people/skills/").status_code == 200
    for other in (sam, ada):
        assert other.client.get(f"{olive.root}people/skills/{row.pk}").status_code == 403
    assert rex.client.get(f"{rex.root}people/skills/{row.pk}").status_code == 404


def test_no_page_asks_the_database_more_often_for_more_people(
    olive: Player, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        person(olive, f"Person {number}", {"tax": 4, f"skill {number}": 3})
    bea = person(olive, "Bea", {"tax": 4})
    row = skill(olive, "tax")
    for address in ("people/skills/", f"people/skills/{row.pk}", f"people/{bea.pk}/skills", f"people/{bea.pk}"):
        with django_assert_max_num_queries(30):
            page(olive, address)


def test_the_form_of_a_level_shows_what_each_level_of_that_skill_looks_like(olive: Player) -> None:
    bea = person(olive, "Bea", {"tax": 2})
    row = skill(olive, "tax")
    Skill.everywhere.filter(pk=row.pk).update(anchors=["sees", "tries", "files alone", "improves", "teaches it"])
    address = f"people/{bea.pk}/skills"
    assert "Does it alone to the standard" in page(olive, address)
    assert "files alone" in page(olive, f"{address}?skill=Tax")
    part = olive.client.get(f"{olive.root}{address}?skill=Tax&level=3", headers={"HX-Request": "true"}).content.decode()
    assert "files alone" in part
    assert "<h1" not in part
    assert part.count("checked") == 1
    wrong = olive.client.post(f"{olive.root}{address}", {**FORM, "evidence": " "}).content.decode()
    assert "teaches it" in wrong
