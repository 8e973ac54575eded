"""The smallest safe first hand-off: handing work out feels risky until one has worked (methods, section 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hoursback.engine.plan.answer import FirstStep
from hoursback.engine.plan.words import hours, money


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hand-off that could come first.

    Attributes:
        kind: "yes", "plan" or "trial". risk: set-up hours at the owner's worth plus cash, currency.
        net: owner hours won a practised week.
    """

    activity: str
    person: str
    kind: str
    setup_hours: float
    cash: float
    net: float
    risk: float
    start: str


def smallest_safe(candidates: Sequence[Candidate], currency: str) -> FirstStep | None:
    """Among the yes-lines, else the plan's other lines, else the trials: the least at risk that pays well enough.

    Well enough: at least half of what the best of them wins per hour of set-up.
    """
    for kind in ("yes", "plan", "trial"):
        same = [c for c in candidates if c.kind == kind]
        if same:
            best = max(_return(c) for c in same)
            chosen = min((c for c in same if _return(c) >= best / 2), key=lambda c: c.risk)
            return _step(chosen, currency)
    return None


def next_line(lines: Iterable[Mapping[str, Any]], done: Collection[str]) -> Mapping[str, Any] | None:
    """What to look at after the first step: of the lines that leave and are not done, a plain yes, the soonest first.

    Args:
        lines: as the plan's plain answer has them. done: activities that were decided on or are handed over.
    """
    left = [line for line in lines if line.get("action") != "keep" and line.get("activity") not in done]
    return min(
        left,
        key=lambda line: (line.get("verdict") != "yes", line.get("start_week") or 0, -(line.get("hours_freed") or 0)),
        default=None,
    )


def _return(candidate: Candidate) -> float:
    return candidate.net / max(candidate.setup_hours, 0.5)


def _step(chosen: Candidate, currency: str) -> FirstStep:
    cost = hours(chosen.setup_hours) + " of your time to set up"
    if chosen.cash > 0:
        cost += f" and {money(chosen.cash, currency)}"
    if chosen.kind == "trial":
        text = f"Try “{chosen.activity}” with {chosen.person} as a paid trial of five units: {cost}."
    elif chosen.person:
        text = f"Start with “{chosen.activity}”, to {chosen.person}, {chosen.start}: {cost}."
    else:
        text = f"Start by dropping “{chosen.activity}”: it costs you nothing to set up."
    return FirstStep(chosen.activity, chosen.person, chosen.kind, chosen.setup_hours, chosen.cash, text)
