"""The work that Olive of the sample business handed to Sam before she planned, in her own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any, Final

HELPER: Final = "Sam"


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work.

    Attributes:
        activity, function: what it is called in the log, and which function it belongs to.
        before: Olive's hours a week on it then. hours, cap: Sam's, planned and at most.
        weeks: ago it began. first_runs: days after that of the supervised ones, with the minutes each took; one of
            `too_long` minutes or more did not meet the standard. minutes: of runs since, one in `every` weeks.
        checking: minutes of Olive's to look at one. sessions: weekday, time, minutes and note of what Sam logs a week.
    """

    activity: str
    function: str
    before: float
    hours: float
    cap: Decimal
    requires: Mapping[str, int]
    weeks: int
    outcome: str
    steps: tuple[str, ...]
    standard: str
    tools: str
    questions: tuple[tuple[str, str], ...]
    first_runs: tuple[int, ...]
    first_minutes: tuple[int, ...]
    too_long: int
    lesson: tuple[str, str, str]
    praise: str
    every: int
    minutes: tuple[int, ...]
    checking: int
    sessions: tuple[tuple[int, time, int, str], ...]

    def brief(self) -> dict[str, Any]:
        """The parts of its brief, as they are written."""
        return {
            "outcome": self.outcome,
            "steps": "\n".join(f"- [ ] {step}" for step in self.steps),
            "standard": self.standard,
            "tools": self.tools,
            "ask": "Olive; by telephone when a customer waits, else the same day by message.",
            "questions": [{"question": question, "answer": answer} for question, answer in self.questions],
        }


WORKS: Final = (
    Work(
        activity="Shop orders",
        function="operations",
        before=3.0,
        hours=2.0,
        cap=Decimal("3.0"),
        requires={"customer_care": 3},
        weeks=15,
        outcome="Every order of the web shop leaves the studio within two working days, complete and undamaged.",
        steps=(
            "Print the orders that came in since last time",
            "Take the cards and posters from the shelf and count them twice",
            "Pack flat, corners protected, delivery note on top",
            "Bring the parcels to the post office, keep the receipt",
            "Mark the orders as sent, so that the customers are told",
        ),
        standard="Within two working days; nothing missing; no dented corner.",
        tools="The shop's orders page, the packing table, the post card of the studio.",
        questions=(
            (
                "What do you do when something is sold out?",
                "Tell the customer the same day, and ask Olive when it is back.",
            ),
            ("How are posters sent?", "Rolled, in a tube; up to A3 flat between boards."),
        ),
        first_runs=(3, 8, 10, 15),
        first_minutes=(95, 75, 70, 65),
        too_long=90,
        lesson=(
            "One parcel lacked two of five cards",
            "The customer wrote, and we sent the rest two days later",
            "Count twice, once before and once after packing",
        ),
        praise="All parcels were complete, and the customers were told on the same day.",
        every=2,
        minutes=(60, 55, 60, 50, 55),
        checking=6,
        sessions=(
            (1, time(9, 30), 55, "orders packed and sent"),
            (4, time(9, 0), 65, "orders packed, parcels to the post office"),
        ),
    ),
    Work(
        activity="Photo archive",
        function="marketing",
        before=1.5,
        hours=1.0,
        cap=Decimal("2.0"),
        requires={"admin": 2},
        weeks=14,
        outcome="Each finished job is in the archive with three good pictures, and found by customer, year and paper.",
        steps=(
            "Copy the pictures of the week from the camera",
            "Choose three of each job, straighten and crop them",
            "Name them by customer, year and paper",
            "Mark those that could go to the website",
        ),
        standard="Found within a minute; three pictures of a job; nothing without the customer's yes on the website.",
        tools="The camera, the picture folder, the list of customers who said yes.",
        questions=(
            ("Which pictures never leave the studio?", "Those of customers who are not on the list."),
            ("How many pictures of one job?", "Three: the whole, a detail, in use."),
        ),
        first_runs=(4, 9, 11),
        first_minutes=(75, 70, 65),
        too_long=90,
        lesson=("", "", ""),
        praise="Every job of the week was found at once.",
        every=3,
        minutes=(60, 55, 60),
        checking=5,
        sessions=((3, time(14, 0), 60, "pictures of the week sorted"),),
    ),
)
RATED: Final = {
    "self": (("customer_care", 4, ""), ("admin", 3, "")),
    "other": (
        ("customer_care", 4, "Five weeks without a complaint about a parcel; two customers thanked for the message."),
        ("admin", 3, "Every picture I looked for was where it belongs."),
    ),
}
"""Levels of the first round, by whose view they are."""
GOALS: Final = (
    {
        "what": "The orders of a day within an hour",
        "measure": "minutes per run",
        "start_level": 70.0,
        "target_level": 55.0,
        "unit": "minutes",
        "evidence": "The runs here",
    },
    {
        "what": "An archive that needs no second look",
        "measure": "runs that meet the standard",
        "start_level": 80.0,
        "target_level": 95.0,
        "unit": "%",
        "evidence": "The runs here",
    },
    {
        "what": "Nobody waits for a parcel",
        "measure": "orders sent after more than two working days, in a quarter",
        "start_level": 4.0,
        "target_level": 0.0,
        "unit": "pieces",
        "evidence": "The orders page of the shop",
    },
)
