"""What to learn before the first run: from what the brief holds, and from the levels that are still missing."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

HOURS_PER_LEVEL = 10.0
"""Hours of training for one level (methods, section 6; range 4 to 40; our own figure)."""


class Lesson(StrEnum):
    """A kind of step in a training."""

    READ = "read"
    WATCH = "watch"
    TOGETHER = "together"
    STANDARD = "standard"
    TOOLS = "tools"
    EXAMPLES = "examples"
    ASK = "ask"
    SKILL = "skill"


@dataclass(frozen=True, slots=True)
class Draft:
    """One step to learn.

    Attributes:
        skill, held, required: of a SKILL step; held 0 means that nothing is stated. hours: of practice, about.
    """

    lesson: Lesson
    skill: str = ""
    held: int = 0
    required: int = 0
    hours: float = 0.0


_BY_PART = (
    ("tools", Lesson.TOOLS),
    ("standard", Lesson.STANDARD),
    ("examples", Lesson.EXAMPLES),
    ("steps", Lesson.WATCH),
    ("steps", Lesson.TOGETHER),
    ("ask", Lesson.ASK),
)
"""Parts of a brief in the order in which they are learnt, with what is learnt from them."""


def draft_training(
    parts: Collection[str], required: Mapping[str, float], held: Mapping[str, int] | None
) -> tuple[Draft, ...]:
    """The steps of a training: read the brief, what its parts ask for, then each skill that falls short.

    Args:
        parts: names of the parts of the brief that say something. required: levels by skill.
        held: levels by skill; None: the person meets what is required.
    """
    from_brief = [Draft(Lesson.READ), *(Draft(lesson) for part, lesson in _BY_PART if part in parts)]
    return (*(from_brief if parts else ()), *_gaps(required, held))


def _gaps(required: Mapping[str, float], held: Mapping[str, int] | None) -> list[Draft]:
    if held is None:
        return []
    known = {" ".join(name.split()).casefold(): level for name, level in held.items()}
    found = []
    for skill, level in required.items():
        has, needs = known.get(" ".join(skill.split()).casefold(), 0), math.ceil(level)
        if has < needs:
            found.append(Draft(Lesson.SKILL, skill, has, needs, (needs - has) * HOURS_PER_LEVEL))
    return sorted(found, key=lambda draft: (draft.held - draft.required, draft.skill))
