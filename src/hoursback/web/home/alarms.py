"""What is too much already, for Today and the weekly review: each a sentence with its figure and where to act on it.

Methods, sections 7 and 8: load over 85 % two weeks running, the oldest thing that waits older than twice the promise,
more than 15 % of the hours out of hours, work that comes back, and a top three that shrinks. That the top three stayed
under their minimum is the board's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.capture.clock import zone_of
from hoursback.engine.capture.overlap import Span
from hoursback.engine.focus.blocks import Hours
from hoursback.engine.handoff.stages import OVER
from hoursback.engine.outcome.alarms import What
from hoursback.engine.outlook.alarms import Raised, load_alarm, oldest_alarm, out_of_hours_alarm
from hoursback.engine.outlook.weeks import DAYS, at_work, monday_of
from hoursback.engine.review.log import OFFICE_HOURS
from hoursback.engine.units import SECONDS_PER_HOUR
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.accounts.owndata import person_of
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import LEADERS, Role
from hoursback.web.accounts.scope import acting_in
from hoursback.web.accounts.selectors import every_workspace, zone_or_utc
from hoursback.web.capture.models import Entry, Habit, WeekTotal, Zone
from hoursback.web.capture.selectors import habit_of
from hoursback.web.focus.selectors.protection import free_days
from hoursback.web.handoff.models import Brief, Flag, Handoff, Reading, Run, Timesheet
from hoursback.web.home.waiting import Item
from hoursback.web.outcome.selectors.results import Sounded, gist_of
from hoursback.web.outcome.words import alarm_said
from hoursback.web.people.models import Person, TimeOff
from hoursback.web.review.selectors import week
from hoursback.web.shared import formats
from hoursback.web.shared.places import RELEASE

LOOKED_AT = 14
"""Finished days of the log in which hours out of hours are counted."""
LEAST_DAYS = 5
"""Days with a clock time that say something about habits (own)."""
ANSWER_DAYS, WEEK_DAYS = 3, 7
"""Days within which people may count on an answer about a run or a brief, and on a yes to a week (own)."""
NEWS = timedelta(weeks=3)
"""How long a result's alarm is told on Today; afterwards it is history."""
MOST_AT_ONCE = 50
"""Hand-offs that have begun up to which results are worked out while somebody waits for the first page of a day."""
_EACH = 3
_A_DAY = 24 * 3600
_DAY = timedelta(days=1)


def sounding(member: Member, today: date) -> list[Item]:
    """Everything that is too much, as far as the member leads; a fixed number of queries."""
    if member.role not in LEADERS:
        return []
    owns = member.role == Role.OWNER
    return [
        *(_out_of_hours(member, today) if owns else ()),
        *_loads(member, today, owns=owns),
        *_oldest(member, today),
        *_results(member, today, owns=owns),
    ]


# Out of hours


class OutOfHours(NamedTuple):
    """Seconds outside working hours, all seconds with a clock time, on how many days, and whether hours are stated."""

    outside: int
    seconds: int
    days: int
    is_stated: bool


def out_of_hours(person: Person, today: date) -> OutOfHours:
    """How much of a person's last two weeks lay outside their working hours.

    These are the hours they state, else office hours as the review counts them, on their working days; days off have
    none. What runs past midnight counts against the hours of each day that it touches.
    """
    first, last = today - timedelta(days=LOOKED_AT), today - timedelta(days=1)
    low, high = first.toordinal(), last.toordinal()
    rows = Entry.everywhere.filter(
        workspace_id=person.workspace_id, person=person, day__range=(low, high), start__isnull=False
    ).order_by()
    zones = dict(Zone.objects.filter(pk__in=rows.values("zone")).values_list("pk", "name"))
    habit = habit_of(person)
    hours, work_days = _working_hours(habit)
    off = free_days(person, first - _DAY, today)
    works = {day for day in _days(first - _DAY, today) if day.weekday() in work_days and day.toordinal() not in off}
    arms = [
        When(zone=pk, day=day.toordinal(), then=_inside(hours.window(each, zone_of(name)) for each in near))
        for pk, name in zones.items()
        for day in _days(first, last)
        if (near := [each for each in (day - _DAY, day, day + _DAY) if each in works])
    ]
    inside = Sum(Case(*arms, default=Value(0), output_field=BigIntegerField()))
    found = [row for row in rows.values_list("day").annotate(all=Sum("seconds"), inside=inside) if row[1]]
    seconds = sum(all_ for _day, all_, _kept in found)
    is_stated = habit is not None and habit.day_from is not None and habit.day_to is not None
    return OutOfHours(seconds - sum(kept or 0 for _day, _all, kept in found), seconds, len(found), is_stated)


