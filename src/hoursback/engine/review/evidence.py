"""What the log says to the three questions, and where it contradicts the answers (methods, section 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hoursback.engine.capture.activity import Answers
from hoursback.engine.review.days import UsedDays
from hoursback.engine.review.log import OFFICE_HOURS, ActivityLog, DayLog
from hoursback.engine.review.questions import REASONS, ReviewList, combined, weights
from hoursback.engine.units import SECONDS_PER_HOUR

ANSWER_WEIGHT = 5
"""An answer weighs as much as this many active days of log."""
ENOUGH_DAYS = 5
"""Fewer active days than this contradict nobody."""
FAR_APART = 0.4
"""Answer and log contradict each other from this distance on."""
HALF = 0.5
"""Half of the hours out of hours, or postponed, says all that such hours can say."""
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the used days of a log show of one activity; shares of its hours, None where the log cannot show them.

    Attributes:
        active_days: n, days on which it happened.
        hours: logged on them.
        out_of_hours: o. postponed: r. draining: share tagged so.
        times_a_specialist: R, owner time per unit over a specialist's; stated, never logged.
    """

    active_days: int = 0
    hours: float = 0.0
    out_of_hours: float | None = None
    postponed: float | None = None
    draining: float | None = None
    times_a_specialist: float | None = None

    def weight(self, reason: ReviewList) -> float | None:
        """e of one of the three lists; None where the log says nothing to it."""
        if reason is ReviewList.NO_TIME:
            return lack_of_time(self.out_of_hours, self.postponed)
        if reason is ReviewList.DONT_LIKE:
            return dislike(self.postponed, self.draining)
        return None if self.times_a_specialist is None else lack_of_skill(self.times_a_specialist)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An answer that the log does not bear out, in words with numbers.

    Attributes:
        stated, logged: t and e, 0-1.
        text: one sentence.
    """

    reason: ReviewList
    stated: float
    logged: float
    text: str

    @property
    def log_says_more(self) -> bool:
        """Whether the log names a reason that the owner does not, rather than the other way round."""
        return self.logged > self.stated


def lack_of_time(out_of_hours: float | None, postponed: float | None) -> float | None:
    """e1 = 1 - (1 - min(1, o / .5)) (1 - min(1, r / .5)); a share that is not known adds nothing.

    >>> lack_of_time(0.25, None)
    0.5
    """
    if out_of_hours is None and postponed is None:
        return None
    return 1.0 - (1.0 - _of_half(out_of_hours)) * (1.0 - _of_half(postponed))


def dislike(postponed: float | None, draining: float | None) -> float | None:
    """e2 = .5 min(1, r / .5) + .5 (share of hours tagged draining); a share that is not known adds nothing."""
    if postponed is None and draining is None:
        return None
    return 0.5 * _of_half(postponed) + 0.5 * (draining or 0.0)


def lack_of_skill(times_a_specialist: float) -> float:
    """e3 = clip(R - 1, 0, 1): twice a specialist's time says all that time can say."""
    return min(max(times_a_specialist - 1.0, 0.0), 1.0)


def blend(stated: float, logged: float | None, active_days: int) -> float:
    """b = (5 t + n e) / (5 + n); the answer alone where the log says nothing.

    >>> round(blend(0.2, 0.9, 8), 4)
    0.6308
    """
    if logged is None:
        return stated
    return (ANSWER_WEIGHT * stated + active_days * logged) / (ANSWER_WEIGHT + active_days)


def blended(answers: Answers, evidence: Evidence) -> dict[ReviewList, float | None]:
    """b of each of the three lists; None where the question was not answered, whatever the log says."""
    return {
        reason: None if t is None else blend(t, evidence.weight(reason), evidence.active_days)
        for reason, t in weights(answers).items()
    }


def relief(answers: Answers, evidence: Evidence) -> float:
    """The one b that adds l b / 2 to the worth of each freed hour: the lists' b combined as S is from t.

    Source: methods, section 2; that the three are combined so is our own reading of it.
    """
    return combined(b for b in blended(answers, evidence).values() if b is not None)


def evidence_of(log: DayLog, row: ActivityLog, used: UsedDays, times_a_specialist: float | None = None) -> Evidence:
    """What the used days show of one activity."""
    days = [day for day in (*used.work, *used.rest) if row.seconds.get(day, 0) > 0]
    seconds = sum(row.seconds[day] for day in days)
    if not seconds:
        return Evidence(times_a_specialist=times_a_specialist)
    # Tags say nothing by their absence where the owner never uses them.
    return Evidence(
        active_days=len(days),
        hours=seconds / SECONDS_PER_HOUR,
        out_of_hours=_late(row, days, used) / seconds if log.has_clock else None,
        postponed=sum(row.postponed.get(day, 0) for day in days) / seconds if log.has_postponed_tags else None,
        draining=sum(row.draining.get(day, 0) for day in days) / seconds if log.has_draining_tags else None,
        times_a_specialist=times_a_specialist,
    )


def contradictions(name: str, answers: Answers, evidence: Evidence) -> tuple[Contradiction, ...]:
    """Where answers and log are far apart on at least ENOUGH_DAYS active days, in either direction."""
    if evidence.active_days < ENOUGH_DAYS:
        return ()
    found = []
    stated = weights(answers)
    for reason in REASONS:
        t, e = stated[reason], evidence.weight(reason)
        if t is not None and e is not None and abs(t - e) >= FAR_APART - _ROUNDING:
            found.append(Contradiction(reason, t, e, _sentence(name, reason, answers, evidence)))
    return tuple(found)


def _of_half(share: float | None) -> float:
    return min(1.0, (share or 0.0) / HALF)


def _late(row: ActivityLog, days: Sequence[date], used: UsedDays) -> int:
    """Seconds outside office hours; on rest days all of them."""
    return sum(row.seconds[day] if day.weekday() in used.rest_weekdays else row.late.get(day, 0) for day in days)


def _sentence(name: str, reason: ReviewList, answers: Answers, evidence: Evidence) -> str:
    answer = {ReviewList.NO_TIME: answers.time, ReviewList.DONT_LIKE: answers.liking}.get(reason, answers.skill)
    asked = {ReviewList.NO_TIME: "time for", ReviewList.DONT_LIKE: "liking of"}.get(reason, "skill at")
    base = f"{evidence.hours:.1f} hours on {evidence.active_days} days"
    return f"You answered {answer:g} of 10 for {asked} “{name}”; of {base}, {_shown(reason, evidence)}."


def _shown(reason: ReviewList, evidence: Evidence) -> str:
    if reason is ReviewList.NOT_GOOD:
        return f"each unit took {evidence.times_a_specialist:.1f} times what it takes a specialist"
    opens, closes = OFFICE_HOURS
    late = ("out_of_hours", f"were before {opens}:00, after {closes}:00 or on rest days")
    named = (late, ("postponed", "were tagged postponed"))
    if reason is ReviewList.DONT_LIKE:
        named = (("draining", "were tagged draining"), ("postponed", "were tagged postponed"))
    shares = ((getattr(evidence, field), words) for field, words in named)
    return " and ".join(f"{share:.0%} {words}" for share, words in shares if share is not None)
