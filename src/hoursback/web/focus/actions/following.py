"""What protected time does when the log changes below it."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from hoursback.web.capture.models import Activity
from hoursback.web.capture.signals import merging
from hoursback.web.focus.models import Block, Incident, Protection

_PLACES = ("first_id", "second_id", "third_id")


def connect() -> None:
    """Listen from now on."""
    merging.connect(on_merging, dispatch_uid="focus")


def on_merging(*, gone: Activity, stays: Activity, **_sender: Any) -> None:
    """What was protected under one name is protected under the other; nothing twice."""
    for model in (Block, Incident):
        model.everywhere.filter(workspace_id=gone.workspace_id, activity=gone).update(activity=stays)
    for row in Protection.everywhere.filter(workspace_id=gone.workspace_id):
        chosen = [getattr(row, place) for place in _PLACES]
        if gone.pk not in chosen:
            continue
        merged = dict.fromkeys(stays.pk if pk == gone.pk else pk for pk in chosen if pk is not None)
        after = [*merged, None, None, None][: len(_PLACES)]
        Protection.everywhere.filter(pk=row.pk).update(
            **dict(zip(_PLACES, after, strict=True)), version=F("version") + 1
        )
