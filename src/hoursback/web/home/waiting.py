"""What awaits a member: on Today and in the daily mail, composed from every step that has something due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.cycle.steps import Step
from hoursback.engine.handoff.stages import AT_WORK, OVER
from hoursback.web.accounts.kept import kept
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.accounts.owndata import person_of
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import LEADERS, TEAM, Role
from hoursback.web.cycle.selectors.people import due_cycles
from hoursback.web.cycle.words import NEXT
from hoursback.web.focus.clock import clock_of
from hoursback.web.focus.selectors.calendars import lost_calendar
from hoursback.web.focus.selectors.incidents import forgotten, open_boxes
from hoursback.web.handoff.models import Brief, Handoff, Reading, Run, Timesheet
from hoursback.web.handoff.selectors.following import due_follow_ups
from hoursback.web.handoff.selectors.guard import open_flags
from hoursback.web.handoff.selectors.mine import mine
from hoursback.web.handoff.selectors.missing import missing_timesheets
from hoursback.web.handoff.selectors.weeks import Listed, asked_for_hours, waiting_timesheets
from hoursback.web.home.steps import not_begun
from hoursback.web.outcome.selectors.decided import due as due_again
from hoursback.web.outlook.selectors.starts import starts
from hoursback.web.outlook.words import role
from hoursback.web.shared import formats
from hoursback.web.shared.addresses import address_in

EACH = 5
"""Of one kind so many are told one by one; the rest is a number, so that nothing drowns the others."""
NAMES = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that awaits somebody: what, in one sentence, and where it is done."""

    said: str
    route: str
    place: dict[str, Any] = field(default_factory=dict)
    query: str = ""

    def address(self, workspace: Workspace) -> str:
        """Where it is done."""
        address = address_in(workspace.public_id, self.route, **self.place)
        return f"{address}?{self.query}" if self.query else address


Source = Callable[[Member, date], Iterable[Item]]


def items(member: Member, today: date) -> list[Item]:
    """Everything that awaits a member today, in the order of SOURCES."""
    return [item for source in SOURCES for item in source(member, today)]


def shown(member: Member, today: date) -> list[Item]:
    """The same for a page: what only changes with the workspace's data is kept until something in it changes."""
    known = kept(member, "waiting", today, lambda: _lasting(member, today))
    return [item for source in SOURCES for item in known.get(source.__name__, ()) or _of_now(source, member, today)]


def _lasting(member: Member, today: date) -> dict[str, list[Item]]:
    return {source.__name__: list(source(member, today)) for source in SOURCES if source not in OF_NOW}


def _of_now(source: Source, member: Member, today: date) -> Iterable[Item]:
    return source(member, today) if source in OF_NOW else ()


def own_work(member: Member, today: date) -> Iterator[Item]:
    """Answers that the work handed to somebody asks of them."""
    if member.role not in TEAM:
        return
    found = mine(member)
    for agreement in found.agreements[:EACH]:
        yield _about(_("Read the agreement and say yes or no: %(name)s"), agreement.handoff, "handoff:agreement")
    for brief in found.briefs[:EACH]:
        yield _about(_("Read the brief and confirm it: %(name)s"), brief.handoff, "handoff:brief")
    for step in found.training[:EACH]:
        said = _("Learn: %(step)s (%(name)s)") % {"step": step.name, "name": step.handoff.name}
        yield Item(said, "handoff:training", {"handoff": step.handoff_id})
    for doing in found.runs:
        if doing.open is not None:
            said = _("Finish the run you began: %(name)s") % {"name": doing.handoff.name}
            yield Item(said, "handoff:run", {"run": doing.open.pk})
        elif doing.is_next:
            yield _about(_("Do the next run, to be looked at together: %(name)s"), doing.handoff, "handoff:runs")


def accepted(member: Member, today: date) -> Iterator[Item]:
    """Lines of a plan that were accepted and that nobody has begun to hand over."""
    if member.role not in LEADERS:
        return
    for line in not_begun(member)[:EACH]:
        said = _("You accepted handing over %(name)s: start it") % {"name": line.activity_name}
        if line.decided_by_id != member.pk:
            said = _("Handing over %(name)s was accepted: start it") % {"name": line.activity_name}
        yield Item(said, "handoff:start", query=f"line={line.pk}")


