"""Prices with effective dates: everybody's, and one person's with history."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.handoff.actions import prices as actions
from hoursback.web.handoff.forms.prices import PriceForm
from hoursback.web.handoff.selectors import prices as selectors
from hoursback.web.shared.notes import tell

_BAD = 400


def prices(request: WorkspaceRequest) -> HttpResponse:
    """What an hour of everybody costs now."""
    found = selectors.prices(request.member, today_of(request), request.GET.get("page", ""))
    facts = {
        "people": found.people,
        "page": found.page,
        "number": found.number,
        "stated": found.stated,
        "today": today_of(request),
    }
    return render(request, "handoff/prices.html", facts)


def price(request: WorkspaceRequest, person: int) -> HttpResponse:
    """One person's prices; a leader states a new one here."""
    row = selectors.person_with_prices(request.member, person)
    leads = request.member.role in LEADERS
    if request.method != "POST":
        form = _form(request, row, initial={"from_day": today_of(request)}) if leads else None
        return _page(request, row, form)
    form = _form(request, row, data=request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=_BAD)
    try:
        stated = actions.state_price(
            actor=request.member,
            person_id=row.pk,
            activity_id=form.cleaned_data["activity"],
            from_day=form.cleaned_data["from_day"],
            hundredths=form.hundredths,
            reason=form.cleaned_data["reason"],
            today=today_of(request),
            seen=request.POST.get("seen", ""),
            once=once_of(request),
        )
    except actions.ConfirmError as error:
        # Nothing was stored: the same page asks, with everything that was typed still there.
        return _page(request, row, form, ask=error)
    except HoursbackError as error:
        form.add_error(error.where if error.where in form.fields else None, f"{error.what} {error.hint}")
        return _page(request, row, form, status=_BAD)
    if stated is not None:
        tell(request, _("The price is stated. It holds from that day on until a later one takes its place."))
    return redirect(inside(request, "handoff:price", person=row.pk))


def _form(request: WorkspaceRequest, person: Any, **kwargs: Any) -> PriceForm:
    known = selectors.activities_to_price(request.member, person)
    return PriceForm(kwargs.pop("data", None), activities=known, **kwargs)


def _page(
    request: WorkspaceRequest,
    person: Any,
    form: PriceForm | None,
    *,
    ask: actions.ConfirmError | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = selectors.history(request.member, person, today_of(request))
    facts: dict[str, Any] = {
        "person": person,
        "rows": rows,
        "now": [row for row in rows if row.is_now and row.price is not None],
        "stated": selectors.stated_price(person),
        "exact": selectors.exact_price(person),
        "today": today_of(request),
        "form": form,
        "leads": request.member.role in LEADERS,
        "is_own": person.member_id == request.member.pk,
        "is_owner": person.kind == "owner",
    }
    if ask is not None and form is not None:
        chosen = dict(form.fields["activity"].choices)  # type: ignore[attr-defined]
        typed = form.cleaned_data
        facts["ask"] = {
            "effect": ask.effect,
            "print": ask.print,
            "price": typed["price"],
            "is_none": typed["is_none"],
            "from_day": typed["from_day"],
            "activity": typed["activity"],
            "activity_name": chosen.get(typed["activity"], ""),
            "reason": typed["reason"],
        }
    return render(request, "handoff/price.html", facts, status=status)
