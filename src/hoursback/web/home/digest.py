"""One mail a day to whoever has something due: at an hour of their own day, once, whatever clocks and workers do."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext

from hoursback.web.accounts.jobs import post
from hoursback.web.accounts.letters import Content
from hoursback.web.accounts.models import Letter, Mailing
from hoursback.web.accounts.scope import acting_in
from hoursback.web.accounts.selectors import can_mail, wanting_mail, zone_or_utc
from hoursback.web.home import waiting

KIND = "digest"


def put_due(now: datetime) -> int:
    """The day's letter of every member whose hour has come and for whom something is due; how many were put."""
    return sum(_put(mailing, now) for mailing in wanting_mail()) if can_mail() else 0


def _put(mailing: Mailing, now: datetime) -> bool:
    member = mailing.member
    local = now.astimezone(zone_or_utc(member.user.timezone or member.workspace.timezone))
    day = local.date()
    if local.hour < mailing.hour or (mailing.last_day is not None and mailing.last_day >= day):
        return False
    with acting_in(member.workspace), transaction.atomic():
        # Of two workers only one takes the day; a clock set back does not give it again.
        before = Q(last_day=None) | Q(last_day__lt=day)
        if not Mailing.objects.filter(before, pk=mailing.pk).update(last_day=day):
            return False
        if not waiting.items(member, day):
            return False
        key = f"{KIND} {member.pk} {day.isoformat()}"
        post(kind=KIND, workspace_id=member.workspace_id, key=key, about=day.isoformat(), member=member)
        return True


def write(letter: Letter) -> Content | None:
    """What is due now; None where it was done meanwhile, or the mail is not wanted any more."""
    member = letter.member
    if member is None or not member.is_active or Mailing.objects.filter(member=member, has_digest=False).exists():
        return None
    day = datetime.fromisoformat(letter.about).date()
    if Mailing.objects.filter(member=member, last_day__gt=day).exists():
        return None  # tried again after a long outage: a later day's mail says it all
    items = waiting.items(member, day)
    if not items:
        return None
    root = {"workspace": member.workspace.public_id}
    facts = {
        "business": member.workspace,
        "items": [(item.said, f"{settings.URL}{item.address(member.workspace)}") for item in items],
        "stop": f"{settings.URL}{reverse('home:mail', kwargs=root)}",
    }
    # How much, never what: subjects are shown on locked screens.
    subject = ngettext("Hoursback: %(n)d thing awaits you", "Hoursback: %(n)d things await you", len(items))
    return Content(member.user.email, subject % {"n": len(items)}, render_to_string("home/mail/digest.txt", facts))
