"""The parts of a calendar file: calendars, their zone definitions and their events, each closed or reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hoursback.engine.capture.entry import Problem
from hoursback.engine.capture.readers.ics_lines import ContentLine
from hoursback.engine.capture.readers.text import shown
from hoursback.engine.capture.reading import Tally

DEEPEST = 16
"""Parts within parts; real files have three levels."""
FRAME = frozenset({"BEGIN", "END"})
PROPERTIES = {
    "VCALENDAR": frozenset({"X-WR-CALNAME", "NAME", "X-WR-TIMEZONE"}),
    "VTIMEZONE": frozenset({"TZID", "X-LIC-LOCATION"}),
    "STANDARD": frozenset({"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"}),
    "DAYLIGHT": frozenset({"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"}),
    "VEVENT": frozenset(
        {
            "UID", "SUMMARY", "CATEGORIES", "STATUS", "SEQUENCE", "DTSTART", "DTEND", "DURATION",
            "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "TRANSP",
        }
    ),
}  # fmt: skip
"""What is kept, by part; all else in a file (descriptions, attachments, alarms, people) is passed over."""
WANTED = FRAME.union(*PROPERTIES.values())
BEGINNINGS = frozenset({"VCALENDAR", "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"})


@dataclass(slots=True)
class Part:
    """A piece of a file between BEGIN and END.

    Attributes:
        kind: in capitals, such as "VEVENT".
        line: of its BEGIN, 0 for the calendar around events that stand in none.
        properties: those that are kept, by name, in file order.
        parts: the pieces within it that are kept.
    """

    kind: str
    line: int
    properties: dict[str, list[ContentLine]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    def first(self, name: str) -> ContentLine | None:
        """The property of this name, the first where there are several."""
        found = self.properties.get(name)
        return found[0] if found else None

    def all(self, name: str) -> list[ContentLine]:
        """Every property of this name."""
        return self.properties.get(name, [])


@dataclass(slots=True)
class _Pile:
    """The parts that are open at one place of the file, and the calendars found so far."""

    tally: Tally
    calendars: list[Part] = field(default_factory=list)
    open: list[Part] = field(default_factory=list)
    is_calendar: bool = False

    def take(self, at: ContentLine) -> None:
        """Go one property further."""
        if at.name == "BEGIN":
            self._begin(at, at.value.upper())
        elif at.name == "END":
            self._end(at, at.value.upper())
        elif self.open and at.name in PROPERTIES.get(self.open[-1].kind, ()):
            self.open[-1].properties.setdefault(at.name, []).append(at)
            if at.doubt:
                hint = "Name the file’s encoding, or export the calendar again."
                self.tally.report(Problem(at.line, at.name, shown(at.value), at.doubt, hint))

    def close_all(self, last_line: int) -> None:
        """The file has ended: what is still open was cut off."""
        left = [part.kind for part in self.open]
        self._close_down_to(0)
        if left:
            self.tally.report(
                Problem(
                    last_line,
                    "END",
                    "",
                    f"The file ends inside {left[0]}.",
                    "Export the calendar again; what is whole was read.",
                )
            )

    def _begin(self, at: ContentLine, kind: str) -> None:
        self.is_calendar = self.is_calendar or kind in BEGINNINGS
        kinds = [part.kind for part in self.open]
        if kind in ("VCALENDAR", "VEVENT") and kind in kinds:
            self._close_down_to(kinds.index(kind))
        if len(self.open) >= DEEPEST:
            self.tally.report(
                Problem(
                    at.line, "BEGIN", shown(at.value), "Parts stand too deep within each other.", "Check the END lines."
                )
            )
            return
        self.open.append(Part(kind, at.line))

    def _end(self, at: ContentLine, kind: str) -> None:
        kinds = [part.kind for part in self.open]
        if kind in kinds:
            place = len(kinds) - 1 - kinds[::-1].index(kind)
            self._close_down_to(place + 1)
            self._keep(self.open.pop())
        elif kind in PROPERTIES:
            self.tally.report(
                Problem(
                    at.line, "END", at.value, f"Nothing named {kind} has begun here.", "Check the BEGIN lines above it."
                )
            )

    def _close_down_to(self, place: int) -> None:
        """Give up every open part from this place on; calendars keep the whole parts within them."""
        while len(self.open) > place:
            part = self.open.pop()
            if part.kind == "VCALENDAR":
                self._keep(part)
            elif part.kind in ("VEVENT", "VTIMEZONE"):
                what = "event" if part.kind == "VEVENT" else "time zone"
                message = f"This {what} has no end; it was not read."
                self.tally.report(Problem(part.line, "BEGIN", part.kind, message, f"Add END:{part.kind} to it."))

    def _keep(self, part: Part) -> None:
        if part.kind == "VCALENDAR":
            self.calendars.append(part)
        elif part.kind in ("STANDARD", "DAYLIGHT"):
            self._give(part, "VTIMEZONE")
        elif part.kind in ("VTIMEZONE", "VEVENT"):
            self._give(part, "VCALENDAR")

    def _give(self, part: Part, owner: str) -> None:
        for holder in reversed(self.open):
            if holder.kind == owner:
                holder.parts.append(part)
                return
        if owner == "VCALENDAR":  # Events that stand in no calendar make one of their own.
            if not self.calendars or self.calendars[-1].line:
                self.calendars.append(Part("VCALENDAR", 0))
            self.calendars[-1].parts.append(part)


def read_parts(lines: Iterable[ContentLine], tally: Tally) -> list[Part] | None:
    """The calendars of a file with their zones and events; None when nothing in it begins a calendar."""
    pile = _Pile(tally)
    last_line = 0
    for at in lines:
        last_line = at.line
        pile.take(at)
    pile.close_all(last_line)
    return pile.calendars if pile.is_calendar else None
