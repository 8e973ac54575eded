"""The workspace in which this piece of work happens: without one, no row of any workspace can be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import models

_ACTIVE: ContextVar[int | None] = ContextVar("active workspace", default=None)
M = TypeVar("M", bound=models.Model)


class NoWorkspaceError(RuntimeError):
    """Rows of a workspace were asked for outside any; a mistake in the code, never of a user."""

    def __init__(self, model: str) -> None:
        super().__init__(f"{model} was queried outside a workspace; wrap the work in acting_in(workspace).")


@contextmanager
def acting_in(workspace: models.Model) -> Iterator[None]:
    """Everything inside reads and writes this workspace's rows only."""
    token = _ACTIVE.set(workspace.pk)
    try:
        yield
    finally:
        _ACTIVE.reset(token)


def enter(workspace_id: int | None) -> Any:
    """Make a workspace the active one until `leave`; for a request, whose end is elsewhere."""
    return _ACTIVE.set(workspace_id)


def leave(token: Any) -> None:
    """Undo `enter`."""
    _ACTIVE.reset(token)


def active_id() -> int | None:
    """Id of the workspace that is open; None outside any."""
    return _ACTIVE.get()


class ScopedManager(models.Manager[M]):
    """Rows of the active workspace; raises NoWorkspaceError without one."""

    def get_queryset(self) -> models.QuerySet[M]:
        workspace_id = _ACTIVE.get()
        if workspace_id is None:
            raise NoWorkspaceError(self.model.__name__)
        return super().get_queryset().filter(workspace_id=workspace_id)
