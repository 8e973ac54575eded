"""The mail about a week: when it is due, and what it says; it takes the place of that day's daily mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from hoursback.web.accounts.models import Mailing, Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.selectors import every_workspace
from hoursback.web.focus.clock import clock_of, monday_of
from hoursback.web.home.models import WeeklyMail
from hoursback.web.home.waiting import Item
from hoursback.web.home.weekly import words
from hoursback.web.home.weekly.figures import Figures
from hoursback.web.home.weekly.selectors import figures_of
from hoursback.web.shared import formats


def week_due(day: date, week_start: int) -> date:
    """The Monday of the ISO week that the newest finished week of a business ended in.

    Args:
        day: of the owner's own clock. week_start: 0 Monday to 6 Sunday; a business whose weeks start on a Sunday is
            told on Sundays about the ISO week that is all but over.

    >>> week_due(date(2026, 3, 9), 0).isoformat(), week_due(date(2026, 3, 15), 0).isoformat()
    ('2026-03-02', '2026-03-02')
    >>> week_due(date(2026, 3, 8), 6).isoformat()
    '2026-03-02'
    """
    first = day - timedelta(days=(day.weekday() - week_start) % 7)
    return monday_of(first - timedelta(days=1))


def wanting_weekly(today: date) -> dict[int, WeeklyMail]:
    """What every active owner chose for the weekly mail, by member; who chose nothing gets it from the next week on."""
    here = every_workspace()
    active = Q(member__is_active=True, member__user__is_active=True, member__role=Role.OWNER)
    new = Mailing.everywhere.filter(active, workspace__in=here, member__weekly_mail=None)
    rows = new.values_list("member_id", "workspace_id", "workspace__week_start")
    WeeklyMail.everywhere.bulk_create(
        [
            WeeklyMail(member_id=member, workspace_id=workspace, last_week=week_due(today, start).toordinal())
            for member, workspace, start in rows
        ],
        ignore_conflicts=True,
    )
    wanted = WeeklyMail.everywhere.filter(active, workspace__in=here, is_wanted=True)
    return {row.member_id: row for row in wanted}


def with_weekly_alone(wanted: dict[int, WeeklyMail]) -> list[Mailing]:
    """Of those who want the weekly mail the ones who want no daily one."""
    rows = Mailing.everywhere.filter(member__in=list(wanted), has_digest=False)
    return list(rows.select_related("member__user", "member__workspace"))


def is_due(row: WeeklyMail | None, day: date, week_start: int) -> bool:
    """Whether a week is over that a member was not mailed about."""
    if row is None:
        return False
    return row.last_week is None or row.last_week < week_due(day, week_start).toordinal()


def claim(row: WeeklyMail, day: date, week_start: int) -> date | None:
    """Take the week that is due; None where somebody else did. Call it in the transaction that puts the letter."""
    monday = week_due(day, week_start)
    before = Q(last_week=None) | Q(last_week__lt=monday.toordinal())
    taken = WeeklyMail.everywhere.filter(before, pk=row.pk).update(last_week=monday.toordinal())
    return monday if taken else None


def wants(member: Member) -> bool:
    """Whether a member gets the weekly mail; an owner who chose nothing does."""
    row = visible(member, WeeklyMail).first()
    return member.role == Role.OWNER and (row is None or row.is_wanted)


def is_newest(member: Member, monday: date) -> bool:
    """Whether no later week was mailed about meanwhile."""
    return not visible(member, WeeklyMail).filter(last_week__gt=monday.toordinal()).exists()


def facts_of(member: Member, monday: date, *, tells_due: bool) -> dict[str, Any] | None:
    """What the mail says about a week; None where there is nothing to say.

    Args:
        tells_due: say what is due too; else the mail says it with all that awaits the member.
    """
    found = figures_of(member, monday, clock_of(member))
    if not (found.hours or found.average or found.alarms or found.decisions or found.follow_ups):
        return None
    root = {"workspace": member.workspace.public_id}
    return {
        "answer": words.answer(found),
        "rows": [(row.label, row.now) for row in words.rows(found, None)],
        "standing": words.standing(found),
        "lists": _lists(member, found if tells_due else replace(found, decisions=[], follow_ups=[])),
        "page": f"{settings.URL}{reverse('home:weekly', kwargs={**root, 'week': monday.isoformat()})}",
    }


def _lists(member: Member, found: Figures) -> list[tuple[str, list[tuple[str, str]]]]:
    headed = words.headed(found)
    return [(heading, [_linked(member, item) for item in items]) for heading, items in headed if items]


def _linked(member: Member, item: Item) -> tuple[str, str]:
    return item.said, f"{settings.URL}{item.address(member.workspace)}"


@contextmanager
def in_the_words_of(member: Member) -> Iterator[None]:
    """Figures and dates as this member reads them, where no request says so."""
    token = formats.LOCALE.set(member.user.locale or member.workspace.locale)
    try:
        yield
    finally:
        formats.LOCALE.reset(token)
