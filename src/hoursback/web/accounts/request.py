"""The request as views inside a workspace see it: the doors have set who asks and where."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from hoursback.web.accounts.models import Member, User, Workspace
from hoursback.web.accounts.selectors import zone_or_utc


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
    return reverse(name, kwargs={"workspace": request.workspace.public_id, **kwargs})
