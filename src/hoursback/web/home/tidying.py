"""What is removed by itself once nobody needs it any more; each is safe to run twice and at any time."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from hoursback.web.accounts.models import Invitation, Once
from hoursback.web.capture.models import Batch
from hoursback.web.handoff.models import Attachment
from hoursback.web.home.models import Worker
from hoursback.web.outlook.models import Scenario
from hoursback.web.plan.models import MadePlan

KEPT = timedelta(days=30)
KEPT_UPLOADS = timedelta(days=7)
KEPT_RESULTS = timedelta(days=7)
KEPT_LOOKS = timedelta(days=7)
_LOOKED_AT = (Batch.State.PREVIEWED, Batch.State.FAILED)
_NOT_YET_IN = (*_LOOKED_AT, Batch.State.QUEUED, Batch.State.RUNNING)


def remove_old_uploads(now: datetime) -> int:
    """Files that were looked at and never brought in within a week, and those that belong to nothing any more.

    Files beside briefs lie in the same folder, so that a backup has them too.
    """
    Batch.everywhere.filter(state__in=_LOOKED_AT, created_at__lt=now - KEPT_UPLOADS).delete()
    # What was taken off a brief can be put back for a month; the row stays, and says that there was a file.
    kept = Q(removed_at=None) | Q(removed_at__gte=now - KEPT)
    wanted = {
        *Batch.everywhere.filter(state__in=_NOT_YET_IN).values_list("stored_as", flat=True),
        *Attachment.everywhere.filter(kept).values_list("stored_as", flat=True),
    }
    # A file is written before the row that names it, so what is younger than a day is left alone.
    oldest = (now - timedelta(days=1)).timestamp()
    files = [file for file in Path(settings.UPLOADS).iterdir() if file.is_file() and file.name not in wanted]
    removed = 0
    for file in files:
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < oldest:
                file.unlink()
                removed += 1
    return removed


def remove_expired_invitations(now: datetime) -> int:
    """Invitations that could not be accepted for a month, with the address they hold."""
    return Invitation.everywhere.filter(expires_at__lt=now - KEPT).delete()[0]


def remove_old_submissions(now: datetime) -> int:
    """Marks of forms taken more than a month ago; a page that old cannot be sent again."""
    return Once.everywhere.filter(at__lt=now - KEPT).delete()[0]


def remove_finished_jobs(now: datetime) -> int:
    """Results of jobs that ended more than a week ago."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT_RESULTS).delete()[0]


def remove_looks(now: datetime) -> int:
    """Plans that were only looked at with the sliders, never kept, decided on or shared, and of no scenario."""
    looks = MadePlan.everywhere.filter(is_kept=False, made_at__lt=now - KEPT_LOOKS, lines=None, shares=None)
    scenarios = Scenario.everywhere.filter(plan__isnull=False).values("plan")
    return looks.exclude(pk__in=scenarios).delete()[0]


def remove_expired_sessions(now: datetime) -> None:
    """Log-ins that have run out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def remove_dead_workers(now: datetime) -> int:
    """Processes that gave no sign of life for a day."""
    return Worker.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()[0]


def refresh_statistics(now: datetime) -> None:
    """What SQLite's query planner knows about the tables; PostgreSQL does that by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Without them it reads the whole workspace for the rows of one hand-off; "PRAGMA optimize" makes none of
            # its own for a connection that asked nothing yet. The limit keeps it at some milliseconds a table.
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")
