"""The API's activities."""

from __future__ import annotations

from http import HTTPStatus

from ninja import Router, Status

from hoursback.web.accounts.api import asks
from hoursback.web.accounts.request import WorkspaceRequest, inside
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import LEADERS, TEAM, Scope, Verb
from hoursback.web.capture import actions
from hoursback.web.capture.api_schemas import (
    ActivitiesOut,
    ActivityChange,
    ActivityHours,
    ActivityIn,
    ActivityName,
    ActivityOut,
    Merge,
    said_activity,
    said_name,
)
from hoursback.web.capture.errors import NameTakenError
from hoursback.web.capture.models import Activity
from hoursback.web.shared.api import ApiRefusedError, Cursor, PageSize, conflict, figure, read_cursor
from hoursback.web.shared.conflict import StaleError

router = Router(tags=["Activities"])
_ONE = "/activities/{int:activity}"


@router.get(
    "/activities", response=ActivitiesOut, url_name="activities", summary="List activities", **asks(Scope.READ, TEAM)
)
def list_activities(
    request: WorkspaceRequest, with_archived: bool = False, size: PageSize = 50, cursor: Cursor | None = None
) -> ActivitiesOut:
    """The kinds of work of the business, in their order."""
    rows = visible(request.member, Activity)
    if not with_archived:
        rows = rows.filter(is_archived=False)
    if cursor is not None:
        position, pk = read_cursor(cursor, 2)
        rows = rows.filter(position__gte=position).exclude(position=position, pk__lte=pk)
    most = min(size, 200)
    found = list(rows.order_by("position", "pk")[: most + 1])
    more = f"{found[most - 1].position}.{found[most - 1].pk}" if len(found) > most else None
    rows_shown = found[:most]
    if request.member.role not in LEADERS:
        return ActivitiesOut(activities=[said_name(row) for row in rows_shown], next_cursor=more)
    return ActivitiesOut(activities=[_said(request, row) for row in rows_shown], next_cursor=more)


@router.post(
    "/activities",
    response={201: ActivityOut},
    url_name="activities",
    summary="Add an activity",
    **asks(Scope.WRITE, LEADERS),
)
def create_activity(request: WorkspaceRequest, said: ActivityIn) -> Status[ActivityOut]:
    """Add a kind of work; a name that is taken, in any case, is refused."""
    try:
        made, _step = actions.create_activity(
            member=request.member, name=said.name, function=said.function, match=said.match
        )
    except NameTakenError as error:
        raise _taken(error) from None
    return Status(HTTPStatus.CREATED, _one(request, made.pk))


@router.get(
    _ONE, response=ActivityOut | ActivityName, url_name="activity", summary="One activity", **asks(Scope.READ, TEAM)
)
def get_activity(request: WorkspaceRequest, activity: int) -> ActivityOut | ActivityName:
    """One kind of work; a helper gets its name only."""
    if request.member.role not in LEADERS:
        return said_name(visible_or_404(request.member, Activity, activity))
    return _one(request, activity)


@router.patch(
    _ONE, response=ActivityOut, url_name="activity", summary="Change an activity", **asks(Scope.WRITE, LEADERS)
)
def change_activity(request: WorkspaceRequest, activity: int, said: ActivityChange) -> ActivityOut:
    """Rename, describe or archive; changed by somebody else since your version: 409 and the activity as it is now."""
    now = visible_or_404(request.member, Activity, activity, Verb.CHANGE)
    kept = {"name": now.name, "function": now.function, "match": now.match, "is_archived": now.is_archived}
    stated = said.model_dump(include=set(kept), exclude_none=True)
    try:
        actions.change_activity(member=request.member, activity_id=now.pk, version=said.version, **(kept | stated))
    except StaleError:
        raise conflict(said.version, _one(request, activity)) from None
    except NameTakenError as error:
        raise _taken(error) from None
    return _one(request, activity)


@router.put(
    f"{_ONE}/hours",
    response=ActivityOut,
    url_name="activity-hours",
    summary="State hours without a log",
    **asks(Scope.WRITE, LEADERS),
)
def state_hours(request: WorkspaceRequest, activity: int, said: ActivityHours) -> ActivityOut:
    """What an activity takes where the log does not show it."""
    row = visible_or_404(request.member, Activity, activity, Verb.CHANGE)
    stated = actions.Stated(row.name, figure(said.hours, "hours"), said.times_per_month)
    actions.state_ranges(member=request.member, rows=[stated])
    return _one(request, activity)


@router.post(
    f"{_ONE}/merge",
    response=ActivityOut,
    url_name="activity-merge",
    summary="Merge into another",
    **asks(Scope.WRITE, LEADERS),
)
def merge_activity(request: WorkspaceRequest, activity: int, said: Merge) -> ActivityOut:
    """Move everything into another activity and archive this one; answers with the other."""
    actions.merge_activities(member=request.member, activity_id=activity, into_id=said.into)
    return _one(request, said.into)


def _one(request: WorkspaceRequest, pk: int) -> ActivityOut:
    return _said(request, visible_or_404(request.member, Activity, pk))


def _said(request: WorkspaceRequest, row: Activity) -> ActivityOut:
    return said_activity(row, inside(request, "api:activity", activity=row.pk))


def _taken(error: NameTakenError) -> ApiRefusedError:
    return ApiRefusedError(error.what, HTTPStatus.CONFLICT, where=error.where, value=error.value, hint=error.hint)
