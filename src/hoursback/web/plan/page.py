"""What the templates of plan are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hoursback.web.accounts.request import WorkspaceRequest, today_of
from hoursback.web.plan import charts, selectors, shown, words
from hoursback.web.plan.forms import DecisionForm, LeversForm
from hoursback.web.shared import formats

if TYPE_CHECKING:
    from hoursback.web.plan.models import Line, MadePlan

_WAITING = frozenset({"queued", "running"})
_HOURS_WORTH_SAYING = 0.05
_STAYS = (None, "keep", "drop", "automate")


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as a page says it.

    Attributes:
        is_here: on the plan that is shown; else on an earlier one, and it may not fit this one's line.
        goes: it was decided that the work goes to somebody, so a hand-off can begin.
    """

    decision: str
    said: str
    reason: str
    revisit_on: date | None
    changed: tuple[str, ...]
    version: int
    is_here: bool
    is_due: bool
    goes: bool


def facts(request: WorkspaceRequest, plan: MadePlan) -> dict[str, Any]:
    """All of the page of one plan."""
    member, today = request.member, today_of(request)
    sees_money, decides = selectors.sees_money(member), selectors.decides(member)
    answer = shown.spoken(shown.for_role(plan.answer, sees_money=sees_money))
    lines = shown.lines_of(answer)
    in_force = selectors.plan_in_force(member)
    is_look = in_force is None or in_force.pk != plan.pk
    found: dict[str, Any] = {
        "plan": plan,
        "answer": answer,
        "has_answer": bool(answer),
        "is_waiting": plan.state in _WAITING,
        "error": words.refusal_said(plan.error) if plan.error else None,
        "decides": decides,
        "sees_money": sees_money,
        "is_look": is_look,
        "is_kept": plan.is_kept,
        "is_stale": not is_look and selectors.is_stale(plan, request.workspace, today),
        "groups": [_with_decisions(group, request, plan, today) for group in shown.groups_of(lines)],
        "step": _first_step(answer, lines),
        "charts": charts.pictures(answer, lines),
        "currency": answer.get("currency", request.workspace.currency),
    }
    if answer:
        found |= _around(answer)
    if decides:
        found["levers"] = levers = LeversForm(settings=selectors.settings_of(request.workspace), levers=plan.levers)
        if answer:
            # Where nobody stated it, the slider stands at what the plan makes of the hours it frees.
            levers.fields["worth_per_hour"].widget.attrs["placeholder"] = f"{float(answer['worth']['freed']):.0f}"
        found["base"] = in_force if is_look and in_force is not None and in_force.answer else None
        found["base_answer"] = found["base"].answer if found["base"] else None
        found["base_month"] = shown.cost_per_month(found["base_answer"]) if found["base"] else None
    return found


