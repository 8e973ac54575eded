"""Changed clocks, a year's end, a 53rd week, moves between zones and nights change no total: the log's own sum is what
Today, Results and the weekly page make of it, each entry in one week and in one only."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hoursback.web.accounts.models import User, Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import rollups
from hoursback.web.capture.actions.names import ensure_zone
from hoursback.web.capture.models import Entry
from hoursback.web.focus.clock import Clock, monday_of
from hoursback.web.focus.selectors.protection import protected
from hoursback.web.home import board
from hoursback.web.home.weekly.selectors import figures_of
from hoursback.web.outcome.selectors.records import records
from tests.web.cast import Player
from tests.web.focus import acts
from tests.web.outcome import stage

pytestmark = pytest.mark.django_db
BERLIN, CHICAGO = ZoneInfo("Europe/Berlin"), ZoneInfo("America/Chicago")
HOWE, APIA = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia")
WEEKS = {
    "spring, a day of 23 hours": (BERLIN, date(2026, 3, 23)),
    "autumn, a day of 25 hours": (BERLIN, date(2026, 10, 19)),
    "autumn in Chicago": (CHICAGO, date(2026, 10, 26)),
    "half an hour forward": (HOWE, date(2026, 9, 28)),
    "a year's end in week 1": (BERLIN, date(2025, 12, 29)),
    "week 53": (BERLIN, date(2026, 12, 28)),
    "week 53 where the day begins first": (APIA, date(2026, 12, 28)),
    "an ordinary week": (BERLIN, date(2026, 6, 1)),
}
DAY = 24 * 3600


def put(player: Player, rows: list[tuple[str, int, int, ZoneInfo]]) -> None:
    """Activity, start and length in seconds, zone."""
    kinds = acts.kinds(player)
    zones = {zone.key: ensure_zone(zone.key) for _name, _start, _seconds, zone in rows}
    Entry.everywhere.bulk_create(
        Entry(
            workspace=player.workspace,
            person=acts.person_of(player),
            activity=kinds[name],
            day=datetime.fromtimestamp(start, zone).toordinal(),
            start=start,
            seconds=seconds,
            zone=zones[zone.key],
        )
        for name, start, seconds, zone in rows
    )
    rollups.rebuild(player.workspace.pk)
    stage.touched(player)


def looked_at(player: Player, zone: ZoneInfo, day: date, day_start: int = 0) -> Clock:
    """The last minute of a day."""
    after = Clock(0, zone, day_start).bounds(day)[1]
    return Clock(after - 60, zone, day_start)


def weekly(player: Player, monday: date, clock: Clock) -> tuple[int, int]:
    """Seconds of everything and of the top three, by the weekly page."""
    with acting_in(player.workspace):
        found = figures_of(player.member, monday, clock)
    return round(found.hours * 3600), round((found.top or 0.0) * 3600)


def today(player: Player, clock: Clock) -> tuple[int, int]:
    """The same by Today's standing of the week so far."""
    with acting_in(player.workspace):
        known = protected(player.member, clock)
    assert known is not None
    return sum(each.logged for each in known.week), sum(each.done for each in known.week)


def results(player: Player, monday: date, last: date) -> int:
    """Seconds of everything, by the days that Results are made of."""
    with acting_in(player.workspace):
        logged = records(player.workspace, last.toordinal()).logged
    return round(3600 * sum(logged.get(monday.toordinal() + n, 0.0) for n in range(7)))


def a_week(zone: ZoneInfo, monday: date) -> list[tuple[str, int, int, ZoneInfo]]:
    """Mornings and afternoons, each night from half past one for three hours, and Sunday's work that ends on Monday."""
    rows = []
    for n in range(7):
        day = monday + timedelta(days=n)
        rows.append(("Videos", acts.at(9, 0, day, zone), 7_200, zone))
        rows.append(("E-mail", acts.at(14, 0, day, zone), 3_600 + n, zone))
        rows.append(("Offers", acts.at(1, 30, day, zone), 3 * 3_600, zone))
    rows.append(("Coaching", acts.at(23, 30, monday + timedelta(days=6), zone), 5_400, zone))
    return rows


@pytest.mark.parametrize(("zone", "monday"), WEEKS.values(), ids=WEEKS.keys())
def test_all_three_pages_say_what_the_log_adds_up_to(olive: Player, zone: ZoneInfo, monday: date) -> None:
    acts.choose(olive)
    stage.handed(olive, stage.helper_of(olive), stage.work(olive), started_on=monday - timedelta(weeks=2))
    rows = a_week(zone, monday)
    around = [
        ("Videos", acts.at(22, 45, monday - timedelta(days=1), zone), 7_200, zone),  # ends in the week, began before
        ("Offers", acts.at(0, 0, monday + timedelta(days=7), zone), 1_800, zone),  # the first second of the next
    ]
    put(olive, [*rows, *around])
    sunday = monday + timedelta(days=6)
    clock = looked_at(olive, zone, sunday)
    total = sum(seconds for _name, _start, seconds, _zone in rows)
    top = sum(seconds for name, _start, seconds, _zone in rows if name in acts.TOP)
    assert weekly(olive, monday, clock) == (total, top)
    assert today(olive, clock) == (total, top)
    assert results(olive, monday, sunday) == total
    week = timedelta(weeks=1)
    later = looked_at(olive, zone, sunday + week)
    assert [weekly(olive, each, later)[0] for each in (monday - week, monday, monday + week)] == [7_200, total, 1_800]
    with acting_in(olive.workspace):
        standing = board.board(olive.member, datetime.fromtimestamp(clock.now, zone))
    assert standing is not None
    if zone is BERLIN:
        assert standing.share == pytest.approx(top / total), "the share that the first page shows"


