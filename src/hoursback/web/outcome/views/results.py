"""What came back: all hand-offs, one of them, and what else changed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hoursback.engine.outcome.steps import Missing
from hoursback.web.accounts.request import WorkspaceRequest, inside, today_of
from hoursback.web.accounts.roles import Role
from hoursback.web.outcome import charts, words
from hoursback.web.outcome.actions import learning
from hoursback.web.outcome.selectors import shown
from hoursback.web.outcome.selectors.results import result_of, results
from hoursback.web.outcome.selectors.shapes import HandoffResult
from hoursback.web.plan.selectors import decides
from hoursback.web.shared import formats
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.notes import tell, warn


def index(request: WorkspaceRequest) -> HttpResponse:
    """All hand-offs together."""
    found = results(request.member, today_of(request))
    facts = {
        "found": found,
        "answer": words.headline(found, is_owner=request.member.role == Role.OWNER),
        "is_owner": request.member.role == Role.OWNER,
        "leads": request.member.role in (Role.OWNER, Role.MANAGER),
        "decides": decides(request.member),
        "chart": charts.freed_by_week(found.weeks, title=_("Hours freed each week")) if found.weeks else None,
        "lines": shown.lines(found),
        "more": max(0, len(found.rows) - shown.SHOWN),
        "spent": shown.spent(found.spent, len(found.weeks)),
        "alarms": [(one, words.alarm_said(one)) for one in found.alarms],
        "changes": [(one, words.change_said(one)) for one in found.changes[: shown.CHANGES]],
        "more_changes": max(0, len(found.changes) - shown.CHANGES),
        "money": shown.money(found.money),
    }
    return render(request, "outcome/index.html", facts)


def handoff(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """One hand-off in detail."""
    row, result = result_of(request.member, handoff, today_of(request))
    found = results(request.member, today_of(request))
    facts: dict[str, Any] = {
        "handoff": row,
        "row": result,
        "found": found,
        "is_owner": request.member.role == Role.OWNER,
    }
    if result is None:
        return render(request, "outcome/handoff.html", facts)
    facts |= {
        "chart": charts.before_and_since(result) if result.weeks else None,
        "freed": charts.freed_by_week(result.result.weeks, title=_("Hours freed each week")) if result.weeks else None,
        "gathered": charts.money_gathered(result, found.currency) if result.gathered else None,
        "spent": shown.spent(result.result.spent, result.weeks),
        "money": shown.money(result.money),
        "alarms": [(one, words.alarm_said(one)) for one in result.sounded],
        **_step(result),
    }
    return render(request, "outcome/handoff.html", facts)


def changes(request: WorkspaceRequest) -> HttpResponse:
    """Everything else that changed since the first hand-off."""
    found = results(request.member, today_of(request))
    rows = [(one, words.change_said(one)) for one in found.changes]
    return render(request, "outcome/changes.html", {"found": found, "changes": rows})


@require_POST
def use_share(request: WorkspaceRequest) -> HttpResponse:
    """Use the learned share in the next plan."""
    found = results(request.member, today_of(request))
    learned = None if found.where is None else found.where.learned
    home = inside(request, "outcome:index")
    if learned is None:
        warn(request, _("There is nothing learned yet to use."))
        return redirect(home)
    try:
        version = int(request.POST.get("version", ""))
        was = learning.use_learned_share(member=request.member, share=learned.share, version=version)
    except ValueError:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    except StaleError:
        warn(request, _("The limits were changed meanwhile; look again before you use it."))
        return redirect(home)
    back = inside(request, "outcome:share-back") + "?" + urlencode({"was": learning.written(was)})
    said = _("The next plan takes %(share)s of freed hours for your top three.")
    tell(request, said % {"share": formats.percent(learned.share.value)}, undo=back)
    return redirect(home)


@require_POST
def share_back(request: WorkspaceRequest) -> HttpResponse:
    """Take that back."""
    try:
        learning.restore_share(member=request.member, stated=learning.read_stated(request.GET.get("was", "")))
    except ValueError:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    except StaleError:
        warn(request, _("The limits were changed meanwhile; look again."))
    else:
        tell(request, _("The next plan takes what it took before."))
    return redirect(inside(request, "outcome:index"))


def _step(row: HandoffResult) -> dict[str, object]:
    if isinstance(row.step, Missing):
        return {"missing": words.missing_said(row.step.before, row.step.after)}
    return {"step": row.step}
