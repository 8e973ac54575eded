"""Lines of a week: what counts, what is owed besides, what a cap allows, and one place where money is rounded."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.capture.prices import Price
from hoursback.engine.handoff.costs import planned_for
from hoursback.engine.handoff.money import cents
from hoursback.engine.handoff.timesheet import (
    Job,
    LineKind,
    Logged,
    Paid,
    Terms,
    amount_of,
    cap_of_week,
    fixed_share,
    in_force,
    monday_of,
    most_agreed,
    sheet,
)

MONDAY = date(2026, 3, 2).toordinal()
BOOKS, MAIL = 1, 2
JOB = Job(7, BOOKS, "Books")
HOUR = 3600


def logged(day: int, seconds: int, rate: int | None = 4000, activity: int = BOOKS) -> Logged:
    return Logged(MONDAY + day, activity, "Books" if activity == BOOKS else "Mail", rate, seconds)


def hourly(**more: object) -> Terms:
    facts: dict[str, object] = {"paid": Paid.HOURLY, "first": MONDAY - 100, "price": 4000}
    return Terms(7, 1, **{**facts, **more})  # type: ignore[arg-type]


@given(st.integers(0, 7 * 24 * HOUR), st.integers(0, 10_000_000))
def test_an_amount_is_rounded_half_up_to_the_hundredth(seconds: int, hundredths: int) -> None:
    exact = Decimal(seconds) * hundredths / HOUR / 100
    assert amount_of(seconds, hundredths) == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_half_a_hundredth_is_rounded_up() -> None:
    assert amount_of(18, 100) == Decimal("0.01")
    assert amount_of(17, 100) == Decimal("0.00")


def test_one_line_for_each_day_activity_and_price() -> None:
    found = sheet(
        MONDAY,
        [logged(0, 600), logged(0, 1200), logged(0, 600, 5000), logged(1, 600)],
        [JOB],
        [hourly()],
        [Price(BOOKS, 0, 4000)],
    )
    assert [(line.day - MONDAY, line.seconds, line.rate) for line in found.lines] == [
        (0, 1800, 4000), (0, 600, 5000), (1, 600, 4000),
    ]  # fmt: skip
    assert found.amount == Decimal("20.00") + Decimal("8.33") + Decimal("6.67")
    assert found.seconds == 3000


def test_other_work_stands_apart_until_a_price_for_any_activity_begins() -> None:
    work = [logged(0, HOUR, 3000, MAIL), logged(2, HOUR, 3000, MAIL)]
    prices = [Price(MAIL, 0, 3000), Price(None, MONDAY + 2, 2500)]
    found = sheet(MONDAY, work, [JOB], [], prices)
    assert [line.day - MONDAY for line in found.lines] == [2]
    assert [each.day - MONDAY for each in found.apart] == [0]


def test_handed_over_work_without_a_price_counts_and_says_so() -> None:
    found = sheet(MONDAY, [logged(0, HOUR, None)], [JOB], [hourly(price=None)], [])
    assert (found.amount, found.unpriced) == (Decimal("0.00"), HOUR)


def test_work_before_the_start_and_after_the_end_does_not_count() -> None:
    job = Job(7, BOOKS, "Books", MONDAY + 1, MONDAY + 2)
    found = sheet(MONDAY, [logged(day, HOUR) for day in range(4)], [job], [], [])
    assert [line.day - MONDAY for line in found.lines] == [1, 2]


def test_a_minimum_is_topped_up_by_one_line() -> None:
    terms = [hourly(paid=Paid.RETAINER, minimum=2 * HOUR)]
    some = sheet(MONDAY, [logged(0, HOUR)], [JOB], terms, [Price(BOOKS, 0, 4000)])
    assert [(line.kind, line.seconds, line.amount) for line in some.lines] == [
        (LineKind.WORK, HOUR, Decimal("40.00")), (LineKind.MINIMUM, HOUR, Decimal("40.00")),
    ]  # fmt: skip
    assert some.seconds == HOUR
    enough = sheet(MONDAY, [logged(0, 2 * HOUR)], [JOB], terms, [])
    assert [line.kind for line in enough.lines] == [LineKind.WORK]
    none = sheet(MONDAY, [], [JOB], terms, [])
    assert none.amount == Decimal("80.00")


def test_a_minimum_counts_by_the_days_on_which_it_holds() -> None:
    terms = [hourly(first=MONDAY + 5, minimum=7 * HOUR)]
    assert sheet(MONDAY, [], [JOB], terms, []).amount == Decimal("80.00")
    assert not sheet(MONDAY - 7, [], [JOB], terms, []).lines


def test_a_fixed_price_is_one_line_on_the_last_agreed_day_of_the_month() -> None:
    last = date(2026, 4, 30).toordinal()
    terms = [Terms(7, 1, Paid.FIXED, MONDAY - 100, price=30_000)]
    week = monday_of(last)
    found = sheet(week, [Logged(last, BOOKS, "Books", 4000, HOUR)], [JOB], terms, [])
    assert [(line.kind, line.day, line.amount) for line in found.lines] == [
        (LineKind.WORK, last, Decimal("0.00")), (LineKind.FIXED, last, Decimal("300.00")),
    ]  # fmt: skip
    assert found.unpriced == 0
    assert not any(sheet(week + 7 * after, [], [JOB], terms, []).lines for after in (-3, -2, -1, 1, 2, 3))


def lines_from(first: date, last: date, jobs: list[Job], terms: list[Terms]) -> list[tuple[date, Decimal]]:
    weeks = range(monday_of(first.toordinal()), last.toordinal() + 1, 7)
    found = [line for week in weeks for line in sheet(week, [], jobs, terms, []).lines]
    return [(date.fromordinal(line.day), line.amount) for line in found]


def test_terms_that_change_within_a_month_are_paid_by_their_days() -> None:
    change, april = date(2026, 4, 16), (date(2026, 3, 30), date(2026, 5, 2))
    old = Terms(7, 1, Paid.FIXED, date(2026, 4, 1).toordinal(), price=30_000)
    new = Terms(7, 2, Paid.FIXED, change.toordinal(), price=60_000)
    assert lines_from(*april, [JOB], [old, new]) == [
        (date(2026, 4, 15), Decimal("150.00")), (date(2026, 4, 30), Decimal("300.00")),
    ]  # fmt: skip
    # Before anybody knew of the change, nothing of the month stood in a week that was over.
    assert not [day for day, _amount in lines_from(*april, [JOB], [old]) if day < change]


def test_notice_within_a_month_pays_the_days_until_then() -> None:
    ended = Terms(7, 1, Paid.FIXED, MONDAY - 100, last=date(2026, 4, 10).toordinal(), price=30_000)
    assert lines_from(date(2026, 3, 30), date(2026, 6, 1), [JOB], [ended]) == [
        (date(2026, 3, 31), Decimal("300.00")), (date(2026, 4, 10), Decimal("100.00")),
    ]  # fmt: skip


def test_nothing_is_owed_after_the_last_day_of_a_hand_off_whatever_the_terms_say() -> None:
    over = [Job(7, BOOKS, "Books", None, MONDAY + 1)]
    terms = [hourly(paid=Paid.RETAINER, minimum=7 * HOUR)]
    assert sheet(MONDAY, [], over, terms, []).amount == Decimal("80.00")
    assert not sheet(MONDAY + 7, [], over, terms, []).lines
    fixed = [Terms(7, 1, Paid.FIXED, date(2026, 3, 1).toordinal(), price=31_000)]
    assert lines_from(date(2026, 3, 1), date(2026, 8, 1), over, fixed) == [(date(2026, 3, 3), Decimal("30.00"))]


@given(st.integers(0, 400), st.integers(0, 90), st.integers(1, 1_000_000))
def test_a_fixed_price_counts_each_month_by_its_agreed_days(start: int, length: int, price: int) -> None:
    first = date(2026, 1, 1).toordinal() + start
    terms = [Terms(7, 1, Paid.FIXED, first, first + length, price)]
    shares = {
        day: share for day in range(first - 40, first + length + 40) if (share := fixed_share(terms, terms[0], day))
    }
    months = {(at.year, at.month) for at in (date.fromordinal(day) for day in range(first, first + length + 1))}
    assert {(at.year, at.month) for at in map(date.fromordinal, shares)} <= months
    assert len(shares) <= len(months)
    assert all(share <= Decimal(price) / 100 for share in shares.values())
    held = Counter((at.year, at.month) for at in map(date.fromordinal, range(first, first + length + 1)))
    by_days = [
        (Decimal(price) * days / 100 / monthrange(*month)[1]).quantize(Decimal("0.01"), ROUND_HALF_UP)
        for month, days in held.items()
    ]
    assert sum(shares.values()) == sum(by_days)


def test_terms_of_the_highest_number_hold() -> None:
    old, new = hourly(), hourly()
    new = Terms(7, 2, Paid.HOURLY, MONDAY + 3, price=5000)
    assert in_force([old, new], MONDAY + 2) is old
    assert in_force([old, new], MONDAY + 3) is new
    assert in_force([new], MONDAY) is None


def test_more_than_the_cap_is_said_for_the_hand_off() -> None:
    terms = [hourly(cap=HOUR)]
    found = sheet(MONDAY, [logged(0, HOUR + 60)], [JOB], terms, [])
    assert [(over.handoff, over.seconds, over.cap) for over in found.over] == [(7, HOUR + 60, HOUR)]
    assert not sheet(MONDAY, [logged(0, HOUR + 59)], [JOB], terms, []).over, "the page shows 1:00 of 1:00"


def test_a_cap_for_this_week_takes_the_place_of_the_agreed_one() -> None:
    terms = [hourly(cap=HOUR)]
    work = [logged(0, 2 * HOUR)]
    assert not sheet(MONDAY, work, [JOB], terms, [], cap=2 * HOUR).over
    (over,) = sheet(MONDAY, work, [JOB], terms, [], cap=HOUR - 1).over
    assert (over.handoff, over.cap) == (None, HOUR - 1)


def test_a_week_without_any_cap_is_never_over() -> None:
    assert cap_of_week([hourly()], MONDAY) is None
    assert cap_of_week([hourly(cap=HOUR), Terms(7, 2, Paid.HOURLY, MONDAY + 3, cap=2 * HOUR)], MONDAY) == 2 * HOUR
    assert cap_of_week([], MONDAY) is None


def test_the_most_that_was_agreed_counts_by_days() -> None:
    first = date(2026, 3, 1).toordinal()
    assert most_agreed([hourly(cap=7 * HOUR)], first, first + 30) == Decimal("1240.00")
    assert most_agreed([hourly()], first, first + 30) is None
    assert most_agreed([Terms(7, 1, Paid.FIXED, 0, price=31_000)], first, first + 30) == Decimal("310.00")


def test_half_a_hundredth_of_a_planning_figure_is_rounded_up_too() -> None:
    first = date(2026, 4, 1).toordinal()
    assert most_agreed([Terms(7, 1, Paid.FIXED, 0, price=15)], first, first) == Decimal("0.01")
    assert planned_for(Decimal("0.07") / 2, 1) == Decimal("0.01")
    assert cents(0.285) == Decimal("0.29")


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5000), st.integers(0, 3)), max_size=20), st.randoms())
def test_the_order_and_the_pieces_of_the_log_change_nothing(rows: list[tuple[int, int, int]], chance: object) -> None:
    work = [logged(day, seconds, 3333 + rate) for day, seconds, rate in rows]
    halves = [
        Logged(each.day, each.activity, each.name, each.rate, part)
        for each in work
        for part in (each.seconds // 2, each.seconds - each.seconds // 2)
    ]
    chance.shuffle(halves)  # type: ignore[attr-defined]
    terms = [hourly(minimum=3 * HOUR)]
    assert sheet(MONDAY, halves, [JOB], terms, []) == sheet(MONDAY, work, [JOB], terms, [])


def test_weeks_start_on_monday() -> None:
    assert {monday_of(MONDAY + day) for day in range(7)} == {MONDAY}
    assert date.fromordinal(monday_of(MONDAY - 1)) == date(2026, 3, 2) - timedelta(days=7)
