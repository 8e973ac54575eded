"""Terms that both sides say yes to: proposed, confirmed or declined, changed by a new number, ended by notice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.handoff import agreement as engine
from hoursback.engine.handoff.agreement import Fault
from hoursback.engine.handoff.stages import HELD
from hoursback.engine.moves import MoveError, Part
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.roles import LEADERS, Verb
from hoursback.web.handoff.actions.choosing import LONGEST_REASON, note_decline
from hoursback.web.handoff.actions.moving import move_by_itself
from hoursback.web.handoff.actions.pricing import hold_price, release_price
from hoursback.web.handoff.models import Agreement, Candidate, FollowUp, Handoff
from hoursback.web.handoff.selectors.agreements import agreement_here
from hoursback.web.handoff.selectors.terms import lasts_from, others_of
from hoursback.web.handoff.selectors.work import handoff_here, newest_brief
from hoursback.web.people.models import DOERS, Person
from hoursback.web.people.selectors import parts_of
from hoursback.web.shared import formats
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.holding import hold

State = Handoff.State
FIELDS = (
    *("kind", "price", "weekly_cap", "minimum_hours", "start", "end", "notice_days"),
    *("confidentiality", "terms"),
)
NEGOTIABLE = (State.CHOOSING, *HELD)
"""States in which terms can be proposed."""


class TermsError(HoursbackError):
    """Terms that are not possible; `where` is the field they stand in, "" for the whole."""


@transaction.atomic
def propose_agreement(
    *, actor: Member, handoff_id: int, facts: dict[str, Any], today: date, once: str = ""
) -> Agreement | None:
    """Terms under a new number, with the yes of whoever leads; what held before holds until the other yes.

    Returns: None, when this very form proposed them already.
    Raises: TermsError, for terms that are not possible or a hand-off that is not ready; Http404.
    """
    if not first_time(actor, "handoff:agreement", once):
        return None
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    person = _refuse_unready(actor, handoff)
    terms = {name: facts[name] for name in FIELDS if name in facts}
    _refuse_impossible(handoff, terms, today)
    number = Agreement.objects.filter(handoff=handoff, workspace=actor.workspace_id).aggregate(top=Max("number"))["top"]
    try:
        with transaction.atomic():
            made = Agreement.objects.create(
                workspace_id=actor.workspace_id,
                handoff=handoff,
                person=person,
                number=(number or 0) + 1,
                proposed_by=actor,
                lead_confirmed_by=actor,
                lead_confirmed_at=timezone.now(),
                **terms,
            )
    except IntegrityError:  # somebody else proposed at the same moment
        raise StaleError from None
    record(actor, "agreement proposed", "agreement", made.pk, handoff=handoff.pk, number=made.number)
    return made


@transaction.atomic
def confirm_agreement(*, actor: Member, agreement_id: int, version: int, today: date) -> Agreement:
    """The person's yes; for somebody without a log-in a leader writes it down.

    With it the price holds from the start, the hand-off moves on, and dates to look at it are made.

    Raises: MoveError, when it is not theirs to confirm or nothing waits; StaleError; Http404.
    """
    agreement = agreement_here(actor, agreement_id, Verb.CHANGE)
    hold(Handoff, agreement.handoff_id)  # as moves do, before anything is put on record
    _refuse_not_theirs(actor, agreement)
    if agreement.person_confirmed_at is not None and agreement.version == version + 1:
        return agreement  # the same click, sent twice
    _refuse_settled(agreement)
    handoff = agreement.handoff
    if handoff.person_id != agreement.person_id:
        raise MoveError(
            _("The hand-off went to somebody else meanwhile."),
            where="agreement",
            hint=_("There is nothing to confirm."),
        )
    is_first = lasts_from(handoff.pk, agreement.person_id, agreement.start) is None
    _save(agreement, version, person_confirmed_by=actor, person_confirmed_at=timezone.now())
    agreement = Agreement.objects.get(pk=agreement.pk)
    hold_price(actor, agreement)
    if is_first:
        _follow_up(agreement, today)
    record(actor, "agreement confirmed", "agreement", agreement.pk, handoff=handoff.pk, number=agreement.number)
    move_by_itself(actor=actor, handoff=Handoff.objects.get(pk=handoff.pk), name="agree", today=today)
    return agreement


@transaction.atomic
def decline_agreement(*, actor: Member, agreement_id: int, version: int, reason: str, never: str = "") -> Agreement:
    """The person's no, with the reason.

    Args:
        never: the kind of work (of `choosing.kinds_of_work`) they do not want at all; "": they did not say so.
    Raises: HoursbackError, without a reason; MoveError, when it is not theirs or nothing waits; StaleError; Http404.
    """
    agreement = agreement_here(actor, agreement_id, Verb.CHANGE)
    _refuse_not_theirs(actor, agreement)
    _refuse_settled(agreement)
    if not reason.strip():
        raise HoursbackError(_("Say why, so that better terms can be found."), where="reason")
    said = reason.strip()[:LONGEST_REASON]
    _save(agreement, version, declined_at=timezone.now(), declined_because=said)
    if never:
        note_decline(actor, agreement.person, agreement.handoff, never)
        Candidate.objects.filter(handoff=agreement.handoff, person=agreement.person).update(
            outcome=Candidate.Outcome.DECLINED, reason=said
        )
    record(actor, "agreement declined", "agreement", agreement.pk, number=agreement.number)
    return Agreement.objects.get(pk=agreement.pk)


@transaction.atomic
def withdraw_agreement(*, actor: Member, agreement_id: int, version: int) -> Agreement:
    """Take back terms that nobody answered yet.

    Raises: MoveError, when they were answered; StaleError; Http404.
    """
    agreement = agreement_here(actor, agreement_id, Verb.CHANGE)
    if actor.role not in LEADERS:
        raise MoveError(_("Whoever proposed it can withdraw it; you can decline it."), where="agreement")
    _refuse_settled(agreement)
    _save(agreement, version, withdrawn_at=timezone.now())
    record(actor, "agreement withdrawn", "agreement", agreement.pk, number=agreement.number)
    return Agreement.objects.get(pk=agreement.pk)


@transaction.atomic
def give_notice(
    *, actor: Member, agreement_id: int, version: int, last_day: date, reason: str, today: date
) -> Agreement:
    """End a confirmed agreement, by either side, not before its notice is over; the agreed terms stay as they were.

    Raises: TermsError, for a day that is too early or too late, or without a reason; StaleError; Http404.
    """
    agreement = agreement_here(actor, agreement_id, Verb.CHANGE)
    if not parts_of(actor, agreement.person):
        raise MoveError(_("That is for the two who agreed."), where="agreement")
    if agreement.person_confirmed_at is None or agreement.withdrawn_at or agreement.declined_at:
        raise TermsError(_("Only what was agreed can end by notice."), where="")
    if agreement.last_day is not None:
        raise TermsError(_("Notice was given already."), where="")
    _check_last_day(agreement, last_day, today)
    if not reason.strip():
        raise TermsError(_("Say why it ends."), where="reason")
    because = reason.strip()[:LONGEST_REASON]
    _save(agreement, version, last_day=last_day, notice_at=timezone.now(), notice_by=actor, notice_because=because)
    release_price(actor, Agreement.objects.select_related("handoff").get(pk=agreement.pk), last_day)
    record(actor, "notice given", "agreement", agreement.pk, last_day=last_day.isoformat(), number=agreement.number)
    return Agreement.objects.get(pk=agreement.pk)


@transaction.atomic
def carry_on(*, actor: Member, handoff_id: int, today: date) -> Handoff:
    """Go on under the agreement that holds, after the brief was written again.

    Raises: MoveError, when none holds or the hand-off is not at its choice; Http404.
    """
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    holds = handoff.person_id is not None and lasts_from(handoff.pk, handoff.person_id, today) is not None
    moved = move_by_itself(actor=actor, handoff=handoff, name="agree", today=today) if holds else None
    if moved is None:
        raise MoveError(_("No agreement holds that it could go on under."), where="hand-off")
    record(actor, "agreement kept", "handoff", handoff.pk)
    return moved


def obstacle(actor: Member, handoff: Handoff) -> str:
    """Why no terms can be proposed for a hand-off now; "" when they can."""
    try:
        _refuse_unready(actor, handoff)
    except TermsError as error:
        return error.what
    return ""


def can_carry_on(handoff: Handoff) -> bool:
    """Whether a hand-off waits at its choice, so that what is agreed may be kept."""
    return handoff.state == State.CHOOSING


def fault_words(one: engine.Found) -> str:
    """What is not possible about terms, and what would be."""
    words = {
        Fault.NO_PRICE: _("A price is missing. Within an employment it can stay empty."),
        Fault.PRICE_IMPOSSIBLE: _("A price lies between nothing and %(most)s an hour, or a hundred times that a month.")
        % {"most": formats.number(engine.MOST_AN_HOUR)},
        Fault.NO_MINIMUM: _("Say how many hours are paid each week even if unused."),
        Fault.MINIMUM_OVER_CAP: _("More hours would be paid than may be worked: lower this, or raise the cap."),
        Fault.CAP_IMPOSSIBLE: _("A week has 168 hours; more than none and no more than that."),
        Fault.MINIMUM_UNPAID: _("A fixed price pays the month; hours paid when unused do not go with it."),
        Fault.START_FAR_BACK: _("That is more than %(days)s days ago: begin it today, or later.")
        % {"days": engine.FAR_BACK},
        Fault.START_FAR_AHEAD: _("That is more than two years ahead."),
        Fault.END_BEFORE_START: _("It would end before it begins."),
        Fault.END_FAR_AHEAD: _("That is more than ten years: leave the end open instead."),
        Fault.OVERLAPS_OTHER: _("Agreement %(number)s with somebody else still holds then: begin after it has ended.")
        % {"number": one.number},
        Fault.BEFORE_EARLIER: _("Agreement %(number)s begins later: a change cannot begin before it.")
        % {"number": one.number},
        Fault.STILL_WAITING: _("Agreement %(number)s still waits for an answer: withdraw it first.")
        % {"number": one.number},
    }
    return words[one.fault]


def faults_of(handoff: Handoff, facts: dict[str, Any], today: date) -> list[engine.Found]:
    """Everything that stands against terms for the hand-off's person."""
    optional = {name: facts.get(name) for name in ("end", "price", "weekly_cap", "minimum_hours")}
    terms = engine.Terms(engine.Kind(facts["kind"]), facts["start"], **optional)
    return engine.check(terms, handoff.person_id or 0, others_of(handoff), today)


