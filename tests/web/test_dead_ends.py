"""No page leads to a door that is closed to whoever reads it: each link of each page opens."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve, reverse

from hoursback.web.accounts.roles import TEAM
from hoursback.web.accounts.scope import acting_in
from tests.web import cast
from tests.web.capture.logbook import add, make
from tests.web.cast import Player
from tests.web.plan.conftest import log_sample, planned

OF_EACH_ROUTE = 4
"""Pages of one kind that are read; the days and weeks of a log have no end."""
LEFT_ALONE = ("/static/", "/media/", "/account/logout", "/profile/data")
"""What is no page; and one's own data, read over a connection of its own, which a test's transaction shuts out."""


class _Links(HTMLParser):
    """Addresses that a page asks its reader, or its scripts, to open."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        wanted = {"a": ("href", "hx-get"), "form": ("action",)}.get(tag, ("hx-get",))
        facts = dict(attrs)
        if tag == "form" and (facts.get("method") or "get").lower() != "get":
            return
        self.found += [value for name in wanted if (value := facts.get(name))]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """A refusal is what is looked for, and its line in the log says no more."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def dead_ends(player: Player) -> list[str]:
    """Links that do not open, each with the page it stands on."""
    cast.freshen(player)
    player.client.raise_request_exception = False
    starts = [player.root]
    if player.member.role in TEAM:
        place = {"workspace": player.workspace.public_id}
        starts += [reverse("capture:day", kwargs=place | {"day": "2026-03-02"})]
        starts += [reverse("capture:year", kwargs=place | {"year": 2026})]
    waiting, seen = [(start, "the start") for start in starts], set(starts)
    visits, dead = Counter[str](), []
    while waiting:
        address, source = waiting.pop(0)
        visits[_kind(address)] += 1
        answer = player.client.get(address)
        if answer.status_code >= 400:
            dead.append(f"{answer.status_code} {address} on {source}")
            continue
        links = [answer["Location"]] if answer.has_header("Location") else _links_of(answer)
        for link in links:
            target = _inside(address, link)
            if target and target not in seen and visits[_kind(target)] < OF_EACH_ROUTE:
                seen.add(target)
                waiting.append((target, address))
    assert len(seen) > len(("start", "account", "log"))
    return dead


def _links_of(answer: object) -> list[str]:
    if "text/html" not in answer.headers.get("Content-Type", ""):  # type: ignore[attr-defined]
        return []
    parser = _Links()
    parser.feed(answer.content.decode())  # type: ignore[attr-defined]
    return parser.found


def _inside(page: str, link: str) -> str:
    """A link as an address of this site; "" for what leads elsewhere or is no page."""
    target = urldefrag(urljoin(page, link)).url
    parts = urlsplit(target)
    return "" if parts.scheme or parts.netloc or target.startswith(LEFT_ALONE) else target


def _kind(address: str) -> str:
    path = urlsplit(address).path
    try:
        return resolve(path).view_name
    except Resolver404:
        return path


@pytest.fixture
def business(olive: Player) -> Player:
    """A business in which everything has been used: a log, answers, people, money and a plan."""
    log_sample(olive)
    planned(olive)
    return olive


@pytest.mark.parametrize("who", ["olive", "max_", "sam", "ada"])
@pytest.mark.parametrize("is_shared", [False, True], ids=["private money", "shared money"])
def test_every_link_of_a_used_business_opens(
    business: Player, who: str, is_shared: bool, request: pytest.FixtureRequest
) -> None:
    business.workspace.has_money_shared = is_shared
    business.workspace.save()
    player = request.getfixturevalue(who)
    if player.member.role in TEAM:
        with acting_in(player.workspace):
            make(business, "Errands")
            for day in range(2, 7):
                add(player, "Errands", start=f"2026-03-0{day} 09:00", minutes=360)
    assert dead_ends(player) == []


@pytest.mark.parametrize("who", ["olive", "max_", "sam", "ada"])
def test_every_link_of_an_empty_business_opens(olive: Player, who: str, request: pytest.FixtureRequest) -> None:
    assert dead_ends(request.getfixturevalue(who)) == []
