"""A log-in for somebody who is known already."""

from __future__ import annotations

import re

from django.test import Client

from hoursback.web.accounts.models import Invitation
from hoursback.web.accounts.scope import acting_in
from hoursback.web.people.models import Person
from tests.web.cast import Player


def known(olive: Player, **facts: object) -> Person:
    """Somebody stated, without a log-in."""
    with acting_in(olive.workspace):
        return Person.objects.create(workspace=olive.workspace, **{"name": "Berta", "kind": "contractor", **facts})


def test_who_joins_by_the_link_is_the_person_that_was_known(olive: Player, client: Client) -> None:
    berta = known(olive, price=None)
    address = f"{olive.root}people/{berta.pk}/invite"
    sent = {"email": "berta@example.com", "role": "helper", "by": "link"}
    text = olive.client.post(address, sent).content.decode()
    link = re.search(r'value="https?://[^/"]+(/join/[^"]+)"', text)
    assert link is not None
    with acting_in(olive.workspace):
        assert Invitation.objects.get().person_id == berta.pk
    client.get(link[1], follow=True)
    joined = {"name": "Berta Klein", "password": "a long enough password"}
    client.post("/join", joined, follow=True)
    with acting_in(olive.workspace):
        berta.refresh_from_db()
        assert berta.member is not None
        assert Person.objects.filter(member__user__email="berta@example.com").count() == 1
    assert "has a log-in already" in olive.client.get(address).content.decode()


def test_a_role_to_be_found_gets_no_log_in(olive: Player) -> None:
    role = known(olive, kind="role", name="Bookkeeper")
    address = f"{olive.root}people/{role.pk}/invite"
    assert "cannot log in" in olive.client.get(address).content.decode()
    assert olive.client.post(address, {"email": "x@example.com", "role": "helper", "by": "link"}).status_code == 400
    with acting_in(olive.workspace):
        assert not Invitation.objects.exists()


def test_a_wrong_address_is_said_where_it_was_typed(olive: Player) -> None:
    berta = known(olive)
    answer = olive.client.post(f"{olive.root}people/{berta.pk}/invite", {"email": "no", "role": "helper", "by": "link"})
    assert answer.status_code == 400
    assert 'value="no"' in answer.content.decode()


def test_only_the_owner_gives_log_ins(olive: Player, max_: Player, sam: Player) -> None:
    berta = known(olive)
    for player in (max_, sam):
        assert player.client.get(f"{player.root}people/{berta.pk}/invite").status_code == 403
    assert "Invite them" not in max_.client.get(f"{max_.root}people/{berta.pk}").content.decode()
