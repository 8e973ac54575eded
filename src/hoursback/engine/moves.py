"""States as one table of moves: it draws the board and the buttons, decides what is allowed, and makes the tests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hoursback.engine.errors import HoursbackError
from hoursback.engine.sentences import sentence as _


class Part(StrEnum):
    """What somebody is to the thing that moves."""

    OWNER = "owner"
    MANAGER = "manager"
    PERSON = "person"
    """The person it is about: who takes the work over, whose week or whose cycle it is."""


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move.

    Attributes:
        name: what is done, a verb in the imperative, such as "submit".
        who: parts of which one is enough.
        needs: names of facts that must hold first, such as "a reason"; the table says what each asks for.
        is_by_itself: happens when its needs are met by something else; it has no button.
    """

    name: str
    source: str
    target: str
    who: frozenset[Part]
    needs: tuple[str, ...] = ()
    is_by_itself: bool = False


class MoveError(HoursbackError):
    """A move that the table does not allow, with the reason."""


@dataclass(frozen=True, slots=True)
class Table:
    """All moves of one kind of thing.

    Attributes:
        thing: its name in a sentence, such as "hand-off". start: the state it begins in.
        asks: by need, the sentence that says what is missing.
    """

    thing: str
    start: str
    moves: tuple[Move, ...]
    asks: Mapping[str, str]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order of first naming."""
        found = dict.fromkeys((self.start, *(state for move in self.moves for state in (move.source, move.target))))
        return tuple(found)

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """The moves that leave a state."""
        return tuple(move for move in self.moves if move.source == state)

    def open_to(self, state: str, parts: Collection[Part]) -> tuple[Move, ...]:
        """The moves that somebody with these parts may make from a state, whether or not their needs are met."""
        return tuple(move for move in self.moves_from(state) if move.who & set(parts))

    def missing(self, move: Move, met: Collection[str]) -> tuple[str, ...]:
        """What stands against a move, one sentence each."""
        return tuple(self.asks[need] for need in move.needs if need not in met)

    def decide(self, name: str, state: str, parts: Collection[Part], met: Collection[str]) -> Move:
        """The move of this name that is allowed now; where several lead elsewhere, the first whose needs are met.

        Raises: MoveError, with the reason: no such move from here, not theirs to make, or something is missing.
        """
        here = [move for move in self.moves_from(state) if move.name == name]
        if not here:
            raise self._refused(
                _(
                    "A %(thing)s that is “%(state)s” cannot be moved by “%(name)s”.",
                    thing=self.thing,
                    state=state,
                    name=name,
                ),
                name,
                self._possible(state, parts),
            )
        mine = [move for move in here if move.who & set(parts)]
        if not mine:
            raise self._refused(_("“%(name)s” is not yours to do.", name=name), name, _ask(here[0].who))
        ready = next((move for move in mine if not self.missing(move, met)), None)
        if ready is None:
            asked = self.missing(mine[0], met)
            # Where a word is all that is missing, nothing has to wait.
            is_said = set(mine[0].needs) - set(met) == {"reason"}
            what = _("A reason is missing.") if is_said else _("“%(name)s” has to wait.", name=name)
            raise self._refused(what, name, " ".join(asked))
        return ready

    def _possible(self, state: str, parts: Collection[Part]) -> str:
        names = dict.fromkeys(move.name for move in self.open_to(state, parts))
        if not names:
            return _("Nothing is yours to do here now.")
        return _("From here you can: %(names)s.", names=", ".join(names))

    def _refused(self, what: str, name: str, hint: str) -> MoveError:
        return MoveError(what, where=self.thing, value=name, hint=hint)


def moves(
    names: str, sources: str, target: str, who: Iterable[Part], *needs: str, is_by_itself: bool = False
) -> tuple[Move, ...]:
    """Rows that differ only in where they start: `moves("end", "running paused", "ended", LEADERS)`."""
    parts = frozenset(who)
    return tuple(
        Move(name, source, target, parts, needs, is_by_itself)
        for name in names.split("|")
        for source in sources.split()
    )


_ASKED = {
    frozenset({Part.OWNER}): _("Ask the owner."),
    frozenset({Part.MANAGER}): _("Ask a manager."),
    frozenset({Part.PERSON}): _("Ask the person it is about."),
    frozenset({Part.OWNER, Part.MANAGER}): _("Ask the owner or a manager."),
    frozenset({Part.OWNER, Part.PERSON}): _("Ask the owner or the person it is about."),
    frozenset({Part.MANAGER, Part.PERSON}): _("Ask a manager or the person it is about."),
    frozenset(Part): _("Ask the owner, a manager or the person it is about."),
}


def _ask(parts: Iterable[Part]) -> str:
    return _ASKED[frozenset(parts)]
