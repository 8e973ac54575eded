"""A member's own calendar as a feed behind a secret address."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.utils import timezone
from icalendar import Calendar, Event

from hoursback.web.accounts.models import Feed
from hoursback.web.accounts.scope import acting_in
from hoursback.web.accounts.selectors import zone_or_utc
from hoursback.web.home.dates import Dated, dates_of

AN_HOUR: Final = 30
"""Answers an hour for one address; calendars ask far less often."""
KEPT_SECONDS: Final = 300
_HOUR = 3600


def seconds_to_wait(feed: Feed) -> int:
    """0, or how long this address has to wait because it was asked too often in this hour."""
    now = time.time()
    hour = int(now // _HOUR)
    counter = f"feed-{feed.pk}-{hour}"
    cache.add(counter, 0, _HOUR)
    try:
        seen = cache.incr(counter)
    except ValueError:  # dropped between the two calls by a cache that was full
        return 0
    return int((hour + 1) * _HOUR - now) + 1 if seen > AN_HOUR else 0


def text_of(feed: Feed) -> bytes:
    """The calendar as a file, at most five minutes old."""
    key = f"feed-text-{feed.pk}-{feed.has_titles}"
    known: bytes | None = cache.get(key)
    if known is None:
        member = feed.member
        today = timezone.localdate(timezone=zone_or_utc(member.user.timezone or member.workspace.timezone))
        with acting_in(member.workspace):
            known = written(dates_of(member, today), has_titles=feed.has_titles, stamp=timezone.now())
        cache.set(key, known, KEPT_SECONDS)
        Feed.everywhere.filter(pk=feed.pk).update(last_used_at=timezone.now())
    return known


def written(dates: list[Dated], *, has_titles: bool, stamp: datetime) -> bytes:
    """Days as a calendar file; escaping, folding and line ends are the library's."""
    calendar = Calendar()
    calendar.add("prodid", "-//Hoursback//EN")
    calendar.add("version", "2.0")
    for each in dates:
        event = Event()
        event.add("uid", f"{each.uid}@hoursback")
        event.add("dtstamp", stamp)
        first, after = _bounds(each)
        event.add("dtstart", first)
        event.add("dtend", after)
        event.add("summary", each.title if has_titles else each.plain)
        # Days are reminders; protected time is time that is taken.
        event.add("transp", "TRANSPARENT" if each.span is None else "OPAQUE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _bounds(each: Dated) -> tuple[date, date]:
    """Beginning and end; the end of an all-day event is the first day it does not take."""
    if each.span is None:
        return each.first, each.last + timedelta(days=1)
    begins, ends = (datetime.fromtimestamp(second, UTC) for second in each.span)
    return begins, ends
