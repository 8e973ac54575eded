"""Lists of people are shown a page at a time: the list, names from imports, who was put away, a skill, the map."""

from __future__ import annotations

from hoursback.web.accounts.scope import acting_in
from hoursback.web.people.models import Person, Skill, SkillLevel
from tests.web.cast import Player

MANY = 60


def people(olive: Player, kind: str = "contractor", **facts: object) -> list[Person]:
    with acting_in(olive.workspace):
        rows = [
            Person(workspace=olive.workspace, name=f"{kind} {place:03}", kind=kind, **facts) for place in range(MANY)
        ]
        return Person.objects.bulk_create(rows)


def page(olive: Player, address: str) -> str:
    answer = olive.client.get(f"{olive.root}people/{address}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_people_names_and_who_was_put_away_each_turn_on_their_own(olive: Player) -> None:
    people(olive)
    people(olive, "placeholder")
    people(olive, "firm", is_archived=True)
    first = page(olive, "?names=2&away=3")
    assert f"{MANY} people can take work off you" in first
    assert ["contractor 000" in first, "contractor 059" in first] == [True, False]
    assert ["placeholder 000" in first, "placeholder 025" in first] == [False, True]
    assert ["firm 000" in first, "firm 059" in first] == [False, True]
    assert 'href="?names=2&amp;away=3&amp;page=2"' in first
    assert 'href="?names=3&amp;away=3"' in first
    assert 'href="?names=2&amp;away=2"' in first
    assert "contractor 059" in page(olive, "?page=3")


def test_a_page_beyond_the_last_is_the_last_and_nonsense_the_first(olive: Player) -> None:
    people(olive)
    assert "Page 3 of 3" in page(olive, "?page=99999999999999999999")
    assert "Page 1 of 3" in page(olive, "?page=none")


def test_somebody_put_away_leaves_the_list_at_once(olive: Player) -> None:
    rows = people(olive)
    assert f"{MANY} people can take work off you" in page(olive, "")
    olive.client.post(f"{olive.root}people/{rows[0].pk}/archive")
    after = page(olive, "?away=1")
    assert f"{MANY - 1} people can take work off you" in after
    assert "1 put away" in after


def test_a_skill_shows_the_best_first_a_page_at_a_time_and_says_how_many_have_it(olive: Player) -> None:
    rows = people(olive, skills={"tax": 3})
    with acting_in(olive.workspace):
        skill = Skill.objects.create(workspace=olive.workspace, name="Tax")
        Person.objects.filter(pk=rows[-1].pk).update(skills={"tax": 5})
        SkillLevel.objects.create(
            workspace=olive.workspace,
            person=rows[-1],
            skill=skill,
            level=5,
            basis="sample",
            evidence="a return",
            on="2026-03-02",
        )
    first, last = page(olive, f"skills/{skill.pk}"), page(olive, f"skills/{skill.pk}?page=3")
    for shown in (first, last):
        assert f"Tax: {MANY} people have it, the best at level 5." in shown
    assert ["contractor 059" in first, "a return" in first, "contractor 058" in first] == [True, True, False]
    assert "contractor 058" in last


def test_the_map_turns_its_rows(olive: Player) -> None:
    people(olive, skills={"tax": 3})
    with acting_in(olive.workspace):
        Skill.objects.create(workspace=olive.workspace, name="Tax")
    first, last = page(olive, "skills/"), page(olive, "skills/?page=3")
    assert ["contractor 000" in first, "contractor 059" in first] == [True, False]
    assert ["contractor 000" in last, "contractor 059" in last] == [False, True]
