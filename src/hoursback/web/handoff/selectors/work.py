"""Look-ups of hand-offs, and what holds for one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoursback.engine.handoff.stages import HANDOFF
from hoursback.engine.moves import Move
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import LEADERS, Verb
from hoursback.web.accounts.selectors import zone_or_utc
from hoursback.web.handoff.models import AccessItem, Agreement, Brief, Change, Handoff, Reading, Run, TrainingStep
from hoursback.web.handoff.selectors.terms import lasts_from
from hoursback.web.people.selectors import parts_of

State = Handoff.State
PATH = (
    *(State.DRAFT, State.BRIEFING, State.CHOOSING, State.AGREED),
    *(State.TRAINING, State.SUPERVISED, State.RUNNING),
)
"""The way every hand-off goes when nothing comes between."""
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_FORWARD = frozenset({"start", "choose", "train", "supervise", "sign off", "resume", "hand off again"})
SAID: dict[str, str | Promise] = {
    "start": _("Start the brief"),
    "choose": _("Choose who does it"),
    "brief again": _("Brief again"),
    "agree": _("Agree"),
    "train": _("Start the training"),
    "supervise": _("Start the first runs"),
    "train again": _("Train again"),
    "supervise again": _("Supervise again"),
    "sign off": _("Sign off"),
    "pause": _("Pause"),
    "resume": _("Resume"),
    "take back": _("Take it back"),
    "give back": _("Give it back"),
    "hand off again": _("Hand off again"),
    "end": _("End it"),
}
"""What a move of the table is called on its button."""


@dataclass(frozen=True, slots=True)
class Button:
    """A move that somebody may make, as the page shows it; it is open when nothing is missing."""

    name: str
    label: str | Promise
    missing: tuple[str, ...]
    needs_reason: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One state on the way, and whether it lies behind or is where the hand-off stands."""

    label: str
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around every page of a hand-off.

    Attributes:
        steps: the way, with its place on it; a hand-off that is paused stands where it was.
        aside: the state's name where it is none of the steps: paused, returned, ended. Empty otherwise.
        forward: the moves that lead on. others: the rest, such as pausing.
    """

    steps: list[Step]
    aside: str
    forward: list[Button]
    others: list[Button]
    leads: bool


def handoff_here(actor: Member, handoff_id: int, verb: Verb = Verb.SEE) -> Handoff:
    """A hand-off the member sees; 404 for any other."""
    return visible_or_404(actor, Handoff, handoff_id, verb)


def newest_brief(handoff: Handoff) -> Brief | None:
    """The published version that counts now; None before the first."""
    return Brief.objects.filter(handoff=handoff, number__gt=0).order_by("-number").first()


def agreement_in_force(handoff: Handoff, today: date | None = None) -> Agreement | None:
    """The newest agreement with the chosen person that both sides confirmed and that is not over.

    Args:
        today: the local day; None: the workspace's.
    """
    if handoff.person_id is None:
        return None
    day = today or timezone.localdate(timezone=zone_or_utc(handoff.workspace.timezone))
    return lasts_from(handoff.pk, handoff.person_id, day)


def has_read(handoff: Handoff, brief: Brief | None) -> bool:
    """Whether the chosen person confirmed this version."""
    return brief is not None and Reading.objects.filter(brief=brief, person=handoff.person_id).exists()


def met(handoff: Handoff, reason: str = "", today: date | None = None) -> frozenset[str]:
    """Which of the needs of the table of hand-offs hold now (engine/handoff/stages.py)."""
    brief = newest_brief(handoff)
    facts = {
        "brief": brief is not None,
        "person": handoff.person_id is not None,
        "agreement": agreement_in_force(handoff, today) is not None,
        "read": has_read(handoff, brief),
        "trained": not TrainingStep.objects.filter(handoff=handoff, done_at=None, dropped_at=None).exists(),
        "runs": good_runs(handoff) >= handoff.runs_needed,
        "reason": bool(reason.strip()),
        "access": not AccessItem.objects.filter(handoff=handoff, granted_at__isnull=False, revoked_at=None).exists(),
        f"was {handoff.paused_from}": bool(handoff.paused_from),
    }
    return frozenset(name for name, holds in facts.items() if holds)


def good_runs(handoff: Handoff) -> int:
    """Supervised runs in a row, up to the last judged one, that met the standard; no more than it takes."""
    return min(good_runs_of({"handoff": handoff.pk})[handoff.pk], max(handoff.runs_needed, 1))


def good_runs_of(which: dict[str, int]) -> Counter[int]:
    """The same by hand-off, with those beyond what it takes; `which` narrows it to one."""
    # Supervised again, it takes new runs: those of an earlier round prove nothing about this one.
    begun = Change.objects.filter(**which, move__in=("supervise", "supervise again")).order_by("pk")
    since = dict(begun.values_list("handoff", "at"))
    found = Counter[int]()
    judged = Run.objects.filter(**which, is_supervised=True, is_met__isnull=False).order_by("number")
    rows = judged.values_list("handoff", "handoff__person", "person", "finished_at", "is_met")
    for pk, now, person, finished, is_met in rows:
        if person in (None, now) and not (finished is not None and finished < since.get(pk, _EVER)):
            found[pk] = found[pk] + 1 if is_met else 0
    return found


def buttons(actor: Member, handoff: Handoff) -> list[tuple[Move, tuple[str, ...]]]:
    """The moves a member may make from here, each with what is still missing; those with one name are one button."""
    holds = met(handoff, reason="given with the move")
    found: dict[str, tuple[Move, tuple[str, ...]]] = {}
    for move in HANDOFF.open_to(handoff.state, parts_of(actor, handoff.person)):
        missing = HANDOFF.missing(move, holds)
        if not move.is_by_itself and (move.name not in found or not missing):
            found[move.name] = (move, missing)
    return list(found.values())


def around(actor: Member, handoff: Handoff) -> Around:
    """What stands around every page of a hand-off, as the member sees it."""
    shown = [
        Button(move.name, SAID[move.name], missing, "reason" in move.needs) for move, missing in buttons(actor, handoff)
    ]
    return Around(
        steps=_steps(handoff),
        aside="" if handoff.state in PATH else handoff.get_state_display(),
        forward=[button for button in shown if button.name in _FORWARD],
        others=[button for button in shown if button.name not in _FORWARD],
        leads=actor.role in LEADERS,
    )


def _steps(handoff: Handoff) -> list[Step]:
    place = handoff.paused_from if handoff.state == State.PAUSED else handoff.state
    at = PATH.index(State(place)) if place in PATH else -1
    return [Step(str(state.label), index < at, index == at) for index, state in enumerate(PATH)]