def own_weeks(member: Member, today: date) -> Iterator[Item]:
    """Weeks of one's own that were not handed in."""
    if member.role not in TEAM or member.role in LEADERS:
        return
    for week in missing_timesheets(member, today)[:EACH]:
        monday = date.fromordinal(week.monday)
        said = _("Hand in the week of %(day)s") % {"day": formats.day(monday)}
        if week.state == Timesheet.State.SENT_BACK:
            said = _("Your week of %(day)s was sent back: see why") % {"day": formats.day(monday)}
        yield Item(said, "handoff:timesheet", {"person": week.person.pk, "week": monday.isoformat()})


def weeks(member: Member, today: date) -> Iterator[Item]:
    """Weeks of others that wait for a leader, and those that were not handed in."""
    if member.role not in LEADERS:
        return
    waiting = waiting_timesheets(member)
    submitted = [week for week in waiting if week.state == Timesheet.State.SUBMITTED]
    unpaid = [week for week in waiting if week.state != Timesheet.State.SUBMITTED]
    missing = missing_timesheets(member, today)
    for found, one, many in (
        (submitted, _("%(n)d week waits for your yes: %(who)s"), _("%(n)d weeks wait for your yes: %(who)s")),
        (
            unpaid,
            _("%(n)d approved week waits to be paid: %(who)s"),
            _("%(n)d approved weeks wait to be paid: %(who)s"),
        ),
        (missing, _("%(n)d week was not handed in: %(who)s"), _("%(n)d weeks were not handed in: %(who)s")),
    ):
        if found:
            said = (one if len(found) == 1 else many) % {"n": len(found), "who": _names(found)}
            yield Item(said, "handoff:timesheets")
    for row in asked_for_hours(member)[:EACH]:
        monday = date.fromordinal(row.week)
        hours = float(row.cap_asked or 0)
        number = formats.number(hours, 0 if hours == int(hours) else 2)
        facts = {"who": row.person, "hours": number, "day": formats.day(monday)}
        said = _("%(who)s asks for %(hours)s hours in the week of %(day)s: say yes or no") % facts
        yield Item(said, "handoff:timesheet", {"person": row.person_id, "week": monday.isoformat()})


def runs(member: Member, today: date) -> Iterator[Item]:
    """Supervised runs that nobody has judged yet."""
    if member.role not in LEADERS:
        return
    rows = visible(member, Run).filter(is_supervised=True, finished_at__isnull=False, is_met=None)
    for row in rows.filter(handoff__state="supervised").select_related("handoff").order_by("pk")[:EACH]:
        said = _("Look at run %(number)d: %(name)s") % {"number": row.number, "name": row.handoff.name}
        yield Item(said, "handoff:judge", {"run": row.pk})


def follow_ups(member: Member, today: date) -> Iterator[Item]:
    """Days on which a leader wanted to look at a hand-off again."""
    if member.role not in LEADERS:
        return
    rows = due_follow_ups(member, today)
    for row in rows[:EACH]:
        said = _("Follow up on %(name)s: %(about)s") % {"name": row.handoff.name, "about": row.about}
        yield Item(said, "handoff:follow-up", {"handoff": row.handoff_id})


def flags(member: Member, today: date) -> Iterator[Item]:
    """Handed-over work that came back into the owner's log."""
    number = open_flags(member)
    if number:
        said = ngettext(
            "%(n)d piece of handed-over work came back to you: decide what to do",
            "%(n)d pieces of handed-over work came back to you: decide what to do",
            number,
        )
        yield Item(said % {"n": number}, "handoff:flags")


def unread(member: Member, today: date) -> Iterator[Item]:
    """Briefs under way whose newest version the person has not confirmed, told to leaders together."""
    if member.role not in LEADERS:
        return
    newest = Brief.objects.filter(workspace=OuterRef("workspace"), handoff=OuterRef("pk"), number__gt=0)
    read = Reading.objects.filter(workspace=OuterRef("workspace"), brief=OuterRef("newest"), person=OuterRef("person"))
    rows = visible(member, Handoff).filter(state__in=AT_WORK, person__isnull=False)
    rows = rows.annotate(newest=Subquery(newest.order_by("-number").values("pk")[:1]))
    rows = rows.filter(~Exists(read), newest__isnull=False).exclude(person__member=member)
    for row in rows.select_related("person").order_by("pk")[:NAMES]:
        said = _("%(who)s has not confirmed the newest brief yet: %(name)s") % {"who": row.person, "name": row.name}
        yield Item(said, "handoff:brief", {"handoff": row.pk})


