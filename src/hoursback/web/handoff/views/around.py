"""What stands around every page of one hand-off: who and what, where it stands, what can be done, the other pages."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.request import WorkspaceRequest, inside
from hoursback.web.accounts.rights import access_to
from hoursback.web.handoff.selectors import work

TABS: tuple[tuple[str, str, str | Promise], ...] = (
    ("now", "handoff:handoff", _("What is next")),
    ("brief", "handoff:brief", _("Brief")),
    ("candidates", "handoff:candidates", _("Candidates")),
    ("agreement", "handoff:agreement", _("Agreement")),
    ("training", "handoff:training", _("Training and runs")),
    ("money", "handoff:costs", _("Time and money")),
    ("history", "handoff:history", _("History")),
)
"""Key (the `tab` of `page`), route and label of every page about one hand-off."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the pages about a hand-off, as somebody sees it."""

    label: str | Promise
    address: str
    is_here: bool


def page(
    request: WorkspaceRequest,
    handoff: Any,
    template: str,
    facts: Mapping[str, Any],
    tab: str = "brief",
    status: int = 200,
) -> HttpResponse:
    """A page about one hand-off; `template` extends handoff/around.html.

    Args:
        handoff: the row, found with `handoff_here`. tab: which of TABS it is.
    """
    around = {"handoff": handoff, "around": work.around(request.member, handoff), "tabs": _tabs(request, handoff, tab)}
    return render(request, template, {**around, **facts}, status=status)


def address_of(request: WorkspaceRequest, handoff: Any, route: str) -> str:
    """The address of a page about a hand-off (or about all, narrowed to it); "" where it is not open to the role."""
    access = access_to(route)
    if access is None or request.member.role not in access.roles:
        return ""
    with suppress(NoReverseMatch):
        return inside(request, route, handoff=handoff.pk)
    with suppress(NoReverseMatch):  # a page about all that can be narrowed to one
        return f"{inside(request, route)}?handoff={handoff.pk}"
    return ""


def _tabs(request: WorkspaceRequest, handoff: Any, here: str) -> list[Tab]:
    """The pages that are there and open to the member's role."""
    found = ((label, address_of(request, handoff, route), key == here) for key, route, label in TABS)
    return [Tab(label, address, is_here) for label, address, is_here in found if address]
