"""One row of a table: what it says, by the rules that every table format shares.

Nothing here raises for what a row holds: a row is an entry, a problem in the tally, or left out and counted.
"""

from __future__ import annotations

import re
from operator import itemgetter
from zoneinfo import ZoneInfo

from hoursback.engine.capture.entry import Problem
from hoursback.engine.capture.readers.dates import BadCellError
from hoursback.engine.capture.readers.known import LETTERS_LIMIT, Known
from hoursback.engine.capture.readers.layout import FIELDS, NAME_PARTS, Columns
from hoursback.engine.capture.readers.lengths import parse_length
from hoursback.engine.capture.readers.spans import BadRowError, SpanReader
from hoursback.engine.capture.readers.text import CELL_LIMIT, shown
from hoursback.engine.capture.reading import PROBLEMS_KEPT, DateOrder, Tally

Row = tuple[int, int, int | None, int | None, str, str, str, str, str, tuple[str, ...], int]
"""An entry as a plain tuple: proleptic day ordinal, seconds, start, end (epoch seconds or None), note, project, task,
client, person, tags, line. A start without an end is a running entry; neither is a length on a day."""

_TOTAL = re.compile(
    r"(grand |sub[- ]?|overall )?(totals?|sums?|summary|summe|gesamt|gesamtsumme|insgesamt|zwischensumme|somme|suma|"
    r"totale|totaal|totales|totaux)( ?:| ?\(.*| for .*| per .*| hours.*| time.*| duration.*)?",
    re.IGNORECASE,
)
_BREAKS = frozenset({"break", "pause", "lunch break", "descanso", "pausa", "pauze"})
_ABSENCES = frozenset({"holiday", "time off", "vacation", "sick leave", "leave", "absence", "pto"})
_KINDS_KEPT = 1_000
_AMOUNT = re.compile(r"[-+0-9.,:%€$£ _]*")
_TAG_MARKS = re.compile(r"[,;|]")


