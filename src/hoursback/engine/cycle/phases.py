"""The five phases of a cycle as one table."""

from __future__ import annotations

from hoursback.engine.moves import Part, Table, moves
from hoursback.engine.sentences import sentence as _

LEADERS = (Part.OWNER, Part.MANAGER)

CYCLE = Table(
    "round",
    "skill_assessment",
    (
        *moves("train", "skill_assessment", "gap_training", LEADERS, "assessed"),
        *moves("set goals", "skill_assessment", "goal_setting", LEADERS, "assessed", "no gaps"),
        *moves("set goals", "gap_training", "goal_setting", LEADERS, "trained"),
        *moves("assess again", "gap_training goal_setting", "skill_assessment", LEADERS),
        *moves("start work", "goal_setting", "performance_assessment", LEADERS, "goals agreed"),
        *moves("change goals", "performance_assessment", "goal_setting", LEADERS, "reason"),
        *moves("confirm", "performance_assessment", "repeat", LEADERS, "own view", "verdict", "briefed badly"),
        *moves(
            "stop", "skill_assessment gap_training goal_setting performance_assessment", "stopped", LEADERS, "reason"
        ),
    ),
    {
        "assessed": _("Rate at least one skill that the work asks for, with evidence, first."),
        "no gaps": _("There are gaps: train them first."),
        "trained": _("Every item of the training has to be done, or put off with a reason."),
        "goals agreed": _("Every goal needs what, measure, level, date and evidence, and the yes of both."),
        "reason": _("Say why."),
        "own view": _("The person's own view comes first; ask for it, or note that they declined."),
        "verdict": _("Confirm or change the draft verdict first."),
        "briefed badly": _("Answer “what did I brief badly?” first."),
    },
)
"""`skill_assessment` to `repeat`: where a cycle stands; one in `repeat` has seeded the next (methods, section 6)."""
