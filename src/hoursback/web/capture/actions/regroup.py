"""Merging and splitting activities: entries and totals move together, and can be moved back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.capture.actions.activities import MOST_PATTERNS, with_words
from hoursback.web.capture.actions.names import found_or_made
from hoursback.web.capture.actions.rows import move
from hoursback.web.capture.actions.steps import SPLIT, Keeper, repeated
from hoursback.web.capture.errors import LogError
from hoursback.web.capture.models import Activity, Choice, Entry, Timer
from hoursback.web.capture.selectors.split import split_entries
from hoursback.web.capture.signals import merging
from hoursback.web.capture.words import clean_name, folded


@transaction.atomic
def merge_activities(*, member: Member, activity_id: int, into_id: int, once: str = "") -> int:
    """Move everything of one activity into another and archive it; returns the number of the step.

    Its name and words go along, so that new entries and files find the other one. Entries of closed weeks come along
    at the price that they have: the lines of what was handed in keep the name that they were handed in with.

    Raises: Http404; LogError, for merging with itself, or one that is archived and has nothing to move; HoursbackError,
        where a later step minds.
    """
    gone = visible_or_404(member, Activity, activity_id, Verb.CHANGE)
    stays = visible_or_404(member, Activity, into_id, Verb.CHANGE)
    if gone.pk == stays.pk:
        raise LogError(_("An activity cannot be merged with itself."), where="into", hint=_("Choose another one."))
    before = repeated(member, "capture:merge", once)
    if before is not None:
        return before.pk
    timers = Timer.everywhere.filter(workspace_id=member.workspace_id, activity=gone)
    if gone.is_archived and not timers.exists() and not Entry.everywhere.filter(activity=gone).exists():
        raise LogError(
            _("%(name)s is archived and has no entries left to move.") % {"name": gone.name},
            where="into",
            hint=_("Nothing more needs doing; take it out of the archive to use it again."),
        )
    merging.send(sender=Activity, gone=gone, stays=stays)
    keeper = Keeper(member)
    keeper.keep(gone, stays)
    ids = move(member.workspace_id, _ids(Entry.everywhere.filter(activity=gone)), origin=gone.pk, target=stays.pk)
    keeper.move(ids, origin=gone.pk, target=stays.pk)
    keeper.moved[-1]["timers"] = list(timers.values_list("pk", flat=True))
    timers.update(activity=stays, version=F("version") + 1)
    _move_choices(keeper, gone, stays)
    patterns = with_words(stays.name, stays.match, gone.name, *gone.match)[:MOST_PATTERNS]
    Activity.everywhere.filter(pk=stays.pk).update(match=patterns, is_archived=False, version=F("version") + 1)
    Activity.everywhere.filter(pk=gone.pk).update(is_archived=True, version=F("version") + 1)
    said = _("Merged %(gone)s into %(stays)s") % {"gone": gone.name, "stays": stays.name}
    step = keeper.save("activities merged", said, once=once)
    record(member, "activities merged", "activity", gone.pk, log=True, into=stays.pk, entries=len(ids))
    return step.pk


@transaction.atomic
def split_activity(*, member: Member, activity_id: int, words: str, into: str, once: str = "") -> tuple[int, int]:
    """Move the entries whose note or labels hold some words to another activity, which is made if need be.

    Entries of closed weeks stay where they are: what was handed in is not told apart afterwards.

    Returns: how many moved, and the number of the step.
    Raises: LogError, when no entry has the words, or all that have them lie in closed weeks; Http404.
    """
    source = visible_or_404(member, Activity, activity_id, Verb.CHANGE)
    before = repeated(member, "capture:split", once)
    if before is not None:
        return len(before.before["moved"][0]["ids"]), before.pk
    wanted = clean_name(words, "words")
    keeper = Keeper(member)
    target, is_new = found_or_made(member=member, name=clean_name(into, "into"))
    if target.pk == source.pk:
        raise LogError(_("This is the same activity."), where="into", hint=_("Name another one to split off."))
    if is_new:
        keeper.new(target)
    else:
        keeper.keep(target)
    having = _ids(split_entries(source, wanted))
    ids = move(member.workspace_id, having, origin=source.pk, target=target.pk, leaves_closed=True)
    if not ids:
        raise _none_moved(source, wanted, is_closed=bool(having))
    keeper.move(ids, origin=source.pk, target=target.pk)
    pattern = f"*{wanted}*"
    if folded(pattern) not in {folded(known) for known in target.match}:
        patterns = with_words(target.name, target.match, pattern)[:MOST_PATTERNS]
        Activity.everywhere.filter(pk=target.pk).update(match=patterns, is_archived=False, version=F("version") + 1)
    said = ngettext(
        "Split %(count)s entry of %(source)s off to %(target)s",
        "Split %(count)s entries of %(source)s off to %(target)s",
        len(ids),
    ) % {"count": len(ids), "source": source.name, "target": target.name}
    step = keeper.save(SPLIT, said, once=once)
    record(member, "activity split", "activity", source.pk, log=True, into=target.pk, entries=len(ids))
    return len(ids), step.pk


def _none_moved(source: Activity, words: str, *, is_closed: bool) -> LogError:
    if is_closed:
        return LogError(
            _("Every entry of %(name)s that has these words lies in a week that was handed in.")
            % {"name": source.name},
            where="words",
            value=words,
            hint=_("Ask for those timesheets to be opened again, or split off later entries."),
        )
    return LogError(
        _("No entry of %(name)s has these words.") % {"name": source.name},
        where="words",
        value=words,
        hint=_("Look at the notes of its entries, and use a word that they share."),
    )


def _ids(entries: QuerySet[Entry]) -> list[int]:
    return list(entries.order_by().values_list("pk", flat=True))


def _move_choices(keeper: Keeper, gone: Activity, stays: Activity) -> None:
    """What was learned for one activity is known of the other."""
    taken = set(Choice.everywhere.filter(activity=stays).values_list("person_id", "words"))
    for choice in Choice.everywhere.filter(activity=gone):
        keeper.keep(choice)
        if (choice.person_id, choice.words) in taken:
            choice.delete()
        else:
            Choice.everywhere.filter(pk=choice.pk).update(activity=stays)