def _refuse_impossible(handoff: Handoff, facts: dict[str, Any], today: date) -> None:
    faults = faults_of(handoff, facts, today)
    if faults:
        raise TermsError(fault_words(faults[0]), where=faults[0].field)


def _refuse_unready(actor: Member, handoff: Handoff) -> Person:
    """Whom terms can be proposed to.

    Raises: TermsError, with what has to come first.
    """
    person = handoff.person
    if person is None or person.kind not in DOERS:
        raise TermsError(_("Choose who takes it over first."), where="")
    if person.member_id == actor.pk:
        raise TermsError(_("Somebody else has to propose your own agreement."), where="")
    if newest_brief(handoff) is None:
        raise TermsError(
            _("Publish the brief first: nobody can say yes to work they have not seen described."), where=""
        )
    if handoff.state not in NEGOTIABLE:
        raise TermsError(
            _("Terms come while choosing or later; this hand-off is at “%(state)s”.")
            % {"state": handoff.get_state_display()},
            where="",
        )
    return person


def _refuse_not_theirs(actor: Member, agreement: Agreement) -> None:
    if Part.PERSON not in parts_of(actor, agreement.person):
        raise MoveError(
            _("Only %(name)s can answer this.") % {"name": agreement.person}, where="agreement", hint=_("Ask them.")
        )
    if agreement.lead_confirmed_by_id == actor.pk and agreement.person.member_id == actor.pk:
        raise MoveError(_("Nobody can agree with themselves."), where="agreement", hint=_("Ask another leader."))


