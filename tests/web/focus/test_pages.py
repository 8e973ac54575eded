"""The pages of protected time, and the first page of every day."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.actions.habits import change_habit
from hoursback.web.capture.actions.timers import start_timer
from hoursback.web.focus.actions import blocks as actions
from hoursback.web.focus.models import BadDay, Block, Protection
from hoursback.web.focus.models import Calendar as Connected
from hoursback.web.home import board, dates, feed
from hoursback.web.plan.models import MadePlan
from tests.web.cast import Player
from tests.web.focus import acts
from tests.web.focus.acts import TUESDAY, at, choose, clock, kinds, log, moment, person_of


@pytest.fixture(autouse=True)
def _tuesday(monkeypatch: Any) -> None:
    set_clock(monkeypatch, 10)


def set_clock(monkeypatch: Any, hour: int, minute: int = 0) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(hour, minute))
    monkeypatch.setattr("hoursback.web.plan.selectors.is_stale", lambda *_: False)


def planned(player: Player) -> None:
    with acting_in(player.workspace):
        made = MadePlan.objects.create(
            workspace=player.workspace, state="ready", is_kept=True, answer={"headline": "You could get back 9 hours."}
        )
        MadePlan.objects.filter(pk=made.pk).update(kept_at=made.made_at)


def block(player: Player, start: int, end: int, **more: Any) -> Block:
    with acting_in(player.workspace):
        return Block.objects.create(
            workspace=player.workspace,
            person=person_of(player),
            day=TUESDAY.toordinal(),
            start=start,
            end=end,
            zone="Europe/Berlin",
            **more,
        )


def page(player: Player, place: str = "") -> str:
    answer = player.client.get(player.root + place)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_day_opens_with_how_the_minimum_stands_and_until_when(olive: Player) -> None:
    choose(olive)
    log(olive, "Videos", at(9), 45)
    block(olive, at(10, 30), at(12))
    assert "45 of 90 protected minutes are done; 45 to go before 12:00." in page(olive)


def test_a_minimum_that_is_done_is_said_first(olive: Player) -> None:
    choose(olive)
    log(olive, "Videos", at(7), 130)
    assert "90 protected minutes are done: 2 h 10 min went to your top three." in page(olive).replace("&#x27;", "'")


def test_whoever_has_no_plan_and_protects_nothing_still_sees_the_way_there(olive: Player) -> None:
    assert 'class="way"' in page(olive)
    choose(olive)
    assert 'class="way"' not in page(olive)


def test_a_helper_and_a_manager_have_their_own_page(olive: Player, max_: Player, sam: Player) -> None:
    choose(olive)
    log(olive, "Videos", at(9), 45)
    planned(olive)
    for other in (max_, sam):
        assert "protected minutes" not in page(other)
        with acting_in(other.workspace):
            assert board.board(other.member) is None


def test_the_timer_runs_on_the_page_and_can_be_switched_to_one_of_the_three(olive: Player) -> None:
    choose(olive)
    with acting_in(olive.workspace):
        start_timer(member=olive.member, now=at(9, 40), zone="Europe/Berlin", activity=kinds(olive)["E-mail"])
    shown = page(olive)
    assert f'data-start="{at(9, 40)}"' in shown
    answer = olive.client.post(f"{olive.root}log/timer/", {"do": "start", "activity": "Videos", "next": olive.root})
    assert answer["Location"] == olive.root
    assert ">running<" in page(olive)


def test_a_bad_day_is_declared_on_the_page_shows_the_plan_and_can_be_taken_back(olive: Player) -> None:
    choose(olive, when="a customer takes the morning", then="I write one offer.")
    olive.client.post(f"{olive.root}focus/bad-day", {"day": TUESDAY.isoformat()})
    shown = page(olive)
    assert "0 of 15 minutes are done; on a bad day 15 more are enough." in shown
    assert "If a customer takes the morning, then I write one offer." in shown
    olive.client.post(f"{olive.root}focus/bad-day?do=back&day={TUESDAY.isoformat()}")
    assert not BadDay.everywhere.filter(person=person_of(olive)).exists()


def test_a_bad_day_of_long_ago_is_not_declared(olive: Player) -> None:
    olive.client.post(f"{olive.root}focus/bad-day", {"day": "2025-01-01"})
    assert not BadDay.everywhere.filter(person=person_of(olive)).exists()


def test_a_day_off_asks_for_nothing(olive: Player) -> None:
    choose(olive)
    with acting_in(olive.workspace):
        change_habit(member=olive.member, day_from=None, day_to=None, work_days=[0, 2], remind_every=None)
    assert "A day off: nothing has to be protected today." in page(olive)


def test_two_missed_days_of_five_are_told(olive: Player) -> None:
    choose(olive)
    for back in (1, 4, 5, 6, 7):
        log(olive, "Videos", at(9, 0, TUESDAY - timedelta(days=back)), 60 if back in (1, 5) else 95)
    assert "under their minimum on 2 of the last 5 working days" in page(olive)


def test_what_displaced_the_top_three_today_is_told(olive: Player) -> None:
    choose(olive)
    block(olive, at(9), at(10))
    log(olive, "E-mail", at(9, 10), 20)
    shown = page(olive).replace("&#x27;", "'")
    assert "20 minutes of today's protected time went to something else, once" in shown


def test_the_page_of_intrusions_names_what_it_was_for_how_long_and_at_what_cost(olive: Player) -> None:
    acts.earn(olive)
    block(olive, at(8), at(9))
    log(olive, "E-mail", at(8), 30)
    log(olive, "Videos", at(8, 30), 30)
    shown = page(olive, "focus/intrusions/")
    assert "30 minutes of 60 minutes protected time went to something else this week: €" in shown
    assert "E-mail" in shown
    assert "23 minutes that are often quoted are not in the study" in shown
    assert 'role="img"' in shown


def test_blocks_are_proposed_moved_and_taken_away_with_plain_forms(olive: Player) -> None:
    choose(olive)
    made = olive.client.post(f"{olive.root}focus/blocks/make", {"day": "2026-03-02", "days": "7"}, follow=True)
    assert "4 blocks proposed." in made.content.decode()
    with acting_in(olive.workspace):
        first = Block.objects.order_by("start")[0]
    place = f"{olive.root}focus/blocks/{first.pk}/"
    typed = {"day": "2026-03-03", "begins": "14:00", "ends": "15:30", "activity": "", "version": "1"}
    olive.client.post(place, typed)
    first.refresh_from_db()
    assert (first.start, first.end) == (at(14), at(15, 30))
    assert olive.client.post(place, typed).status_code == 409
    olive.client.post(f"{place}back?start={at(10)}&end={at(11, 30)}")
    first.refresh_from_db()
    assert first.start == at(10)
    olive.client.post(f"{place}remove")
    assert "This block was taken away" in page(olive, f"focus/blocks/{first.pk}/")
    olive.client.post(f"{place}return")
    assert "14:00" not in page(olive, "focus/blocks/")


def test_proposals_are_taken_back_together_but_not_what_was_moved_since(olive: Player) -> None:
    with acting_in(olive.workspace):
        rows = actions.make_blocks(member=olive.member, clock=clock(8), days=[TUESDAY, TUESDAY + timedelta(days=1)])
        Block.objects.filter(pk=rows[0].pk).update(version=2)
    ids = ",".join(str(row.pk) for row in rows)
    olive.client.post(f"{olive.root}focus/blocks/back?made={ids},999999999999999999999,x")
    states = Block.everywhere.filter(pk__in=[row.pk for row in rows]).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["planned", "gone"]


def test_a_block_that_cannot_be_is_told_on_the_page_with_what_was_typed(olive: Player) -> None:
    typed = {"day": "2026-03-03", "begins": "08:00", "ends": "09:00", "activity": ""}
    answer = olive.client.post(f"{olive.root}focus/blocks/new", typed)
    assert answer.status_code == 422
    assert "This lies in the past." in answer.content.decode()
    assert 'value="08:00"' in answer.content.decode()
    answer = olive.client.post(f"{olive.root}focus/blocks/new", {"day": "x"})
    assert answer.status_code == 422


@pytest.mark.parametrize("week", ["2026-W10", "yesterday", "9999-99-99", "20260302"])
def test_a_week_that_is_none_is_missing(olive: Player, week: str) -> None:
    assert olive.client.get(f"{olive.root}focus/blocks/week/{week}/").status_code == 404


def test_what_is_protected_is_changed_on_its_page_and_two_tabs_do_not_overwrite_each_other(olive: Player) -> None:
    rows = kinds(olive)
    typed = {
        "version": "1", "floor_minutes": "60", "bad_day_minutes": "10", "usual_from": "10:00", "when": "it rains",
        "then": "I draw", "first": str(rows["Offers"].pk), "second": "", "third": str(rows["Videos"].pk),
        "proposes_tomorrow": "on",
    }  # fmt: skip
    assert olive.client.post(f"{olive.root}focus/protect/", typed).status_code == 302
    saved = Protection.everywhere.get(person=person_of(olive))
    chosen = (saved.first_id, saved.second_id, saved.third_id)
    assert chosen == (rows["Offers"].pk, rows["Videos"].pk, None)
    assert "60 minutes a day are protected for Offers, Videos." in page(olive, "focus/protect/")
    assert olive.client.post(f"{olive.root}focus/protect/", typed).status_code == 409
    wrong = olive.client.post(f"{olive.root}focus/protect/", {**typed, "version": "2", "floor_minutes": "500"})
    assert wrong.status_code == 422


def test_the_feed_has_blocks_with_their_times_and_their_names_by_choice_only(olive: Player, max_: Player) -> None:
    block(olive, at(10, 30), at(12), activity=kinds(olive)["Videos"])
    with acting_in(olive.workspace):
        found = dates.dates_of(olive.member, TUESDAY)
        assert dates.dates_of(max_.member, TUESDAY) == []
    for has_titles in (False, True):
        text = feed.written(found, has_titles=has_titles, stamp=moment(9))
        (event,) = Calendar.from_ical(text).walk("VEVENT")
        assert (event["dtstart"].dt.timestamp(), event["dtend"].dt.timestamp()) == (at(10, 30), at(12))
        assert ("Videos" in str(event["summary"])) is has_titles
        assert event["transp"] == "OPAQUE"


def test_a_block_that_a_connected_calendar_holds_is_not_in_the_feed_as_well(olive: Player) -> None:
    block(olive, at(10, 30), at(12))
    with acting_in(olive.workspace):
        Connected.objects.create(
            workspace=olive.workspace, person=person_of(olive), address="https://c.example", user="o", password="x",
            state="connected",
        )  # fmt: skip
        assert dates.dates_of(olive.member, TUESDAY) == []


def test_rex_finds_nothing_of_it(olive: Player, rex: Player) -> None:
    row = block(olive, at(14), at(15))
    for place in ("blocks/", f"blocks/{row.pk}/", "protect/", "intrusions/"):
        assert rex.client.get(f"{olive.root}focus/{place}").status_code == 404
    assert rex.client.get(f"{rex.root}focus/blocks/{row.pk}/").status_code == 404


def test_the_pages_ask_the_same_number_of_questions_whatever_there_is(
    olive: Player, django_assert_max_num_queries: Any
) -> None:
    acts.earn(olive)
    planned(olive)
    for hour in range(11, 20):
        block(olive, at(hour), at(hour, 30))
        log(olive, "E-mail", at(hour, 10), 10)
    page(olive)
    for place, most in (("", 75), ("focus/blocks/", 30), ("focus/intrusions/", 42), ("focus/protect/", 40)):
        with django_assert_max_num_queries(most):
            page(olive, place)
