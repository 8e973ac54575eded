"""What a sign-off says about skills: whoever did the work to the standard has the levels that it needs."""

from __future__ import annotations

import math
from collections.abc import Mapping

from hoursback.engine.people import LEVELS


def signed_levels(required: Mapping[str, float], held: Mapping[str, int] | None) -> dict[str, int]:
    """The level of each required skill after a sign-off: what is required, or what they had if that is more.

    Args:
        required, held: levels 1 to 5 by skill; names are compared whatever their case and spaces.

    >>> signed_levels({"Bookkeeping": 3, "excel": 2}, {"bookkeeping": 2, "Excel": 4})
    {'Bookkeeping': 3, 'excel': 4}
    """
    known = {_key(name): level for name, level in (held or {}).items()}
    return {name: max(known.get(_key(name), 0), _whole(level)) for name, level in required.items() if name.strip()}


def _whole(level: float) -> int:
    return min(max(math.ceil(level), LEVELS[0]), LEVELS[-1])


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
