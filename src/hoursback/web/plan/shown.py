"""A plan's answer as a page shows it, and what of it may be seen without income and worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hoursback.engine.assumptions import MEANINGS
from hoursback.engine.units import per_month
from hoursback.web.shared import formats

ACTIONS = {
    "keep": gettext_lazy("keep it yourself"),
    "drop": gettext_lazy("drop it"),
    "automate": gettext_lazy("automate it"),
    "in_house": gettext_lazy("hand it over in-house"),
    "hourly": gettext_lazy("pay by the hour"),
    "fixed": gettext_lazy("pay a fixed price"),
    "retainer": gettext_lazy("pay a retainer"),
    "role": gettext_lazy("find somebody for it"),
    "full_time": gettext_lazy("hire full-time"),
}
_WITH = {
    "automate": gettext_lazy("let %(who)s do it"),
    "in_house": gettext_lazy("hand it to %(who)s"),
    "hourly": gettext_lazy("pay %(who)s by the hour"),
    "fixed": gettext_lazy("pay %(who)s a fixed price"),
    "retainer": gettext_lazy("pay %(who)s a retainer"),
    "role": gettext_lazy("find somebody: %(who)s"),
    "full_time": gettext_lazy("hire full-time: %(who)s"),
}
VERDICTS = {
    "yes": pgettext_lazy("verdict", "Yes"),
    "find_out_first": gettext_lazy("Find out first"),
    "not_yet": gettext_lazy("Not yet"),
    "no": gettext_lazy("No, keep it"),
}
GROUPS = {
    "yes": gettext_lazy("Hand these over now"),
    "find_out_first": gettext_lazy("Find out something first"),
    "not_yet": gettext_lazy("Not yet"),
    "no": gettext_lazy("What stays with you"),
}
"""Headings of the groups of lines, in their order."""

WITHOUT_WORTH = frozenset(
    (
        *("headline", "currency", "start", "horizon_weeks", "tail_weeks", "decisions", "not_yet", "find_out", "totals"),
        *(
            "first_step",
            "defaults",
            "status",
            "gap",
            "hours_by_week",
            "uses",
            "concentration",
            "full_time",
            "more_days",
        ),
        *("log_score", "unaccounted", "is_sketch", "hours_seen", "days_seen"),
    )
)
"""Of an answer, what may be seen without income and worth. Everything else (net present values, payback, chances, the
worth of hours, what earns most, sentences that name them) is left out: from payback, cost and hours together the worth
of an hour could be worked back. Costs of help stay."""
_LINE_WITHOUT_WORTH = (
    *("activity", "function", "action", "person", "person_kind", "start_week", "start_date", "hours", "hours_freed"),
    *("hours_by_week", "cost_per_week", "setup_hours", "cash_up_front", "verdict", "below_the_bar"),
)
_TOTALS_WITHOUT_WORTH = ("hours_freed", "cost_per_week", "setup_hours", "cash_up_front")
_WORTH_ASSUMED = frozenset({"rho", "leisure", "eps"})


def for_role(answer: Mapping[str, Any], *, sees_money: bool) -> dict[str, Any]:
    """All of an answer, or what of it may be seen without income and worth."""
    if sees_money:
        return dict(answer)
    kept = {key: value for key, value in answer.items() if key in WITHOUT_WORTH}
    kept["decisions"] = [{key: line[key] for key in _LINE_WITHOUT_WORTH} for line in kept.get("decisions", [])]
    kept["totals"] = {key: answer["totals"][key] for key in _TOTALS_WITHOUT_WORTH} if "totals" in answer else {}
    kept["not_yet"] = [{"activity": one["activity"], "date": one["date"]} for one in kept.get("not_yet", [])]
    kept["find_out"] = [{"question": q["question"], "activity": q["activity"]} for q in kept.get("find_out", [])]
    kept["uses"] = [{"name": use["name"], "kind": use["kind"], "hours": use["hours"]} for use in kept.get("uses", [])]
    kept["defaults"] = [
        d for d in kept.get("defaults", []) if d["name"] in MEANINGS and d["name"] not in _WORTH_ASSUMED
    ]
    kept["full_time"] = [
        {key: case[key] for key in ("bundle", "hours", "hours_needed", "justified")}
        for case in kept.get("full_time", [])
    ]
    return kept


_SENTENCES = {
    "": ("headline", "notes", "advantages", "assumed_first"),
    "decisions": ("why", "why_not_runner_up", "below_the_bar"),
    "not_yet": ("condition",),
    "find_out": ("question",),
    "one_more": ("unit",),
}
"""Where an answer holds sentences of the engine: at its top, and in the rows of its parts."""


def spoken(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer whose sentences write dates, money and shares as the reader's locale does."""
    currency = str(answer.get("currency", ""))
    found = _spoken(answer, _SENTENCES[""], currency)
    for part, names in _SENTENCES.items():
        if part and part in found:
            found[part] = [_spoken(row, names, currency) for row in found[part]]
    for line in found.get("decisions", ()):
        line["flips"] = [_spoken(flip, ("change",), currency) for flip in line.get("flips", ())]
        line["alternatives"] = [_spoken(one, ("reason",), currency) for one in line.get("alternatives", ())]
    if found.get("first_step"):
        found["first_step"] = _spoken(found["first_step"], ("text",), currency)
    return found


