from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from hoursback.web.accounts.models import Workspace
from hoursback.web.capture import actions, selectors
from hoursback.web.capture.models import Entry, Habit, Reminder, Step
from hoursback.web.people.actions import ensure_person
from tests.web.capture.logbook import BERLIN, MONDAY, add, at, make
from tests.web.cast import Player

OPEN = {"day_from": "08:00", "day_to": "17:00", "work_days": ["0", "1", "2", "3", "4"], "remind_every": "30"}


@pytest.fixture(autouse=True)
def noon() -> object:
    with time_machine.travel("2026-03-06 12:10:00+01:00", tick=False):
        yield


def week_of_work(player: Player) -> None:
    for number in range(5):
        day = MONDAY + timedelta(days=number)
        add(player, "Design", f"{day} 08:00", 187, note="menu layout")
        add(player, "E-mail", f"{day} 11:09", 41, note="inbox")


def test_without_a_log_the_page_teaches(olive: Player) -> None:
    said = olive.client.get(olive.root + "log/quality/").content.decode()
    assert "There is no log to trust yet." in said
    assert "What the score says" in said


def test_a_good_week_is_trusted(olive: Player) -> None:
    week_of_work(olive)
    said = olive.client.get(olive.root + "log/quality/").content.decode()
    assert "over 5 work days logged in the last 120 days: good enough to decide on." in said


def test_findings_lead_to_their_day(olive: Player) -> None:
    week_of_work(olive)
    add(olive, "Quotes", "2026-03-03 09:00", 60)
    said = olive.client.get(olive.root + "log/quality/").content.decode()
    assert "Two things at once" in said
    assert "log/day/2026-03-03/" in said


def test_the_score_follows_the_log_and_is_kept_until_it_changes(
    olive: Player, django_assert_num_queries: object
) -> None:
    week_of_work(olive)
    today = MONDAY + timedelta(days=4)
    person = ensure_person(member=olive.member)
    workspace = Workspace.objects.get(pk=olive.workspace.pk)
    first = selectors.log_quality(workspace, person, None, today)
    assert first is not None
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert selectors.log_quality(workspace, person, None, today) == first
    add(olive, "Forgotten", "2026-03-04 12:00", 720)
    after = selectors.log_quality(Workspace.objects.get(pk=workspace.pk), person, None, today)
    assert after is not None
    assert after.score < first.score


def test_a_helper_sees_their_own_score_only(olive: Player, sam: Player) -> None:
    week_of_work(olive)
    assert "There is no log to trust yet." in sam.client.get(sam.root + "log/quality/").content.decode()
    person = ensure_person(member=olive.member)
    assert sam.client.get(sam.root + "log/quality/", {"person": person.pk}).status_code == 404


def test_the_last_twenty_steps_are_ones_own(olive: Player, sam: Player) -> None:
    make(olive, "E-mail")
    add(sam, "E-mail", note="sam's mail")
    for minute in range(22):
        add(olive, "E-mail", f"2026-03-02 09:{minute:02}", 1, note=f"mail {minute}")
    said = olive.client.get(olive.root + "log/undo/").content.decode()
    assert said.count("Take back:") == 20
    assert "mail 21" in said
    assert "sam&#x27;s mail" not in said
    step = Step.everywhere.filter(member=sam.member).get()
    assert olive.client.post(olive.root + f"log/undo/{step.pk}/").status_code == 404
    assert olive.client.get(olive.root + f"log/undo/{step.pk}/").status_code == 405


def test_hours_and_reminder_are_kept(olive: Player) -> None:
    assert olive.client.post(olive.root + "log/habits/", OPEN).status_code == 302
    habit = Habit.everywhere.get()
    assert (str(habit.day_from), habit.work_days, habit.remind_every) == ("08:00:00", [0, 1, 2, 3, 4], 30)
    assert "selected" in olive.client.get(olive.root + "log/habits/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"day_to": ""}, {"day_to": "07:00"}, {"day_from": "x"}, {"work_days": ["9"]}, {"remind_every": "7"}]
)
def test_hours_that_cannot_be_are_said(olive: Player, wrong: dict[str, object]) -> None:
    assert olive.client.post(olive.root + "log/habits/", {**OPEN, **wrong}).status_code == 422
    assert not Habit.everywhere.exists()


def ask(player: Player) -> dict[str, object]:
    answer: dict[str, object] = player.client.post(player.root + "log/remind/").json()
    return answer


def test_nobody_is_asked_who_did_not_ask_for_it(olive: Player) -> None:
    assert ask(olive) == {"ask": False}
    assert not Reminder.everywhere.exists()


def test_each_stretch_is_asked_about_once_whatever_the_tabs(olive: Player) -> None:
    olive.client.post(olive.root + "log/habits/", OPEN)
    first = ask(olive)
    assert first["ask"] is True
    assert first["line"] == "11:40-12:10 "
    assert ask(olive)["ask"] is False
    with time_machine.travel("2026-03-06 12:31:00+01:00", tick=False):
        assert ask(olive)["ask"] is True
    with time_machine.travel("2026-03-06 20:00:00+01:00", tick=False):
        assert ask(olive)["ask"] is False
    with time_machine.travel("2026-03-07 12:00:00+01:00", tick=False):
        assert ask(olive)["ask"] is False


def test_who_is_timed_or_has_just_logged_is_left_alone(olive: Player) -> None:
    olive.client.post(olive.root + "log/habits/", OPEN)
    add(olive, "E-mail", "2026-03-06 11:30", 20)
    assert ask(olive)["ask"] is False
    Entry.everywhere.all().delete()
    actions.start_timer(member=olive.member, now=at("2026-03-06 12:00"), zone=BERLIN, activity="A")
    assert ask(olive)["ask"] is False


@pytest.mark.parametrize(
    "path",
    ["", "week/", "timer/", "activities/", "ranges/", "undo/", "quality/", "habits/", "echo/", "day/2026-03-02/"],
)
def test_strangers_and_advisers_find_no_log(olive: Player, rex: Player, ada: Player, path: str) -> None:
    assert rex.client.get(olive.root + f"log/{path}").status_code == 404
    assert ada.client.get(olive.root + f"log/{path}").status_code == 403
    assert olive.client.get(olive.root + f"log/{path}").status_code == 200
