"""A plan as `plan make --json` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hoursback.engine.plan.plain import as_plain, defaults_of

if TYPE_CHECKING:
    from hoursback.cli.reading import LogRead
    from hoursback.engine.plan.answer import Plan

__all__ = ["as_json", "defaults_of"]


def as_json(plan: Plan, log: LogRead, defaults: list[dict[str, str]]) -> dict[str, Any]:
    """All of a plan, and what reading its files had to say.

    Args:
        defaults: those of reading and of the plan, together.
    """
    found = {key: value for key, value in log.found.as_json().items() if key != "defaults"}
    return {**as_plain(plan), "defaults": defaults, **found}
