"""Pages of review: one activity at a time, all answers as a table, the lists, and the mirror."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of
from hoursback.web.review import actions, said, selectors
from hoursback.web.review.forms import AnswerForm, RowForm, UndoneForm
from hoursback.web.review.queue import Item
from hoursback.web.shared.conflict import StaleError, answer_conflict
from hoursback.web.shared.notes import tell

ROWS = 50
"""Rows of the table on one page."""


def index(request: WorkspaceRequest) -> HttpResponse:
    """Where the review stands, and the way into it; no totals before the answers."""
    queue, found = selectors.queue(request.member, today_of(request))
    facts = {"queue": queue, "seen": found, "answer": said.standing(queue, found), "nothing": found is None}
    return render(request, "review/index.html", facts)


def activity(request: WorkspaceRequest, activity: int) -> HttpResponse:
    """The three questions about one activity; once they are answered, what the log says to the answers."""
    row, answer = selectors.activity_and_answer(request.member, activity)
    form = AnswerForm(request.POST or None, answer=answer)
    if request.method == "POST":
        try:
            if "skip" in request.POST:
                actions.skip_activity(actor=request.member, activity_id=row.pk, version=_version(request))
                return _go_on(request, row.pk)
            if form.is_valid():
                actions.answer_activity(
                    actor=request.member,
                    activity_id=row.pk,
                    version=_version(request),
                    said=form.cleaned_data,
                    today=today_of(request),
                )
                return redirect(inside(request, "review:activity", activity=row.pk))
        except StaleError:
            return _conflict(request, row.pk, row.name)
    queue, found = selectors.queue(request.member, today_of(request))
    is_asking = request.method == "POST" or answer is None or answer.answered_at is None or "change" in request.GET
    facts: dict[str, Any] = {
        "activity": row,
        "form": form,
        "version": answer.version if answer else 0,
        "queue": queue,
        "place": queue.place(row.pk),
        "before": queue.before(row.pk),
        "after": queue.after(row.pk),
    }
    if not is_asking:
        review = found.of(row.name) if found else None
        facts |= {"card": said.evidence_card(review) if review else None, "stated": answer}
        facts |= {"asked_again": said.asked_again(answer) if answer else ""}
    template = "review/ask.html" if is_asking else "review/evidence.html"
    return render(request, template, facts, status=_status(request, form))


def table(request: WorkspaceRequest) -> HttpResponse:
    """Every answer in one table that can be edited; all of a page is saved, or nothing."""
    queue, _seen = selectors.queue(request.member, today_of(request))
    page = _page(request, len(queue.items))
    items = {item.pk: item for item in queue.items[(page - 1) * ROWS : page * ROWS]}
    forms = _row_forms(request, items)
    status, saved = HTTPStatus.OK, dict[int, str]()
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if not any(form.errors for form in forms.values()):
            changed = {pk: form.said() for pk, form in forms.items() if form.has_changed()}
            try:
                actions.answer_table(actor=request.member, rows=changed, today=today_of(request))
            except StaleError as stale:
                status, answers = HTTPStatus.CONFLICT, selectors.answers_by_activity(request.member, stale.args)
                saved = {pk: said.saved_answers(answers.get(pk)) for pk in stale.args}
                forms |= {pk: forms[pk].over(answers.get(pk)) for pk in stale.args}
            else:
                tell(request, said.saved_rows(len(changed)))
                return redirect(f"{inside(request, 'review:table')}?page={page}")
    facts = {
        "rows": [{"item": items[pk], "form": form, "saved": saved.get(pk, "")} for pk, form in forms.items()],
        "queue": queue,
        "page": page,
        "pages": range(1, -(-len(queue.items) // ROWS) + 1),
        "is_stale": status == HTTPStatus.CONFLICT,
        "is_wrong": status == HTTPStatus.UNPROCESSABLE_ENTITY,
    }
    return render(request, "review/table.html", facts, status=status)


def lists(request: WorkspaceRequest) -> HttpResponse:
    """The three lists and Yours, with hours."""
    queue, found = selectors.queue(request.member, today_of(request))
    facts = {"queue": queue, "seen": found, "lists": said.lists(found) if found else (), "answer": said.leaving(found)}
    return render(request, "review/lists.html", facts)


def mirror(request: WorkspaceRequest) -> HttpResponse:
    """The mirror, and the work that should have happened and did not."""
    form = UndoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("name", "hours_per_week", "value_per_week")}
        actions.add_undone(actor=request.member, once=once_of(request), **facts)
        tell(request, _("“%(name)s” is noted.") % {"name": facts["name"]})
        return redirect(inside(request, "review:mirror"))
    queue, found = selectors.queue(request.member, today_of(request))
    facts = {
        "queue": queue,
        "seen": found,
        "mirror": said.mirror(found.review.mirror) if found and queue.is_complete else "",
        "form": form,
        "undone": said.undone_lines(selectors.undone(request.workspace.pk), request.workspace.currency),
    }
    return render(request, "review/mirror.html", facts, status=_status(request, form))


def undone(request: WorkspaceRequest, undone: int) -> HttpResponse:
    """Change one piece of undone work."""
    row = selectors.undone_or_404(request.member, undone)
    form = UndoneForm(request.POST or None, instance=row, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("name", "hours_per_week", "value_per_week")}
        try:
            actions.change_undone(actor=request.member, undone_id=row.pk, version=_version(request), **facts)
        except StaleError:
            saved = selectors.undone_or_404(request.member, undone)
            resend = {**_posted(request, form.fields), "version": str(saved.version)}
            sides = said.undone_sides(form, saved)
            back = inside(request, "review:mirror")
            return answer_conflict(request, what=f"“{saved.name}”", sides=sides, resend=resend, back=back)
        return redirect(inside(request, "review:mirror"))
    return render(request, "review/undone.html", {"form": form, "row": row}, status=_status(request, form))


def undone_remove(request: WorkspaceRequest, undone: int) -> HttpResponse:
    """Remove undone work; the note says how to take that back."""
    name = actions.remove_undone(actor=request.member, undone_id=undone)
    back = inside(request, "review:undone_restore", undone=undone)
    tell(request, _("“%(name)s” is removed.") % {"name": name}, undo=back)
    return redirect(inside(request, "review:mirror"))


def undone_restore(request: WorkspaceRequest, undone: int) -> HttpResponse:
    """Bring removed undone work back."""
    name = actions.remove_undone(actor=request.member, undone_id=undone, is_removed=False)
    tell(request, _("“%(name)s” is back.") % {"name": name})
    return redirect(inside(request, "review:mirror"))


def _row_forms(request: WorkspaceRequest, items: Mapping[int, Item]) -> dict[int, RowForm]:
    answers = selectors.answers_by_activity(request.member, items)
    data = request.POST if request.method == "POST" else None
    return {pk: RowForm(data, prefix=f"a{pk}", name=one.name, answer=answers.get(pk)) for pk, one in items.items()}


def _go_on(request: WorkspaceRequest, done: int) -> HttpResponse:
    """The next open activity; the first page when there is none."""
    queue, _seen = selectors.queue(request.member, today_of(request))
    after = queue.after(done)
    if after is None:
        return redirect(inside(request, "review:index"))
    return redirect(inside(request, "review:activity", activity=after.pk))


def _conflict(request: WorkspaceRequest, activity_id: int, name: str) -> HttpResponse:
    _row, saved = selectors.activity_and_answer(request.member, activity_id)
    form = AnswerForm(request.POST, answer=saved)
    resend = {**_posted(request, form.fields), "version": str(saved.version if saved else 0)}
    if "skip" in request.POST:
        resend["skip"] = "1"
    back = inside(request, "review:activity", activity=activity_id)
    sides = said.answer_sides(form, saved)
    return answer_conflict(request, what=f"“{name}”", sides=sides, resend=resend, back=back)


def _posted(request: WorkspaceRequest, fields: Any) -> dict[str, str]:
    return {name: request.POST[name] for name in fields if name in request.POST}


def _version(request: WorkspaceRequest) -> int:
    """The version a form was drawn with; what is no version is a page from elsewhere, and counts as none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _page(request: WorkspaceRequest, rows: int) -> int:
    text = request.GET.get("page", "1")
    wanted = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1
    return min(max(wanted, 1), max(1, -(-rows // ROWS)))


def _status(request: WorkspaceRequest, form: Any) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" and form.errors else HTTPStatus.OK
