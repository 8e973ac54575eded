"""Bringing in files of other tools: look, map, commit, take back."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.cells import safe_row
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, zone_name
from hoursback.web.capture.importing import actions, jobs, selectors
from hoursback.web.capture.importing.forms import ChoicesForm, UploadForm, zones
from hoursback.web.capture.importing.words import on_page
from hoursback.web.shared import faults, formats
from hoursback.web.shared.notes import tell

PAGE = 50


def imports(request: WorkspaceRequest) -> HttpResponse:
    """The files brought in so far, and a new one."""
    form = UploadForm(request.POST or None, request.FILES or None)
    refused: HoursbackError | None = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            batch = actions.upload(
                member=request.member,
                chunks=upload.chunks(),
                filename=upload.name,
                timezone_name=zone_name(request),
                once=once_of(request),
            )
        except HoursbackError as error:
            form.add_error("file", said(error))
            refused = error
        else:
            return redirect(inside(request, "capture:import", batch=batch.pk))
    page = Paginator(selectors.history(request.member), PAGE).get_page(request.GET.get("page"))
    facts = {"form": form, "page": page, "formats": selectors.formats_known(), "refused": refused}
    return render(request, "capture/imports.html", facts, status=422 if form.errors else 200)


def one_import(request: WorkspaceRequest, batch: int) -> HttpResponse:
    """One file: what it holds and how it is meant, then its progress, then what became of it."""
    if request.method == "POST":
        do: dict[str, Callable[..., HttpResponse]] = {
            "look": _look,
            "commit": _commit,
            "discard": _discard,
        }
        chosen = do.get(request.POST.get("do", ""))
        found = selectors.batch_of(request.member, batch)
        if chosen is None:
            return faults.bad_request(request)
        try:
            return chosen(request, found)
        except actions.NotNowError as error:
            return faults.refused(request, error, 409)
    return _page(request, selectors.batch_of(request.member, batch))


def import_problems(request: WorkspaceRequest, batch: int) -> StreamingHttpResponse | HttpResponse:
    """All rows that could not be read, as a table to mend the file by."""
    found = selectors.batch_of(request.member, batch)
    if found.state != "previewed" or found.found.get("ask") or not selectors.is_kept(found):
        return faults.not_found(request)
    response = StreamingHttpResponse(_problem_lines(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="problems-{found.pk}.csv"'
    return response


class _Line:
    """What a CSV writer writes to, to have its line back."""

    def write(self, line: str) -> str:
        return line


def _problem_lines(batch: Any) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(["line", "column", "value", "what is wrong", "what to do"])
    for row in selectors.problems_of(batch):
        yield writer.writerow(safe_row([row.line, row.field, row.value, row.message, row.hint]))


def _page(
    request: WorkspaceRequest, batch: Any, form: ChoicesForm | None = None, error: HoursbackError | None = None
) -> HttpResponse:
    status = 422 if error is not None or (form is not None and form.errors) else 200
    facts: dict[str, Any] = {"batch": batch, "error": error}
    if batch.state == "previewed":
        preview = selectors.preview_of(request.member, batch)
        form = form or ChoicesForm(member=request.member, found=preview.found, choices=preview.choices)
        facts |= {"preview": preview, "form": form, "zones": zones(), "title": selectors.title_of(preview.found.format)}
        facts["refusal"] = batch.result.get("refusal")
        facts["answer"] = said_of(preview)
        return render(request, "capture/import.html", facts, status=status)
    facts["title"] = selectors.title_of(batch.result.get("format", ""))
    if batch.state == "queued":
        facts["progress"] = selectors.progress_of(batch.pk)
        if request.htmx:
            return render(request, "capture/import_waiting.html#progress", facts)
        return render(request, "capture/import_waiting.html", facts)
    if request.htmx and request.headers.get("HX-Target") == "progress":
        # The piece that asked is no more: the page as it is now takes its place.
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return render(request, "capture/import_done.html", facts, status=status)


def _form_of(request: WorkspaceRequest, batch: Any) -> ChoicesForm:
    preview = selectors.preview_of(request.member, batch)
    return ChoicesForm(request.POST, member=request.member, found=preview.found, choices=preview.choices)


def _look(request: WorkspaceRequest, batch: Any) -> HttpResponse:
    form = _form_of(request, batch)
    if not form.is_valid():
        return _page(request, batch, form)
    try:
        actions.choose(member=request.member, pk=batch.pk, choices=form.chosen)
    except actions.NotNowError:
        raise
    except HoursbackError as error:
        return _page(request, batch, form, error)
    return redirect(inside(request, "capture:import", batch=batch.pk))


def _commit(request: WorkspaceRequest, batch: Any) -> HttpResponse:
    """Bring it in as it is chosen on the page; a file already brought in is shown as it is."""
    if batch.state == "previewed":
        form = _form_of(request, batch)
        if not form.is_valid():
            return _page(request, batch, form)
        try:
            batch = actions.choose(member=request.member, pk=batch.pk, choices=form.chosen)
            preview = selectors.preview_of(request.member, batch)
            if preview.found.ask:
                return redirect(inside(request, "capture:import", batch=batch.pk))
            if preview.found.is_much and not request.POST.get("much"):
                raise HoursbackError(
                    _("This would make many new names."),
                    hint=_("Tick the box beside the button if they are all meant."),
                )
            batch = jobs.commit(member=request.member, pk=batch.pk, is_big=preview.is_big)
        except actions.NotNowError:
            raise
        except HoursbackError as error:
            return _page(request, selectors.batch_of(request.member, batch.pk), form, error)
    elif batch.state == "queued":
        # A worker may have died with it; doing it twice has one effect.
        batch = jobs.commit(member=request.member, pk=batch.pk, is_big=False)
    if batch.state == "done":
        added = batch.result["added"]
        text = ngettext("%(count)s entry was added.", "%(count)s entries were added.", added) % {"count": f"{added:,}"}
        tell(request, text, undo=inside(request, "capture:import-undo", batch=batch.pk) if added else "")
    return redirect(inside(request, "capture:import", batch=batch.pk))


def _discard(request: WorkspaceRequest, batch: Any) -> HttpResponse:
    actions.discard(member=request.member, pk=batch.pk)
    tell(request, _("The file was discarded; nothing of it is stored."))
    return redirect(inside(request, "capture:imports"))


def _take_back(request: WorkspaceRequest, batch: Any) -> HttpResponse:
    batch = actions.take_back(member=request.member, pk=batch.pk)
    tell(request, _("The import was taken back; bring the file in again to have it back."))
    return redirect(inside(request, "capture:import", batch=batch.pk))


def import_undo(request: WorkspaceRequest, batch: int) -> HttpResponse:
    """Take an import out of the log again."""
    try:
        return _take_back(request, selectors.batch_of(request.member, batch))
    except HoursbackError as error:
        return faults.refused(request, error, 409)


def said_of(preview: selectors.Preview) -> str:
    """What a file holds, in one sentence."""
    found = preview.found
    if found.ask == "encoding":
        return _("One question first: which letters are right?")
    if found.ask:
        return _("One question first: which date is meant?")
    if preview.first_day is None or preview.last_day is None:
        return _("The file holds no logged time.")
    entries = ngettext("%(n)s entry", "%(n)s entries", found.entries) % {"n": formats.number(found.entries)}
    return _("%(entries)s, %(hours)s hours, %(first)s to %(last)s.") % {
        "entries": entries,
        "hours": formats.number(found.seconds / 3600, 1),
        "first": formats.day(preview.first_day),
        "last": formats.day(preview.last_day),
    }


def said(error: HoursbackError) -> str:
    """A refusal as one text beside a field."""
    where = f" ({error.where}{': ' if error.where and error.value else ''}{error.value})" if error.where else ""
    return f"{error.what}{where} {on_page(error.hint)}".strip()
