"""Names of the settings file in the words of the pages: nobody on a page has to know the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoursback.engine.assumptions import MEANINGS

FIELDS = {
    "absorbable_hours": gettext_lazy("more hours a week that would still earn"),
    "budget_per_month": gettext_lazy("money for help in a month"),
    "builtin_roles": gettext_lazy("roles to be found at the market's price"),
    "cash_reserve": gettext_lazy("cash you keep untouched"),
    "currency": gettext_lazy("currency"),
    "customers_want_more": gettext_lazy("customers would take more of your work"),
    "discount_per_year": gettext_lazy("discount a year"),
    "growth_per_year": gettext_lazy("growth of the work in a year"),
    "horizon_weeks": gettext_lazy("weeks the plan looks ahead"),
    "hours_per_week": gettext_lazy("hours you work in a week"),
    "income_per_year": gettext_lazy("your income in a year"),
    "margin_per_year": gettext_lazy("the margin an activity brings in a year"),
    "setup_hours_per_week": gettext_lazy("your hours a week to brief and search"),
    "start": gettext_lazy("first week of the plan"),
    "tail_weeks": gettext_lazy("weeks every line is followed beyond"),
    "tax_rate": gettext_lazy("tax rate on the next unit earned"),
    "weeks_per_year": gettext_lazy("weeks you work in a year"),
    "work_days": gettext_lazy("days you work in a week"),
    "worth_growth": gettext_lazy("growth of your worth in a year"),
    "worth_per_hour": gettext_lazy("the worth of an hour"),
}
_NAMES = re.compile(rf"\b(?:{'|'.join(name for name in FIELDS if '_' in name)})\b")
WORTH_MISSING = "business.income_per_year"
"""Where a refusal stands that says that nothing tells what an hour is worth."""


def plain(sentence: str) -> str:
    """A sentence of the engine without names of the settings file."""
    return _NAMES.sub(lambda found: str(FIELDS[found[0]]), sentence)


def default_said(one: Mapping[str, Any]) -> dict[str, Any]:
    """An assumed figure as a page says it: `label` what it is, `why` why it is so."""
    name = one["name"]
    if name not in MEANINGS:
        return {**one, "label": _capital(str(FIELDS.get(name, name))), "why": plain(one["why"])}
    what, _mark, why = MEANINGS[name].why.partition("; ")
    return {**one, "label": _capital(what), "why": why or _("a usual figure; nobody stated it")}


def refusal_said(error: Mapping[str, str]) -> dict[str, Any]:
    """A refusal as a page says it; `is_worth`: the money page mends it."""
    if error.get("where") == WORTH_MISSING:
        hint = _("State your income, or what an hour is worth to you, or what one activity brings; one is enough.")
        return {"what": error["what"], "where": "", "value": "", "hint": hint, "is_worth": True}
    where = error.get("where", "").rpartition(".")[2]
    return {
        "what": plain(error.get("what", "")),
        "where": str(FIELDS.get(where, error.get("where", ""))),
        "value": error.get("value", ""),
        "hint": plain(error.get("hint", "")),
        "is_worth": False,
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
