"""What moves do to skills and training: a sign-off states levels with evidence, a new beginning is learnt anew."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from hoursback.engine.handoff.signing import signed_levels
from hoursback.web.accounts.models import Member
from hoursback.web.handoff.models import Handoff, TrainingStep
from hoursback.web.handoff.selectors.work import good_runs
from hoursback.web.people.models import Person, SkillLevel
from hoursback.web.people.skills import state_level
from hoursback.web.shared.holding import hold


def sign_off(*, actor: Member, handoff: Handoff, today: date) -> int:
    """State a level of each skill that the hand-off needs; returns how many. Call it in the move's transaction."""
    if handoff.person is None:
        return 0
    hold(Person, handoff.person.pk)
    evidence = evidence_of(handoff)
    levels = signed_levels(handoff.requires, handoff.person.skills)
    for skill, level in levels.items():
        state_level(
            actor=actor,
            person_id=handoff.person.pk,
            skill_name=skill,
            level=level,
            basis=SkillLevel.Basis.SIGNED_OFF,
            evidence=evidence,
            on=today,
        )
    return len(levels)


def learn_anew(*, handoff: Handoff) -> None:
    """Handed off again, the training is open again: whoever does the work next has done none of it."""
    TrainingStep.objects.filter(handoff=handoff, dropped_at=None).update(done_at=None, done_by=None)


def evidence_of(handoff: Handoff) -> str:
    """What the sign-off rests on, in a sentence."""
    facts = {"good": good_runs(handoff), "needed": handoff.runs_needed, "name": handoff.name}
    return _("%(good)d of %(needed)d supervised runs of “%(name)s” met the standard in a row.") % facts
