"""Dates and times of day, a thousand at once: as bytes in one piece they are read without looking at each.

Only the plainest form is read here, and only where nothing about it is doubtful; whatever is not goes back to the
rules, which judge it row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    type Numbers = npt.NDArray[np.int64]
    type Bytes = npt.NDArray[np.uint8]

_LONG, _SHORT = len("09:05:30"), len("09:05")
_COLON = ord(":") - ord("0")


def grid_of(texts: Sequence[str]) -> Bytes | None:
    """Texts as bytes, a row for each and a line end after it; None where they differ in length or are not ASCII.

    >>> grid_of(["09:05", "10:00"]).shape, grid_of(["9:05", "010:0"])
    ((2, 6), None)
    """
    import numpy as np

    joined = "\n".join((*texts, ""))
    width = len(texts[0]) + 1
    if len(joined) != width * len(texts) or not joined.isascii() or joined.count("\n") != len(texts):
        return None
    grid = np.frombuffer(joined.encode("ascii"), np.uint8).reshape(-1, width)
    return grid if (grid[:, -1] == ord("\n")).all() else None


def runs_of(texts: Sequence[str]) -> Numbers:
    """Where each run of equal neighbours begins; as good as every place where the texts differ in length.

    >>> runs_of(["2026-01-05", "2026-01-05", "2026-01-06"]).tolist(), runs_of(["a", "a", "bc"]).tolist()
    ([0, 2], [0, 1, 2])
    """
    import numpy as np

    grid = grid_of(texts)
    if grid is None:
        return np.arange(len(texts))
    return np.flatnonzero(np.append(True, (grid[1:] != grid[:-1]).any(axis=1)))


def seconds_of(texts: Sequence[str]) -> Numbers | None:
    """Seconds since midnight of times of day, all with seconds or all without; None where any is anything else.

    >>> seconds_of(["09:05:30", "23:59:59"]).tolist(), seconds_of(["09:05"]).tolist()
    ([32730, 86399], [32700])
    >>> seconds_of(["9:05"]), seconds_of(["24:00"]), seconds_of(["09:05", "09:05:30"])
    (None, None, None)
    """
    import numpy as np

    grid = grid_of(texts) if len(texts[0]) in {_LONG, _SHORT} else None
    if grid is None:
        return None
    # Below "0" a byte wraps around to a high number, so one comparison tells digits.
    digits = grid[:, :-1] - np.uint8(ord("0"))
    tens, ones = digits[:, ::3], digits[:, 1::3]
    if tens.max() > 9 or ones.max() > 9 or (digits[:, 2::3] != _COLON).any():
        return None
    pairs = tens * np.uint8(10) + ones
    if pairs[:, 0].max() > 23 or pairs[:, 1:].max() > 59:
        return None
    seconds: Numbers = pairs.astype(np.int64) @ np.array([3600, 60, 1][: pairs.shape[1]], np.int64)
    return seconds
