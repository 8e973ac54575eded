"""Work that was taken back frees nothing from that day on, and the helper's hours tell a busy week from a creep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.actions.moving import move_handoff
from hoursback.web.handoff.models import Handoff
from hoursback.web.outcome.selectors.results import Results, results
from tests.web.cast import Player
from tests.web.outcome.stage import SINCE, START, TODAY, a_quarter, days_of, helper_of, logged, owner_person, work

pytestmark = pytest.mark.django_db
BACK = START + timedelta(weeks=5, days=-1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T09:00:00Z", tick=True):
        yield


def results_of(player: Player) -> Results:
    player.workspace.refresh_from_db()
    with acting_in(player.workspace):
        return results(player.member, TODAY)


def moved(player: Player, row: Handoff, name: str, reason: str = "It does not work out.") -> Handoff:
    with acting_in(player.workspace):
        now = Handoff.objects.get(pk=row.pk)
        return move_handoff(
            actor=player.member, handoff_id=now.pk, name=name, version=now.version, today=BACK, reason=reason
        )


def test_from_the_day_on_which_it_was_taken_back_nothing_is_freed(olive: Player) -> None:
    row = a_quarter(olive, left=lambda week: 0.2 if week < 5 else 1.0)
    assert moved(olive, row, "take back").ended_on == BACK
    found = results_of(olive)
    assert found.rows[0].until == BACK
    assert found.rows[0].weeks == 5
    assert len(found.weeks) == SINCE
    assert all(week.freed.value == week.freed.low == week.freed.high == 0 for week in found.weeks[5:])


def test_what_is_put_away_later_was_over_when_it_came_back(olive: Player) -> None:
    row = a_quarter(olive)
    moved(olive, row, "take back")
    with acting_in(olive.workspace):
        now = Handoff.objects.get(pk=row.pk)
        ended = move_handoff(actor=olive.member, handoff_id=now.pk, name="end", version=now.version, today=TODAY)
    assert ended.ended_on == BACK


def test_handed_off_again_it_is_over_no_more(olive: Player) -> None:
    row = a_quarter(olive)
    moved(olive, row, "take back")
    assert moved(olive, row, "hand off again").ended_on is None


def test_a_busy_fortnight_of_owner_and_helper_sounds_no_alarm(olive: Player) -> None:
    a_quarter(olive, left=lambda week: 0.7 if week in (6, 7) else 0.2)
    assert len(results_of(olive).sounded) == 1
    extra = [(work(olive), day, 3.0, "") for day in days_of(START + timedelta(weeks=6), 2)]
    with acting_in(olive.workspace):
        bea = Handoff.objects.get().person
    logged(olive, bea, extra)
    assert results_of(olive).sounded == ()


def test_what_the_owner_logs_is_none_of_the_helpers_hours(olive: Player) -> None:
    row = a_quarter(olive)
    logged(olive, helper_of(olive, "Cleo"), [(work(olive), START, 2.0, "")])
    logged(olive, owner_person(olive), [(work(olive), START, 4.0, "")])
    from hoursback.web.outcome.selectors.records import records

    with acting_in(olive.workspace):
        theirs = records(olive.workspace, TODAY.toordinal()).theirs[row.pk]
    assert 2 + 3.5 < theirs[START.toordinal()] < 2 + 6.5
