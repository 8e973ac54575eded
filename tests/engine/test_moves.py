"""Tables of moves, made into tests: every allowed move for exactly the parts it names, every other one refused."""

from __future__ import annotations

from itertools import product

import pytest

from hoursback.engine.cycle.phases import CYCLE
from hoursback.engine.handoff.stages import HANDOFF, TIMESHEET
from hoursback.engine.moves import Move, MoveError, Part, Table, moves

TABLES = (HANDOFF, TIMESHEET, CYCLE)
ALL_MET = {table.thing: frozenset(table.asks) for table in TABLES}


def names(table: Table) -> list[str]:
    return list(dict.fromkeys(move.name for move in table.moves))


def cases() -> list[tuple[Table, str, str, Part]]:
    return [case for table in TABLES for case in product((table,), names(table), table.states, Part)]


@pytest.mark.parametrize(
    ("table", "name", "state", "part"), cases(), ids=lambda value: getattr(value, "thing", None) or str(value)
)
def test_a_move_is_possible_from_its_states_for_its_parts_and_for_nobody_else(
    table: Table, name: str, state: str, part: Part
) -> None:
    allowed = [move for move in table.moves if move.name == name and move.source == state and part in move.who]
    if allowed:
        assert table.decide(name, state, {part}, ALL_MET[table.thing]) in allowed
    else:
        with pytest.raises(MoveError) as refused:
            table.decide(name, state, {part}, ALL_MET[table.thing])
        assert refused.value.what
        assert refused.value.hint


@pytest.mark.parametrize(
    ("table", "move", "need"),
    [(table, move, need) for table in TABLES for move in table.moves for need in move.needs],
    ids=lambda value: getattr(value, "thing", None) or getattr(value, "name", None) or str(value),
)
def test_a_move_waits_for_each_of_its_needs_and_says_which(table: Table, move: Move, need: str) -> None:
    part = next(iter(move.who))
    rivals = {n for one in table.moves if (one.name, one.source) == (move.name, move.source) for n in one.needs}
    met = ALL_MET[table.thing] - {need} - (rivals - set(move.needs))
    with pytest.raises(MoveError) as refused:
        table.decide(move.name, move.source, {part}, met)
    assert table.asks[need] in str(refused.value.hint) or len(rivals) > len(move.needs)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.thing)
def test_nobody_without_a_part_moves_anything(table: Table) -> None:
    for move in table.moves:
        with pytest.raises(MoveError):
            table.decide(move.name, move.source, (), ALL_MET[table.thing])
    assert all(table.open_to(state, ()) == () for state in table.states)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.thing)
def test_every_state_is_reached_from_the_start_and_every_need_has_its_sentence(table: Table) -> None:
    reached, left = {table.start}, [table.start]
    while left:
        for move in table.moves_from(left.pop()):
            if move.target not in reached:
                reached.add(move.target)
                left.append(move.target)
    assert reached == set(table.states)
    assert {need for move in table.moves for need in move.needs} <= set(table.asks)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.thing)
def test_one_name_from_one_state_never_leads_two_ways_at_once(table: Table) -> None:
    """Rows that share name and source tell each other apart by a need of their own, which no other of them has."""
    for state, name in product(table.states, names(table)):
        rows = [move for move in table.moves_from(state) if move.name == name]
        for one, other in product(rows, rows):
            if one is not other and one.target != other.target and one.who & other.who:
                assert set(one.needs) - set(other.needs)


def test_what_is_possible_instead_is_said() -> None:
    with pytest.raises(MoveError) as refused:
        HANDOFF.decide("sign off", "draft", {Part.OWNER}, ())
    assert refused.value.hint == "From here you can: start, end."
    with pytest.raises(MoveError) as refused:
        HANDOFF.decide("end", "running", {Part.PERSON}, ())
    assert refused.value.hint == "Ask the owner or a manager."


def test_rows_that_differ_only_in_where_they_start_are_stated_once() -> None:
    made = moves("a|b", "x y", "z", (Part.OWNER,), "need")
    assert [(move.name, move.source) for move in made] == [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")]
    assert {(move.target, move.needs) for move in made} == {("z", ("need",))}
