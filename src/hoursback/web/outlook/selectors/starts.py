"""The days on which to begin looking for help, for the first page and the owner's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache

from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.outlook.dates import dates_of
from hoursback.web.outlook.selectors.loading import look
from hoursback.web.shared.places import RELEASE

_A_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Start:
    """When to begin looking for help for somebody.

    Attributes:
        person: whose week fills up. name: "" for the owner's own. function: of the help.
        on: the day; today where it is over already. full: the middle date of the full week; None: not in sight.
    """

    person: int
    name: str
    function: str
    on: date
    full: date | None
    is_due: bool


def starts(workspace: Workspace, today: date, *, fresh: bool = False) -> list[Start]:
    """Everybody's day to begin looking, the owner's first; worked out once a day, or `fresh`.

    The first page asks for them at every visit, and a log changes with every entry; dates months off do not.
    """
    key = f"outlook-starts:{RELEASE}:{workspace.public_id}:{today.isoformat()}"
    kept: list[Start] | None = None if fresh else cache.get(key)
    if kept is None:
        with acting_in(workspace):
            kept = _starts(workspace, today)
        cache.set(key, kept, _A_DAY)
    return kept


def _starts(workspace: Workspace, today: date) -> list[Start]:
    ahead = look(workspace, today).ahead
    found = []
    for hand in ahead.hands if ahead is not None else ():
        dates = None if ahead is None else dates_of(ahead, hand.full, hand.lead, today)
        if dates is None or dates.look is None:
            continue
        name = "" if hand.is_owner else hand.name
        found.append(Start(hand.key, name, hand.function, dates.look, dates.full, dates.is_due))
    return found
