"""A block as a calendar keeps it. The title says what it is for only where the owner wants that."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from icalendar import Calendar, Component, Event

from hoursback.engine.capture.overlap import Span
from hoursback.web.focus.models import Block

_HOUSE: Final = "@hoursback"
_TIMES: Final = ("DTSTART", "DTEND", "DURATION", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE")
_REPLACED_UP_TO: Final = 65_536
"""Bytes of an object in which only the times are changed; a larger one is written anew."""


def uid_of(block: Block) -> str:
    """How calendars know a block, always the same."""
    return f"{block.uid}{_HOUSE}"


def block_uid(uid: str) -> UUID | None:
    """The block's own number in a calendar's; None for events that are not ours."""
    if uid.endswith(_HOUSE):
        with suppress(ValueError):
            return UUID(uid.removesuffix(_HOUSE))
    return None


def written(block: Block, *, has_title: bool, stamp: datetime) -> bytes:
    """A block as a calendar object; escaping, folding and line ends are the library's."""
    calendar = Calendar()
    calendar.add("prodid", "-//Hoursback//EN")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", uid_of(block))
    event.add("summary", _title(block, has_title))
    event.add("transp", "OPAQUE")
    _place(event, block, stamp, 0)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def rewritten(block: Block, old: bytes, *, has_title: bool, stamp: datetime) -> bytes:
    """The same object at the block's new times: alarms and notes that the owner put there stay."""
    if len(old) <= _REPLACED_UP_TO:
        try:
            calendar = Calendar.from_ical(old)
            for event in calendar.walk("VEVENT"):
                number = int(event.get("SEQUENCE", 0)) + 1
                for name in _TIMES:
                    event.pop(name, None)
                _place(event, block, stamp, number)
            return bytes(calendar.to_ical())
        except (ValueError, TypeError, KeyError, AttributeError):  # of a kind that the library cannot keep
            pass
    return written(block, has_title=has_title, stamp=stamp)


def times(block: Block) -> Span:
    """When it is."""
    return block.start, block.end


def _title(block: Block, has_title: bool) -> str:
    if has_title and block.activity is not None:
        return _("Focus: %(activity)s") % {"activity": block.activity.name}
    return _("Focus time")


def _place(event: Component, block: Block, stamp: datetime, number: int) -> None:
    event.add("dtstamp", stamp)
    event.add("sequence", number)
    # In UTC: no zone's definition has to travel along, and the owner's calendar shows its own clock anyway.
    event.add("dtstart", datetime.fromtimestamp(block.start, UTC))
    event.add("dtend", datetime.fromtimestamp(block.end, UTC))
