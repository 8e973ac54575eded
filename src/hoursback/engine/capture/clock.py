"""Local clocks: what a wall clock's reading means in seconds, and which day a second falls on.

Twice a year most clocks skip an hour or show one twice; nothing here guesses which was meant.
"""

from __future__ import annotations

import difflib
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from hoursback.engine.errors import HoursbackError

SECONDS_PER_DAY = 86_400
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name.

    Raises: HoursbackError, for a name that is no zone; the hint has the nearest one.
    """
    # Not a zone but whatever the machine is set to.
    if name not in {"localtime", "posixrules"}:
        # OSError: the name of a folder of zones, such as "America".
        with suppress(KeyError, ValueError, OSError):
            return ZoneInfo(name)
    raise HoursbackError(
        "There is no such time zone.",
        where="timezone",
        value=name,
        hint=f"Use an IANA name such as {_nearest_zone(name)}.",
    )


def _nearest_zone(name: str) -> str:
    by_folded = {zone.casefold(): zone for zone in available_timezones()}
    by_city = {zone.rpartition("/")[2].casefold(): zone for zone in by_folded.values()}
    wanted = name.strip().replace(" ", "_").casefold()
    for table in (by_folded, by_city):
        near = difflib.get_close_matches(wanted[:64], table, n=1, cutoff=0.75)
        if near:
            return table[near[0]]
    return "Europe/Berlin or America/New_York"


def readings(local: datetime, zone: ZoneInfo) -> tuple[int, ...]:
    """Epoch seconds that a naive local time can mean: none if the clock skipped it, two if it showed it twice.

    >>> readings(datetime(2025, 3, 30, 2, 30), ZoneInfo("Europe/Berlin"))
    ()
    >>> readings(datetime(2025, 10, 26, 2, 30), ZoneInfo("Europe/Berlin"))
    (1761438600, 1761442200)
    """
    exact = local.replace(microsecond=0)
    return tuple(epoch for epoch in either_side(exact, zone) if _wall_clock(epoch, zone) == exact)


def either_side(local: datetime, zone: ZoneInfo) -> tuple[int, ...]:
    """Epoch seconds of a naive local time by the clock before a change and by the one after it; one if they agree.

    For a time that was skipped these are the two things its writer may have meant.
    """
    earlier, later = ((local.replace(tzinfo=zone, fold=fold, microsecond=0) - _EPOCH) // _SECOND for fold in (0, 1))
    return (earlier,) if earlier == later else (min(earlier, later), max(earlier, later))


def _wall_clock(epoch: int, zone: ZoneInfo) -> datetime:
    return (_EPOCH + timedelta(seconds=epoch)).astimezone(zone).replace(tzinfo=None)


@lru_cache(maxsize=4096)
def steady_midnight(day: date, zone: ZoneInfo) -> int | None:
    """Epoch second at which a day without a clock change began; None for a day with one.

    On such a day every clock time means this plus its seconds since midnight, which is what makes reading fast.
    """
    midnight = datetime.combine(day, time())
    # Both folds, since a change may be at midnight itself. No zone ever changed its clock twice in one day.
    ends = [
        edge.replace(tzinfo=zone, fold=fold) for edge in (midnight, midnight + timedelta(days=1)) for fold in (0, 1)
    ]
    if len({edge.utcoffset() for edge in ends}) > 1:
        return None
    return (ends[0] - _EPOCH) // _SECOND


def local_day(epoch: int, zone: ZoneInfo) -> date:
    """The calendar day that a local clock shows at an epoch second.

    >>> local_day(1735686000, ZoneInfo("Europe/Berlin"))
    datetime.date(2025, 1, 1)
    """
    offset = _steady_offset(epoch // 3600, zone)
    if offset is None:
        return _wall_clock(epoch, zone).date()
    return date.fromordinal((epoch + offset) // SECONDS_PER_DAY + EPOCH_ORDINAL)


@lru_cache(maxsize=20_000)
def _steady_offset(hour: int, zone: ZoneInfo) -> int | None:
    """Offset from UTC in seconds during one hour since the epoch; None when it changes within."""
    first = (_EPOCH + timedelta(hours=hour)).astimezone(zone).utcoffset()
    last = (_EPOCH + timedelta(hours=hour + 1, seconds=-1)).astimezone(zone).utcoffset()
    return first // _SECOND if first is not None and first == last else None
