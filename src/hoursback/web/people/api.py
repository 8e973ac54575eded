"""The API's people: who they are, so that entries can be logged for them. Prices stay on the pages."""

from __future__ import annotations

from ninja import Router

from hoursback.web.accounts.api import asks
from hoursback.web.accounts.request import WorkspaceRequest
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import TEAM, Scope
from hoursback.web.people.models import Person
from hoursback.web.shared.api import Cursor, Given, PageSize, read_cursor

router = Router(tags=["People"])


class PersonOut(Given):
    """Somebody whose work is logged or could be handed work."""

    id: int
    name: str
    kind: Person.Kind
    is_you: bool
    is_archived: bool


class PeopleOut(Given):
    """People by id; `next_cursor` is null on the last page."""

    people: list[PersonOut]
    next_cursor: str | None


@router.get("/people", response=PeopleOut, url_name="people", summary="List people", **asks(Scope.READ, TEAM))
def list_people(request: WorkspaceRequest, size: PageSize = 50, cursor: Cursor | None = None) -> PeopleOut:
    """The people you may see: all of them for owner and managers, yourself for a helper."""
    rows = visible(request.member, Person)
    if cursor is not None:
        rows = rows.filter(pk__gt=read_cursor(cursor, 1)[0])
    most = min(size, 200)
    found = list(rows.order_by("pk")[: most + 1])
    people = [
        PersonOut(
            id=row.pk,
            name=row.name,
            kind=Person.Kind(row.kind),
            is_you=row.member_id == request.member.pk,
            is_archived=row.is_archived,
        )
        for row in found[:most]
    ]
    return PeopleOut(people=people, next_cursor=str(people[-1].id) if len(found) > most else None)
