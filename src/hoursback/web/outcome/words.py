"""Results in words: the first sentence of the page, of the weekly mail and of a report, and names of kinds."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hoursback.engine.outcome.alarms import What as Alarmed
from hoursback.engine.outcome.changes import Change, What
from hoursback.engine.outcome.handed import Kind
from hoursback.engine.outcome.money import Money
from hoursback.web.outcome.selectors import shown
from hoursback.web.outcome.selectors.shapes import Results, Sounded
from hoursback.web.shared import formats

KINDS = {
    Kind.DOING: gettext_lazy("doing it"),
    Kind.CHECKING: gettext_lazy("checking"),
    Kind.ANSWERING: gettext_lazy("answering questions"),
    Kind.TRAINING: gettext_lazy("training"),
    Kind.PAYING: gettext_lazy("paying and approving"),
    Kind.SETTING_UP: gettext_lazy("setting it up"),
}
_CHANGES = {
    What.STARTED: gettext_lazy("“%(name)s” was handed over"),
    What.ENDED: gettext_lazy("The hand-off of “%(name)s” ended"),
    What.PAUSED: gettext_lazy("The hand-off of “%(name)s” was paused"),
    What.LEFT: gettext_lazy("%(name)s left"),
    What.AWAY: gettext_lazy("%(name)s was off until %(until)s"),
    What.NOTHING_LOGGED: gettext_lazy("Nothing was logged until %(until)s; these weeks do not count"),
    What.NEW_WORK: gettext_lazy("New in the log: “%(name)s”, %(hours)s hours a week"),
    What.STOPPED_WORK: gettext_lazy("No longer in the log: “%(name)s”, %(hours)s hours a week before"),
}


def headline(found: Results, *, is_owner: bool) -> str:
    """The answer as one or two sentences."""
    if not found.rows:
        return _("Nothing is handed over yet, so no hours came back yet.")
    if found.average is None:
        return _("The first whole week since the hand-off is not over yet: results start on %(day)s.") % {
            "day": formats.day(_next_monday(found.today))
        }
    if not any(row.weeks for row in found.rows):
        return _("Nothing says what the work took before the hand-off, so nobody can tell what came back.")
    sentence = _hours(found, is_owner=is_owner)
    money = "" if found.money is None else _money(found.money, found.currency)
    return f"{sentence} {money}".strip()


def _hours(found: Results, *, is_owner: bool) -> str:
    assert found.average is not None, "only where weeks count"
    average = found.average
    low, high = (formats.number(each, 1) for each in (average.low, average.high))
    if average.value <= 0:
        said = _("Since the first hand-off the work took %(hours)s hours a week more than before (likely %(range)s).")
        turned = _("%(low)s to %(high)s") % {
            "low": formats.number(-average.high, 1),
            "high": formats.number(-average.low, 1),
        }
        return said % {"hours": formats.number(-average.value, 1), "range": turned}
    said = (
        _("Since you began you got back %(hours)s hours a week (likely %(low)s to %(high)s)")
        if is_owner
        else _("Since the first hand-off the owner got back %(hours)s hours a week (likely %(low)s to %(high)s)")
    )
    said = said % {"hours": formats.number(average.value, 1), "low": low, "high": high}
    if found.where is None or found.where.learned is None:
        return said + "."
    top = min(max(found.where.top, 0.0), average.value)
    if is_owner:
        return said + _("; %(top)s of them went to your top three.") % {"top": formats.number(top, 1)}
    return said + _("; %(top)s of them went to the top three.") % {"top": formats.number(top, 1)}


def _money(money: Money, currency: str) -> str:
    monthly = shown.money(money)
    if monthly is None:
        return ""
    realised, planned = monthly.realised, monthly.planned
    facts = {"sum": formats.money(abs(realised), currency)}
    if planned is not None:
        facts["planned"] = formats.money(planned, currency)
        if realised < 0:
            return _("It cost about %(sum)s a month more than it brought, against %(planned)s planned.") % facts
        return _("It brought about %(sum)s a month against %(planned)s planned.") % facts
    if realised < 0:
        return _("It cost about %(sum)s a month more than it brought.") % facts
    return _("It brought about %(sum)s a month.") % facts


def change_said(change: Change) -> str:
    """One other change as a sentence."""
    facts = {
        "name": formats.marked(change.name),
        "until": "" if change.until is None else formats.day(date.fromordinal(change.until)),
        "hours": "" if change.amount is None else formats.number(change.amount, 1),
    }
    if change.what is What.VOLUME:
        amount = change.amount or 0.0
        said = (
            _("“%(name)s”: %(share)s more runs in the last four weeks than in the first four")
            if amount > 0
            else _("“%(name)s”: %(share)s fewer runs in the last four weeks than in the first four")
        )
        return said % {"name": facts["name"], "share": formats.percent(abs(amount))}
    return str(_CHANGES[change.what]) % facts


def alarm_said(sounded: Sounded) -> str:
    """One alarm as a sentence."""
    by = formats.number(abs(sounded.alarm.by), 1)
    day = formats.day(sounded.since)
    if sounded.alarm.what is Alarmed.TOP_THREE:
        return _("Since the week of %(day)s the top three get %(hours)s hours a week less than usual.") % {
            "day": day,
            "hours": by,
        }
    return _("“%(name)s” is coming back: since the week of %(day)s it takes %(hours)s hours a week more.") % {
        "name": formats.marked(sounded.name),
        "day": day,
        "hours": by,
    }


def missing_said(before: int, after: int) -> str:
    """What a before-and-after line still needs."""
    parts = []
    if before:
        parts.append(ngettext("%(n)d more week before", "%(n)d more weeks before", before) % {"n": before})
    if after:
        parts.append(ngettext("%(n)d more week since", "%(n)d more weeks since", after) % {"n": after})
    return _(" and ").join(parts)


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())
