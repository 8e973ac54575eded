"""What is known of one week."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from hoursback.engine.capture.quality import TRUSTED_FROM
from hoursback.engine.cycle.xmr import Chart
from hoursback.engine.outcome.weeks import Range
from hoursback.web.home.waiting import Item


@dataclass(frozen=True, slots=True)
class Figures:
    """A week in figures.

    Attributes:
        hours: of everything that the owner logged. top: of their top three; None where nothing says which these are.
        usual: hours of the top three week by week, up to this one, as a chart; a week without a log is no point of it.
        score: of the log as it is today, 0-100; None without one.
        freed: in this week; average: a week since the first hand-off; None: nothing counts (yet).
        is_old: these were worked out earlier today, and something has changed since.
        alarms, decisions, follow_ups: as of today, where the week is this one or the last.
    """

    monday: date
    is_current: bool
    is_over: bool
    owns: bool
    hours: float = 0.0
    top: float | None = None
    names: tuple[str, ...] = ()
    usual: Chart | None = None
    usual_weeks: tuple[date, ...] = ()
    score: float | None = None
    freed: Range | None = None
    average: Range | None = None
    is_old: bool = False
    alarms: list[Item] = field(default_factory=list)
    decisions: list[Item] = field(default_factory=list)
    follow_ups: list[Item] = field(default_factory=list)

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=6)

    @property
    def share(self) -> float | None:
        """Part of the logged hours that went to the top three."""
        return self.top / self.hours if self.top is not None and self.hours > 0 else None

    @property
    def is_trusted(self) -> bool:
        """Whether the log says enough to decide on."""
        return self.score is not None and self.score >= TRUSTED_FROM
