"""What the work shows: runs since the work of a round began, by hand-off, with their intervals and charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hoursback.engine.cycle import verdict as engine
from hoursback.engine.cycle.chances import Share, wilson
from hoursback.engine.cycle.xmr import Chart, xmr
from hoursback.engine.handoff.stages import HELD
from hoursback.web.accounts.written import written
from hoursback.web.cycle.models import Cycle, Note
from hoursback.web.cycle.selectors.skills import gaps_of
from hoursback.web.cycle.selectors.training import was_trained
from hoursback.web.handoff.models import Handoff, Run
from hoursback.web.people.skills import skill_key
from hoursback.web.shared.sentences import kept

PAYS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Work:
    """Runs of one hand-off in a round.

    Attributes:
        share: met of judged, with its likely range. chance: P(meet), that the true share reaches the target.
        days, minutes: of the runs with a time, oldest first. chart: of the minutes.
        not_judged: finished runs that nobody looked at yet.
    """

    handoff: Handoff
    share: Share
    chance: float | None
    target: float
    days: tuple[date, ...]
    minutes: tuple[float, ...]
    chart: Chart
    not_judged: int

    @property
    def is_known(self) -> bool:
        """Whether enough runs were judged to say anything."""
        return self.share.of >= engine.DATA_FLOOR


def work_of(cycle: Cycle) -> list[Work]:
    """The hand-offs of the person with their runs since the work of the round began, until it ended."""
    if cycle.work_started_on is None:
        return []
    by_handoff: dict[int, list[Run]] = {}
    for run in _runs_since(cycle.person_id, cycle.work_started_on):
        if cycle.closed_on is None or run.day <= cycle.closed_on:
            by_handoff.setdefault(run.handoff_id, []).append(run)
    rows = {row.pk: row for row in _held_now(cycle.person_id)}
    # Work that ended meanwhile still counts for the time it was done.
    ended = by_handoff.keys() - rows.keys()
    rows |= {row.pk: row for row in Handoff.objects.filter(pk__in=ended)} if ended else {}
    return [_work(row, by_handoff.get(pk, [])) for pk, row in sorted(rows.items())]


@written
def _runs_since(person: int, day: date) -> QuerySet[Run]:
    return Run.objects.filter(person=person, day__gte=day, finished_at__isnull=False).order_by("day", "number")


@written
def _held_now(person: int) -> QuerySet[Handoff]:
    return Handoff.objects.filter(person=person, state__in=HELD)


def draft_of(cycle: Cycle, work: Sequence[Work], *, pays: str, has_agreed: bool, has_breach: bool) -> engine.Draft:
    """The draft verdict of a round from what the work shows.

    Args:
        pays: whether replacing pays, with search, brief and restart: "yes", "no", or anything else for not known.
        has_agreed: both agreed the goals before the work began. has_breach: what `breaches` says.
    """
    short = {skill_key(gap.skill): gap.size for gap in gaps_of(cycle)}
    trained = was_trained(cycle)
    results = [_results(each, short, trained) for each in work]
    return engine.draft_verdict(
        results,
        engine.Record(
            chances_before=chances_before(cycle),
            has_agreed_goals=has_agreed,
            spare_hours=_spare(cycle, work),
            has_level=not short,
            has_breach=has_breach,
            does_replacing_pay=PAYS.get(pays),
        ),
    )


def chances_before(cycle: Cycle) -> dict[str, float]:
    """P(meet) by hand-off as it stood in the round before; empty without one that ended in a verdict.

    By the number of the hand-off: two may have one name, and a name may change.
    """
    last = _ended_before.first(cycle.person_id, cycle.number)
    return dict(last.draft.get("chances", {})) if last else {}


@written
def _ended_before(person: int, number: int) -> QuerySet[Cycle]:
    before = Cycle.objects.filter(person=person, number__lt=number, phase=Cycle.Phase.REPEAT)
    return before.order_by("-number")[:1]


def breaches(cycle: Cycle) -> bool:
    """Whether a critical breach was marked since the round began."""
    return _breach_notes(cycle).exists()


def is_breach_shared(cycle: Cycle) -> bool:
    """Whether the person was shown such a mark."""
    return _breach_notes(cycle).filter(shared_at__isnull=False).exists()


def _breach_notes(cycle: Cycle) -> QuerySet[Note]:
    rows = Note.objects.filter(person=cycle.person_id, is_breach=True, at__date__gte=cycle.opened_on)
    return rows if cycle.closed_on is None else rows.filter(at__date__lte=cycle.closed_on)


def stored(draft: engine.Draft, work: Sequence[Work], pays: str) -> dict[str, object]:
    """A draft as it is kept with its round: what later rounds and readers ask for."""
    return {
        "verdict": draft.verdict.value,
        "because": kept(draft.because),
        "activities": list(draft.activities),
        "pays": pays if pays in PAYS else "",
        "chances": {f"{each.handoff.pk}": each.chance for each in work if each.is_known},
        "results": [[each.handoff.name, each.share.met, each.share.of] for each in work],
    }


def _work(handoff: Handoff, runs: Sequence[Run]) -> Work:
    judged = [run.is_met for run in runs if run.is_met is not None]
    share = wilson(sum(judged), len(judged))
    timed = [run for run in runs if run.minutes is not None]
    minutes = tuple(float(run.minutes or 0.0) for run in timed)
    results = engine.Results(handoff.name, share.met, share.of)
    return Work(
        handoff,
        share,
        results.chance if share.of else None,
        results.target,
        tuple(run.day for run in timed),
        minutes,
        xmr(minutes),
        sum(run.is_met is None for run in runs),
    )


def _results(work: Work, short: dict[str, float], trained: frozenset[str]) -> engine.Results:
    asked = [skill_key(name) for name in work.handoff.requires or {}]
    gap = max((short.get(name, 0.0) for name in asked), default=0.0)
    lacking = [name for name in asked if name in short]
    was = all(name in trained for name in lacking) if lacking else any(name in trained for name in asked)
    return engine.Results(
        work.handoff.name,
        work.share.met,
        work.share.of,
        work.target,
        gap=gap,
        was_trained=bool(was and asked),
        key=f"{work.handoff.pk}",
    )


def _spare(cycle: Cycle, work: Sequence[Work]) -> float:
    """Hours a week beyond what is handed over; 0 where nobody said how many there are."""
    stated = cycle.person.hours_per_week
    if stated is None:
        return 0.0
    taken = sum(each.handoff.hours_per_week or 0.0 for each in work)
    return max(0.0, float(stated.low + stated.high) / 2 - taken)