class RowReader:
    """Reads the rows of one file.

    Attributes:
        is_plain: date and times of day stand in columns of their own and a person's name in one, so that rows may
            take the fast path.
        names, tags_of, kinds: what cells were found to mean. The fast path of the table looks cells up here and in
            `spans`, and nowhere else, so it can never accept what this class would not.
    """

    def __init__(self, columns: Columns, zone: ZoneInfo, order: DateOrder | None, tally: Tally) -> None:
        self.columns, self.tally = columns, tally
        self.spans = SpanReader(columns, zone, order)
        self.names = Known(str.strip)
        self.tags_of = Known(split_tags)
        self.kinds: set[str] = set()
        self.is_plain = all(map(columns.has, ("date", "start", "end"))) and not any(map(columns.has, NAME_PARTS))
        self.pick = itemgetter(*(columns.at[name] for name in FIELDS if name not in NAME_PARTS))
        self._pick_name_parts = itemgetter(*(columns.at[name] for name in NAME_PARTS))
        self._zero = self._totals = self._breaks = self._absences = 0

    def read(self, row: list[str], line: int) -> Row | None:
        """The entry of a row; None for a row that is none, which is in the tally or counted."""
        try:
            return self._read(row, line)
        except BadRowError as bad:
            self.report(line, bad.field, bad.value, bad.message, bad.hint)
            return None

    def report(self, line: int, field: str, value: str, message: str, hint: str) -> None:
        """A problem of a row; in full only while problems are kept, since there may be a million."""
        if self.tally.problems_total < PROBLEMS_KEPT:
            self.tally.report(Problem(line, field, shown(value), message, hint))
        else:
            self.tally.problems_total += 1

    def finish(self) -> None:
        """Put what was counted into the tally, once the last row has been read."""
        notice = self.tally.notice
        for name, count, why in (
            ("zero_length", self._zero, "Entries of no length, kept as 0 seconds."),
            ("totals", self._totals, "Rows that sum up others, left out."),
            ("breaks", self._breaks, "Breaks, left out."),
            ("absences", self._absences, "Holidays and time off, left out."),
            (
                "durations",
                self.spans.differing,
                "Entries whose duration differs from end minus start, which was taken.",
            ),
        ):
            if count:
                notice(name, str(count), why)
        if self.spans.unitless:
            name = self.columns.title("length")
            notice("duration_unit", "hours", f"Bare numbers in “{name}” were read as hours.", is_default=True)

    def _read(self, row: list[str], line: int) -> Row | None:
        cells = self._cells(row)
        if not cells:
            return None
        date_text, start, end_date, end, length, project, task, client, person, tags, kind, note = self._picked(cells)
        if not self._is_work(kind):
            return None
        if self._is_total(date_text or start, row):
            return None
        span = self.spans.read(date_text, start, end_date, end, length)
        if span.seconds == 0 and (span.start is None or span.end is not None):
            self._zero += 1
        names = self.names
        return (
            *span,
            note,
            names[project],
            names[task],
            names[client],
            names[person or " ".join(self._pick_name_parts(cells))],
            self.tags_of[tags],
            line,
        )

    # Cells

    def _cells(self, row: list[str]) -> list[str]:
        """The cells of a row, as many as the header has and "" for what it has not; none for an empty row."""
        text = "".join(row)
        if not text or text.isspace():
            return []
        if "\0" in text:
            cell = next(cell for cell in row if "\0" in cell)
            raise BadRowError("", cell, "The row holds a NUL character.", "Remove it, or export the log again.")
        if len(text) > CELL_LIMIT and (longest := max(row, key=len)) and len(longest) > CELL_LIMIT:
            raise BadRowError(
                "",
                longest,
                f"A cell has more than {CELL_LIMIT:,} characters.",
                "Shorten the text, or look for a quote that is not closed.",
            )
        width = self.columns.width
        if len(row) != width:
            row = self._evened(row, width)
        return [*row, ""]

    def _picked(self, cells: list[str]) -> list[str]:
        return [cell.strip() for cell in self.pick(cells)]

    def _evened(self, row: list[str], width: int) -> list[str]:
        """A row with as many cells as the header; only cells and columns without any text may be missing."""
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            return row[:width]
        if len(row) < width and not any(name.strip() for name in self.columns.header.names[len(row) :]):
            return row + [""] * (width - len(row))
        raise BadRowError(
            "",
            f"{len(row)} cells",
            f"The row has {len(row)} cells where the header has {width}.",
            "Look for a missing or an extra delimiter, or for text with a delimiter that stands without quotes.",
        )

    def _is_work(self, kind: str) -> bool:
        word = kind.casefold()
        self._breaks += word in _BREAKS
        self._absences += word in _ABSENCES
        if word in _BREAKS or word in _ABSENCES:
            return False
        if len(self.kinds) < _KINDS_KEPT and len(kind) <= LETTERS_LIMIT:
            self.kinds.add(kind)
        return True

    def _is_total(self, when: str, row: list[str]) -> bool:
        """Whether a row sums up others: it says so where the date should be, or has no date and hardly else."""
        if when:
            is_total = when[0].isalpha() and _TOTAL.fullmatch(when) is not None
        else:
            words = [cell.strip() for cell in row if cell.strip()]
            is_total = any(map(_TOTAL.fullmatch, words)) or all(map(is_amount, words))
        self._totals += is_total
        return is_total


def split_tags(text: str) -> tuple[str, ...]:
    """The tags of a cell, each once, in their order.

    >>> split_tags("Development, Backend")
    ('Development', 'Backend')
    """
    parts = (part.strip() for part in _TAG_MARKS.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def is_amount(text: str) -> bool:
    """Whether a cell has no words: a number, money, a share, a length of time, or a mark for nothing."""
    if _AMOUNT.fullmatch(text):
        return True
    try:
        parse_length(text)
    except BadCellError:
        return False
    return True