def unclear(member: Member, today: date) -> Iterator[Item]:
    """What somebody found unclear in the newest version of a brief, until a clearer one is published."""
    if member.role not in LEADERS:
        return
    newer = Brief.objects.filter(
        workspace=OuterRef("workspace"), handoff=OuterRef("brief__handoff"), number__gt=OuterRef("brief__number")
    )
    rows = visible(member, Reading).exclude(unclear="").exclude(brief__handoff__state__in=OVER).filter(~Exists(newer))
    for row in rows.select_related("person", "brief__handoff").order_by("pk")[:EACH]:
        said = _("%(who)s finds something unclear in the brief: %(name)s")
        facts = {"who": row.person, "name": row.brief.handoff.name}
        yield Item(said % facts, "handoff:brief", {"handoff": row.brief.handoff_id})


def rounds(member: Member, today: date) -> Iterator[Item]:
    """Steps of cycles that are somebody's own to do, or late with others."""
    if member.role not in TEAM:
        return
    person = person_of(member)
    own = "" if person is None else person.name
    for due in due_cycles(member, today)[:EACH]:
        step = NEXT[Step(due.what)]
        facts = {"who": due.person, "number": due.number, "what": step.mine if due.is_mine else step.theirs}
        said = _("Cycle with %(who)s, round %(number)d: %(what)s") % facts
        if due.person == own:
            said = _("Your cycle, round %(number)d: %(what)s") % facts
        yield Item(said, step.route if due.is_mine else "cycle:cycle", {"cycle": due.cycle_id})


def own_calendar(member: Member, today: date) -> Iterator[Item]:
    """A connected calendar that was given up after five failures."""
    if member.role == Role.OWNER and lost_calendar(member) is not None:
        yield Item(_("Your calendar cannot be reached any more: see why, and try again"), "focus:calendar")


def broken(member: Member, today: date) -> Iterator[Item]:
    """Time-boxes whose time is up, and what broke and was never said to be over; told to whoever tries it."""
    if member.role != Role.OWNER:
        return
    now = clock_of(member).now
    for box in [one for one in open_boxes(member) if one.end <= now][:EACH]:
        said = _("Time is up: does it work again? %(what)s") % {"what": box.incident.what}
        yield Item(said, "focus:timebox", {"incident": box.incident_id})
    for row in forgotten(member, now)[:EACH]:
        yield Item(_("How did it end? %(what)s") % {"what": row.what}, "focus:incident", {"incident": row.pk})


def looking(member: Member, today: date) -> Iterator[Item]:
    """Days to begin looking for help that have come; told to the owner."""
    if member.role != Role.OWNER:
        return
    for start in [one for one in starts(member.workspace, today) if one.is_due][:EACH]:
        facts = {"who": role(start.function), "name": start.name, "day": formats.day(start.full) if start.full else ""}
        if start.name:
            said = _("Start looking for %(who)s: %(name)s’s week fills up") % facts
        elif start.full is None or start.full <= today:
            said = _("Start looking for %(who)s: your own week fills up") % facts
        else:
            said = _("Start looking for %(who)s: your own week is full on %(day)s") % facts
        yield Item(said, "outlook:index")


def decisions(member: Member, today: date) -> Iterator[Item]:
    """Decisions on lines of a plan that come back today; told to the owner."""
    if member.role != Role.OWNER:
        return
    rows = due_again(member, today).only("pk", "activity_name")
    found = list(rows[: EACH + 1])
    for line in found[:EACH]:
        said = _("Look at your decision again: %(name)s") % {"name": line.activity_name}
        yield Item(said, "outcome:decision", {"line": line.pk})
    more = rows.count() - EACH if len(found) > EACH else 0
    if more > 0:
        said = ngettext(
            "%(n)d more decision waits to be looked at again", "%(n)d more decisions wait to be looked at again", more
        )
        yield Item(said % {"n": more}, "outcome:journal")


def _about(said: str, handoff: Handoff, route: str) -> Item:
    return Item(said % {"name": handoff.name}, route, {"handoff": handoff.pk})


def _names(found: Sequence[Listed]) -> str:
    names = list(dict.fromkeys(week.person.name for week in found))
    return ", ".join(names[:NAMES]) + (" …" if len(names) > NAMES else "")


SOURCES: tuple[Source, ...] = (
    broken,
    own_work,
    own_weeks,
    accepted,
    weeks,
    runs,
    flags,
    follow_ups,
    unclear,
    unread,
    rounds,
    own_calendar,
    looking,
    decisions,
)
"""Each asks one step; a fixed number of queries."""
OF_NOW: tuple[Source, ...] = (broken, own_calendar)
"""Those that a clock or a failing calendar changes, without anything being done here."""
