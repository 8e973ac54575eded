"""The words of rounds on pages: the phases, the moves, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoursback.engine.cycle.steps import Step

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Next:
    """What a step is called to whoever takes it, and to everybody else; `route`: where it is done, `part`: of it."""

    mine: Words
    theirs: Words
    route: str = "cycle:cycle"
    part: str = ""


PHASES: tuple[tuple[str, Words], ...] = (
    ("skill_assessment", _("Skill assessment")),
    ("gap_training", _("Gap training")),
    ("goal_setting", _("Goal setting")),
    ("performance_assessment", _("Performance assessment")),
    ("repeat", _("Repeat")),
)
ENDED: dict[str, Words] = {"stopped": _("Stopped")}
MOVES: dict[str, Words] = {
    "train": _("Go on to training"),
    "set goals": _("Go on to goals"),
    "assess again": _("Assess the skills again"),
    "start work": _("Start work on these goals"),
    "change goals": _("Change the goals"),
    "confirm": _("Confirm and begin the next round"),
    "stop": _("Stop this round"),
}
"""What the button of a move says; the move's own name is what the table calls it."""
NEXT: dict[Step, Next] = {
    Step.RATE_SELF: Next(
        _("Rate your own skills first"), _("the person rates their own skills"), "cycle:rate", "?as=self"
    ),
    Step.RATE: Next(_("Rate the skills, with what you saw"), _("the lead rates the skills"), "cycle:rate", "?as=other"),
    Step.LEAVE_SKILLS: Next(
        _("Look at the gaps and go on"), _("the lead decides what is trained"), "cycle:cycle", "#moves"
    ),
    Step.TRAIN: Next(_("Do the training"), _("the training is under way"), "cycle:training"),
    Step.REVIEW: Next(_("Look at what was learned again"), _("something learned is looked at again"), "cycle:training"),
    Step.SET_GOALS: Next(_("Go on to the goals"), _("the lead opens the goals"), "cycle:cycle", "#moves"),
    Step.WRITE_GOALS: Next(_("Write three to five goals"), _("goals are written"), "cycle:goals"),
    Step.AGREE: Next(_("Read the goals and agree"), _("the goals wait for a yes"), "cycle:goals"),
    Step.START_WORK: Next(_("Start work"), _("the lead starts the work"), "cycle:cycle", "#moves"),
    Step.WORK: Next(_("Work goes on"), _("work goes on"), "cycle:verdict"),
    Step.OWN_VIEW: Next(_("Write how you see it"), _("the person's own view is due"), "cycle:reflect"),
    Step.FEEDBACK: Next(_("Give your feedback"), _("the lead's feedback is due"), "cycle:reflect"),
    Step.VERDICT: Next(_("Look at the draft verdict and decide"), _("the lead decides the verdict"), "cycle:verdict"),
    Step.CONFIRM: Next(_("Confirm, and begin the next round"), _("the lead closes the round"), "cycle:cycle", "#moves"),
    Step.OVER: Next(_("This round is over"), _("this round is over")),
}


def phase_label(phase: str) -> Words:
    """A phase in words."""
    return dict(PHASES).get(phase) or ENDED.get(phase, phase)


AREAS: tuple[tuple[str, Words], ...] = (
    ("expectations", _("Expectations")),
    ("training", _("Training")),
    ("guidance", _("Guidance")),
    ("follow_up", _("Follow-up")),
)
"""The sides of leading, as engine/cycle/leading.py calls them, in words."""
