"""Taking over what the results taught: never by itself, always with a way back."""

from __future__ import annotations

import math
from collections.abc import Sequence

from hoursback.engine.assumptions import MEANINGS
from hoursback.engine.figures import Shape
from hoursback.engine.outcome.learnt import to_state
from hoursback.engine.outcome.weeks import Range
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.plan.actions import change_limits
from hoursback.web.plan.models import Limits

NAME = "rho"
TAUGHT = ("rho", "phi", "e_inf_specialist", "e_inf_generalist", "e_inf_novice", "s_inf", "brief")
"""Assumptions that hand-offs which ran can teach."""
_MOST = 1000.0
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
    return _state(member, NAME, as_stated(share), version)


def use_learned(*, member: Member, name: str, learned: Range, version: int) -> Stated:
    """State what hand-offs taught about one assumption, as a range around it.

    Args:
        name: one of TAUGHT. version: of the limits that the page was drawn with.
    Returns: what was stated before, to go back to it.
    Raises: StaleError; ValueError, for another name.
    """
    if name not in TAUGHT:
        raise ValueError(name)
    return _state(member, name, as_range(name, learned), version)


def restore_share(*, member: Member, stated: Stated) -> Stated:
    """Go back to what was stated before; None: to the default.

    Raises: StaleError.
    """
    return restore(member=member, name=NAME, stated=stated)


def restore(*, member: Member, name: str, stated: Stated) -> Stated:
    """The same for any assumption that can be taught.

    Raises: StaleError; ValueError, for another name.
    """
    if name not in TAUGHT:
        raise ValueError(name)
    row = visible(member, Limits).first()
    return _state(member, name, stated, 0 if row is None else row.version)


def as_range(name: str, learned: Range) -> list[float]:
    """What to state so that a plan draws what was learned about an assumption.

    >>> as_range("e_inf_generalist", Range(1.0, 0.8, 1.25))
    [0.84, 1.19]
    """
    if name == NAME:
        return as_stated(learned)
    narrow = to_state(learned)
    if MEANINGS[name].shape is Shape.SHARE:
        return as_stated(narrow)
    # The middle of a stated range is geometric, so both ends lie at the same factor from it.
    wide = math.sqrt(narrow.high / narrow.low) if narrow.low > 0 else 2.0
    return [round(learned.value / wide, 2), round(learned.value * wide, 2)]


def as_stated(share: Range) -> list[float]:
    """The likely range whose middle, as stated ranges are read, is the learned figure.

    >>> as_stated(Range(0.54, 0.4, 0.68))
    [0.41, 0.7]
    """
    middle = min(max(share.value, 0.01), 0.99)
    wide = math.sqrt(max(share.high, middle) / max(share.low, 0.05)) if share.low > 0 else 2.0
    wide = min(max(wide, 1.0), 1 / middle)
    return [round(middle / wide, 2), round(min(middle * wide, 1.0), 2)]


def read_stated(text: str, name: str = NAME) -> Stated:
    """What stands in an address, "" or "0.6" or "0.4,0.7".

    Raises: ValueError.
    """
    if not text:
        return None
    most = 1.0 if name not in MEANINGS or MEANINGS[name].shape is Shape.SHARE else _MOST
    parts = [float(part) for part in text.split(",")]
    if len(parts) > 2 or not all(0 <= part <= most for part in parts) or parts != sorted(parts):
        raise ValueError(text)
    return parts[0] if len(parts) == 1 else parts


def written(stated: Stated) -> str:
    """The same as text for an address."""
    if stated is None:
        return ""
    return ",".join(str(each) for each in stated) if isinstance(stated, Sequence) else str(stated)


def _state(member: Member, name: str, stated: Stated, version: int) -> Stated:
    row = visible(member, Limits).first()
    known = dict(row.assumptions) if row else {}
    was: Stated = known.pop(name, None)
    said = known if stated is None else {**known, name: stated}
    change_limits(member=member, version=version, said={"assumptions": said})
    return was
