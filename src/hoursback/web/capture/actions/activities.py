"""What changes activities one by one: new, renamed, described, archived, stated without a log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.figures import Figure
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.capture.actions.names import found_or_made, named
from hoursback.web.capture.actions.steps import Keeper, repeated
from hoursback.web.capture.errors import LogError, NameTakenError
from hoursback.web.capture.models import Activity
from hoursback.web.capture.words import clean_name, folded
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.figurefield import stored

MOST_PATTERNS = 50
_ROUTE = "capture:activities"


@dataclass(frozen=True, slots=True)
class Stated:
    """What somebody says of an activity without a log.

    Attributes:
        hours: a week, or each time where `times_per_month` is given.
    """

    name: str
    hours: Figure
    times_per_month: float | None = None


@transaction.atomic
def create_activity(
    *, member: Member, name: str, function: str = "", match: Iterable[str] = (), once: str = ""
) -> tuple[Activity, int]:
    """A new activity, and the number of its step.

    Raises: NameTakenError, also when only the case differs.
    """
    before = repeated(member, _ROUTE, once)
    if before is not None:
        made = next(iter(before.before["activities"]))
        return Activity.everywhere.get(pk=int(made)), before.pk
    keeper = Keeper(member)
    _refuse_taken(member.workspace_id, clean_name(name))
    activity, _unused = found_or_made(member=member, name=name, function=function)
    keeper.new(activity)
    patterns = clean_patterns(match)
    if patterns:
        Activity.everywhere.filter(pk=activity.pk).update(match=patterns)
    step = keeper.save("activity added", _("Added the activity %(name)s") % {"name": activity.name}, once=once)
    return activity, step.pk


@transaction.atomic
def change_activity(
    *,
    member: Member,
    activity_id: int,
    version: int,
    name: str,
    function: str,
    match: Iterable[str],
    is_archived: bool = False,
) -> int:
    """Rename, describe or archive an activity; returns the number of the step.

    The old name stays among the words that belong to it, so that files which use it still find it.

    Raises: NameTakenError, StaleError, LogError, Http404.
    """
    activity = visible_or_404(member, Activity, activity_id, Verb.CHANGE)
    tidy = clean_name(name)
    _refuse_taken(member.workspace_id, tidy, but=activity.pk)
    keeper = Keeper(member)
    keeper.keep(activity)
    patterns = clean_patterns(match)
    if folded(tidy) != folded(activity.name):
        patterns = with_words(tidy, patterns, activity.name)
    values = {
        "name": tidy,
        "function": clean_name(function, "function", 40).casefold() if function.strip() else "",
        "match": patterns,
        "is_archived": is_archived,
    }
    old = {column: getattr(activity, column) for column in values}
    changed = Activity.everywhere.filter(pk=activity.pk, version=version).update(**values, version=F("version") + 1)
    if not changed:
        raise StaleError
    step = keeper.save("activity changed", _("Changed the activity %(name)s") % {"name": tidy})
    record(member, "activity changed", "activity", activity.pk, log=True, old=old, new=values)
    return step.pk


@transaction.atomic
def archive_activity(*, member: Member, activity_id: int, is_archived: bool = True) -> int:
    """Put an activity away, or take it out again; its history stays. Returns the number of the step."""
    activity = visible_or_404(member, Activity, activity_id, Verb.CHANGE)
    keeper = Keeper(member)
    keeper.keep(activity)
    Activity.everywhere.filter(pk=activity.pk).update(is_archived=is_archived, version=F("version") + 1)
    said = _("Archived the activity %(name)s") if is_archived else _("Brought back the activity %(name)s")
    step = keeper.save("activity archived", said % {"name": activity.name})
    record(member, "activity archived", "activity", activity.pk, log=True, archived=is_archived)
    return step.pk


@transaction.atomic
def state_ranges(*, member: Member, rows: Sequence[Stated], once: str = "") -> int:
    """Activities from ranges, without a log; those that exist get the figures. Returns the number of the step."""
    before = repeated(member, "capture:ranges", once)
    if before is not None:
        return before.pk
    keeper = Keeper(member)
    for row in rows:
        activity, is_new = found_or_made(member=member, name=row.name)
        if is_new:
            keeper.new(activity)
        else:
            keeper.keep(activity)
        monthly = row.times_per_month is not None
        values = {
            "hours_per_week": None if monthly else row.hours,
            "times_per_month": row.times_per_month,
            "hours_each": row.hours if monthly else None,
        }
        Activity.everywhere.filter(pk=activity.pk).update(**values, is_archived=False, version=F("version") + 1)
        facts = {column: stored(value) for column, value in values.items()}
        record(member, "hours stated", "activity", activity.pk, log=True, **facts)
    said = ngettext("Stated hours for %(count)s activity", "Stated hours for %(count)s activities", len(rows))
    return keeper.save("hours stated", said % {"count": len(rows)}, once=once).pk


def clean_patterns(patterns: Iterable[str]) -> list[str]:
    """Words that belong to an activity: each once, in any case, with `*` for whatever stands there."""
    tidy = {folded(pattern): clean_name(pattern, "match") for pattern in patterns if pattern.strip()}
    found = [pattern for pattern in tidy.values() if pattern.strip("*").strip()]
    if len(found) > MOST_PATTERNS:
        raise LogError(
            _("An activity has at most %(count)s words that belong to it.") % {"count": MOST_PATTERNS},
            where="match",
            hint=_("Use * for many at once, such as invoice*."),
        )
    return found


def with_words(name: str, patterns: Sequence[str], *more: str) -> list[str]:
    """Patterns with more words; an activity without any was found by its name, which has to stand there then."""
    kept = list(patterns) or [name]
    known = {folded(pattern) for pattern in kept}
    kept += [word for word in dict.fromkeys(more) if folded(word) not in known]
    return kept


def _refuse_taken(workspace_id: int, name: str, *, but: int | None = None) -> None:
    known = named(Activity.everywhere.filter(workspace_id=workspace_id), name)
    if known is not None and known.pk != but:
        raise NameTakenError(
            _("There is an activity called “%(name)s” already.") % {"name": known.name},
            where="name",
            value=name,
            hint=_("Take another name, or merge the two."),
        )
