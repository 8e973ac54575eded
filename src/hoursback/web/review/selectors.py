"""The owner's answers, and the week that the engine makes of log and answers; read once, then from the cache."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, cast

from django.core.cache import cache
from django.db.models import Q

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.capture.activity import Activity, Answers, Bound
from hoursback.engine.errors import TooLittleLogError
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.capture import models as capture
from hoursback.web.capture.stream import ByName, rows_of
from hoursback.web.people.models import Person
from hoursback.web.review.models import Answer, Undone, WorkWeek
from hoursback.web.review.queue import Item, Queue, ordered
from hoursback.web.shared.places import RELEASE

if TYPE_CHECKING:
    from hoursback.engine.capture.assign import Assigner
    from hoursback.engine.capture.quality import Quality
    from hoursback.engine.review.log import DayLog
    from hoursback.engine.review.questions import ReviewList
    from hoursback.engine.review.summary import ActivityReview, Review

WORK_DAYS = 5
"""Work days a week where none are stated."""
_KEPT = 7 * 24 * 3600
_ASSUMED = Assumptions()


@dataclass(frozen=True, slots=True)
class Week:
    """The owner's stated week; version 0: nothing was ever stated."""

    hours_per_week: float | None = None
    work_days: int = WORK_DAYS
    states_days: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a week of several activities together, with their likely range."""

    mean: float
    p10: float
    p90: float


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A review as pages need it: the engine's without its draws, and what only the draws could tell.

    Attributes:
        score: of the log, 0-100; None without a log.
        on_list, may_leave, all: hours together.
    """

    review: Review
    score: float | None
    on_list: dict[ReviewList, Hours]
    may_leave: Hours
    all: Hours

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to know about the week as a whole."""
        return self.review.hours.warnings

    @property
    def work_days(self) -> int:
        """Work days of the log that were used."""
        return self.review.hours.work_days_used

    def of(self, name: str) -> ActivityReview | None:
        """One activity by name."""
        return next((row for row in self.review.activities if row.activity.name == name), None)


def owner_person(workspace_id: int) -> Person | None:
    """The person whose week is reviewed."""
    return Person.objects.filter(workspace_id=workspace_id, kind=Person.Kind.OWNER).first()


def week(workspace_id: int) -> Week:
    """Hours and days of the owner's week as stated."""
    row = WorkWeek.objects.filter(workspace_id=workspace_id).first()
    if row is None:
        return Week()
    return Week(row.hours_per_week, row.work_days or WORK_DAYS, row.work_days is not None, row.version)


def stated_activities(workspace_id: int) -> tuple[Activity, ...]:
    """Every activity that is not archived, in order, with what the log's owner and the answers say of it."""
    return tuple(engine_activity(row, answer) for row, answer in _with_answers(workspace_id))


def own_work(workspace_id: int) -> Q:
    """Activities of the owner's week: all but those that only others log and of which the owner said nothing."""
    logged = capture.WeekTotal.everywhere.filter(workspace_id=workspace_id)
    others = Q(pk__in=logged.exclude(person__kind=Person.Kind.OWNER).values("activity"))
    own = Q(pk__in=logged.filter(person__kind=Person.Kind.OWNER).values("activity"))
    answered = Q(pk__in=Answer.everywhere.filter(workspace_id=workspace_id).values("activity"))
    stated = Q(hours_per_week__isnull=False) | Q(times_per_month__isnull=False) | answered
    return ~others | own | stated


def engine_activity(row: capture.Activity, answer: Answer | None) -> Activity:
    """One activity as the engine knows it."""
    stated = Activity(
        row.name,
        function=row.function,
        match=tuple(row.match or ()),
        hours_per_week=row.hours_per_week,
        times_per_month=row.times_per_month,
        hours_each=row.hours_each,
    )
    if answer is None:
        return stated
    answers = Answers(answer.time, answer.liking, answer.skill, answer.energy, answer.core)
    return replace(stated, answers=answers, bound=Bound(answer.bound), handable=answer.handable)


def day_log(workspace: Workspace, person: Person | None) -> DayLog:
    """The log by day and activity, of one person or of everybody; cached until entries or activities change."""
    return _read(workspace, person)[0]


def quality(workspace: Workspace, person: Person | None) -> Quality:
    """How far the log can be trusted; read in the same pass as `day_log`."""
    return _read(workspace, person)[1]


def reviewed(
    workspace: Workspace,
    person: Person | None,
    today: date,
    *,
    activities: Sequence[Activity] | None = None,
    assumptions: Assumptions = _ASSUMED,
    seed: int = 0,
) -> Review:
    """The engine's review of the stored log, draws included: what `hoursback review` makes of the same log.

    Args:
        activities: with more stated than the answers say, in the order of `stated_activities`; None: those.
    Raises: TooLittleLogError, when neither log nor activities hold any time.
    """
    from hoursback.engine.review.hours import too_little
    from hoursback.engine.review.summary import review

    stated = stated_activities(workspace.pk) if activities is None else tuple(activities)
    days, checked = _read(workspace, person)
    refusal = too_little(days, stated)
    if refusal is not None:
        raise refusal
    known = week(workspace.pk)
    return review(
        days,
        activities=stated,
        assumptions=assumptions,
        stated_hours_per_week=known.hours_per_week,
        work_days=known.work_days,
        seed=seed,
        widen=checked.widen,
        today=today,
    )


