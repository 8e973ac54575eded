"""Links to reports, and what is behind one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.selectors import zone_or_utc
from hoursback.web.home.models import ReportLink
from hoursback.web.home.reporting.choice import NAMES, Choice
from hoursback.web.plan.links import open_link

LINKS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens: in whose name, what, and the day it is there."""

    link: ReportLink
    member: Member
    choice: Choice
    today: date


def links_of(member: Member) -> list[dict[str, Any]]:
    """Links to reports, newest first, each with whether it is open."""
    now = timezone.now()
    return [
        {"link": link, "name": NAMES[link.report], "is_open": link.revoked_at is None and link.expires_at > now}
        for link in visible(member, ReportLink)[:LINKS_SHOWN]
    ]


def behind(token: str) -> Opened | None:
    """What a secret opens; None for one that is unknown, closed, over, or of somebody who may no longer share."""
    link = open_link(ReportLink, token)
    member = link.created_by if link is not None else None
    if link is None or member is None or not (member.is_active and member.user.is_active):
        return None
    if member.role != Role.OWNER:
        return None
    today = timezone.localdate(timezone=zone_or_utc(member.workspace.timezone))
    return Opened(link, member, Choice(link.report, link.weeks, link.locale, link.shows_worth), today)
