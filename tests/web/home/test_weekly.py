"""The weekly review: figures of a week from every step, five short questions, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from hoursback.web.accounts.models import Event
from hoursback.web.accounts.scope import acting_in
from hoursback.web.focus.clock import clock_of
from hoursback.web.focus.models import Protection
from hoursback.web.handoff.models import FollowUp, Handoff
from hoursback.web.home import alarms
from hoursback.web.home.models import WeeklyReview
from hoursback.web.home.weekly.selectors import figures_of
from hoursback.web.outcome.selectors import results
from hoursback.web.plan.models import Line, MadePlan
from tests.web import cast
from tests.web.cast import Player
from tests.web.focus import acts
from tests.web.outcome import stage

pytestmark = pytest.mark.django_db
WEEK = date(2026, 3, 2)
"""The last whole week of the stage; it is looked at on the Wednesday after."""
ANSWERS = {
    "went_well": "Two offers out",
    "displaced": "canary-weekly: the landlord",
    "not_next": "Mails before ten",
    "briefed_badly": "Bea, about reminders",
    "hand_over": "Reminders",
    "intention": "Call three old clients",
}


@pytest.fixture
def wednesday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(f"{stage.TODAY}T10:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def handed(olive: Player) -> Player:
    """Olive, whose invoices Bea has taken over, and who protects client work."""
    stage.a_quarter(olive)
    person = stage.owner_person(olive)
    top = stage.work(olive, stage.TOP)
    Protection.everywhere.create(workspace=olive.workspace, person=person, first=top)
    return olive


def page(player: Player, week: date | None = WEEK, status: int = 200) -> str:
    answer = player.client.get(f"{player.root}weekly/" + (f"{week}/" if week else ""))
    assert answer.status_code == status
    return str(answer.content.decode())


def save(player: Player, week: date = WEEK, **texts: object) -> int:
    return int(player.client.post(f"{player.root}weekly/{week}/save", texts).status_code)


def test_the_answer_says_what_went_to_the_top_three_and_what_came_back(
    handed: Player, wednesday: time_machine.Traveller
) -> None:
    shown = page(handed)
    assert "hours (" in shown
    assert "went to your top three in the week of 2 Mar 2026." in shown
    assert "You got back" in shown
    assert "usual week" in shown
    assert "week 10 of 2026" in shown
    assert "Answer the five-minute questions" in shown


def test_a_bare_address_is_last_weeks_page_until_it_is_answered_or_thursday(
    handed: Player, wednesday: time_machine.Traveller
) -> None:
    assert "week 10 of 2026" in page(handed, None)
    assert save(handed, **ANSWERS) == 302
    assert "week 11 of 2026" in page(handed, None)
    WeeklyReview.everywhere.filter(workspace=handed.workspace).delete()
    wednesday.shift(timedelta(days=1))
    assert "week 11 of 2026" in page(handed, None)


def test_a_week_without_a_log_teaches_what_will_be_here(olive: Player) -> None:
    shown = page(olive, None)
    assert "A week in five minutes" in shown
    assert "Log the week" in shown


def test_answers_are_saved_shown_changed_and_taken_back(handed: Player, wednesday: time_machine.Traveller) -> None:
    assert save(handed, **ANSWERS) == 302
    shown = page(handed)
    for text in ANSWERS.values():
        assert text in shown
    assert save(handed, **{**ANSWERS, "went_well": "Three offers", "version": 1}) == 302
    assert "Three offers" in page(handed)
    back = f"{handed.root}weekly/{WEEK}/back"
    assert handed.client.post(f"{back}?version=1").status_code == 302
    assert "Three offers" in page(handed), "an older button takes nothing back"
    handed.client.post(f"{back}?version=2")
    assert "Two offers out" in page(handed)
    handed.client.post(f"{back}?version=3")
    assert "Two offers out" in page(handed), "one step back, not two"


def test_the_first_answers_taken_back_leave_nothing(handed: Player, wednesday: time_machine.Traveller) -> None:
    save(handed, **ANSWERS)
    handed.client.post(f"{handed.root}weekly/{WEEK}/back?version=1")
    assert not WeeklyReview.everywhere.filter(workspace=handed.workspace).exists()
    assert "Two offers out" not in page(handed)


def test_every_question_may_be_skipped(handed: Player, wednesday: time_machine.Traveller) -> None:
    assert save(handed) == 302
    assert "You skipped every question." in page(handed)


def test_two_tabs_see_both_texts(handed: Player, wednesday: time_machine.Traveller) -> None:
    save(handed, **ANSWERS)
    answer = handed.client.post(f"{handed.root}weekly/{WEEK}/save", {**ANSWERS, "went_well": "In another tab"})
    assert answer.status_code == 409
    both = answer.content.decode()
    assert "In another tab" in both
    assert "Two offers out" in both


def test_a_text_that_is_too_long_is_answered_on_the_page_and_kept(
    handed: Player, wednesday: time_machine.Traveller
) -> None:
    answer = handed.client.post(f"{handed.root}weekly/{WEEK}/save", {"went_well": "x" * 1_001})
    assert answer.status_code == 422
    assert "x" * 1_001 in answer.content.decode()


def test_figures_stay_as_they_were_shown_beside_todays(handed: Player, wednesday: time_machine.Traveller) -> None:
    save(handed, **ANSWERS)
    assert "was changed since you answered" not in page(handed)
    person, top = stage.owner_person(handed), stage.work(handed, stage.TOP)
    stage.logged(handed, person, [(top, WEEK, 4.0, "")])
    wednesday.shift(timedelta(weeks=3))
    shown = page(handed)
    assert "was changed since you answered" in shown
    kept = WeeklyReview.everywhere.get(workspace=handed.workspace).figures
    with acting_in(handed.workspace):
        now = figures_of(handed.member, WEEK, clock_of(handed.member))
    assert now.hours == pytest.approx(kept["hours"] + 4.0, abs=0.01)
    # An answer that is changed long afterwards keeps the figures it was given beside.
    save(handed, **{**ANSWERS, "went_well": "Later", "version": 1})
    assert WeeklyReview.everywhere.get(workspace=handed.workspace).figures == kept


def test_the_list_of_weeks_has_those_that_were_answered(handed: Player, wednesday: time_machine.Traveller) -> None:
    assert "You have not looked back on a week yet." in handed.client.get(handed.root + "weeks/").content.decode()
    save(handed, **ANSWERS)
    save(handed, WEEK - timedelta(weeks=1), went_well="Calm")
    shown = handed.client.get(handed.root + "weeks/").content.decode()
    assert "You looked back on 2 weeks." in shown
    assert "For the week after: Call three old clients" in shown


def test_the_intention_stands_on_today_in_the_week_it_is_for(olive: Player, wednesday: time_machine.Traveller) -> None:
    said = "This week you mean to: Call three old clients"
    save(olive, **ANSWERS)
    assert said in olive.client.get(olive.root).content.decode()
    acts.choose(olive)
    assert said in olive.client.get(olive.root).content.decode(), "with something to protect it is another page"
    assert "You meant to do one thing this week: Call three old clients" in page(olive, WEEK + timedelta(weeks=1))
    wednesday.shift(timedelta(weeks=1))
    assert said not in olive.client.get(olive.root).content.decode()


def test_decisions_and_follow_ups_that_are_due_are_told(handed: Player, wednesday: time_machine.Traveller) -> None:
    plan = MadePlan.everywhere.filter(workspace=handed.workspace).get()
    here = {"workspace": handed.workspace, "plan": plan, "assumed": {}}
    Line.everywhere.create(**here, activity_name="Mail", decision="refused", revisit_on=stage.TODAY - timedelta(days=1))
    Line.everywhere.create(**here, activity_name="Later", decision="refused", revisit_on=stage.TODAY + timedelta(30))
    row = Handoff.everywhere.get(workspace=handed.workspace)
    soon = stage.TODAY + timedelta(days=5)
    FollowUp.everywhere.create(workspace=handed.workspace, handoff=row, on=soon, about="odd cases")
    shown = page(handed)
    assert "You refused to hand over “Mail”" in shown
    assert "“Later”" not in shown
    assert "“Invoices”, odd cases" in shown


def test_a_manager_reads_hours_that_came_back_and_nothing_else(
    handed: Player, max_: Player, wednesday: time_machine.Traveller
) -> None:
    save(handed, **ANSWERS)
    shown = page(max_)
    assert "The owner got back" in shown
    for hidden in (*ANSWERS.values(), "top three", "Log score", "Five minutes"):
        assert hidden not in shown
    assert save(max_, **ANSWERS) == 403
    assert max_.client.get(max_.root + "weeks/").status_code == 403


def test_with_very_many_hand_offs_results_of_earlier_today_are_shown_and_said_to_be(
    handed: Player, wednesday: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = "the last hour is not in it yet"
    shown = page(handed)
    assert "You got back" in shown
    monkeypatch.setattr(alarms, "MOST_AT_ONCE", 0)
    stage.touched(handed)
    monkeypatch.setattr(results, "reckoned", _never)
    assert "You got back" in (again := page(handed))
    assert (late in shown, late in again) == (False, True)


def _never(*_arguments: object) -> None:
    raise AssertionError("nobody should wait for this")


def test_a_helper_an_adviser_and_a_stranger_find_no_week(olive: Player, sam: Player, ada: Player, rex: Player) -> None:
    for address in ("weekly/", f"weekly/{WEEK}/", "weeks/"):
        assert [player.client.get(olive.root + address).status_code for player in (sam, ada, rex)] == [403, 403, 404]


def test_weeks_that_have_not_begun_and_nonsense_have_no_page(olive: Player, wednesday: time_machine.Traveller) -> None:
    for week in ("2026-03-16", "2026-13-01", "nonsense", "0001-01-01", "1970-01-01", "20260302", "9999-12-31"):
        assert olive.client.get(f"{olive.root}weekly/{week}/").status_code == 404, week
        assert olive.client.post(f"{olive.root}weekly/{week}/save").status_code == 404, week
    assert "week 10 of 2026" in page(olive, date(2026, 3, 5)), "any day names its week"


def test_another_owner_answers_for_themselves(handed: Player, wednesday: time_machine.Traveller) -> None:
    save(handed, **ANSWERS)
    second = cast.player(cast.join(handed.workspace, "Oscar", "owner"))  # type: ignore[arg-type]
    assert "canary-weekly" not in page(second)


def test_the_record_of_changes_holds_no_word_of_the_answers(handed: Player, wednesday: time_machine.Traveller) -> None:
    save(handed, **ANSWERS)
    (event,) = Event.everywhere.filter(workspace=handed.workspace, verb="weekly review answered")
    assert "canary" not in str(event.payload)
