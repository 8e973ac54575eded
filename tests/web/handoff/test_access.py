"""What somebody may open, from granting to taking back."""

from __future__ import annotations

import pytest

from hoursback.engine.moves import MoveError
from hoursback.web.accounts.models import Event
from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.models import AccessItem, Handoff
from tests.web.cast import Player
from tests.web.handoff import runcast
from tests.web.handoff.runcast import address, handed_to


def post(player: Player, handoff: Handoff, **said: str):
    return player.client.post(address(player, handoff, "access"), said)


def items(handoff: Handoff) -> list[AccessItem]:
    with acting_in(handoff.workspace):
        return list(AccessItem.objects.filter(handoff=handoff).order_by("pk"))


def test_who_granted_and_who_took_back_is_kept_with_the_time(olive: Player, max_: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    post(olive, handoff, do="add", name="Online banking, read only")
    item = str(items(handoff)[0].pk)
    post(max_, handoff, do="grant", item=item)
    post(olive, handoff, do="revoke", item=item)
    row = items(handoff)[0]
    assert (row.granted_by_id, row.revoked_by_id) == (max_.member.pk, olive.member.pk)
    assert row.granted_at <= row.revoked_at  # type: ignore[operator]


def test_a_hand_off_cannot_end_while_something_is_open(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "running")
    post(olive, handoff, do="add", name="Online banking", is_granted="on")
    with pytest.raises(MoveError) as refused:
        runcast.moved(olive, handoff, "end", "done")
    assert "Take back every access" in refused.value.hint
    post(olive, handoff, do="revoke-all")
    assert runcast.moved(olive, handoff, "end", "done").state == "ended"


def test_what_is_only_named_does_not_hold_the_end_up(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam, "running")
    post(olive, handoff, do="add", name="Online banking")
    assert runcast.moved(olive, handoff, "end", "done").state == "ended"


@pytest.mark.parametrize("text", ["Bank, password: hunter2", "Router PIN = 4711"])
def test_a_password_is_never_stored(text: str, olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    page = post(olive, handoff, do="add", name=text)
    assert page.status_code == 400
    assert "password manager" in page.content.decode()
    assert items(handoff) == []
    with acting_in(olive.workspace):
        assert not [event for event in Event.objects.all() if text in str(event.payload)]


def test_granted_again_is_a_new_row_and_the_old_one_stays(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    post(olive, handoff, do="add", name="Key of the office", is_granted="on")
    post(olive, handoff, do="revoke", item=str(items(handoff)[0].pk))
    post(olive, handoff, do="grant", item=str(items(handoff)[0].pk))
    old, new = items(handoff)
    assert (old.revoked_at is not None, new.granted_at is not None, new.revoked_at) == (True, True, None)


def test_a_revocation_by_mistake_is_taken_back(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    post(olive, handoff, do="add", name="Key of the office", is_granted="on")
    item = items(handoff)[0].pk
    post(olive, handoff, do="revoke", item=str(item))
    assert f"?do=still-granted&amp;item={item}" in olive.client.get(address(olive, handoff, "access")).content.decode()
    olive.client.post(f"{address(olive, handoff, 'access')}?do=still-granted&item={item}")
    assert items(handoff)[0].revoked_at is None


def test_what_was_granted_once_is_not_removed_from_the_list(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    for name, granted in (("Key", "on"), ("Bank", "")):
        post(olive, handoff, do="add", name=name, **({"is_granted": granted} if granted else {}))
    for item in items(handoff):
        post(olive, handoff, do="remove", item=str(item.pk))
    assert [item.name for item in items(handoff)] == ["Key"]


def test_nothing_is_granted_to_nobody(olive: Player) -> None:
    handoff = handed_to(olive, None, "briefing")
    with acting_in(olive.workspace):
        Handoff.objects.filter(pk=handoff.pk).update(person=None)
    page = post(olive, handoff, do="add", name="Key of the office", is_granted="on")
    assert page.status_code == 400
    assert "Nobody is chosen yet" in page.content.decode()
    assert "Key of the office" in page.content.decode()
    assert items(handoff) == []


def test_the_helper_sees_the_list_and_changes_nothing(olive: Player, sam: Player) -> None:
    handoff = handed_to(olive, sam)
    post(olive, handoff, do="add", name="Key of the office", is_granted="on")
    page = sam.client.get(address(sam, handoff, "access")).content.decode()
    assert "You may open 1 thing" in page
    item = str(items(handoff)[0].pk)
    refused = [
        post(sam, handoff, do=do, item=item, name="x").status_code
        for do in ("add", "grant", "revoke", "revoke-all", "remove", "still-granted")
    ]
    assert refused == [404] * 6
    assert items(handoff)[0].revoked_at is None


def test_rex_sees_no_list_of_others(olive: Player, sam: Player, rex: Player) -> None:
    handoff = handed_to(olive, sam)
    assert rex.client.get(address(rex, handoff, "access")).status_code == 404
