"""Holding a row while its state decides what may be written beside it."""

from __future__ import annotations

from typing import Any

from django.db import connection, models


def hold(model: type[models.Model], pk: int, *, whole: bool = False) -> None:
    """Hold a row of the active workspace until the transaction ends; read it after this, not before.

    Without it a row beside it, such as an access that is granted, is written on a state that just ended. SQLite has
    one writer at a time as it is. Take it before anything is recorded, for a record holds the workspace's row.

    Args:
        whole: also against new rows that point at it; for what is locked wholly later in the same transaction.
    """
    if connection.features.has_select_for_update:
        scoped: Any = model
        scoped.objects.select_for_update(no_key=not whole).filter(pk=pk).values_list("pk").first()
