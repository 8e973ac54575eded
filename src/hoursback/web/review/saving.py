"""Writing over the version that somebody saw: the way every stated row of review and worth is saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from hoursback.web.accounts.models import Member
from hoursback.web.shared.conflict import StaleError


def save_over(
    actor: Member,
    model: Any,
    version: int,
    facts: Mapping[str, Any],
    *,
    aside: Collection[str] = (),
    **key: Any,
) -> bool:
    """Save the one row with this key, or make it; call it inside the action's transaction.

    Args:
        model: one that a workspace owns and that has a version.
        version: of the row the page was drawn with; 0: there was none.
        facts: None in every one of them makes no row. aside: facts that no comparison looks at, such as a time.
    Returns: False where the same is there already, as after a double click.
    Raises: StaleError, where something else was saved meanwhile.
    """
    known = model.objects.select_for_update().filter(**key).first()
    if known is None:
        return _make(actor, model, {**facts, **key})
    if all(getattr(known, name) == value for name, value in facts.items() if name not in aside):
        return False
    if known.version != version:
        raise StaleError
    model.objects.filter(pk=known.pk).update(**facts, version=version + 1)
    return True


def _make(actor: Member, model: Any, facts: Mapping[str, Any]) -> bool:
    said = [value for name, value in facts.items() if not name.endswith("_id")]
    if all(value is None for value in said):
        return False
    try:
        with transaction.atomic():
            model.objects.create(**{"workspace_id": actor.workspace_id, **facts})
    except IntegrityError:
        raise StaleError from None
    return True
