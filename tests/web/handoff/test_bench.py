"""The bench: who has how much room, and how much hangs on how few."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from hoursback.engine.figures import Figure
from hoursback.web.handoff.models import Handoff
from hoursback.web.handoff.selectors.bench import bench
from hoursback.web.people.models import TimeOff
from hoursback.web.plan.models import Terms
from tests.web.cast import Player
from tests.web.handoff.choosecast import TODAY, handoff, inside, person


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel("2026-03-04T10:00:00Z", tick=False):
        yield


def test_load_is_the_planned_hours_of_what_is_under_way(olive: Player) -> None:
    bea = person(olive, "Bea", hours=10.0)
    for name, state in (("Books", "running"), ("Mail", "agreed"), ("Shop", "ended"), ("Tax", "choosing")):
        handoff(olive, name=name, person=bea, state=state, hours_per_week=2.5)
    handoff(olive, name="Post", person=bea, state="running", hours_per_week=None)
    with inside(olive):
        seat = bench(olive.member, TODAY).seats[0]
    assert (seat.load, seat.works, seat.unplanned, seat.room) == (5.0, 3, 1, 5.0)
    page = olive.client.get(f"{olive.root}handoff/bench").content.decode()
    assert "5.0 of 10.0 hours taken, 5.0 left" in page
    assert "1 person on your bench has 5.0 hours a week left" in page


def test_time_off_takes_room_and_is_shown(olive: Player) -> None:
    bea = person(olive, "Bea", hours=10.0, declines=["sales"])
    with inside(olive):
        TimeOff.objects.create(
            workspace=olive.workspace, person=bea, first=date(2026, 3, 9), last=date(2026, 3, 13), note="wedding"
        )
        assert bench(olive.member, TODAY).seats[0].room == 7.5
    page = olive.client.get(f"{olive.root}handoff/bench").content.decode()
    assert "9 Mar 2026 – 13 Mar 2026" in page
    assert "sales" in page


def test_against_work_it_says_who_is_available_but_below_the_bar(olive: Player) -> None:
    row = handoff(olive)
    person(olive, "Carl", level=1, hours=40.0)
    person(olive, "Bea", level=4)
    page = olive.client.get(f"{olive.root}handoff/bench?for={row.pk}").content.decode()
    assert page.index("Bea") < page.index("Carl")
    assert "available, but below the bar" in page


@pytest.mark.parametrize("asked", ["x", "-1", "9" * 25, "999999", "1.5"])
def test_odd_work_to_hold_them_against_is_not_found(olive: Player, asked: str) -> None:
    assert olive.client.get(f"{olive.root}handoff/bench?for={asked}").status_code == 404


def test_an_empty_bench_teaches(olive: Player) -> None:
    page = olive.client.get(f"{olive.root}handoff/bench").content.decode()
    assert "Nobody is on your bench yet." in page
    assert "Add somebody" in page


def test_much_on_one_person_is_flagged_over_twenty_hours_a_week(olive: Player) -> None:
    bea = person(olive, "Bea", hours=None)
    row = handoff(olive, person=bea, state="running", hours_per_week=20.0)
    with inside(olive):
        assert not bench(olive.member, TODAY).is_concentrated
        Handoff.objects.filter(pk=row.pk).update(hours_per_week=20.5)
        handoff(olive, name="Touched", state="briefing")
    olive.client.post(f"{olive.root}handoff/{row.pk}/candidates", {"person": bea.pk})  # on record: a new version
    page = olive.client.get(f"{olive.root}handoff/bench").content.decode()
    assert "More than half hangs on one or two people" in page


def test_critical_work_that_one_departure_leaves_with_nobody_is_named_with_what_a_backup_costs(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea", level=3), state="running")
    with inside(olive):
        Terms.objects.create(workspace=olive.workspace, activity=row.activity, error_loss_per_week=Figure.exact(50.0))
    page = olive.client.get(f"{olive.root}handoff/bench").content.decode()
    assert "only Bea could" in page
    assert f"/handoff/{row.pk}/finding" in page


def test_a_backup_one_level_below_is_enough(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea", level=3), state="running")
    person(olive, "Carl", level=2)
    with inside(olive):
        Terms.objects.create(workspace=olive.workspace, activity=row.activity, error_loss_per_week=Figure.exact(50.0))
        found = bench(olive.member, TODAY)
    assert (found.thin, found.concentration.bus_factor if found.concentration else None) == ([], 2)


def test_the_number_of_queries_does_not_grow_with_the_bench(olive: Player, django_assert_max_num_queries) -> None:
    for index in range(30):
        who = person(olive, f"P{index:02d}")
        handoff(olive, name=f"Work {index}", person=who, state="running")
    with django_assert_max_num_queries(25):
        olive.client.get(f"{olive.root}handoff/bench")


def test_helpers_and_rex_see_no_bench_of_olives(olive: Player, sam: Player, rex: Player) -> None:
    person(olive, "Wilhelmina")
    assert sam.client.get(f"{sam.root}handoff/bench").status_code == 403
    assert rex.client.get(f"{olive.root}handoff/bench").status_code == 404
    assert "Wilhelmina" not in rex.client.get(f"{rex.root}handoff/bench").content.decode()
