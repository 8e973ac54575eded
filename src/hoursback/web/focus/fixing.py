"""What the page of an incident says: which way is cheaper, line by line, what is assumed, what is risked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_currency
from django.utils.translation import gettext as _

from hoursback.engine.figures import Figure
from hoursback.engine.focus.fixorpay import Decision, Item, Line, Side, Verdict
from hoursback.web.focus.models import Incident
from hoursback.web.focus.selectors.weighing import ON_COST, Option, Payer, Weighed
from hoursback.web.focus.words import minutes_said
from hoursback.web.shared import formats

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the arithmetic: what, how it is made, the amount to the cent, its likely range, whether assumed."""

    label: str
    how: str
    amount: str
    likely: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One of the two ways: its sum in figures, and the lines that make it."""

    title: str
    amount: str
    likely: str
    rows: tuple[Row, ...]
    total: str
    risks: tuple[str, ...]
    is_cheaper: bool


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else who could be paid."""

    name: str
    price: str
    amount: str
    cheaper: str
    pk: int | None
    is_compared: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The decision, ready to show; `paid` None: nobody to compare with, `own` None: no worth.

    Attributes:
        answer: the first sentence. chance: how sure it is, and from where it turns. minutes: of the time-box.
    """

    answer: str
    chance: str
    own: Way | None
    paid: Way | None
    others: tuple[Other, ...]
    assumed: tuple[tuple[str, str, str], ...]
    minutes: int
    box: str
    why_box: str


def page(weighed: Weighed, currency: str) -> Page:
    """Everything that the decision shows."""
    minutes = round(weighed.box * 60)
    chosen = weighed.chosen
    own = None if weighed.side is None else _own(weighed, weighed.side, currency)
    return Page(
        answer(weighed, currency),
        _chance(weighed, currency),
        own,
        None if chosen is None else _paid(weighed, chosen, currency),
        tuple(_other(option, chosen, currency) for option in weighed.options),
        _assumed(weighed, currency),
        minutes,
        minutes_said(minutes * 60),
        _why_box(weighed),
    )


def answer(weighed: Weighed, currency: str) -> str:
    """The first sentence: which way, for how much, against how much."""
    chosen, side = weighed.chosen, weighed.side
    payer, worth = weighed.turns_at or (None, None)
    if payer is not None and worth is not None:
        facts = {"who": name_of(payer), "worth": formats.money(worth, currency)}
        return _("Paying %(who)s is cheaper once your hour is worth %(worth)s. What is it worth?") % facts
    if side is None:
        return _("What is an hour of yours worth? With that figure this decides itself.")
    facts = {"own": _about(side.total, currency)}
    if chosen is None:
        most = formats.money(weighed.most or 0.0, currency)
        return _("Doing it yourself costs about %(own)s: pay anybody who takes less than %(most)s for all of it.") % {
            **facts,
            "most": most,
        }
    facts |= {"who": name_of(chosen.payer), "paid": _about(chosen.decision.paid.total, currency)}
    return _ANSWERS[chosen.decision.verdict]() % facts


def _pay() -> str:
    return _("Pay %(who)s: about %(paid)s, against %(own)s if you do it yourself.")


def _fix() -> str:
    return _("Do it yourself: about %(own)s, against %(paid)s if you pay %(who)s.")


def _close() -> str:
    return _("It is close: about %(own)s yourself, %(paid)s if you pay %(who)s. Try it in a time-box.")


_ANSWERS = {Verdict.PAY: _pay, Verdict.FIX: _fix, Verdict.CLOSE: _close}


def name_of(payer: Payer) -> str:
    """Who is paid."""
    return formats.marked(payer.name) or _("the quote")


def _about(figure: Figure, currency: str) -> str:
    return formats.money(figure.value, currency)


def likely(figure: Figure, currency: str) -> str:
    """A likely range in words; "" for an exact figure."""
    low, high = (formats.money(each, currency) for each in (figure.low, figure.high))
    return "" if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def of_hundred(chance: float) -> str:
    """A chance as cases of a hundred; never claims certainty."""
    if chance > 0.99:
        return _("more than 99 of 100 cases")
    if chance < 0.01:
        return _("fewer than 1 of 100 cases")
    return _("%(n)d of 100 cases") % {"n": round(chance * 100)}


def _chance(weighed: Weighed, currency: str) -> str:
    chosen = weighed.chosen
    if chosen is None:
        return ""
    decision = chosen.decision
    said = _("Paying is cheaper in %(cases)s.") % {"cases": of_hundred(decision.chance)}
    if decision.break_even is None:
        return said + " " + _("However long it takes you, paying costs more.")
    if decision.break_even <= 0:
        return said + " " + _("However little it takes you.")
    hours = hours_said(decision.break_even)
    return said + " " + _("Below %(hours)s of your time, doing it yourself is cheaper.") % {"hours": hours}


def hours_said(hours: float) -> str:
    """Hours to the minute: 45 minutes, 2 h 5 min."""
    return minutes_said(round(hours * 60) * 60)


def _own(weighed: Weighed, side: Side, currency: str) -> Way:
    incident = weighed.incident
    labels = {
        Item.TIME: (_("Your time"), False),
        Item.STANDSTILL: (_("It stands still meanwhile"), incident.waiting is None),
        Item.SWITCHES: (
            _("Getting back to your other work"),
            weighed.own is None or weighed.own.switch_minutes.is_default,
        ),
    }
    rows = tuple(_row(line, *labels[line.item], currency) for line in side.lines)
    lost = weighed.box * (weighed.own.worth.value + weighed.own.loss.value) if weighed.own else 0.0
    facts = {"high": formats.money(side.total.high, currency)}
    risks = [_("Once in ten times it comes to more than %(high)s.") % facts]
    if weighed.own is not None and weighed.own.hours.is_exact:
        risks.append(_("You gave one figure and no range: it counts as certain, which repairs rarely are."))
    box = {"box": minutes_said(round(weighed.box * 60) * 60), "lost": formats.money(lost, currency)}
    risks.append(_("In a time-box of %(box)s you risk %(lost)s before you decide again.") % box)
    is_cheaper = weighed.chosen is None or weighed.chosen.decision.verdict is not Verdict.PAY
    return _way(_("Do it yourself"), side, rows, risks, currency, is_cheaper=is_cheaper)


def _paid(weighed: Weighed, option: Option, currency: str) -> Way:
    incident, payer, decision = weighed.incident, option.payer, option.decision
    who = name_of(payer)
    work = _("Work of %(who)s") % {"who": who}
    labels = {
        Item.WORK: (work, incident.helper_hours is None and not payer.has_pace),
        Item.FIXED: (_("Fixed price"), False),
        Item.CALL_OUT: (_("Call-out"), False),
        Item.BRIEF: (_("Your time to tell them"), incident.brief is None),
        Item.RESPONSE: (_("It stands still until they are done"), incident.response is None),
    }
    rows = tuple(_row(line, *labels[line.item], currency) for line in decision.paid.lines)
    risks = _risks_of_paying(weighed, option, currency)
    title = _("Pay %(who)s") % {"who": who}
    return _way(title, decision.paid, rows, risks, currency, is_cheaper=decision.verdict is Verdict.PAY)


def _risks_of_paying(weighed: Weighed, option: Option, currency: str) -> list[str]:
    total, lines = option.decision.paid.total, option.decision.paid.lines
    lost = sum(line.amount.value for line in lines if line.item in (Item.CALL_OUT, Item.BRIEF))
    risks = []
    if option.paid.fixed is not None:
        risks.append(_("The price is fixed: agree beforehand what counts as fixed."))
    else:
        risks.append(
            _("The bill grows with their hours: once in ten times it comes to more than %(high)s in all.")
            % {"high": formats.money(total.high, currency)}
        )
        if weighed.incident.helper_hours is None and not option.payer.has_pace:
            risks.append(_("How long they take is assumed from yours: ask them before they begin."))
    if lost > 0:
        facts = {"lost": formats.money(lost, currency)}
        risks.append(_("If they cannot do it, at least %(lost)s is gone and it is still broken.") % facts)
    return risks


def _way(title: str, side: Side, rows: tuple[Row, ...], risks: list[str], currency: str, *, is_cheaper: bool) -> Way:
    total = side.total
    shown = formats.money(total.value, currency), likely(total, currency), _cents(total.value, currency)
    return Way(title, shown[0], shown[1], rows, shown[2], tuple(risks), is_cheaper)


def _row(line: Line, label: str, is_default: bool, currency: str) -> Row:
    how = ""
    if line.quantity is not None and line.rate is not None:
        quantity = _("%(n)s h") % {"n": _hours(line.quantity)}
        if line.quantity < 1:
            quantity = _("%(n)s min") % {"n": _hours(line.quantity * 60)}
        how = _("%(quantity)s × %(rate)s") % {"quantity": quantity, "rate": _cents(line.rate, currency)}
    return Row(label, how, _cents(line.amount.value, currency), likely(line.amount, currency), is_default)


def _hours(value: float) -> str:
    """With as many places as it takes for the product to be followed, at most two."""
    places = next((n for n in (0, 1) if round(value, n) == round(value, 2)), 2)
    return formats.number(value, places)


def _cents(value: float, currency: str) -> str:
    """To the cent: the lines of a sum must add up under the eyes."""
    return str(format_currency(Decimal(repr(round(value, 2))), currency, locale=formats.LOCALE.get()))


def _other(option: Option, chosen: Option | None, currency: str) -> Other:
    payer, price = option.payer, option.payer.price
    told = _("%(amount)s fixed") if payer.fixed is not None else _("%(amount)s an hour")
    amount = formats.money((payer.fixed or price).value, currency)
    total = option.decision.paid.total
    return Other(
        name_of(payer),
        told % {"amount": amount},
        f"{formats.money(total.value, currency)} ({likely(total, currency)})"
        if not total.is_exact
        else _about(total, currency),
        of_hundred(option.decision.chance),
        payer.pk,
        option is chosen,
    )


def _assumed(weighed: Weighed, currency: str) -> tuple[tuple[str, str, str], ...]:
    """What nobody stated: name, value, why it is that."""
    incident, chosen, own = weighed.incident, weighed.chosen, weighed.own
    if own is None:
        return ()
    found = []
    if weighed.is_worth_assumed and weighed.worth is not None:
        money = _cents(weighed.worth.value, currency)
        found.append((_("Worth of your hour"), money, _("nothing is stated about income or margins")))
    if incident.switches and own.switch_minutes.is_default:
        minutes = _minutes(own.switch_minutes)
        found.append(
            (_("Getting back to your work, each time"), minutes, _("the usual figure until your log tells more"))
        )
    if incident.loss_per_hour is None:
        found.append((_("Lost while it stands still"), _cents(0, currency), _("no loss is stated")))
    if chosen is not None:
        found += _assumed_of_paying(incident, chosen, currency)
    return tuple(found)


def _assumed_of_paying(incident: Incident, chosen: Option, currency: str) -> list[tuple[str, str, str]]:
    payer, paid = chosen.payer, chosen.paid
    found = []
    thin = _("thin data: ask before you rely on it")
    if paid.fixed is None and incident.helper_hours is None and not payer.has_pace:
        pace = _("%(value)s of your hours (%(low)s to %(high)s)") % _in_words(payer.pace, 1)
        found.append((_("Hours it takes them"), pace, thin))
    if incident.brief is None:
        value = _("%(value)s h (%(low)s to %(high)s)") % _in_words(paid.brief, 2)
        found.append((_("Your time to tell them"), value, thin))
    if incident.loss_per_hour is not None and incident.response is None:
        value = _("%(value)s h (%(low)s to %(high)s)") % _in_words(paid.response, 0)
        found.append((_("Until it works again with them"), value, thin))
    if incident.call_out is None:
        found.append((_("Call-out"), _cents(0, currency), _("none is stated")))
    if payer.is_wage:
        factor = formats.number(ON_COST, 2)
        found.append((_("Cost on top of a wage"), f"× {factor}", _("what an hour worked costs an employer (US, BLS)")))
    return found


def _in_words(figure: Figure, places: int) -> dict[str, str]:
    return {name: formats.number(getattr(figure, name), places) for name in ("value", "low", "high")}


def _minutes(figure: Figure) -> str:
    return _("%(value)s min (%(low)s to %(high)s)") % _in_words(figure, 0)


def _why_box(weighed: Weighed) -> str:
    own = weighed.own
    if own is None or weighed.chosen is None or weighed.box >= min(own.hours.high, 8.0) - 0.05:
        return _("As long as you think it takes at most. Longer means that the estimate was wrong.")
    return _("By then your own time has cost what paying would. Who stops there never pays more than twice.")


def decision_of(weighed: Weighed) -> Decision | None:
    """The decision on whoever is compared."""
    return None if weighed.chosen is None else weighed.chosen.decision
