"""Work sampling: how many random prompts it takes to know a share of the day; it belongs to such prompts only."""

from __future__ import annotations

import math

_ROUNDING = 1e-9


def prompts_needed(share: float, error: float, z: float = 2.0) -> int:
    """Prompts at random moments after which a share of the time is known to within an error, z^2 p (1 - p) / e^2.

    Args:
        share: p, the share expected, 0-1. error: e, the error allowed, above 0. z: standard errors that e is wide.
    Source: Tippett 1935; methods, section 1.

    >>> prompts_needed(0.3, 0.04)
    525
    """
    return math.ceil(z**2 * share * (1.0 - share) / error**2 - _ROUNDING)
