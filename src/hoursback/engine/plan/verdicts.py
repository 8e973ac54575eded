"""The verdict on handing over one activity: yes, find out first, not yet, no (methods, section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What to do about one line."""

    YES = "yes"
    FIND_OUT_FIRST = "find_out_first"
    NOT_YET = "not_yet"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Bars:
    """Probabilities that a line must clear."""

    yes: float = 0.8
    find_out: float = 0.5
    caution: float = 0.65


@dataclass(frozen=True, slots=True)
class Case:
    """What a verdict is made from.

    Attributes:
        in_plan: the joint plan hands it over. mean: expected present value. chance: P(NPV > 0).
        asks: something can be found out for less than the answer is worth.
        log_is_trusted: the log score is 60 or more (or there is no log to distrust).
        limit: a limit alone (budget, set-up hours, room) keeps it out of the plan.
        threshold: it becomes a "yes" within a year by growth.
    """

    in_plan: bool
    mean: float
    chance: float
    asks: bool = False
    log_is_trusted: bool = True
    limit: bool = False
    threshold: bool = False


def judge(case: Case, bars: Bars) -> Verdict:
    """The verdict by the rules, in their order."""
    if case.in_plan:
        return _judge_line(case, bars)
    if case.mean > 0 and case.chance >= bars.caution and case.limit:
        return Verdict.NOT_YET
    if bars.find_out <= case.chance < bars.yes and case.asks:
        return Verdict.FIND_OUT_FIRST
    return Verdict.NOT_YET if case.threshold else Verdict.NO


def _judge_line(case: Case, bars: Bars) -> Verdict:
    sure = case.mean > 0 and case.chance >= bars.yes
    sure_enough = case.chance >= bars.caution and not case.asks
    if (sure or sure_enough) and case.log_is_trusted:
        return Verdict.YES
    return Verdict.FIND_OUT_FIRST
