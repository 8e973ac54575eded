"""Imports that take longer than a page may: done by a worker, once, however often it is told to."""

from __future__ import annotations

from django.db import transaction

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.importing import actions, selectors
from hoursback.web.capture.models import Batch
from hoursback.web.shared.jobs import enqueue, job


@transaction.atomic
def start(*, member: Member, pk: int) -> None:
    """Leave an import to a worker; a second time has no effect."""
    if actions.queue(member=member, pk=pk):
        enqueue(bring_in, member.workspace_id, member.pk, pk)


@job
def bring_in(workspace_id: int, member_id: int, pk: int) -> None:
    """Commit one import. Rights are those of the member now, not of when it was queued."""
    member = Member.objects.select_related("user", "workspace").get(pk=member_id, workspace_id=workspace_id)
    with acting_in(member.workspace):
        if not selectors.is_there(member, pk):
            return
        try:
            actions.commit(member=member, pk=pk, watch=lambda share: selectors.note_progress(pk, share))
        except HoursbackError as error:
            actions.fail(member=member, pk=pk, error=error)


def commit(*, member: Member, pk: int, is_big: bool) -> Batch:
    """Bring in a file now, or leave it to a worker when it is big.

    Raises: HoursbackError, for a file that is refused.
    """
    if is_big:
        start(member=member, pk=pk)
    else:
        actions.commit(member=member, pk=pk)
    return selectors.batch_of(member, pk)
