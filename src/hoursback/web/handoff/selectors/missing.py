"""Weeks that are over, hold work or money that is owed, and were not handed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from hoursback.engine.handoff.stages import EDITABLE
from hoursback.engine.handoff.timesheet import WEEK, Job, Paid, monday_of
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.capture.models import WeekTotal
from hoursback.web.handoff.models import Timesheet
from hoursback.web.handoff.selectors.books import Book, book
from hoursback.web.handoff.selectors.kept import kept
from hoursback.web.handoff.selectors.weeks import Listed
from hoursback.web.people.models import Person

State = Timesheet.State
WEEKS_BACK = 13
"""Weeks that the list looks back over."""
_KEY = ("person_id", "week", "state", "version")
type _Week = tuple[int, int]
"""A person and a Monday."""


def missing_timesheets(member: Member, today: date) -> list[Listed]:
    """Weeks that are over, hold work or money that is owed, and were not handed in; oldest first.

    Leaders get everybody's, anybody else their own. A week that was sent back is missing again. Kept until anything
    changes in the workspace: it is asked for by every first page and every daily mail.
    """
    name = f"missing-weeks-{today.toordinal()}"
    return kept(member, name, lambda: _missing(member, today))


@dataclass(frozen=True, slots=True)
class Missing:
    """The oldest of these weeks, and how many there are."""

    shown: list[Listed]
    number: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.number - len(self.shown)


def first_missing(member: Member, today: date, most: int) -> Missing:
    """The oldest of these weeks; kept by themselves, for all of them may be thousands."""

    def oldest() -> Missing:
        found = missing_timesheets(member, today)
        return Missing(found[:most], len(found))

    return kept(member, f"missing-weeks-{today.toordinal()}-{most}", oldest)


def _missing(member: Member, today: date) -> list[Listed]:
    until = monday_of(today.toordinal())
    first = until - WEEKS_BACK * WEEK
    people = {row.pk: row for row in _who(member)}
    rows = visible(member, Timesheet).filter(week__gte=first, week__lt=until, person__in=people) if people else None
    stored = [] if rows is None else list(rows.values_list(*_KEY))
    states = {(person, week): (state, version) for person, week, state, version in stored}
    handed_in = {key for key, (state, _version) in states.items() if state not in EDITABLE}
    # Most people have handed everything in: nothing has to be worked out for them.
    others = [(person, week) for person in people for week in range(first, until, WEEK)]
    others = [key for key in others if key not in handed_in]
    if not others:
        return []
    found = book(member.workspace, {person for person, _week in others}, until, until - 1)
    wanted = _worked(member, set(others), found)
    owing = {person for person in found.terms if _may_owe(found, person)}
    for person, week in others:
        if person in owing and (person, week) not in wanted and _owes(found, person, week):
            wanted[person, week] = 0
    sent_back = {key: 0 for key, (state, _version) in states.items() if state == State.SENT_BACK}
    missing = [
        Listed(people[key[0]], key[1], states.get(key, ("open", 0))[0], seconds, None, states.get(key, ("open", 0))[1])
        for key, seconds in {**sent_back, **wanted}.items()
    ]
    return sorted(missing, key=lambda each: (each.monday, each.person.name))


def _who(member: Member) -> list[Person]:
    rows = visible(member, Person).exclude(kind=Person.Kind.OWNER)
    found = (rows if member.role in LEADERS else rows.filter(member=member)).order_by("name")
    return list(found.only("name", "kind", "member", "workspace"))


def _worked(member: Member, weeks: Collection[_Week], found: Book) -> dict[_Week, int]:
    """Seconds of paid work by person and week, from the totals: days on which a hand-off begins are not told apart."""
    people, mondays = {person for person, _week in weeks}, [week for _person, week in weeks]
    totals = WeekTotal.everywhere.filter(
        workspace_id=member.workspace_id, week__gte=min(mondays), week__lte=max(mondays), person__in=people
    )
    jobs = {person: _by_activity(found.jobs.get(person, ())) for person in people}
    any_from = {
        person: min((price.from_day for price in found.prices.get(person, ()) if price.activity is None), default=None)
        for person in people
    }
    work: dict[_Week, int] = defaultdict(int)
    for person, week, activity, seconds in totals.values_list("person_id", "week", "activity_id", "seconds"):
        if not seconds or (person, week) not in weeks:
            continue
        last, since = week + WEEK - 1, any_from[person]
        is_paid = since is not None and since <= last
        if is_paid or any(_touches(job, week, last) for job in jobs[person].get(activity, ())):
            work[person, week] += seconds
    return dict(work)


def _by_activity(jobs: Iterable[Job]) -> dict[int | None, list[Job]]:
    found: dict[int | None, list[Job]] = defaultdict(list)
    for job in jobs:
        found[job.activity].append(job)
    return found


def _touches(job: Job, first: int, last: int) -> bool:
    """Whether work counts for a hand-off on a day of these."""
    begins, ends = first if job.first is None else job.first, last if job.last is None else job.last
    return max(begins, first) <= min(ends, last)


def _may_owe(found: Book, person: int) -> bool:
    """Whether money can be owed to somebody for a week without work."""
    return any(each.minimum or each.paid is Paid.FIXED for each in found.terms[person])


def _owes(found: Book, person: int, week: int) -> bool:
    """Whether money is owed for a week without work."""
    return any(line.amount for line in Book(found.jobs, found.terms, found.prices).sheet(person, week).lines)
