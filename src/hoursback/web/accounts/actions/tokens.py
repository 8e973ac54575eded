"""Keys for the API."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from hoursback.web.accounts.models import Member, Token
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Scope, Verb
from hoursback.web.accounts.selectors import TOKEN_PREFIX, digest


@transaction.atomic
def make_token(*, actor: Member, name: str, scope: Scope, days: int | None, once: str = "") -> str | None:
    """A new token, which nobody can read again; None: this very form made one already."""
    if not first_time(actor, "settings:tokens", once):
        return None
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        workspace_id=actor.workspace_id,
        member=actor,
        name=name,
        prefix=secret[:12],
        token_hash=digest(secret),
        scope=scope.value,
        expires_at=timezone.now() + timedelta(days=days) if days else None,
    )
    record(actor, "token made", "token", token.pk, name=name, scope=scope.value, days=days)
    return secret


@transaction.atomic
def revoke_token(*, actor: Member, token_id: int) -> str:
    """End a token for good; returns its name."""
    token = visible_or_404(actor, Token, token_id, Verb.CHANGE)
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record(actor, "token revoked", "token", token.pk, name=token.name)
    return token.name
