"""What changes an access list: named, granted, taken back. Passwords are never stored."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.handoff.passwords import gives_away_password
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.roles import Verb
from hoursback.web.handoff.models import AccessItem, Handoff
from hoursback.web.handoff.selectors.access import ITEMS_LIMIT, item_here
from hoursback.web.handoff.selectors.work import handoff_here
from hoursback.web.shared.holding import hold


class AccessRefusedError(HoursbackError):
    """Something that cannot be on the list, or cannot be granted now."""


@transaction.atomic
def add_access(*, actor: Member, handoff_id: int, name: str, is_granted: bool, once: str = "") -> AccessItem | None:
    """Name something that the person needs to open, and perhaps that it was granted; None: this form did already.

    Raises: AccessRefusedError, for a text with a password in it.
    """
    hold(Handoff, handoff_id)
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    if not first_time(actor, "handoff:access", once):
        return None
    if gives_away_password(name):
        raise AccessRefusedError(
            _("This looks like a password."), where="name", hint=_("Write only where it lies in your password manager.")
        )
    if AccessItem.objects.filter(handoff=handoff).count() >= ITEMS_LIMIT:
        raise AccessRefusedError(_("The list is full."), where="name", hint=_("Remove what was never granted."))
    item = AccessItem.objects.create(workspace_id=handoff.workspace_id, handoff=handoff, name=name)
    record(actor, "access named", "handoff", handoff.pk, name=name)
    if is_granted:
        _grant(actor, handoff, item)
    return item


@transaction.atomic
def grant_access(*, actor: Member, handoff_id: int, item_id: int) -> AccessItem:
    """Note that the person can open it now; what was taken back before gets a new row, the old one stays.

    Raises: AccessRefusedError, while nobody is chosen, or once the hand-off has ended.
    """
    hold(Handoff, handoff_id)
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    item = item_here(actor, handoff, item_id)
    if item.revoked_at is not None:
        item = AccessItem.objects.create(workspace_id=handoff.workspace_id, handoff=handoff, name=item.name)
    _grant(actor, handoff, item)
    return item


@transaction.atomic
def revoke_access(*, actor: Member, handoff_id: int, item_id: int, is_revoked: bool = True) -> AccessItem:
    """Note that it was taken back; False takes that note back.

    Raises: AccessRefusedError, for taking it back once the hand-off has ended: nothing is open then.
    """
    hold(Handoff, handoff_id)
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    if not is_revoked and handoff.state == Handoff.State.ENDED:
        raise _has_ended()
    item = item_here(actor, handoff, item_id)
    now, by = (timezone.now(), actor) if is_revoked else (None, None)
    changed = AccessItem.objects.filter(pk=item.pk, granted_at__isnull=False, revoked_at__isnull=is_revoked)
    if changed.update(revoked_at=now, revoked_by=by):
        record(actor, "access revoked" if is_revoked else "access not revoked", "handoff", handoff.pk, name=item.name)
    return item


@transaction.atomic
def revoke_all(*, actor: Member, handoff_id: int) -> int:
    """Note that everything was taken back; returns how much."""
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    open_now = AccessItem.objects.filter(handoff=handoff, granted_at__isnull=False, revoked_at=None)
    number = open_now.update(revoked_at=timezone.now(), revoked_by=actor)
    if number:
        record(actor, "access revoked", "handoff", handoff.pk, number=number)
    return number


@transaction.atomic
def remove_access(*, actor: Member, handoff_id: int, item_id: int) -> AccessItem:
    """Take something off the list that was never granted; what was granted stays on record."""
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    item = item_here(actor, handoff, item_id)
    if AccessItem.objects.filter(pk=item.pk, granted_at=None).delete()[0]:
        record(actor, "access not needed", "handoff", handoff.pk, name=item.name)
    return item


def _grant(actor: Member, handoff: Handoff, item: AccessItem) -> None:
    if handoff.person_id is None:
        raise AccessRefusedError(
            _("Nobody is chosen yet who could be let in."), where="name", hint=_("Choose who takes it over first.")
        )
    if handoff.state == Handoff.State.ENDED:
        raise _has_ended()
    if AccessItem.objects.filter(pk=item.pk, granted_at=None).update(
        granted_at=timezone.now(), granted_by=actor, granted_to=handoff.person_id
    ):
        record(actor, "access granted", "handoff", handoff.pk, name=item.name)


def _has_ended() -> AccessRefusedError:
    return AccessRefusedError(_("This hand-off has ended."), where="name", hint=_("Nothing is granted any more."))
