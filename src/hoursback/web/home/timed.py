"""Timed jobs: what runs every so often without being asked, once however many workers there are."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from hoursback.web.accounts import letters
from hoursback.web.focus.actions.proposing import propose_tomorrow
from hoursback.web.focus.jobs import queue_visits
from hoursback.web.handoff.actions.guard import look_for_creep
from hoursback.web.home import alarms, digest, tidying
from hoursback.web.home.models import TimedRun

_log = logging.getLogger("hoursback.timed")
LEASE = timedelta(minutes=10)
"""How long one worker has a timed job for itself, usually; if it dies meanwhile, another takes it over afterwards."""
AGAIN = timedelta(minutes=10)
"""When a timed job that failed is tried again, unless it is due earlier."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A job that is due every so often; safe to run twice."""

    name: str
    every: timedelta
    work: Callable[[datetime], object]
    lease: timedelta = LEASE


DAILY = timedelta(days=1)
TIMED = (
    # A mail is tried again after a minute at the earliest, so a dead worker's are taken over soon too.
    Timed("mail", timedelta(minutes=1), letters.send_due, letters.LEASE),
    Timed("daily mail", timedelta(minutes=10), digest.put_due),
    Timed("calendars", timedelta(minutes=1), queue_visits),
    Timed("tomorrow's blocks", timedelta(hours=1), propose_tomorrow),
    Timed("uploads", timedelta(hours=6), tidying.remove_old_uploads),
    Timed("invitations", DAILY, tidying.remove_expired_invitations),
    Timed("submissions", DAILY, tidying.remove_old_submissions),
    Timed("finished jobs", DAILY, tidying.remove_finished_jobs),
    Timed("looks at plans", DAILY, tidying.remove_looks),
    Timed("sessions", DAILY, tidying.remove_expired_sessions),
    Timed("workers", DAILY, tidying.remove_dead_workers),
    Timed("work that came back", DAILY, look_for_creep),
    Timed("alarms of many hand-offs", timedelta(hours=1), alarms.sound_crowds),
    Timed("statistics", DAILY, tidying.refresh_statistics),
)


def run_due(now: datetime, jobs: Iterable[Timed] = TIMED) -> list[str]:
    """Do what is due and nobody else has taken; returns the names of what was done."""
    jobs = tuple(jobs)
    known = set(TimedRun.objects.values_list("name", flat=True))
    missing = [TimedRun(name=job.name, due_at=now) for job in jobs if job.name not in known]
    if missing:
        TimedRun.objects.bulk_create(missing, ignore_conflicts=True)
    due = set(_free(now).values_list("name", flat=True))
    return [job.name for job in jobs if job.name in due and _claim(job, now) and _run(job, now)]


def _free(now: datetime) -> QuerySet[TimedRun]:
    return TimedRun.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now), due_at__lte=now)


def _claim(job: Timed, now: datetime) -> bool:
    # One conditional update: of two workers only one sees a row changed.
    return _free(now).filter(name=job.name).update(lease_until=now + job.lease) == 1


def _run(job: Timed, now: datetime) -> bool:
    error, next_time = "", now + job.every
    try:
        job.work(now)
    except Exception as fault:
        _log.exception("timed job %s failed", job.name)
        error, next_time = f"{type(fault).__name__}: {fault}"[:500], now + min(job.every, AGAIN)
    TimedRun.objects.filter(name=job.name).update(lease_until=None, due_at=next_time, ran_at=now, error=error)
    return not error
