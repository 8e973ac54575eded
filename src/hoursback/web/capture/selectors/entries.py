"""Look-ups of single entries."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import F

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.capture.models import Entry
from hoursback.web.people.models import Person


def entry(member: Member, pk: int, verb: Verb = Verb.CHANGE) -> Entry:
    """One entry the member may see or change.

    Raises: Http404.
    """
    return visible_or_404(member, Entry, pk, verb)


def logged_since(person: Person, since: int) -> bool:
    """Whether a person's log holds anything that ended after an instant."""
    day = datetime.fromtimestamp(since, UTC).date().toordinal()
    rows = Entry.everywhere.filter(workspace_id=person.workspace_id, person=person, day__gte=day - 1, day__lte=day + 2)
    return rows.filter(start__gt=since - F("seconds")).exists()