def _spoken(row: Mapping[str, Any], names: Sequence[str], currency: str) -> dict[str, Any]:
    def say(value: Any) -> Any:
        if isinstance(value, str):
            return formats.said(value, currency)
        return [say(one) for one in value] if isinstance(value, list) else value

    return {**row, **{name: say(row[name]) for name in names if name in row}}


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of a plan, ready for a page; None: not known, or not to be seen.

    Attributes:
        index: its place in the answer. what: the decision in words. cost_per_month: money in a practised month.
        paid_back: the week in which it has paid for itself, as a date.
    """

    index: int
    raw: Mapping[str, Any]
    currency: str
    what: str
    verdict_said: str
    start: date | None
    cost_per_month: Decimal
    paid_back: date | None
    why: str

    def __getattr__(self, name: str) -> Any:
        # Templates ask for figures by their names in the answer; what a role may not see is not there.
        if name.startswith("_"):
            raise AttributeError(name)
        return self.raw.get(name)

    @property
    def leaves(self) -> bool:
        """Whether it leaves the owner's hands."""
        return bool(self.raw["action"] != "keep")


@dataclass(frozen=True, slots=True)
class Group:
    """Lines with one verdict."""

    verdict: str
    title: str
    lines: tuple[Shown, ...]

    @property
    def hours(self) -> float:
        """Owner hours a practised week that its lines free."""
        return float(sum(line.raw["hours_freed"] for line in self.lines))


def lines_of(answer: Mapping[str, Any]) -> list[Shown]:
    """The lines of an answer, in its order."""
    return [_line(index, raw, answer) for index, raw in enumerate(answer.get("decisions", []))]


def groups_of(lines: list[Shown]) -> list[Group]:
    """Lines by verdict; groups without lines are left out."""
    found = [Group(v, str(title), tuple(x for x in lines if x.raw["verdict"] == v)) for v, title in GROUPS.items()]
    return [group for group in found if group.lines]


def _line(index: int, raw: Mapping[str, Any], answer: Mapping[str, Any]) -> Shown:
    start = date.fromisoformat(raw["start_date"]) if raw["start_date"] else None
    weeks = raw.get("payback_week")
    cost = _month(raw["cost_per_week"])
    return Shown(
        index=index,
        raw=raw,
        currency=answer["currency"],
        what=what(raw),
        verdict_said=str(VERDICTS[raw["verdict"]]),
        start=start,
        cost_per_month=cost,
        paid_back=start + timedelta(weeks=weeks) if start and weeks else None,
        why=raw.get("why") or _plain_why(raw, answer["currency"], cost),
    )


def what(raw: Mapping[str, Any]) -> str:
    """The decision on a line, in words."""
    if raw["person"] and raw["action"] in _WITH:
        return str(_WITH[raw["action"]]) % {"who": formats.marked(raw["person"])}
    return str(ACTIONS[raw["action"]])


def _plain_why(raw: Mapping[str, Any], currency: str, cost: Decimal) -> str:
    """A reason from hours and cost alone."""
    if raw["action"] == "keep":
        return _("It stays with the owner for now.")
    return _("It frees %(freed)s of %(hours)s hours a week for %(cost)s a month.") % {
        "freed": formats.number(raw["hours_freed"], 1),
        "hours": formats.number(raw["hours"], 1),
        "cost": formats.money(cost, currency),
    }


def _month(per_week: str) -> Decimal:
    return Decimal(str(round(per_month(float(per_week)), 2)))


def cost_per_month(answer: Mapping[str, Any]) -> Decimal:
    """What the whole plan costs in a practised month."""
    return _month(answer["totals"]["cost_per_week"]) if answer.get("totals") else Decimal(0)


def decimals(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """A row with its money as decimals; names it does not have stay away."""
    return {**row, **{name: Decimal(row[name]) for name in names if row.get(name) is not None}}


ROUTES = {
    "weeks_per_year": "worth:money",
    "tax_rate": "worth:money",
    "customers_want_more": "worth:money",
    "average worth of your hour": "worth:money",
    "what freed hours earn": "worth:index",
    "hours_per_week": "review:index",
    "work_days": "review:index",
    "currency": "settings:workspace",
}
_BEGINNINGS = {
    "price of ": "people:index",
    "hours of ": "people:index",
    "function of ": "capture:activities",
    "worth of one more hour of ": "worth:index",
}


def place_to_state(name: str) -> str:
    """The route of the page on which a default can be replaced by what is true."""
    if name in ROUTES:
        return ROUTES[name]
    if name in MEANINGS:
        return "plan:assumptions"
    return next((route for start, route in _BEGINNINGS.items() if name.startswith(start)), "plan:limits")
