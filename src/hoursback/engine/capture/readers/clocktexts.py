"""Times of day written as 09:05:30, a thousand at once: as bytes in one piece they are read without looking at each.

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

_LONG, _SHORT = len("09:05:30"), len("09:05")
_COLON = ord(":") - ord("0")


def seconds_of(texts: Sequence[str]) -> Numbers | None:
    """Seconds since midnight of times of day, all with seconds or all without; None where any is anything else.

    >>> seconds_of(["09:05:30", "23:59:59"]).tolist(), seconds_of(["09:05"]).tolist()
    ([32730, 86399], [32700])
    >>> seconds_of(["9:05"]), seconds_of(["24:00"]), seconds_of(["09:05", "09:05:30"])
    (None, None, None)
    """
    import numpy as np

    lengths = set(map(len, texts))
    joined = "".join(texts)
    if lengths not in ({_LONG}, {_SHORT}) or not joined.isascii():
        return None
    (width,) = lengths
    # Below "0" a byte wraps around to a high number, so one comparison tells digits.
    digits = np.frombuffer(joined.encode("ascii"), np.uint8).reshape(-1, width) - np.uint8(ord("0"))
    places = [place for place in range(width) if place % 3 != 2]
    if (digits[:, places] > 9).any() or (digits[:, 2:width:3] != _COLON).any():
        return None
    pairs = digits[:, places[::2]] * np.uint8(10) + digits[:, places[1::2]]
    if (pairs[:, 0] > 23).any() or (pairs[:, 1:] > 59).any():
        return None
    return pairs.astype(np.int64) @ np.array([3600, 60, 1][: pairs.shape[1]], np.int64)
