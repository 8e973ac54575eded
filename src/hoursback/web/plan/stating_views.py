"""Pages on which limits, terms, quotes and assumptions are stated, and the settings file they can come from."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside
from hoursback.web.plan import actions, forms, selectors
from hoursback.web.plan.toml import toml_of
from hoursback.web.shared.conflict import Side, StaleError, answer_conflict
from hoursback.web.shared.notes import tell


def limits(request: WorkspaceRequest) -> HttpResponse:
    """Budget, set-up hours and the other limits of a plan."""
    row = selectors.limits(request.member)
    if request.method != "POST":
        form = forms.LimitsForm(instance=row, initial={"version": row.version if row else 0})
        return _limits_page(request, form=form)
    form = forms.LimitsForm(request.POST, instance=row)
    if not form.is_valid():
        return _limits_page(request, form=form, status=400)
    said = {name: form.cleaned_data[name] for name in form.Meta.fields}
    try:
        actions.change_limits(member=request.member, version=form.cleaned_data["version"], said=said)
    except StaleError:
        return _stale(request, form, _("these limits"), selectors.limits(request.member), "plan:limits")
    tell(request, _("Limits saved. Make the plan again to use them."))
    return redirect(inside(request, "plan:limits"))


def _limits_page(
    request: WorkspaceRequest, *, form: Any, file: forms.FileForm | None = None, status: int = 200
) -> HttpResponse:
    settings = selectors.settings_of(request.workspace)
    facts = {
        "form": form,
        "file": file or forms.FileForm(),
        "rows": selectors.terms_by_activity(request.member),
        "assumed": sum(1 for name in settings.stated if name.startswith("assumptions.")),
        "business": settings.business,
    }
    return render(request, "plan/limits.html", facts, status=status)


def terms(request: WorkspaceRequest, activity: int) -> HttpResponse:
    """What handing one activity over takes, and the fixed prices for it."""
    found, row, quotes = selectors.activity_terms(request.member, activity)
    if request.method != "POST":
        form = forms.TermsForm(instance=row, initial={"version": row.version if row else 0})
        return _terms_page(request, found, quotes, form=form)
    form = forms.TermsForm(request.POST, instance=row)
    if not form.is_valid():
        return _terms_page(request, found, quotes, form=form, status=400)
    said = {name: form.cleaned_data[name] for name in form.Meta.fields} | {"requires": form.cleaned_data["skills"]}
    try:
        actions.change_terms(
            member=request.member, activity_id=activity, version=form.cleaned_data["version"], said=said
        )
    except StaleError:
        _found, theirs, _quotes = selectors.activity_terms(request.member, activity)
        return _stale(request, form, _("these terms"), theirs, "plan:terms", activity=activity)
    tell(request, _("Saved: what handing over “%(name)s” takes.") % {"name": found.name})
    return redirect(inside(request, "plan:limits") + "#terms")


def _terms_page(
    request: WorkspaceRequest,
    activity: Any,
    quotes: Any,
    *,
    form: Any,
    quote: forms.QuoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    people = selectors.helpers(request.member)
    facts = {
        "activity": activity,
        "form": form,
        "quotes": quotes,
        "quote": quote or forms.QuoteForm(people=people),
        "has_people": people.exists(),
        "currency": request.workspace.currency,
    }
    return render(request, "plan/terms.html", facts, status=status)


@require_POST
def quote(request: WorkspaceRequest, activity: int) -> HttpResponse:
    """State a fixed price for an activity."""
    found, row, quotes = selectors.activity_terms(request.member, activity)
    form = forms.QuoteForm(request.POST, people=selectors.helpers(request.member))
    if not form.is_valid():
        own = forms.TermsForm(instance=row, initial={"version": row.version if row else 0})
        return _terms_page(request, found, quotes, form=own, quote=form, status=400)
    person, price = form.cleaned_data["person"], form.cleaned_data["price"]
    actions.state_quote(member=request.member, activity_id=activity, person_id=person.pk, price=price)
    tell(request, _("Fixed price of %(name)s saved.") % {"name": person})
    return redirect(inside(request, "plan:terms", activity=activity))


@require_POST
def remove_quote(request: WorkspaceRequest, quote: int) -> HttpResponse:
    """Remove a fixed price."""
    activity, _person, _price = actions.remove_quote(member=request.member, quote_id=quote)
    tell(request, _("Fixed price removed."))
    return redirect(inside(request, "plan:terms", activity=activity))


def assumptions(request: WorkspaceRequest) -> HttpResponse:
    """Every assumption behind the figures, with its default and range."""
    row = selectors.limits(request.member)
    stated = row.assumptions if row else {}
    if request.method != "POST":
        form = forms.AssumptionsForm(stated=stated, initial={"version": row.version if row else 0})
        return render(request, "plan/assumptions.html", {"form": form, "stated": len(stated)})
    form = forms.AssumptionsForm(request.POST)
    if not form.is_valid():
        return render(request, "plan/assumptions.html", {"form": form, "stated": len(stated)}, status=400)
    version, said = form.cleaned_data["version"], {"assumptions": form.stated}
    try:
        actions.change_limits(member=request.member, version=version, said=said)
    except StaleError:
        theirs = selectors.limits(request.member)
        sides = [
            Side(name, str(form.stated.get(name, "")), str(theirs.assumptions.get(name, "")) if theirs else "")
            for name in sorted({*form.stated, *(theirs.assumptions if theirs else {})})
        ]
        return _conflict(request, _("the assumptions"), sides, theirs, inside(request, "plan:assumptions"))
    tell(request, _("Assumptions saved. Make the plan again to use them."))
    return redirect(inside(request, "plan:assumptions"))


def file(request: WorkspaceRequest) -> HttpResponse:
    """Everything stated, as a settings file; or one taken over."""
    if request.method != "POST":
        text = toml_of(selectors.settings_of(request.workspace))
        answer = HttpResponse(text, content_type="application/toml; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="hoursback.toml"'
        return answer
    row = selectors.limits(request.member)
    form = forms.FileForm(request.POST, request.FILES)
    if form.is_valid():
        settings = form.cleaned_data["file"]
        try:
            actions.adopt_settings(member=request.member, settings=settings)
        except HoursbackError as error:
            form.add_error("file", f"{error.what} {error.hint}")
        else:
            counts = {"activities": len(settings.activities), "people": len(settings.people)}
            tell(request, _("Taken over: %(activities)d activities and %(people)d people.") % counts)
            return redirect(inside(request, "plan:limits"))
    own = forms.LimitsForm(instance=row, initial={"version": row.version if row else 0})
    return _limits_page(request, form=own, file=form, status=400)


def _stale(request: WorkspaceRequest, form: Any, what: str, theirs: Any, route: str, **place: object) -> HttpResponse:
    saved = type(form)(instance=theirs) if theirs else type(form)()
    sides = [
        Side(str(field.label), _text(field.value()), _text(saved[field.name].value()))
        for field in form
        if field.name != "version"
    ]
    return _conflict(request, what, sides, theirs, inside(request, route, **place))


def _conflict(request: WorkspaceRequest, what: str, sides: list[Side], theirs: Any, back: str) -> HttpResponse:
    sent = {key: str(value) for key, value in request.POST.items() if key not in ("csrfmiddlewaretoken", "version")}
    version = str(theirs.version if theirs else 0)
    return answer_conflict(request, what=what, sides=sides, resend={**sent, "version": version}, back=back)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
