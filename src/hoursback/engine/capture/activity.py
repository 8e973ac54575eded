"""An activity: a kind of work that entries belong to, and what its owner says of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hoursback.engine.figures import Figure
from hoursback.engine.people import Requirement


class Bound(StrEnum):
    """Why only the owner can do an activity."""

    NO = ""
    LEGAL = "legal"
    SIGNATURE = "signature"
    RELATIONSHIP = "relationship"
    CONFIDENTIAL = "confidential"
    SAFETY = "safety"


@dataclass(frozen=True, slots=True)
class Answers:
    """The owner's honest answers about one activity, 0-10; None: not asked or not answered, which is not a 0.

    Attributes:
        time: is there enough time for it? 10 plenty, 0 none.
        liking: 10 loves it.
        skill: 10 excels at it.
        energy: -2 drains .. +2 gives.
        core: 0-3, how much it is what the business is about; None: not stated.
    """

    time: float | None = None
    liking: float | None = None
    skill: float | None = None
    energy: float = 0.0
    core: int | None = None

    @property
    def answered(self) -> bool:
        """Whether any of the three questions has an answer."""
        return not (self.time is None and self.liking is None and self.skill is None)


@dataclass(frozen=True, slots=True)
class Activity:
    """What is stated about one activity, besides its log; None: not stated.

    Attributes:
        match: patterns (`*` wildcards, any case) that a row's project, task or note must fit; empty: equal to the name.
        hours_per_week: stated owner hours a week.
        times_per_month, hours_each: cadence and length of what a short log cannot show.
        minutes_per_unit: owner minutes for one unit (one invoice, one newsletter).
        margin_per_year: attributable gross margin, currency a year.
        absorbable_hours: extra owner hours a week that would still earn.
        handable: share of the work somebody else could do (phi).
        brief_hours: owner hours to brief and train somebody.
        error_loss_per_week, loss_if_dropped_per_week: currency a week; without the latter, dropping is not offered.
    """

    name: str
    function: str = ""
    match: tuple[str, ...] = ()
    hours_per_week: Figure | None = None
    times_per_month: float | None = None
    hours_each: Figure | None = None
    minutes_per_unit: float | None = None
    answers: Answers = Answers()
    bound: Bound = Bound.NO
    margin_per_year: Figure | None = None
    absorbable_hours: Figure | None = None
    handable: Figure | None = None
    brief_hours: Figure | None = None
    error_loss_per_week: Figure | None = None
    loss_if_dropped_per_week: Figure | None = None
    requires: tuple[Requirement, ...] = ()
