"""The pages of results in a real browser: nothing overflows, axe finds nothing, in the light and in the dark."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.models import Flag
from hoursback.web.outcome.actions.journal import answer_decision
from tests.looking import findings, overflow
from tests.web.cast import Player
from tests.web.outcome import decisions
from tests.web.outcome.stage import START, TODAY, a_quarter, touched
from tests.web.shared.browser import browser_with

pytestmark = pytest.mark.django_db


def test_results_are_clean_in_both_widths_and_themes(olive: Player, rex: Player) -> None:
    with time_machine.travel(f"{TODAY}T09:00:00Z", tick=True):
        row = a_quarter(olive, left=lambda week: 0.15 if week < 7 else 0.9, tags="check")
        Flag.everywhere.create(workspace=olive.workspace, handoff=row, week=START.toordinal() + 56, seconds=1)
        touched(olive)
        there = {
            "/index": (olive, "outcome/"),
            "/one": (olive, f"outcome/handoffs/{row.pk}"),
            "/changes": (olive, "outcome/changes"),
            "/empty": (rex, "outcome/"),
        }
        pages = {name: who.client.get(who.root + path).content.decode() for name, (who, path) in there.items()}
    shots = os.environ.get("OUTCOME_SHOTS")
    wrong: dict[tuple[str, str], list[str]] = {}
    with browser_with(pages) as opened:
        for name in pages:
            for size, scheme in (("wide", "light"), ("phone", "dark")):
                page = opened(name, size, scheme)
                if shots:
                    page.screenshot(path=str(Path(shots) / f"{name[1:]}-{size}.png"), full_page=True)
                found = findings(page) + overflow(page) + page.faults
                if found:
                    wrong[name, size] = found
                page.close()
    assert wrong == {}


def test_the_journal_is_clean_in_both_widths_and_themes(olive: Player, rex: Player) -> None:
    with time_machine.travel(f"{decisions.TODAY}T09:00:00Z", tick=True):
        lines = {line.activity_name: line for line in decisions.a_year_of_decisions(olive)}
        with acting_in(olive.workspace):
            for name, judged in (
                ("Website", "right"),
                ("Receipts", "partly"),
                ("Filing", "wrong"),
                ("Invoices", "right"),
            ):
                answer_decision(
                    member=olive.member,
                    line_id=lines[name].pk,
                    version=1,
                    judged=judged,
                    said="Brief her a week earlier, and write down the odd cases.",
                    next_on=decisions.TODAY + timedelta(days=91) if judged == "partly" else None,
                    today=decisions.TODAY,
                    hours=(3.4, 3.6),
                )
        there = {
            "/journal": (olive, "outcome/decisions"),
            "/handed": (olive, f"outcome/decisions/{lines['Invoices'].pk}"),
            "/refused": (olive, f"outcome/decisions/{lines['Hiring'].pk}"),
            "/calibration": (olive, "outcome/calibration"),
            "/no-journal": (rex, "outcome/decisions"),
            "/no-calibration": (rex, "outcome/calibration"),
        }
        pages = {name: who.client.get(who.root + path).content.decode() for name, (who, path) in there.items()}
    shots = os.environ.get("OUTCOME_SHOTS")
    wrong: dict[tuple[str, str, str], list[str]] = {}
    ways = (("wide", "light"), ("phone", "dark"), *((("wide", "dark"), ("phone", "light")) if shots else ()))
    with browser_with(pages) as opened:
        for name in pages:
            for size, scheme in ways:
                page = opened(name, size, scheme)
                if shots:
                    page.screenshot(path=str(Path(shots) / f"{name[1:]}-{size}-{scheme}.png"), full_page=True)
                found = findings(page) + overflow(page) + page.faults
                if found:
                    wrong[name, size, scheme] = found
                page.close()
    assert wrong == {}
