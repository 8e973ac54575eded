"""Pages about people do not ask the database more often when there are two hundred of them, with three years behind."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import all_routes, visible
from hoursback.web.accounts.roles import Access, Door, Role
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import rollups
from tests.web import cast, crowd
from tests.web.cast import Player
from tests.web.matrix import PLAIN, addresses

SPACES = ("handoff:", "cycle:", "people:", "home:")
MARGIN = 2
"""Queries more that the larger one may take: a kind of row that the small one lacks, a list whose rest is counted."""


ASKED = {
    "handoff:board": ("", "?show=mine", "?show=running"),
    "handoff:bench": ("", "?page=2"),
    "handoff:candidates": ("", "?page=2"),
    "handoff:costs": ("", "?month={month}", "?page=2"),
    "handoff:prices": ("", "?page=2"),
    "handoff:timesheets": ("", "?month={month}", "?page=2"),
    "handoff:costs-csv": ("?month={month}",),
    "handoff:costs-xlsx": ("?month={month}",),
}
"""What is asked of a page besides its bare address; `{month}` is one that is over."""


def pages(role: Role) -> dict[str, tuple[tuple[str, ...], Access]]:
    """Everything a role can look at in these apps, with the URL arguments."""
    rows = all_routes()
    return {
        route.name: (tuple(name for name in route.arguments if name != "workspace"), rows[route.name])
        for route in addresses()
        if route.name.startswith(SPACES)
        and rows[route.name].door is Door.MEMBER
        and "GET" in rows[route.name].methods
        and role in rows[route.name].roles_for("GET")
    }


LAST_WEEK = date.fromordinal(crowd.MONDAY - 7).isoformat()
LAST_MONTH = (crowd.TODAY.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")


def looks(member: Member) -> dict[str, str]:
    """By name, the addresses that a member of the crowd's workspace can look at, with what is asked of them."""
    found = {}
    with acting_in(member.workspace):
        for name, facts in pages(Role(member.role)).items():
            address = place(member, name, *facts)
            for query in ASKED.get(name, ("",)) if address else ():
                found[f"{name}{query}"] = f"{address}{query.format(month=LAST_MONTH)}"
    return found


def place(member: Member, name: str, arguments: tuple[str, ...], access: Access) -> str | None:
    """The page's address with rows of the crowd; None where it has none of a kind."""
    found: dict[str, Any] = {}
    for argument in arguments:
        if argument not in access.objects:
            found[argument] = LAST_WEEK if argument in ("day", "week") else PLAIN[argument]
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


def measured(owner: Member, size: crowd.Size) -> dict[str, tuple[int, list[str]]]:
    with acting_in(owner.workspace):
        crowd.fill(owner, size)
        assert rollups.is_right(owner.workspace_id)
    found = {}
    for member in crowd.team(owner):
        player = cast.player(member)
        for name, address in looks(member).items():
            found[f"{name} of {member.role}"] = asked(player, address)
    return found


@pytest.mark.django_db
def test_no_page_asks_more_often_with_two_hundred_people_and_two_thousand_hand_offs() -> None:
    small = measured(cast.owner_of("Small", "Una"), crowd.SMALL)
    large = measured(cast.owner_of("Large", "Olive"), crowd.LARGE)
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
