"""What the API gives about results, field by field; hours are numbers, money is a decimal string."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hoursback.web.shared.api import Day, Given

Sum = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", examples=["410.00"])]


class LikelyOut(Given):
    """A figure with its likely range, P10 and P90."""

    value: float
    low: float
    high: float


class SpentOut(Given):
    """Hours of the owner by what they were for."""

    doing: float = 0.0
    checking: float = 0.0
    answering: float = 0.0
    training: float = 0.0
    paying: float = 0.0
    setting_up: float = 0.0


class FreedWeekOut(Given):
    """A week that is over and in which anything was logged."""

    week: Day = Field(description="Its Monday.")
    before: float = Field(description="Hours that the work would have taken without the hand-off.")
    spent: SpentOut
    freed: LikelyOut = Field(description="With the likely range for this one week.")


class BroughtOut(Given):
    """Sums over the weeks that count; only for whoever may see the worth of the owner's hour."""

    weeks: int
    benefit: Sum
    paid: Sum
    set_up: Sum = Field(description="Worth of planned set-up hours, where none are on record.")
    realised: Sum
    low: Sum
    high: Sum
    planned: Sum | None
    realised_share: float | None
    returned: float | None = Field(description="Realised over what it cost.")


class WentOut(Given):
    """Where the freed hours of an average week went; the three add up to freed."""

    freed: float
    top_three: float
    other: float
    rest: float


class LearnedOut(Given):
    """The share of freed hours that reached the top three; only for whoever may see worth."""

    measured: float
    weeks: int
    share: LikelyOut
    assumed: float = Field(description="What the plan takes now.")


class AlarmOut(Given):
    """A signal of the last weeks."""

    handoff_id: int | None
    about: str = Field(description="In words.")
    week: Day
    since: Day


class ResultShort(Given):
    """One hand-off."""

    handoff_id: int
    name: str
    person: str
    state: str
    since: Day | None = Field(description="Null: its work has not begun.")
    weeks: int
    before: LikelyOut | None = Field(description="Hours of an ordinary week before.")
    freed: LikelyOut | None = Field(description="Hours a week, on average; null: no week counts yet.")
    brought: BroughtOut | None


class ResultOut(ResultShort):
    """One hand-off week by week."""

    now: LikelyOut | None = Field(description="Hours of an ordinary week now.")
    difference: LikelyOut | None
    by_week: list[FreedWeekOut]
    spent: SpentOut


class ResultsOut(Given):
    """All hand-offs whose work began."""

    said: str = Field(description="The answer in one or two sentences.")
    since: Day | None
    currency: str
    freed: LikelyOut | None
    weeks_left_out: int
    by_week: list[FreedWeekOut]
    went: WentOut | None
    learned: LearnedOut | None
    brought: BroughtOut | None
    alarms: list[AlarmOut]
    changes: list[str]
    handoffs: list[ResultShort]
