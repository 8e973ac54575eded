"""The round-trip guard: what it looks at, and the flags it raised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.errors import HoursbackError
from hoursback.engine.handoff.guard import Handed
from hoursback.engine.handoff.money import as_written, cents
from hoursback.engine.handoff.stages import AT_WORK
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.selectors import version_now, zone_or_utc
from hoursback.web.capture.models import WeekTotal
from hoursback.web.handoff.models import Change, Flag, Handoff
from hoursback.web.people.models import TimeOff
from hoursback.web.plan.stated import settings_of
from hoursback.web.review.selectors import owner_person
from hoursback.web.shared import formats
from hoursback.web.worth.selectors import sees_worth, worth

WEEKS_BACK = 4
"""Whole weeks that are looked at again each day, for entries that were logged late."""
BEFORE_WEEKS = 8
"""Whole weeks before a start whose mean stands in where the hours before were not stated."""
WEEK = 7
_DAY = 24 * 3600
_LISTED = (
    *("workspace", "handoff", "week", "seconds", "expected", "choice", "reason"),
    *("handoff__name", "handoff__workspace", "handoff__person__name", "handoff__person__workspace"),
)
"""What a list of flags shows."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A hand-off under guard, and what the engine needs to know of it."""

    handoff: Handoff
    handed: Handed
    assumptions: Assumptions


@dataclass(frozen=True, slots=True)
class Shown:
    """A flag as a page shows it.

    Attributes:
        cost: what the hours beyond the expected ones were worth; None where the viewer may not see the worth of the
            owner's hour, or nothing says it.
    """

    flag: Flag
    monday: date
    cost: Decimal | None

    @property
    def hours(self) -> float:
        """Hours of the owner in that week."""
        return self.flag.seconds / 3600

    @property
    def expected(self) -> float:
        """Hours of theirs that were to be expected."""
        return self.flag.expected / 3600

    @property
    def over(self) -> float:
        """Hours beyond these."""
        return (self.flag.seconds - self.flag.expected) / 3600

    @property
    def said_week(self) -> str:
        """The week in words."""
        return _("week of %(day)s") % {"day": formats.day(self.monday)}

    @property
    def said_over(self) -> str:
        """Hours beyond these, in words."""
        return _("%(hours)s h came back") % {"hours": formats.number(self.over, 1)}

    @property
    def said_hours(self) -> str:
        """Hours of that week beside those expected, in words."""
        facts = {"hours": formats.number(self.hours, 1), "expected": formats.number(self.expected, 1)}
        return _("%(hours)s h logged, %(expected)s h expected") % facts


@dataclass(frozen=True, slots=True)
class Flags:
    """What came back: not decided, and decided, newest first.

    Attributes:
        open: the newest of `number` that are not decided. over: hours beyond the expected ones, in all of these.
        cost: what these hours were worth; None where the viewer may not see it, or nothing says it.
    """

    open: list[Shown]
    number: int
    over: float
    cost: Decimal | None
    decided: list[Shown]

    @property
    def more(self) -> int:
        """How many are not shown; they come up as the others are decided."""
        return self.number - len(self.open)


def flags_of(actor: Member, today: date, handoff: Handoff | None = None, *, last: int = 20) -> Flags:
    """The flags a leader sees, of all hand-offs or of one."""
    rows = visible(actor, Flag).select_related("handoff__person").only(*_LISTED).order_by("-week", "-pk")
    if handoff is not None:
        rows = rows.filter(handoff=handoff)
    waiting = rows.filter(choice=Flag.Choice.OPEN)
    over = [max(had - wanted, 0) for had, wanted in waiting.order_by().values_list("seconds", "expected")]
    decided = list(rows.exclude(choice=Flag.Choice.OPEN)[:last])
    per_hour = worth_per_hour(actor, today) if over or decided else None
    return Flags(
        open=[_shown(row, per_hour) for row in waiting[:last]],
        number=len(over),
        over=sum(over) / 3600,
        cost=None if per_hour is None else sum((_cost(seconds, per_hour) for seconds in over), Decimal(0)),
        decided=[_shown(row, per_hour) for row in decided],
    )


def open_flags(actor: Member) -> int:
    """How many flags wait for a decision; none for a helper."""
    return visible(actor, Flag).filter(choice=Flag.Choice.OPEN).count()


def flag_here(actor: Member, flag_id: int) -> Flag:
    """A flag of the workspace, with its hand-off; 404 for any other."""
    found = visible_or_404(actor, Flag, flag_id)
    return Flag.objects.select_related("handoff__person", "by__user").get(pk=found.pk)


def flag_shown(actor: Member, flag: Flag, today: date) -> Shown:
    """One flag as its page shows it."""
    return _shown(flag, worth_per_hour(actor, today))


def worth_per_hour(actor: Member, today: date) -> float | None:
    """Worth of one freed hour of the owner, currency; None for whoever may not see it, and where nothing says it.

    Kept until anything changes in the workspace: two thousand activities take a while.
    """
    if not sees_worth(actor):
        return None
    key = f"guard-hour:{actor.workspace.public_id}:{version_now(actor.workspace_id)}:{today.toordinal()}"
    kept: tuple[float | None] | None = cache.get(key)
    if kept is None:
        kept = (_freed_hour(actor, today),)
        cache.set(key, kept, _DAY)
    return kept[0]


