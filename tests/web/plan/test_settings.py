from __future__ import annotations

from dataclasses import replace

import pytest

from hoursback.engine.capture.sample import SAMPLE_SETTINGS
from hoursback.engine.plan.business import Settings
from hoursback.engine.plan.settings import parse_settings
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.plan import actions
from hoursback.web.plan.codec import as_plain, from_plain
from hoursback.web.plan.stated import settings_of
from hoursback.web.plan.toml import toml_of
from tests.web.cast import Player

ALWAYS = {"business.currency", "business.timezone"}
"""A workspace always has them; a file may leave them out."""

ODD = {
    "nothing at all": "",
    "a business alone": '[business]\ncurrency = "CHF"\nincome_per_year = [80000, 120000]\nhours_per_week = 61.5\n'
    "work_days = 6\nsetup_hours_per_week = 'unlimited'\nbuiltin_roles = false\nhorizon_weeks = 156\ntail_weeks = 0\n"
    "start = 2026-03-02\ntax_rate = 0.4\nworth_growth = -0.05\ncustomers_want_more = false\ndiscount_per_year = 0\n",
    "builtin roles spelled out": "[business]\nbuiltin_roles = true\nbudget_per_month = 0\nweeks_per_year = 53\n",
    "names that need quotes": '[[activity]]\nname = "A \\"quoted\\" = [name] \\\\ ü 😀"\nmatch = ["*", "a\\\\b"]\n'
    'requires = {"héllo wörld" = 1, x = 5}\n[[person]]\nname = "= # [person]"\nprice = 0\nskills = {}\n',
    "every answer": '[[activity]]\nname = "a"\ntime = 0\nliking = 10\nskill = 4.5\nenergy = -1.5\ncore = 0\n'
    'must_be_owner = "safety"\nhandable = [0.2, 0.9]\n',
    "a cadence": '[[activity]]\nname = "a"\ntimes_per_month = 0.33\nhours_each = [4, 7]\nminutes_per_unit = 12\n'
    "margin_per_year = 0\nabsorbable_hours = [0, 3]\nloss_if_dropped_per_week = 0\nerror_loss_per_week = [1, 2]\n"
    "brief_hours = 0\nhours_per_week = [0, 4]\n",
    "every kind of person": "".join(
        f'[[person]]\nname = "{kind}"\nkind = "{kind}"\n'
        for kind in ("employee", "contractor", "firm", "role", "service")
    )
    + '[[person]]\nname = "full"\nprice = [20, 30]\nhours_per_week = [5, 9]\nexperience = "novice"\n'
    "efficiency = [2, 1.1]\nengaged = true\nleaves_per_year = 0\nfee = 0\nsearch_hours = 0\nsetup_cost = [0, 50]\n"
    'cost_per_month = 5\nretainer_hours = 3\nminimum_weeks = 8\ndeclines = ["sales", "x"]\nskills = {a = 5}\n',
    "quotes": '[[activity]]\nname = "a"\n[[activity]]\nname = "b"\n[[person]]\nname = "p"\n[[person]]\nname = "q"\n'
    + "".join(
        f'[[quote]]\nactivity = "{a}"\nperson = "{p}"\nfixed_price_per_month = {price}\n'
        for a, p, price in (("b", "q", 7), ("a", "p", "[1, 2]"), ("a", "q", 0))
    ),
    "assumptions": "[assumptions]\nphi = [0.4, 0.9]\nLR = 1\nq = 0\ncaution = 0.9\n",
}


def same(found: Settings, wanted: Settings) -> None:
    business = replace(wanted.business, timezone=found.business.timezone)
    if "business.currency" not in wanted.stated:
        business = replace(business, currency=found.business.currency)
    assert found.business == business
    assert found.activities == wanted.activities
    assert found.people == wanted.people
    assert found.quotes == wanted.quotes
    assert found.assumptions == wanted.assumptions
    # A row always has a kind; whether a file spelled out that a role is a role changes nothing.
    assert without_kinds(found) == without_kinds(wanted) | ALWAYS


def without_kinds(settings: Settings) -> set[str]:
    return {name for name in settings.stated if not name.endswith(".kind")}


@pytest.mark.parametrize("text", [SAMPLE_SETTINGS, *ODD.values()], ids=["Olive's", *ODD])
def test_settings_come_back_from_the_database_as_they_went_in(olive: Player, text: str) -> None:
    wanted = parse_settings(text)
    with acting_in(olive.workspace):
        actions.adopt_settings(member=olive.member, settings=wanted)
        same(settings_of(Workspace.objects.get(pk=olive.workspace.pk)), wanted)


@pytest.mark.parametrize("text", [SAMPLE_SETTINGS, *ODD.values()], ids=["Olive's", *ODD])
def test_settings_come_back_from_a_plan_that_saw_them(text: str) -> None:
    wanted = replace(parse_settings(text), notices=())
    assert from_plain(Settings, as_plain(wanted)) == wanted


@pytest.mark.parametrize("text", [SAMPLE_SETTINGS, *ODD.values()], ids=["Olive's", *ODD])
def test_a_downloaded_settings_file_says_the_same(text: str) -> None:
    wanted = replace(parse_settings(text), notices=())
    assert parse_settings(toml_of(wanted)) == wanted


def test_adopting_again_with_less_clears_what_is_no_longer_stated(olive: Player) -> None:
    with acting_in(olive.workspace):
        actions.adopt_settings(member=olive.member, settings=parse_settings(SAMPLE_SETTINGS))
        less = '[business]\ncurrency = "EUR"\n[[activity]]\nname = "Bookkeeping"\n'
        actions.adopt_settings(member=olive.member, settings=parse_settings(less))
        found = settings_of(olive.workspace)
    assert found.business.income_per_year is None
    assert found.activities[0].name == "Bookkeeping"
    assert found.activities[0].brief_hours is None
    assert len(found.activities) == 19
