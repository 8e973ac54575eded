"""Every change on record: one event per action or batch, and the workspace's version raised, in one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F

from hoursback.web.accounts.models import Event, Member, Once, Workspace


def record(actor: Member, verb: str, thing: str, thing_id: object = "", *, log: bool = False, **payload: Any) -> None:
    """Put an action on record and mark the workspace as changed; call it inside the action's transaction.

    Args:
        verb: what was done, such as "entry added". log: entries or activities changed.
        payload: JSON facts, old and new; no secrets, no private notes.
    """
    assert transaction.get_connection().in_atomic_block, "an event belongs into its action's transaction"
    Event.everywhere.create(
        workspace_id=actor.workspace_id,
        member=actor,
        who=str(actor.user)[:300],
        verb=verb,
        thing=thing,
        thing_id=str(thing_id),
        payload=payload,
    )
    touch(actor.workspace_id, log=log)


def touch(workspace_id: int, *, log: bool = False) -> None:
    """Mark a workspace as changed, and its log too."""
    changed = {"version": F("version") + 1, **({"log_version": F("log_version") + 1} if log else {})}
    Workspace.objects.filter(pk=workspace_id).update(**changed)


def first_time(actor: Member, route: str, key: str) -> bool:
    """Whether this submission was not taken before; call it first inside the action's transaction.

    A form sends a random key that it was drawn with; without one every submission counts as new.
    """
    if not key:
        return True
    _, is_new = Once.everywhere.get_or_create(workspace_id=actor.workspace_id, member=actor, route=route, key=key[:100])
    return is_new
