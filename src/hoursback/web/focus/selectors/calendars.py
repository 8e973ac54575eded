"""What is known of the owner's calendar, for its page and for whoever plans around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hoursback.web.accounts.models import Event, Member
from hoursback.web.accounts.rights import visible
from hoursback.web.focus.calendars.settling import BOTH, MOVED, REMOVED
from hoursback.web.focus.clock import Clock
from hoursback.web.focus.models import Calendar, Written

NEWS = 5


@dataclass(frozen=True, slots=True)
class News:
    """Something that the calendar changed: `verb` is removed, moved or both; the times on the owner's clock."""

    verb: str
    was: datetime
    now: datetime | None


_WORDS = {MOVED: "moved", REMOVED: "removed", BOTH: "both"}


def calendar_of(actor: Member) -> Calendar | None:
    """The member's connection, if there is one."""
    return visible(actor, Calendar).filter(person__member=actor).first()


def lost_calendar(actor: Member) -> Calendar | None:
    """The member's connection, if it failed so often that only they can try again."""
    return visible(actor, Calendar).filter(person__member=actor, due_at=None).exclude(failure="").first()


def held(calendar: Calendar) -> int:
    """How many blocks lie in the calendar."""
    return Written.objects.filter(calendar=calendar.pk, workspace=calendar.workspace_id).count()


def moments(calendar: Calendar, clock: Clock) -> dict[str, datetime]:
    """When it last went well, last failed and is tried next, on the owner's clock."""
    known = {name: getattr(calendar, name) for name in ("succeeded_at", "failed_at", "due_at")}
    return {name: moment.astimezone(clock.zone) for name, moment in known.items() if moment is not None}


def news(actor: Member, clock: Clock) -> list[News]:
    """What the calendar changed last."""
    rows = visible(actor, Event).filter(member=actor, thing="block", verb__in=_WORDS).order_by("-pk")[:NEWS]
    return [
        News(
            _WORDS[row.verb],
            clock.local(row.payload["was"][0]),
            clock.local(row.payload["now"][0]) if "now" in row.payload else None,
        )
        for row in rows
        if row.payload.get("was")
    ]
