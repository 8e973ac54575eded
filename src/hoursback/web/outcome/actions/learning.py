"""Taking over what the results taught: never by itself, always with a way back."""

from __future__ import annotations

import math
from collections.abc import Sequence

from hoursback.engine.outcome.weeks import Range
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.plan.actions import change_limits
from hoursback.web.plan.models import Limits

NAME = "rho"
type Stated = float | list[float] | None
"""An assumption as it is stated: a number, a likely range, or None for the default."""


def use_learned_share(*, member: Member, share: Range, version: int) -> Stated:
    """State the learned share of freed hours for the top three as an assumption of the next plan.

    It is stated as a range around the learned figure, so that the plan goes on reckoning with what is not known.

    Args:
        version: of the limits that the page was drawn with.
    Returns: what was stated before, to go back to it.
    Raises: StaleError.
    """
    return _state(member, as_stated(share), version)


def restore_share(*, member: Member, stated: Stated) -> Stated:
    """Go back to what was stated before; None: to the default.

    Raises: StaleError.
    """
    row = visible(member, Limits).first()
    return _state(member, stated, 0 if row is None else row.version)


def as_stated(share: Range) -> list[float]:
    """The likely range whose middle, as stated ranges are read, is the learned figure.

    >>> as_stated(Range(0.54, 0.4, 0.68))
    [0.41, 0.7]
    """
    middle = min(max(share.value, 0.01), 0.99)
    wide = math.sqrt(max(share.high, middle) / max(share.low, 0.05)) if share.low > 0 else 2.0
    wide = min(max(wide, 1.0), 1 / middle)
    return [round(middle / wide, 2), round(min(middle * wide, 1.0), 2)]


def read_stated(text: str) -> Stated:
    """What stands in an address, "" or "0.6" or "0.4,0.7".

    Raises: ValueError.
    """
    if not text:
        return None
    parts = [float(part) for part in text.split(",")]
    if len(parts) > 2 or not all(0 <= part <= 1 for part in parts) or parts != sorted(parts):
        raise ValueError(text)
    return parts[0] if len(parts) == 1 else parts


def written(stated: Stated) -> str:
    """The same as text for an address."""
    if stated is None:
        return ""
    return ",".join(str(each) for each in stated) if isinstance(stated, Sequence) else str(stated)


def _state(member: Member, stated: Stated, version: int) -> Stated:
    row = visible(member, Limits).first()
    known = dict(row.assumptions) if row else {}
    was: Stated = known.pop(NAME, None)
    said = known if stated is None else {**known, NAME: stated}
    change_limits(member=member, version=version, said={"assumptions": said})
    return was
