"""Choosing who takes a hand-off over: into the running, what was found out, and how it ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.handoff.stages import NOT_YET
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.handoff.actions.moving import move_by_itself
from hoursback.web.handoff.models import Agreement, Candidate, Handoff
from hoursback.web.handoff.models.agreements import lasting
from hoursback.web.handoff.selectors import choosing as found
from hoursback.web.handoff.selectors.terms import lasts_from
from hoursback.web.handoff.selectors.work import handoff_here
from hoursback.web.people.models import DOERS, Person
from hoursback.web.people.skills import today_for
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.holding import hold

Outcome = Candidate.Outcome
MOST_QUESTIONS = 20
LONGEST_REASON = 1000


class NotOfferedError(HoursbackError):
    """Somebody does not clear the floor, does not want the work, or has no room for it."""

    def __init__(self, name: str, reasons: list[str]) -> None:
        super().__init__(
            _("%(name)s cannot be chosen for this.") % {"name": name},
            where="person",
            value=name,
            hint=" ".join(reasons),
        )


@transaction.atomic
def add_candidate(*, actor: Member, handoff_id: int, person_id: int, once: str = "") -> Candidate | None:
    """Put somebody in the running; they get the same questions as everybody. None: this very form did it already.

    Raises: HoursbackError, for somebody no agreement can be made with; Http404.
    """
    if not first_time(actor, "handoff:candidates", once):
        return None
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    person = visible_or_404(actor, Person, person_id)
    if person.kind not in DOERS or person.is_archived:
        raise HoursbackError(
            _("Nobody can agree on anything with “%(name)s”.") % {"name": person},
            where="person",
            hint=_("Choose an employee, a contractor or a firm, or add the person you found."),
        )
    known = found.candidates_of(actor, handoff)
    here = next((candidate for candidate in known if candidate.person_id == person.pk), None)
    if here is not None:
        return here
    try:
        with transaction.atomic():
            made = Candidate.objects.create(
                workspace_id=actor.workspace_id,
                handoff=handoff,
                person=person,
                interview=found.sheet_of(actor, handoff, known),
                trial=found.trial_of(handoff, person, today_for(actor)),
            )
    except IntegrityError:  # the same person by another tab
        return Candidate.objects.get(handoff=handoff, person=person)
    record(actor, "candidate added", "candidate", made.pk, handoff=handoff.pk, person=person.pk)
    return made


@transaction.atomic
def set_questions(*, actor: Member, handoff_id: int, questions: list[str]) -> None:
    """The same questions for everybody; scores stay with the questions that stay.

    Raises: HoursbackError, for none or too many; StaleError, when a score was kept meanwhile; Http404.
    """
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    asked = list(dict.fromkeys(question.strip() for question in questions if question.strip()))
    if not 0 < len(asked) <= MOST_QUESTIONS:
        raise HoursbackError(_("Write one to twenty questions, one on a line."), where="questions")
    for candidate in found.candidates_of(actor, handoff):
        kept = {item["question"]: item for item in candidate.interview}
        sheet = [kept.get(question) or found.blank(question) for question in asked]
        _save(candidate, candidate.version, interview=sheet)
    record(actor, "interview questions changed", "handoff", handoff.pk, questions=len(asked))


@transaction.atomic
def save_candidate(*, actor: Member, candidate_id: int, version: int, facts: dict[str, Any]) -> Candidate:
    """Keep what was found out about a candidate: interview, trial, notes for yourself.

    Args:
        facts: of interview, trial, candid, as the columns hold them.
    Raises: StaleError, when somebody changed it meanwhile; Http404.
    """
    candidate = found.candidate_here(actor, candidate_id)
    stated = {name: facts[name] for name in ("interview", "trial", "candid") if name in facts}
    _save(candidate, version, **stated)
    # What was said about somebody stays out of the record, which more people may read one day.
    record(actor, "candidate noted", "candidate", candidate.pk, fields=sorted(stated))
    return Candidate.objects.get(pk=candidate.pk)


@transaction.atomic
def choose_candidate(*, actor: Member, candidate_id: int, version: int, today: date, reason: str = "") -> Candidate:
    """The hand-off goes to this person, who is asked by the agreement.

    Raises: NotOfferedError, with the reasons; HoursbackError, when it is too late for it; StaleError; Http404.
    """
    candidate = _held(actor, candidate_id)
    handoff, person = candidate.handoff, candidate.person
    if handoff.state not in NOT_YET:
        raise HoursbackError(
            _("It is agreed with %(name)s already.") % {"name": handoff.person},
            where="hand-off",
            hint=_("Take it back or brief again first."),
        )
    standing, reasons = found.standing_of(actor, handoff, person, today)
    if not standing.is_offered:
        raise NotOfferedError(str(person), reasons)
    _refuse_while_bound(handoff, person, today)
    _save(candidate, version, outcome=Outcome.CHOSEN, reason=reason.strip()[:LONGEST_REASON])
    others = Candidate.objects.filter(handoff=handoff, outcome=Outcome.CHOSEN).exclude(pk=candidate.pk)
    others.update(outcome=Outcome.OPEN)
    if handoff.person_id != person.pk:
        _give(handoff, person)
    record(actor, "candidate chosen", "candidate", candidate.pk, handoff=handoff.pk, person=person.pk)
    if lasts_from(handoff.pk, person.pk, today) is not None:
        # The brief was written again; what was agreed still holds.
        move_by_itself(actor=actor, handoff=handoff_here(actor, handoff.pk), name="agree", today=today)
    return Candidate.objects.get(pk=candidate.pk)


@transaction.atomic
def close_candidate(
    *, actor: Member, candidate_id: int, version: int, outcome: str, reason: str, never: str = ""
) -> Candidate:
    """Take somebody out of the running, with the reason: they did not want it, or they are not chosen.

    Args:
        outcome: "declined" or "rejected". never: the kind of work (of `kinds_of_work`) they said they never want.
    Raises: HoursbackError, without a reason or while they are chosen; StaleError; Http404.
    """
    candidate = _held(actor, candidate_id)
    if outcome not in (Outcome.DECLINED, Outcome.REJECTED):
        raise HoursbackError(_("Say how it ended."), where="outcome", value=outcome)
    if not reason.strip():
        raise HoursbackError(_("Say why."), where="reason", hint=_("One sentence is enough."))
    _refuse_while_offered(candidate)
    if candidate.handoff.person_id == candidate.person_id and candidate.handoff.state not in NOT_YET:
        raise HoursbackError(_("It is agreed with %(name)s already.") % {"name": candidate.person}, where="hand-off")
    _save(candidate, version, outcome=outcome, reason=reason.strip()[:LONGEST_REASON])
    handoff = candidate.handoff
    if handoff.state in NOT_YET and handoff.person_id == candidate.person_id:
        _give(handoff, None)
    if outcome == Outcome.DECLINED and never:
        note_decline(actor, candidate.person, handoff, never)
    record(actor, f"candidate {outcome}", "candidate", candidate.pk, handoff=handoff.pk)
    return Candidate.objects.get(pk=candidate.pk)


@transaction.atomic
def reopen_candidate(*, actor: Member, candidate_id: int, version: int) -> Candidate:
    """Back into the running.

    Raises: HoursbackError, for whom the hand-off went to; StaleError; Http404.
    """
    candidate = _held(actor, candidate_id)
    if candidate.outcome == Outcome.CHOSEN and candidate.handoff.state not in NOT_YET:
        raise HoursbackError(_("It is agreed with %(name)s already.") % {"name": candidate.person}, where="hand-off")
    if candidate.outcome == Outcome.CHOSEN:
        _refuse_while_offered(candidate)
        if candidate.handoff.person_id == candidate.person_id:
            _give(candidate.handoff, None)
    _save(candidate, version, outcome=Outcome.OPEN, reason="")
    record(actor, "candidate returned", "candidate", candidate.pk, handoff=candidate.handoff_id)
    return Candidate.objects.get(pk=candidate.pk)


def kinds_of_work(handoff: Handoff) -> list[str]:
    """What somebody may say they never want: this work, or anything of its business function."""
    function = "" if handoff.activity is None else handoff.activity.function
    name = handoff.name if handoff.activity is None else handoff.activity.name
    return [name, *([function] if function else [])]


def note_decline(actor: Member, person: Person, handoff: Handoff, never: str) -> None:
    """Remember a kind of work that somebody said they do not want; inside the action's transaction."""
    if never not in kinds_of_work(handoff):
        raise HoursbackError(_("That kind of work is none of this hand-off."), where="never", value=never)
    # What was read with the page may lack what another answer added meanwhile.
    now = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    known = now.declines or []
    if never.casefold() in [text.casefold() for text in known]:
        return
    Person.objects.filter(pk=now.pk).update(declines=[*known, never], version=now.version + 1)
    record(actor, "kind of work declined", "person", person.pk, kind=never)


