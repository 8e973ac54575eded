"""The draft verdict on how the work goes: a person confirms it or says otherwise.

It rests on results that met the standard, never on a chart's single point and never on stretch goals
(methods, section 6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hoursback.engine.cycle.chances import chance_to_meet, fewest_perfect, wilson
from hoursback.engine.sentences import sentence as _

BREACH = "There was a critical breach"
"""How reasons begin that rest on a leader's note about a breach; the person reads them only if the note was shared."""
TARGET = 0.9
"""Share of results that should meet the standard, where a hand-off states no other (own)."""
DATA_FLOOR = 5
"""Judged results below which nothing is said about an activity."""
KEEP, WIDEN, TRAIN, REPLACE = 0.8, 0.9, 0.2, 0.1
"""Chances to meet the target from (keep, widen) or up to (train, replace) which a verdict holds."""


class Verdict(StrEnum):
    """What to do next with somebody's work."""

    COLLECT = "collect"
    KEEP = "keep"
    WIDEN = "widen"
    NARROW = "narrow"
    TRAIN = "train"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Results:
    """Judged results of one activity in this cycle.

    Attributes:
        met, of: results that met the standard, of all judged. target: share that should.
        gap: levels short in a skill the activity asks for; 0: none. was_trained: for that gap, in any cycle.
        key: what the cycle before knows it by, where its name may be another's too; empty: its name.
    """

    activity: str
    met: int
    of: int
    target: float = TARGET
    gap: float = 0.0
    was_trained: bool = False
    key: str = ""

    @property
    def chance(self) -> float:
        """P(meet): that the true share is at least the target."""
        return chance_to_meet(self.met, self.of, self.target)

    @property
    def is_known(self) -> bool:
        """Whether there is enough to say anything."""
        return self.of >= DATA_FLOOR


@dataclass(frozen=True, slots=True)
class Record:
    """What is known about somebody beyond this cycle's results.

    Attributes:
        chances_before: lowest P(meet) of the cycle before, by key; an activity left out had too few results.
        has_agreed_goals: both agreed the goals before the work started.
        spare_hours: a week, beyond what is handed over. has_level: every required level is held.
        has_breach: a listed critical breach. does_replacing_pay: including search, brief and restart; None: not known.
    """

    chances_before: dict[str, float]
    has_agreed_goals: bool = False
    spare_hours: float = 0.0
    has_level: bool = True
    has_breach: bool = False
    does_replacing_pay: bool | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft verdict, why, and what it is based on; one sentence each."""

    verdict: Verdict
    because: tuple[str, ...]
    activities: tuple[str, ...] = ()


def draft_verdict(results: Sequence[Results], record: Record) -> Draft:
    """The verdict that the rules give, for a person to confirm or change.

    In this order: a critical breach, too little known, replace, train, narrow, widen, keep; else collect more.
    Source: methods, section 6.
    """
    known = [each for each in results if each.is_known]
    said = tuple(_said(each) for each in results)
    if record.has_breach and record.does_replacing_pay:
        return Draft(Verdict.REPLACE, (_("There was a critical breach of what was agreed, and replacing pays."), *said))
    if not known:
        return Draft(Verdict.COLLECT, (*said, _floor(results)))
    for rule in (_replace, _train, _narrow, _widen, _keep):
        draft = rule(known, record)
        if draft is not None:
            return Draft(draft.verdict, (*draft.because, *said, *_breach(record)), draft.activities)
    return Draft(Verdict.COLLECT, (_unsure(known, record), *said, *_breach(record)))


def _replace(known: Sequence[Results], record: Record) -> Draft | None:
    failing = [
        each for each in known if each.chance <= REPLACE and _before(each, record, 1.0) <= REPLACE and each.was_trained
    ]
    # Somebody who fails at one thing and not at others is not replaced: the work is narrowed.
    if len(failing) < len(known) or not record.has_agreed_goals or not record.does_replacing_pay:
        return None
    why = _("Two rounds in a row failed after training and agreed goals, and replacing pays with search and restart.")
    return Draft(Verdict.REPLACE, (why,), _names(failing))


def _before(each: Results, record: Record, unknown: float) -> float:
    return record.chances_before.get(each.key or each.activity, unknown)


def _train(known: Sequence[Results], record: Record) -> Draft | None:
    gaps = [each for each in known if each.chance <= TRAIN and each.gap >= 1 and not each.was_trained]
    why = _("The standard is missed, a level is missing, and there was no training for it yet.")
    return Draft(Verdict.TRAIN, (why,), _names(gaps)) if gaps else None


def _narrow(known: Sequence[Results], record: Record) -> Draft | None:
    failing = [each for each in known if each.chance <= TRAIN]
    passing = [each for each in known if each.chance >= KEEP]
    if len(failing) == 1 and passing and len(failing) + len(passing) == len(known):
        why = _("“%(activity)s” fails, the rest goes well.", activity=failing[0].activity)
        return Draft(Verdict.NARROW, (why,), _names(failing))
    return None


def _widen(known: Sequence[Results], record: Record) -> Draft | None:
    is_good_twice = all(each.chance >= WIDEN and _before(each, record, 0.0) >= WIDEN for each in known)
    if is_good_twice and record.spare_hours > 0 and record.has_level:
        free = f"{record.spare_hours:.1f}"
        why = _("Two rounds in a row went well, and %(free)s hours a week are free.", free=free)
        return Draft(Verdict.WIDEN, (why,), _names(known))
    return None


def _keep(known: Sequence[Results], record: Record) -> Draft | None:
    if all(each.chance >= KEEP for each in known):
        return Draft(Verdict.KEEP, (_("The work meets its standard."),), _names(known))
    return None


def _unsure(known: Sequence[Results], record: Record) -> str:
    failing = [each for each in known if each.chance <= TRAIN]
    if failing and not any(each.was_trained for each in failing):
        return _(
            "The standard is missed, but no level is missing: look at the brief first, then go on for one more round."
        )
    if failing:
        return _("The standard is missed after training; one more round with agreed goals shows whether that lasts.")
    return _("The results neither show that the standard is met nor that it is missed.")


def _said(each: Results) -> str:
    share = wilson(each.met, each.of)
    if not each.of:
        return _("%(activity)s: nothing judged yet.", activity=each.activity)
    return _(
        "%(activity)s: %(met)s of %(of)s met the standard (likely %(low)s to %(high)s); the chance that %(target)s or "
        "more do is %(chance)s.",
        activity=each.activity,
        met=each.met,
        of=each.of,
        low=_per_cent(share.low),
        high=_per_cent(share.high),
        target=_per_cent(each.target),
        chance=_per_cent(each.chance),
    )


def _per_cent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _floor(results: Sequence[Results]) -> str:
    needed = max((fewest_perfect(each.target, KEEP) for each in results), default=DATA_FLOOR)
    enough = max(needed, DATA_FLOOR)
    return _(
        "Fewer than %(floor)s results are judged: collect more. If all were good, %(enough)s would do.",
        floor=DATA_FLOOR,
        enough=enough,
    )


def _breach(record: Record) -> tuple[str, ...]:
    if not record.has_breach:
        return ()
    if record.does_replacing_pay is None:
        return (_("There was a critical breach, but whether replacing pays is not known: decide with care."),)
    return (_("There was a critical breach, but replacing does not pay: decide with care."),)


def _names(results: Sequence[Results]) -> tuple[str, ...]:
    return tuple(each.activity for each in results)
