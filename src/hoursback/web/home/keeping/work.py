"""The background worker: does queued jobs one by one, takes over those of dead workers, and runs what is timed."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from datetime import datetime, timedelta
from types import FrameType

from django.db import OperationalError, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as Loop
from django_tasks_db.models import DBTaskResult

from hoursback.web.home import timed
from hoursback.web.home.models import Worker

_log = logging.getLogger("hoursback.worker")
INTERVAL = 0.25
"""Seconds between two looks for work: a plan asked for on a page starts at once."""
PULSE = 10.0
"""Seconds between two signs of life."""
LEASE = timedelta(minutes=5)
"""How long a job may hold what it works on for itself; a second run before that would find it taken and do nothing."""
ATTEMPTS = 5
"""Workers that may die over one job before it is given up: it may be the job that kills them."""
DEAD_AFTER = timedelta(seconds=90)
"""Well above the longest wait for a locked database (20 s), so that only the dead count as dead."""


def work(*, batch: bool = False) -> None:
    """Work until told to stop (SIGTERM, SIGINT); `batch`: until nothing is left to do."""
    name = f"{os.getpid()}-{get_random_string(12)}"
    loop = Loop(
        queue_names=["*"],
        interval=INTERVAL,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )
    _stop_on_signals(loop)
    stopped = threading.Event()
    beat(name, timezone.now())
    pulse = threading.Thread(target=_pulse, args=(name, stopped), name="pulse", daemon=True)
    pulse.start()
    try:
        loop.run()
    finally:
        stopped.set()
        pulse.join(timeout=5)
        Worker.objects.filter(name=name).delete()
        connections.close_all()


def beat(name: str, now: datetime) -> None:
    """A sign of life."""
    Worker.objects.update_or_create(
        name=name, defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": now}
    )


def alive(now: datetime) -> set[str]:
    """Names of the workers that gave a sign of life lately."""
    return set(Worker.objects.filter(seen_at__gt=now - DEAD_AFTER).values_list("name", flat=True))


def orphaned(now: datetime) -> list[DBTaskResult[..., object]]:
    """Jobs that count as running although the worker that had them is dead."""
    living = alive(now)
    running = DBTaskResult.objects.running().filter(started_at__lt=now - DEAD_AFTER)
    return [job for job in running if not job.worker_ids or job.worker_ids[-1] not in living]


def take_over(now: datetime) -> int:
    """Put the jobs of dead workers back in the queue; jobs are made to be run twice with one effect."""
    returned = 0
    for job in orphaned(now):
        # Only while it is still the same run: another worker may have been quicker.
        same = DBTaskResult.objects.running().filter(pk=job.pk, started_at=job.started_at)
        if len(job.worker_ids) < ATTEMPTS:
            returned += same.update(status="READY", run_after=job.started_at + LEASE)
        else:
            same.update(status="FAILED", finished_at=now, traceback=f"{ATTEMPTS} workers died over it.")
    return returned


def _pulse(name: str, stopped: threading.Event) -> None:
    try:
        while not stopped.is_set():
            now = timezone.now()
            try:
                beat(name, now)
                take_over(now)
                timed.run_due(now)
            except OperationalError as error:
                # Busy or away for the moment: the next beat will do.
                _log.warning("pulse missed: %s", error)
                connections.close_all()
            stopped.wait(PULSE)
    finally:
        connections.close_all()


def _stop_on_signals(loop: Loop) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        loop.running = False
        if not loop.running_task:
            sys.exit(0)

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)
