"""What changes the vision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.outlook.models import Vision
from hoursback.web.shared.conflict import StaleError


@transaction.atomic
def state_vision(*, actor: Member, version: int, facts: Mapping[str, Any], today: date) -> None:
    """State where the owner wants to be; the way there starts on the day it was first stated, or anew.

    Args:
        version: 0: nothing was stated yet.
        facts: hours_per_week, income_per_year, direction, months; `starts_anew`: count from today.
    Raises: StaleError.
    """
    said = {name: facts[name] for name in ("hours_per_week", "income_per_year", "direction", "months")}
    row = Vision.objects.filter(workspace_id=actor.workspace_id)
    if version == 0:
        if row.exists():
            raise StaleError
        Vision.objects.create(workspace_id=actor.workspace_id, start=today, **said)
    else:
        anew = {"start": today} if facts.get("starts_anew") else {}
        if not row.filter(version=version).update(version=F("version") + 1, **said, **anew):
            raise StaleError
    record(actor, "vision stated", "workspace", actor.workspace_id)
