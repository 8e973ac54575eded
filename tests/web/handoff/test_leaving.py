"""Somebody leaves: what is open is shown before they are put away, and leaders finish what they can no longer do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from hoursback.web.accounts.actions import remove_member
from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.models import AccessItem, Timesheet
from hoursback.web.people.models import Person
from tests.web.cast import Player, local_today
from tests.web.handoff.paid import MONDAY, activity, address, handed, logged, moved, person_of, somebody

pytestmark = pytest.mark.django_db


def page_of(player: Player, person: Person) -> str:
    return player.client.get(f"{player.root}people/{person.pk}/archive").content.decode()


def gone(olive: Player, sam: Player) -> None:
    with acting_in(olive.workspace):
        remove_member(actor=olive.member, member_id=sam.member.pk)


def test_before_somebody_is_put_away_everything_open_is_shown_with_its_page(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    row = handed(olive, me, work)
    logged(olive, me, work, MONDAY, 90)
    moved(sam, me, "submit")
    facts = {"granted_at": timezone.now(), "granted_to": me}
    AccessItem.everywhere.create(workspace=olive.workspace, handoff=row, name="Xero", **facts)
    page = page_of(olive, me)
    assert "4 things of Sam's are still open." in page
    assert "“Invoices” is with them: running." in page
    assert "They can still open Xero (Invoices)." in page
    assert "is not paid: submitted." in page
    assert "They can still log in" in page
    for way in (f"handoff/{row.pk}", f"handoff/{row.pk}/access", f"timesheets/{me.pk}/{MONDAY}", "settings/members"):
        assert way in page
    said = olive.client.post(f"{olive.root}people/{me.pk}/archive", follow=True).content.decode()
    assert "Sam is put away; no plan uses them. 4 things of theirs stay open." in said
    row.refresh_from_db()
    assert row.state == "running"


def test_a_week_that_is_not_handed_in_counts_as_open(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    last = local_today() - timedelta(days=local_today().weekday() + 7)
    handed(olive, me, work, start=last)
    logged(olive, me, work, last, 90)
    assert "is not handed in." in page_of(olive, me)


def test_nothing_open_is_said_too_and_the_owner_has_no_such_page(olive: Player) -> None:
    assert "Nothing of Bea's is open." in page_of(olive, somebody(olive))
    own = person_of(olive)
    assert olive.client.get(f"{olive.root}people/{own.pk}/archive").status_code == 404


def test_the_last_week_of_somebody_who_left_is_handed_in_and_paid_by_a_leader(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    logged(olive, me, work, MONDAY, 90)
    before = olive.client.post(address(olive, me, more="/submit"), {"move": "submit", "version": 0})
    assert before.status_code == 400
    gone(olive, sam)
    assert "Hand in this week" in olive.client.get(address(olive, me)).content.decode()
    assert olive.client.post(address(olive, me, more="/submit"), {"move": "submit", "version": 0}).status_code == 302
    for move in ("approve", "lock", "mark paid"):
        moved(olive, me, move)
    assert Timesheet.everywhere.get(person=me).state == "paid"
