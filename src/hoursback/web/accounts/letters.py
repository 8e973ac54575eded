"""The outbox: a mail is a row first, sent in the background, tried again with growing pauses, once if it can be known.

What a mail says is made when it is sent, so that no private text waits in the table and nothing outdated leaves.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet

from hoursback.web.accounts.models import Letter, Member
from hoursback.web.accounts.scope import acting_in

_log = logging.getLogger("hoursback.mail")
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=4))
"""Before each further try; after the last one it is given up and said where leaders see it."""
LEASE = timedelta(minutes=2)
"""How long whoever sends a letter has it for themselves: well above the mail server's 10 s at each step."""
AT_ONCE = 200
AT_MOST = LEASE / 2
"""How long one round may take, so that it ends well before its own lease does."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter says, and to whom."""

    to: str
    subject: str
    text: str


Maker = Callable[[Letter], Content | None]
_MAKERS: dict[str, Maker] = {}
_AFTER: dict[str, Callable[[Letter], None]] = {}


def kind(name: str, maker: Maker, *, after: Callable[[Letter], None] | None = None) -> None:
    """State how letters of a kind are written, once; `after` is told that one was sent, in its workspace."""
    if name in _MAKERS:
        raise ValueError(f"Letters of kind {name} have their maker already.")
    _MAKERS[name] = maker
    if after is not None:
        _AFTER[name] = after


def put(
    *, kind: str, workspace_id: int, key: str, now: datetime, about: object = "", member: Member | None = None
) -> Letter | None:
    """A letter into the outbox, in the transaction of what it is about; None: it was put there before."""
    facts = {"kind": kind, "about": str(about), "member": member, "due_at": now}
    letter, is_new = Letter.everywhere.get_or_create(workspace_id=workspace_id, key=key, defaults=facts)
    return letter if is_new else None


def waiting(now: datetime) -> QuerySet[Letter]:
    """Letters that are due and nobody is sending."""
    unsent = Letter.everywhere.filter(sent_at=None, dropped_at=None, failed_at=None, due_at__lte=now)
    return unsent.filter(Q(lease_until=None) | Q(lease_until__lte=now))


def send_due(now: datetime) -> int:
    """Send what waits, also what a worker that died had begun; returns how many were sent."""
    began, sent = time.monotonic(), 0
    for pk in list(waiting(now).order_by("due_at").values_list("pk", flat=True)[:AT_ONCE]):
        passed = timedelta(seconds=int(time.monotonic() - began))
        if passed > AT_MOST:  # a slow server: the rest is the next round's, before anybody takes this one over
            break
        sent += deliver(pk, now + passed)
    return sent


def deliver(letter_id: int, now: datetime) -> bool:
    """Send one letter if it is due and nobody else does; whether it left."""
    # One conditional update: of two workers only one sees a row changed.
    if not waiting(now).filter(pk=letter_id).update(lease_until=now + LEASE, tries=F("tries") + 1):
        return False
    letter = Letter.everywhere.select_related("workspace", "member__user").get(pk=letter_id)
    with acting_in(letter.workspace):
        try:
            content = _MAKERS[letter.kind](letter)
            if content is not None:
                _mail(letter, content)
        except Exception as error:  # one that cannot be written must neither stop the others nor be tried for ever
            _try_again(letter, error, now)
            return False
        if content is None:
            _end(letter, dropped_at=now)
            return False
        _end(letter, sent_at=now, error="")
        if letter.kind in _AFTER:
            _AFTER[letter.kind](letter)
        return True


def _mail(letter: Letter, content: Content) -> None:
    # The same id at every try: if the answer to a first one was lost, the receiver can tell that it is the same mail.
    host = urlsplit(settings.URL).hostname or "localhost"
    send(content, {"Message-ID": f"<letter-{letter.pk}-{letter.created_at:%Y%m%d%H%M%S%f}@{host}>"})


def send(content: Content, headers: dict[str, str] | None = None) -> None:
    """Hand a mail to the mail server at once; for background work alone."""
    EmailMessage(content.subject, content.text, None, [content.to], headers=headers).send()


def _try_again(letter: Letter, error: Exception, now: datetime) -> None:
    # The server's own words may name people; the kind of fault and its number are enough.
    said = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
    _log.warning("letter %d did not leave: %s", letter.pk, said)
    if letter.tries > len(PAUSES):
        _log.error("letter %d is given up: %s", letter.pk, said)
        _end(letter, failed_at=now, error=said)
    else:
        _end(letter, due_at=now + PAUSES[letter.tries - 1], error=said)


def _end(letter: Letter, **facts: object) -> None:
    Letter.everywhere.filter(pk=letter.pk).update(lease_until=None, **facts)


def again(workspace_id: int, now: datetime) -> int:
    """Put what was given up back into the outbox; returns how many."""
    lost = Letter.everywhere.filter(workspace_id=workspace_id, failed_at__isnull=False)
    return lost.update(failed_at=None, tries=0, due_at=now)
