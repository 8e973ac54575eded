from __future__ import annotations

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoursback.web.capture import actions
from hoursback.web.capture.models import Choice
from hoursback.web.capture.selectors import activities_for
from hoursback.web.capture.selectors.suggest import Said, Why, propose
from hoursback.web.people.actions import ensure_person
from tests.web.capture.logbook import MONDAY, add
from tests.web.cast import Player


def ask(player: Player, note: str = "", **more: object) -> tuple[Why, str]:
    person = ensure_person(member=player.member)
    said = Said(note=note, **more)  # type: ignore[arg-type]
    found = propose(person, activities_for(player.member), said, date(2026, 3, 4))
    return found.why, found.name


def test_the_persons_own_choice_wins_over_stated_words(olive: Player) -> None:
    actions.create_activity(member=olive.member, name="Sales", match=["*quote*"])
    assert ask(olive, "quote for Alder") == (Why.WORDS, "Sales")
    add(olive, "Design", note="Quote for Alder", chosen=True)
    assert ask(olive, "quote for  ALDER!") == (Why.CHOICE, "Design")
    assert ask(olive, "quote for Voss")[1] == "Sales"


def test_the_choice_made_most_often_wins_then_the_last(olive: Player) -> None:
    for number, what in enumerate(["A", "B", "B", "A", "A"]):
        add(olive, what, f"2026-03-02 1{number}:00", 5, note="stand-up", chosen=True)
    assert ask(olive, "standup 12")[1] == "A"
    assert sorted(Choice.everywhere.values_list("times", flat=True)) == [2, 3]


def test_choices_of_others_teach_only_them(olive: Player, max_: Player) -> None:
    add(olive, "Design", note="round two", chosen=True)
    add(olive, "Admin", "2026-03-02 11:00", note="something else entirely")
    assert ask(max_, "round two")[0] is not Why.CHOICE


def test_a_tag_that_names_an_activity_decides(olive: Player) -> None:
    add(olive, "E-mail")
    add(olive, "Design", "2026-03-02 11:00", note="logo", chosen=True)
    assert ask(olive, "logo", tags=("email",)) == (Why.TAG, "E-mail")


def test_notes_like_earlier_ones_go_where_those_went(olive: Player) -> None:
    add(olive, "Print", note="proof check for the harbour poster")
    add(olive, "Sales", "2026-03-02 11:00", note="call with a prospect")
    assert ask(olive, "proof check harbour posters") == (Why.LIKE, "Print")
    assert ask(olive, "entirely different words") == (Why.NEW, "Entirely different words")


def test_an_activitys_own_name_counts_as_a_word(olive: Player) -> None:
    add(olive, "Bookkeeping")
    assert ask(olive, "bookkeeping for June") == (Why.LIKE, "Bookkeeping")


def test_nothing_said_proposes_nothing(olive: Player, sam: Player) -> None:
    assert ask(olive) == (Why.NONE, "")
    found = propose(None, activities_for(sam.member), Said(note="new words"), MONDAY, may_add=False)
    assert (found.why, found.name) == (Why.NONE, "")


def test_archived_activities_are_not_proposed(olive: Player) -> None:
    row = add(olive, "Fax", note="send fax", chosen=True).activity
    actions.archive_activity(member=olive.member, activity_id=row.pk)
    assert ask(olive, "send fax")[0] is Why.NEW


def test_the_queries_do_not_grow_with_the_log(olive: Player) -> None:
    add(olive, "A", note="first note")
    with CaptureQueriesContext(connection) as few:
        ask(olive, "unheard of")
    for hour in range(10, 20):
        add(olive, f"Work {hour}", f"2026-03-02 {hour}:00", 5, note=f"note number {hour} about {hour * 7}", chosen=True)
    with CaptureQueriesContext(connection) as many:
        ask(olive, "unheard of")
    assert len(few) == len(many) <= 6
