"""What terms leave behind: the price of an hour, money that is owed, and the need for an agreement."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from hoursback.engine.capture.prices import Price, price_on
from hoursback.engine.figures import Figure
from hoursback.engine.moves import MoveError
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import actions as log
from hoursback.web.capture.models import Rate
from hoursback.web.handoff.actions import agreements
from hoursback.web.handoff.actions.moving import move_handoff
from hoursback.web.handoff.models import Agreement, Change, Flag, Handoff
from hoursback.web.handoff.selectors import guard
from hoursback.web.handoff.selectors.books import book
from hoursback.web.handoff.selectors.choosing import pay_of
from hoursback.web.handoff.selectors.missing import missing_timesheets
from hoursback.web.handoff.selectors.proposing import draft, hour_price
from hoursback.web.handoff.selectors.work import agreement_in_force
from hoursback.web.people.models import Person
from tests.web.cast import Player
from tests.web.handoff import choosecast, paid
from tests.web.handoff.choosecast import TODAY, agreed, handoff, inside, person
from tests.web.handoff.paid import MONDAY, WEEK

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


def price(row: Handoff, day: date) -> int | None:
    """What an hour of the hand-off's person on its activity costs on a day."""
    rates = Rate.everywhere.filter(person=row.person).order_by("pk")
    stated = [Price(*each) for each in rates.values_list("activity_id", "from_day", "hundredths")]
    return price_on(stated, row.activity_id or 0, day.toordinal())


def moved(player: Player, row: Handoff, name: str, today: date, reason: str = "It did not work out") -> None:
    with acting_in(player.workspace):
        version = Handoff.objects.get(pk=row.pk).version
        move_handoff(actor=player.member, handoff_id=row.pk, name=name, version=version, today=today, reason=reason)


# The price of an hour


