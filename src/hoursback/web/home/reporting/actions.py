"""Links to reports: made, closed, counted."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.home.models import ReportLink
from hoursback.web.home.reporting.choice import Choice
from hoursback.web.plan.links import close_link, new_link


@transaction.atomic
def share_report(*, member: Member, choice: Choice, label: str, days: int, once: str = "") -> str | None:
    """Make a link to a report; its secret is told once. None: this form was taken before."""
    if not first_time(member, "home:report", once):
        return None
    asked = {"report": choice.report, "weeks": choice.weeks, "locale": choice.locale}
    link, token = new_link(ReportLink, member, label=label, days=days, shows_worth=choice.shows_worth, **asked)
    record(member, "report shared", "report", link.pk, report=link.report, days=days, shows_worth=link.shows_worth)
    return token


@transaction.atomic
def withdraw_link(*, member: Member, link_id: int) -> None:
    """Close a link at once, for good.

    Raises: Http404.
    """
    link = visible_or_404(member, ReportLink, link_id, Verb.CHANGE)
    if close_link(link):
        record(member, "link to report closed", "report", link.pk, report=link.report)


def count_opening(link: ReportLink) -> None:
    """Count that a link was opened; it changes nothing that anybody keeps."""
    ReportLink.everywhere.filter(pk=link.pk).update(opens=F("opens") + 1, opened_at=timezone.now())
