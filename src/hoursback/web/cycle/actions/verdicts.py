"""The verdict of a round: drafted by the rules, decided by a person."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.roles import Verb
from hoursback.web.cycle.actions.training import NotNowError
from hoursback.web.cycle.models import Cycle, Reflection
from hoursback.web.cycle.selectors.holding import views_of
from hoursback.web.cycle.selectors.rounds import cycle_here, leads
from hoursback.web.cycle.selectors.verdicts import has_agreed_goals
from hoursback.web.cycle.selectors.work import breaches, draft_of, stored, work_of
from hoursback.web.shared.conflict import StaleError


@transaction.atomic
def decide_verdict(*, actor: Member, cycle_id: int, version: int, verdict: str, reason: str, pays: str) -> Cycle:
    """Confirm the draft verdict, or decide otherwise with a reason; the draft is kept beside it.

    Args:
        pays: whether replacing pays, with search and restart: "yes", "no", "" for not known.
    Raises: StaleError; NotNowError, before both views; HoursbackError, for another verdict without a reason.
    """
    cycle = cycle_here(actor, cycle_id, Verb.CHANGE)
    _check(actor, cycle)
    if verdict not in Cycle.Verdict.values:
        raise HoursbackError(_("Choose one of the verdicts."), where="verdict", value=verdict[:20])
    work = work_of(cycle)
    draft = draft_of(cycle, work, pays=pays, has_agreed=has_agreed_goals(cycle), has_breach=breaches(cycle))
    if verdict != draft.verdict.value and not reason.strip():
        raise HoursbackError(
            _("You decide otherwise than the draft: say why."), where="reason", hint=_("One sentence is enough.")
        )
    changed = {
        "verdict": verdict,
        "verdict_reason": reason.strip()[:10_000],
        "verdict_by": actor,
        "draft": stored(draft, work, pays),
        "version": version + 1,
    }
    here = Cycle.objects.filter(pk=cycle.pk, version=version, phase=Cycle.Phase.PERFORMANCE)
    if not here.update(**changed):
        raise StaleError
    record(actor, "verdict decided", "cycle", cycle.pk, verdict=verdict, draft=draft.verdict.value)
    return Cycle.objects.get(pk=cycle.pk)


def _check(actor: Member, cycle: Cycle) -> None:
    if not leads(actor, cycle.person):
        raise NotNowError(_("Whoever leads the round decides this."), hint=_("Say what you think of it to them."))
    if cycle.phase != Cycle.Phase.PERFORMANCE:
        raise NotNowError(
            _("A verdict belongs to the performance assessment."), hint=_("See what the round needs next.")
        )
    views = views_of(cycle)
    if Reflection.Side.PERSON not in views or Reflection.Side.LEAD not in views:
        raise NotNowError(_("Both views come before the verdict."), hint=_("First theirs, then yours."))
