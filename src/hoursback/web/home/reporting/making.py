"""A report made for somebody, and kept as a file until anything in the workspace changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.selectors import version_now
from hoursback.web.home.reporting import paper, workbook
from hoursback.web.home.reporting.choice import Choice
from hoursback.web.home.reporting.document import Report, Said
from hoursback.web.home.reporting.of_outlook import of_outlook
from hoursback.web.home.reporting.of_plan import of_plan
from hoursback.web.home.reporting.of_results import of_results
from hoursback.web.shared import formats

_KEPT = 24 * 3600
_MAKERS: dict[str, Callable[[Member, Choice, date], Said]] = {
    "plan": of_plan,
    "results": of_results,
    "outlook": of_outlook,
}
_LETTER = frozenset({"US", "CA", "MX", "CO", "CL", "PH"})
"""Where paper is not A4."""


def report_of(member: Member, choice: Choice, today: date) -> Report:
    """A report as far as the member may see it; call it inside the workspace."""
    token = formats.LOCALE.set(choice.locale)
    try:
        said = _MAKERS[choice.report](member, choice, today)
    finally:
        formats.LOCALE.reset(token)
    language, _mark, territory = (get_language() or "en").replace("-", "_").partition("_")
    words, _mark, region = choice.locale.partition("_")
    business = formats.marked(member.workspace.name)
    return Report(
        name=choice.report,
        title=_title(choice.report) % {"business": business},
        business=business,
        made_on=today,
        says=said,
        language=language,
        # A region speaks of the words; dates may be written as elsewhere.
        region=territory or (region if words == language else ""),
        locale=choice.locale,
        paper="us-letter" if region in _LETTER else "a4",
    )


def pdf_of(member: Member, choice: Choice, today: date) -> bytes:
    """A report as PDF.

    Raises: HoursbackError, where the extra for it is not installed.
    """
    return _kept("pdf", paper.pdf, member, choice, today)


def xlsx_of(member: Member, choice: Choice, today: date) -> bytes:
    """A report as a workbook."""
    return _kept("xlsx", workbook.xlsx, member, choice, today)


def _kept(kind: str, write: Callable[[Report], bytes], member: Member, choice: Choice, today: date) -> bytes:
    version = version_now(member.workspace_id)
    who = f"{member.role}:{member.workspace.has_money_shared}"
    asked = f"{choice.report}:{choice.weeks}:{choice.locale}:{choice.shows_worth}"
    key = f"report-{kind}:{member.workspace_id}:{version}:{who}:{asked}:{today}:{get_language()}"
    found: bytes | None = cache.get(key)
    if found is None:
        found = write(report_of(member, choice, today))
        cache.set(key, found, _KEPT)
    return found


def _title(name: str) -> str:
    return {
        "plan": _("Plan of %(business)s"),
        "results": _("Results of %(business)s"),
        "outlook": _("Outlook of %(business)s"),
    }[name]
