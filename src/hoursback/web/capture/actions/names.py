"""Rows that others refer to, found or made: activities, labels, zones."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from hoursback.engine.capture.clock import zone_of
from hoursback.engine.capture.functions import guess_function
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import LEADERS, Role
from hoursback.web.capture.errors import LogError
from hoursback.web.capture.models import Activity, Labels, Zone
from hoursback.web.capture.words import clean_name, clean_note, folded
from hoursback.web.people.models import Person

_LONGEST_LABEL = 500


@transaction.atomic
def ensure_activity(*, member: Member, name: str, function: str = "") -> Activity:
    """The activity of this name in any case, made when there is none; without a function, its name tells.

    Raises: LogError, for a name that cannot be one, and for a helper, who chooses among those there are.
    """
    activity, _unused = found_or_made(member=member, name=name, function=function)
    return activity


def found_or_made(*, member: Member, name: str, function: str = "") -> tuple[Activity, bool]:
    """`ensure_activity`, and whether it was made just now; call it inside a transaction."""
    tidy = clean_name(name, "activity")
    known = named(visible(member, Activity), tidy)
    if known is not None:
        return known, False
    if member.role not in LEADERS:
        raise LogError(
            _("There is no activity called “%(name)s”.") % {"name": tidy},
            where="activity",
            value=tidy,
            hint=_("Choose one of the list; the owner or a manager can add new ones."),
        )
    function = clean_name(function, "function", 40).casefold() if function.strip() else guess_function(tidy)[0]
    last = Activity.everywhere.filter(workspace_id=member.workspace_id).aggregate(last=Max("position"))["last"]
    activity = Activity.everywhere.create(
        workspace_id=member.workspace_id, name=tidy, function=function, position=0 if last is None else last + 1
    )
    record(member, "activity added", "activity", activity.pk, log=True, name=tidy, function=function)
    return activity, True


def named(rows: QuerySet[Activity], name: str) -> Activity | None:
    """The one of these activities that has this name in any case, archived ones too; the exact name first."""
    wanted = folded(name)
    # The database folds the case of ASCII letters only, so names are compared here.
    same = [(known != name, pk) for pk, known in rows.values_list("pk", "name") if folded(known) == wanted]
    return rows.get(pk=min(same)[1]) if same else None


def ensure_labels(
    *, member: Member, project: str = "", task: str = "", client: str = "", tags: Iterable[str] = ()
) -> Labels | None:
    """The interned combination of labels; None when there are none."""
    found = {
        "project": _label(project, "project"),
        "task": _label(task, "task"),
        "client": _label(client, "client"),
        "tags": clean_note("\n".join(dict.fromkeys(" ".join(tag.split()) for tag in tags if tag.strip())), "tags"),
    }
    if not any(found.values()):
        return None
    return Labels.everywhere.get_or_create(
        workspace_id=member.workspace_id,
        project=found["project"],
        task=found["task"],
        client=found["client"],
        tags=found["tags"],
    )[0]


def ensure_zone(name: str) -> Zone:
    """The interned zone.

    Raises: HoursbackError, for a name that is no zone.
    """
    known = Zone.objects.filter(name=name).first()
    return known or Zone.objects.get_or_create(name=zone_of(name).key)[0]


def check_person(member: Member, person: Person) -> None:
    """Whether a member may log for a person: themselves, and leaders for everybody of the workspace.

    Raises: Http404, as for a person that does not exist.
    """
    is_own = person.member_id == member.pk
    if person.workspace_id != member.workspace_id or not (is_own or member.role in LEADERS):
        raise Http404
    if member.role == Role.ADVISER:
        raise Http404


def check_activity(member: Member, activity: Activity) -> None:
    """An activity must be of the member's workspace.

    Raises: Http404.
    """
    if activity.workspace_id != member.workspace_id:
        raise Http404


def _label(text: str, where: str) -> str:
    return clean_name(text, where, _LONGEST_LABEL) if text.strip() else ""
