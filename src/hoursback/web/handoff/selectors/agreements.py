"""Agreements of a hand-off as its pages show them: which holds, which waits for whom, what was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from hoursback.engine.handoff import agreement as engine
from hoursback.engine.handoff.agreement import State
from hoursback.engine.moves import Part
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import LEADERS, Verb
from hoursback.web.accounts.written import written, written_or_404
from hoursback.web.capture.models import Entry, Rate
from hoursback.web.handoff.models import Agreement, Handoff
from hoursback.web.people.selectors import has_log_in, parts_of
from hoursback.web.shared import formats

Kind = Agreement.Kind
SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Shown:
    """An agreement as a page shows it.

    Attributes:
        state: of `engine.State`; said: the same in words. terms: what it says, (label, text).
        can_answer: the member may say yes or no to it; on_paper: for somebody without a log-in.
    """

    row: Agreement
    state: State
    said: str
    terms: list[tuple[str, str]]
    can_answer: bool
    on_paper: bool
    can_withdraw: bool
    can_end: bool
    earliest_end: date
    reaches: int
    reached_hours: float


@dataclass(frozen=True, slots=True)
class Agreements:
    """All of a hand-off's page of agreements."""

    now: Shown | None
    waiting: Shown | None
    past: list[Shown]
    sentence: str


def agreement_here(actor: Member, agreement_id: int, verb: Verb = Verb.SEE) -> Agreement:
    """One agreement; 404 for any that the member does not see."""
    return written_or_404(_one, actor, agreement_id, verb)


def agreements(actor: Member, handoff: Handoff, today: date) -> Agreements:
    """What holds, what waits for an answer, and what was before; for a person, of their own alone."""
    rows = _of_handoff(actor, handoff.pk)
    shown = [_shown(actor, handoff, row, rows, today) for row in rows]
    now = next((one for one in shown if one.state in (State.IN_FORCE, State.TO_COME)), None)
    waiting = next((one for one in shown if one.state is State.WAITING), None)
    past = [one for one in shown if one is not now and one is not waiting]
    return Agreements(now, waiting, past, _sentence(actor, handoff, now, waiting))


def shown_alone(actor: Member, agreement: Agreement, today: date) -> Shown:
    """One agreement, for its paper."""
    rows = _of_handoff(actor, agreement.handoff_id)
    row = next(each for each in rows if each.pk == agreement.pk)
    return _shown(actor, row.handoff, row, rows, today)


@written
def _one(actor: Member, pk: int) -> QuerySet[Agreement]:
    return _rows(actor).filter(pk=pk)


@written
def _of_handoff(actor: Member, handoff: int) -> QuerySet[Agreement]:
    return _rows(actor).filter(handoff=handoff).order_by("-number")


def _rows(actor: Member) -> QuerySet[Agreement]:
    related = ("handoff", "person", "person__member", "proposed_by__user", "lead_confirmed_by__user")
    return visible(actor, Agreement).select_related(*related, "person_confirmed_by__user", "notice_by__user")


def _shown(actor: Member, handoff: Handoff, row: Agreement, rows: Sequence[Agreement], today: date) -> Shown:
    later = [
        other.start
        for other in rows
        if other.number > row.number
        and other.person_id == row.person_id
        and other.person_confirmed_at is not None
        and other.withdrawn_at is None
    ]
    state = engine.state_on(
        today,
        start=row.start,
        ends_on=row.ends_on,
        is_confirmed=row.person_confirmed_at is not None,
        is_declined=row.declined_at is not None,
        is_withdrawn=row.withdrawn_at is not None,
        replaced_from=min(later, default=None),
    )
    parts = parts_of(actor, row.person)
    is_waiting, leads = state is State.WAITING, actor.role in LEADERS
    reaches, seconds = reach(row, today) if is_waiting else (0, 0)
    return Shown(
        row=row,
        state=state,
        said=_state_words(row, state),
        terms=terms_of(row, actor.workspace.currency),
        can_answer=is_waiting and Part.PERSON in parts and row.lead_confirmed_by_id != _own_yes(actor, row),
        on_paper=not has_log_in(row.person),
        can_withdraw=is_waiting and leads,
        can_end=state in (State.IN_FORCE, State.TO_COME) and row.last_day is None and bool(parts),
        earliest_end=engine.earliest_last_day(today, row.notice_days),
        reaches=reaches,
        reached_hours=seconds / SECONDS,
    )