def test_within_an_employment_an_older_price_of_the_activity_holds_no_more(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    paid.priced(olive, row.person, 2500, TODAY - timedelta(days=90))
    paid.priced(olive, row.person, 2800, APRIL)
    agreed(olive, row, kind="fixed", price=Decimal("400"))
    assert price(row, TODAY) == 0
    agreed(olive, row, kind="employed", price=None, start=date(2026, 3, 20))
    days = (date(2026, 3, 19), date(2026, 3, 20), date(2026, 3, 31), APRIL)
    assert [price(row, day) for day in days] == [0, 2500, 2500, 2800]


def test_within_an_employment_an_hourly_price_from_before_costs_nothing_more(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    agreed(olive, row)
    agreed(olive, row, kind="employed", price=None, start=APRIL)
    assert [price(row, day) for day in (date(2026, 3, 31), APRIL)] == [3250, 0]


def test_after_a_fixed_price_ends_an_hour_costs_what_any_work_costs(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    paid.priced(olive, row.person, 2500, TODAY - timedelta(days=90))
    agreed(olive, row, kind="fixed", price=Decimal("400"), end=date(2026, 3, 31))
    assert [price(row, day) for day in (date(2026, 3, 31), APRIL)] == [0, 2500]


def test_notice_ends_the_fixed_price_and_new_terms_take_its_place(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    paid.priced(olive, row.person, 2500, TODAY - timedelta(days=90))
    made = agreed(olive, row, kind="fixed", price=Decimal("400"))
    with inside(olive):
        agreements.give_notice(
            actor=olive.member,
            agreement_id=made.pk,
            version=Agreement.objects.get(pk=made.pk).version,
            last_day=date(2026, 3, 31),
            reason="Too dear",
            today=TODAY,
        )
    assert [price(row, day) for day in (date(2026, 3, 31), APRIL)] == [0, 2500]
    agreed(olive, row, start=date(2026, 3, 20))
    assert [price(row, day) for day in (date(2026, 3, 19), date(2026, 3, 20), APRIL)] == [0, 3250, 3250]


def test_what_was_taken_back_is_paid_by_the_month_no_more(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    paid.priced(olive, row.person, 2500, TODAY - timedelta(days=90))
    agreed(olive, row, kind="fixed", price=Decimal("400"))
    moved(olive, row, "take back", TODAY)
    assert [price(row, day) for day in (TODAY, TODAY + timedelta(days=1))] == [0, 2500]


# Money that is owed


def owed(player: Player, someone: Person, weeks: int = 6) -> list[Decimal]:
    with acting_in(player.workspace):
        known = book(player.workspace, [someone.pk], WEEK, WEEK + 7 * weeks)
        return [known.sheet(someone.pk, WEEK + 7 * week).amount for week in range(weeks)]


@pytest.mark.parametrize("name", ["end", "take back"])
@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"kind": "retainer", "minimum_hours": Decimal(7)}, ["280.00", "80.00", "0.00", "0.00", "0.00", "0.00"]),
        ({"kind": "fixed", "rate": None, "price": Decimal("310")}, ["0.00", "100.00", "0.00", "0.00", "0.00", "0.00"]),
    ],
)
def test_nothing_is_owed_after_it_ended_without_notice(
    olive: Player, name: str, terms: dict[str, Any], expected: list[str]
) -> None:
    bea = paid.somebody(olive)
    with time_machine.travel("2026-02-27T12:00:00Z", tick=False):
        row = paid.handed(olive, bea, paid.activity(olive), start=date(2026, 3, 1), **terms)
    with time_machine.travel("2026-03-10T12:00:00Z", tick=False):
        moved(olive, row, name, date(2026, 3, 10))
    assert owed(olive, bea) == [Decimal(amount) for amount in expected]
    with acting_in(olive.workspace):
        missing = missing_timesheets(olive.member, MONDAY + timedelta(days=42))
    assert max(each.monday for each in missing) == WEEK + 7
    if name == "take back":
        # On its way again, but agreed with nobody yet.
        with time_machine.travel("2026-03-16T12:00:00Z", tick=False):
            moved(olive, row, "hand off again", date(2026, 3, 16))
        assert owed(olive, bea) == [Decimal(amount) for amount in expected]


def test_between_its_return_and_new_terms_with_the_same_person_nothing_is_owed(olive: Player) -> None:
    bea, work = paid.somebody(olive), paid.activity(olive)
    terms: dict[str, Any] = {"kind": "retainer", "minimum_hours": Decimal(7)}
    with time_machine.travel("2026-02-27T12:00:00Z", tick=False):
        row = paid.handed(olive, bea, work, start=date(2026, 3, 1), **terms)
    for at, name, target in (("2026-03-08", "take back", "returned"), ("2026-03-22", "agree", "agreed")):
        with time_machine.travel(f"{at}T12:00:00Z", tick=False):
            now = timezone.now()
            if target == "agreed":
                Agreement.everywhere.create(
                    workspace=olive.workspace, handoff=row, person=bea, number=2, start=date(2026, 3, 23),
                    price=Decimal(40), lead_confirmed_at=now, person_confirmed_at=now, **terms,
                )  # fmt: skip
            Change.everywhere.create(
                workspace=olive.workspace, handoff=row, move=name, source="running", target=target, by=olive.member
            )
    assert owed(olive, bea, 4) == [Decimal(amount) for amount in ("280.00", "0.00", "0.00", "280.00")]


# The need for an agreement, and the day it is handed off again


def test_an_agreement_that_is_over_meets_no_need(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"), state="agreed")
    made = paid_agreement(olive, row)
    with acting_in(olive.workspace):
        for facts in ({"end": TODAY}, {"last_day": TODAY}):
            Agreement.objects.filter(pk=made.pk).update(**{"end": None, "last_day": None, **facts})
            assert agreement_in_force(row, TODAY) == made
            assert agreement_in_force(row, TODAY + timedelta(days=1)) is None
        with pytest.raises(MoveError, match="wait") as refused:
            move_handoff(
                actor=olive.member,
                handoff_id=row.pk,
                name="train",
                version=row.version,
                today=TODAY + timedelta(days=1),
            )
    assert "agreement" in refused.value.hint


def paid_agreement(player: Player, row: Handoff) -> Agreement:
    now = timezone.now()
    return Agreement.everywhere.create(
        workspace=player.workspace, handoff=row, person=row.person, start=TODAY - timedelta(days=30),
        price=Decimal(40), lead_confirmed_at=now, person_confirmed_at=now,
    )  # fmt: skip


def test_whether_it_is_over_is_a_matter_of_the_local_day(olive: Player) -> None:
    Workspace.objects.filter(pk=olive.workspace.pk).update(timezone="Pacific/Auckland")
    row = handoff(olive, person=person(olive, "Bea"))
    made = paid_agreement(olive, row)
    Agreement.everywhere.filter(pk=made.pk).update(end=TODAY)
    row = Handoff.everywhere.get(pk=row.pk)
    with acting_in(olive.workspace), time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=UTC), tick=False):
        assert agreement_in_force(row) is None, "it is the fifth there"


