"""A plan as plain data: what `plan make --json` prints and the app keeps."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hoursback.engine.plan.answer import Decision, Plan
from hoursback.engine.units import Money


def as_plain(plan: Plan) -> dict[str, Any]:
    """All of a plan as JSON holds it: hours as numbers, money as decimal strings, dates in ISO form; never NaN."""
    cur = plan.currency
    return {
        "headline": plan.headline,
        "currency": cur,
        "start": plan.start.isoformat(),
        "horizon_weeks": plan.horizon,
        "tail_weeks": plan.tail,
        "decisions": [_decision(decision, cur) for decision in plan.decisions],
        "not_yet": [
            {"activity": n.activity, "date": n.date.isoformat() if n.date else None, "condition": n.condition}
            for n in plan.not_yet
        ],
        "find_out": [
            {
                "question": q.question,
                "activity": q.activity,
                "worth": _money(q.worth, cur),
                "ask_cost": _money(q.ask_cost, cur),
            }
            for q in plan.find_out
        ],
        "first_step": _first_step(plan),
        "totals": {
            "hours_freed": round(plan.totals.hours_freed, 4),
            "cost_per_week": _money(plan.totals.cost_per_week, cur),
            "setup_hours": round(plan.totals.setup_hours, 4),
            "cash_up_front": _money(plan.totals.cash_up_front, cur),
            "npv": _money(plan.totals.npv, cur),
            "npv_p10": _money(plan.totals.npv_low, cur),
            "npv_p90": _money(plan.totals.npv_high, cur),
            "probability": round(plan.totals.probability, 4),
        },
        "defaults": defaults_of(plan),
        "status": plan.status,
        "gap": round(plan.gap, 6),
        "bound": _money(plan.bound, cur),
        "hours_by_week": list(plan.hours_by_week),
        "worth": {
            "now": _money(plan.worth_now, cur),
            "freed": _money(plan.worth_freed, cur),
            "average": _money(plan.average_hour, cur),
            "leisure": _money(plan.leisure, cur),
        },
        "top_three": [{"name": name, "rate": _money(rate, cur)} for name, rate in plan.top_three],
        "uses": [{"name": use.name, "kind": use.kind.value, "hours": round(use.hours, 4)} for use in plan.uses],
        "one_more": [
            {
                "limit": more.limit,
                "unit": more.unit,
                "at_most": _money(more.at_most, cur),
                "tried": more.step,
                "gained": None if more.gained is None else _money(more.gained, cur),
            }
            for more in plan.one_more
        ],
        "advantages": list(plan.advantages),
        "concentration": _concentration(plan),
        "full_time": [
            {**asdict(case), "cost_per_year": _money(case.cost_per_year, cur), "justified": case.justified}
            for case in plan.full_time
        ],
        "more_days": plan.more_days,
        "log_score": plan.log_score,
        "unaccounted": plan.unaccounted,
        "notes": list(plan.notes),
        "draws": plan.draws,
        "seed": plan.seed,
        "assumed_first": list(plan.assumed_first),
        "gathered": [[_money(value, cur) for value in week] for week in plan.gathered],
        "is_sketch": plan.is_sketch,
    }


def defaults_of(plan: Plan) -> list[dict[str, str]]:
    """The plan's defaults as rows."""
    return [asdict(default) for default in plan.defaults]


def _decision(decision: Decision, currency: str) -> dict[str, Any]:
    return {
        "activity": decision.activity,
        "function": decision.function,
        "action": decision.action.value,
        "person": decision.person,
        "person_kind": decision.person_kind.value if decision.person_kind else None,
        "start_week": decision.start_week,
        "start_date": decision.start_date.isoformat() if decision.start_date else None,
        "hours": round(decision.hours, 4),
        "hours_freed": round(decision.hours_freed, 4),
        "hours_by_week": list(decision.hours_by_week),
        "cost_per_week": _money(decision.cost_per_week, currency),
        "setup_hours": round(decision.setup_hours, 4),
        "cash_up_front": _money(decision.cash, currency),
        "npv": _money(decision.npv, currency),
        "npv_p10": _money(decision.npv_low, currency),
        "npv_p90": _money(decision.npv_high, currency),
        "probability": None if decision.probability is None else round(decision.probability, 4),
        "verdict": decision.verdict.value,
        "payback_week": decision.payback_week,
        "pays_from_worth": None if decision.pays_from is None else _money(decision.pays_from, currency),
        "why": decision.why,
        "why_not_runner_up": decision.why_not,
        "below_the_bar": list(decision.below_the_bar),
        "flips": [
            {
                "lever": flip.lever,
                "change": flip.change,
                "now": round(flip.now, 4),
                "then": round(flip.then, 4),
                "loss": _money(flip.loss, currency),
                "confirmed": flip.confirmed,
            }
            for flip in decision.flips
        ],
        "alternatives": [
            {
                "person": one.person,
                "action": one.action.value if one.action else None,
                "npv": None if one.npv is None else _money(one.npv, currency),
                "probability": None if one.probability is None else round(one.probability, 4),
                "price": None if one.price is None else _money(one.price, currency),
                "is_chosen": one.is_chosen,
                "reason": one.reason,
            }
            for one in decision.alternatives
        ],
    }


def _first_step(plan: Plan) -> dict[str, Any] | None:
    step = plan.first_step
    if step is None:
        return None
    return {
        "activity": step.activity,
        "person": step.person,
        "kind": step.kind,
        "setup_hours": round(step.setup_hours, 4),
        "cash": _money(step.cash, plan.currency),
        "text": step.text,
    }


def _concentration(plan: Plan) -> dict[str, Any] | None:
    found = plan.concentration
    if found is None:
        return None
    return {
        "hhi": round(found.hhi, 4),
        "effective_people": round(found.effective_people, 4),
        "bus_factor": found.bus_factor,
        "thin": list(found.thin),
        "flags": [flag.value for flag in found.flags],
    }


def _money(amount: float, currency: str) -> str:
    return str(Money.of(float(amount), currency).amount)
