"""Background work: the one place that knows the task library."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.tasks import task

job = task
"""Marks a module-level function as a job; its arguments are ids, and it must be safe to run twice."""


def enqueue(function: Any, *args: object, run_after: datetime | None = None, **kwargs: object) -> str:
    """Queue a job inside the current transaction; returns its id."""
    wanted = function.using(run_after=run_after) if run_after is not None else function
    return str(wanted.enqueue(*args, **kwargs).id)


Job = Callable[..., object]
