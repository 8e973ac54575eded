"""One mail a day to whoever has something due: at an hour of their own day, once, whatever clocks and workers do.

On the day after a week is over an owner's mail is about the week and says what is due as well: still one mail a day.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.web.accounts.jobs import post
from hoursback.web.accounts.letters import Content
from hoursback.web.accounts.models import Letter, Mailing, Member
from hoursback.web.accounts.scope import acting_in
from hoursback.web.accounts.selectors import can_mail, wanting_mail, zone_or_utc
from hoursback.web.home import waiting
from hoursback.web.home.models import WeeklyMail
from hoursback.web.home.weekly import mail as weekly

KIND, WEEKLY = "digest", "weekly"


def put_due(now: datetime) -> int:
    """The day's letter of every member whose hour has come and for whom something is due; how many were put."""
    if not can_mail():
        return 0
    daily = wanting_mail()
    weeks = weekly.wanting_weekly(now.date())
    return sum(_put(each, weeks.get(each.member_id), now) for each in (*daily, *weekly.with_weekly_alone(weeks)))


def _put(mailing: Mailing, weeks: WeeklyMail | None, now: datetime) -> bool:
    member = mailing.member
    local = now.astimezone(zone_or_utc(member.user.timezone or member.workspace.timezone))
    day, week_start = local.date(), member.workspace.week_start
    if local.hour < mailing.hour or (mailing.last_day is not None and mailing.last_day >= day):
        return False
    has_week = weekly.is_due(weeks, day, week_start)
    if not mailing.has_digest and not has_week:
        return False
    with acting_in(member.workspace), transaction.atomic():
        # Of two workers only one takes the day; a clock set back does not give it again.
        before = Q(last_day=None) | Q(last_day__lt=day)
        if not Mailing.objects.filter(before, pk=mailing.pk).update(last_day=day):
            return False
        monday = weekly.claim(weeks, day, week_start) if has_week and weeks is not None else None
        if monday is None and not (mailing.has_digest and waiting.items(member, day)):
            return False
        facts: dict[str, Any] = {"kind": KIND, "about": day.isoformat()}
        if monday is not None:
            facts = {"kind": WEEKLY, "about": f"{day.isoformat()} {monday.isoformat()}"}
        # One key for both kinds: one mail a day.
        post(workspace_id=member.workspace_id, key=f"{KIND} {member.pk} {day.isoformat()}", member=member, **facts)
        return True


def write(letter: Letter) -> Content | None:
    """What is due now; None where it was done meanwhile, or the mail is not wanted any more."""
    member = letter.member
    if member is None or not member.is_active:
        return None
    with weekly.in_the_words_of(member):
        items = _items(member, date.fromisoformat(letter.about))
        return _daily(member, items) if items else None


def write_weekly(letter: Letter) -> Content | None:
    """The week that is over, and what is due; without the week where that mail is not wanted any more."""
    member = letter.member
    if member is None or not member.is_active:
        return None
    day, monday = (date.fromisoformat(each) for each in letter.about.split())
    with weekly.in_the_words_of(member):
        items = _items(member, day)
        is_said = weekly.wants(member) and weekly.is_newest(member, monday)
        week = weekly.facts_of(member, monday, tells_due=not items) if is_said else None
        if week is None:
            return _daily(member, items) if items else None
        # Never what: subjects are shown on locked screens.
        text = render_to_string("home/mail/weekly.txt", {**_facts(member, items), "week": week})
        return Content(member.user.email, _("Hoursback: your week"), text)


def _items(member: Member, day: date) -> list[waiting.Item]:
    """What is due on a day, where the daily mail is wanted."""
    if Mailing.objects.filter(member=member, has_digest=False).exists():
        return []
    if Mailing.objects.filter(member=member, last_day__gt=day).exists():
        return []  # tried again after a long outage: a later day's mail says it all
    return waiting.items(member, day)


def _daily(member: Member, items: list[waiting.Item]) -> Content:
    # How much, never what: subjects are shown on locked screens.
    subject = ngettext("Hoursback: %(n)d thing awaits you", "Hoursback: %(n)d things await you", len(items))
    text = render_to_string("home/mail/digest.txt", _facts(member, items))
    return Content(member.user.email, subject % {"n": len(items)}, text)


def _facts(member: Member, items: list[waiting.Item]) -> dict[str, Any]:
    root = {"workspace": member.workspace.public_id}
    return {
        "business": member.workspace,
        "items": [(item.said, f"{settings.URL}{item.address(member.workspace)}") for item in items],
        "stop": f"{settings.URL}{reverse('home:mail', kwargs=root)}",
    }