def _around(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What stands around the lines: totals, uses, questions, limits, risks, defaults."""
    return {
        "month": shown.cost_per_month(answer),
        "totals": shown.decimals(answer["totals"], "cash_up_front", "npv", "npv_p10", "npv_p90"),
        "worth": shown.decimals(answer.get("worth", {}), "now", "freed", "average", "leisure"),
        "top_three": [shown.decimals(one, "rate") for one in answer.get("top_three", [])],
        "uses": [use for use in answer.get("uses", []) if use["hours"] >= _HOURS_WORTH_SAYING],
        "find_out": [shown.decimals(one, "worth", "ask_cost") for one in answer.get("find_out", [])],
        "waiting": {one["activity"]: _waiting(one) for one in answer.get("not_yet", [])},
        "one_more": [_one_more(one) for one in answer.get("one_more", []) if Decimal(one["at_most"]) >= 1],
        "defaults": [
            {**words.default_said(one), "route": shown.place_to_state(one["name"])}
            for one in answer.get("defaults", [])
        ],
        "assumed_first": [words.plain(sentence) for sentence in answer.get("assumed_first", [])],
        "full_time": answer.get("full_time", []),
        "risks": (answer.get("concentration") or {}).get("flags", []),
        "breaks_even": _break_evens(answer),
        "payback": charts.payback(answer),
        "start": date.fromisoformat(answer["start"]),
    }


def _one_more(one: Mapping[str, Any]) -> dict[str, Any]:
    return {**shown.decimals(one, "at_most", "gained"), "tried": Decimal(str(one["tried"]))}


def _waiting(one: Mapping[str, Any]) -> str:
    when = formats.day(date.fromisoformat(one["date"])) if one["date"] else ""
    condition = one.get("condition", "")
    if when and condition:
        return _("from about %(day)s, %(condition)s") % {"day": when, "condition": condition}
    return _("from about %(day)s") % {"day": when} if when else str(condition)


def _break_evens(answer: Mapping[str, Any]) -> list[tuple[Decimal, str]]:
    """From which worth of the hour each activity would pay; where nobody stated that worth."""
    if not answer.get("assumed_first"):
        return []
    found = [
        (Decimal(d["pays_from_worth"]), d["activity"]) for d in answer["decisions"] if d["pays_from_worth"] is not None
    ]
    return sorted(found)[:12]


def _first_step(answer: Mapping[str, Any], lines: list[shown.Shown]) -> dict[str, Any] | None:
    step = answer.get("first_step")
    if not step:
        return None
    index = next((line.index for line in lines if line.activity == step["activity"]), None)
    return {**step, "index": index}


def _with_decisions(group: shown.Group, request: WorkspaceRequest, plan: MadePlan, today: date) -> dict[str, Any]:
    here = selectors.decisions_of(plan)
    names = [line.activity for line in group.lines]
    earlier = selectors.earlier_decisions(plan, names)
    rows = []
    for line in group.lines:
        row = here.get(line.activity) or earlier.get(line.activity)
        rows.append({"line": line, "decided": _decided(row, plan, today)})
    return {"group": group, "rows": rows}


def _decided(row: Line | None, plan: MadePlan, today: date) -> Decided | None:
    if row is None:
        return None
    return Decided(
        decision=row.decision,
        said=row.get_decision_display(),
        reason=row.reason,
        revisit_on=row.revisit_on,
        changed=tuple(changes(row.changed_to)),
        version=row.version,
        is_here=row.plan_id == plan.pk,
        is_due=row.revisit_on is not None and row.revisit_on <= today,
        goes=_goes(row),
    )


def _goes(row: Line) -> bool:
    """Whether a decision lets the work go to somebody."""
    action = {**row.assumed, **row.changed_to}.get("action")
    return row.decision != "refused" and row.activity_id is not None and action not in _STAYS


def changes(changed: Mapping[str, Any]) -> Iterable[str]:
    """What was changed about a line, in words."""
    if "action" in changed:
        yield str(shown.ACTIONS.get(changed["action"], changed["action"]))
    if "person" in changed:
        yield _("to %(name)s") % {"name": changed["person"]}
    if "start" in changed:
        yield _("from %(day)s") % {"day": formats.day(date.fromisoformat(changed["start"]))}
    if "hours_per_week" in changed:
        yield _("%(hours)s hours a week") % {"hours": formats.number(changed["hours_per_week"], 1)}


def line_facts(
    request: WorkspaceRequest, plan: MadePlan, index: int, *, form: DecisionForm | None = None
) -> dict[str, Any]:
    """The page of one line."""
    member = request.member
    sees_money = selectors.sees_money(member)
    answer = shown.spoken(shown.for_role(plan.answer, sees_money=sees_money))
    line = shown.lines_of(answer)[index]
    row = selectors.decisions_of(plan).get(line.activity)
    people = [str(person) for person in selectors.helpers(member)] if selectors.decides(member) else []
    return {
        "plan": plan,
        "line": line,
        "answer": answer,
        "currency": answer["currency"],
        "sees_money": sees_money,
        "decides": selectors.decides(member),
        "decided": _decided(row, plan, today_of(request)),
        "earlier": _decided(
            selectors.earlier_decisions(plan, [line.activity]).get(line.activity), plan, today_of(request)
        ),
        "form": form or DecisionForm(initial=_initial(row), people=people),
        "people": people,
        "money": shown.decimals(line.raw, "npv", "npv_p10", "npv_p90", "pays_from_worth", "cash_up_front"),
        "flips": [shown.decimals(flip, "loss") for flip in line.raw.get("flips", [])],
        "alternatives": [_alternative(one) for one in line.raw.get("alternatives", []) if one["action"]],
        "not_offered": [one for one in line.raw.get("alternatives", []) if not one["action"]],
        "questions": [
            shown.decimals(one, "worth", "ask_cost")
            for one in answer.get("find_out", [])
            if one["activity"] == line.activity
        ],
        "waiting": next((_waiting(w) for w in answer.get("not_yet", []) if w["activity"] == line.activity), ""),
    }


def _alternative(one: Mapping[str, Any]) -> dict[str, Any]:
    said = str(shown.ACTIONS[one["action"]])
    return {**shown.decimals(one, "npv", "price"), "action_said": said, "is_weekly": one["action"] == "fixed"}


def _initial(row: Line | None) -> dict[str, Any]:
    if row is None:
        return {"version": 0}
    start = row.changed_to.get("start")
    return {
        "version": row.version,
        "reason": row.reason,
        "revisit_on": row.revisit_on,
        **{key: row.changed_to.get(key) for key in ("action", "person", "hours_per_week")},
        "start": date.fromisoformat(start) if start else None,
    }


def plan_row(plan: MadePlan) -> dict[str, Any]:
    """One plan in a list."""
    answer = plan.answer
    return {
        "plan": plan,
        "headline": formats.said(answer.get("headline", ""), answer.get("currency", "")),
        "hours": answer["totals"]["hours_freed"] if answer else None,
        "month": shown.cost_per_month(answer) if answer else None,
        "currency": answer.get("currency", ""),
        "log_score": answer.get("log_score"),
        "days": answer.get("days_seen", 0),
        "lines": sum(1 for line in answer.get("decisions", []) if line["action"] != "keep"),
        "decided": getattr(plan, "decided", 0),
        "has_levers": bool(plan.levers),
    }


def journal_rows(request: WorkspaceRequest, lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Decisions in a list: what the plan said then, and what was decided."""
    today = today_of(request)
    return [
        {
            "line": line,
            "assumed": str(shown.ACTIONS.get(line.assumed.get("action", "keep"), "")),
            "person": line.assumed.get("person") or "",
            "changed": list(changes(line.changed_to)),
            "is_due": line.revisit_on is not None and line.revisit_on <= today,
        }
        for line in lines
    ]


def paper_facts(answer: Mapping[str, Any], *, business: str, made_at: Any) -> dict[str, Any]:
    """A plan on paper, or behind a link."""
    answer = shown.spoken(answer)
    lines = shown.lines_of(answer)
    return {
        "answer": answer,
        "business": business,
        "made_at": made_at,
        "groups": shown.groups_of(lines),
        "step": _first_step(answer, lines),
        "charts": charts.pictures(answer, lines),
        "currency": answer["currency"],
        **_around(answer),
    }
