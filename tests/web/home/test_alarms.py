"""Today says what is too much: hours out of hours, weeks too full, what waits too long, and what results sound."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from hoursback.engine.figures import Figure
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Habit
from hoursback.web.handoff.models import Flag, Handoff, Run, Timesheet
from hoursback.web.home import alarms
from hoursback.web.people.models import Person, TimeOff
from hoursback.web.review.models import WorkWeek
from tests.web.cast import Player
from tests.web.focus import acts
from tests.web.outcome import stage

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 16)
"""A Monday; the last two weeks are whole ones."""


@pytest.fixture(autouse=True)
def monday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(f"{TODAY}T10:00:00Z", tick=False) as traveller:
        yield traveller


def said(player: Player, today: date = TODAY) -> list[str]:
    with acting_in(player.workspace):
        return [item.said for item in alarms.sounding(player.member, today)]


def a_day(player: Player, day: date, *, late_minutes: int, zone: ZoneInfo = acts.BERLIN) -> None:
    """Nine to twelve and one to five, and so long in the evening."""
    acts.log(player, "Videos", acts.at(9, day=day, zone=zone), 180, zone)
    acts.log(player, "E-mail", acts.at(13, day=day, zone=zone), 240, zone)
    if late_minutes:
        acts.log(player, "E-mail", acts.at(21, day=day, zone=zone), late_minutes, zone)


# Out of hours


def test_more_than_15_percent_outside_working_hours_is_said_with_its_share(olive: Player) -> None:
    for back in range(3, 8):
        a_day(olive, TODAY - timedelta(days=back), late_minutes=105)
    # Five days, of which a Saturday and a Sunday: all of those is outside.
    person = acts.person_of(olive)
    late, logged, days, _stated = alarms.out_of_hours(person, TODAY)
    weekend = sum((TODAY - timedelta(days=back)).weekday() > 4 for back in range(3, 8))
    assert (days, logged) == (5, 5 * 525 * 60)
    assert late == 60 * (weekend * 525 + (5 - weekend) * 105)
    (one,) = said(olive)
    assert one.startswith(f"{late / logged:.0%} of your last two weeks lay before 7:00, after 19:00 or on days off")


def test_a_few_evenings_are_no_alarm(olive: Player) -> None:
    for back in (3, 4, 5, 6, 7, 10, 11, 12, 13, 14):
        day = TODAY - timedelta(days=back)
        a_day(olive, day, late_minutes=60) if day.weekday() < 5 else None
    assert said(olive) == []


def test_four_days_say_nothing_about_habits(olive: Player) -> None:
    for back in (3, 4, 5, 6):
        a_day(olive, TODAY - timedelta(days=back), late_minutes=240)
    assert said(olive) == []


def test_stated_hours_count_and_a_night_belongs_to_the_hours_of_both_its_days(olive: Player) -> None:
    person = acts.person_of(olive)
    Habit.everywhere.create(
        workspace=olive.workspace,
        person=person,
        day_from=acts.time(6),
        day_to=acts.time(20),
        work_days=[0, 1, 2, 3, 4],
    )
    friday = TODAY - timedelta(days=3)
    acts.log(olive, "E-mail", acts.at(19, day=friday - timedelta(days=1)), 720)  # till seven: an hour of each is inside
    acts.log(olive, "E-mail", acts.at(19, day=friday), 720)  # into Saturday, which has no working hours
    late, logged, _days, is_stated = alarms.out_of_hours(person, TODAY)
    assert is_stated
    assert (late, logged) == (3600 * (10 + 11), 3600 * 24)


def test_working_hours_are_read_on_the_clock_of_each_entry_in_a_week_whose_clock_changes(olive: Player) -> None:
    chicago = ZoneInfo("America/Chicago")
    monday = date(2026, 4, 6)
    # Berlin changed on 29 March, Chicago on 8 March: by UTC these days begin at different hours.
    for day, zone in ((date(2026, 3, 27), acts.BERLIN), (date(2026, 3, 30), acts.BERLIN), (date(2026, 3, 31), chicago)):
        a_day(olive, day, late_minutes=0, zone=zone)
    late, logged, days, _stated = alarms.out_of_hours(acts.person_of(olive), monday)
    assert (late, logged, days) == (0, 3 * 420 * 60, 3)


def test_a_length_without_a_clock_says_nothing_about_hours(olive: Player) -> None:
    for back in range(3, 10):
        acts.log(olive, "E-mail", acts.at(21, day=TODAY - timedelta(days=back)), 300, has_clock=False)
    assert alarms.out_of_hours(acts.person_of(olive), TODAY) == (0, 0, 0, False)


# Load


def a_fortnight(player: Player, person: Person, hours: float, activity: str = "Invoices") -> None:
    rows = [
        (stage.work(player, activity), TODAY - timedelta(days=back), hours / 5, "")
        for back in (14, 13, 12, 11, 10, 7, 6, 5, 4, 3)
    ]
    stage.logged(player, person, rows)


def test_two_weeks_above_85_percent_are_said_of_whoever_states_their_hours(olive: Player, max_: Player) -> None:
    bea = stage.helper_of(olive)
    Person.everywhere.filter(pk=bea.pk).update(hours_per_week=Figure.exact(20.0))
    a_fortnight(olive, bea, 18.0)
    wanted = ["Bea’s last two weeks were 90% and 90% full; above 85% work begins to wait."]
    assert said(olive) == said(max_) == wanted
    page = olive.client.get(olive.root).content.decode()
    assert "What is too much" in page
    assert f"{olive.root}outlook/capacity" in page


def test_a_week_away_one_quiet_week_or_no_stated_hours_is_no_load(olive: Player) -> None:
    bea, cem = stage.helper_of(olive), stage.helper_of(olive, "Cem")
    Person.everywhere.filter(pk=bea.pk).update(hours_per_week=Figure.exact(20.0))
    a_fortnight(olive, bea, 18.0)
    a_fortnight(olive, cem, 60.0)
    off = TimeOff.everywhere.create(
        workspace=olive.workspace, person=bea, first=TODAY - timedelta(days=7), last=TODAY - timedelta(days=1)
    )
    assert said(olive) == []
    off.delete()
    Person.everywhere.filter(pk=bea.pk).update(hours_per_week=Figure.exact(22.0))
    assert said(olive) == []


def test_the_owner_is_told_of_their_own_weeks_and_a_manager_of_the_owners(olive: Player, max_: Player) -> None:
    WorkWeek.everywhere.create(workspace=olive.workspace, hours_per_week=40.0)
    a_fortnight(olive, stage.owner_person(olive), 38.0)
    assert said(olive) == ["Your last two weeks were 95% and 95% full; above 85% work begins to wait."]
    assert said(max_) == ["The owner’s last two weeks were 95% and 95% full; above 85% work begins to wait."]


# What waits


def supervised(player: Player) -> Handoff:
    person = stage.helper_of(player)
    return Handoff.everywhere.create(workspace=player.workspace, name="Invoices", person=person, state="supervised")


def a_run(row: Handoff, days: int) -> Run:
    at = timezone.now() - timedelta(days=days)
    return Run.everywhere.create(
        workspace_id=row.workspace_id, handoff=row, number=1, is_supervised=True, day=at.date(), finished_at=at
    )


def test_the_oldest_thing_that_waits_is_said_from_twice_its_promise_on(
    olive: Player, sam: Player, monday: time_machine.Traveller
) -> None:
    made = supervised(olive)
    a_run(made, 6)
    assert said(olive) == []
    monday.shift(timedelta(days=1))
    later = TODAY + timedelta(days=1)
    wanted = "A look at run 1 of “Invoices” has waited for 7 days; people may count on 3."
    assert said(olive, later) == [wanted]
    assert said(sam, later) == []
    Timesheet.everywhere.create(
        workspace=olive.workspace,
        person=made.person,
        week=date(2026, 2, 9).toordinal(),
        state="submitted",
        submitted_at=timezone.now() - timedelta(days=29),
    )
    assert said(olive, later) == ["Bea’s week of Feb 9, 2026 has waited for 29 days; people may count on 7."]


# What results sound


def test_work_that_comes_back_is_said_until_the_guard_asks_about_it(
    olive: Player, max_: Player, sam: Player, monday: time_machine.Traveller
) -> None:
    row = stage.a_quarter(olive, left=lambda week: 0.95 if week >= 7 else 0.1)
    monday.move_to(f"{stage.TODAY}T10:00:00Z")
    sentences = [one for one in said(olive, stage.TODAY) if "is coming back" in one]
    assert len(sentences) == 1
    assert [one for one in said(max_, stage.TODAY) if "is coming back" in one] == sentences
    assert said(sam, stage.TODAY) == []
    later = stage.TODAY + timedelta(days=1)
    Flag.everywhere.create(workspace=olive.workspace, handoff=row, week=date(2026, 3, 2).toordinal(), seconds=3600)
    stage.touched(olive)
    assert [one for one in said(olive, later) if "is coming back" in one] == []


def test_with_very_many_hand_offs_a_worker_listens_and_the_page_does_not_wait(
    olive: Player, monday: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.a_quarter(olive, left=lambda week: 0.95 if week >= 7 else 0.1)
    monday.move_to(f"{stage.TODAY}T10:00:00Z")
    monkeypatch.setattr(alarms, "MOST_AT_ONCE", 0)
    assert [one for one in said(olive, stage.TODAY) if "is coming back" in one] == []
    assert alarms.sound_crowds(timezone.now()) == 1
    assert len([one for one in said(olive, stage.TODAY) if "is coming back" in one]) == 1
    assert alarms.sound_crowds(timezone.now()) == 0
