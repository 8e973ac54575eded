"""Terms that are possible, and where an agreement stands."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from hoursback.engine.handoff.agreement import (
    FAR_AHEAD,
    FAR_BACK,
    LONGEST,
    Fault,
    Kind,
    Other,
    State,
    Terms,
    cap_for,
    check,
    earliest_last_day,
    follow_ups,
    hundredths_an_hour,
    next_start,
    state_on,
)

TODAY = date(2026, 3, 4)
BEA, CARL = 1, 2


def terms(**facts) -> Terms:
    return Terms(**{"kind": Kind.HOURLY, "start": TODAY, "price": Decimal("30"), **facts})


def faults(others: tuple[Other, ...] = (), **facts) -> list[tuple[str, Fault]]:
    return [(one.field, one.fault) for one in check(terms(**facts), BEA, others, TODAY)]


def other(number: int = 1, person: int = BEA, *, start: date = date(2026, 1, 5), **facts) -> Other:
    return Other(**{"number": number, "person": person, "start": start, "end": None, "is_confirmed": True, **facts})


def test_plain_terms_are_possible():
    assert faults() == []


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (Kind.HOURLY, [("price", Fault.NO_PRICE)]),
        (Kind.FIXED, [("price", Fault.NO_PRICE)]),
        (Kind.RETAINER, [("price", Fault.NO_PRICE), ("minimum_hours", Fault.NO_MINIMUM)]),
        (Kind.EMPLOYED, []),
    ],
)
def test_a_price_is_missing_but_within_an_employment(kind: Kind, found: list[tuple[str, Fault]]):
    assert faults(kind=kind, price=None) == found


def test_work_for_nothing_has_to_be_said_as_a_price_of_nothing():
    assert faults(price=Decimal(0)) == []


@pytest.mark.parametrize(
    ("kind", "price", "possible"),
    [
        (Kind.HOURLY, Decimal("-0.01"), False),
        (Kind.HOURLY, Decimal("100000"), True),
        (Kind.HOURLY, Decimal("100000.01"), False),
        (Kind.FIXED, Decimal("100000.01"), True),
    ],
)
def test_prices_have_bounds(kind: Kind, price: Decimal, possible: bool):
    assert (faults(kind=kind, price=price) == []) is possible


@pytest.mark.parametrize("cap", ["0", "-1", "168.5"])
def test_a_cap_lies_within_a_week(cap: str):
    assert faults(weekly_cap=Decimal(cap)) == [("weekly_cap", Fault.CAP_IMPOSSIBLE)]


def test_no_more_is_paid_unused_than_may_be_worked():
    assert faults(weekly_cap=Decimal(5), minimum_hours=Decimal(5)) == []
    assert faults(weekly_cap=Decimal(5), minimum_hours=Decimal("5.25")) == [("minimum_hours", Fault.MINIMUM_OVER_CAP)]
    assert faults(minimum_hours=Decimal(169)) == [("minimum_hours", Fault.MINIMUM_OVER_CAP)]


def test_a_fixed_price_pays_no_minimum():
    assert faults(kind=Kind.FIXED, minimum_hours=Decimal(2)) == [("minimum_hours", Fault.MINIMUM_UNPAID)]


def test_days_have_bounds():
    assert faults(start=TODAY - timedelta(days=FAR_BACK)) == []
    assert faults(start=TODAY - timedelta(days=FAR_BACK + 1)) == [("start", Fault.START_FAR_BACK)]
    assert faults(start=TODAY + timedelta(days=FAR_AHEAD + 1)) == [("start", Fault.START_FAR_AHEAD)]
    assert faults(end=TODAY) == []
    assert faults(end=TODAY - timedelta(days=1)) == [("end", Fault.END_BEFORE_START)]
    assert faults(end=TODAY + timedelta(days=LONGEST + 1)) == [("end", Fault.END_FAR_AHEAD)]


def test_a_change_for_the_same_person_takes_the_place_of_the_earlier_one():
    assert faults((other(),)) == []


def test_a_change_cannot_begin_before_the_one_it_changes():
    later = other(start=TODAY + timedelta(days=10))
    assert faults((later,)) == [("start", Fault.BEFORE_EARLIER)]


def test_with_somebody_else_no_day_is_shared():
    carl = other(person=CARL, end=TODAY)
    assert faults((carl,)) == [("start", Fault.OVERLAPS_OTHER)]
    assert faults((carl,), start=TODAY + timedelta(days=1)) == []
    assert faults((other(person=CARL, start=date(2026, 6, 1)),), end=date(2026, 5, 31)) == []


def test_what_waits_for_an_answer_comes_first():
    assert faults((other(is_confirmed=False),)) == [("", Fault.STILL_WAITING)]


@pytest.mark.parametrize(
    ("kind", "price", "hundredths"),
    [
        (Kind.HOURLY, Decimal("32.50"), 3250),
        (Kind.RETAINER, Decimal("40"), 4000),
        (Kind.FIXED, Decimal("400"), 0),
        (Kind.EMPLOYED, None, None),
        (Kind.EMPLOYED, Decimal("19.99"), 1999),
    ],
)
def test_what_an_hour_costs(kind: Kind, price: Decimal | None, hundredths: int | None):
    assert hundredths_an_hour(kind, price) == hundredths


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"is_confirmed": False}, State.WAITING),
        ({"is_confirmed": False, "is_declined": True}, State.DECLINED),
        ({"is_confirmed": False, "is_withdrawn": True}, State.WITHDRAWN),
        ({}, State.IN_FORCE),
        ({"start": TODAY + timedelta(days=1)}, State.TO_COME),
        ({"ends_on": TODAY}, State.IN_FORCE),
        ({"ends_on": TODAY - timedelta(days=1)}, State.OVER),
        ({"replaced_from": TODAY}, State.REPLACED),
        ({"replaced_from": TODAY + timedelta(days=1)}, State.IN_FORCE),
    ],
)
def test_where_an_agreement_stands(facts: dict, state: State):
    assert state_on(TODAY, **{"start": TODAY, "ends_on": None, "is_confirmed": True, **facts}) is state


def test_notice_counts_from_the_day_it_is_given():
    assert earliest_last_day(TODAY, 0) == TODAY
    assert earliest_last_day(TODAY, 30) == date(2026, 4, 3)


def test_it_is_looked_at_after_one_four_and_twelve_weeks():
    start = date(2026, 3, 9)
    assert follow_ups(start, TODAY) == [(1, date(2026, 3, 16)), (4, date(2026, 4, 6)), (12, date(2026, 6, 1))]


def test_terms_that_began_before_they_were_agreed_are_looked_at_from_today_on():
    assert follow_ups(TODAY - timedelta(days=20), TODAY) == [
        (1, TODAY + timedelta(days=7)),
        (4, TODAY + timedelta(days=28)),
        (12, TODAY + timedelta(days=84)),
    ]


def test_the_cap_to_propose_is_the_plan_up_to_half_an_hour_within_what_they_have():
    assert cap_for(4.0, None) == 4
    assert cap_for(4.1, 10.0) == Decimal("4.5")
    assert cap_for(4.1, 4.0) == 4
    assert cap_for(0.0, 4.0) is None


def test_the_start_to_propose_is_the_plans_or_next_monday():
    assert next_start(TODAY, None) == date(2026, 3, 9)
    assert next_start(TODAY, date(2026, 4, 1)) == date(2026, 4, 1)
    assert next_start(TODAY, date(2026, 2, 1)) == date(2026, 3, 9)
    assert next_start(TODAY, None, (date(2026, 5, 1),)) == date(2026, 5, 1)
