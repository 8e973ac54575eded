"""The way from a log to a plan: which step is done, what is missing, how long it takes."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ENOUGH_DAYS = 5
"""Logged days from which a first plan is more than a guess."""
SECONDS_PER_ANSWER = 15


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known so far.

    Attributes:
        days: with any entry; ranges: activities with stated hours and no log needed.
        activities: kinds of work to review; answered: of them.
        has_money: income or the worth of an hour is stated. currency: of the business. lacks_worth: nothing is stated
            that says what an hour is worth, and no default stands in. headline: of the newest plan, "" without one.
        waiting: lines of it that nobody has decided on; accepted: of it.
    """

    days: int = 0
    entries: int = 0
    ranges: int = 0
    activities: int = 0
    answered: int = 0
    has_money: bool = False
    currency: str = ""
    lacks_worth: bool = False
    headline: str = ""
    is_stale: bool = False
    waiting: int = 0
    accepted: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """One step on the page: its name, where it is, how far, what is missing."""

    title: str
    route: str
    said: str
    missing: str
    is_done: bool


def stages(facts: Facts) -> list[Stage]:
    """The four steps in order."""
    return [_log(facts), _review(facts), _worth(facts), _plan(facts)]


def stages_for(facts: Facts, *, owns: bool) -> list[Stage]:
    """The steps that are a member's own: all of them the owner's; the others log, and read the plan."""
    return stages(facts) if owns else [_log(facts), _plan(facts)]


def next_stage(facts: Facts) -> Stage | None:
    """The first step that is not done; None when all are."""
    return next((stage for stage in stages(facts) if not stage.is_done), None)


def _log(facts: Facts) -> Stage:
    said = ngettext("%(days)d day logged", "%(days)d days logged", facts.days) % {"days": facts.days}
    if not facts.days and facts.ranges:
        said = ngettext("%(n)d range stated, no log yet", "%(n)d ranges stated, no log yet", facts.ranges) % {
            "n": facts.ranges
        }
    left = max(0, ENOUGH_DAYS - facts.days)
    missing = ""
    if left and not facts.ranges:
        missing = ngettext("%(n)d more day for a first plan", "%(n)d more days for a first plan", left) % {"n": left}
        if not facts.days:
            missing = _("Type what you do, import an export, or give ranges: two minutes to ten")
    return Stage(_("Log"), "capture:day", said, missing, facts.days >= ENOUGH_DAYS or facts.ranges > 0)


def _review(facts: Facts) -> Stage:
    left = facts.activities - facts.answered
    said = _("%(done)d of %(all)d kinds of work answered") % {"done": facts.answered, "all": facts.activities}
    minutes = max(1, round(left * SECONDS_PER_ANSWER / 60))
    missing = ngettext("about %(n)d minute", "about %(n)d minutes", minutes) % {"n": minutes} if left else ""
    return Stage(_("Review"), "review:index", said, missing, facts.activities > 0 and left <= 0)


def _worth(facts: Facts) -> Stage:
    if facts.has_money:
        return Stage(_("Worth"), "worth:index", _("Your income or hourly worth is stated"), "", True)
    if facts.lacks_worth:
        said = _("Nothing says what your hour is worth in %(currency)s, and a plan needs that") % {
            "currency": facts.currency
        }
        return Stage(_("Worth"), "worth:money", said, _("about 2 minutes"), False)
    return Stage(
        _("Worth"), "worth:index", _("Income is not stated: an assumption stands in"), _("about 2 minutes"), False
    )


def _plan(facts: Facts) -> Stage:
    if not facts.headline:
        return Stage(_("Plan"), "plan:index", _("No plan yet"), _("about 5 seconds"), False)
    if facts.is_stale:
        return Stage(_("Plan"), "plan:index", _("Your log or answers changed since"), _("make it again"), False)
    said = ngettext("%(n)d line accepted", "%(n)d lines accepted", facts.accepted) % {"n": facts.accepted}
    missing = ""
    if facts.waiting:
        missing = ngettext("%(n)d line to decide", "%(n)d lines to decide", facts.waiting) % {"n": facts.waiting}
    return Stage(_("Plan"), "plan:index", said, missing, facts.accepted > 0)
