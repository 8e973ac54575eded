"""The steps of the journey as the navigation shows them, for each role only what opens."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoursback.web.shared.addresses import address_in


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the navigation.

    Attributes:
        name: the app's word, also of its icon and of the addresses that belong to it. keys: typed to go there.
        roles: as the rights of the route state them; a test holds the two together, for this layer cannot look up.
        is_money: others than the owner see it only while money is shared.
        is_wide_only: on a phone it stands in the account menu instead, to leave room for thumbs.
        shown_to: whom it is shown here, where the others get there by another way; empty: all of `roles`.
    """

    name: str
    route: str
    label: str | Promise
    keys: str
    roles: frozenset[str]
    is_wide_only: bool = False
    is_money: bool = False
    shown_to: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """A step as one member sees it."""

    step: Step
    address: str
    current: str


_ALL = frozenset({"owner", "manager", "helper", "adviser"})
STEPS = (
    Step("today", "home:today", _("Today"), "g t", _ALL),
    Step("log", "capture:day", _("Log"), "g l", _ALL - {"adviser"}),
    Step("review", "review:index", _("Review"), "g r", frozenset({"owner"})),
    Step("worth", "worth:index", _("Worth"), "g w", _ALL - {"helper"}, is_wide_only=True, is_money=True),
    Step("plan", "plan:index", _("Plan"), "g p", _ALL - {"helper"}),
    Step("handoff", "handoff:board", _("Hand-offs"), "g h", _ALL - {"adviser"}),
    Step("outcome", "outcome:index", _("Results"), "g b", _ALL - {"helper"}, is_wide_only=True),
    Step("outlook", "outlook:index", _("Outlook"), "g o", frozenset({"owner", "manager"}), is_wide_only=True),
    # Leaders come to cycles from People, and everybody to what is stored about them from the palette.
    Step("cycle", "cycle:index", _("My cycle"), "g c", _ALL - {"adviser"}, shown_to=frozenset({"helper"})),
    Step("me", "home:me", _("About me"), "g m", _ALL, is_wide_only=True, shown_to=frozenset({"helper", "adviser"})),
    Step("people", "people:index", _("People"), "g e", frozenset({"owner", "manager"}), is_wide_only=True),
    Step("settings", "settings:workspace", _("Settings"), "g s", frozenset({"owner"}), is_wide_only=True),
)


def links(request: HttpRequest) -> list[Link]:
    """The steps that open for whoever asks; none outside a workspace."""
    member = getattr(request, "member", None)
    if member is None:
        return []
    return [
        Link(step, address_in(member.workspace.public_id, step.route), _current(request, step))
        for step in STEPS
        if member.role in (step.shown_to or step.roles)
        and (not step.is_money or member.role == "owner" or member.workspace.has_money_shared)
    ]


def _current(request: HttpRequest, step: Step) -> str:
    """The value of aria-current: page, true (a page below it), or nothing."""
    match = request.resolver_match
    if match is None or match.app_name != step.route.partition(":")[0]:
        return ""
    if match.view_name == step.route and match.kwargs.keys() <= {"workspace"}:
        return "page"
    # A page with an entry of its own belongs to that one alone.
    return "" if any(other.route == match.view_name for other in STEPS) else "true"
