"""The end of an account: what is one's own goes, what others need stays without a name."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hoursback.web.accounts import owndata
from hoursback.web.accounts.actions import namelessness
from hoursback.web.accounts.actions.membership import LastOwnerError
from hoursback.web.accounts.models import Event, Founding, Invitation, Member, User, Workspace
from hoursback.web.accounts.record import record
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.scope import acting_in
from hoursback.web.accounts.signals import member_erased

NAMELESS = "(erased)"


@transaction.atomic
def erase_user(*, user: User) -> None:
    """Delete an account for good.

    Workspaces in which nobody else has a place go with it. In the others the record keeps its events without their
    contents, and the work keeps its figures without the name.

    Raises: LastOwnerError, where others would be left without an owner.
    """
    for place in Member.objects.select_related("workspace", "user").filter(user=user):
        Workspace.objects.select_for_update().get(pk=place.workspace_id)
        others = Member.objects.filter(workspace_id=place.workspace_id, is_active=True).exclude(pk=place.pk)
        with acting_in(place.workspace):
            if place.is_active and not others.exists():
                _drop_workspace(place.workspace)
                continue
            if place.is_active and place.role == Role.OWNER and not others.filter(role=Role.OWNER).exists():
                raise LastOwnerError
            _make_nameless(place)
    user.delete()
    if not User.objects.exists():
        Founding.objects.all().delete()


def _make_nameless(place: Member) -> None:
    record(place, "member erased", "member", place.pk)
    names, person = namelessness.names_of(place), owndata.person_of(place)
    namelessness.drop_own(place)
    namelessness.empty_texts(person)
    member_erased.send(sender=Member, member=place)
    about = Q(member=place) | Q(thing="member", thing_id=str(place.pk))
    about |= Q(thing="invitation", payload__to=place.user.email)
    if person is not None:
        about |= Q(thing="person", thing_id=str(person.pk))
    Event.objects.filter(about).update(payload={})
    Event.objects.filter(member=place).update(who=NAMELESS)
    namelessness.replace_names(place.workspace_id, person, names, by=NAMELESS)
    Invitation.objects.filter(email__iexact=place.user.email).update(
        email="erased@example.invalid", revoked_at=timezone.now()
    )


def _drop_workspace(workspace: Workspace) -> None:
    """Everything of a workspace; rows that others point at go last."""
    for model in owndata.dependents_first():
        model.everywhere.filter(workspace_id=workspace.pk).delete()
    workspace.delete()
