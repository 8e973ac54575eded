"""One plan on its way from the solver to its reader: what everything else about it is told from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from hoursback.engine.capture.quality import TRUSTED_FROM
from hoursback.engine.plan.joint import Joint
from hoursback.engine.plan.lines import Line
from hoursback.engine.plan.robust import LineDraws
from hoursback.engine.plan.thresholds import Thresholds, thresholds
from hoursback.engine.plan.verdicts import Bars
from hoursback.engine.review.summary import Review


@dataclass(frozen=True, eq=False)
class Making:
    """A solved plan, the review it rests on, and how it was asked for.

    Attributes:
        log_score: 0-100; None: there is no log. everything: solve every opposite decision again.
        is_sketch: solve nothing again.
    """

    review: Review
    joint: Joint
    today: date
    seed: int
    log_score: float | None
    everything: bool
    is_sketch: bool = False

    @property
    def start(self) -> date:
        """First day of week 0."""
        stated = self.joint.settings.business.start
        if stated is not None:
            return stated
        last = self.review.hours.last_day or self.today
        return last + timedelta(days=7 - last.weekday())

    @property
    def trusted(self) -> bool:
        """Whether a verdict may be "yes"."""
        return self.log_score is None or self.log_score >= TRUSTED_FROM

    @property
    def bars(self) -> Bars:
        """Probabilities that a line must clear."""
        assumed = self.joint.settings.assumptions
        return Bars(assumed.p_yes.value, assumed.p_find_out.value, assumed.caution.value)

    @property
    def days(self) -> int:
        """Work days in the log."""
        return self.review.hours.work_days_used

    @property
    def has_log(self) -> bool:
        """Whether any day was logged."""
        return self.review.hours.days_used > 0

    @property
    def freed(self) -> float:
        """Owner hours a practised week that the plan frees, never below 0."""
        return max(self.joint.freed, 0.0)

    def hour(self, of: float = 1.0) -> float:
        """Average worth of that many freed hours a week, currency per hour."""
        return self.joint.worth.time.freed(0.0, max(of, 0.1))

    def best(self, activity: int) -> int | None:
        """The most valuable offer for an activity, chosen or not."""
        own = [p for p, offer in enumerate(self.joint.offers.offers) if offer.option.activity == activity]
        return max(own, key=lambda p: self.joint.alone[p].mean, default=None)

    def beside_the_plan(self, option: int) -> LineDraws:
        """An offer that is not in the plan, its hours valued after all that the plan frees.

        Of somebody yet to be found, price and pace are as uncertain here as they really are.
        """
        joint = self.joint
        offer, start = joint.offers.offers[option], joint.earliest(option)
        bears = 0.0 if offer.option.engagement in joint.engaged else 1.0
        return joint.luck.line(offer, joint.problem, start=start, already=self.freed, bears=bears, as_sought=False)

    @cached_property
    def thresholds(self) -> Mapping[int, Thresholds]:
        """From which price and worth each activity's line, or its best offer, clears the bar; by activity."""
        lines = {line.activity: line for line in self.joint.lines}
        found = {}
        for j in range(len(self.joint.reviews)):
            line = lines.get(j)
            option = self.best(j) if line is None else line.option
            if option is not None:
                found[j] = thresholds(self.joint, option, line)
        return found

    def hours_by_week(self, lines: Sequence[Line]) -> tuple[float, ...]:
        """Owner hours won in each week of the horizon, set-up taken off."""
        total = sum((line.net for line in lines), np.zeros(self.joint.problem.weeks))
        return tuple(round(float(won), 6) for won in total[: self.joint.problem.horizon])
