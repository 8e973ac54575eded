"""Decisions in words: the first sentence of a page, rows of a list, and what was assumed beside what came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hoursback.engine.outcome.journal import Fate
from hoursback.engine.outcome.weeks import Range
from hoursback.web.outcome.models import Hindsight
from hoursback.web.outcome.selectors import shown
from hoursback.web.outcome.selectors.journal import Entry, Journal
from hoursback.web.plan.page import changes
from hoursback.web.plan.shown import ACTIONS
from hoursback.web.shared import formats

FATES = {
    Fate.HANDED: gettext_lazy("handed over"),
    Fate.WAITING: gettext_lazy("not handed over yet"),
    Fate.DROPPED: gettext_lazy("to be dropped"),
    Fate.KEPT: gettext_lazy("kept"),
    Fate.REFUSED: gettext_lazy("refused"),
}
_CHIPS = {
    Hindsight.Judged.RIGHT: "chip-good",
    Hindsight.Judged.PARTLY: "chip-warn",
    Hindsight.Judged.WRONG: "chip-bad",
    Hindsight.Judged.EARLY: "",
}
_MARKS = {
    Hindsight.Judged.RIGHT: "✓",
    Hindsight.Judged.PARTLY: "~",
    Hindsight.Judged.WRONG: "✕",
    Hindsight.Judged.EARLY: "…",
}
_CERTAIN = 0.99


@dataclass(frozen=True, slots=True)
class Row:
    """One decision in a list: what was assumed and what happened, each in a few words."""

    entry: Entry
    what: str
    changed: tuple[str, ...]
    then: str
    now: str
    judged: str
    chip: str
    mark: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure as it was assumed, and as it came."""

    label: str
    then: str
    now: str
    note: str = ""


def journal_said(found: Journal) -> str:
    """The answer of the journal as one or two sentences."""
    if not found.count:
        return _("Nothing is decided yet, so nothing can come back.")
    waits = (
        ngettext("%(n)d decision waits for you", "%(n)d decisions wait for you", found.due_count)
        if found.due_count
        else _("No decision waits for you")
    ) % {"n": found.due_count}
    if not found.answered:
        return ngettext("%(waits)s; %(n)d is on record.", "%(waits)s; %(n)d are on record.", found.count) % {
            "waits": waits,
            "n": found.count,
        }
    right = found.judged.get(Hindsight.Judged.RIGHT, 0)
    return ngettext(
        "%(waits)s; %(right)d of %(n)d that came back was right.",
        "%(waits)s; %(right)d of %(n)d that came back were right.",
        right,
    ) % {"waits": waits, "right": right, "n": found.answered}


def decision_said(entry: Entry, *, is_owner: bool) -> str:
    """The answer of one decision's page: what was decided, and what came of it."""
    name = formats.marked(entry.line.activity_name)
    hours = entry.hours
    if entry.fate is Fate.HANDED:
        if hours is None:
            return _("“%(name)s” was handed over; its first whole week is not over yet.") % {"name": name}
        facts = {"name": name, "came": _hours(hours[1]), "said": _hours(hours[0])}
        if hours[1] <= 0:
            return _("“%(name)s” was handed over and has freed nothing; the plan said %(said)s hours a week.") % facts
        return _("“%(name)s” was handed over: %(came)s hours a week came back, the plan said %(said)s.") % facts
    decided = {
        Fate.WAITING: _("Handing over “%(name)s” was accepted and has not begun"),
        Fate.DROPPED: _("“%(name)s” was to be dropped"),
        Fate.KEPT: _("“%(name)s” stayed with you") if is_owner else _("“%(name)s” stayed with the owner"),
        Fate.REFUSED: _("Handing over “%(name)s” was refused"),
    }[entry.fate] % {"name": name}
    if hours is None:
        return _("%(decided)s; no whole week is over since.") % {"decided": decided}
    facts = {"decided": decided, "now": _hours(hours[1]), "then": _hours(hours[0])}
    return _("%(decided)s: it has taken %(now)s hours a week since, %(then)s before.") % facts


def answered_said(entry: Entry, next_on: date | None) -> str:
    """What is said after an answer."""
    if next_on is None:
        return _("Noted. “%(name)s” is settled.") % {"name": entry.line.activity_name}
    facts = {"name": entry.line.activity_name, "day": formats.day(next_on)}
    return _("Noted. “%(name)s” comes back on %(day)s.") % facts


def spoken_row(entry: Entry) -> Row:
    """One decision for a list."""
    judged = getattr(entry.line, "judged", None)
    known = None if judged is None else Hindsight.Judged(judged)
    what = str(ACTIONS.get(entry.action, ""))
    if entry.person:
        what = f"{what}: {formats.marked(entry.person)}"
    if entry.line.decision == "refused":
        what = _("the plan said: %(what)s") % {"what": what}
    return Row(
        entry=entry,
        what=what,
        changed=tuple(changes(entry.line.changed_to)),
        then=_then(entry),
        now=_now(entry),
        judged="" if known is None else str(known.label),
        chip="" if known is None else _CHIPS[known],
        mark="" if known is None else _MARKS[known],
    )


