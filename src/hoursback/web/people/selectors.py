"""Look-ups of people."""

from __future__ import annotations

from hoursback.web.accounts.models import Member
from hoursback.web.people.models import Person


def own_person(member: Member) -> Person:
    """The person a member is.

    Raises: Person.DoesNotExist, for an adviser, who logs nothing.
    """
    return Person.everywhere.get(workspace_id=member.workspace_id, member=member)