def seen(workspace: Workspace, person: Person | None, today: date) -> Seen | None:
    """The review for pages; None when neither log nor ranges hold any time. An answer recounts, never rereads."""
    stated = stated_activities(workspace.pk)
    key = _key("review", workspace, person, stated, week(workspace.pk), today)
    found: Seen | None = cache.get(key)
    if found is not None:
        return found
    try:
        full = reviewed(workspace, person, today, activities=stated)
    except TooLittleLogError:
        return None
    score = quality(workspace, person).score if day_log(workspace, person).logged_days else None
    made = _without_draws(full, score)
    cache.set(key, made, _KEPT)
    return made


def seen_by(actor: Member, today: date) -> Seen | None:
    """The review of the owner's week for a page of theirs."""
    return seen(actor.workspace, owner_person(actor.workspace_id), today)


def queue(actor: Member, today: date) -> tuple[Queue, Seen | None]:
    """The activities in the order in which they are asked about, and the review they come from."""
    rows = _with_answers(actor.workspace_id)
    found = seen_by(actor, today)
    reviews = {} if found is None else {row.activity.name: row for row in found.review.activities}
    items = (
        Item(
            pk=row.pk,
            name=row.name,
            is_answered=answer is not None and _says_something(answer),
            is_skipped=answer is not None and answer.is_skipped and not _says_something(answer),
            review=reviews.get(row.name),
        )
        for row, answer in rows
    )
    return ordered(items), found


def activity_and_answer(actor: Member, activity_id: int) -> tuple[capture.Activity, Answer | None]:
    """One activity the member may answer about, and the answer so far.

    Raises: Http404.
    """
    row = visible_or_404(actor, capture.Activity, activity_id, Verb.SEE)
    return row, visible(actor, Answer).filter(activity_id=row.pk).first()


def answers_by_activity(actor: Member, ids: Iterable[int]) -> dict[int, Answer]:
    """Answers of these activities."""
    return {row.activity_id: row for row in visible(actor, Answer).filter(activity_id__in=list(ids))}


def undone(workspace_id: int) -> list[Undone]:
    """Work that should have happened and did not, in the order in which it was stated."""
    return list(Undone.objects.filter(workspace_id=workspace_id, is_removed=False))


def undone_or_404(actor: Member, pk: int) -> Undone:
    """One piece of undone work, removed or not."""
    return visible_or_404(actor, Undone, pk, Verb.CHANGE)


def _says_something(answer: Answer) -> bool:
    return not (answer.time is None and answer.liking is None and answer.skill is None)


def _with_answers(workspace_id: int) -> list[tuple[capture.Activity, Answer | None]]:
    answers = {row.activity_id: row for row in Answer.objects.filter(workspace_id=workspace_id)}
    rows = capture.Activity.objects.filter(own_work(workspace_id), workspace_id=workspace_id, is_archived=False)
    return [(row, answers.get(row.pk)) for row in rows.order_by("position", "pk")]


def _read(workspace: Workspace, person: Person | None) -> tuple[DayLog, Quality]:
    known = week(workspace.pk)
    key = _key("log", workspace, person, known)
    found: tuple[DayLog, Quality] | None = cache.get(key)
    if found is not None:
        return found
    from hoursback.engine.capture.quality import Checker
    from hoursback.engine.review.log import DayLogBuilder

    rows = capture.Activity.objects.filter(workspace_id=workspace.pk, is_archived=False).order_by("position", "pk")
    names = ByName(list(rows.values_list("name", flat=True)))
    builder = DayLogBuilder(cast("Assigner", names))
    checker = Checker(stated_hours_per_week=known.hours_per_week, work_days=known.work_days)
    for zone, batch in rows_of(workspace.pk, None if person is None else person.pk):
        builder.add_rows(batch, zone)
        checker.add_rows(batch, zone)
    made = builder.build(), checker.quality()
    cache.set(key, made, _KEPT)
    return made


def _key(kind: str, workspace: Workspace, person: Person | None, *facts: object) -> str:
    """Where a result is cached; read anew, since a request may have changed the log after its workspace was loaded."""
    version = Workspace.objects.values_list("log_version", flat=True).get(pk=workspace.pk)
    parts = repr((RELEASE, person and person.pk, facts)).encode()
    return f"{kind}:{workspace.public_id}:{version}:{hashlib.blake2b(parts, digest_size=16).hexdigest()}"


def _without_draws(full: Review, score: float | None) -> Seen:
    """The review with what only its draws can tell worked out, and the draws left behind: they are megabytes."""
    import numpy as np

    from hoursback.engine.review.questions import ReviewList

    none = np.empty(0)
    slim = [replace(row, hours=replace(row.hours, draws=none)) for row in full.activities]
    hours = replace(full.hours, activities=tuple(replace(one, draws=none) for one in full.hours.activities))
    return Seen(
        review=replace(full, hours=hours, activities=tuple(slim)),
        score=score,
        on_list={which: _together(full.on_list(which)) for which in ReviewList},
        may_leave=_together([row for row in full.activities if row.answers.answered and row.leave.allowed]),
        all=_together(full.activities),
    )


def _together(rows: Sequence[ActivityReview]) -> Hours:
    import numpy as np

    if not rows:
        return Hours(0.0, 0.0, 0.0)
    total = np.sum([row.hours.draws for row in rows], axis=0)
    p10, p90 = np.quantile(total, (0.1, 0.9))
    return Hours(sum(row.hours.mean for row in rows), float(p10), float(p90))
