"""A week in sentences: the answer of its page and mail, its figures as text, and what has changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hoursback.engine.cycle.xmr import Standing
from hoursback.engine.outcome.weeks import Range
from hoursback.web.home.waiting import Item
from hoursback.web.home.weekly.figures import Figures
from hoursback.web.shared import formats

_DECISIONS = {
    "accepted": gettext_lazy("You accepted handing over “%(name)s”; to be looked at again since %(day)s"),
    "changed": gettext_lazy("You changed the line about “%(name)s”; to be looked at again since %(day)s"),
    "refused": gettext_lazy("You refused to hand over “%(name)s”; to be looked at again since %(day)s"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what it is, as it was shown when the questions were answered ("" where they were not), and today."""

    label: str
    then: str
    now: str

    @property
    def differs(self) -> bool:
        """Whether it reads differently today."""
        return bool(self.then) and self.then != self.now


def decision(name: str, decided: str, day: date) -> str:
    """A decision whose day has come."""
    return str(_DECISIONS[decided]) % {"name": name, "day": formats.day(day)}


def follow_up(name: str, about: str, day: date) -> str:
    """A hand-off that is to be looked at."""
    facts = {"name": name, "about": about, "day": formats.day(day)}
    return (_("%(day)s: “%(name)s”, %(about)s") if about else _("%(day)s: “%(name)s”")) % facts


def week_said(monday: date) -> str:
    """The name of a week."""
    number = monday.isocalendar()
    return _("week %(number)d of %(year)d") % {"number": number.week, "year": number.year}


def answer(found: Figures) -> str:
    """The week in one sentence or two."""
    day = formats.day(found.monday)
    back = _back(found)
    if not found.owns:
        return back or _("No hours that came back can be counted for the week of %(day)s yet.") % {"day": day}
    if not found.hours:
        said = _("Nothing is logged in the week of %(day)s.") % {"day": day}
        return f"{said} {back}".strip()
    hours = formats.number(found.hours, 1)
    if found.top is None or found.share is None:
        said = _("You logged %(hours)s hours in the week of %(day)s.") % {"hours": hours, "day": day}
        return f"{said} {back}".strip()
    facts = {"top": formats.number(found.top, 1), "hours": hours, "share": formats.percent(found.share), "day": day}
    said = _("%(top)s of %(hours)s hours (%(share)s) went to your top three in the week of %(day)s.") % facts
    return f"{said} {back}".strip()


def _back(found: Figures) -> str:
    """What came back, for whoever reads."""
    one = found.freed
    if one is not None:
        facts = {"hours": formats.number(abs(one.value), 1), "range": _range(one, turned=one.value < 0)}
        if one.value < 0:
            return _("Handed-over work took %(hours)s hours more than before (likely %(range)s).") % facts
        if found.owns:
            return _("You got back %(hours)s hours (likely %(range)s).") % facts
        return _("The owner got back %(hours)s hours in this week (likely %(range)s).") % facts
    if found.average is None:
        return ""
    facts = {"hours": formats.number(found.average.value, 1), "range": _range(found.average)}
    if found.owns:
        return _("On average %(hours)s hours a week came back to you since you began (likely %(range)s).") % facts
    return _("On average %(hours)s hours a week came back to the owner so far (likely %(range)s).") % facts


def _range(found: Range, *, turned: bool = False) -> str:
    ends = (-found.high, -found.low) if turned else (found.low, found.high)
    return _("%(low)s to %(high)s") % {"low": formats.number(ends[0], 1), "high": formats.number(ends[1], 1)}


def standing(found: Figures) -> str:
    """How the week's hours for the top three stand against their usual range; no word on a point inside it."""
    chart = found.usual
    if chart is None or not chart.values:
        return ""
    if chart.lower is None or chart.upper is None or chart.mean is None:
        return _("A usual range is known after six logged weeks; %(n)d so far.") % {"n": len(chart.values)}
    last = chart.values[-1]
    low, high = formats.number(max(0.0, chart.lower), 1), formats.number(chart.upper, 1)
    facts = {"usual": low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}}
    if found.monday not in found.usual_weeks:
        said = _("A usual week has %(usual)s hours; this one has no log.")
    elif not found.is_over:
        said = _("A usual week has %(usual)s hours; this one is not over.")
    elif last < chart.lower:
        said = _("That is less than a usual week, which has %(usual)s hours.")
    elif last > chart.upper:
        said = _("That is more than a usual week, which has %(usual)s hours.")
    else:
        said = _("A usual week has %(usual)s hours, so this one is like the others.")
    told = said % facts
    if chart.standing is Standing.PROVISIONAL:
        told += " " + _("The range is provisional until twelve weeks are logged.")
    return told


