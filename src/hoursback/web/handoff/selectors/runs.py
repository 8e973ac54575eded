"""Runs of a hand-off: the work done once, its checklist, and what a leader said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q, QuerySet, Sum

from hoursback.engine.handoff.stages import DOING
from hoursback.engine.moves import Part
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.accounts.written import written, written_or_404
from hoursback.web.handoff.models import Brief, Handoff, Run
from hoursback.web.handoff.selectors.work import good_runs, has_read, newest_brief
from hoursback.web.people.selectors import parts_of

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a hand-off as a page shows them.

    Attributes:
        open: a run that was begun and not finished. starts: whether the member may start one now.
        why_not: what stands against it, where they do the work. good: supervised runs in a row that met the standard.
        to_judge: finished runs that nobody judged yet. owner_minutes: what checking took so far; None: nobody said.
    """

    page: Page[Run]
    open: Run | None
    starts: bool
    why_not: str
    good: int
    to_judge: int
    owner_minutes: float | None
    brief: Brief | None
    leads: bool
    is_theirs: bool

    @property
    def last_finished(self) -> Run | None:
        """The finished run that waits longest to be judged, of those on this page."""
        waiting = [run for run in self.page.object_list if run.finished_at is not None and run.is_met is None]
        return waiting[-1] if waiting else None


def runs_of(actor: Member, handoff: Handoff, page: int = 1) -> Runs:
    """The runs of a hand-off, newest first."""
    number, minutes, waiting = _sums.first(actor, handoff.pk) or (0, None, 0)
    brief = newest_brief(handoff)
    is_theirs = does_the_work(actor, handoff)
    why_not = _why_not(handoff, brief)
    return Runs(
        page=_page(actor, handoff, number, page),
        open=_open_now(handoff),
        starts=is_theirs and why_not == "",
        why_not=why_not,
        good=good_runs(handoff),
        to_judge=waiting,
        owner_minutes=minutes,
        brief=brief,
        leads=actor.role in LEADERS,
        is_theirs=is_theirs,
    )


@written
def _sums(actor: Member, handoff: int) -> QuerySet[Run, tuple[int, float | None, int]]:
    rows = visible(actor, Run).filter(handoff=handoff).order_by().values("handoff")
    waiting = Count("pk", filter=Q(finished_at__isnull=False, is_met=None))
    found = rows.annotate(number=Count("pk"), minutes=Sum("owner_minutes"), waiting=waiting)
    return found.values_list("number", "minutes", "waiting")


def _page(actor: Member, handoff: Handoff, number: int, asked: int) -> Page[Run]:
    """A page of the runs; who looks at the newest asks the database no more than that."""
    found: Page[Any] = Paginator(range(number), PAGE_SIZE).get_page(asked)
    if found.number == 1:
        found.object_list = _newest(actor, handoff.pk)
    else:
        rows = visible(actor, Run).filter(handoff=handoff).select_related("person").order_by("-number")
        found.object_list = list(rows[found.start_index() - 1 : found.end_index()])
    return found


@written
def _newest(actor: Member, handoff: int) -> QuerySet[Run]:
    return visible(actor, Run).filter(handoff=handoff).select_related("person").order_by("-number")[:PAGE_SIZE]


def run_here(actor: Member, run_id: int) -> Run:
    """A run the member sees, with its hand-off; 404 for any other."""
    row = written_or_404(_run, actor, run_id)
    row.handoff.workspace = actor.workspace
    return row


@written
def _run(actor: Member, pk: int) -> QuerySet[Run]:
    rows = visible(actor, Run).filter(pk=pk)
    return rows.select_related("handoff__person__member", "handoff__activity", "person__member", "judged_by__user")


def does_the_work(actor: Member, handoff: Handoff) -> bool:
    """Whether a member is who does the work, or speaks for somebody without a log-in."""
    return Part.PERSON in parts_of(actor, handoff.person)


def did_the_work(actor: Member, run: Run) -> bool:
    """Whether this run is a member's own, or of somebody without a log-in for whom they speak."""
    return Part.PERSON in parts_of(actor, run.person or run.handoff.person)


def may_judge(actor: Member, run: Run) -> bool:
    """Whether a member judges this run: a leader, but never their own work."""
    person = run.person or run.handoff.person
    return actor.role in LEADERS and (person is None or person.member_id != actor.pk)


def missing_for_run(handoff: Handoff) -> str:
    """What stands against a run now; empty: nothing. The words are those of `WHY_NOT`."""
    return _why_not(handoff, newest_brief(handoff))


def last_number(handoff: Handoff) -> int:
    """Number of the last run; 0 before the first."""
    found: int | None = Run.objects.filter(handoff=handoff).aggregate(last=Max("number"))["last"]
    return found or 0


def open_runs(handoff: Handoff) -> QuerySet[Run]:
    """Runs that whoever has the work now began and did not finish."""
    theirs = Q(person=handoff.person_id) | Q(person=None)
    return Run.objects.filter(theirs, handoff=handoff, finished_at=None).order_by("number")


def _open_now(handoff: Handoff) -> Run | None:
    return open_runs(handoff).first() if handoff.person_id is None else _open.first(handoff.pk, handoff.person_id)


@written
def _open(handoff: int, person: int) -> QuerySet[Run]:
    theirs = Q(person=person) | Q(person=None)
    return Run.objects.filter(theirs, handoff=handoff, finished_at=None).order_by("number")[:1]


def _why_not(handoff: Handoff, brief: Brief | None) -> str:
    """`state`, `read`, or empty when nothing stands against a run."""
    if handoff.state not in DOING:
        return "state"
    # A changed brief asks again before the next run.
    return "" if brief is None or has_read(handoff, brief) else "read"
