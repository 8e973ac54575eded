"""What later steps do when the catalogue of skills changes: people must not know of plans and hand-offs, home may."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from hoursback.engine.handoff.stages import OVER
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import access_to, visible
from hoursback.web.handoff.models import Handoff
from hoursback.web.people.signals import skill_renamed, skill_restored, who_asks
from hoursback.web.people.skillmap import Asked
from hoursback.web.people.skills import skill_key
from hoursback.web.plan.models import Terms

_ASKING: tuple[Any, ...] = (Terms, Handoff)
"""Models whose `requires` names skills."""


def connect() -> None:
    """Listen from now on."""
    skill_renamed.connect(on_renamed, dispatch_uid="home")
    skill_restored.connect(on_restored, dispatch_uid="home")
    who_asks.connect(on_asked, dispatch_uid="home")


def on_renamed(*, workspace_id: int, old: str, new: str, before: list[Any], **_sender: Any) -> None:
    """Whatever asks for a skill asks for it by its new name; of two levels of one skill the higher stays."""
    for model in _ASKING:
        for row in model.objects.filter(workspace=workspace_id):
            was: dict[str, int] = getattr(row, "requires", None) or {}
            now: dict[str, int] = {}
            for name, level in was.items():
                key = new if skill_key(name) == old else name
                now[key] = max(level, now.get(key, 0))
            if now != was:
                model.objects.filter(pk=row.pk).update(requires=now)
                before.append([model._meta.label, row.pk, was, now])


def on_restored(*, workspace_id: int, before: list[Any], **_sender: Any) -> None:
    """What a merge changed goes back to what it was, unless somebody has stated something else since."""
    by_label = {model._meta.label: model for model in _ASKING}
    for label, pk, was, now in before:
        model = by_label.get(label)
        if model is not None:
            row = model.objects.filter(workspace=workspace_id, pk=pk).first()
            if row is not None and getattr(row, "requires", None) == now:
                model.objects.filter(pk=pk).update(requires=was)


def on_asked(*, actor: Member, key: str, **_sender: Any) -> list[Asked]:
    """Activities of the plan and hand-offs that ask for a skill."""
    root = {"workspace": actor.workspace.public_id}
    found = []
    if access_to("capture:activity") is not None:
        terms = visible(actor, Terms).filter(activity__is_archived=False)
        for pk, name, requires in terms.values_list("activity", "activity__name", "requires"):
            level = _level(requires, key)
            if level:
                found.append(Asked(name, level, reverse("capture:activity", kwargs={**root, "activity": pk})))
    if access_to("handoff:handoff") is not None:
        # Names and what they ask for only: a brief of two thousand hand-offs is not read for a list.
        rows = visible(actor, Handoff).exclude(state__in=OVER).values_list("pk", "name", "requires")
        for pk, name, requires in rows:
            level = _level(requires, key)
            if level:
                found.append(Asked(name, level, reverse("handoff:handoff", kwargs={**root, "handoff": pk})))
    return found


def _level(requires: dict[str, int] | None, key: str) -> int:
    return next((level for name, level in (requires or {}).items() if skill_key(name) == key), 0)
