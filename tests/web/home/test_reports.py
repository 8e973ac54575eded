"""The page of reports: who may have which, and with what."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from hoursback.web.accounts.models import Workspace
from tests.web.cast import Player
from tests.web.home import report_cast as cast

PLACES = ("reports/", "reports/report.pdf", "reports/report.xlsx")


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_before_there_is_anything_a_report_says_so(olive: Player) -> None:
    for name in cast.NAMES:
        answer = olive.client.get(f"{olive.root}reports/", {"report": name})
        assert answer.status_code == 200
        assert "As soon as there is more to say" in answer.content.decode()
        assert olive.client.get(f"{olive.root}reports/report.pdf", {"report": name}).status_code == 200


@pytest.mark.parametrize(("name", "place"), [("plan", "plan/"), ("results", "outcome/"), ("outlook", "outlook/")])
def test_each_page_leads_to_its_own_report(olive: Player, name: str, place: str) -> None:
    cast.business(olive)
    address = f"{olive.root}reports/?report={name}"
    assert f'href="{address}"' in olive.client.get(f"{olive.root}{place}").content.decode()
    assert f'value="{name}" selected' in olive.client.get(address).content.decode()


def test_helpers_are_refused(sam: Player) -> None:
    assert [sam.client.get(f"{sam.root}{place}").status_code for place in PLACES] == [403, 403, 403]


def test_an_adviser_reads_plan_and_results_and_makes_no_link(ada: Player) -> None:
    page = ada.client.get(f"{ada.root}reports/").content.decode()
    assert 'value="plan"' in page
    assert 'value="results"' in page
    assert 'value="outlook"' not in page
    assert "reports/links" not in page
    assert [ada.client.get(f"{ada.root}{place}", {"report": "outlook"}).status_code for place in PLACES] == [400] * 3
    assert ada.client.post(f"{ada.root}reports/links", {"report": "plan"}).status_code == 403


@pytest.mark.parametrize("name", cast.NAMES)
def test_a_manager_has_hours_and_no_money_whatever_they_ask(olive: Player, max_: Player, name: str) -> None:
    cast.business(olive)
    private = {"plan": "Worth by the end", "results": "Brought a month", "outlook": "The worth of your hour"}[name]
    asked = {"report": name, "shows_worth": "on"}
    assert private not in max_.client.get(f"{max_.root}reports/", asked).content.decode()
    printed = cast.pdf_words(max_.client.get(f"{max_.root}reports/report.pdf", asked).content)
    assert cast.words(private) not in printed
    Workspace.objects.filter(pk=olive.workspace.pk).update(has_money_shared=True)
    assert private in max_.client.get(f"{max_.root}reports/", asked).content.decode()


@pytest.mark.parametrize("query", [{"report": "x"}, {"weeks": "-1"}, {"weeks": "9" * 30}, {"locale": "../x"}])
def test_odd_questions_are_answered_where_they_were_asked(olive: Player, query: dict[str, str]) -> None:
    assert [olive.client.get(f"{olive.root}{place}", query).status_code for place in PLACES] == [400] * 3


def test_a_report_is_about_the_asked_time(olive: Player) -> None:
    cast.business(olive)
    short = cast.report_of(olive, "outlook", weeks=13)
    long = cast.report_of(olive, "outlook", weeks=52)
    rows = [
        next(
            len(b.rows) for s in found.says.sections for b in s.blocks if getattr(b, "title", "") == "Your weeks ahead"
        )
        for found in (short, long)
    ]
    assert rows == [13, 52]
