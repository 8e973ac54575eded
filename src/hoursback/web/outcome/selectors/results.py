"""Results as pages, reports and the API show them: worked out once, kept until anything in the workspace changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.core.cache import cache
from django.http import Http404

from hoursback.engine.outcome.freed import Week
from hoursback.engine.outcome.weeks import Range
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.handoff.models import Handoff
from hoursback.web.outcome.selectors.reckoned import limits_version, reckoned
from hoursback.web.outcome.selectors.shapes import HandoffResult, Results, Sounded
from hoursback.web.shared.places import RELEASE
from hoursback.web.worth.selectors import sees_worth

__all__ = [
    "Gist",
    "HandoffResult",
    "Results",
    "Sounded",
    "gist_of",
    "limits_version",
    "result_of",
    "results",
    "results_of",
]

_KEPT = 24 * 3600


def results(member: Member, today: date) -> Results:
    """What the hand-offs of a member's workspace brought, as far as the member may see it."""
    found = results_of(member.workspace, today)
    return found if sees_worth(member) else without_money(found)


def results_of(workspace: Workspace, today: date) -> Results:
    """The same with everything; call it inside the workspace."""
    key = _key("whole", workspace, today)
    found: Results | None = cache.get(key)
    if found is None:
        found = reckoned(workspace, today)
        cache.set(key, found, _KEPT)
    return found


@dataclass(frozen=True, slots=True)
class Gist:
    """What the first pages of a day need of the results: all hand-offs together, and what sounded.

    Attributes:
        is_old: something has changed since it was worked out, earlier today.
    """

    weeks: tuple[Week, ...]
    average: Range | None
    sounded: tuple[Sounded, ...]
    is_old: bool = False


def gist_of(workspace: Workspace, today: date, *, may_be_old: bool = False) -> Gist:
    """The gist of `results_of`, kept by itself: it stays small where there are thousands of hand-offs.

    Args:
        may_be_old: take one from earlier today, if there is one, instead of working it out anew.
    """
    key, of_the_day = _key("gist", workspace, today), f"results-gist:{RELEASE}:{workspace.public_id}:{today}"
    found: Gist | None = cache.get(key)
    if found is None and may_be_old:
        old: Gist | None = cache.get(of_the_day)
        found = old and replace(old, is_old=True)
    if found is None:
        whole = results_of(workspace, today)
        found = Gist(whole.weeks, whole.average, whole.sounded)
        cache.set_many({key: found, of_the_day: found}, _KEPT)
    return found


def _key(name: str, workspace: Workspace, today: date) -> str:
    version = Workspace.objects.values_list("version", flat=True).get(pk=workspace.pk)
    return f"results-{name}:{RELEASE}:{workspace.public_id}:{version}:{today}"


def result_of(member: Member, handoff_id: int, today: date) -> tuple[Handoff, HandoffResult | None]:
    """One hand-off and what it brought; None: its work has not begun.

    Raises: Http404.
    """
    handoff = visible_or_404(member, Handoff, handoff_id)
    if handoff.workspace_id != member.workspace_id:
        raise Http404
    return handoff, next((row for row in results(member, today).rows if row.pk == handoff.pk), None)


def without_money(found: Results) -> Results:
    """The same in hours alone."""
    rows = tuple(replace(row, money=None, gathered=(), paid=Decimal(0)) for row in found.rows)
    return replace(found, rows=rows, money=None, per_hour=None, shows_money=False, top_three=())
