"""Pages of a brief: reading it, writing it, publishing it, what belongs to it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of, whole_number
from hoursback.web.accounts.roles import LEADERS, Verb
from hoursback.web.handoff.actions import briefs as actions
from hoursback.web.handoff.actions import files as keeping
from hoursback.web.handoff.actions.moving import begin_with_brief
from hoursback.web.handoff.forms.briefs import AttachmentForm, BriefForm, PublishForm, ReadingForm
from hoursback.web.handoff.forms.sent import sent_number
from hoursback.web.handoff.selectors import briefs as selectors
from hoursback.web.handoff.selectors import files as files_kept
from hoursback.web.handoff.selectors.work import handoff_here
from hoursback.web.handoff.views.around import page
from hoursback.web.shared.conflict import Side, StaleError, answer_conflict
from hoursback.web.shared.notes import tell, warn

_CLOSED = {"default-src": [CSP.NONE], "sandbox": ""}
"""What a browser may do with a file that somebody stored: show it, and nothing else."""


def brief(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """The version that counts, or the one that `number` names; `since` compares it with an older one."""
    return _brief(request, handoff_here(request.member, handoff))


def _brief(
    request: WorkspaceRequest, row: Any, form: ReadingForm | None = None, error: HoursbackError | None = None
) -> HttpResponse:
    """The page of a brief; with what was just refused, if anything was."""
    newest = selectors.newest_of(request.member, row)
    leads = request.member.role in LEADERS
    draft = selectors.draft_of(request.member, row) if leads else None
    facts: dict[str, Any] = {"draft": draft, "leads": leads, "newest": newest, "brief": None, "error": error}
    facts["has_news"] = selectors.is_changed(draft, newest)
    facts["attachments"] = files_kept.attachments_of(request.member, row)
    if newest is not None:
        facts |= _version(request, row, newest, form)
    wrong = error is not None or (form is not None and bool(form.errors))
    return page(request, row, "handoff/brief.html", facts, status=HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK)


def _version(request: WorkspaceRequest, row: Any, newest: Any, form: ReadingForm | None) -> dict[str, Any]:
    """One version, what changed since another, and what the member can do about reading it."""
    wanted = _number(request, "number") or newest.number
    shown = newest if wanted == newest.number else selectors.version_of(request.member, row, wanted)
    asking = selectors.asking(request.member, row, newest)
    since = _number(request, "since") or (
        asking.before if shown == newest and asking.may_confirm and asking.reading is None else 0
    )
    older = selectors.version_of(request.member, row, since) if since else None
    return {
        "brief": shown,
        "is_newest": shown.number == newest.number,
        "parts": selectors.shown(shown),
        "versions": selectors.versions_of(request.member, row),
        "older": older,
        "changes": [] if older is None else selectors.changes_between(older, shown),
        "asking": asking,
        "readers": selectors.readers_of(request.member, row),
        "form": form or ReadingForm(questions=newest.questions, asks=not asking.is_noted),
    }


def _number(request: WorkspaceRequest, name: str) -> int:
    """The number of a version in the address; 0 where none is named, 404 for what is no number."""
    text = request.GET.get(name, "")
    if not text:
        return 0
    if whole_number(text) < 0:
        raise Http404
    return whole_number(text)


def draft(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """The draft, to be written."""
    row = handoff_here(request.member, handoff, Verb.CHANGE)
    stored = selectors.draft_of(request.member, row)
    form = BriefForm(request.POST if request.method == "POST" else None, draft=stored)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_draft(
                actor=request.member, handoff_id=row.pk, version=form.cleaned_data["version"], facts=form.facts
            )
        except StaleError:
            return _conflict(request, form, row)
        except actions.PartError as error:
            form.add_error(str(error.where), f"{error.what} {error.hint}")
        else:
            begin_with_brief(actor=request.member, handoff_id=row.pk, today=today_of(request))
            tell(request, _("The draft is saved."))
            return redirect(inside(request, "handoff:draft", handoff=row.pk))
    return _draft(request, row, form, stored)


def _draft(
    request: WorkspaceRequest, row: Any, form: BriefForm, stored: Any, publish: PublishForm | None = None
) -> HttpResponse:
    newest = selectors.newest_of(request.member, row)
    # What was just refused is not the draft: nobody publishes the older text while looking at the newer.
    is_refused = bool(form.errors)
    facts = {
        "form": form,
        "is_refused": is_refused,
        "draft": stored,
        "newest": newest,
        "has_news": not is_refused and selectors.is_changed(stored, newest),
        "changes": [] if newest is None or stored is None else selectors.changes_between(newest, stored),
        "missing": selectors.missing_in(request.member, row, stored),
        "parts": [] if stored is None else selectors.shown(stored),
        "publish": publish or (None if stored is None else PublishForm(initial={"version": stored.version})),
    }
    wrong = form.errors or (publish is not None and publish.errors)
    return page(request, row, "handoff/draft.html", facts, status=HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK)


@require_POST
def redraft(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """A draft out of the log, where none was begun."""
    row = handoff_here(request.member, handoff, Verb.CHANGE)
    actions.draft_from_log(actor=request.member, handoff_id=row.pk)
    return redirect(inside(request, "handoff:draft", handoff=row.pk))


@require_POST
def publish(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """Make the draft the next version."""
    row = handoff_here(request.member, handoff, Verb.CHANGE)
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            made = actions.publish_brief(
                actor=request.member, handoff_id=row.pk, once=once_of(request), **form.cleaned_data
            )
        except StaleError:
            warn(request, _("The draft was changed meanwhile. Look at it once more, then publish it."))
            return redirect(inside(request, "handoff:draft", handoff=row.pk))
        except HoursbackError as error:
            form.add_error(error.where if error.where in form.fields else None, f"{error.what} {error.hint}")
        else:
            if made is not None:
                begin_with_brief(actor=request.member, handoff_id=row.pk, today=today_of(request))
                tell(request, _("Version %(number)d is published. It never changes.") % {"number": made.number})
            return redirect(inside(request, "handoff:brief", handoff=row.pk))
    stored = selectors.draft_of(request.member, row)
    return _draft(request, row, BriefForm(draft=stored), stored, form)


@require_POST
def read(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """Confirm that one read the version that counts, with answers to its check questions."""
    row = handoff_here(request.member, handoff)
    newest = selectors.newest_of(request.member, row)
    here = inside(request, "handoff:brief", handoff=row.pk)
    if newest is None:
        return _brief(request, row, error=HoursbackError(_("There is no brief to read yet.")))
    is_noted = selectors.asking(request.member, row, newest).is_noted
    form = ReadingForm(request.POST, questions=newest.questions, asks=not is_noted)
    if not form.is_valid():
        return _brief(request, row, form)
    try:
        actions.confirm_reading(
            actor=request.member,
            handoff_id=row.pk,
            number=sent_number(request, "number"),
            answers=form.answers,
            unclear=form.cleaned_data["unclear"],
        )
    except StaleError:
        warn(request, _("A newer version was published meanwhile. This is it; please read it once more."))
        return redirect(here)
    except HoursbackError as error:
        return _brief(request, row, form, error)
    tell(request, _("Noted: they read it.") if is_noted else _("Thank you. Below are the right answers beside yours."))
    return redirect(f"{here}#read")


def files(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """What belongs to a brief: files, pictures, links; leaders add to it."""
    row = handoff_here(request.member, handoff)
    is_sent = request.method == "POST"
    form = AttachmentForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if request.method == "POST" and form.is_valid():
        try:
            _add(request, row.pk, form.cleaned_data)
        except HoursbackError as error:
            where = error.where if error.where in form.fields else "file"
            form.add_error(str(where), f"{error.what} {error.hint or ''}")
        else:
            return redirect(inside(request, "handoff:files", handoff=row.pk))
    facts = {
        "form": form,
        "attachments": files_kept.attachments_of(request.member, row),
        "leads": request.member.role in LEADERS,
    }
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return page(request, row, "handoff/files.html", facts, status=status)


def _add(request: WorkspaceRequest, handoff_id: int, data: dict[str, Any]) -> None:
    said: dict[str, Any] = {"title": data["title"], "once": once_of(request)}
    if data["link"]:
        made = keeping.add_link(actor=request.member, handoff_id=handoff_id, link=data["link"], **said)
    else:
        upload = data["file"]
        made = keeping.add_file(
            actor=request.member, handoff_id=handoff_id, chunks=upload.chunks(), filename=upload.name, **said
        )
    if made is not None:
        undo = inside(request, "handoff:file-remove", file=made.pk)
        tell(request, _("“%(title)s” is there.") % {"title": made.title}, undo=undo)


@csp_override(_CLOSED)
def file(request: WorkspaceRequest, file: int) -> HttpResponseBase:
    """A stored file: pictures to be shown, anything else to be saved."""
    row, path = files_kept.file_here(request.member, file)
    answer = FileResponse(
        path.open("rb"), as_attachment=not row.is_picture, filename=files_kept.saved_as(row), content_type=row.kind
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
def remove(request: WorkspaceRequest, file: int) -> HttpResponse:
    """Take a file or link away."""
    row = keeping.remove_attachment(actor=request.member, attachment_id=file)
    undo = inside(request, "handoff:file-return", file=row.pk)
    tell(request, _("“%(title)s” is no longer there.") % {"title": row.title}, undo=undo)
    return redirect(inside(request, "handoff:files", handoff=row.handoff_id))


@require_POST
def give_back(request: WorkspaceRequest, file: int) -> HttpResponse:
    """Put a file or link back."""
    row = keeping.remove_attachment(actor=request.member, attachment_id=file, is_removed=False)
    return redirect(inside(request, "handoff:files", handoff=row.handoff_id))


def _conflict(request: WorkspaceRequest, form: BriefForm, row: Any) -> HttpResponse:
    """Both texts side by side, and the form that saves mine over theirs."""
    stored = selectors.draft_of(request.member, row)
    theirs = BriefForm(draft=stored)
    sides = [
        Side(str(form[name].label), str(form[name].value() or ""), str(theirs[name].value() or ""))
        for name in form.fields
        if name != "version"
    ]
    sent = {name: str(value) for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "version")}
    return answer_conflict(
        request,
        what=_("the brief"),
        sides=[side for side in sides if side.yours or side.theirs],
        resend={**sent, "version": str(0 if stored is None else stored.version)},
        back=inside(request, "handoff:draft", handoff=row.pk),
    )
