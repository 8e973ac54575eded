"""Models of focus, by subject."""

from hoursback.web.focus.models.blocks import BadDay, Block, Protection
from hoursback.web.focus.models.calendars import Busy, Calendar, Written
from hoursback.web.focus.models.incidents import Incident, TimeBox

__all__ = ["BadDay", "Block", "Busy", "Calendar", "Incident", "Protection", "TimeBox", "Written"]
