"""The moment at which somebody looks: the second, their zone, and the hour at which their days start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from hoursback.engine.capture.overlap import Span
from hoursback.engine.focus.days import at_clock, day_bounds, working_day
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.selectors import zone_or_utc


@dataclass(frozen=True, slots=True)
class Clock:
    """Where and when: `now` in epoch seconds, `day_start` the hour at which a working day starts."""

    now: int
    zone: ZoneInfo
    day_start: int = 0

    @property
    def today(self) -> date:
        """The working day that holds now; after midnight it may still be the day before."""
        return working_day(self.now, self.zone, self.day_start)

    @property
    def monday(self) -> date:
        """The Monday of this week."""
        return monday_of(self.today)

    def day_of(self, epoch: int) -> date:
        """The working day of a second."""
        return working_day(epoch, self.zone, self.day_start)

    def bounds(self, day: date) -> Span:
        """First second of a working day and of the next."""
        return day_bounds(day, self.zone, self.day_start)

    def at(self, day: date, clock: time) -> int:
        """The second of a clock time on a working day; hours before its start are those of the night after it."""
        return at_clock(day if clock.hour >= self.day_start else day + timedelta(days=1), clock, self.zone)

    def local(self, epoch: int) -> datetime:
        """A second on the local clock."""
        return datetime.fromtimestamp(epoch, self.zone)


def clock_of(member: Member, now: datetime | None = None) -> Clock:
    """A member's clock at a moment, this one where none is given."""
    moment = int((now or timezone.now()).timestamp())
    return Clock(moment, zone_or_utc(member.user.timezone or member.workspace.timezone), member.workspace.day_start)


def monday_of(day: date) -> date:
    """The Monday of a day's ISO week."""
    return day - timedelta(days=day.weekday())
