"""The board: every hand-off by state, what waits for whom, and a way to look at some of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.utils.translation import gettext as _

from hoursback.engine.handoff.stages import HANDOFF, OVER
from hoursback.engine.handoff.waiting import Next
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.request import whole_number
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.handoff.models import Handoff
from hoursback.web.handoff.selectors.kept import kept
from hoursback.web.handoff.selectors.standing import Turn, standings, turn
from hoursback.web.people.models import Person

SHOWN = 6
"""Of each state on the board; the rest one page further."""
PAGE = 25
MOST_PEOPLE = 200
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Card:
    """A hand-off on the board; `whom` it goes to in words, "" where the member knows."""

    handoff: Handoff
    turn: Turn
    whom: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The hand-offs of one state; `number` of them in all, the first are shown."""

    state: str
    label: str
    number: int
    cards: list[Card]

    @property
    def more(self) -> int:
        """How many stand on a page of their own."""
        return self.number - len(self.cards)


@dataclass(frozen=True, slots=True)
class Board:
    """What a member sees of all hand-offs.

    Attributes:
        under_way, mine, theirs: how many; waiting for the member, and for somebody else.
        show: what was chosen: "", MINE, THEIRS or a state. people: whom one can choose, for leaders.
        lanes: by state, in the order of the table; without them, `cards` are one page of what was chosen.
    """

    leads: bool
    total: int
    under_way: int
    mine: int
    theirs: int
    show: str
    person: Person | None
    counts: list[tuple[str, str, int]]
    people: list[tuple[int, str]]
    lanes: list[Lane]
    page: Page[int] | None
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class _Place:
    """A hand-off before its row is read: where it stands, and whether it is the member's turn or somebody else's."""

    pk: int
    state: str
    name: str
    step: Next
    is_mine: bool
    is_theirs: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """What a board shows, before its rows are read; `number` of chosen ones, and those on the page."""

    total: int
    under_way: int
    mine: int
    theirs: int
    counts: list[tuple[str, int]]
    lanes: list[tuple[str, int, list[_Place]]]
    number: int
    chosen: list[_Place]


def board(actor: Member, show: str = "", person_id: int | None = None, page: str = "") -> Board:
    """The board as it was asked for; a fixed number of queries, and of rows read whole, however many there are.

    Raises: Http404, for a choice that there is not.
    """
    if show not in ("", MINE, THEIRS, *HANDOFF.states):
        raise Http404
    person = None if person_id is None else visible_or_404(actor, Person, person_id)
    number = whole_number(page, 1)
    found = kept(actor, f"board-{show}-{person_id}-{number}", lambda: _found(actor, show, person_id, number))
    shown = [place.pk for *_lane, places in found.lanes for place in places] + [p.pk for p in found.chosen]
    rows = visible(actor, Handoff).filter(pk__in=shown).only("name", "state", "workspace")
    whole = {row.pk: row for row in rows}
    labels = dict(Handoff.State.choices)
    return Board(
        leads=actor.role in LEADERS,
        total=found.total,
        under_way=found.under_way,
        mine=found.mine,
        theirs=found.theirs,
        show=show,
        person=person,
        counts=[(state, str(labels[state]), count) for state, count in found.counts],
        people=_people(actor),
        lanes=[
            Lane(state, str(labels[state]), count, _cards(actor, places, whole)) for state, count, places in found.lanes
        ],
        page=None if not show else Paginator(range(found.number), PAGE).get_page(number),
        cards=_cards(actor, found.chosen, whole),
    )


def _found(actor: Member, show: str, person_id: int | None, page: int) -> _Found:
    """What a board shows, of all hand-offs or of one person's."""
    places = kept(actor, f"board-places-{person_id}", lambda: _places(actor, person_id))
    by_state = Counter(place.state for place in places)
    chosen = [place for place in places if _is_chosen(place, show)] if show else []
    lanes = [] if show else _lanes(places)
    return _Found(
        total=len(places),
        under_way=sum(count for state, count in by_state.items() if state not in OVER),
        mine=sum(place.is_mine for place in places),
        theirs=sum(place.is_theirs for place in places),
        counts=[(state, by_state[state]) for state in HANDOFF.states if by_state[state]],
        lanes=[(lane[0].state, len(lane), lane[:SHOWN]) for lane in lanes],
        number=len(chosen),
        chosen=list(Paginator(chosen, PAGE).get_page(page)),
    )


def _places(actor: Member, person_id: int | None) -> list[_Place]:
    """Every hand-off, the member's turn first."""
    rows = visible(actor, Handoff)
    if person_id is not None:
        rows = rows.filter(person=person_id)
    found = standings(rows.order_by("-pk"))
    # Thousands of hand-offs stand at a few dozen steps.
    once: dict[Next, Next] = {}
    turns = {step: turn(actor, "somebody", step) for step in {step for *_, step in found}}
    places = [
        _Place(
            pk,
            state,
            name,
            once.setdefault(step, step),
            turns[step].is_mine,
            bool(turns[step].who) and not turns[step].is_mine,
        )
        for pk, state, name, step in found
    ]
    return sorted(places, key=lambda place: not place.is_mine)


def _is_chosen(place: _Place, show: str) -> bool:
    if show == MINE:
        return place.is_mine
    if show == THEIRS:
        return place.is_theirs
    return place.state == show


def _lanes(places: Sequence[_Place]) -> list[list[_Place]]:
    """By state, in the order of the table; what has ended stands on a page of its own."""
    by_state: dict[str, list[_Place]] = {state: [] for state in HANDOFF.states if state != Handoff.State.ENDED}
    for place in places:
        if place.state in by_state:
            by_state[place.state].append(place)
    return [lane for lane in by_state.values() if lane]


def _cards(actor: Member, places: Sequence[_Place], whole: Mapping[int, Handoff]) -> list[Card]:
    leads = actor.role in LEADERS
    cards = []
    for each in places:
        if each.pk in whole:
            to = _("to %(name)s") % {"name": each.name} if each.name else _("nobody chosen yet")
            cards.append(Card(whole[each.pk], turn(actor, each.name, each.step), to if leads else ""))
    return cards


def _people(actor: Member) -> list[tuple[int, str]]:
    """Whom hand-offs go to, to choose from; only leaders have a choice."""
    if actor.role not in LEADERS:
        return []

    def found() -> list[tuple[int, str]]:
        known = visible(actor, Handoff).filter(person__isnull=False).values("person")
        rows = visible(actor, Person).filter(pk__in=known).order_by("name")
        return list(rows.values_list("pk", "name")[:MOST_PEOPLE])

    return kept(actor, "board-people", found)