# Figures that are kept


def kept(found: Figures) -> dict[str, Any]:
    """The figures as they are shown, to be stored with the answers."""
    return {
        "hours": round(found.hours, 4),
        "top": None if found.top is None else round(found.top, 4),
        "score": found.score,
        "freed": _numbers(found.freed),
        "average": _numbers(found.average),
        "alarms": [one.said for one in found.alarms],
        "decisions": [one.said for one in found.decisions],
        "follow_ups": [one.said for one in found.follow_ups],
    }


def _numbers(found: Range | None) -> list[float] | None:
    return None if found is None else [round(each, 4) for each in (found.value, found.low, found.high)]


def rows(found: Figures, then: Mapping[str, Any] | None) -> list[Row]:
    """Figures of the week, each beside what it was when the questions were answered."""
    now = kept(found)
    made = [
        Row(str(label), "" if then is None else said(then), said(now))
        for label, said in _ROWS
        if label is not _SCORE or found.is_current or then is not None
    ]
    # Of a week that is past the log's score today says nothing.
    return [
        Row(row.label, row.then, row.then) if row.label == str(_SCORE) and not found.is_current else row for row in made
    ]


def _hours(facts: Mapping[str, Any]) -> str:
    return _("%(hours)s hours") % {"hours": formats.number(facts.get("hours") or 0.0, 1)}


def _top(facts: Mapping[str, Any]) -> str:
    top, hours = facts.get("top"), facts.get("hours") or 0.0
    if top is None:
        return _("not known: nothing says what earns most")
    if not hours:
        return _("%(top)s hours") % {"top": formats.number(top, 1)}
    return _("%(top)s hours, %(share)s") % {"top": formats.number(top, 1), "share": formats.percent(top / hours)}


def _score(facts: Mapping[str, Any]) -> str:
    score = facts.get("score")
    return _("no log") if score is None else _("%(score)s of 100") % {"score": formats.number(score)}


def _freed(facts: Mapping[str, Any]) -> str:
    return _ranged(facts.get("freed"), _("not counted yet"))


def _average(facts: Mapping[str, Any]) -> str:
    return _ranged(facts.get("average"), _("nothing counts yet"))


def _ranged(numbers: Sequence[float] | None, other: str) -> str:
    if not numbers:
        return other
    value, low, high = (formats.number(each, 1) for each in numbers)
    return _("%(value)s hours (likely %(low)s to %(high)s)") % {"value": value, "low": low, "high": high}


_SCORE = gettext_lazy("Log score")
_ROWS = (
    (gettext_lazy("Logged"), _hours),
    (gettext_lazy("For your top three"), _top),
    (_SCORE, _score),
    (gettext_lazy("Came back in this week"), _freed),
    (gettext_lazy("Came back a week, on average since you began"), _average),
)


def shared_labels() -> frozenset[str]:
    """Figures that a manager reads too: hours that came back."""
    return frozenset(str(label) for label, said in _ROWS if said in (_freed, _average))


def kept_lists(then: Mapping[str, Any] | None) -> list[tuple[str, list[str]]]:
    """What was too much and what was due as it was shown when the questions were answered."""
    names = (("alarms", _("Alarms")), ("decisions", _("Decisions")), ("follow_ups", _("Follow-ups")))
    return [] if then is None else [(label, list(then[name])) for name, label in names if then.get(name)]


def headed(found: Figures) -> list[tuple[str, list[Item]]]:
    """What is too much and what is due, under their headings."""
    return [
        (_("What is too much"), found.alarms),
        (_("Decisions to look at again"), found.decisions),
        (_("Hand-offs to look at by the end of next week"), found.follow_ups),
    ]


def listed(facts: Mapping[str, Any]) -> str:
    """One line about a week for the list of weeks."""
    parts = [_hours(facts)]
    if facts.get("top") is not None:
        parts.append(_("top three %(top)s") % {"top": _top(facts)})
    if facts.get("freed"):
        value = formats.number(facts["freed"][0], 1)
        parts.append(_("%(hours)s hours came back") % {"hours": value})
    number = len(facts.get("alarms") or ())
    if number:
        parts.append(ngettext("%(n)d alarm", "%(n)d alarms", number) % {"n": number})
    return ", ".join(parts)
