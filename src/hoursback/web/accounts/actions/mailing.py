"""What a member wants to be told by mail, and the secret addresses of their calendar."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from hoursback.web.accounts import letters
from hoursback.web.accounts.models import Feed, Mailing, Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.accounts.selectors import digest


@transaction.atomic
def change_mailing(*, actor: Member, has_digest: bool, hour: int) -> None:
    """Whether and from which hour of their day the daily mail is sent to a member."""
    Mailing.objects.update_or_create(
        member=actor,
        defaults={"has_digest": has_digest, "hour": hour},
        create_defaults={"workspace_id": actor.workspace_id, "has_digest": has_digest, "hour": hour},
    )
    record(actor, "daily mail changed", "member", actor.pk, has_digest=has_digest, hour=hour)


@transaction.atomic
def send_again(*, actor: Member) -> int:
    """Try the mails once more that were given up; returns how many."""
    number = letters.again(actor.workspace_id, timezone.now())
    if number:
        record(actor, "mail tried again", "workspace", actor.workspace_id, letters=number)
    return number


@transaction.atomic
def make_feed(*, actor: Member, has_titles: bool, once: str = "") -> str | None:
    """A secret address of the member's own calendar; told once. None: this form was taken before."""
    if not first_time(actor, "home:feed", once):
        return None
    secret = secrets.token_urlsafe(32)  # 256 bits
    feed = Feed.objects.create(
        workspace_id=actor.workspace_id, member=actor, token_hash=digest(secret), has_titles=has_titles
    )
    record(actor, "calendar address made", "feed", feed.pk, has_titles=has_titles)
    return secret


@transaction.atomic
def revoke_feed(*, actor: Member, feed_id: int) -> None:
    """Close a calendar address at once, for good."""
    feed = visible_or_404(actor, Feed, feed_id, Verb.CHANGE)
    if Feed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record(actor, "calendar address closed", "feed", feed.pk)
