"""What the API gives about rounds, field by field."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hoursback.web.shared.api import LARGEST_WHOLE, Cursor, Day, Given, PageSize, Taken

QueryId = Annotated[int, Field(ge=1, le=LARGEST_WHOLE)]


class RoundShort(Given):
    """One round of somebody's cycle."""

    id: int
    person_id: int
    person: str
    number: int = Field(description="Which round of the cycle this is, from 1.")
    phase: str = Field(
        description="skill_assessment, gap_training, goal_setting, performance_assessment, repeat (over) or stopped."
    )
    opened_on: Day
    work_started_on: Day | None
    due_on: Day | None
    closed_on: Day | None
    verdict: str = Field(description="Empty: none yet, or not yours to see before the round is over.")
    version: int
    address: str


class RoundsOut(Given):
    """A page of rounds."""

    rounds: list[RoundShort]
    next_cursor: str | None


class RoundsAsked(Taken):
    """Which rounds are wanted; all that you may see where nothing is said."""

    person_id: QueryId | None = None
    is_open: bool | None = Field(None, description="true: under way; false: over or stopped.")
    size: PageSize = 50
    cursor: Cursor | None = None


class SkillOut(Given):
    """A skill in a round: what the work asks for (0: nothing), and what was found."""

    name: str
    asked: int
    own: int | None = Field(description="By the person.")
    found: float | None = Field(description="Of all other ratings together, drawn to the middle of the five levels.")
    found_low: float | None = Field(description="Likely range: lower once in ten times.")
    found_high: float | None
    ratings: int
    counts_as: int | None


class RatingOut(Given):
    """One rating; the level that somebody else gave is null for the person it is about."""

    skill: str
    source: str = Field(description="self, other or sample.")
    level: int | None
    evidence: str
    seen_on: Day | None


class TrainingOut(Given):
    """A gap to close."""

    id: int
    skill: str
    level_from: int
    level_to: int
    hours: float
    lead_hours: float
    done_on: Day | None
    put_off_because: str


class GoalOut(Given):
    """A goal and what it reached."""

    id: int
    what: str
    measure: str
    start: float
    target: float
    reached: float | None
    unit: str
    by: Day
    evidence: str
    status: str = Field(description="open, met, unmet or dropped.")
    is_stretch: bool
    is_learning: bool
    lead_agreed: bool
    person_agreed: bool
    version: int


class RoundOut(RoundShort):
    """A round with its skills, ratings, training and goals."""

    skills: list[SkillOut]
    ratings: list[RatingOut]
    training: list[TrainingOut]
    goals: list[GoalOut]
