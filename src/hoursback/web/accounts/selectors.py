"""Look-ups of members, tokens and fresh log-ins."""

from __future__ import annotations

import hashlib
import time
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode

from hoursback.web.accounts.models import Member, Token, User
from hoursback.web.accounts.roles import Access, Scope

FRESH_SECONDS = 600
_REACH = {
    Scope.READ: frozenset({Scope.READ}),
    Scope.LOG: frozenset({Scope.READ, Scope.LOG}),
    Scope.WRITE: frozenset(Scope),
}


def member_of(user: object, workspace: str | None) -> Member | None:
    """The active place of a user in the workspace with this public id."""
    if not isinstance(user, User) or not workspace:
        return None
    places = Member.objects.select_related("workspace", "user")
    return places.filter(user=user, workspace__public_id=workspace, is_active=True).first()


def places_of(user: User) -> QuerySet[Member]:
    """Where a user belongs, newest last."""
    return Member.objects.select_related("workspace").filter(user=user, is_active=True).order_by("pk")


def has_users() -> bool:
    """Whether anybody was ever set up here."""
    return User.objects.exists()


def digest(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(request: HttpRequest) -> Token | None:
    """The token in the Authorization header, if it is a living one."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.startswith("hb_pat_"):
        return None
    now = timezone.now()
    living = Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now)) & Q(member__user__is_active=True)
    tokens = Token.everywhere.select_related("member__workspace", "member__user")
    # Found by its hash, a unique key: there is nothing left to compare, and nothing to time.
    return tokens.filter(living, token_hash=digest(secret.strip())).first()


def token_opens(token: Token, access: Access, method: str) -> bool:
    """Whether a token's scope reaches a route."""
    return access.scope is not None and access.scope in _REACH[Scope(token.scope)]


def needs_fresh_login(request: HttpRequest) -> HttpResponse | None:
    """A way to log in again, when the last time is more than ten minutes ago."""
    from allauth.account.internal.flows.reauthentication import get_authentication_records

    records = get_authentication_records(request) if hasattr(request, "session") else []
    last = max((record.get("at", 0) for record in records), default=0)
    if time.time() - last <= FRESH_SECONDS:
        return None
    return redirect(f"/account/reauthenticate/?{urlencode({'next': request.get_full_path()})}")


def zone_or_utc(name: str) -> ZoneInfo:
    """The zone of this name, UTC for one that is not known here."""
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