def _held(actor: Member, candidate_id: int) -> Candidate:
    """A candidate with the hand-off as it stands now, which nobody moves until this is done."""
    hold(Handoff, found.candidate_here(actor, candidate_id).handoff_id)
    return found.candidate_here(actor, candidate_id)


def _give(handoff: Handoff, person: Person | None) -> None:
    """Write down whose it will be; once it is agreed with somebody, it stays theirs."""
    here = Handoff.objects.filter(pk=handoff.pk, version=handoff.version, state__in=NOT_YET)
    if not here.update(person=person, version=handoff.version + 1):
        raise StaleError


def _save(candidate: Candidate, version: int, **facts: Any) -> None:
    if not Candidate.objects.filter(pk=candidate.pk, version=version).update(**facts, version=version + 1):
        raise StaleError


def _open_offers(handoff: Handoff) -> Any:
    return Agreement.objects.filter(
        workspace=handoff.workspace_id, handoff=handoff, withdrawn_at=None, declined_at=None
    )


def _refuse_while_bound(handoff: Handoff, person: Person, today: date) -> None:
    """An agreement with somebody else that waits or still holds has to go first."""
    bound = _open_offers(handoff).exclude(person=person).filter(Q(person_confirmed_at=None) | lasting(today))
    other = bound.select_related("person").first()
    if other is not None:
        raise HoursbackError(
            _("Agreement %(number)s with %(name)s is still there.") % {"number": other.number, "name": other.person},
            where="agreement",
            hint=_("Withdraw it, or give notice first."),
        )


def _refuse_while_offered(candidate: Candidate) -> None:
    waiting = _open_offers(candidate.handoff).filter(person=candidate.person, person_confirmed_at=None).first()
    if waiting is not None:
        raise HoursbackError(
            _("Agreement %(number)s waits for their answer.") % {"number": waiting.number},
            where="agreement",
            hint=_("Withdraw it first."),
        )
