"""What incidents that come again say: those recognised, what a retainer may cost, how estimates fare, what all cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.figures import Figure
from hoursback.engine.focus.incidents import Learned, Repeats, repeats, retainer, shared_words
from hoursback.web.focus.fixing import hours_said, likely, name_of, of_hundred
from hoursback.web.focus.models import Incident
from hoursback.web.focus.selectors.incidents import Again, Cost, Listed, cost_of
from hoursback.web.focus.selectors.weighing import Weighed
from hoursback.web.shared import formats
from hoursback.web.shared.figurefield import written

MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Earlier:
    """One incident of the same sort: why it counts as that."""

    pk: int
    what: str
    day: date
    why: str
    ended: str


@dataclass(frozen=True, slots=True)
class Protection:
    """The arithmetic of a retainer: rate times saving is the fee up to which it pays; `said` is the answer."""

    rate: str
    saving: str
    break_even: str
    likely: str
    said: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """The part of the page about its having happened before.

    Attributes:
        said: how often. cost: what the others cost, "" where none is over.
        activity: id of the one whose hand-off is offered, None without one.
    """

    said: str
    cost: str
    earlier: tuple[Earlier, ...]
    more: int
    activity: int | None
    activity_name: str
    retainer: Protection | None


@dataclass(frozen=True, slots=True)
class Taught:
    """What earlier estimates teach: in words, and the estimate it would make of this one, "" where none is offered."""

    said: str
    offer: str
    hours: str


@dataclass(frozen=True, slots=True)
class Line:
    """One incident in the list; `state` in words, its cost "" until it is over."""

    pk: int
    what: str
    day: date
    state: str
    hours: str
    money: str
    cost: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Incidents of one sort in the list."""

    pk: int
    what: str
    times: int
    hours: str
    money: str
    cost: str


def repeated(weighed: Weighed, others: list[Incident], today: date, currency: str) -> Repeated | None:
    """What to say where it is not the only time; None where it is."""
    if not others:
        return None
    incident = weighed.incident
    found = repeats([incident.day, *(row.day for row in others)], today.toordinal())
    activity = next((row.activity for row in (incident, *others) if row.activity_id is not None), None)
    before = sum(1 for row in others if (row.at, row.pk) < (incident.at, incident.pk))
    return Repeated(
        _said(before, len(others) - before),
        _cost(cost_of(others), currency),
        tuple(_earlier(incident, row) for row in others[:MOST_TOLD]),
        max(0, len(others) - MOST_TOLD),
        None if activity is None else activity.pk,
        "" if activity is None else activity.name,
        None if found is None else _protection(weighed, found, currency),
    )


def _said(before: int, since: int) -> str:
    if not before:
        said = ngettext("It came again since, once.", "It came again since, %(n)d times.", since)
        return said % {"n": since}
    if before == 1:
        return _("This is the second time.")
    return _("This is time number %(n)d.") % {"n": before + 1}


def _cost(cost: Cost, currency: str) -> str:
    if not cost.incidents:
        return ""
    facts = {"cost": formats.money(cost.worth, currency), "hours": hours_said(cost.hours), "n": cost.incidents}
    said = ngettext(
        "The other one cost %(cost)s, with %(hours)s of your time.",
        "The other %(n)d cost %(cost)s together, with %(hours)s of your time.",
        cost.incidents,
    )
    return said % facts


def _earlier(incident: Incident, other: Incident) -> Earlier:
    if incident.kind and other.kind:
        why = _("of the kind you named")
    elif incident.activity_id is not None and incident.activity_id == other.activity_id:
        why = _("of the same activity")
    else:
        words = ", ".join(formats.marked(word) for word in shared_words(incident.what, other.what))
        why = _("by your words: %(words)s") % {"words": words} if words else _("by your words")
    ended = other.get_outcome_display() if other.outcome else _("open")
    return Earlier(other.pk, other.what, date.fromordinal(other.day), why, str(ended))


def _protection(weighed: Weighed, found: Repeats, currency: str) -> Protection | None:
    chosen, own = weighed.chosen, weighed.own
    if chosen is None or own is None:
        return None
    made = retainer(replace(own, hours=_whole(weighed.incident)), chosen.paid, found, weighed.incident.fee_per_month)
    rate = _("%(value)s a month (likely %(low)s to %(high)s)") % {
        name: formats.number(getattr(made.repeats.rate, name), 2) for name in ("value", "low", "high")
    }
    facts = {"who": name_of(chosen.payer), "fee": formats.money(max(0.0, made.break_even.value), currency)}
    if not made.can_pay:
        said = _("Doing it yourself is cheaper each time, so no retainer pays.")
    else:
        said = _("A retainer with %(who)s that takes these off you pays below %(fee)s a month.") % facts
    return Protection(
        rate,
        formats.money(made.saving.value, currency),
        formats.money(made.break_even.value, currency),
        likely(made.break_even, currency),
        said,
        _fee(made.pays, made.fee, made.chance, currency),
    )


