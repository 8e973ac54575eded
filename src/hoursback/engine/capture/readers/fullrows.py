"""Full rows of a table as columns: only what is plain through and through, everything else is left to the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hoursback.engine.capture.clock import SECONDS_PER_DAY
from hoursback.engine.capture.readers.block import Block
from hoursback.engine.capture.readers.clocktexts import runs_of, seconds_of
from hoursback.engine.capture.readers.dates import BadCellError

if TYPE_CHECKING:
    from hoursback.engine.capture.readers.block import Numbers
    from hoursback.engine.capture.readers.rows import RowReader
    from hoursback.engine.capture.readers.spans import SpanReader


def block_of(known: RowReader, rows: Sequence[Sequence[str]], lines: range) -> Block | None:
    """The entries of rows that all have as many cells as the header; None where any cell needs a closer look."""
    # The cell of every field that the file has no column for.
    columns = [*zip(*rows, strict=True), ("",) * len(rows)]
    on, start, end_on, end, length, project, task, client, person, tags, kind, note = known.pick(columns)
    if not known.kinds.issuperset(kind):
        return None
    try:
        spans = _spans(known.spans, on, start, end_on, end, length)
        if spans is None:
            return None
        name = known.names.__getitem__
        return Block(
            *(*spans, list(map(str.strip, note))),
            *(list(map(name, project)), list(map(name, task)), list(map(name, client)), list(map(name, person))),
            *(list(map(known.tags_of.__getitem__, tags)), lines),
        )
    except (KeyError, BadCellError):
        return None


def _spans(
    known: SpanReader,
    on: Sequence[str],
    start: Sequence[str],
    end_on: Sequence[str],
    end: Sequence[str],
    length: Sequence[str],
) -> tuple[Numbers, Numbers, Numbers] | None:
    """Days, seconds and starts."""

    starts, ends = seconds_of(start), seconds_of(end)
    if starts is None or ends is None:
        return None
    days, midnights = _days(known, on)
    starts += midnights
    if "" in end_on:
        # An end without a date is on the day of its start.
        end_on = [later or day for later, day in zip(end_on, on, strict=True)]
    ends += midnights if end_on == on else _days(known, end_on)[1]
    seconds = ends - starts
    # Zero and everything that may be wrong takes the long way.
    if seconds.min() <= 0 or seconds.max() > SECONDS_PER_DAY or not _agree(known, length, seconds):
        return None
    return days, seconds, starts


def _days(known: SpanReader, texts: Sequence[str]) -> tuple[Numbers, Numbers]:
    """The ordinal of each date and its midnight; rows of one day mostly stand together.

    Raises: BadCellError.
    """
    import numpy as np

    runs = runs_of(texts)
    pairs = np.array([known.days[texts[place]] for place in runs.tolist()], np.int64)
    lengths = np.diff(np.append(runs, len(texts)))
    return np.repeat(pairs[:, 0], lengths), np.repeat(pairs[:, 1], lengths)


def _agree(known: SpanReader, length: Sequence[str], seconds: Numbers) -> bool:
    """Whether all lengths that rows state equal end minus start."""
    import numpy as np

    if not any(length):
        return True
    stated = seconds_of(length)
    if stated is None:
        lengths = known.lengths.__getitem__
        pairs = zip(length, seconds.tolist(), strict=True)
        return all(not text or lengths(text) == number for text, number in pairs)
    return bool(np.array_equal(stated, seconds))
