"""When something is full and when to begin looking, as dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hoursback.web.outlook import words

if TYPE_CHECKING:
    from hoursback.engine.outlook.capacity import Full
    from hoursback.engine.outlook.whole import Ahead


@dataclass(frozen=True, slots=True)
class Dates:
    """When something is full and when to begin looking, as dates; None: not in sight."""

    full: date | None
    early: date | None
    late: date | None
    look: date | None
    is_full_now: bool
    is_due: bool

    @property
    def range(self) -> str:
        """The likely range in words."""
        return words.span(self.early, self.late)


def dates_of(ahead: Ahead, full: Full | None, lead: int, today: date) -> Dates | None:
    """The dates of a limit; None where there is no limit."""
    if full is None:
        return None

    def on(week: int | None) -> date | None:
        # Week 0 is this week: what is due in it is due today, not on a Monday that is over.
        return None if week is None else max(today, date.fromordinal(ahead.monday + 7 * week))

    look = on(full.start_looking(lead))
    return Dates(
        on(full.middle), on(full.early), on(full.late), look, full.middle == 0, look is not None and look <= today
    )