def _own_yes(actor: Member, row: Agreement) -> int | None:
    """Nobody agrees with themselves; on paper a leader only writes down what the person said."""
    return actor.pk if has_log_in(row.person) else None


def reach(row: Agreement, today: date) -> tuple[int, int]:
    """(entries, seconds) logged already that take the price of an agreement which begins before today."""
    if row.start >= today or row.handoff.activity_id is None:
        return 0, 0
    own = Rate.objects.filter(person=row.person, activity=row.handoff.activity_id)
    if _hundredths(row) is None and not own.exists():
        return 0, 0
    logged = Entry.objects.filter(
        workspace=row.workspace_id,
        person=row.person_id,
        activity=row.handoff.activity_id,
        day__gte=row.start.toordinal(),
    )
    sums = logged.aggregate(number=Count("pk"), seconds=Sum("seconds"))
    return sums["number"], sums["seconds"] or 0


def _hundredths(row: Agreement) -> int | None:
    return engine.hundredths_an_hour(engine.Kind(row.kind), row.price)


def terms_of(row: Agreement, currency: str) -> list[tuple[str, str]]:
    """What an agreement says, line by line."""
    said = [(_("Paid"), str(row.get_kind_display()))]
    if row.price is not None:
        unit = _("a month") if row.kind == Kind.FIXED else _("an hour")
        said.append((_("Price"), f"{exact_money(row.price, currency)} {unit}"))
    if row.weekly_cap is not None:
        said.append((_("Most hours a week"), _number(row.weekly_cap)))
    if row.minimum_hours:
        said.append((_("Hours paid each week even if unused"), _number(row.minimum_hours)))
    said.append((_("From"), formats.day(row.start, "long")))
    said.append((_("Until"), _("open") if row.end is None else formats.day(row.end, "long")))
    if row.last_day is not None:
        said.append((_("Last day after notice"), formats.day(row.last_day, "long")))
    said.append((_("Notice"), _("%(days)s days, by either side") % {"days": row.notice_days}))
    return said


def exact_money(amount: Decimal, currency: str) -> str:
    """Money with its cents: a price of an agreement is never rounded."""
    return formats.exact(amount, currency)


def _number(value: Decimal) -> str:
    return formats.number(float(value), 0 if value == value.to_integral_value() else 2)


def _state_words(row: Agreement, state: State) -> str:
    if state is State.IN_FORCE and row.ends_on is not None:
        return _("in force until %(day)s") % {"day": formats.day(row.ends_on)}
    words = {
        State.WITHDRAWN: _("withdrawn"),
        State.DECLINED: _("declined"),
        State.WAITING: _("waits for an answer"),
        State.TO_COME: _("agreed, begins on %(day)s") % {"day": formats.day(row.start)},
        State.IN_FORCE: _("in force"),
        State.REPLACED: _("replaced by a later one"),
        State.OVER: _("over since %(day)s") % {"day": formats.day(row.ends_on or row.start)},
    }
    return words[state]


def _sentence(actor: Member, handoff: Handoff, now: Shown | None, waiting: Shown | None) -> str:
    currency = actor.workspace.currency
    if waiting is not None:
        facts = {"name": waiting.row.person, "number": waiting.row.number, "terms": _short(waiting.row, currency)}
        if waiting.row.person.member_id == actor.pk:
            return _("You are asked to agree: %(terms)s.") % facts
        return _("%(name)s is asked to agree: %(terms)s.") % facts
    if now is None:
        return _("Nothing is agreed for “%(name)s” yet.") % {"name": handoff}
    facts = {"name": now.row.person, "terms": _short(now.row, currency), "day": formats.day(now.row.start)}
    if now.row.person.member_id == actor.pk:
        return _("You agreed: %(terms)s, from %(day)s.") % facts
    return _("Agreed with %(name)s: %(terms)s, from %(day)s.") % facts


def _short(row: Agreement, currency: str) -> str:
    if row.price is None:
        price = str(row.get_kind_display())
    elif row.kind == Kind.FIXED:
        price = _("%(price)s a month") % {"price": exact_money(row.price, currency)}
    else:
        price = _("%(price)s an hour") % {"price": exact_money(row.price, currency)}
    if row.weekly_cap is None:
        return price
    return _("%(price)s, at most %(hours)s hours a week") % {"price": price, "hours": _number(row.weekly_cap)}
