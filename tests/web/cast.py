"""One cast plays everywhere: Olive owns, Max manages, Sam helps, Ada advises; Rex owns another business."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils.timezone import localdate

from hoursback.web.accounts.actions import create_owner, create_workspace
from hoursback.web.accounts.models import Member, User, Workspace
from hoursback.web.accounts.roles import Role
from hoursback.web.people.actions import ensure_person

PASSWORD = "correct horse battery"
HERE = "Europe/Berlin"


def local_today() -> date:
    """The day where the cast lives; late in the evening another one than the server's."""
    return localdate(timezone=ZoneInfo(HERE))


@dataclass(frozen=True)
class Player:
    """A member and a browser in which they are logged in."""

    member: Member
    client: Client

    @property
    def user(self) -> User:
        return self.member.user

    @property
    def workspace(self) -> Workspace:
        return self.member.workspace

    @property
    def root(self) -> str:
        """Where the workspace's addresses start."""
        return f"/w/{self.workspace.public_id}/"


def player(member: Member) -> Player:
    """A member with a logged-in browser."""
    client = Client()
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    return Player(member, client)


def owner_of(business: str, name: str, *, currency: str = "EUR", timezone: str = HERE) -> Member:
    """An owner with a new business."""
    user = create_owner(email=f"{name.lower()}@example.com", password=PASSWORD, name=name)
    member = create_workspace(owner=user, name=business, currency=currency, timezone=timezone, locale="en_GB")
    ensure_person(member=member)
    return member


def join(workspace: Workspace, name: str, role: Role) -> Member:
    """Somebody new in a workspace."""
    user = User.objects.create_user(f"{name.lower()}@example.com", PASSWORD, name=name)
    member = Member.objects.create(workspace=workspace, user=user, role=role)
    if role != Role.ADVISER:
        ensure_person(member=member)
    return member


def freshen(player: Player) -> None:
    """The player has logged in this very moment, as far as pages that ask for it can tell."""
    session = player.client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(player.user.pk)
    session.save()
