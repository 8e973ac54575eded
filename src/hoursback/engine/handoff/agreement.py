"""Terms of an agreement: what is possible, where two overlap, when one holds, what it makes an hour cost."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

HOURS_A_WEEK = Decimal(168)
FAR_BACK = 31
"""Days that an agreement may have begun before it is written down (own)."""
FAR_AHEAD = 731
"""Days until it has to begin, at most (own)."""
LONGEST = 3660
"""Days it can last, at most: ten years (own); leave the end open instead."""
LONGEST_NOTICE = 365
MOST_AN_HOUR = 100_000
"""Currency for one hour, as for any stated price; a fixed price a month may be a hundred times that (own)."""
FOLLOW_UP_DAYS = (7, 28, 84)
"""After one, four and twelve weeks somebody looks whether it goes well (own)."""


class Kind(StrEnum):
    """How somebody is paid."""

    HOURLY = "hourly"
    FIXED = "fixed"
    RETAINER = "retainer"
    EMPLOYED = "employed"


class Fault(StrEnum):
    """What is not possible about terms."""

    NO_PRICE = "no price"
    PRICE_IMPOSSIBLE = "price impossible"
    NO_MINIMUM = "no minimum"
    MINIMUM_OVER_CAP = "minimum over cap"
    CAP_IMPOSSIBLE = "cap impossible"
    MINIMUM_UNPAID = "minimum unpaid"
    START_FAR_BACK = "start far back"
    START_FAR_AHEAD = "start far ahead"
    END_BEFORE_START = "end before start"
    END_FAR_AHEAD = "end far ahead"
    OVERLAPS_OTHER = "overlaps other"
    BEFORE_EARLIER = "before earlier"
    STILL_WAITING = "still waiting"


class State(StrEnum):
    """Where an agreement stands on a day."""

    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    WAITING = "waiting"
    TO_COME = "to come"
    IN_FORCE = "in force"
    REPLACED = "replaced"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is proposed; hours a week, money in the workspace's currency, `end` the last day (None: open)."""

    kind: Kind
    start: date
    end: date | None = None
    price: Decimal | None = None
    weekly_cap: Decimal | None = None
    minimum_hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """An agreement of the same hand-off that is there already and was neither declined nor withdrawn."""

    number: int
    person: int
    start: date
    end: date | None
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is not possible: the term it is about, and the other agreement's number where there is one."""

    field: str
    fault: Fault
    number: int | None = None


def check(terms: Terms, person: int, others: Sequence[Other], today: date) -> list[Found]:
    """Everything that stands against terms, in the order of the form; empty: they can be proposed.

    A change for the same person takes the place of the agreement before it from its start on, so it may not begin
    earlier; with somebody else the two may not share a day. An agreement that waits for an answer comes first.
    """
    return [*_money(terms), *_hours(terms), *_days(terms, today), *_beside(terms, person, others)]


def _money(terms: Terms) -> list[Found]:
    if terms.price is None and terms.kind is not Kind.EMPLOYED:
        return [Found("price", Fault.NO_PRICE)]
    most = MOST_AN_HOUR * (100 if terms.kind is Kind.FIXED else 1)
    if terms.price is not None and not 0 <= terms.price <= most:
        return [Found("price", Fault.PRICE_IMPOSSIBLE)]
    return []


def _hours(terms: Terms) -> list[Found]:
    cap, least = terms.weekly_cap, terms.minimum_hours
    found = []
    if cap is not None and not 0 < cap <= HOURS_A_WEEK:
        found.append(Found("weekly_cap", Fault.CAP_IMPOSSIBLE))
    if terms.kind is Kind.RETAINER and not least:
        found.append(Found("minimum_hours", Fault.NO_MINIMUM))
    if least and terms.kind is Kind.FIXED:
        found.append(Found("minimum_hours", Fault.MINIMUM_UNPAID))
    if least and least > (HOURS_A_WEEK if cap is None else cap):
        found.append(Found("minimum_hours", Fault.MINIMUM_OVER_CAP))
    return found