def test_2026_has_a_week_53_and_its_page_is_called_so(olive: Player) -> None:
    acts.choose(olive)
    put(olive, a_week(BERLIN, date(2026, 12, 28)))
    mondays = [date(2026, 12, 21) + timedelta(weeks=n) for n in range(3)]
    assert [day.isocalendar()[:2] for day in mondays] == [(2026, 52), (2026, 53), (2027, 1)]
    clock = looked_at(olive, BERLIN, date(2027, 1, 10))
    assert [weekly(olive, day, clock)[0] > 0 for day in mondays] == [False, True, False]


@pytest.mark.parametrize("seed", range(3))
def test_every_second_of_a_log_is_in_one_week_whatever_its_zones(olive: Player, seed: int) -> None:
    """A log of six weeks over both a change of clocks and moves between zones; who looks later sits elsewhere."""
    rng = random.Random(seed)
    first = rng.choice([date(2026, 3, 9), date(2026, 10, 5), date(2026, 12, 7)])
    acts.choose(olive)
    stage.handed(olive, stage.helper_of(olive), stage.work(olive), started_on=first)
    begins = acts.at(0, 0, first + timedelta(days=1), APIA)
    rows = [
        (rng.choice((*acts.TOP, "E-mail")), begins + rng.randrange(40 * DAY), rng.randrange(60, 6 * 3600), zone)
        for zone in rng.choices((BERLIN, CHICAGO, HOWE, APIA), k=150)
    ]
    put(olive, rows)
    by_week: dict[date, int] = defaultdict(int)
    for _name, start, seconds, zone in rows:
        by_week[monday_of(datetime.fromtimestamp(start, zone).date())] += seconds
    weeks = [first + timedelta(weeks=n) for n in range(-1, 8)]
    end = weeks[-1] + timedelta(days=6)
    for watcher in (BERLIN, APIA):
        clock = looked_at(olive, watcher, end)
        said = {week: weekly(olive, week, clock)[0] for week in weeks}
        assert {week: seconds for week, seconds in said.items() if seconds} == dict(by_week)
    assert sum(by_week.values()) == sum(seconds for _name, _start, seconds, _zone in rows)
    assert sum(results(olive, week, end) for week in weeks) == sum(by_week.values())


@pytest.mark.parametrize(("zone", "monday"), [WEEKS["spring, a day of 23 hours"], WEEKS["week 53"]])
def test_days_that_start_at_four_move_nights_on_today_and_no_total_anywhere(
    olive: Player, zone: ZoneInfo, monday: date
) -> None:
    acts.choose(olive)
    stage.handed(olive, stage.helper_of(olive), stage.work(olive), started_on=monday - timedelta(weeks=2))
    week = timedelta(weeks=1)
    rows = [*a_week(zone, monday), *a_week(zone, monday + week)]
    put(olive, rows)
    last = monday + 2 * week - timedelta(days=1)
    calm = [weekly(olive, each, looked_at(olive, zone, last)) for each in (monday, monday + week)]
    counted = [results(olive, each, last) for each in (monday, monday + week)]
    Workspace.objects.filter(pk=olive.workspace.pk).update(day_start=4)
    stage.touched(olive)
    clock = looked_at(olive, zone, last, day_start=4)
    assert [weekly(olive, each, clock) for each in (monday, monday + week)] == calm
    assert [results(olive, each, last) for each in (monday, monday + week)] == counted
    # On Today the night before the first Monday is the Sunday's, and the one after the last Sunday has no work in it.
    night = sum(s for name, start, s, _zone in rows if name == "Offers" and start < acts.at(4, 0, monday, zone))
    sundays = [monday - timedelta(days=1), monday + week - timedelta(days=1), last]
    each_week = [today(olive, looked_at(olive, zone, sunday, day_start=4))[0] for sunday in sundays]
    assert each_week[0] == night
    assert sum(each_week) == sum(seconds for _name, _start, seconds, _zone in rows)


def test_a_move_to_another_zone_changes_no_week_that_was_logged_before(olive: Player) -> None:
    acts.choose(olive)
    monday = date(2026, 10, 19)
    put(olive, a_week(BERLIN, monday))
    before = weekly(olive, monday, looked_at(olive, BERLIN, date(2026, 11, 1)))
    User.objects.filter(pk=olive.user.pk).update(timezone="Pacific/Apia")
    Workspace.objects.filter(pk=olive.workspace.pk).update(timezone="America/Chicago")
    stage.touched(olive)
    olive.user.refresh_from_db()
    for zone in (APIA, CHICAGO):
        assert weekly(olive, monday, looked_at(olive, zone, date(2026, 11, 1))) == before
