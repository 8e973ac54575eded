"""Blocks: proposed once, never over what is busy, moved, taken away and put back."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.actions.habits import change_habit
from hoursback.web.focus.actions import blocks as actions
from hoursback.web.focus.actions.proposing import propose_tomorrow
from hoursback.web.focus.clock import Clock
from hoursback.web.focus.models import Block, Busy, Protection
from hoursback.web.focus.selectors.blocks import blocks_between
from hoursback.web.people.models import TimeOff
from hoursback.web.shared.conflict import StaleError
from tests.web.cast import Player
from tests.web.focus.acts import TUESDAY, at, choose, clock, log, moment, person_of

WEEK = [TUESDAY + timedelta(days=n) for n in range(7)]


def make(player: Player, when: Clock, days: list[date], once: str = "") -> list[Block]:
    with acting_in(player.workspace):
        return actions.make_blocks(member=player.member, clock=when, days=days, once=once)


def there(player: Player, first: date = TUESDAY, last: date | None = None) -> list[tuple[int, int]]:
    with acting_in(player.workspace):
        return [(block.start, block.end) for block in blocks_between(player.member, first, last or first)]


def busy(player: Player, start: int, end: int) -> None:
    Busy.everywhere.create(workspace_id=player.workspace.pk, person=person_of(player), start=start, end=end)


def test_every_working_day_ahead_gets_its_block_and_no_weekend_does(olive: Player) -> None:
    made = make(olive, clock(8), WEEK)
    assert [date.fromordinal(block.day).weekday() for block in made] == [1, 2, 3, 4, 0]
    assert {block.seconds for block in made} == {90 * 60}


def test_a_proposal_is_never_doubled_however_often_it_is_asked_for(olive: Player) -> None:
    assert make(olive, clock(8), [TUESDAY], once="a")
    assert make(olive, clock(8), [TUESDAY], once="a") == []
    assert make(olive, clock(8), [TUESDAY], once="b") == []
    assert len(there(olive)) == 1


def test_the_database_itself_holds_one_proposal_of_a_day(olive: Player) -> None:
    (block,) = make(olive, clock(8), [TUESDAY])
    again: dict[str, Any] = {
        "workspace_id": olive.workspace.pk, "person": person_of(olive), "day": block.day, "start": block.start,
        "end": block.end, "zone": "UTC", "proposed_for": block.day, "slot": 0,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Block.everywhere.create(**again)


def test_what_was_taken_away_stays_away_and_can_be_put_back(olive: Player) -> None:
    (block,) = make(olive, clock(8), [TUESDAY])
    with acting_in(olive.workspace):
        actions.remove_block(member=olive.member, block_id=block.pk)
    assert there(olive) == []
    assert make(olive, clock(8), [TUESDAY]) == []
    with acting_in(olive.workspace):
        actions.return_block(member=olive.member, block_id=block.pk)
    assert len(there(olive)) == 1


def test_today_gets_only_what_is_still_missing_and_never_a_time_that_has_passed(olive: Player) -> None:
    choose(olive)
    log(olive, "Videos", at(8), 60)
    (block,) = make(olive, clock(11, 3), [TUESDAY])
    assert (block.start, block.end) == (at(11, 5), at(11, 35))


def test_a_day_whose_minimum_is_done_gets_none(olive: Player) -> None:
    choose(olive)
    log(olive, "Videos", at(8), 95)
    assert make(olive, clock(11), [TUESDAY]) == []


def test_busy_times_of_the_calendar_stay_free(olive: Player) -> None:
    busy(olive, at(9), at(10))
    (block,) = make(olive, clock(8), [TUESDAY])
    assert block.start == at(10)


def test_stated_hours_and_the_best_time_are_kept(olive: Player) -> None:
    choose(olive, usual_from=time(14))
    with acting_in(olive.workspace):
        change_habit(member=olive.member, day_from=time(13), day_to=time(19), work_days=[1], remind_every=None)
    made = make(olive, clock(8), WEEK)
    assert [(block.start, block.end) for block in made] == [(at(14), at(15, 30))]


def test_a_day_off_gets_none(olive: Player) -> None:
    TimeOff.everywhere.create(
        workspace_id=olive.workspace.pk, person=person_of(olive), first=TUESDAY, last=TUESDAY + timedelta(days=1)
    )
    made = make(olive, clock(8), WEEK[:3])
    assert [block.day for block in made] == [TUESDAY.toordinal() + 2]


def test_ninety_minutes_stay_ninety_on_the_days_on_which_the_clocks_change(olive: Player) -> None:
    with acting_in(olive.workspace):
        change_habit(member=olive.member, day_from=time(1), day_to=time(9), work_days=[6], remind_every=None)
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    for day in (spring, autumn):
        (block,) = make(olive, clock(0, 30, day), [day])
        assert (block.start, block.seconds) == (at(1, 0, day), 90 * 60)


def test_a_block_past_midnight_on_new_years_eve_is_of_the_old_year_where_days_start_late(olive: Player) -> None:
    eve = date(2026, 12, 31)
    when = clock(22, 0, eve, day_start=4)
    with acting_in(olive.workspace):
        late = when.at(eve, time(0, 30))
        made = actions.make_block(member=olive.member, clock=when, start=late, end=late + 3600)
    assert made is not None
    assert date.fromordinal(made.day) == eve
    assert made.start == at(0, 30, eve + timedelta(days=1))


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (at(8), at(9), "past"),
        (at(14), at(14, 2), "5 minutes"),
        (at(11), at(20), "8 hours"),
        (at(13), at(14), "Another"),
    ],
)
def test_a_block_that_cannot_be_is_refused_with_a_reason(olive: Player, start: int, end: int, said: str) -> None:
    with acting_in(olive.workspace):
        actions.make_block(member=olive.member, clock=clock(10), start=at(13, 30), end=at(15))
        with pytest.raises(HoursbackError, match=said):
            actions.make_block(member=olive.member, clock=clock(10), start=start, end=end)


def test_two_tabs_cannot_move_one_block_unseen(olive: Player) -> None:
    (block,) = make(olive, clock(8), [TUESDAY])
    with acting_in(olive.workspace):
        moved = actions.change_block(
            member=olive.member,
            block_id=block.pk,
            clock=clock(8),
            start=at(14),
            end=at(15),
            activity_id=None,
            version=1,
        )
        assert (moved.version, moved.moved_at is not None) == (2, True)
        with pytest.raises(StaleError):
            actions.change_block(
                member=olive.member,
                block_id=block.pk,
                clock=clock(8),
                start=at(16),
                end=at(17),
                activity_id=None,
                version=1,
            )


def test_a_block_moved_to_another_day_does_not_bring_its_proposal_back(olive: Player) -> None:
    (block,) = make(olive, clock(8), [TUESDAY])
    tomorrow = TUESDAY + timedelta(days=1)
    with acting_in(olive.workspace):
        actions.change_block(
            member=olive.member,
            block_id=block.pk,
            clock=clock(8),
            start=at(14, 0, tomorrow),
            end=at(15, 0, tomorrow),
            activity_id=None,
            version=1,
        )
    assert make(olive, clock(8), [TUESDAY, tomorrow]) == []


def test_blocks_get_out_of_the_way_of_a_meeting_that_came_later(olive: Player) -> None:
    make(olive, clock(8), [TUESDAY, WEEK[1]])
    busy(olive, at(9, 30), at(11))
    busy(olive, at(6, 0, WEEK[1]), at(18, 0, WEEK[1]))
    with acting_in(olive.workspace):
        moved, stuck = actions.move_from_busy(member=olive.member, clock=clock(8))
    assert [(block.start, block.end) for block in moved] == [(at(11), at(12, 30))]
    assert [block.day for block in stuck] == [WEEK[1].toordinal()]


def test_tomorrow_is_proposed_in_the_evening_and_only_to_those_who_asked_for_it(olive: Player, rex: Player) -> None:
    row = choose(olive, proposes_tomorrow=True)
    choose(rex)
    propose_tomorrow(moment(12))
    assert not Block.everywhere.filter(person=row.person).exists()
    for _again in range(2):
        propose_tomorrow(moment(18))
    days = Block.everywhere.filter(workspace__in=[olive.workspace, rex.workspace]).values_list("person", "day")
    assert list(days) == [(row.person_id, TUESDAY.toordinal() + 1)]
    Protection.everywhere.filter(pk=row.pk).update(proposes_tomorrow=False)
    propose_tomorrow(moment(18, 0, WEEK[1]))
    assert Block.everywhere.filter(person=row.person).count() == 1


def test_on_friday_evening_the_next_working_day_is_monday(olive: Player) -> None:
    choose(olive, proposes_tomorrow=True)
    propose_tomorrow(moment(18, 0, WEEK[3]))
    assert [date.fromordinal(day).weekday() for day in Block.everywhere.values_list("day", flat=True)] == [0]