def _inside(windows: Iterable[Span]) -> Combinable:
    """Seconds of an entry that lie in some stretches of time."""
    end = F("start") + F("seconds")
    total: Combinable = Value(0, output_field=BigIntegerField())
    for opens, closes in windows:
        total = total + Greatest(Value(0), Least(end, Value(closes)) - Greatest(F("start"), Value(opens)))
    return total


def _working_hours(habit: Habit | None) -> tuple[Hours, frozenset[int]]:
    days = frozenset((habit and habit.work_days) or Habit.DEFAULT_DAYS)
    if habit is None or habit.day_from is None or habit.day_to is None:
        return Hours(*(time(hour) for hour in OFFICE_HOURS)), days
    return Hours(habit.day_from, habit.day_to), days


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _out_of_hours(member: Member, today: date) -> Iterator[Item]:
    person = person_of(member)
    if person is None:
        return
    found = out_of_hours(person, today)
    raised = out_of_hours_alarm(found.outside / found.seconds) if found.days >= LEAST_DAYS else None
    if raised is None:
        return
    opens, closes = OFFICE_HOURS
    facts = {
        "share": formats.percent(raised.value),
        "limit": formats.percent(raised.limit),
        "from": f"{opens}:00",
        "to": f"{closes}:00",
    }
    said = _(
        "%(share)s of your last two weeks lay before %(from)s, after %(to)s or on days off; "
        "above %(limit)s something has to go."
    )
    if found.is_stated:
        said = _(
            "%(share)s of your last two weeks lay outside your working hours; above %(limit)s something has to go."
        )
    yield Item(said % facts, "plan:index")


# Load


def _loads(member: Member, today: date, *, owns: bool) -> Iterator[Item]:
    found = loads(member, today)
    for raised, worked in found[:_EACH]:
        facts = {
            "name": raised.name,
            "limit": formats.percent(raised.limit),
            "loads": _(" and ").join(formats.percent(each) for each in worked),
        }
        said = _("%(name)s’s last two weeks were %(loads)s full; above %(limit)s work begins to wait.") % facts
        if not raised.name:
            if not owns:
                said = _("The owner’s last two weeks were %(loads)s full; above %(limit)s work begins to wait.") % facts
            else:
                said = _("Your last two weeks were %(loads)s full; above %(limit)s work begins to wait.") % facts
        yield Item(said, "outlook:capacity")
    if len(found) > _EACH:
        more = _("%(n)d more people’s last two weeks were above %(limit)s full.")
        yield Item(more % {"n": len(found) - _EACH, "limit": formats.percent(found[0][0].limit)}, "outlook:capacity")


def loads(member: Member, today: date) -> list[tuple[Raised, list[float]]]:
    """Whose last two whole weeks were both too full, the fullest first, with the load of each week.

    Against the hours a week that they state, days off taken away; who states none is left out.
    """
    known = week(member.workspace_id)
    last = monday_of(today.toordinal()) - DAYS
    mondays = (last - DAYS, last)
    here = {"workspace_id": member.workspace_id}
    hours: defaultdict[int, dict[int, float]] = defaultdict(dict)
    sums = WeekTotal.objects.filter(**here, week__in=mondays).values_list("person_id", "week").annotate(Sum("seconds"))
    for person, monday, seconds in sums.order_by():
        hours[person][monday] = seconds / SECONDS_PER_HOUR
    off: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    away = TimeOff.objects.filter(**here, last__gte=date.fromordinal(mondays[0]), first__lte=today)
    for person, begins, ends in away.values_list("person_id", "first", "last"):
        off[person].append((begins.toordinal(), ends.toordinal()))
    found = []
    for row in Person.objects.filter(**here, is_archived=False, pk__in=hours).exclude(kind=Person.Kind.PLACEHOLDER):
        is_owner = row.kind == Person.Kind.OWNER
        room = known.hours_per_week if is_owner else row.hours_per_week and row.hours_per_week.value
        of = [_load(hours[row.pk].get(monday, 0.0), room, monday, off[row.pk], known.work_days) for monday in mondays]
        raised = load_alarm(of, "" if is_owner else row.name)
        if raised is not None:
            found.append((raised, [each for each in of if each is not None]))
    return sorted(found, key=lambda one: -one[0].value)


def _load(
    hours: float, room: float | None, monday: int, off: Sequence[tuple[int, int]], work_days: int
) -> float | None:
    there = (room or 0.0) * at_work(monday, off, work_days)
    return hours / there if there > 0 else None


# The oldest thing that waits


def _oldest(member: Member, today: date) -> Iterator[Item]:
    """The oldest thing that somebody waits for a leader to do, if it is older than twice what may be counted on."""
    zone = zone_or_utc(member.user.timezone or member.workspace.timezone)
    late = []
    for item, since, promise in _waiting(member):
        age = (today - timezone.localdate(since, zone)).days
        raised = oldest_alarm(age, promise)
        if raised is not None:
            late.append((raised.value, age, promise, item))
    if late:
        _times, age, promise, item = max(late, key=lambda one: one[0])
        said = _("%(what)s has waited for %(age)d days; people may count on %(promise)d.")
        facts = {"what": item.said, "age": age, "promise": promise}
        yield Item(said % facts, item.route, item.place)


