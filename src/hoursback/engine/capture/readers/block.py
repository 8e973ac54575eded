"""Many entries at once, column by column: what plain rows are read as, in a third of the time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from hoursback.engine.capture.readers.rows import Row

    type Numbers = npt.NDArray[np.int64]

type Label = tuple[str, str, str, tuple[str, ...]]
"""Project, task, client, tags."""


class Coded[Value](NamedTuple):
    """A column in which few values repeat: the place of each row's value in a list, to which others may be added."""

    codes: Numbers
    values: Sequence[Value]

    def decoded(self) -> list[Value]:
        """The value of each row."""
        return list(map(self.values.__getitem__, self.codes.tolist()))


@dataclass(frozen=True, slots=True)
class Block:
    """Entries that have ended and have clock times, as columns of equal length; what they mean is said at `Row`.

    Attributes:
        others: entries that stand among them, by line, and of which that is not so; they do not count in its length.
    """

    days: Numbers
    seconds: Numbers
    starts: Numbers
    lines: Numbers
    notes: list[str]
    labels: Coded[Label]
    persons: Coded[str]
    others: list[Row]

    def __len__(self) -> int:
        return len(self.notes)

    def rows(self) -> list[Row]:
        """All the entries as rows, by line."""
        rows: list[Row] = [
            (day, seconds, start, start + seconds, note, project, task, client, person, tags, line)
            for day, seconds, start, note, (project, task, client, tags), person, line in zip(
                *(self.days.tolist(), self.seconds.tolist(), self.starts.tolist(), self.notes),
                *(self.labels.decoded(), self.persons.decoded(), self.lines.tolist()),
                strict=True,
            )
        ]
        return sorted(rows + self.others, key=itemgetter(-1)) if self.others else rows


def joined(blocks: Sequence[Block]) -> Block:
    """Blocks of one file as one, in their order, without the others among them."""
    import numpy as np

    def chained(column: Callable[[Block], Numbers]) -> Numbers:
        return np.concatenate([column(block) for block in blocks])

    last = blocks[-1]
    return Block(
        days=chained(lambda block: block.days),
        seconds=chained(lambda block: block.seconds),
        starts=chained(lambda block: block.starts),
        lines=chained(lambda block: block.lines),
        notes=list(chain.from_iterable(block.notes for block in blocks)),
        # What is in a column's list stays in its place, so the last block has the values of all.
        labels=Coded(chained(lambda block: block.labels.codes), last.labels.values),
        persons=Coded(chained(lambda block: block.persons.codes), last.persons.values),
        others=[],
    )


type Batch = Block | list[Row]
"""Some entries, one behind the other in a file."""


def rows_of(batch: Batch) -> list[Row]:
    """A batch as rows."""
    return batch.rows() if isinstance(batch, Block) else batch
