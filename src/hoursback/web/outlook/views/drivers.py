"""Pages of drivers: the list, one with its months, and months brought in."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.errors import HoursbackError
from hoursback.engine.outlook.pasted import Pasted, read_months
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of
from hoursback.web.outlook import words
from hoursback.web.outlook.actions import drivers as acts
from hoursback.web.outlook.forms.drivers import DriverForm, NameForm, PasteForm, why
from hoursback.web.outlook.selectors import drivers as rows
from hoursback.web.outlook.selectors.loading import look
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.notes import tell


def index(request: WorkspaceRequest) -> HttpResponse:
    """All drivers, and a form for another."""
    form = NameForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                made = acts.add_driver(actor=request.member, name=form.cleaned_data["name"], once=once_of(request))
            except HoursbackError as error:
                form.add_error("name", f"{error.what} {error.hint}")
            else:
                if made is None:
                    return redirect(inside(request, "outlook:drivers"))
                tell(request, _("Added. Say which work goes with it, and how many there were."))
                return redirect(inside(request, "outlook:driver", driver=made.pk))
    listed = [(one, words.month(one.last) if one.last else "") for one in rows.drivers(request.member)]
    facts = {"part": "drivers", "owns": True, "form": form, "rows": listed}
    return render(request, "outlook/drivers.html", facts, status=status)


def driver(request: WorkspaceRequest, driver: int) -> HttpResponse:
    """One driver: name, activities and months, all saved at once."""
    row = rows.driver_here(request.member, driver)
    data = request.POST if request.method == "POST" else None
    form = _form(request, row, data)
    status, is_stale = HTTPStatus.OK, False
    if data is not None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                acts.change_driver(
                    actor=request.member,
                    driver_id=row.pk,
                    version=form.cleaned_data["version"],
                    name=form.cleaned_data["name"],
                    activities=form.cleaned_data["activities"],
                    months=form.entered(),
                )
            except StaleError:
                status, is_stale = HTTPStatus.CONFLICT, True
                sent = data.copy()
                sent["version"] = str(row.version)
                form = _form(request, row, sent)
            except HoursbackError as error:
                form.add_error("name", f"{error.what} {error.hint}")
            else:
                tell(request, _("Saved."))
                return redirect(inside(request, "outlook:driver", driver=row.pk))
    return _page(request, row, form, PasteForm(), status=status, is_stale=is_stale)


def bring_in(request: WorkspaceRequest, driver: int) -> HttpResponse:
    """Months from pasted lines or a file: all of them, or none and what is wrong by line."""
    row = rows.driver_here(request.member, driver)
    paste = PasteForm(request.POST, request.FILES)
    pasted: Pasted | None = None
    if paste.is_valid():
        pasted = read_months(paste.text())
        if pasted.units and not pasted.problems:
            added, changed = acts.import_months(actor=request.member, driver_id=row.pk, months=pasted.units)
            told = ngettext("%(n)d new month", "%(n)d new months", added) % {"n": added}
            tell(request, _("Brought in: %(new)s, %(n)d changed.") % {"new": told, "n": changed})
            return redirect(inside(request, "outlook:driver", driver=row.pk))
        if not pasted.problems:
            paste.add_error("pasted", _("There is no month with a figure."))
    problems = [(one.line, why(one.message), one.value) for one in pasted.problems] if pasted is not None else []
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(request, row, _form(request, row, None), paste, status=status, problems=problems)


def remove(request: WorkspaceRequest, driver: int) -> HttpResponse:
    """Remove a driver with its months."""
    name = acts.remove_driver(actor=request.member, driver_id=driver)
    tell(request, _("Removed: %(name)s. Its work goes with the log again.") % {"name": name})
    return redirect(inside(request, "outlook:drivers"))


def _form(request: WorkspaceRequest, row: Any, data: Any) -> DriverForm:
    return DriverForm(
        data,
        activities=rows.activities(request.member),
        months=rows.months_of(row),
        today=today_of(request),
        initial={"name": row.name, "version": row.version, "activities": rows.driven_by(row)},
    )


def _page(
    request: WorkspaceRequest, row: Any, form: DriverForm, paste: PasteForm, *, status: int, **more: Any
) -> HttpResponse:
    ahead = look(request.workspace, today_of(request)).ahead
    with_it = [] if ahead is None else [line for line in ahead.lines if line.driver == row.name]
    facts = {
        "part": "drivers",
        "owns": True,
        "driver": row,
        "form": form,
        "past": form.month_boxes(is_past=True),
        "coming": form.month_boxes(is_past=False),
        "paste": paste,
        "lines": with_it,
        **more,
    }
    return render(request, "outlook/driver.html", facts, status=status)