def _freed_hour(actor: Member, today: date) -> float | None:
    try:
        known = worth(actor.workspace, owner_person(actor.workspace_id), today)
    except HoursbackError:
        return None
    return None if known is None else known.time.freed(0.0, 1.0)


def watched(workspace: Workspace, today: int) -> list[Watched]:
    """Hand-offs at work whose supervised work began, each with what is known of it; a handful of queries in all."""
    rows = list(
        Handoff.objects.filter(
            workspace=workspace, state__in=AT_WORK, started_on__isnull=False, activity__isnull=False
        ).select_related("activity", "workspace")
    )
    if not rows:
        return []
    settings = settings_of(workspace)
    handable = {stated.name: stated.handable for stated in settings.activities}
    away, before = _away(rows, today), _hours_before(workspace, rows)
    found = []
    for row in rows:
        share = handable.get(row.activity.name if row.activity else "") or settings.assumptions.phi
        assert row.started_on is not None
        hours = row.baseline_hours if row.baseline_hours is not None else before.get(row.pk, 0.0)
        handed = Handed(hours, share.value, row.started_on.toordinal(), tuple(away.get(row.pk, ())))
        found.append(Watched(row, handed, settings.assumptions))
    return found


def seconds_by_week(workspace: Workspace, activities: Iterable[int | None], first: int) -> dict[int, dict[int, int]]:
    """The owner's seconds by activity and Monday since a Monday, from the week totals."""
    found: dict[int, dict[int, int]] = {}
    for activity, week, seconds in (
        _owners_weeks(workspace, activities).filter(week__gte=first).values_list("activity_id", "week", "seconds")
    ):
        found.setdefault(activity, {})[week] = seconds
    return found


def _owners_weeks(workspace: Workspace, activities: Iterable[int | None]) -> QuerySet[WeekTotal]:
    person = owner_person(workspace.pk)
    rows = WeekTotal.objects.filter(workspace=workspace, person=person, activity__in=[pk for pk in activities if pk])
    return rows if person is not None else rows.none()


def _hours_before(workspace: Workspace, rows: list[Handoff]) -> dict[int, float]:
    """Mean hours a week of the owner in the weeks before each start, where the hours before were not stated."""
    unknown = [row for row in rows if row.baseline_hours is None and row.started_on is not None]
    if not unknown:
        return {}
    starts = {row.pk: row.started_on.toordinal() for row in unknown if row.started_on is not None}
    first = min(starts.values()) - (BEFORE_WEEKS + 1) * WEEK
    spent = seconds_by_week(workspace, [row.activity_id for row in unknown], first)
    found = {}
    for row in unknown:
        monday = starts[row.pk] - (starts[row.pk] - 1) % WEEK
        weeks = range(monday - BEFORE_WEEKS * WEEK, monday, WEEK)
        logged = [spent.get(row.activity_id or 0, {}).get(week, 0) for week in weeks]
        # A log that began later says nothing about the weeks before it.
        logged = logged[next((place for place, seconds in enumerate(logged) if seconds), len(logged)) :]
        found[row.pk] = sum(logged) / len(logged) / 3600 if logged else 0.0
    return found


def _away(rows: list[Handoff], today: int) -> dict[int, list[tuple[int, int]]]:
    """By hand-off, the days on which the owner was meant to stand in: it was not at work, or the person was off."""
    found: dict[int, list[tuple[int, int]]] = {}
    zone = zone_or_utc(rows[0].workspace.timezone)
    since: dict[int, int] = {}
    changes = Change.objects.filter(handoff__in=rows, workspace=rows[0].workspace_id).order_by("pk")
    for handoff_id, target, at in changes.values_list("handoff_id", "target", "at"):
        day = timezone.localdate(at, zone).toordinal()
        if target in AT_WORK:
            if handoff_id in since:
                found.setdefault(handoff_id, []).append((since.pop(handoff_id), day))
        else:
            since.setdefault(handoff_id, day)
    off: dict[int, list[tuple[int, int]]] = {}
    people = {row.person_id for row in rows if row.person_id is not None}
    recent = date.fromordinal(today - (WEEKS_BACK + 2) * WEEK)
    times = TimeOff.objects.filter(person__in=people, workspace=rows[0].workspace_id, last__gte=recent)
    for person, first, last in times.values_list("person_id", "first", "last"):
        off.setdefault(person, []).append((first.toordinal(), last.toordinal()))
    return {row.pk: [*found.get(row.pk, ()), *off.get(row.person_id or 0, ())] for row in rows}


def _shown(flag: Flag, per_hour: float | None) -> Shown:
    cost = None if per_hour is None else _cost(max(flag.seconds - flag.expected, 0), per_hour)
    return Shown(flag, date.fromordinal(flag.week), cost)


def _cost(seconds: int, per_hour: float) -> Decimal:
    return cents(as_written(per_hour) * seconds / 3600)
