"""The board: every hand-off by state, what waits for whom, and a way to look at some of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404

from hoursback.engine.handoff.stages import HANDOFF, OVER
from hoursback.engine.handoff.waiting import Next
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.accounts.selectors import version_now
from hoursback.web.handoff.models import Handoff
from hoursback.web.handoff.selectors.standing import Turn, standings, turn
from hoursback.web.people.models import Person

SHOWN = 6
"""Of each state on the board; the rest one page further."""
PAGE = 50
MOST_PEOPLE = 200
_DAY = 24 * 3600
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Card:
    """A hand-off on the board."""

    handoff: Handoff
    turn: Turn


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
    people: list[Person]
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


def board(actor: Member, show: str = "", person_id: int | None = None, page: str = "") -> Board:
    """The board as it was asked for; a fixed number of queries, and of rows read whole, however many there are.

    Raises: Http404, for a choice that there is not.
    """
    if show not in ("", MINE, THEIRS, *HANDOFF.states):
        raise Http404
    rows = visible(actor, Handoff)
    person = None if person_id is None else visible_or_404(actor, Person, person_id)
    if person is not None:
        rows = rows.filter(person=person)
    places = _places(actor, rows, person)
    by_state = Counter(place.state for place in places)
    chosen = [place for place in places if _is_chosen(place, show)] if show else []
    paged = Paginator([place.pk for place in chosen], PAGE).get_page(page) if show else None
    wanted = set(paged) if paged is not None else {place.pk for lane in _lanes(places) for place in lane[:SHOWN]}
    whole = {row.pk: row for row in rows.filter(pk__in=wanted).select_related("person", "activity")}
    labels = dict(Handoff.State.choices)
    return Board(
        leads=actor.role in LEADERS,
        total=len(places),
        under_way=sum(number for state, number in by_state.items() if state not in OVER),
        mine=sum(place.is_mine for place in places),
        theirs=sum(place.is_theirs for place in places),
        show=show,
        person=person,
        counts=[(state, str(labels[state]), by_state[state]) for state in HANDOFF.states if by_state[state]],
        people=_people(actor),
        lanes=[
            Lane(lane[0].state, str(labels[lane[0].state]), len(lane), _cards(actor, lane[:SHOWN], whole))
            for lane in ([] if show else _lanes(places))
        ],
        page=paged,
        cards=_cards(actor, [place for place in chosen if place.pk in whole], whole),
    )


def _places(actor: Member, rows: QuerySet[Handoff], person: Person | None) -> list[_Place]:
    """Every hand-off, the member's turn first; kept until anything changes in the workspace."""
    whose = actor.role if actor.role in LEADERS else f"member-{actor.pk}"
    whom = "all" if person is None else person.pk
    key = f"board:{actor.workspace.public_id}:{version_now(actor.workspace_id)}:{whose}:{whom}"
    found: list[tuple[int, str, str, Next]] | None = cache.get(key)
    if found is None:
        once: dict[Next, Next] = {}
        found = [
            (pk, state, name, once.setdefault(step, step)) for pk, state, name, step in standings(rows.order_by("-pk"))
        ]
        cache.set(key, found, _DAY)
    # Thousands of hand-offs stand at a few dozen steps.
    turns = {step: turn(actor, "somebody", step) for step in {step for *_, step in found}}
    places = [
        _Place(*each, turns[each[-1]].is_mine, bool(turns[each[-1]].who) and not turns[each[-1]].is_mine)
        for each in found
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
    return [Card(whole[each.pk], turn(actor, each.name, each.step)) for each in places if each.pk in whole]


def _people(actor: Member) -> list[Person]:
    """Whom hand-offs go to, to choose from; only leaders have a choice."""
    if actor.role not in LEADERS:
        return []
    known = visible(actor, Handoff).filter(person__isnull=False).values("person")
    return list(visible(actor, Person).filter(pk__in=known).order_by("name")[:MOST_PEOPLE])
