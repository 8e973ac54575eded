"""What the tests of the pages of plan read and do alike."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse

from hoursback.web.plan.models import MadePlan
from hoursback.web.shared import formats
from tests.web.cast import Player


def text_of(response: HttpResponse) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def index_of(plan: MadePlan, activity: str) -> int:
    """Where the line of an activity stands in a plan's answer."""
    return next(i for i, line in enumerate(plan.answer["decisions"]) if line["activity"] == activity)


def decide(player: Player, plan: MadePlan, activity: str, **said: Any) -> HttpResponse:
    """Decide on the line of an activity, as its form does."""
    address = f"{player.root}plan/{plan.pk}/line/{index_of(plan, activity)}/decide/"
    return player.client.post(address, {"version": 0, **said})


def private_figures(answer: dict[str, Any]) -> set[str]:
    """Figures that follow from worth, as they would be printed; short ones would be found anywhere."""
    found = [answer["totals"][key] for key in ("npv", "npv_p10", "npv_p90")] + list(answer["worth"].values())
    found += [line[key] for line in answer["decisions"] for key in ("npv", "pays_from_worth") if line[key]]
    whole = {f"{float(value):,.0f}" for value in found}
    return {figure for figure in whole if len(figure) >= 5}


def said_on_a_page(plan: MadePlan, sentence: str) -> str:
    """A sentence of the engine as Olive's pages write it."""
    token = formats.LOCALE.set("en_GB")
    try:
        return formats.said(sentence, plan.answer["currency"])
    finally:
        formats.LOCALE.reset(token)
