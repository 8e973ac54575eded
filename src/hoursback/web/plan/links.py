"""Links for people without a log-in: how they are made, found and closed, whatever they show.

The secret is told once and only its hash is kept. Unknown, closed and over are all alike to whoever tries.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.selectors import digest
from hoursback.web.plan.models import Link

LONGEST_LINK = 90
"""Days for which a link can be open."""
LONGEST_TOKEN = 100


def new_link[L: Link](
    model: type[L], member: Member, *, label: str, days: int, shows_worth: bool, **about: Any
) -> tuple[L, str]:
    """A new link and its secret; `about`: what it shows."""
    token = secrets.token_urlsafe(32)  # 256 bits
    link = model.objects.create(
        workspace_id=member.workspace_id,
        token_hash=digest(token),
        label=label,
        shows_worth=shows_worth,
        created_by=member,
        expires_at=timezone.now() + timedelta(days=min(max(days, 1), LONGEST_LINK)),
        **about,
    )
    return link, token


def close_link(link: Link) -> bool:
    """Close a link for good; False where it was closed before."""
    rows = type(link).objects.filter(pk=link.pk, revoked_at=None)
    return bool(rows.update(revoked_at=timezone.now()))


def open_link[L: Link](model: type[L], token: str) -> L | None:
    """The link that a secret opens now; None for any other."""
    if len(token) > LONGEST_TOKEN:
        return None
    # As with a token of the API, the workspace is not known before the secret is.
    living = model.everywhere.filter(token_hash=digest(token), revoked_at=None, expires_at__gt=timezone.now())
    return living.first()


def kept_private[R: HttpResponse](response: R) -> R:
    """An answer that neither a cache on the way nor a search engine nor the next site may learn of."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
