"""Which needs of the table of rounds hold now (engine/cycle/phases.py)."""

from __future__ import annotations

from datetime import date

from hoursback.web.cycle.models import Cycle, Reflection
from hoursback.web.cycle.selectors.goals import are_agreed
from hoursback.web.cycle.selectors.rounds import ENDS
from hoursback.web.cycle.selectors.skills import gaps_of, is_assessed
from hoursback.web.cycle.selectors.training import is_trained

Side = Reflection.Side


def met(cycle: Cycle, today: date, reason: str = "") -> frozenset[str]:
    """The needs that hold for a round; only those that its phase asks for are looked up."""
    facts = {"reason": bool(reason.strip()), **_of_phase(cycle, today)}
    return frozenset(name for name, holds in facts.items() if holds)


def _of_phase(cycle: Cycle, today: date) -> dict[str, bool]:
    phase = Cycle.Phase(cycle.phase)
    if phase in ENDS:
        return {}
    if phase is Cycle.Phase.SKILLS:
        return {"assessed": is_assessed(cycle), "no gaps": not gaps_of(cycle)}
    if phase is Cycle.Phase.TRAINING:
        return {"trained": is_trained(cycle)}
    if phase is Cycle.Phase.GOALS:
        return {"goals agreed": are_agreed(cycle, today)}
    views = {row.side: row for row in Reflection.objects.filter(cycle=cycle)}
    lead = views.get(Side.LEAD)
    return {
        "own view": Side.PERSON in views,
        "briefed badly": lead is not None and bool(lead.briefed_badly.strip()),
        "verdict": bool(cycle.verdict),
    }


def views_of(cycle: Cycle) -> dict[str, Reflection]:
    """Both views of a round by side, for actions that check their order."""
    return {row.side: row for row in Reflection.objects.filter(cycle=cycle)}
