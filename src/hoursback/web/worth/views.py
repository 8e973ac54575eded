"""Pages of worth: the answer, and the money it rests on. Nothing of them is kept by a browser."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, today_of
from hoursback.web.accounts.roles import Role
from hoursback.web.shared.conflict import Side, StaleError
from hoursback.web.shared.notes import tell
from hoursback.web.worth import actions, said, selectors
from hoursback.web.worth.forms import EarningForm, LeversForm, MoneyForm, with_new_versions

ROWS = 50
"""Activities on one page of the money table."""


def index(request: WorkspaceRequest) -> HttpResponse:
    """What one freed hour is worth, with its range, and what moves it; for others than the owner only if shared."""
    if not selectors.sees_worth(request.member):
        raise PermissionDenied
    owns = request.member.role == Role.OWNER
    known = selectors.facts_for(request.member, today_of(request))
    if known is None:
        return render(request, "worth/index.html", {"nothing": True, "owns": owns})
    form = LeversForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    try:
        page = said.page(known, known.worth(), freed=asked.get("freed"), price=asked.get("price"))
    except HoursbackError as refusal:
        return render(request, "worth/index.html", {"refusal": refusal, "owns": owns})
    if not form.is_bound:
        form = LeversForm(initial={"freed": round(page.freed, 1), "price": page.cheaper.price})
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "worth/index.html", {"page": page, "form": form, "owns": owns}, status=status)


def money(request: WorkspaceRequest) -> HttpResponse:
    """Income, week and what each activity earns; all of the page is saved, or nothing."""
    today = today_of(request)
    activities = selectors.activities_to_price(request.member, today)
    number = _page(request, len(activities))
    wanted = activities[(number - 1) * ROWS : number * ROWS]
    spent = said.spent(selectors.facts_for(request.member, today))
    data: QueryDict | None = request.POST if request.method == "POST" else None
    form, rows = _forms(request, wanted, spent, data)
    status, sides = HTTPStatus.OK, list[Side]()
    if data is not None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid() and not any(row.errors for row in rows.values()):
            try:
                said_rows = {pk: row.said() for pk, row in rows.items()}
                actions.state_all(actor=request.member, money=form.money(), week=form.week(), rows=said_rows)
            except StaleError:
                # Drawn anew over what is saved now: sent again, it is yours that stays.
                status = HTTPStatus.CONFLICT
                form, rows = _forms(request, wanted, spent, None)
                data = with_new_versions(data, (form, *rows.values()))
                form, rows = _forms(request, wanted, spent, data)
                sides = [side for one in (form, *rows.values()) for side in one.sides()]
            else:
                tell(request, _("Saved. Only you see these figures.") if _is_private(request) else _("Saved."))
                return redirect(inside(request, "worth:index" if "to_worth" in data else "worth:money"))
    facts = {
        "form": form,
        "rows": [{"hours": hours, "form": rows[pk]} for pk, _name, hours in wanted],
        "page": number,
        "pages": range(1, -(-len(activities) // ROWS) + 1),
        "is_private": _is_private(request),
        "is_wrong": status == HTTPStatus.UNPROCESSABLE_ENTITY,
        "is_stale": status == HTTPStatus.CONFLICT,
        "sides": sides,
    }
    return render(request, "worth/money.html", facts, status=status)


def _forms(
    request: WorkspaceRequest, wanted: Sequence[tuple[int, str, float | None]], spent: str, data: QueryDict | None
) -> tuple[MoneyForm, dict[int, EarningForm]]:
    stated = selectors.finances(request.workspace.pk)
    earned = selectors.earnings_by_activity(request.member, (pk for pk, _name, _hours in wanted))
    rows = {pk: EarningForm(data, prefix=f"a{pk}", name=name, earning=earned.get(pk)) for pk, name, _hours in wanted}
    return MoneyForm(data, stated=stated, spent=spent), rows


def _is_private(request: WorkspaceRequest) -> bool:
    return not request.workspace.has_money_shared


def _page(request: WorkspaceRequest, rows: int) -> int:
    text = request.GET.get("page", "1")
    wanted = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1
    return min(max(wanted, 1), max(1, -(-rows // ROWS)))
