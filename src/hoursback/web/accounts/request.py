"""The request as views inside a workspace see it: the doors have set who asks and where."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Final

from django.http import HttpRequest
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from hoursback.web.accounts.models import Member, User, Workspace
from hoursback.web.accounts.selectors import zone_or_utc
from hoursback.web.shared.addresses import address_in

_LONGEST_NUMBER: Final = 18
_NOT_TYPED: Final = frozenset({"once", "csrfmiddlewaretoken", "next"})


class UserRequest(HttpRequest):
    """A request that passed a SIGNED_IN door."""

    user: User
    htmx: HtmxDetails


class WorkspaceRequest(UserRequest):
    """A request that passed a MEMBER door."""

    member: Member
    workspace: Workspace
    number: str
    has_token: bool


def zone_name(request: WorkspaceRequest) -> str:
    """Name of the zone in which the member's days are meant."""
    return zone_or_utc(request.user.timezone or request.workspace.timezone).key


def today_of(request: WorkspaceRequest) -> date:
    """The member's local date."""
    return timezone.localdate(timezone=zone_or_utc(zone_name(request)))


def inside(request: WorkspaceRequest, name: str, **kwargs: object) -> str:
    """The address of a page in the open workspace."""
    return address_in(request.workspace.public_id, name, **kwargs)


def whole_number(text: str, other: int = -1) -> int:
    """A whole number as it was sent; `other`, which no row has, for anything else or one longer than any row's."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else other


def once_of(request: HttpRequest) -> str:
    """The key under which a form counts once: the one it was drawn with, and a print of what was typed.

    Sent again as it was, a form has no second effect; gone back to, changed and sent, it is a new submission.
    """
    key = request.POST.get("once", "")
    if not key:
        return ""
    typed = sorted((name, tuple(values)) for name, values in request.POST.lists() if name not in _NOT_TYPED)
    digest = hashlib.blake2b(repr(typed).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{key[:80]}:{digest}"
