"""Dates on which a leader looks at a hand-off again."""

from __future__ import annotations

from datetime import date, timedelta

from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.models import FollowUp, Handoff
from hoursback.web.handoff.selectors.following import due_follow_ups
from tests.web.cast import Player, local_today
from tests.web.handoff import runcast
from tests.web.handoff.runcast import address, handed_to, rows_of


def post(player: Player, handoff: Handoff, **said: str):
    return player.client.post(address(player, handoff, "follow-up"), said)


def due(player: Player, today: date) -> list[str]:
    with acting_in(player.workspace):
        return [row.about for row in due_follow_ups(player.member, today)]


def test_a_date_is_due_from_its_day_on_until_it_is_looked_at(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    today = local_today()
    on = today + timedelta(days=14)
    post(olive, handoff, do="add", on=on.isoformat(), about="Three random customers")
    assert due(olive, on - timedelta(days=1)) == []
    assert due(olive, on) == due(olive, on + timedelta(days=9)) == ["Three random customers"]
    post(olive, handoff, do="done", follow_up=str(rows_of(FollowUp, handoff)[0].pk))
    assert due(olive, on) == []


def test_a_day_in_the_past_or_beyond_reason_is_refused_where_it_was_typed(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    for on in ("2020-01-01", "9999-12-31", "31.02.2026", ""):
        page = post(olive, handoff, do="add", on=on, about="Look at it")
        assert (page.status_code, "Look at it" in page.content.decode()) == (400, True)
    assert rows_of(FollowUp, handoff) == []


def test_looking_at_it_can_be_taken_back_and_a_date_removed(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    post(olive, handoff, do="add", on=local_today().isoformat(), about="Look at it")
    row = str(rows_of(FollowUp, handoff)[0].pk)
    post(olive, handoff, do="done", follow_up=row)
    olive.client.post(f"{address(olive, handoff, 'follow-up')}?do=undone&follow_up={row}")
    assert due(olive, local_today()) == ["Look at it"]
    post(olive, handoff, do="remove", follow_up=row)
    assert rows_of(FollowUp, handoff) == []


def test_the_person_never_sees_them(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    post(olive, handoff, do="add", on=local_today().isoformat(), about="canary-follow-up")
    assert sam.client.get(address(sam, handoff, "follow-up")).status_code == 403
    assert post(sam, handoff, do="add", on="2030-01-01", about="x").status_code == 403
    assert due(sam, local_today()) == []
    for page in ("training", "runs", "access"):
        text = sam.client.get(address(sam, handoff, page)).content.decode()
        assert "canary-follow-up" not in text
        assert "Follow-ups" not in text


def test_what_ended_is_followed_up_no_more(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "running")
    post(olive, handoff, do="add", on=local_today().isoformat(), about="Look at it")
    runcast.moved(olive, handoff, "end", "done")
    assert due(olive, local_today()) == []


def test_rex_sees_no_dates_of_others(olive: Player, sam: Player, rex: Player) -> None:
    handoff = handed_to(olive, sam)
    assert rex.client.get(address(rex, handoff, "follow-up")).status_code == 404
