"""Who works in the background, and when each timed job is due: of the installation, not of any workspace."""

from __future__ import annotations

from django.db import models


class Worker(models.Model):
    """A process that does jobs, and when it last gave a sign of life."""

    name = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()


class TimedRun(models.Model):
    """A timed job: when it is due, and until when one worker has it for itself."""

    name = models.CharField(max_length=60, unique=True)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    ran_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)
