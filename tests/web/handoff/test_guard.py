"""The round-trip guard: flags for work that came back, and what is decided about them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hoursback.engine.figures import Figure
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import rollups
from hoursback.web.capture.models import Activity, Entry, Zone
from hoursback.web.handoff.actions.guard import flag_creep, look_for_creep
from hoursback.web.handoff.models import Change, Flag, Handoff
from hoursback.web.handoff.selectors.guard import open_flags
from hoursback.web.people.actions import ensure_person
from hoursback.web.people.models import Person, TimeOff
from hoursback.web.review.models import Answer
from hoursback.web.worth.models import Finances
from tests.web.cast import Player
from tests.web.handoff import runcast
from tests.web.handoff.runcast import handed_to, rows_of, stored

START = date(2026, 3, 2)
"""A Monday."""


def week(number: int) -> date:
    return START + timedelta(weeks=number)


def under_guard(olive: Player, helper: Player | None, state: str = "running", **facts: Any) -> Handoff:
    return handed_to(olive, helper, state, started_on=START, **{"baseline_hours": 6.0, **facts})


def log(player: Player, handoff: Handoff, day: date, hours: float, person: Person | None = None) -> None:
    with acting_in(player.workspace), transaction.atomic():
        entry = Entry.objects.create(
            workspace=player.workspace,
            person=person or ensure_person(member=player.member),
            activity=handoff.activity,
            day=day.toordinal(),
            seconds=round(hours * 3600),
            zone=Zone.objects.get_or_create(name="Europe/Berlin")[0],
        )
        rollups.add(player.workspace.pk, [rollups.delta_of(entry)])


def look(player: Player, today: date) -> int:
    with acting_in(player.workspace):
        return flag_creep(workspace=player.workspace, today=today)


def flags(handoff: Handoff) -> list[Flag]:
    return rows_of(Flag, handoff)


def decide(player: Player, flag: Flag, choice: str, reason: str = ""):
    said = {"choice": choice, "reason": reason, "version": str(flag.version)}
    return player.client.post(f"{player.root}handoff/flags/{flag.pk}", said)


@pytest.mark.parametrize("state", ["training", "supervised", "running"])
def test_work_that_comes_back_to_the_owner_is_flagged(state: str, olive: Player, sam: Player) -> None:
    handoff = under_guard(olive, sam, state)
    log(olive, handoff, START, 5)
    assert look(olive, week(1)) == 1
    flag = flags(handoff)[0]
    assert (flag.week, flag.seconds, flag.choice) == (START.toordinal(), 18_000, "")
    assert 0 < flag.expected < flag.seconds


@pytest.mark.parametrize("state", ["agreed", "paused", "returned", "ended", "briefing"])
def test_work_that_nobody_else_does_now_is_not_flagged(state: str, olive: Player, sam: Player) -> None:
    handoff = under_guard(olive, sam, state)
    log(olive, handoff, START, 5)
    assert look(olive, week(1)) == 0


def test_the_week_that_still_runs_is_not_judged(olive: Player, sam: Player) -> None:
    handoff = under_guard(olive, sam)
    log(olive, handoff, START, 5)
    assert look(olive, START + timedelta(days=6)) == 0


def test_what_the_person_logs_is_the_point_of_it_all(olive: Player, sam: Player) -> None:
    handoff = under_guard(olive, sam)
    log(olive, handoff, START, 20, person=handoff.person)
    assert look(olive, week(1)) == 0


def test_looking_twice_raises_one_flag_a_week(olive: Player, sam: Player) -> None:
    handoff = under_guard(olive, sam)
    log(olive, handoff, week(0), 5)
    log(olive, handoff, week(1), 5)
    assert [look(olive, week(2)), look(olive, week(2)), look(olive, week(2))] == [2, 0, 0]
    assert [flag.week for flag in flags(handoff)] == [week(1).toordinal(), week(0).toordinal()]


def test_what_is_not_decided_follows_the_log(olive: Player, sam: Player) -> None:
    handoff = under_guard(olive, sam)
    log(olive, handoff, START, 5)
    look(olive, week(1))
    log(olive, handoff, START, 1)
    look(olive, week(1))
    assert flags(handoff)[0].seconds == 21_600
    with acting_in(olive.workspace), transaction.atomic():
        for entry in Entry.objects.filter(activity=handoff.activity):
            rollups.add(olive.workspace.pk, [rollups.delta_of(entry, -1)])
            entry.delete()
    look(olive, week(1))
    assert flags(handoff) == []


def test_what_is_decided_stays_as_it_was(olive: Player, sam: Player) -> None:
    handoff = under_guard(olive, sam)
    log(olive, handoff, START, 5)
    look(olive, week(1))
    decide(olive, flags(handoff)[0], "one_off", "The bank was down")
    log(olive, handoff, START, 3)
    assert look(olive, week(1)) == 0
    assert (flags(handoff)[0].seconds, flags(handoff)[0].choice) == (18_000, "one_off")


def test_the_owner_stands_in_while_it_is_paused_or_the_person_is_off(olive: Player, sam: Player) -> None:
    handoff = under_guard(olive, sam)
    for number in range(3):
        log(olive, handoff, week(number), 5)
    with acting_in(olive.workspace):
        TimeOff.objects.create(
            workspace=olive.workspace, person=handoff.person, first=week(0), last=week(0) + timedelta(days=2)
        )
        for day, target in ((week(1) + timedelta(days=1), "paused"), (week(1) + timedelta(days=3), "running")):
            change = Change.objects.create(
                workspace=olive.workspace, handoff=handoff, move="pause", source="running", target=target
            )
            Change.objects.filter(pk=change.pk).update(at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    look(olive, week(3))
    assert [flag.week for flag in flags(handoff)] == [week(2).toordinal()]


def test_the_share_that_cannot_be_handed_over_is_expected(olive: Player, sam: Player) -> None:
    handoff = under_guard(olive, sam)
    with acting_in(olive.workspace):
        Answer.objects.create(workspace=olive.workspace, activity=handoff.activity, handable=Figure.exact(0.3))
    log(olive, handoff, START, 5)
    assert look(olive, week(1)) == 0


def test_where_the_hours_before_were_not_stated_the_log_before_the_start_tells(olive: Player, sam: Player) -> None:
    stays = under_guard(olive, sam, baseline_hours=None)
    for number in range(-3, 0):
        log(olive, stays, week(number), 10)
    log(olive, stays, START, 3)
    unknown = under_guard(olive, sam, baseline_hours=None)
    log(olive, unknown, START, 3)
    look(olive, week(1))
    assert (len(flags(stays)), len(flags(unknown))) == (0, 1)


def test_the_timed_job_looks_at_every_business_and_only_at_its_own_log(olive: Player, sam: Player, rex: Player) -> None:
    own, other = under_guard(olive, sam), under_guard(rex, None)
    for player, handoff in ((olive, own), (rex, other)):
        log(player, handoff, START, 5)
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    assert (look_for_creep(now), look_for_creep(now)) == (2, 0)
    assert [len(flags(own)), len(flags(other))] == [1, 1]


def test_a_quiet_look_leaves_the_pages_of_a_business_as_they_are(olive: Player, sam: Player) -> None:
    under_guard(olive, sam)
    before = Workspace.objects.get(pk=olive.workspace.pk).version
    look(olive, week(1))
    assert Workspace.objects.get(pk=olive.workspace.pk).version == before


def test_the_number_of_queries_does_not_grow_with_the_hand_offs(olive: Player, sam: Player) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            look(olive, week(1))
        return len(seen)

    for _ in range(2):
        log(olive, under_guard(olive, sam, baseline_hours=None), START, 5)
    few = queries()
    for _ in range(6):
        log(olive, under_guard(olive, sam, baseline_hours=None), START, 5)
    assert queries() == few


# What is decided


def flagged(olive: Player, sam: Player, state: str = "running", weeks: int = 1) -> tuple[Handoff, Flag]:
    handoff = under_guard(olive, sam, state)
    for number in range(weeks):
        log(olive, handoff, week(number), 5)
    look(olive, week(weeks))
    return handoff, flags(handoff)[0]


@pytest.mark.parametrize(
    ("choice", "state", "page"),
    [("brief", "briefing", "/brief"), ("train", "training", "/training"), ("take_back", "returned", "")],
)
def test_a_choice_does_what_it_says(choice: str, state: str, page: str, olive: Player, sam: Player) -> None:
    handoff, flag = flagged(olive, sam)
    answer = decide(olive, flag, choice, "It keeps coming back")
    assert answer.headers["Location"] == f"{olive.root}handoff/{handoff.pk}{page}"
    assert stored(handoff).state == state
    assert (flags(handoff)[0].choice, flags(handoff)[0].by_id) == (choice, olive.member.pk)


@pytest.mark.parametrize(("choice", "is_seen"), [("brief", False), ("train", False), ("take_back", True)])
def test_only_the_reason_for_taking_it_back_is_told_to_the_person(
    choice: str, is_seen: bool, olive: Player, sam: Player
) -> None:
    handoff, flag = flagged(olive, sam)
    decide(olive, flag, choice, "canary-reason")
    assert any("canary-reason" in change.reason for change in rows_of(Change, handoff)) is is_seen


def test_training_goes_on_where_it_is_training_already(olive: Player, sam: Player) -> None:
    handoff, flag = flagged(olive, sam, "training")
    decide(olive, flag, "train")
    assert (stored(handoff).state, flags(handoff)[0].choice) == ("training", "train")


def test_a_one_off_changes_nothing_else_and_can_be_taken_back(olive: Player, sam: Player) -> None:
    handoff, flag = flagged(olive, sam, weeks=2)
    decide(olive, flag, "one_off", "The bank was down")
    assert stored(handoff).state == "running"
    assert [row.choice for row in flags(handoff)] == ["one_off", ""]
    olive.client.post(f"{olive.root}handoff/flags/{flag.pk}?do=reopen")
    assert [row.choice for row in flags(handoff)] == ["", ""]


def test_a_move_answers_for_every_week_that_is_open(olive: Player, sam: Player) -> None:
    handoff, flag = flagged(olive, sam, weeks=3)
    decide(olive, flag, "brief")
    assert {row.choice for row in flags(handoff)} == {"brief"}


@pytest.mark.parametrize("choice", ["take_back", "one_off"])
def test_these_two_need_a_reason(choice: str, olive: Player, sam: Player) -> None:
    handoff, flag = flagged(olive, sam)
    page = decide(olive, flag, choice)
    assert (page.status_code, "Say why." in page.content.decode()) == (400, True)
    assert (stored(handoff).state, flags(handoff)[0].choice) == ("running", "")


def test_a_choice_that_the_table_refuses_is_said_and_decides_nothing(olive: Player, sam: Player) -> None:
    handoff, flag = flagged(olive, sam)
    runcast.moved(olive, handoff, "end", "done with it")
    page = decide(olive, flag, "train", "why not")
    assert page.status_code == 400
    assert "cannot be moved" in page.content.decode()
    assert (flags(handoff)[0].choice, "why not" in page.content.decode()) == ("", True)


def test_of_two_decisions_at_once_the_second_is_told_so(olive: Player, max_: Player, sam: Player) -> None:
    handoff, flag = flagged(olive, sam)
    decide(olive, flag, "one_off", "The bank was down")
    assert decide(max_, flag, "brief").status_code == 302
    assert (stored(handoff).state, flags(handoff)[0].choice) == ("running", "one_off")


@pytest.mark.parametrize("choice", ["", "dance"])
def test_an_unknown_choice_is_refused(choice: str, olive: Player, sam: Player) -> None:
    _handoff, flag = flagged(olive, sam)
    assert decide(olive, flag, choice).status_code == 400


# Who sees what


def worth_an_hour(player: Player, amount: float) -> None:
    with acting_in(player.workspace):
        Finances.objects.create(workspace=player.workspace, worth_per_hour=Figure.exact(amount))
        Activity.objects.create(workspace=player.workspace, name="All else", hours_per_week=Figure.exact(30))


def test_the_cost_is_for_whoever_sees_the_worth_of_an_hour(olive: Player, max_: Player, sam: Player) -> None:
    _handoff, flag = flagged(olive, sam)
    worth_an_hour(olive, 977)
    cost = f"{977 * (flag.seconds - flag.expected) / 3600:,.0f}"
    for page in ("handoff/flags", f"handoff/flags/{flag.pk}"):
        assert cost in olive.client.get(f"{olive.root}{page}").content.decode()
        shown = max_.client.get(f"{max_.root}{page}").content.decode()
        assert "came back" in shown
        assert ("€" in shown, cost in shown) == (False, False)
    Workspace.objects.filter(pk=olive.workspace.pk).update(has_money_shared=True)
    assert cost in max_.client.get(f"{max_.root}handoff/flags").content.decode()


def test_where_nothing_says_the_worth_hours_alone_are_shown(olive: Player, sam: Player) -> None:
    _handoff, flag = flagged(olive, sam)
    page = olive.client.get(f"{olive.root}handoff/flags/{flag.pk}").content.decode()
    assert ("came back" in page, "€" in page) == (True, False)


def test_the_person_never_sees_a_flag(olive: Player, sam: Player) -> None:
    handoff, flag = flagged(olive, sam)
    decide(olive, flag, "one_off", "canary-flag")
    assert sam.client.get(f"{sam.root}handoff/flags").status_code == 403
    assert sam.client.get(f"{sam.root}handoff/flags/{flag.pk}").status_code == 403
    with acting_in(olive.workspace):
        assert open_flags(sam.member) == 0
    for page in (f"handoff/{handoff.pk}", f"handoff/{handoff.pk}/runs", "handoff/mine", ""):
        assert "canary-flag" not in sam.client.get(f"{sam.root}{page}").content.decode()


def test_rex_sees_no_flag_of_others(olive: Player, sam: Player, rex: Player) -> None:
    _handoff, flag = flagged(olive, sam)
    assert rex.client.get(f"{rex.root}handoff/flags/{flag.pk}").status_code == 404
    assert "came back, worth" not in rex.client.get(f"{rex.root}handoff/flags").content.decode()


def test_without_a_flag_the_page_says_what_would_be_there(olive: Player) -> None:
    page = olive.client.get(f"{olive.root}handoff/flags").content.decode()
    assert "No handed-over work came back to the owner." in page
