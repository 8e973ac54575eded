"""How far a person's log can be trusted: the engine's checks over the last 120 days, kept until the log changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache

from hoursback.engine.capture.quality import Check, Checker, Finding, Quality, Severity
from hoursback.web.accounts.models import Workspace
from hoursback.web.capture.models import Entry, Habit
from hoursback.web.capture.stream import rows_of
from hoursback.web.people.models import Person

LOOKED_AT_DAYS = 120
SHOWN_OF_EACH = 12
_KEPT_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Group:
    """What one check found: the first findings, how many in all, and what they cost."""

    check: Check
    severity: Severity
    findings: Sequence[Finding]
    total: int
    points: float

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.findings)


def log_quality(workspace: Workspace, person: Person | None, habit: Habit | None, today: date) -> Quality | None:
    """The checks' verdict on a person's last 120 days; None for somebody who has logged nothing in them."""
    if person is None:
        return None
    since = today - timedelta(days=LOOKED_AT_DAYS - 1)
    work_days = len(habit.work_days) if habit is not None and habit.work_days else len(Habit.DEFAULT_DAYS)
    key = f"quality:{workspace.pk}:{person.pk}:{workspace.log_version}:{since}:{work_days}"
    found: Quality | None = cache.get(key)
    if found is None:
        checker, is_empty = Checker(work_days=work_days), True
        for zone, rows in rows_of(workspace.pk, person.pk, since):
            checker.add_rows(rows, zone)
            is_empty = is_empty and not rows
        if is_empty:
            return None
        found = checker.quality()
        cache.set(key, found, _KEPT_SECONDS)
    return found


def has_entries(person: Person | None) -> bool:
    """Whether a person has ever logged anything."""
    return person is not None and Entry.everywhere.filter(workspace_id=person.workspace_id, person=person).exists()


def groups(quality: Quality) -> list[Group]:
    """The findings by check, the most costly first."""
    found: dict[Check, list[Finding]] = {}
    for finding in quality.findings:
        found.setdefault(finding.check, []).append(finding)
    costs: dict[Check, float] = {}
    for penalty in quality.penalties:
        costs[penalty.check] = costs.get(penalty.check, 0.0) + penalty.points
    grouped = [
        Group(
            check, findings[0].severity, sorted(findings, key=_newest_first)[:SHOWN_OF_EACH], quality.totals[check],
            round(costs.get(check, 0.0), 1),
        )
        for check, findings in found.items()
    ]  # fmt: skip
    return sorted(grouped, key=lambda group: -group.points)


def _newest_first(finding: Finding) -> tuple[int, int]:
    return (list(Severity).index(finding.severity), -(finding.day or date.max).toordinal())
