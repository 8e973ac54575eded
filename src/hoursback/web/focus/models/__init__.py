"""Models of focus, by subject."""

from hoursback.web.focus.models.blocks import BadDay, Block, Protection
from hoursback.web.focus.models.calendars import Busy, Calendar, Written

__all__ = ["BadDay", "Block", "Busy", "Calendar", "Protection", "Written"]
