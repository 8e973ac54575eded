"""Terms: proposed, confirmed or declined by the person, changed, ended, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.handoff.actions import agreements as actions
from hoursback.web.handoff.forms.agreements import AgreementForm, DeclineForm, NoticeForm
from hoursback.web.handoff.forms.sent import sent_number
from hoursback.web.handoff.selectors import agreements as selectors
from hoursback.web.handoff.selectors.proposing import draft, price_words
from hoursback.web.handoff.selectors.work import handoff_here, newest_brief
from hoursback.web.handoff.views.around import page
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.notes import tell, warn

_BAD = 400


def agreement(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """What is agreed and what waits; a POST of a leader proposes terms."""
    row = handoff_here(request.member, handoff)
    if request.method != "POST":
        return _page(request, row)
    form = AgreementForm(request.POST, handoff=row, today=today_of(request))
    if form.is_valid():
        try:
            facts = form.cleaned_data
            actions.propose_agreement(
                actor=request.member, handoff_id=row.pk, facts=facts, today=today_of(request), once=once_of(request)
            )
        except actions.TermsError as fault:
            _say(form, fault)
        except StaleError:
            form.add_error(None, _("Somebody else proposed terms at the same moment. Look at them first."))
        else:
            tell(request, _("Proposed. It holds once both have said yes."))
            return redirect(inside(request, "handoff:agreement", handoff=row.pk))
    return _page(request, row, terms=form, status=_BAD)


def paper(request: WorkspaceRequest, agreement: int) -> HttpResponse:
    """An agreement to print and sign."""
    row = selectors.agreement_here(request.member, agreement)
    facts = {
        "shown": selectors.shown_alone(request.member, row, today_of(request)),
        "brief": newest_brief(row.handoff),
        "business": request.workspace.name,
    }
    return render(request, "handoff/agreement_paper.html", facts)


@require_POST
def confirm(request: WorkspaceRequest, agreement: int) -> HttpResponse:
    """The person's yes, or its note on paper."""
    row = selectors.agreement_here(request.member, agreement)

    def act(version: int) -> str:
        actions.confirm_agreement(actor=request.member, agreement_id=row.pk, version=version, today=today_of(request))
        return _("Agreed. Both have said yes.")

    return _answer(request, row, act)


@require_POST
def decline(request: WorkspaceRequest, agreement: int) -> HttpResponse:
    """The person's no, with the reason."""
    row = selectors.agreement_here(request.member, agreement)
    form = DeclineForm(request.POST, handoff=row.handoff)
    if not form.is_valid():
        return _around(request, row, declining=form)
    said = form.cleaned_data

    def act(version: int) -> str:
        actions.decline_agreement(
            actor=request.member, agreement_id=row.pk, version=version, reason=said["reason"], never=said["never"]
        )
        return _("Declined. The reason is said to whoever proposed it.")

    return _answer(request, row, act, form)


@require_POST
def withdraw(request: WorkspaceRequest, agreement: int) -> HttpResponse:
    """Terms taken back before they were answered."""
    row = selectors.agreement_here(request.member, agreement)

    def act(version: int) -> str:
        actions.withdraw_agreement(actor=request.member, agreement_id=row.pk, version=version)
        return _("Withdrawn. You can propose other terms.")

    return _answer(request, row, act)


@require_POST
def notice(request: WorkspaceRequest, agreement: int) -> HttpResponse:
    """Notice by either side."""
    row = selectors.agreement_here(request.member, agreement)
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return _around(request, row, ending=form)
    said = form.cleaned_data

    def act(version: int) -> str:
        actions.give_notice(
            actor=request.member,
            agreement_id=row.pk,
            version=version,
            last_day=said["last_day"],
            reason=said["reason"],
            today=today_of(request),
        )
        return _("Notice is given; both see it here.")

    return _answer(request, row, act, form)


@require_POST
def carry_on(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """Go on under what is agreed, after the brief was written again."""
    row = handoff_here(request.member, handoff)
    try:
        actions.carry_on(actor=request.member, handoff_id=row.pk, today=today_of(request))
    except HoursbackError as fault:
        return _page(request, row, error=fault, status=_BAD)
    except StaleError:
        warn(request, _("Somebody moved it meanwhile. Look at where it stands now."))
    else:
        tell(request, _("What was agreed still holds."))
    return redirect(inside(request, "handoff:agreement", handoff=row.pk))


def _answer(
    request: WorkspaceRequest, row: Any, act: Callable[[int], str], form: forms.Form | None = None
) -> HttpResponse:
    """Do it and go back to the page, or say there what stands against it."""
    try:
        said = act(sent_number(request, "version"))
    except HoursbackError as fault:
        if form is None or fault.where not in form.fields:
            return _around(request, row, error=fault)
        _say(form, fault)
        return _around(request, row, **{_KEYS[type(form)]: form})
    except StaleError:
        warn(request, _("Somebody changed it meanwhile. Look at how it stands now."))
    else:
        tell(request, said)
    return redirect(_back(request, row))


_KEYS: dict[type[forms.BaseForm], str] = {DeclineForm: "declining", NoticeForm: "ending"}


def _back(request: WorkspaceRequest, row: Any) -> str:
    return inside(request, "handoff:agreement", handoff=row.handoff_id)


def _around(request: WorkspaceRequest, row: Any, **facts: Any) -> HttpResponse:
    """The page of the hand-off with what stands against it; who no longer sees that one gets a 404."""
    return _page(request, handoff_here(request.member, row.handoff_id), status=_BAD, **facts)


def _page(
    request: WorkspaceRequest, row: Any, *, terms: AgreementForm | None = None, status: int = 200, **said: Any
) -> HttpResponse:
    today = today_of(request)
    found = selectors.agreements(request.member, row, today)
    leads = request.member.role in LEADERS
    if leads and terms is None:
        terms = AgreementForm(initial=draft(request.member, row, today), handoff=row, today=today)
    waiting, now = found.waiting, found.now
    if (waiting is None and "declining" in said) or (now is None and "ending" in said):
        # The form it was typed into is gone from the page, so what stands against it needs a place.
        said["error"] = HoursbackError(_("There is nothing left to answer here."), where="agreement")
    facts = {
        "found": found,
        "leads": leads,
        "terms": terms,
        "obstacle": actions.obstacle(request.member, row) if leads else "",
        "asks": price_words(row.person, request.workspace.currency) if leads and row.person else "",
        "declining": None if waiting is None else DeclineForm(handoff=row, initial={"version": waiting.row.version}),
        "ending": None
        if now is None
        else NoticeForm(initial={"version": now.row.version, "last_day": now.earliest_end}),
        "can_carry_on": leads and now is not None and actions.can_carry_on(row),
        **said,
    }
    return page(request, row, "handoff/agreement.html", facts, tab="agreement", status=status)


def _say(form: forms.BaseForm, fault: HoursbackError) -> None:
    """What stands against it, at the box where it stands."""
    field = fault.where if fault.where in form.fields else None
    form.add_error(field, f"{fault.what} {fault.hint or ''}".strip())
