"""The owner's day on the first page: how the protected minimum stands, the blocks, what displaced the top three."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.focus.intrusions import Intrusion, cost
from hoursback.engine.focus.protect import LOOKED_AT, Standing, is_alarming, missed_days, week_share
from hoursback.web.accounts.kept import kept
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.roles import Role
from hoursback.web.capture.models import Timer
from hoursback.web.focus.clock import Clock, clock_of
from hoursback.web.focus.models import Block
from hoursback.web.focus.selectors.blocks import Shown, blocks_between, shown
from hoursback.web.focus.selectors.intrusions import found_in, measured_loss
from hoursback.web.focus.selectors.protection import Grounds, Protected, grounds_of, standing_on, timer_of
from hoursback.web.focus.words import cost_said, minutes_of, minutes_said
from hoursback.web.shared import formats


@dataclass(frozen=True, slots=True)
class Kept:
    """One of the top three today."""

    pk: int
    name: str
    seconds: int
    time: str
    is_running: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The owner's day, ready to show.

    Attributes:
        answer: the sentence that the page opens with.
        done, floor: minutes. is_free: a day on which nothing has to be protected.
        intruded: what displaced the top three today, in one sentence, "" for nothing.
        share: of this week's logged time that went to the top three; None where nothing is logged.
        plan: what the owner decided to do on a bad day, "" where they did not.
        started, now: epoch seconds of the running timer and of this moment. is_stated: they changed what is protected.
    """

    answer: str
    done: int
    floor: int
    is_kept: bool
    is_free: bool
    is_bad_day: bool
    bad_minutes: int
    top: tuple[Kept, ...]
    blocks: tuple[Shown, ...]
    intruded: str
    share: float | None
    plan: str
    alarms: tuple[str, ...]
    day: str
    started: int | None
    now: int
    is_stated: bool


def board(member: Member, now: datetime | None = None) -> Board | None:
    """The day of an owner; None for others, and where nothing says what to protect."""
    if member.role != Role.OWNER:
        return None
    clock = clock_of(member, now)
    grounds, timer, rows = grounds_kept(member, clock)
    if grounds is None or not grounds.top.kept:
        return None
    known = standing_on(grounds, clock, timer)
    blocks = tuple(shown(block, clock) for block in rows)
    today, protection = known.today, known.protection
    is_free = not known.counts(clock.today.toordinal())
    return Board(
        answer=_answer(known, today, max((block.ends for block in blocks), default=None), is_free=is_free),
        done=minutes_of(today.done),
        floor=minutes_of(today.floor),
        is_kept=today.is_kept,
        is_free=is_free,
        is_bad_day=today.is_bad_day,
        bad_minutes=min(protection.bad_day_minutes, protection.floor_minutes),
        top=_top(known, today),
        blocks=blocks,
        intruded=_intruded(known, found_in(rows, known)),
        share=week_share(known.week),
        plan=_plan(protection.when, protection.then),
        alarms=alarms(known),
        day=clock.today.isoformat(),
        started=known.timer.start if known.timer else None,
        now=clock.now,
        is_stated=protection.pk is not None,
    )


def grounds_kept(member: Member, clock: Clock) -> tuple[Grounds | None, Timer | None, list[Block]]:
    """What the day rests on, whatever the clock says; blocks that the calendar moves are marked as changed too."""

    def found() -> tuple[Grounds | None, Timer | None, list[Block]]:
        return grounds_of(member, clock), timer_of(member), blocks_between(member, clock.today, clock.today)

    return kept(member, "board", clock.today, found)


def alarms(known: Protected) -> tuple[str, ...]:
    """What went wrong over the last working days, in sentences."""
    if not is_alarming(known.finished):
        return ()
    days = min(len(known.finished), LOOKED_AT)
    facts = {"n": missed_days(known.finished), "days": days}
    said = ngettext(
        "Your top three stayed under their minimum on %(n)d of the last %(days)d working day.",
        "Your top three stayed under their minimum on %(n)d of the last %(days)d working days.",
        days,
    )
    return (said % facts,)


def _answer(known: Protected, today: Standing, last: datetime | None, *, is_free: bool) -> str:
    facts = {"done": minutes_of(today.done), "floor": minutes_of(today.floor), "left": _minutes_up(today.left)}
    if today.is_kept:
        return _("Today's %(floor)d protected minutes are done: %(time)s went to your top three.") % {
            **facts,
            "time": minutes_said(today.done),
        }
    if is_free and not known.today.is_bad_day:
        if today.done:
            return _("A day off, and still %(time)s for your top three.") % {"time": minutes_said(today.done)}
        return _("A day off: nothing has to be protected today.")
    until = _until(known, last)
    if today.is_bad_day:
        return _("%(done)d of %(floor)d minutes are done; on a bad day %(left)d more are enough.") % facts
    if not until:
        return _("%(done)d of %(floor)d protected minutes are done today.") % facts
    return _("%(done)d of %(floor)d protected minutes are done; %(left)d to go before %(until)s.") % {
        **facts,
        "until": until,
    }


def _minutes_up(seconds: int) -> int:
    """So that what is done and what is to go add up to the whole."""
    return -(-seconds // 60)


def _until(known: Protected, last: datetime | None) -> str:
    """When today's last block ends, else the working day; "" once that has passed."""
    clock = known.clock
    end = int(last.timestamp()) if last is not None else 0
    if end <= clock.now:
        end = known.hours.window(clock.today, clock.zone)[1]
    return _time(clock.local(end)) if end > clock.now else ""


def _time(moment: datetime) -> str:
    from babel.dates import format_time

    return str(format_time(moment, "short", locale=formats.LOCALE.get()))


def _top(known: Protected, today: Standing) -> tuple[Kept, ...]:
    running = known.timer.activity_id if known.timer else None
    return tuple(
        Kept(each.pk, each.name, today.seconds[each.pk], minutes_said(today.seconds[each.pk]), each.pk == running)
        for each in known.top.kept
    )


def _intruded(known: Protected, found: Sequence[Intrusion]) -> str:
    if not found:
        return ""
    seconds = sum(each.seconds for each in found)
    facts = {"time": minutes_said(seconds), "n": len(found)}
    said = ngettext(
        "%(time)s of today's protected time went to something else, once",
        "%(time)s of today's protected time went to something else, in %(n)d pieces",
        len(found),
    )
    if known.hour is None:
        return said % facts + "."
    loss = measured_loss(known.person, known.clock.today)
    lost = cost(seconds, len(found), known.hour.now, loss.minutes)
    return _("%(what)s: %(cost)s.") % {"what": said % facts, "cost": cost_said(lost, known.hour.currency)}


def _plan(when: str, then: str) -> str:
    if not then:
        return ""
    return _("If %(when)s, then %(then)s.") % {"when": when, "then": then.rstrip(".")} if when else then
