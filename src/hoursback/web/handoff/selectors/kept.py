"""Answers about thousands of rows, kept until anything changes in the workspace."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.accounts.selectors import version_now

_DAY = 24 * 3600


def kept[T](actor: Member, name: str, make: Callable[[], T], *, own: bool = False) -> T:
    """What `make` returned at the last call by this name in this state of the workspace, else what it returns now.

    Args:
        name: with everything that the answer depends on, the day too; not the member.
        own: whether leaders get different answers; anybody else does.
    """
    whose = actor.role if actor.role in LEADERS and not own else f"member-{actor.pk}-{actor.role}"
    key = f"{name}:{actor.workspace.public_id}:{version_now(actor.workspace_id)}:{whose}"
    found: tuple[T] | None = cache.get(key)
    if found is None:
        found = (make(),)
        cache.set(key, found, _DAY)
    return found[0]
