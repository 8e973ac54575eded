"""The leader's own cycle: how they see themselves, and how those they lead see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hoursback.engine.cycle.leading import AREAS, Upward, upward, weakest
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.cycle.models import SelfCheck, UpwardRating

FRESH_DAYS = 366
"""Upward ratings older than this say little about today."""


@dataclass(frozen=True, slots=True)
class Leading:
    """A leader's own page.

    Attributes:
        upward: means of those who did not let theirs be seen. shown: ratings that may be seen as somebody's.
        comments: what people who let theirs be seen would like. weakest: an area to begin with; "" before any check.
    """

    checks: list[SelfCheck]
    upward: Upward
    shown: list[UpwardRating]
    comments: list[UpwardRating]
    weakest: str

    @property
    def newest(self) -> SelfCheck | None:
        """The last self-check."""
        return self.checks[0] if self.checks else None

    @property
    def goal(self) -> SelfCheck | None:
        """The goal that is still open."""
        return next((check for check in self.checks if check.goal and check.goal_met is None), None)


def leading_of(actor: Member, today: date) -> Leading:
    """How a leader leads, as they and as those they lead see it."""
    checks = list(visible(actor, SelfCheck)[:20])
    newest = _newest(
        UpwardRating.objects.filter(about=actor, on__gt=today - timedelta(days=FRESH_DAYS))
        .select_related("person")
        .order_by("-on", "-pk")
    )
    # Only what somebody said last counts, also of whether it may be seen.
    open_rows = [row for row in newest if row.may_show]
    together = upward({row.person_id: levels_of(row) for row in newest}, {row.person_id for row in open_rows})
    own = levels_of(checks[0]) if checks else {}
    has_any = bool(own or together.means)
    return Leading(
        checks,
        together,
        open_rows,
        [row for row in open_rows if row.comment],
        weakest(own, together.means) if has_any else "",
    )


def levels_of(row: SelfCheck | UpwardRating) -> dict[str, float]:
    """The four levels of a row by area."""
    return {area: getattr(row, area) for area in AREAS}


def leaders_of(actor: Member) -> list[Member]:
    """Who leads here, but oneself."""
    here = Member.objects.filter(workspace=actor.workspace_id, is_active=True, role__in=[r.value for r in LEADERS])
    return list(here.exclude(pk=actor.pk).select_related("user").order_by("role", "pk"))


def own_ratings(actor: Member) -> list[UpwardRating]:
    """What a member said about those who lead them, newest first."""
    rows = visible(actor, UpwardRating).filter(person__member=actor).select_related("about__user")
    return list(rows.order_by("-on", "-pk")[:20])


def _newest(rows: Iterable[UpwardRating]) -> list[UpwardRating]:
    """The newest rating of each person."""
    found: dict[int, UpwardRating] = {}
    for row in rows:
        found.setdefault(row.person_id, row)
    return list(found.values())
