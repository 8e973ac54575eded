"""What a hand-off waits for, and who has to do it: one answer for the board, its page and the reminders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """Whose turn it is."""

    LEADER = "leader"
    PERSON = "person"
    NOBODY = "nobody"


class Step(StrEnum):
    """What has to be done next."""

    START = "start"
    WRITE = "write the brief"
    CHOOSE = "choose"
    FIND = "find somebody"
    PROPOSE = "propose terms"
    ANSWER = "answer the terms"
    READ = "read the brief"
    TRAIN = "start the training"
    LEARN = "go through the training"
    FIRST_RUNS = "start the first runs"
    RUN = "do the next run"
    JUDGE = "judge a run"
    SIGN_OFF = "sign off"
    FLAG = "decide on work that came back"
    WORK = "work"
    RESUME = "resume"
    AGAIN = "hand off again or end"
    REVOKE = "take back access"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a hand-off stands.

    Attributes:
        state: of the table of hand-offs. has_login: the person can do things themselves; leaders do it otherwise.
        has_brief: a version is published. has_read: the person confirmed the newest. is_agreed: both confirmed terms.
        is_offered: terms wait for the person.
        open_training, unjudged, good_runs, runs_needed, open_flags, open_access: how many.
    """

    state: str
    has_person: bool = False
    has_login: bool = False
    has_brief: bool = False
    has_read: bool = False
    is_agreed: bool = False
    is_offered: bool = False
    open_training: int = 0
    unjudged: int = 0
    good_runs: int = 0
    runs_needed: int = 3
    open_flags: int = 0
    open_access: int = 0


@dataclass(frozen=True, slots=True)
class Next:
    """The next step and whose it is."""

    who: Who
    step: Step


def next_step(now: Standing) -> Next:
    """What a hand-off waits for; a person without a log-in is waited for by way of a leader."""
    step = _STEPS[now.state](now)
    who = _WHO.get(step, Who.LEADER)
    return Next(Who.LEADER if who is Who.PERSON and not now.has_login else who, step)


def _briefing(now: Standing) -> Step:
    return Step.CHOOSE if now.has_brief else Step.WRITE


def _choosing(now: Standing) -> Step:
    if not now.has_brief:
        return Step.WRITE
    if now.is_offered:
        return Step.ANSWER
    return Step.PROPOSE if now.has_person else Step.FIND


def _agreed(now: Standing) -> Step:
    return Step.TRAIN if now.has_read else Step.READ


def _training(now: Standing) -> Step:
    if not now.has_read:
        return Step.READ
    return Step.LEARN if now.open_training else Step.FIRST_RUNS


def _supervised(now: Standing) -> Step:
    if not now.has_read:
        return Step.READ
    if now.unjudged:
        return Step.JUDGE
    return Step.SIGN_OFF if now.good_runs >= now.runs_needed else Step.RUN


def _running(now: Standing) -> Step:
    if now.open_flags:
        return Step.FLAG
    if not now.has_read:
        return Step.READ
    return Step.JUDGE if now.unjudged else Step.WORK


_STEPS: dict[str, Callable[[Standing], Step]] = {
    "draft": lambda now: Step.START,
    "briefing": _briefing,
    "choosing": _choosing,
    "agreed": _agreed,
    "training": _training,
    "supervised": _supervised,
    "running": _running,
    "paused": lambda now: Step.RESUME,
    "returned": lambda now: Step.AGAIN,
    "ended": lambda now: Step.REVOKE if now.open_access else Step.DONE,
}
_WHO = {
    **dict.fromkeys((Step.ANSWER, Step.READ, Step.LEARN, Step.RUN), Who.PERSON),
    **dict.fromkeys((Step.WORK, Step.RESUME, Step.DONE), Who.NOBODY),
}