def compared(entry: Entry, currency: str) -> list[Compared]:
    """Figure by figure: what was assumed, and what came of it."""
    return [row for part in (_hours_compared, _money_compared) for row in part(entry, currency)]


def _hours_compared(entry: Entry, currency: str) -> Iterator[Compared]:
    then, result = entry.then, entry.result
    likely = "" if then.likely is None else _range(then.likely)
    before = "" if result is None or result.result.before is None else _hours(result.result.before.value)
    if entry.fate is Fate.HANDED:
        note = _("by the log before the hand-off") if before else ""
        yield Compared(_("Hours a week it took"), _join(_hours(then.hours), likely), before or "–", note)
        average = None if result is None else result.result.average
        came = "–" if average is None or result is None else _join(_hours(average.value), _range(average))
        weeks = 0 if result is None else result.weeks
        note = ngettext("over %(n)d week", "over %(n)d weeks", weeks) % {"n": weeks} if weeks else ""
        yield Compared(_("Hours a week that came back"), _hours(then.freed), came, note)
        recorded = 0.0 if result is None else result.result.set_up
        none = _("nothing on record; tag entries #brief")
        yield Compared(_("Your hours to set up"), _hours(then.set_up), _hours(recorded) if recorded else none)
        return
    spent = entry.spent
    average = None if spent is None else spent.average
    now = "–" if average is None else _join(_hours(average.value), _range(average))
    weeks = 0 if spent is None else spent.weeks
    note = ngettext("over %(n)d week", "over %(n)d weeks", weeks) % {"n": weeks} if weeks else _("no whole week yet")
    yield Compared(_("Hours a week it takes"), _join(_hours(then.hours), likely), now, note)
    if spent is not None and spent.weeks:
        said = _("nothing, had it gone over") if entry.fate is Fate.DROPPED else "–"
        yield Compared(_("Your hours on it since, in all"), said, _hours(spent.hours))
    if then.freed:
        yield Compared(_("Hours a week to be won"), _hours(then.freed), _("not won") if weeks else "–")


def _money_compared(entry: Entry, currency: str) -> Iterator[Compared]:
    then = entry.then
    if then.cost is None:
        return
    money = None if entry.result is None else shown.money(entry.result.money)
    if then.freed or entry.fate is Fate.HANDED:
        paid = "–" if money is None else formats.money(money.paid, currency)
        yield Compared(_("Cost a month"), formats.money(then.cost, currency), paid)
    if money is not None:
        planned = "–" if money.planned is None else formats.money(money.planned, currency)
        came = formats.money(money.realised, currency)
        note = _("likely %(low)s to %(high)s") % {
            "low": formats.money(money.low, currency),
            "high": formats.money(money.high, currency),
        }
        yield Compared(_("Brought a month, so far"), planned, came, note)
    if then.chance is not None:
        paid_back = "–"
        if money is not None:
            paid_back = _("yes, so far") if money.all.has_paid_back else _("not yet")
        yield Compared(_("That it pays"), chance(then.chance), paid_back)
    if then.npv is not None and then.npv_low is not None and then.npv_high is not None and then.freed:
        likely = _("likely %(low)s to %(high)s") % {
            "low": formats.money(then.npv_low, currency),
            "high": formats.money(then.npv_high, currency),
        }
        yield Compared(
            _("Worth by the plan’s end"), _join(formats.money(then.npv, currency), likely), _("not over yet")
        )
    if entry.missed is not None:
        yield Compared(_("What it would have brought by now"), formats.money(entry.missed, currency), _missed(entry))


def _missed(entry: Entry) -> str:
    assert entry.missed is not None, "only where it is known"
    return _("saying no has cost that") if entry.missed > 0 else _("saying no has saved that")


def _then(entry: Entry) -> str:
    if entry.then.freed and entry.fate is not Fate.KEPT:
        return _("%(freed)s of %(hours)s hours a week to come back") % {
            "freed": _hours(entry.then.freed),
            "hours": _hours(entry.then.hours),
        }
    return _("%(hours)s hours a week") % {"hours": _hours(entry.then.hours)}


def _now(entry: Entry) -> str:
    hours = entry.hours
    if hours is None:
        return _("too early") if entry.line.activity_id is not None else _("the activity is gone")
    if entry.fate is Fate.HANDED:
        return _("%(hours)s hours a week came back") % {"hours": _hours(hours[1])}
    return _("%(hours)s hours a week since") % {"hours": _hours(hours[1])}


def _range(one: Range) -> str:
    return _("likely %(low)s to %(high)s") % {"low": _hours(one.low), "high": _hours(one.high)}


def _hours(value: float) -> str:
    return formats.number(value, 1)


def chance(value: float) -> str:
    """A chance as per cent that never claims certainty."""
    if value > _CERTAIN:
        return _("over 99 %")
    return formats.percent(value)


def _join(first: str, more: str) -> str:
    return f"{first} ({more})" if more else first
