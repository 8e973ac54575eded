"""Invitations, roles and leaving: by the right address, once, and never without an owner."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from hoursback.web.accounts.actions import LastOwnerError, change_role, invite, make_token, remove_member
from hoursback.web.accounts.models import Event, Invitation, Member, Token, User
from hoursback.web.accounts.roles import Role, Scope
from hoursback.web.accounts.scope import acting_in
from hoursback.web.accounts.selectors import digest
from hoursback.web.people.models import Person
from tests.web.cast import PASSWORD, Player

LINK = re.compile(r"http://localhost:8765(/join/[\w-]{43})")


def link_for(olive: Player, email: str = "sam@example.com", role: str = "helper", **more: str) -> str:
    page = olive.client.post(
        f"{olive.root}settings/members/invite", {"email": email, "role": role, "by": "link", **more}
    )
    assert page.status_code == 200
    found = LINK.search(page.content.decode())
    assert found is not None
    return found[1]


def test_a_link_brings_somebody_new_in_with_the_stated_role(olive: Player) -> None:
    link, client = link_for(olive), Client()
    first = client.get(link)
    assert (first["Location"], first["Referrer-Policy"]) == ("/join", "no-referrer")
    assert "Olive&#x27;s studio" in client.get("/join").content.decode()
    joined = client.post("/join", {"name": "Sam", "password": PASSWORD})
    assert joined["Location"] == olive.root
    place = Member.objects.get(user__email="sam@example.com")
    assert (place.role, place.is_active) == (Role.HELPER, True)
    with acting_in(olive.workspace):
        assert Person.objects.get(member=place).kind == "contractor"
    assert client.get(olive.root).status_code == 200
    assert client.get(f"{olive.root}people/").status_code == 403


def test_a_link_works_once(olive: Player) -> None:
    link, client = link_for(olive), Client()
    client.get(link)
    client.post("/join", {"name": "Sam", "password": PASSWORD})
    other = Client()
    other.get(link)
    assert other.get("/join").status_code == 410
    assert other.post("/join", {"name": "Eve", "password": PASSWORD}).status_code == 410
    assert Member.objects.filter(workspace=olive.workspace).count() == 2


@pytest.mark.parametrize("change", [{"expires_at": timezone.now() - timedelta(1)}, {"revoked_at": timezone.now()}])
def test_an_old_or_revoked_link_is_gone(olive: Player, change: dict[str, Any]) -> None:
    link, client = link_for(olive), Client()
    Invitation.everywhere.update(**change)
    client.get(link)
    assert client.get("/join").status_code == 410


def test_nothing_but_a_hash_of_the_link_is_kept(olive: Player, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        secret = link_for(olive).rpartition("/")[2]
        client = Client()
        client.get(f"/join/{secret}")
        Client().get("/join/wrong-secret-of-somebody")
    offer = Invitation.everywhere.get()
    assert offer.token_hash == digest(secret)
    assert secret not in repr(list(Event.everywhere.values()))
    assert secret not in repr(dict(client.session))
    logged = [record for record in caplog.records if record.name.startswith(("django.request", "hoursback"))]
    assert not any(secret in record.getMessage() or "wrong-secret" in record.getMessage() for record in logged)
    assert offer.expires_at - offer.created_at > timedelta(days=6, hours=23)
    assert secret not in olive.client.get(f"{olive.root}settings/members").content.decode()


def test_whoever_has_an_account_logs_in_and_accepts(olive: Player, rex: Player) -> None:
    link, client = link_for(olive, "rex@example.com", "adviser"), Client()
    client.get(link)
    assert "Log in" in client.get("/join").content.decode()
    client.post("/account/login/", {"login": "rex@example.com", "password": PASSWORD, "next": "/join"})
    assert "Join Olive" in client.get("/join").content.decode()
    assert client.post("/join")["Location"] == olive.root
    assert Member.objects.get(user=rex.user, workspace=olive.workspace).role == Role.ADVISER


def test_another_address_is_refused_in_plain_words(olive: Player, rex: Player) -> None:
    link = link_for(olive, "sam@example.com")
    rex.client.get(link)
    answer = rex.client.get("/join")
    assert answer.status_code == rex.client.post("/join").status_code == 403
    assert "sam@example.com" in answer.content.decode()
    assert not Member.objects.filter(user=rex.user, workspace=olive.workspace).exists()


def test_mail_carries_the_link_and_nobody_else_sees_it(olive: Player) -> None:
    sent = {"email": "sam@example.com", "role": "helper", "by": "mail"}
    answer = olive.client.post(f"{olive.root}settings/members/invite", sent)
    assert answer.status_code == 302
    letter = mail.outbox[0]
    assert letter.to == ["sam@example.com"]
    assert "Olive" not in letter.subject
    found = LINK.search(letter.body)
    assert found is not None
    client = Client()
    client.get(found[1])
    assert client.get("/join").status_code == 200
    assert Invitation.everywhere.get().sent_at is not None


def test_a_form_sent_twice_offers_one_place(olive: Player) -> None:
    link_for(olive, once="k1")
    again = {"email": "sam@example.com", "role": "helper", "by": "link", "once": "k1"}
    assert olive.client.post(f"{olive.root}settings/members/invite", again).status_code == 302
    assert Invitation.everywhere.count() == 1


def test_a_new_offer_to_an_address_ends_the_old_one(olive: Player) -> None:
    old = link_for(olive)
    link_for(olive, role="owner")
    client = Client()
    client.get(old)
    assert client.get("/join").status_code == 410


def test_members_are_not_invited_again(olive: Player, sam: Player) -> None:
    answer = olive.client.post(
        f"{olive.root}settings/members/invite", {"email": "SAM@example.com", "role": "owner", "by": "link"}
    )
    assert answer.status_code == 400
    assert "already" in answer.content.decode()


def test_only_the_owner_invites(olive: Player, max_: Player) -> None:
    sent = {"email": "x@example.com", "role": "owner", "by": "link"}
    assert max_.client.post(f"{olive.root}settings/members/invite", sent).status_code == 403


def test_the_last_owner_can_neither_leave_nor_be_demoted(olive: Player, max_: Player) -> None:
    with acting_in(olive.workspace):
        with pytest.raises(LastOwnerError):
            remove_member(actor=olive.member, member_id=olive.member.pk)
        with pytest.raises(LastOwnerError):
            change_role(actor=olive.member, member_id=olive.member.pk, role=Role.MANAGER)
        change_role(actor=olive.member, member_id=max_.member.pk, role=Role.OWNER)
        remove_member(actor=olive.member, member_id=olive.member.pk)
    assert olive.client.get(olive.root).status_code == 404


def test_the_page_says_why_the_last_owner_stays(olive: Player) -> None:
    answer = olive.client.post(f"{olive.root}settings/members/leave", follow=True)
    assert "only owner" in answer.content.decode()
    assert Member.objects.get(pk=olive.member.pk).is_active


def test_a_changed_right_gives_the_session_a_new_key_and_keeps_it_open(olive: Player, sam: Player) -> None:
    sam.client.get(olive.root)
    key = sam.client.session.session_key
    with acting_in(olive.workspace):
        change_role(actor=olive.member, member_id=sam.member.pk, role=Role.MANAGER)
    assert sam.client.get(f"{olive.root}people/").status_code == 200
    assert sam.client.session.session_key != key


def test_removal_ends_tokens_and_can_be_undone_without_them(olive: Player, sam: Player) -> None:
    with acting_in(olive.workspace):
        make_token(actor=sam.member, name="t", scope=Scope.READ, days=None)
    olive.client.post(f"{olive.root}settings/members/{sam.member.pk}/remove")
    assert sam.client.get(olive.root).status_code == 404
    assert Token.everywhere.get().revoked_at is not None
    olive.client.post(f"{olive.root}settings/members/{sam.member.pk}/return")
    assert sam.client.get(olive.root).status_code == 200
    assert Token.everywhere.get().revoked_at is not None


def test_an_invitation_for_a_person_makes_them_that_person(olive: Player) -> None:
    with acting_in(olive.workspace):
        bea = Person.objects.create(workspace=olive.workspace, name="Bea", kind="firm")
        made = invite(actor=olive.member, email="bea@example.com", role=Role.HELPER, is_by_mail=False, person_id=bea.pk)
    assert made is not None
    client = Client()
    client.get(f"/join/{made[1]}")
    client.post("/join", {"name": "Beatrice", "password": PASSWORD})
    assert Person.everywhere.get(pk=bea.pk).member == Member.objects.get(user__email="bea@example.com")
    assert User.objects.get(email="bea@example.com").name == "Beatrice"
