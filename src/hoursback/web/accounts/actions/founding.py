"""First run and new workspaces."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.db import IntegrityError, transaction

from hoursback.web.accounts.models import Founding, Member, User, Workspace
from hoursback.web.accounts.record import record
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.scope import acting_in
from hoursback.web.accounts.signals import member_joined

CODE_FILE = "setup-code"
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class AlreadyFoundedError(Exception):
    """Somebody else was first: there is an owner already."""


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
        member_joined.send(sender=Member, member=place, person_id=None)
    return place


def found(
    *, email: str, password: str, name: str, business: str, currency: str, timezone: str, locale: str, folder: Path
) -> Member:
    """The first run: owner and workspace, once, however many ask at the same time.

    Raises: AlreadyFoundedError.
    """
    try:
        with transaction.atomic():
            # The row is the lock: whoever comes second waits for the first and then fails.
            Founding.objects.create()
            if User.objects.exists():
                raise AlreadyFoundedError
            user = create_owner(email=email, password=password, name=name)
            place = create_workspace(owner=user, name=business, currency=currency, timezone=timezone, locale=locale)
    except IntegrityError:
        raise AlreadyFoundedError from None
    (folder / CODE_FILE).unlink(missing_ok=True)
    return place


def setup_code(folder: Path) -> str:
    """The one-time code that the first run of a public server asks for; kept in the data folder until then."""
    file = folder / CODE_FILE
    code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(5))
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(code)
    return code
