"""What the outlook says, and to whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from hoursback.engine.figures import Figure
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.scope import acting_in
from hoursback.web.home.dates import dates_of
from hoursback.web.home.waiting import items
from hoursback.web.outlook.selectors.loading import look
from hoursback.web.people.models import Person, TimeOff
from tests.web.cast import Player
from tests.web.outlook.growing import grow

PAGES = ("", "capacity/", "triggers/", "vision/", "drivers/", "scenarios/")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def _today(player: Player) -> date:
    from zoneinfo import ZoneInfo

    return timezone.localdate(timezone=ZoneInfo(player.workspace.timezone))


def _page(player: Player, path: str = "", status: int = 200) -> str:
    answer = player.client.get(f"{player.root}outlook/{path}")
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_teaches_where_nothing_is_logged(olive: Player, path: str) -> None:
    assert "<h1" in _page(olive, path)


def test_it_answers_with_the_day_its_range_and_when_to_look_for_whom(olive: Player) -> None:
    grow(olive.member, _today(olive), weeks=52, growth=0.4, scatter=0.05)
    page = _page(olive)
    assert "At this pace your own week is full on" in page
    assert "start looking for an assistant" in page
    assert "of looking 4 weeks ahead was off by" in page
    assert "86%" in page


def test_a_full_week_says_so(olive: Player) -> None:
    grow(olive.member, _today(olive), hours=25.0)
    assert "Your own week is full" in _page(olive)


def test_a_week_that_does_not_grow_has_room(olive: Player) -> None:
    grow(olive.member, _today(olive), weeks=100, growth=0.0, scatter=0.01, hours=80.0)
    assert "has room for the next three years" in _page(olive)


def test_hours_that_were_not_stated_are_named_as_assumed(olive: Player) -> None:
    grow(olive.member, _today(olive), hours=None)
    assert "You work 40 hours a week: not stated, so assumed." in _page(olive)


def test_weeks_away_do_not_count_as_less_work_and_holidays_ahead_take_hours_away(olive: Player) -> None:
    today = _today(olive)
    monday = today - timedelta(days=today.weekday())
    grow(olive.member, today, growth=0.0, scatter=0.0)
    with acting_in(olive.workspace):
        before = look(olive.workspace, today).ahead
        owner = Person.objects.get(kind=Person.Kind.OWNER)
        TimeOff.objects.create(
            workspace=olive.workspace, person=owner, first=monday + timedelta(7), last=monday + timedelta(11)
        )
        cache.clear()
        after = look(olive.workspace, today).ahead
    assert before is not None
    assert after is not None
    assert before.owner is not None
    assert after.owner is not None
    assert (before.owner.room[1], after.owner.room[1]) == (45.0, 0.0)
    assert before.owner.full == after.owner.full
    assert "away" in _page(olive, "capacity/")


def test_somebody_who_joined_later_has_no_empty_weeks_before(olive: Player) -> None:
    today = _today(olive)
    grow(olive.member, today)
    with acting_in(olive.workspace):
        bea = Person.objects.create(
            workspace=olive.workspace, name="Bea", kind="contractor", hours_per_week=Figure.exact(12.0)
        )
        grow(olive.member, today, weeks=6, growth=0.0, scatter=0.0, person=bea, works={"Photos": ("marketing", 5.0)})
        ahead = look(olive.workspace, today).ahead
    assert ahead is not None
    hand = next(hand for hand in ahead.hands if hand.name == "Bea")
    assert hand.worked.hours == pytest.approx((5.0,) * 6, abs=0.01)
    assert hand.demand is not None
    assert float(hand.demand.level[0]) == pytest.approx(5.0, abs=0.05)


def test_one_activity_says_where_it_is_heading(olive: Player) -> None:
    works = grow(olive.member, _today(olive))
    assert "“Email” takes" in _page(olive, f"activity/{works['Email']}/")


def test_firmer_ties_come_with_the_work_a_role_would_take(olive: Player) -> None:
    grow(olive.member, _today(olive))
    page = _page(olive, "triggers/")
    assert "a retainer" in page
    assert "What an assistant would take" in page
    assert "Invoices" in page


def test_a_due_date_waits_on_today_and_in_the_owners_calendar_and_nobody_elses(
    olive: Player, max_: Player, sam: Player
) -> None:
    today = _today(olive)
    grow(olive.member, today, hours=30.0)
    with acting_in(olive.workspace):
        assert any("Start looking for an assistant" in item.said for item in items(olive.member, today))
        assert any("Start looking for" in each.title for each in dates_of(olive.member, today))
        for other in (max_, sam):
            assert not any("Start looking" in item.said for item in items(other.member, today))
            assert not any("Start looking" in each.title for each in dates_of(other.member, today))


def test_a_manager_sees_room_and_a_helper_and_an_adviser_nothing(
    olive: Player, max_: Player, sam: Player, ada: Player
) -> None:
    grow(olive.member, _today(olive))
    for path in ("", "capacity/"):
        _page(max_, path)
    for path in ("vision/", "drivers/", "triggers/", "scenarios/"):
        _page(max_, path, 403)
    for other in (sam, ada):
        for path in PAGES:
            _page(other, path, 403)
    assert sam.member.role == Role.HELPER


def test_rex_sees_nothing_of_it(olive: Player, rex: Player) -> None:
    works = grow(olive.member, _today(olive))
    for path in (*PAGES, f"activity/{works['Email']}/"):
        assert rex.client.get(f"{olive.root}outlook/{path}").status_code == 404
    assert rex.client.get(f"{rex.root}outlook/activity/{works['Email']}/").status_code == 404


def test_more_activities_and_people_ask_no_more_questions_of_the_database(olive: Player) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    today = _today(olive)
    grow(olive.member, today, weeks=12)

    def asked() -> int:
        cache.clear()
        with acting_in(olive.workspace), CaptureQueriesContext(connection) as queries:
            look(olive.workspace, today)
        return len(queries)

    few = asked()
    with acting_in(olive.workspace):
        for number in range(6):
            one = Person.objects.create(workspace=olive.workspace, name=f"Helper {number}", kind="contractor")
            grow(olive.member, today, weeks=12, person=one, works={f"Task {number}": ("admin", 3.0)})
    assert asked() == few


def test_two_businesses_do_not_mix(olive: Player, rex: Player) -> None:
    grow(olive.member, _today(olive))
    assert "Log a few weeks" in _page(rex)
