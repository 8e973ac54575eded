"""What somebody asks of a report, and which reports open to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import access_to

NAMES = {
    "plan": gettext_lazy("The plan"),
    "results": gettext_lazy("The results"),
    "outlook": gettext_lazy("The outlook"),
}
WEEKS = {
    13: gettext_lazy("a quarter"),
    26: gettext_lazy("half a year"),
    52: gettext_lazy("a year"),
}
USUAL_WEEKS = 26
_PAGES = {"plan": "plan:index", "results": "outcome:index", "outlook": "outlook:index"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A report as it was asked for.

    Attributes:
        weeks: back in the results, ahead in the outlook. locale: of dates and figures. shows_worth: income, worth and
            what follows from them too, as far as whoever asks may see them.
    """

    report: str
    weeks: int
    locale: str
    shows_worth: bool


def open_to(member: Member) -> list[str]:
    """The reports a member may have: those whose page opens to them."""
    return [name for name, route in _PAGES.items() if _opens(member, route)]


def _opens(member: Member, route: str) -> bool:
    access = access_to(route)
    is_shared = member.workspace.has_money_shared
    return access is not None and member.role in access.roles_for("GET", is_shared=is_shared)
