"""What an owner changes about their protection: how much, when, what; and the days on which little will do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.focus.protect import LEAST_FLOOR, LONGEST_BAD_DAY, MOST_FLOOR, SHORTEST_BAD_DAY
from hoursback.engine.worth.ladder import TOP
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.rights import visible
from hoursback.web.capture.models import Activity
from hoursback.web.focus.models import BadDay, Protection
from hoursback.web.people.actions import ensure_person
from hoursback.web.shared.conflict import StaleError

NEAR = timedelta(days=7)
"""A day can be declared bad from a week back to a week ahead; before and after it would only rewrite the picture."""


@transaction.atomic
def change_protection(
    *,
    member: Member,
    floor_minutes: int,
    bad_day_minutes: int,
    usual_from: time | None,
    when: str,
    then: str,
    top: Sequence[int],
    proposes_tomorrow: bool,
    version: int,
) -> Protection:
    """State what is protected.

    Args:
        top: ids of up to three activities, best first; empty: what earns most by the worth of the hour.
        version: of the row that the form was drawn from; 1 as well where there was none.
    Raises: HoursbackError; StaleError.
    """
    _check(floor_minutes, bad_day_minutes)
    person = ensure_person(member=member)
    row, _is_new = Protection.everywhere.get_or_create(person=person, defaults={"workspace_id": member.workspace_id})
    chosen = _chosen(member, top)
    changed = Protection.everywhere.filter(pk=row.pk, version=version).update(
        floor_minutes=floor_minutes,
        bad_day_minutes=bad_day_minutes,
        usual_from=usual_from,
        when=when.strip()[:200],
        then=then.strip()[:200],
        first_id=chosen[0],
        second_id=chosen[1],
        third_id=chosen[2],
        proposes_tomorrow=proposes_tomorrow,
        version=version + 1,
    )
    if not changed:
        raise StaleError
    record(member, "protection changed", "protection", row.pk, floor=floor_minutes, bad_day=bad_day_minutes)
    return Protection.everywhere.get(pk=row.pk)


def _check(floor_minutes: int, bad_day_minutes: int) -> None:
    for where, minutes, least, most in (
        ("floor_minutes", floor_minutes, LEAST_FLOOR, MOST_FLOOR),
        ("bad_day_minutes", bad_day_minutes, SHORTEST_BAD_DAY, LONGEST_BAD_DAY),
    ):
        if not least <= minutes <= most:
            raise HoursbackError(
                _("%(least)d to %(most)d minutes can be protected here.") % {"least": least, "most": most},
                where=where,
                value=str(minutes),
            )


def _chosen(member: Member, top: Sequence[int]) -> list[int | None]:
    wanted = list(dict.fromkeys(top))[:TOP]
    known = set(visible(member, Activity).filter(pk__in=wanted, is_archived=False).values_list("pk", flat=True))
    if len(known) != len(wanted):
        raise HoursbackError(_("One of these activities is not there any more."), where="first")
    return [*wanted, None, None, None][:TOP]


@transaction.atomic
def declare_bad_day(*, member: Member, day: date, today: date) -> bool:
    """Ask for little on a day; False where it was declared already.

    Raises: HoursbackError, for a day far from today.
    """
    if not today - NEAR <= day <= today + NEAR:
        raise HoursbackError(_("A bad day is declared for a day near today."), where="day", value=day.isoformat())
    person = ensure_person(member=member)
    _row, is_new = BadDay.everywhere.get_or_create(
        person=person, day=day.toordinal(), defaults={"workspace_id": member.workspace_id}
    )
    if is_new:
        record(member, "bad day declared", "day", day.isoformat())
    return is_new


@transaction.atomic
def take_back_bad_day(*, member: Member, day: date) -> bool:
    """A day is a usual one again; False where it was."""
    gone, _by_model = visible(member, BadDay).filter(day=day.toordinal()).delete()
    if gone:
        record(member, "bad day taken back", "day", day.isoformat())
    return bool(gone)
