"""Pages about people do not ask the database more often when there are two hundred of them, with three years behind."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import all_routes, visible
from hoursback.web.accounts.roles import Access, Door
from hoursback.web.accounts.scope import acting_in
from tests.web import cast, crowd
from tests.web.cast import Player
from tests.web.matrix import PLAIN, addresses

SPACES = ("handoff:", "cycle:", "people:", "home:")
MARGIN = 2
"""Queries more that the larger one may take: a further kind of row that the small one happens to lack."""


def pages() -> dict[str, tuple[tuple[str, ...], Access]]:
    """Everything an owner can look at in these apps, with the URL arguments."""
    rows = all_routes()
    return {
        route.name: (tuple(name for name in route.arguments if name != "workspace"), rows[route.name])
        for route in addresses()
        if route.name.startswith(SPACES) and rows[route.name].door is Door.MEMBER and "GET" in rows[route.name].methods
    }


def place(member: Member, name: str, arguments: tuple[str, ...], access: Access) -> str | None:
    """The page's address with rows of the crowd; None where it has none of a kind."""
    found: dict[str, Any] = {}
    for argument in arguments:
        if argument not in access.objects:
            found[argument] = PLAIN[argument]
            continue
        row = visible(member, apps.get_model(access.objects[argument])).order_by("-pk").first()
        if row is None:
            return None
        found[argument] = row.pk
    return reverse(name, kwargs={"workspace": member.workspace.public_id, **found})


def asked(player: Player, address: str) -> tuple[int, list[str]]:
    """Status and queries of the second look at a page; the first one fills what is kept."""
    player.client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        status = player.client.get(address).status_code
    return status, [re.sub(r"\d+", "N", query["sql"])[:200] for query in queries.captured_queries]


def measured(player: Player, size: crowd.Size) -> dict[str, tuple[int, list[str]]]:
    with acting_in(player.workspace):
        crowd.fill(player.member, size)
        ways = {name: place(player.member, name, *facts) for name, facts in pages().items()}
    return {name: asked(player, address) for name, address in ways.items() if address is not None}


@pytest.mark.django_db
def test_no_page_asks_more_often_with_two_hundred_people_and_two_thousand_hand_offs() -> None:
    small = measured(cast.player(cast.owner_of("Small", "Una")), crowd.SMALL)
    large = measured(cast.player(cast.owner_of("Large", "Olive")), crowd.LARGE)
    assert set(small) == set(large)
    assert {name: status for name, (status, _) in large.items() if status >= 400} == {}
    more = {
        name: (len(small[name][1]), len(queries), _extra(small[name][1], queries))
        for name, (_, queries) in large.items()
        if len(queries) > len(small[name][1]) + MARGIN
    }
    assert more == {}


def _extra(few: list[str], many: list[str]) -> list[str]:
    """The queries that came more often, once each."""
    return sorted({query for query in many if many.count(query) > few.count(query) + 1})[:3]
