"""What was made of a workspace's data, kept until anything in it changes: for what many rows make, and a page shows.

Nobody is given what was made for somebody else: the member, their role and how they read are part of the name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.core.cache import cache
from django.utils import translation

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.selectors import version_now
from hoursback.web.shared import formats

_A_DAY = 24 * 3600


def kept[T](member: Member, name: str, day: date, make: Callable[[], T]) -> T:
    """What `make` gives for a member on a day of theirs; made once for each version of the workspace's data.

    Only for what `record` marks as changed: nothing that a clock, a calendar or a worker changes without it.

    Args:
        name: of what is made, with whatever else it depends on. make: gives something that can be pickled.
    """
    version = version_now(member.workspace_id)
    who = f"{member.pk}:{member.role}:{member.user.timezone}:{member.workspace.has_money_shared:d}"
    read = f"{translation.get_language()}:{formats.LOCALE.get()}"
    key = f"kept:{name}:{member.workspace.public_id}:{version}:{day.toordinal()}:{who}:{read}"
    found: tuple[T] | None = cache.get(key)
    if found is None:
        found = (make(),)
        cache.set(key, found, _A_DAY)
    return found[0]
