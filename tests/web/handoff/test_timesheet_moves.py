"""The table of timesheets, move by move: possible for exactly the parts that it names, refused with a reason else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import Http404

from hoursback.engine.handoff.stages import TIMESHEET
from hoursback.engine.moves import MoveError, Part
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Closed
from hoursback.web.handoff.models import Timesheet
from hoursback.web.people.models import Person
from tests.web.cast import Player
from tests.web.handoff.paid import WEEK, moved, person_of, somebody

pytestmark = pytest.mark.django_db

NAMES = sorted({move.name for move in TIMESHEET.moves})
WAY = {
    "open": (),
    "submitted": ("submit",),
    "sent_back": ("submit", "send back"),
    "approved": ("submit", "approve"),
    "locked": ("submit", "approve", "lock"),
    "paid": ("submit", "approve", "lock", "mark paid"),
}
"""How a week comes to each state, by allowed moves alone."""


class Stage:
    """Everybody who may try something, and whose week it is."""

    def __init__(self, olive: Player, max_: Player, sam: Player) -> None:
        self.players = {"owner": olive, "manager": max_, "helper": sam}
        self.olive, self.sam = olive, sam

    def brought_to(self, state: str, person: Person) -> Timesheet:
        hands_in = self.sam if person.member_id == self.sam.member.pk else self.olive
        if person.member_id not in (None, self.sam.member.pk):
            hands_in = self.players["manager"]
        for name in WAY[state]:
            moved(hands_in if name == "submit" else self.olive, person, name, reason="So")
        row = Timesheet.everywhere.filter(person=person).first()
        if row is None:
            return Timesheet.everywhere.create(workspace=self.olive.workspace, person=person, week=WEEK)
        return row

    def parts(self, who: str, person: Person) -> set[Part]:
        member = self.players[who].member
        parts = {Part(member.role)} if who != "helper" else set()
        if person.member_id == member.pk or (person.member_id is None and who != "helper"):
            parts.add(Part.PERSON)
        return parts


@pytest.fixture
def stage(olive: Player, max_: Player, sam: Player) -> Stage:
    return Stage(olive, max_, sam)


def cases() -> Iterator[tuple[str, str, str, str]]:
    for whose in ("helper", "manager", "nobody"):
        for state in TIMESHEET.states:
            for name in NAMES:
                for who in ("owner", "manager", "helper"):
                    yield whose, state, name, who


def whose_week(stage: Stage, whose: str) -> Person:
    return somebody(stage.olive) if whose == "nobody" else person_of(stage.players[whose])


def is_allowed(state: str, name: str, parts: set[Part], *, is_own: bool, is_nobodys: bool) -> bool:
    """What the table says, read by itself: source, part, and the needs that depend on whose week it is."""
    met = {"within cap", "reason"}
    met |= {"own or nobody's"} if is_own or is_nobodys else set()
    met |= set() if is_own else {"not own"}
    return any(
        move.name == name and move.source == state and move.who & parts and set(move.needs) <= met
        for move in TIMESHEET.moves
    )


@pytest.mark.parametrize(("whose", "state"), sorted({(whose, state) for whose, state, _name, _who in cases()}))
def test_every_move_is_possible_for_exactly_those_whom_the_table_names(stage: Stage, whose: str, state: str) -> None:
    person = whose_week(stage, whose)
    row = stage.brought_to(state, person)
    assert row.state == state
    for one, at, name, who in cases():
        if (one, at) != (whose, state):
            continue
        player = stage.players[who]
        is_own = person.member_id == player.member.pk
        allowed = is_allowed(state, name, stage.parts(who, person), is_own=is_own, is_nobodys=person.member_id is None)
        with transaction.atomic():
            if who == "helper" and not is_own:
                with pytest.raises(Http404):
                    moved(player, person, name, reason="So")
            elif allowed:
                after = moved(player, person, name, reason="So")
                (move,) = [m for m in TIMESHEET.moves if m.name == name and m.source == state]
                assert after.state == move.target, (name, who)
                assert Closed.everywhere.filter(person=person).exists() is (after.state not in ("open", "sent_back"))
            else:
                with pytest.raises(MoveError) as refused:
                    moved(player, person, name, reason="So")
                assert refused.value.what
                assert refused.value.hint
                row.refresh_from_db()
                assert row.state == state
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", sorted({move.name for move in TIMESHEET.moves if "reason" in move.needs}))
def test_a_move_that_asks_why_is_refused_without_a_reason(stage: Stage, name: str) -> None:
    person = person_of(stage.sam)
    stage.brought_to(next(move.source for move in TIMESHEET.moves if move.name == name), person)
    with pytest.raises(MoveError) as refused:
        moved(stage.olive, person, name, reason="   ")
    assert refused.value.hint == "Say why."


def test_no_state_is_reached_by_sending_it_in_a_form(stage: Stage, sam: Player) -> None:
    person = person_of(sam)
    forged = {"version": "0", "move": "submit", "state": "paid", "paid_on": "2026-03-20", "target": "paid"}
    address = f"{sam.root}handoff/timesheets/{person.pk}/2026-03-02/submit"
    assert sam.client.post(address, forged).status_code == 302
    assert Timesheet.everywhere.get(person=person).state == "submitted"


def test_an_adviser_moves_nothing(stage: Stage, ada: Player) -> None:
    person = person_of(stage.sam)
    with pytest.raises(Http404):
        moved(ada, person, "submit")
    assert ada.member.role == Role.ADVISER


def test_rex_moves_nothing_here(stage: Stage, rex: Player) -> None:
    person = person_of(stage.sam)
    with acting_in(rex.workspace), pytest.raises(Http404):
        moved(rex, person, "submit")