def _refuse_settled(agreement: Agreement) -> None:
    if agreement.withdrawn_at is not None:
        raise MoveError(_("These terms were withdrawn."), where="agreement")
    if agreement.declined_at is not None:
        raise MoveError(_("These terms were declined."), where="agreement")
    if agreement.person_confirmed_at is not None:
        raise MoveError(_("These terms are agreed already."), where="agreement", hint=_("Propose a change instead."))


def _check_last_day(agreement: Agreement, last_day: date, today: date) -> None:
    earliest = engine.earliest_last_day(today, agreement.notice_days)
    if last_day < min(earliest, agreement.end or earliest):
        raise TermsError(
            _(
                "With %(days)s days of notice, %(day)s is the first possible day. If both want it earlier, agree on "
                "new terms that end then."
            )
            % {"days": agreement.notice_days, "day": formats.day(earliest)},
            where="last_day",
        )
    if agreement.end is not None and last_day > agreement.end:
        raise TermsError(_("It ends on %(day)s by itself.") % {"day": formats.day(agreement.end)}, where="last_day")
    if last_day > today + timedelta(days=engine.LONGEST):
        raise TermsError(_("That is more than ten years ahead."), where="last_day")


def _follow_up(agreement: Agreement, today: date) -> None:
    about = {
        1: _("After one week: what is unclear, what stands in the way?"),
        4: _("After four weeks: does the result meet the standard, does the time fit?"),
        12: _("After twelve weeks: keep, widen, change or end it?"),
    }
    FollowUp.objects.bulk_create(
        FollowUp(workspace_id=agreement.workspace_id, handoff_id=agreement.handoff_id, on=day, about=about[weeks])
        for weeks, day in engine.follow_ups(agreement.start, today)
    )


def _save(agreement: Agreement, version: int, **facts: Any) -> None:
    waiting = Agreement.objects.filter(pk=agreement.pk, version=version)
    if not waiting.update(**facts, version=version + 1):
        raise StaleError
