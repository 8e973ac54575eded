"""A report behind a link: for whoever has it, for a while, with money only if the owner ticked it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from hoursback.web.accounts.models import Event, Member
from hoursback.web.home.models import ReportLink
from tests.web.cast import Player
from tests.web.home import report_cast as cast
from tests.web.outcome import stage
from tests.web.samples import INCOME

MONEY = f"{INCOME:,.0f}"


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sent(player: Player, **said: Any) -> str:
    """Make a link; its address inside the app."""
    asked = {"report": "results", "weeks": 26, "locale": "en_GB", "days": 14, "label": "Ada", **said}
    page = player.client.post(f"{player.root}reports/links", asked)
    found = re.search(r'value="[^"]*(/reports/shared/[^"]+)"', page.content.decode())
    assert found is not None, page.content.decode()[:2000]
    return found[1]


def test_whoever_has_the_link_reads_the_report_without_a_cookie(olive: Player, client: Client) -> None:
    stage.a_quarter(olive)
    answer = client.get(sent(olive))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Results of Olive&#x27;s studio" in page
    assert "you got back" in page
    assert olive.root not in page
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]


def test_the_files_behind_a_link_are_the_same_report(olive: Player, client: Client) -> None:
    stage.a_quarter(olive)
    address = sent(olive)
    pdf, book = client.get(f"{address}report.pdf"), client.get(f"{address}report.xlsx")
    assert "yougotback" in cast.pdf_words(pdf.content)
    assert any("you got back" in str(cell.value) for cell in cast.cells(book.content))
    for answer in (pdf, book):
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", cast.NAMES)
def test_money_is_behind_a_link_only_if_the_owner_ticked_it(olive: Player, client: Client, name: str) -> None:
    cast.business(olive)
    plain, rich = sent(olive, report=name), sent(olive, report=name, shows_worth="on")
    private = {
        "plan": "Worth by the end of the plan",
        "results": "Brought a month",
        "outlook": "The worth of your hour over time",
    }[name]
    assert private not in client.get(plain).content.decode()
    assert private in client.get(rich).content.decode()
    assert cast.words(private) not in cast.pdf_words(client.get(f"{plain}report.pdf").content)
    assert cast.words(private) in cast.pdf_words(client.get(f"{rich}report.pdf").content)
    kept = [str(cell.value) for cell in cast.cells(client.get(f"{plain}report.xlsx").content)]
    assert not [text for text in kept if private in text or MONEY in text]


def test_openings_are_counted_and_looking_ahead_is_not(olive: Player, client: Client) -> None:
    address = sent(olive)
    client.get(address)
    client.get(f"{address}report.xlsx")
    client.head(address)
    link = ReportLink.everywhere.get()
    assert link.opens == 2
    assert link.opened_at is not None


def test_only_the_hash_of_a_link_is_kept(olive: Player) -> None:
    token = sent(olive).rstrip("/").rpartition("/")[2]
    assert len(token) >= 43
    assert token not in str(ReportLink.everywhere.values_list().get())
    assert token not in str(list(Event.everywhere.filter(workspace=olive.workspace).values_list()))


def test_links_that_are_closed_over_or_wrong_are_all_the_same(olive: Player, client: Client) -> None:
    closed, over, living = (sent(olive) for _ in range(3))
    rows = list(ReportLink.everywhere.order_by("pk"))
    olive.client.post(f"{olive.root}reports/links/{rows[0].pk}/close")
    ReportLink.everywhere.filter(pk=rows[1].pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(living).status_code == 200
    bodies = set()
    for address in (closed, over, "/reports/shared/wrong/", f"/reports/shared/{'x' * 500}/"):
        for ending in ("", "report.pdf", "report.xlsx"):
            answer = client.get(address + ending)
            assert answer.status_code == 404
            bodies.add(
                re.sub(rb"<code>[^<]*</code>|[0-9a-f]{8}|nonce=\"[^\"]*\"|Token\": \"[^\"]*", b"", answer.content)
            )
    assert len({len(body) for body in bodies}) == 1


def test_a_link_ends_with_the_place_of_whoever_made_it(olive: Player, client: Client) -> None:
    address = sent(olive)
    for change in ({"role": "manager"}, {"is_active": False}):
        Member.objects.filter(pk=olive.member.pk).update(**{"role": "owner", "is_active": True, **change})
        assert client.get(address).status_code == 404
    Member.objects.filter(pk=olive.member.pk).update(role="owner", is_active=True)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "said", [{"days": "0"}, {"days": "91"}, {"days": "x"}, {"report": "income"}, {"weeks": "1"}, {"locale": "tlh"}]
)
def test_a_link_that_makes_no_sense_is_not_made(olive: Player, said: dict[str, str]) -> None:
    asked = {"report": "plan", "weeks": "26", "locale": "en_GB", "days": "14", **said}
    assert olive.client.post(f"{olive.root}reports/links", asked).status_code == 400
    assert not ReportLink.everywhere.exists()


def test_a_link_asked_for_twice_is_made_once(olive: Player) -> None:
    asked = {"report": "plan", "weeks": 26, "locale": "en_GB", "days": 14, "once": "k"}
    for _ in range(2):
        olive.client.post(f"{olive.root}reports/links", asked)
    assert ReportLink.everywhere.count() == 1


def test_the_owner_sees_which_links_are_open_and_closes_them(olive: Player) -> None:
    sent(olive, label="Ada Adviser")
    page = olive.client.get(f"{olive.root}reports/").content.decode()
    assert "1 report is open to others by a link" in page
    assert "Ada Adviser" in page
    link = ReportLink.everywhere.get()
    olive.client.post(f"{olive.root}reports/links/{link.pk}/close")
    page = olive.client.get(f"{olive.root}reports/").content.decode()
    assert "closed by you" in page
    assert "is open to others" not in page
