"""Who belongs to a workspace: invitations, roles, removal."""

from __future__ import annotations

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Invitation, Member, Token, User, Workspace
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Role, Verb
from hoursback.web.accounts.scope import acting_in
from hoursback.web.accounts.selectors import digest
from hoursback.web.accounts.signals import member_joined

INVITATION_DAYS = 7


class MembershipError(HoursbackError):
    """A place cannot be given, changed or taken."""


class LastOwnerError(MembershipError):
    """A workspace without an owner would belong to nobody."""

    def __init__(self) -> None:
        super().__init__(
            _("This is the only owner of the workspace, and it needs one."),
            hint=_("Make somebody else an owner first."),
        )


class InvitationGoneError(MembershipError):
    """Used, revoked or older than a week."""

    def __init__(self) -> None:
        super().__init__(
            _("This invitation has expired or was used already."), hint=_("Ask for a new one; it takes a minute.")
        )


@transaction.atomic
def invite(
    *, actor: Member, email: str, role: Role, is_by_mail: bool, person_id: int | None = None, once: str = ""
) -> tuple[Invitation, str] | None:
    """A place offered to an address, and the secret of its link; None: this very form offered it already.

    Raises: MembershipError, where the address has a place.
    """
    if not first_time(actor, "settings:members", once):
        return None
    address = email.strip().lower()
    places = Member.objects.filter(workspace_id=actor.workspace_id, is_active=True)
    if places.filter(user__email__iexact=address).exists():
        raise MembershipError(
            _("This person belongs to the workspace already."), value=address, hint=_("Change their role below.")
        )
    secret = secrets.token_urlsafe(32)
    Invitation.objects.filter(email=address, accepted_at=None, revoked_at=None).update(revoked_at=timezone.now())
    invitation = Invitation.objects.create(
        workspace_id=actor.workspace_id,
        email=address,
        role=role,
        person_id=person_id,
        token_hash=digest(secret),
        is_by_mail=is_by_mail,
        invited_by=actor,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    record(actor, "member invited", "invitation", invitation.pk, to=address, role=role)
    return invitation, secret


@transaction.atomic
def new_link(*, invitation: Invitation) -> str:
    """A new secret for an open invitation; the old link ends."""
    secret = secrets.token_urlsafe(32)
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(token_hash=digest(secret))
    return secret


def mark_sent(*, invitation: Invitation) -> None:
    """Its mail has left."""
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())


@transaction.atomic
def revoke_invitation(*, actor: Member, invitation_id: int) -> str:
    """Take an offer back; returns its address."""
    invitation = visible_or_404(actor, Invitation, invitation_id, Verb.CHANGE)
    open_ = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if open_.update(revoked_at=timezone.now()):
        record(actor, "invitation revoked", "invitation", invitation.pk, to=invitation.email)
    return invitation.email


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User) -> Member:
    """Take the offered place, once.

    Raises: InvitationGoneError. MembershipError, for anybody but the owner of the address.
    """
    owns = EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True)
    if not owns.exists():
        raise MembershipError(_("This invitation is for another address."), value=invitation.email)
    now = timezone.now()
    with acting_in(invitation.workspace):
        living = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=now)
        if not living.update(accepted_at=now):
            raise InvitationGoneError
        place, is_new = Member.objects.get_or_create(
            workspace_id=invitation.workspace_id, user=user, defaults={"role": invitation.role}
        )
        if not is_new and not place.is_active:
            place.role, place.is_active = invitation.role, True
            place.save(update_fields=["role", "is_active"])
        _rights_changed(place)
        record(place, "member joined", "member", place.pk, role=place.role)
        member_joined.send(sender=Member, member=place, person_id=invitation.person_id)
    return place


@transaction.atomic
def change_role(*, actor: Member, member_id: int, role: Role) -> Member:
    """Give a member another role; theirs are read anew with their next request.

    Raises: LastOwnerError.
    """
    _lock(actor)
    place = visible_or_404(actor, Member, member_id, Verb.CHANGE)
    if place.role == role:
        return place
    _keep_an_owner(place)
    old, place.role = place.role, role
    place.save(update_fields=["role"])
    _rights_changed(place)
    record(actor, "role changed", "member", place.pk, old=old, new=role)
    member_joined.send(sender=Member, member=place, person_id=None)
    return place


@transaction.atomic
def remove_member(*, actor: Member, member_id: int) -> Member:
    """Close the workspace to a member, themselves included; their tokens end, their work stays.

    Raises: LastOwnerError.
    """
    _lock(actor)
    verb = Verb.SEE if member_id == actor.pk else Verb.CHANGE
    place = actor if verb is Verb.SEE else visible_or_404(actor, Member, member_id, verb)
    if not place.is_active:
        return place
    _keep_an_owner(place)
    Member.objects.filter(pk=place.pk).update(is_active=False)
    Token.objects.filter(member=place, revoked_at=None).update(revoked_at=timezone.now())
    _rights_changed(place)
    record(actor, "member left" if place.pk == actor.pk else "member removed", "member", place.pk, role=place.role)
    return place


@transaction.atomic
def return_member(*, actor: Member, member_id: int) -> Member:
    """Open the workspace again to a member who was removed; tokens stay revoked."""
    place = visible_or_404(actor, Member, member_id, Verb.CHANGE)
    if Member.objects.filter(pk=place.pk, is_active=False).update(is_active=True):
        _rights_changed(place)
        record(actor, "member returned", "member", place.pk, role=place.role)
    return place


def _lock(actor: Member) -> None:
    # Two owners who demote each other at the same moment must come one after the other.
    Workspace.objects.select_for_update().get(pk=actor.workspace_id)


def _keep_an_owner(place: Member) -> None:
    if place.role != Role.OWNER or not place.is_active:
        return
    others = Member.objects.filter(workspace_id=place.workspace_id, role=Role.OWNER, is_active=True)
    if not others.exclude(pk=place.pk).exists():
        raise LastOwnerError


def _rights_changed(place: Member) -> None:
    User.objects.filter(pk=place.user_id).update(rights_version=F("rights_version") + 1)
