"""What changes people."""

from __future__ import annotations

from django.db import transaction

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.roles import Role
from hoursback.web.people.models import Person

_KIND = {Role.OWNER: Person.Kind.OWNER, Role.MANAGER: Person.Kind.EMPLOYEE, Role.HELPER: Person.Kind.CONTRACTOR}


@transaction.atomic
def ensure_person(*, member: Member) -> Person:
    """The person a member is, made on first need; an adviser is nobody who works."""
    known = Person.everywhere.filter(workspace_id=member.workspace_id, member=member).first()
    if known is not None:
        return known
    kind = _KIND[Role(member.role)]
    if kind is Person.Kind.OWNER and Person.everywhere.filter(workspace_id=member.workspace_id, kind=kind).exists():
        kind = Person.Kind.EMPLOYEE
    wanted = str(member.user)[:190]
    taken = set(Person.everywhere.filter(workspace_id=member.workspace_id).values_list("name", flat=True))
    name = next(n for n in (wanted, *(f"{wanted} {i}" for i in range(2, 1000))) if n not in taken)
    person = Person.everywhere.create(
        workspace_id=member.workspace_id, member=member, kind=kind, name=name, engaged=True
    )
    record(member, "person added", "person", person.pk, name=name, kind=kind)
    return person
