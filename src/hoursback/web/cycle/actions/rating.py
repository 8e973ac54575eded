"""What changes ratings of skills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.roles import Verb
from hoursback.web.cycle.actions.training import NotNowError
from hoursback.web.cycle.models import Cycle, Rating
from hoursback.web.cycle.selectors.rounds import cycle_here, is_person, leads
from hoursback.web.people import skills as people_skills
from hoursback.web.people.skills import LevelRefusedError
from hoursback.web.shared.holding import hold

Source = Rating.Source


@dataclass(frozen=True, slots=True)
class Given:
    """A level given for one skill; None: not rated, which takes an earlier one back."""

    skill: str
    level: int | None
    evidence: str = ""
    seen_on: date | None = None


def may_rate(actor: Member, cycle: Cycle, source: str) -> bool:
    """Whether a member may give ratings of this kind: their own view the person, the others who leads."""
    if source == Source.SELF:
        return is_person(actor, cycle.person)
    return leads(actor, cycle.person)


@transaction.atomic
def rate_skills(*, actor: Member, cycle_id: int, source: str, given: Sequence[Given]) -> int:
    """Give, change or take back levels; the number of those given.

    Raises: NotNowError, outside the skill assessment or for somebody else's kind of rating. LevelRefusedError, for a
    level without the evidence it needs.
    """
    hold(Cycle, cycle_id)
    cycle = cycle_here(actor, cycle_id, Verb.CHANGE)
    if cycle.phase != Cycle.Phase.SKILLS:
        raise NotNowError(
            _("Skills are rated in the skill assessment."),
            hint=_("Choose “assess again” on the round to go back to it."),
        )
    if source not in Source.values or not may_rate(actor, cycle, source):
        raise NotNowError(_("This kind of rating is not yours to give."), hint=_("Rate from the page of the round."))
    for each in given:
        _keep(actor, cycle, source, each)
    levels = sum(each.level is not None for each in given)
    record(actor, "skills rated", "cycle", cycle.pk, source=source, skills=levels)
    return levels


def _keep(actor: Member, cycle: Cycle, source: str, each: Given) -> None:
    if each.level is None:
        skill = people_skills.find_skill(actor, each.skill)
        if skill is not None:
            Rating.objects.filter(cycle=cycle, skill=skill, rater=actor, source=source).delete()
        return
    if source != Source.SELF and not each.evidence.strip():
        raise LevelRefusedError(
            _("A level that somebody else gives needs evidence."), where="evidence", hint=_("Say what you saw.")
        )
    Rating.objects.update_or_create(
        cycle=cycle,
        skill=people_skills.ensure_skill(actor=actor, name=each.skill),
        rater=actor,
        source=source,
        defaults={
            "workspace_id": cycle.workspace_id,
            "level": each.level,
            "evidence": each.evidence.strip()[:1000],
            "seen_on": each.seen_on,
        },
    )
