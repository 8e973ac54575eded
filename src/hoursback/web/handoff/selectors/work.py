"""Look-ups of hand-offs, and what holds for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoursback.engine.handoff.stages import HANDOFF
from hoursback.engine.moves import Move
from hoursback.web.accounts.models import Member, WorkspaceOwned
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import LEADERS, Verb
from hoursback.web.accounts.selectors import zone_or_utc
from hoursback.web.accounts.written import written, written_or_404
from hoursback.web.handoff.models import AccessItem, Agreement, Brief, Change, Flag, Handoff, Reading, Run, TrainingStep
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
    """A hand-off the member sees, with its person and activity; 404 for any other."""
    row = written_or_404(_seen, actor, handoff_id, verb)
    row.workspace = actor.workspace
    return row


@written
def _seen(actor: Member, pk: int) -> QuerySet[Handoff]:
    return visible(actor, Handoff).filter(pk=pk).select_related("person__member", "activity")


def newest_brief(handoff: Handoff) -> Brief | None:
    """The published version that counts now; None before the first."""
    return _newest.first(handoff.pk)


@written
def _newest(handoff: int) -> QuerySet[Brief]:
    return Brief.objects.filter(handoff=handoff, number__gt=0).order_by("-number")[:1]


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
    return brief is not None and handoff.person_id is not None and bool(_read(brief.pk, handoff.person_id))


@written
def _read(brief: int, person: int) -> QuerySet[Reading, int]:
    return Reading.objects.filter(brief=brief, person=person).values_list("pk", flat=True)[:1]


@dataclass(frozen=True, slots=True)
class Facts:
    """What belongs to a hand-off: its newest published brief, whether the person read it, and what is open."""

    brief: int | None
    is_read: bool
    open_training: int
    open_access: int
    unjudged: int
    open_flags: int


def facts_of(handoff: Handoff) -> Facts:
    """What belongs to a hand-off, as it stands now."""
    return Facts(*_facts(handoff.pk)[0])


@written
def _facts(handoff: int) -> QuerySet[Handoff, tuple[int | None, bool, int, int, int, int]]:
    newest = Brief.objects.filter(handoff=OuterRef("pk"), number__gt=0).order_by("-number")
    read = Reading.objects.filter(brief=OuterRef("newest"), person=OuterRef("person"))
    return (
        Handoff.objects.filter(pk=handoff)
        .annotate(newest=Subquery(newest.values("pk")[:1]))
        .values_list(
            "newest",
            Exists(read),
            _number(TrainingStep, done_at=None, dropped_at=None),
            _number(AccessItem, granted_at__isnull=False, revoked_at=None),
            _number(Run, finished_at__isnull=False, is_met=None),
            _number(Flag, choice=""),
        )
    )


def _number(model: type[WorkspaceOwned], **which: object) -> Coalesce:
    """How many of these a hand-off has."""
    scoped: Any = model
    rows = scoped.objects.filter(handoff=OuterRef("pk"), **which).order_by().values("handoff")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def met(handoff: Handoff, reason: str = "", today: date | None = None) -> frozenset[str]:
    """Which of the needs of the table of hand-offs hold now (engine/handoff/stages.py)."""
    now = facts_of(handoff)
    facts = {
        "brief": now.brief is not None,
        "person": handoff.person_id is not None,
        "agreement": agreement_in_force(handoff, today) is not None,
        "read": now.is_read,
        "trained": not now.open_training,
        "runs": good_runs(handoff) >= handoff.runs_needed,
        "reason": bool(reason.strip()),
        "access": not now.open_access,
        f"was {handoff.paused_from}": bool(handoff.paused_from),
    }
    return frozenset(name for name, holds in facts.items() if holds)


def good_runs(handoff: Handoff) -> int:
    """Supervised runs in a row, up to the last judged one, that met the standard; no more than it takes."""
    return min(all_good_runs(handoff.pk), max(handoff.runs_needed, 1))


def all_good_runs(handoff_id: int) -> int:
    """The same with those beyond what it takes."""
    return _in_a_row(_begun_of(handoff_id), _judged_of(handoff_id))[handoff_id]


def good_runs_of_all(only: Collection[int] | None) -> Counter[int]:
    """The same by hand-off, for some or, with None, all of the open workspace."""
    theirs = {} if only is None else {"handoff__in": only}
    return _in_a_row(_begun(Change.objects.filter(**theirs)), _judged(Run.objects.filter(**theirs)))


@written
def _begun_of(handoff: int) -> QuerySet[Change, tuple[int, datetime]]:
    return _begun(Change.objects.filter(handoff=handoff))


@written
def _judged_of(handoff: int) -> QuerySet[Run, tuple[int, int | None, int | None, datetime | None, bool | None]]:
    return _judged(Run.objects.filter(handoff=handoff))


def _begun(rows: QuerySet[Change]) -> QuerySet[Change, tuple[int, datetime]]:
    """When supervision began: again, it takes new runs, for those of an earlier round prove nothing about this one."""
    return rows.filter(move__in=("supervise", "supervise again")).order_by("pk").values_list("handoff", "at")


def _judged(rows: QuerySet[Run]) -> QuerySet[Run, tuple[int, int | None, int | None, datetime | None, bool | None]]:
    found = rows.filter(is_supervised=True, is_met__isnull=False).order_by("number")
    return found.values_list("handoff", "handoff__person", "person", "finished_at", "is_met")


def _in_a_row(
    begun: Iterable[tuple[int, datetime]],
    judged: Iterable[tuple[int, int | None, int | None, datetime | None, bool | None]],
) -> Counter[int]:
    since = dict(begun)
    found = Counter[int]()
    for pk, now, person, finished, is_met in judged:
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
