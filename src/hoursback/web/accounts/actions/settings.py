"""Settings of a workspace and of a user."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hoursback.web.accounts.models import Member, User, Workspace
from hoursback.web.accounts.record import record
from hoursback.web.accounts.scope import acting_in

WORKSPACE_FIELDS = (
    *("name", "currency", "timezone", "locale", "week_start", "day_start"),
    *("needs_second_factor", "has_money_shared"),
)
PROFILE_FIELDS = ("name", "locale", "timezone", "theme")


@transaction.atomic
def change_workspace(*, actor: Member, facts: dict[str, Any]) -> list[str]:
    """Change the workspace's settings; returns the names of those that changed."""
    known = Workspace.objects.select_for_update().get(pk=actor.workspace_id)
    wanted = {name: facts[name] for name in WORKSPACE_FIELDS if name in facts and getattr(known, name) != facts[name]}
    if wanted:
        old = {name: getattr(known, name) for name in wanted}
        Workspace.objects.filter(pk=known.pk).update(**wanted)
        # Figures in the log's sums are told in these settings, so they count as a change of the log too.
        record(actor, "settings changed", "workspace", known.pk, log=True, old=old, new=wanted)
    return list(wanted)


@transaction.atomic
def change_profile(*, user: User, facts: dict[str, Any]) -> list[str]:
    """Change how a user is called and how they see things; every workspace of theirs has it on record."""
    changed = [name for name in PROFILE_FIELDS if name in facts and getattr(user, name) != facts[name]]
    if changed:
        User.objects.filter(pk=user.pk).update(**{name: facts[name] for name in changed})
        for place in Member.objects.select_related("workspace", "user").filter(user=user, is_active=True):
            with acting_in(place.workspace):
                record(place, "profile changed", "member", place.pk, fields=changed)
    return changed
