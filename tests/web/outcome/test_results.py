"""What came back: hours with their range, where they went, what they brought, and who sees which of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoursback.engine.figures import Figure
from hoursback.engine.outcome.baseline import Source
from hoursback.engine.outcome.handed import Kind
from hoursback.web.accounts.models import Event, Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.focus.models import Protection
from hoursback.web.handoff.models import Flag, Handoff, Run, Timesheet
from hoursback.web.outcome.selectors.results import results
from hoursback.web.outcome.selectors.shapes import Results
from hoursback.web.people.models import TimeOff
from hoursback.web.plan.models import Limits, MadePlan
from hoursback.web.worth.models import Earning
from tests.web.api.conftest import caller
from tests.web.cast import Player
from tests.web.outcome.stage import (
    BEFORE,
    MONDAY,
    SINCE,
    START,
    TODAY,
    TOP,
    a_quarter,
    days_of,
    handed,
    helper_of,
    logged,
    owner_person,
    touched,
    work,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T09:00:00Z", tick=True):
        yield


def results_of(player: Player) -> Results:
    player.workspace.refresh_from_db()
    with acting_in(player.workspace):
        return results(player.member, TODAY)


def read(player: Player, path: str = "") -> str:
    page = player.client.get(f"{player.root}outcome/{path}")
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.content.decode())


def test_freed_hours_are_the_weeks_before_less_what_is_still_spent(olive: Player) -> None:
    a_quarter(olive)
    found = results_of(olive)
    assert found.average is not None
    assert found.average.low < 4.0 < found.average.high
    assert len(found.weeks) == SINCE
    row = found.rows[0]
    assert row.result.source is Source.LOG
    assert row.result.days_before == 5 * BEFORE
    assert row.result.difference is not None
    assert 3.3 < row.result.difference.value < 4.5
    for week in found.weeks:
        assert week.freed.value == pytest.approx(week.before - week.hours_spent, abs=0.02)


def test_the_page_answers_first(olive: Player) -> None:
    a_quarter(olive)
    found = results_of(olive)
    page = read(olive)
    said = re.search(r'<h1 class="answer">(.*?)</h1>', page)
    assert said is not None
    assert "Since you began you got back 3." in said[1]
    assert "of them went to your top three." in said[1]
    assert "a month against" in said[1]
    assert "since the hand-off" in page.lower()
    assert "because of the hand-off" not in page.lower()
    assert found.where is not None
    assert found.where.top + found.where.other + found.where.rest == pytest.approx(found.where.freed)


def test_money_is_worth_of_freed_hours_less_what_was_paid(olive: Player) -> None:
    a_quarter(olive)
    found = results_of(olive)
    money, row = found.money, found.rows[0]
    assert money is not None
    assert found.per_hour == 90.0
    assert money.benefit == pytest.approx(Decimal(repr(90 * found.total)), abs=Decimal(5))
    assert row.paid == money.paid > 1900
    assert money.set_up == 6 * 90
    assert money.realised == money.benefit - money.paid - money.set_up
    assert money.planned == 10 * (4 * 90 - 140)
    assert row.gathered[-1][1] == pytest.approx(money.realised, abs=Decimal(5))


def test_a_stored_week_and_an_open_one_cost_the_same(olive: Player) -> None:
    from hoursback.web.handoff.actions.timesheets import move_timesheet

    row = a_quarter(olive)
    before = results_of(olive).rows[0].paid
    assert row.person is not None
    with acting_in(olive.workspace):
        for name in ("submit", "approve"):
            move_timesheet(
                actor=olive.member,
                person_id=row.person.pk,
                week=START.toordinal(),
                name=name,
                version=Timesheet.objects.filter(person=row.person).values_list("version", flat=True).first() or 0,
                today=TODAY,
                reason="",
            )
    assert results_of(olive).rows[0].paid == before


def test_tags_tell_what_the_time_was_for(olive: Player) -> None:
    a_quarter(olive, tags="check")
    found = results_of(olive)
    assert set(found.spent) == {Kind.CHECKING}
    assert "#check" in read(olive)


def test_without_tags_nothing_tells_it_apart_and_that_is_said(olive: Player) -> None:
    a_quarter(olive)
    assert "Nothing in the log tells apart" in read(olive)


def test_judging_a_run_counts_as_checking_and_never_twice(olive: Player) -> None:
    row = a_quarter(olive)
    before = results_of(olive)
    Run.everywhere.create(
        workspace=olive.workspace,
        handoff=row,
        person=row.person,
        number=1,
        day=START,
        finished_at=f"{START}T12:00:00Z",
        judged_at=f"{START}T13:00:00Z",
        owner_minutes=30,
        is_met=True,
    )
    touched(olive)
    after = results_of(olive)
    # The log of that week holds an hour of hers on it already.
    assert after.total == pytest.approx(before.total)
    assert after.spent[Kind.CHECKING] == pytest.approx(0.5)


def test_hours_of_setting_up_count_in_the_week_in_which_they_were_spent(olive: Player) -> None:
    a_quarter(olive)
    plain = results_of(olive)
    assert plain.rows[0].result.before is not None
    logged(olive, owner_person(olive), [(work(olive), START - timedelta(days=4), 3.0, "brief")])
    found = results_of(olive)
    first = found.weeks[0]
    assert first.monday == (START - timedelta(days=7)).toordinal()
    assert first.freed.value == pytest.approx(-3.0)
    assert found.rows[0].result.set_up == pytest.approx(3.0)
    # What briefing took is no part of the hours before.
    assert found.rows[0].result.before is not None
    assert found.rows[0].result.before.value == pytest.approx(plain.rows[0].result.before.value, abs=0.1)
    assert found.money is not None
    assert found.money.set_up == 0


def test_weeks_away_do_not_count_as_freed(olive: Player) -> None:
    a_quarter(olive)
    with acting_in(olive.workspace):
        from hoursback.web.capture import rollups
        from hoursback.web.capture.models import Entry

        gone = START + timedelta(weeks=4)
        Entry.objects.filter(person=owner_person(olive), day__range=(gone.toordinal(), gone.toordinal() + 13)).delete()
        rollups.rebuild(olive.workspace.pk)
        TimeOff.objects.create(
            workspace=olive.workspace, person=owner_person(olive), first=gone, last=gone + timedelta(days=13)
        )
    touched(olive)
    found = results_of(olive)
    assert found.left_out == 2
    assert len(found.weeks) == SINCE - 2
    assert found.average is not None
    assert 3 < found.average.value < 4.6
    page = read(olive)
    assert "2 weeks in which nothing was logged do not count." in page
    assert "Nothing was logged until" in page
    assert "Olive was off until" in page


def test_work_that_comes_back_sounds_an_alarm_with_its_next_step(olive: Player) -> None:
    row = a_quarter(olive, left=lambda week: 0.15 if week < 7 else 0.95)
    Flag.everywhere.create(
        workspace=olive.workspace, handoff=row, week=(START + timedelta(weeks=8)).toordinal(), seconds=1
    )
    touched(olive)
    found = results_of(olive)
    assert [one.handoff_id for one in found.alarms] == [row.pk]
    alarm = found.alarms[0]
    assert alarm.since == START + timedelta(weeks=7)
    assert alarm.monday <= START + timedelta(weeks=9)
    page = read(olive)
    assert "“Invoices” is coming back" in page
    assert f"{olive.root}handoff/flags/{alarm.flag_id}" in page


def test_a_quiet_hand_off_sounds_none(olive: Player) -> None:
    a_quarter(olive)
    assert results_of(olive).sounded == ()


def test_one_hand_off_says_what_its_step_still_lacks(olive: Player) -> None:
    row = a_quarter(olive)
    assert "there is a step of -3." in read(olive, f"handoffs/{row.pk}").replace("−", "-")
    Handoff.everywhere.filter(pk=row.pk).update(started_on=START + timedelta(weeks=6))
    touched(olive)
    assert "missing: 4 more weeks since" in read(olive, f"handoffs/{row.pk}")


def test_a_stated_baseline_stands_in_where_the_log_began_with_the_hand_off(olive: Player) -> None:
    owner, bea, invoices = owner_person(olive), helper_of(olive), work(olive)
    row = handed(olive, bea, invoices, baseline_hours=5.0)
    logged(olive, owner, [(invoices, day, 0.2, "") for day in days_of(START, 4)])
    found = results_of(olive)
    assert found.rows[0].result.source is Source.STATED
    assert found.average is not None
    assert found.average.low < 4.0 < found.average.high
    Handoff.everywhere.filter(pk=row.pk).update(baseline_hours=None)
    touched(olive)
    assert "Nothing says what" in read(olive)
    assert "State the hours before" in read(olive, f"handoffs/{row.pk}")


def test_an_empty_page_teaches(olive: Player) -> None:
    page = read(olive)
    assert "Nothing is handed over yet" in page
    assert 'class="empty"' in page
    handed(olive, helper_of(olive), work(olive), started_on=None, state="agreed")
    touched(olive)
    assert "1 hand-off is on its way" in read(olive)


def test_the_first_week_has_to_be_over(olive: Player) -> None:
    row = a_quarter(olive)
    Handoff.everywhere.filter(pk=row.pk).update(started_on=TODAY - timedelta(days=1))
    touched(olive)
    assert "results start on" in read(olive)


def test_the_learned_share_is_used_only_when_asked_and_can_be_taken_back(olive: Player) -> None:
    a_quarter(olive)
    found = results_of(olive)
    assert found.where is not None
    learned = found.where.learned
    assert learned is not None
    assert learned.weight == pytest.approx(10 / 16)
    assert "The plan assumes that 60%" in read(olive)
    assert not Limits.everywhere.filter(workspace=olive.workspace).exists()

    answer = olive.client.post(f"{olive.root}outcome/share", {"version": "0"}, follow=True)
    stated = Limits.everywhere.get(workspace=olive.workspace).assumptions["rho"]
    assert stated[0] < learned.share.value < stated[1]
    undo = re.search(r'action="([^"]*share/back[^"]*)"', answer.content.decode())
    assert undo is not None
    assert Event.everywhere.filter(workspace=olive.workspace, verb="limits changed").exists()

    olive.client.post(undo[1].replace("&amp;", "&"))
    assert Limits.everywhere.get(workspace=olive.workspace).assumptions == {}


def test_an_older_page_does_not_overwrite_limits(olive: Player) -> None:
    a_quarter(olive)
    Limits.everywhere.create(workspace=olive.workspace, assumptions={"rho": 0.4}, version=3)
    answer = olive.client.post(f"{olive.root}outcome/share", {"version": "1"}, follow=True)
    assert "changed meanwhile" in answer.content.decode()
    assert Limits.everywhere.get(workspace=olive.workspace).assumptions == {"rho": 0.4}


@pytest.mark.parametrize("odd", ["x", "2", "0.7,0.4", "0.1,0.2,0.3", "nan"])
def test_an_odd_way_back_is_refused(olive: Player, odd: str) -> None:
    assert olive.client.post(f"{olive.root}outcome/share/back?was={odd}").status_code == 400


def test_a_manager_sees_hours_and_no_money(olive: Player, max_: Player) -> None:
    row = a_quarter(olive)
    for page in (read(max_), read(max_, f"handoffs/{row.pk}")):
        assert "hours a week" in page
        assert "€" not in page
        assert "What the next plan could learn" not in page
    said = caller(max_.member).get("results").json()
    assert said["freed"]["value"] > 3
    assert said["brought"] is None is said["learned"]
    assert all(row["brought"] is None for row in said["handoffs"])


def test_money_is_shown_to_whom_it_is_shared_with(olive: Player, max_: Player, ada: Player) -> None:
    a_quarter(olive)
    assert "€" not in read(ada)
    Workspace.objects.filter(pk=olive.workspace.pk).update(has_money_shared=True)
    touched(olive)
    assert "€" in read(ada)
    assert "€" in read(max_)
    # Nobody but the owner teaches the plan.
    assert "in the next plan</button>" not in read(max_)


def test_a_helper_and_a_stranger_see_nothing(olive: Player, sam: Player, rex: Player) -> None:
    row = a_quarter(olive)
    for path in ("", "changes", f"handoffs/{row.pk}"):
        assert sam.client.get(f"{olive.root}outcome/{path}").status_code == 403
        assert rex.client.get(f"{olive.root}outcome/{path}").status_code == 404
    assert rex.client.get(f"{rex.root}outcome/handoffs/{row.pk}").status_code == 404
    assert results_of(rex).rows == ()


def test_page_and_api_say_the_same(olive: Player) -> None:
    row = a_quarter(olive)
    found = results_of(olive)
    said = caller(olive.member).get("results").json()
    assert found.average is not None
    assert found.money is not None
    assert said["said"] in read(olive)
    assert said["freed"]["value"] == pytest.approx(found.average.value, abs=1e-4)
    assert said["brought"]["realised"] == str(found.money.realised)
    one = caller(olive.member).get(f"results/{row.pk}").json()
    assert one["by_week"] == said["by_week"]
    assert one["handoff_id"] == row.pk


def test_pages_ask_the_database_no_more_often_with_more_hand_offs(olive: Player) -> None:
    row = a_quarter(olive)

    def asked(path: str) -> int:
        touched(olive)
        olive.client.get(f"{olive.root}outcome/{path}")
        touched(olive)
        with CaptureQueriesContext(connection) as queries:
            assert olive.client.get(f"{olive.root}outcome/{path}").status_code == 200
        return len(queries)

    paths = ("", f"handoffs/{row.pk}", "changes")
    few = [asked(path) for path in paths]
    bea = helper_of(olive, "Cleo")
    for number in range(12):
        other = work(olive, f"Work {number}")
        handed(olive, bea, other, started_on=START + timedelta(days=number))
        logged(olive, owner_person(olive), [(other, day, 0.5, "") for day in days_of(MONDAY, BEFORE)])
    assert len(results_of(olive).rows) == 13
    assert [asked(path) for path in paths] == few


def test_top_three_means_the_plan_in_force(olive: Player) -> None:
    a_quarter(olive)
    found = results_of(olive)
    assert found.top_three == (TOP,)
    assert found.where is not None
    assert found.where.top == pytest.approx(2.5, abs=0.3)


def test_the_top_three_are_those_protected_else_the_plans_else_the_ladders(olive: Player) -> None:
    a_quarter(olive)
    MadePlan.everywhere.update(is_kept=False)
    Earning.everywhere.create(
        workspace=olive.workspace, activity=work(olive, TOP), margin_per_year=Figure.exact(60_000.0)
    )
    touched(olive)
    assert TOP in results_of(olive).top_three
    Protection.everywhere.create(workspace=olive.workspace, person=owner_person(olive), first=work(olive, "Mail"))
    touched(olive)
    assert results_of(olive).top_three == ("Mail",)
