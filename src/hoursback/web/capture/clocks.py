"""Local clocks of the log: from what people type to seconds, and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from hoursback.engine.capture.clock import either_side, local_day, readings
from hoursback.engine.capture.dayword import EARLIEST, LATEST
from hoursback.web.capture.errors import LogError

DAY = 24 * 3600
NIGHT = 12 * 3600
"""An end before its start means the next morning, up to this length; a longer night has to be written as two."""
EARLIER, LATER = "earlier", "later"


def epoch_of(day: date, at: time, zone: ZoneInfo, *, where: str, which: str = "") -> int:
    """The second that a clock time on a day means.

    Args:
        which: EARLIER or LATER, of a time that the clock showed twice.
    Raises: LogError, for a time that does not exist, or came twice and nobody said which; with both readings.
    """
    wanted = datetime.combine(day, at)
    found = readings(wanted, zone)
    if len(found) == 1:
        return found[0]
    if len(found) == 2 and which in (EARLIER, LATER):
        return found[which == LATER]
    shown = f"{at:%H:%M}"
    if not found:
        meant = _(" or ").join(f"{local(epoch, zone):%H:%M}" for epoch in either_side(wanted, zone))
        raise LogError(
            _("The clocks went forward: %(time)s does not exist on that day.") % {"time": shown},
            where=where,
            value=shown,
            hint=_("Write %(meant)s, as you mean it.") % {"meant": meant},
        )
    meant = _(" or ").join(f"{datetime.fromtimestamp(epoch, UTC):%H:%M} UTC" for epoch in found)
    raise TwiceError(
        _("The clocks went back: %(time)s came twice on that day.") % {"time": shown},
        where=where,
        value=shown,
        hint=_("It can be %(meant)s; say which below.") % {"meant": meant},
    )


class TwiceError(LogError):
    """A clock time that came twice."""


def end_after(start: int, day: date, at: time, zone: ZoneInfo, *, which: str = "") -> int:
    """The second at which something that began at `start` ended, read on the clock; past midnight the next day.

    Raises: LogError, for an end that cannot be.
    """
    on_day = _best_after(start, day, at, zone, which)
    if on_day >= start:
        return on_day
    next_day = epoch_of(day + timedelta(days=1), at, zone, where="end", which=which)
    if next_day - start > NIGHT:
        raise LogError(
            _("This ends before it begins."),
            where="end",
            value=f"{at:%H:%M}",
            hint=_("Past midnight an entry lasts at most 12 hours; write a longer one as two."),
        )
    return next_day


def _best_after(start: int, day: date, at: time, zone: ZoneInfo, which: str) -> int:
    try:
        return epoch_of(day, at, zone, where="end", which=which)
    except TwiceError:
        # Of two readings only one may lie after the start, and then nothing is left to ask.
        after = [epoch for epoch in readings(datetime.combine(day, at), zone) if epoch >= start]
        if len(after) == 1:
            return after[0]
        raise


def local(epoch: int, zone: ZoneInfo) -> datetime:
    """A second on a local clock."""
    return datetime.fromtimestamp(epoch, zone)


def day_of(epoch: int, zone: ZoneInfo) -> date:
    """The local date of a second."""
    return local_day(epoch, zone)


def bounds_of(day: date, zone: ZoneInfo) -> tuple[int, int]:
    """First second of a day and of the next; 23 or 25 hours apart where the clocks change."""
    first, after = (datetime.combine(d, time(), zone) for d in (day, day + timedelta(days=1)))
    return int(first.timestamp()), int(after.timestamp())


def day_or_none(text: str) -> date | None:
    """A date of an address; None for what is none, or out of bounds."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Shorter ISO forms such as 20260302 would give one page two addresses.
    return day if len(text) == 10 and EARLIEST <= day <= LATEST else None


def in_bounds(day: int) -> bool:
    """Whether a day's ordinal lies in 1970 to 2100."""
    return EARLIEST.toordinal() <= day <= LATEST.toordinal()