def _waiting(member: Member) -> Iterator[tuple[Item, datetime, int]]:
    """Of each kind the oldest, with the moment since which it waits, and the days within which it should be done."""
    runs = visible(member, Run).filter(is_supervised=True, finished_at__isnull=False, is_met=None)
    run = runs.filter(handoff__state="supervised").select_related("handoff").order_by("finished_at").first()
    if run is not None and run.finished_at is not None:
        said = _("A look at run %(number)d of “%(name)s”") % {"number": run.number, "name": run.handoff.name}
        yield Item(said, "handoff:judge", {"run": run.pk}), run.finished_at, ANSWER_DAYS
    newer = Brief.objects.filter(
        workspace=OuterRef("workspace"), handoff=OuterRef("brief__handoff"), number__gt=OuterRef("brief__number")
    )
    asked = visible(member, Reading).exclude(unclear="").exclude(brief__handoff__state__in=OVER).filter(~Exists(newer))
    question = asked.select_related("person", "brief__handoff").order_by("at").first()
    if question is not None:
        facts = {"who": question.person, "name": question.brief.handoff.name}
        said = _("%(who)s’s question about the brief of “%(name)s”") % facts
        yield Item(said, "handoff:brief", {"handoff": question.brief.handoff_id}), question.at, ANSWER_DAYS
    sheets = visible(member, Timesheet).filter(state=Timesheet.State.SUBMITTED, submitted_at__isnull=False)
    sheet = sheets.exclude(person__member=member).select_related("person").order_by("submitted_at").first()
    if sheet is not None and sheet.submitted_at is not None:
        monday = date.fromordinal(sheet.week)
        said = _("%(who)s’s week of %(day)s") % {"who": sheet.person, "day": formats.day(monday)}
        place = {"person": sheet.person_id, "week": monday.isoformat()}
        yield Item(said, "handoff:timesheet", place), sheet.submitted_at, WEEK_DAYS


# What results sound


def _results(member: Member, today: date, *, owns: bool) -> Iterator[Item]:
    for one in sounded(member.workspace, today):
        if one.monday < today - NEWS:
            continue
        if one.handoff_id is not None:
            yield Item(alarm_said(one), "outcome:handoff", {"handoff": one.handoff_id})
        elif owns:
            yield Item(alarm_said(one), "focus:intrusions")


def sounded(workspace: Workspace, today: date) -> list[Sounded]:
    """Alarms of the results that nobody was asked about otherwise; worked out once a day.

    They are about weeks that are over, while the results behind them are made anew with every change of a log, which
    the first page of every day must not wait for. Where the guard has raised its flag, the flag is what asks.
    """
    kept: list[Sounded] | None = cache.get(_key(workspace, today))
    if kept is not None:
        return kept
    # With very many, a worker is at it: `sound_crowds`.
    return [] if is_crowded(workspace) else _sound(workspace, today)


def sound_crowds(now: datetime) -> int:
    """Work out results, and their alarms of the day, where nobody should wait; returns how many had no alarms yet.

    What has not changed since it was worked out is not worked out again.
    """
    done = 0
    for workspace in every_workspace():
        today = timezone.localdate(now, zone_or_utc(workspace.timezone))
        with acting_in(workspace):
            if not is_crowded(workspace):
                continue
            gist_of(workspace, today)
            if cache.get(_key(workspace, today)) is None:
                _sound(workspace, today)
                done += 1
    return done


def _key(workspace: Workspace, today: date) -> str:
    return f"home-sounded:{RELEASE}:{workspace.public_id}:{today.isoformat()}"


def is_crowded(workspace: Workspace) -> bool:
    """Whether working out results takes longer than anybody should wait for a page."""
    return Handoff.objects.filter(workspace=workspace, started_on__isnull=False).count() > MOST_AT_ONCE


def _sound(workspace: Workspace, today: date) -> list[Sounded]:
    found = _sounded(workspace, today)
    cache.set(_key(workspace, today), found, _A_DAY)
    return found


def _sounded(workspace: Workspace, today: date) -> list[Sounded]:
    alarms = [one for one in gist_of(workspace, today).sounded if one.is_new]
    flags: defaultdict[int, int] = defaultdict(int)
    for handoff, monday in Flag.objects.filter(workspace_id=workspace.pk).values_list("handoff_id", "week"):
        flags[handoff] = max(flags[handoff], monday)
    return [one for one in alarms if one.alarm.what is What.TOP_THREE or flags[one.handoff_id or 0] < one.alarm.since]
