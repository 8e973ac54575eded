"""How days stand: what is counted, on which day, and that no total ever changes by it."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.actions.names import ensure_zone
from hoursback.web.capture.models import DayTotal, Timer
from hoursback.web.focus.actions.protecting import declare_bad_day
from hoursback.web.focus.clock import Clock
from hoursback.web.focus.selectors.protection import Protected, protected
from hoursback.web.focus.selectors.spent import spent_by_day
from tests.web.cast import Player
from tests.web.focus.acts import BERLIN, TUESDAY, at, choose, clock, earn, kinds, log, person_of

CHICAGO = ZoneInfo("America/Chicago")


def stand(player: Player, when: Clock) -> Protected:
    with acting_in(player.workspace):
        found = protected(player.member, when)
    assert found is not None
    return found


def test_today_counts_the_top_three_and_nothing_else(olive: Player) -> None:
    choose(olive)
    log(olive, "Videos", at(9), 30)
    log(olive, "Offers", at(10), 15)
    log(olive, "E-mail", at(11), 60)
    today = stand(olive, clock(12)).today
    assert (today.done, today.left, today.logged) == (45 * 60, 45 * 60, 105 * 60)


def test_the_running_timer_counts_up_to_now(olive: Player) -> None:
    choose(olive)
    with acting_in(olive.workspace):
        Timer.objects.create(
            workspace=olive.workspace,
            person=person_of(olive),
            activity=kinds(olive)["Videos"],
            start=at(9),
            zone=ensure_zone("Europe/Berlin"),
        )
    assert stand(olive, clock(9, 25)).today.done == 25 * 60
    assert stand(olive, clock(10, 30)).today.is_kept


def test_without_a_choice_the_three_that_earn_most_are_protected(olive: Player) -> None:
    earn(olive)
    found = stand(olive, clock(12))
    assert found.top.names == ("Videos", "Offers", "Coaching")
    assert not found.top.is_chosen
    assert found.top.share is not None
    assert found.top.share.value == pytest.approx(1.0)
    assert found.hour is not None
    assert found.hour.now.low <= found.hour.now.value <= found.hour.now.high


def test_where_nothing_says_what_earns_nothing_is_protected(olive: Player) -> None:
    assert stand(olive, clock(12)).top.kept == ()


def test_an_hour_after_midnight_belongs_to_the_day_before_where_days_start_at_four(olive: Player) -> None:
    choose(olive)
    log(olive, "Videos", at(23, 30), 30)
    log(olive, "Videos", at(0, 30, TUESDAY + timedelta(days=1)), 60)
    late = stand(olive, clock(1, 45, TUESDAY + timedelta(days=1), day_start=4))
    assert late.clock.today == TUESDAY
    assert late.today.is_kept
    assert not stand(olive, clock(1, 45, TUESDAY + timedelta(days=1))).today.is_kept


def test_a_length_without_a_clock_stays_on_its_day(olive: Player) -> None:
    choose(olive)
    log(olive, "Videos", at(0), 90, has_clock=False)
    assert stand(olive, clock(12, day_start=6)).today.is_kept


@pytest.mark.parametrize(
    "first",
    [date(2026, 3, 26), date(2026, 10, 22), date(2026, 12, 28), TUESDAY],
    ids=["spring", "autumn", "the end of a year with 53 weeks", "any week"],
)
def test_no_total_changes_with_the_day_start_the_zone_or_the_clocks(olive: Player, first: date) -> None:
    for n in range(10):
        day = first + timedelta(days=n)
        log(olive, "Videos", at(0, 20, day), 40)
        log(olive, "E-mail", at(23, 10, day, CHICAGO), 95, CHICAGO)
        log(olive, "Offers", at(2, 30, day), 20)
    person, last = person_of(olive), first + timedelta(days=30)
    whole = sum(DayTotal.everywhere.filter(workspace_id=olive.workspace.pk).values_list("seconds", flat=True))
    for zone in (BERLIN, CHICAGO, ZoneInfo("Pacific/Apia")):
        for day_start in (0, 3, 12):
            with acting_in(olive.workspace):
                found = spent_by_day(person, first - timedelta(days=3), last, clock(9, 0, last, zone, day_start))
            assert sum(sum(of.values()) for of in found.values()) == whole


def test_a_late_entry_abroad_is_of_the_day_that_its_own_clock_showed(olive: Player) -> None:
    choose(olive)
    log(olive, "Videos", at(2, 0, TUESDAY, CHICAGO), 90, CHICAGO)  # nine in the morning in Berlin
    found = stand(olive, clock(12, day_start=4))
    assert found.days[TUESDAY.toordinal() - 1].is_kept
    assert found.today.done == 0


def test_a_bad_day_asks_for_little(olive: Player) -> None:
    choose(olive)
    log(olive, "Videos", at(9), 15)
    with acting_in(olive.workspace):
        declare_bad_day(member=olive.member, day=TUESDAY, today=TUESDAY)
    today = stand(olive, clock(12)).today
    assert today.is_bad_day
    assert today.is_kept


def test_the_first_page_asks_the_same_number_of_questions_whatever_the_log(
    olive: Player, django_assert_max_num_queries: object
) -> None:
    choose(olive)
    earn(olive)
    stand(olive, clock(12))  # the worth of the hour is made once a day
    Workspace.objects.filter(pk=olive.workspace.pk).update(day_start=4)
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        stand(olive, clock(12, day_start=4))
