"""What changes users, workspaces and places in them."""

from __future__ import annotations

from django.db import transaction

from hoursback.web.accounts.models import Member, User, Workspace
from hoursback.web.accounts.record import record
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.scope import acting_in


@transaction.atomic
def create_owner(*, email: str, password: str | None, name: str) -> User:
    """The first user of this installation, or one made by a command."""
    return User.objects.create_user(email, password, name=name)


@transaction.atomic
def create_workspace(
    *, owner: User, name: str, currency: str = "USD", timezone: str = "UTC", locale: str = "en_US"
) -> Member:
    """A new workspace with its owner; returns the owner's place."""
    workspace = Workspace.objects.create(name=name, currency=currency, timezone=timezone, locale=locale)
    place = Member.objects.create(workspace=workspace, user=owner, role=Role.OWNER)
    with acting_in(workspace):
        record(place, "workspace created", "workspace", workspace.pk, name=name, currency=currency)
    return place
