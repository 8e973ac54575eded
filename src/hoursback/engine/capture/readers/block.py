"""Many entries at once, column by column: what rows with plain clock times are read as, in a third of the time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from hoursback.engine.capture.readers.rows import Row

    type Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """Entries that have ended and have clock times, as columns of equal length; what they mean is said at `Row`."""

    days: Numbers
    seconds: Numbers
    starts: Numbers
    notes: Sequence[str]
    projects: Sequence[str]
    tasks: Sequence[str]
    clients: Sequence[str]
    persons: Sequence[str]
    tags: Sequence[tuple[str, ...]]
    lines: Sequence[int]

    def __len__(self) -> int:
        return len(self.notes)

    def rows(self) -> list[Row]:
        """The same entries as rows."""
        return list(
            zip(
                *(self.days.tolist(), self.seconds.tolist(), self.starts.tolist()),
                *((self.starts + self.seconds).tolist(), self.notes),
                *(self.projects, self.tasks, self.clients, self.persons, self.tags, self.lines),
                strict=True,
            )
        )


type Batch = Block | list[Row]
"""Some entries, one behind the other in a file."""


def rows_of(batch: Batch) -> list[Row]:
    """A batch as rows."""
    return batch.rows() if isinstance(batch, Block) else batch


def together(batches: Sequence[Batch]) -> Batch:
    """Batches as one, in their order: columns where all of them are."""
    if len(batches) == 1:
        return batches[0]
    blocks = [batch for batch in batches if isinstance(batch, Block)]
    if len(blocks) == len(batches):
        return _joined(blocks)
    return list(chain.from_iterable(map(rows_of, batches)))


def _joined(blocks: Sequence[Block]) -> Block:
    import numpy as np

    def chained[Cell](columns: Iterable[Sequence[Cell]]) -> list[Cell]:
        return list(chain.from_iterable(columns))

    return Block(
        days=np.concatenate([block.days for block in blocks]),
        seconds=np.concatenate([block.seconds for block in blocks]),
        starts=np.concatenate([block.starts for block in blocks]),
        notes=chained(block.notes for block in blocks),
        projects=chained(block.projects for block in blocks),
        tasks=chained(block.tasks for block in blocks),
        clients=chained(block.clients for block in blocks),
        persons=chained(block.persons for block in blocks),
        tags=chained(block.tags for block in blocks),
        lines=chained(block.lines for block in blocks),
    )
