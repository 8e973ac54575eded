"""The mirror, shown after the answers: how many kinds of work one person does, and how often they switch."""

from __future__ import annotations

from dataclasses import dataclass

from hoursback.engine.review.log import DayLog


@dataclass(frozen=True, slots=True)
class Mirror:
    """Kinds of work and entries in the whole log; switches a day, None without clock times."""

    kinds: int
    entries: int
    switches_per_day: float | None

    def sentence(self) -> str:
        """As it is shown.

        >>> Mirror(31, 212, 9.2).sentence()
        '31 kinds of work, 212 entries, 9 switches a day'
        """
        parts = [_counted(self.kinds, "kind of work", "kinds of work"), _counted(self.entries, "entry", "entries")]
        if self.switches_per_day is not None:
            parts.append(_counted(round(self.switches_per_day), "switch a day", "switches a day"))
        return ", ".join(parts)


def mirror(log: DayLog) -> Mirror:
    """What the log shows of how the owner's days are made up."""
    return Mirror(len(log.activities), log.entries, log.switches_per_day)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
