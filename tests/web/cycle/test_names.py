"""Names on the pages of cycles show the marks that would hide or turn them round, and words are of one kind."""

from __future__ import annotations

import pytest

from hoursback.web.people.models import Person
from hoursback.web.shared.charts import draw
from tests.web.cast import Player
from tests.web.cycle import stage

TURNED = "Ann\u202etxt"


def test_a_name_that_turns_the_writing_round_is_shown_as_it_is(olive: Player, sam: Player) -> None:
    person = stage.person_of(sam)
    Person.everywhere.filter(pk=person.pk).update(name=TURNED)
    handoff = stage.hand_over(olive, person, TURNED)
    cycle = stage.cycle_of(olive, person, "performance_assessment")
    stage.goal(olive, cycle, what=TURNED, measure=TURNED)
    stage.rate(olive, cycle, 4)
    stage.runs(olive, handoff, [True] * 6)
    root = f"{olive.root}cycle/"
    pages = (*("", f"person/{person.pk}", f"person/{person.pk}/notes", f"person/{person.pk}/plan"),)
    rounds = [f"{cycle.pk}{tab}" for tab in ("", "/skills", "/training", "/goals", "/verdict", "/views")]
    for path in (*pages, *rounds):
        page = olive.client.get(root + path).content.decode()
        assert "Ann[U+202E]txt" in page, path
        assert TURNED not in page, path


def test_charts_show_such_marks_in_picture_and_table() -> None:
    spec = {"data": {"values": [{"who": TURNED, "n": 1}]}, "mark": "bar", "encoding": {"x": {"field": "n"}}}
    chart = draw(spec, title=TURNED, summary=TURNED, columns=("Who", "N"), rows=[(TURNED, "1")])
    assert TURNED not in f"{chart.svg}{chart.title}{chart.summary}{chart.rows}"


@pytest.mark.parametrize("path", ["cycle/", "people/"])
def test_a_cycle_is_called_a_cycle_wherever_it_is_led_to(olive: Player, sam: Player, path: str) -> None:
    stage.cycle_of(olive, stage.person_of(sam))
    assert "Cycles" in olive.client.get(olive.root + path).content.decode()


def test_the_page_of_a_person_leads_to_their_cycle(olive: Player, sam: Player) -> None:
    person = stage.person_of(sam)
    page = olive.client.get(f"{olive.root}people/{person.pk}").content.decode()
    assert f"{olive.root}cycle/person/{person.pk}" in page
    assert "Cycle: rounds, goals, results" in page
    own = sam.client.get(f"{sam.root}cycle/", follow=True).content.decode()
    assert "<title>My cycle" in own