def _days(terms: Terms, today: date) -> list[Found]:
    found = []
    if terms.start < today - timedelta(days=FAR_BACK):
        found.append(Found("start", Fault.START_FAR_BACK))
    if terms.start > today + timedelta(days=FAR_AHEAD):
        found.append(Found("start", Fault.START_FAR_AHEAD))
    if terms.end is not None and terms.end < terms.start:
        found.append(Found("end", Fault.END_BEFORE_START))
    elif terms.end is not None and (terms.end - terms.start).days > LONGEST:
        found.append(Found("end", Fault.END_FAR_AHEAD))
    return found


def _beside(terms: Terms, person: int, others: Sequence[Other]) -> list[Found]:
    waiting = [other for other in others if not other.is_confirmed]
    if waiting:
        return [Found("", Fault.STILL_WAITING, waiting[0].number)]
    found = []
    for other in others:
        if other.person == person:
            if _shares_a_day(terms, other) and terms.start < other.start:
                found.append(Found("start", Fault.BEFORE_EARLIER, other.number))
        elif _shares_a_day(terms, other):
            found.append(Found("start", Fault.OVERLAPS_OTHER, other.number))
    return found[:1]


def _shares_a_day(terms: Terms, other: Other) -> bool:
    return (other.end is None or terms.start <= other.end) and (terms.end is None or other.start <= terms.end)


def hundredths_an_hour(kind: Kind, price: Decimal | None) -> int | None:
    """What an hour costs under these terms, in hundredths of the currency; None: nothing was said of it.

    A fixed price pays the month, so its hours cost nothing more.

    >>> hundredths_an_hour(Kind.HOURLY, Decimal("32.50")), hundredths_an_hour(Kind.FIXED, Decimal("400"))
    (3250, 0)
    """
    if kind is Kind.FIXED:
        return 0
    return None if price is None else int((price * 100).to_integral_value(ROUND_HALF_UP))


def state_on(
    today: date,
    *,
    start: date,
    ends_on: date | None,
    is_confirmed: bool,
    is_declined: bool = False,
    is_withdrawn: bool = False,
    replaced_from: date | None = None,
) -> State:
    """Where an agreement stands.

    Args:
        replaced_from: start of a later confirmed one with the same person; None: there is none.
    """
    if is_withdrawn or is_declined:
        return State.WITHDRAWN if is_withdrawn else State.DECLINED
    if not is_confirmed:
        return State.WAITING
    if ends_on is not None and ends_on < today:
        return State.OVER
    if replaced_from is not None and replaced_from <= today:
        return State.REPLACED
    return State.TO_COME if start > today else State.IN_FORCE


def earliest_last_day(today: date, notice_days: int) -> date:
    """The first day on which an agreement can end when notice is given today.

    >>> earliest_last_day(date(2026, 3, 2), 14)
    datetime.date(2026, 3, 16)
    """
    return today + timedelta(days=notice_days)


def follow_ups(start: date, today: date) -> list[tuple[int, date]]:
    """(weeks, day) of looking whether it goes well; of terms that began before they were agreed, from today on."""
    begin = max(start, today)
    return [(after // 7, begin + timedelta(days=after)) for after in FOLLOW_UP_DAYS]


def cap_for(hours: float | None, available: float | None) -> Decimal | None:
    """A weekly cap to propose: the planned hours up to the next half hour, within what the person has.

    >>> cap_for(3.2, 10.0), cap_for(3.2, 3.0), cap_for(None, 8.0)
    (Decimal('3.5'), Decimal('3.0'), None)
    """
    if hours is None or hours <= 0:
        return None
    half_hours = Decimal(math.ceil(round(hours * 2, 6)))
    most = HOURS_A_WEEK if not available else Decimal(str(available))
    return min(half_hours / 2, most)


def next_start(today: date, planned: date | None, starts: Collection[date] = ()) -> date:
    """The day to propose: as planned, else next Monday, and not before the latest of `starts`."""
    monday = today + timedelta(days=7 - today.weekday())
    wanted = planned if planned is not None and planned >= today else monday
    return max((wanted, *starts))