def _whole(incident: Incident) -> Figure:
    """Owner hours of one such incident, whole: what it took where it is over, else what was thought at first."""
    if incident.outcome == Incident.Outcome.FIXED and incident.hours_spent:
        return Figure.exact(incident.hours_spent)
    first: Figure = incident.first_estimate
    return first


def _fee(pays: bool | None, fee: Figure | None, chance: float | None, currency: str) -> str:
    if pays is None or fee is None or chance is None:
        return ""
    facts = {"fee": formats.money(fee.value, currency), "cases": of_hundred(chance)}
    if pays:
        return _("At %(fee)s a month it pays, in %(cases)s.") % facts
    return _("At %(fee)s a month it does not pay; it would in %(cases)s.") % facts


def taught(learned: Learned | None, incident: Incident | None = None) -> Taught | None:
    """What earlier estimates teach; with an incident that was not tried yet, the estimate they would make of it."""
    if learned is None:
        return None
    factor = {name: formats.number(getattr(learned.factor, name), 1) for name in ("value", "low", "high")}
    facts = {**factor, "n": learned.incidents, "within": learned.within}
    if not learned.is_clear:
        return Taught(_("Your estimates come out about right, over %(n)d repairs.") % facts, "", "")
    said = _(
        "Your last %(n)d repairs took %(value)s times what you first thought (likely %(low)s to %(high)s); %(within)d"
        " of them stayed within your upper end."
    )
    if incident is None:
        return Taught(said % facts, "", "")
    scaled = incident.estimate.scaled(learned.factor.value)
    hours = written(Figure(scaled.value, round(scaled.low, 2), round(scaled.high, 2)))
    shown = _("%(hours)s h") % {"hours": hours}
    return Taught(said % facts, _("Reckon with %(hours)s instead") % {"hours": shown}, hours)


def lines(listed: Listed, currency: str) -> list[Line]:
    """The list of incidents."""
    return [_line(row, currency) for row in listed.rows]


def _line(row: Incident, currency: str) -> Line:
    is_over = row.state == Incident.State.DONE
    cost = cost_of([row])
    state = row.get_outcome_display() if is_over else (row.get_choice_display() if row.choice else _("open"))
    return Line(
        row.pk,
        row.what,
        date.fromordinal(row.day),
        str(state),
        hours_said(cost.hours) if is_over else "",
        formats.money(cost.money, currency) if is_over else "",
        formats.money(cost.worth, currency) if is_over else "",
        not is_over,
    )


def in_all(found: list[Again], currency: str) -> list[Group]:
    """Incidents that came again, the dearest first."""
    return [
        Group(
            again.incidents[0].pk,
            again.incidents[0].kind or again.incidents[0].what,
            len(again.incidents),
            hours_said(again.cost.hours),
            formats.money(again.cost.money, currency),
            formats.money(again.cost.worth, currency),
        )
        for again in found
    ]


def headline(listed: Listed, currency: str) -> str:
    """The first sentence of the list."""
    cost = listed.cost
    if not listed.rows:
        return _("Something broke? Two figures, and you know whether to fix it or to pay.")
    if not cost.incidents:
        return _("What broke last is still open: decide it, then record how it ended.")
    facts = {"cost": formats.money(cost.worth, currency), "hours": hours_said(cost.hours), "n": cost.incidents}
    said = ngettext(
        "What broke cost you %(cost)s so far: %(n)d incident, %(hours)s of your time.",
        "What broke cost you %(cost)s so far: %(n)d incidents, %(hours)s of your time.",
        cost.incidents,
    )
    return said % facts


def ended(row: Incident, currency: str) -> str:
    """How one incident ended, in a sentence; "" while it is open."""
    if row.state != Incident.State.DONE:
        return ""
    cost = cost_of([row])
    facts = {"hours": hours_said(cost.hours), "money": formats.money(cost.money, currency)}
    facts["cost"] = formats.money(cost.worth, currency)
    if not cost.money:
        told = {
            Incident.Outcome.FIXED: _("Fixed it yourself in %(hours)s: %(cost)s in all."),
            Incident.Outcome.PAID: _("Somebody did it for nothing; %(hours)s of your time, %(cost)s in all."),
            Incident.Outcome.GAVE_UP: _("Gave up after %(hours)s: %(cost)s in all."),
        }
        return told[Incident.Outcome(row.outcome)] % facts
    told = {
        Incident.Outcome.FIXED: _("Fixed it yourself: %(hours)s and %(money)s, %(cost)s in all."),
        Incident.Outcome.PAID: _("Paid somebody: %(money)s and %(hours)s of your time, %(cost)s in all."),
        Incident.Outcome.GAVE_UP: _("Gave up after %(hours)s and %(money)s, %(cost)s in all."),
    }
    return told[Incident.Outcome(row.outcome)] % facts
