from __future__ import annotations

import re
from typing import Any

import pytest

from hoursback.engine.assumptions import names
from hoursback.web.accounts.models import Event, Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import models as capture
from hoursback.web.plan import charts, shown, words
from hoursback.web.plan.models import Limits, Line, MadePlan
from hoursback.web.plan.templatetags.plan_figures import is_noticeable
from hoursback.web.worth.models import Finances
from tests.web.cast import Player
from tests.web.plan.conftest import planned
from tests.web.plan.reading import private_figures, text_of


def _pages(first: MadePlan, second: MadePlan) -> tuple[str, ...]:
    return (
        *("plan/", f"plan/?plan={first.pk}", "plan/history/", f"plan/{first.pk}/line/0/", f"plan/{first.pk}/print/"),
        f"plan/compare/?a={first.pk}&b={second.pk}",
    )


def test_an_adviser_reads_the_plan_without_worth_until_the_owner_shares_it(plan: MadePlan, ada: Player) -> None:
    private = private_figures(plan.answer)
    for address in _pages(plan, plan):
        answer = ada.client.get(ada.root + address)
        assert answer.status_code == 200, address
        assert not [figure for figure in private if figure in answer.content.decode()], address
        assert "worth/" not in answer.content.decode(), address
    assert "Worth by the end" not in text_of(ada.client.get(f"{ada.root}plan/"))
    Workspace.objects.filter(pk=ada.workspace.pk).update(has_money_shared=True)
    assert "Worth by the end" in text_of(ada.client.get(f"{ada.root}plan/"))


def test_an_adviser_decides_nothing_and_is_offered_nothing(plan: MadePlan, ada: Player) -> None:
    for address in ("make/", "look/", f"{plan.pk}/keep/", f"{plan.pk}/line/0/decide/", f"{plan.pk}/line/0/retract/"):
        assert ada.client.post(f"{ada.root}plan/{address}").status_code == 403, address
    for address in ("limits/", "limits/file/", "limits/assumptions/", f"{plan.pk}/links/"):
        assert ada.client.get(f"{ada.root}plan/{address}").status_code == 403, address
    page = ada.client.get(f"{ada.root}plan/").content.decode()
    assert "plan/make/" not in page
    assert "decide/" not in page


def test_an_adviser_is_told_when_there_is_no_plan(ada: Player) -> None:
    page = ada.client.get(f"{ada.root}plan/").content.decode()
    assert "There is no plan yet." in page
    assert "people/new" not in page


def _accept(player: Player, plan: MadePlan, **more: Any) -> Any:
    said = {"decision": "accepted", "version": "0", "reason": "", **more}
    return player.client.post(f"{player.root}plan/{plan.pk}/line/0/decide/", said)


def test_accept_pressed_twice_is_one_decision_with_the_same_answer(plan: MadePlan, studio: Player) -> None:
    first, second = _accept(studio, plan), _accept(studio, plan)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert second.status_code == 302
    assert Line.everywhere.get().version == 1
    assert Event.everywhere.filter(verb="plan line accepted").count() == 1
    assert _accept(studio, plan, reason="Because.").status_code == 409


def test_a_decision_changed_twice_with_the_same_words_is_one_change(plan: MadePlan, studio: Player) -> None:
    _accept(studio, plan)
    for _press in range(2):
        assert _accept(studio, plan, version="1", decision="refused", reason="No.").status_code == 302
    assert Line.everywhere.get().version == 2
    assert _accept(studio, plan).status_code == 409


@pytest.fixture
def newcomer(olive: Player) -> Player:
    """Olive with stated hours and no money, in EUR."""
    with acting_in(olive.workspace):
        capture.Activity.objects.create(workspace=olive.workspace, name="Invoices", times_per_month=4)
    return olive


def test_before_the_press_the_page_says_that_worth_is_missing(newcomer: Player) -> None:
    page = newcomer.client.get(f"{newcomer.root}plan/").content.decode()
    assert "Nothing says what your hour is worth in EUR" in page
    assert f"{newcomer.root}worth/money" in page
    assert "plan/make/" not in page
    Workspace.objects.filter(pk=newcomer.workspace.pk).update(currency="USD")
    page = newcomer.client.get(f"{newcomer.root}plan/").content.decode()
    assert "Nothing says what your hour is worth" not in page
    assert "plan/make/" in page


def test_a_refusal_for_want_of_worth_is_in_plain_words(studio: Player) -> None:
    Finances.everywhere.all().delete()
    with acting_in(studio.workspace):
        capture.Activity.objects.update(hours_per_week=None)
    from hoursback.web.worth.models import Earning

    Earning.everywhere.all().delete()
    answer = studio.client.post(f"{studio.root}plan/make/")
    page = text_of(answer)
    assert answer.status_code == 400
    assert "one is enough" in page
    assert not re.search(r"income_per_year|worth_per_hour|margin_per_year|business[.]", page)


def test_assumed_figures_are_named_in_words(plan: MadePlan, studio: Player) -> None:
    page = studio.client.get(f"{studio.root}plan/").content.decode()
    rows = re.findall(r'<th scope="row">([^<]*)</th><td>[^<]*</td><td>([^<]*)</td>', page)
    assert rows
    assert not {label for label, _why in rows} & set(names())
    assert not [row for row in rows if "_" in "".join(row)]
    assert "Part of the work somebody else could do" in {label for label, _why in rows}


def test_words_of_the_settings_file_are_put_into_plain_ones() -> None:
    assert (
        words.plain("state income_per_year or worth_per_hour") == "state your income in a year or the worth of an hour"
    )
    said = words.default_said({"name": "budget_per_month", "value": "no limit", "why": "no budget stated"})
    assert said["label"] == "Money for help in a month"


@pytest.mark.parametrize(
    ("budget", "setup", "sentence"),
    [
        (None, 4.0, "Your plan has no budget limit and may take up to 4.0 of your hours a week to set up."),
        (None, None, "Your plan has no budget limit and no limit to your set-up hours."),
    ],
)
def test_the_limits_are_one_good_sentence(studio: Player, budget: None, setup: float | None, sentence: str) -> None:
    Limits.everywhere.update(budget_per_month=budget, setup_hours_per_week=setup, has_unlimited_setup=setup is None)
    assert sentence in text_of(studio.client.get(f"{studio.root}plan/limits/"))


def test_one_kind_of_work_and_one_person_are_told_in_the_singular(plan: MadePlan) -> None:
    line = next(line for line in shown.lines_of(plan.answer) if line.leaves and line.person)
    chart = charts.pictures(plan.answer, [line])[0]
    assert "1 kind of work leaves your hands, to 1 person or service; the first on" in chart.summary


def test_a_gap_too_small_to_show_is_told_in_words(studio: Player) -> None:
    assert (is_noticeable(0.0), is_noticeable(0.0004), is_noticeable(0.004), is_noticeable(None)) == (
        *(False, False, True, False),
    )
    plan = planned(studio)
    MadePlan.everywhere.filter(pk=plan.pk).update(state="running", answer={**plan.answer, "gap": 0.0})
    page = text_of(studio.client.get(f"{studio.root}plan/"))
    assert "no other plan can be noticeably better; a closer look is on its way" in page
    assert "0.0 %" not in page