def test_handed_off_again_it_begins_anew(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"), state="returned", started_on=TODAY - timedelta(days=90))
    moved(olive, row, "hand off again", TODAY)
    assert Handoff.everywhere.get(pk=row.pk).started_on is None


def test_the_guard_counts_a_move_on_its_local_day(olive: Player) -> None:
    Workspace.objects.filter(pk=olive.workspace.pk).update(timezone="Pacific/Auckland")
    olive.workspace.refresh_from_db()
    row = handoff(olive, person=person(olive, "Bea"), state="running", started_on=TODAY - timedelta(days=30))
    for at, source, target in (("2026-03-04T20:00", "running", "paused"), ("2026-03-09T20:00", "paused", "running")):
        with time_machine.travel(f"{at}:00Z", tick=False):
            Change.everywhere.create(
                workspace=olive.workspace, handoff=row, move="x", source=source, target=target, by=olive.member
            )
    with acting_in(olive.workspace):
        (watched,) = guard.watched(olive.workspace, TODAY.toordinal() + 20)
    assert watched.handed.away == ((date(2026, 3, 5).toordinal(), date(2026, 3, 10).toordinal()),)


# Rounding


def test_half_a_hundredth_is_rounded_up_wherever_money_is_shown(olive: Player) -> None:
    bea = choosecast.person(olive, "Bea", price=Figure.exact(0.125))
    cem = choosecast.person(olive, "Cem", price=Figure.exact(1.005))
    row = handoff(olive, person=bea)
    with inside(olive):
        assert pay_of(hour_price(bea, None, TODAY), 1.0) == Decimal("0.13")
        assert pay_of(hour_price(cem, None, TODAY), 1.0) == Decimal("1.01")
        assert draft(olive.member, row, TODAY)["price"] == Decimal("0.13")
    flag = Flag(handoff=row, week=WEEK, seconds=3600, expected=0)
    assert guard._shown(flag, 1.005).cost == Decimal("1.01")


# What replaces, and what is taken back


def test_when_newer_terms_end_the_older_open_ones_do_not_hold_again(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    agreed(olive, row)
    agreed(olive, row, price=Decimal("50"), start=date(2026, 3, 20), end=date(2026, 3, 31))
    days = (date(2026, 3, 19), date(2026, 3, 20), date(2026, 3, 31), APRIL)
    assert [price(row, day) for day in days] == [3250, 5000, 5000, None]
    with acting_in(olive.workspace):
        now = Handoff.objects.get(pk=row.pk)
        assert agreement_in_force(now, date(2026, 3, 31)) is not None
        assert agreement_in_force(now, APRIL) is None


def test_undoing_a_merge_after_repricing_moves_entries_and_changes_no_money(olive: Player) -> None:
    bea, books, mail = paid.somebody(olive), paid.activity(olive, "Books"), paid.activity(olive, "Mail")
    paid.priced(olive, bea, 4000, MONDAY, books)
    paid.priced(olive, bea, 3000, MONDAY, mail)
    early, late = (paid.logged(olive, bea, books, MONDAY + timedelta(days=day), 60) for day in (0, 2))
    with acting_in(olive.workspace):
        step = log.merge_activities(member=olive.member, activity_id=books.pk, into_id=mail.pk)
    paid.priced(olive, bea, 5000, MONDAY + timedelta(days=1), mail)

    def rates() -> list[int | None]:
        for entry in (early, late):
            entry.refresh_from_db()
        return [early.rate, late.rate]

    assert rates() == [4000, 5000]
    with acting_in(olive.workspace):
        log.undo(member=olive.member, step_id=step)
    assert rates() == [4000, 5000]
    assert {early.activity_id, late.activity_id} == {books.pk}
    paid.priced(olive, bea, 4000, MONDAY + timedelta(days=1), books)
    assert rates() == [4000, 4000]
