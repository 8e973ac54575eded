"""Days off: by leaders and by the person themselves, each stretch once, impossible ones said where they were typed."""

from __future__ import annotations

import pytest

from hoursback.web.accounts.scope import acting_in
from hoursback.web.people.models import Person, TimeOff
from tests.web.cast import Player, local_today


def own(player: Player) -> Person:
    return Person.everywhere.get(member=player.member)


def stretches(olive: Player) -> list[tuple[str, str, str]]:
    with acting_in(olive.workspace):
        rows = TimeOff.objects.order_by("first")
        return [(row.first.isoformat(), row.last.isoformat(), row.note) for row in rows]


def add(player: Player, person: Person, first: str, last: str = "", **more: str) -> int:
    sent = {"first": first, "last": last, **more}
    return int(player.client.post(f"{player.root}people/{person.pk}/time-off", sent).status_code)


def test_a_helper_states_their_own_and_nobody_elses(olive: Player, sam: Player, ada: Player, rex: Player) -> None:
    assert add(sam, own(sam), "2026-08-03", "2026-08-07", note="holidays") == 302
    assert add(sam, own(olive), "2026-08-03") == 404
    assert add(rex, own(sam), "2026-08-03") == 404
    assert add(olive, own(sam), "2026-12-24") == 302
    assert stretches(olive) == [("2026-08-03", "2026-08-07", "holidays"), ("2026-12-24", "2026-12-24", "")]
    assert ada.client.get(f"{ada.root}people/{own(sam).pk}/time-off").status_code == 403


def test_days_that_overlap_become_one_stretch_and_that_is_said(olive: Player, sam: Player) -> None:
    add(sam, own(sam), "2026-08-03", "2026-08-07", note="lake")
    sent = {"first": "2026-08-05", "last": "2026-08-14", "note": "sea"}
    told = sam.client.post(f"{sam.root}people/{own(sam).pk}/time-off", sent, follow=True).content.decode()
    assert "It took in one that overlapped." in told
    assert stretches(olive) == [("2026-08-03", "2026-08-14", "sea; lake")]
    add(sam, own(sam), "2026-08-15")
    assert len(stretches(olive)) == 2


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-08-07", "2026-08-03"),
        ("1950-01-01", "1950-01-02"),
        ("2026-01-01", "2036-01-01"),
        ("9999-01-01", "9999-01-02"),
        ("2026-02-30", ""),
        ("", "2026-08-03"),
    ],
)
def test_impossible_days_are_said_where_they_were_typed(olive: Player, sam: Player, first: str, last: str) -> None:
    sent = {"first": first, "last": last, "note": "keep me"}
    answer = sam.client.post(f"{sam.root}people/{own(sam).pk}/time-off", sent)
    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()
    assert "keep me" in answer.content.decode()
    assert stretches(olive) == []


def test_a_form_sent_twice_adds_one(olive: Player, sam: Player) -> None:
    for _ in range(2):
        assert add(sam, own(sam), "2026-08-03", once="k") == 302
    assert len(stretches(olive)) == 1


def test_a_stretch_is_changed_once_by_two_tabs(olive: Player, sam: Player) -> None:
    add(sam, own(sam), "2026-08-03", "2026-08-07")
    row = TimeOff.everywhere.get()
    address = f"{sam.root}people/time-off/{row.pk}"
    sent = {"first": "2026-08-04", "last": "2026-08-10", "note": "", "version": "1"}
    assert sam.client.post(address, sent).status_code == 302
    assert sam.client.post(address, {**sent, "last": "2026-08-11"}).status_code == 409
    assert sam.client.post(address, {**sent, "last": "2026-08-01", "version": "2"}).status_code == 400
    assert stretches(olive) == [("2026-08-04", "2026-08-10", "")]


def test_what_was_removed_comes_back_by_one_press(olive: Player, sam: Player) -> None:
    add(sam, own(sam), "2026-08-03", "2026-08-07", note="lake & sea")
    row = TimeOff.everywhere.get()
    told = sam.client.post(f"{sam.root}people/time-off/{row.pk}/remove", follow=True)
    assert stretches(olive) == []
    undo = [str(message.extra_tags) for message in told.context["messages"]][-1].removeprefix("undo ")
    assert sam.client.post(undo).status_code == 302
    assert stretches(olive) == [("2026-08-03", "2026-08-07", "lake & sea")]


def test_the_page_says_what_is_next(olive: Player, sam: Player) -> None:
    add(sam, own(sam), local_today().isoformat())
    assert "Sam is off until" in sam.client.get(f"{sam.root}people/{own(sam).pk}/time-off").content.decode()
    assert "Off from" in olive.client.get(f"{olive.root}people/{own(sam).pk}").content.decode()
