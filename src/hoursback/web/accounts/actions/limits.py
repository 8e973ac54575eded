"""How often a log-in may fail: five times an account and twenty times an address, then ever longer waits.

Every try is counted before the password is looked at and given back when it was right, so that twenty tries at the
same time are twenty tries.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hoursback.web.accounts.models import Failures
from hoursback.web.accounts.selectors import digest

PER_ACCOUNT, PER_ADDRESS = 5, 20
WINDOW = timedelta(minutes=15)
_FIRST_WAIT, _LONGEST_WAIT = 30, 900


def take(limits: Mapping[str, int]) -> int:
    """Count a try under each key, or say how many seconds to wait; then nothing is counted.

    Args:
        limits: by key, how many failures are free.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = [(_row(key, now), free) for key, free in sorted(limits.items())]
        wait = max(_wait(row, free, now) for row, free in rows)
        if wait <= 0:
            for row, free in rows:
                _count(row, free, now)
    return max(wait, 0)


def give_back(keys: Mapping[str, int]) -> None:
    """The try was right, so it was none."""
    Failures.objects.filter(key__in=[digest(key) for key in keys], count__gt=0).update(count=F("count") - 1)


def _row(key: str, now: datetime) -> Failures:
    facts = {"since": now, "last": now}
    return Failures.objects.select_for_update().get_or_create(key=digest(key), defaults=facts)[0]


def _wait(row: Failures, free: int, now: datetime) -> int:
    if row.count < free or now >= row.last + _pause(row.count, free) + WINDOW:
        return 0
    return -int(-(row.last + _pause(row.count, free) - now).total_seconds() // 1)


def _pause(count: int, free: int) -> timedelta:
    return timedelta(seconds=min(_FIRST_WAIT * 2 ** min(max(count - free, 0), 10), _LONGEST_WAIT))


def _count(row: Failures, free: int, now: datetime) -> None:
    is_over = now - row.since > WINDOW if row.count < free else now >= row.last + _pause(row.count, free) + WINDOW
    changed = {"count": 1, "since": now, "last": now} if is_over else {"count": F("count") + 1, "last": now}
    Failures.objects.filter(pk=row.pk).update(**changed)
