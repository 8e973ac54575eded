"""Pages of the people of a workspace."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of
from hoursback.web.accounts.rights import access_to
from hoursback.web.people import actions, leaving, selectors, skillmap, timeoff
from hoursback.web.people.forms import PersonForm
from hoursback.web.shared.conflict import Side, StaleError, answer_conflict
from hoursback.web.shared.notes import tell

_CARDS, _NAMES = 24, 25
"""Of people on one page of the list, and of names below it."""


class _Sent(dict[str, str]):
    """The fields of a form as they were sent, those that come several times (skills) as often as they came."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        super().__init__(pairs)
        self._pairs = pairs

    def items(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return self._pairs


def index(request: WorkspaceRequest) -> HttpResponse:
    """Everybody work can go to."""
    today, asked = today_of(request), request.GET
    found = selectors.everybody(request.member, today)
    page = Paginator(found.known, _CARDS).get_page(asked.get("page"))
    facts = {
        "people": selectors.cards(request.member, list(page), today),
        "page": page,
        "number": len(found.known),
        "hours": "" if found.hours is None else selectors.figure_words(found.hours),
        "names": Paginator(found.names, _NAMES).get_page(asked.get("names")),
        "archived": Paginator(found.archived, _NAMES).get_page(asked.get("away")),
        "is_away_open": "away" in asked,
    }
    return render(request, "people/index.html", facts)


def new(request: WorkspaceRequest) -> HttpResponse:
    """Somebody new."""
    start = {"name": request.GET.get("name", "")[:200], "kind": request.GET.get("kind", "contractor")}
    form = _form(request, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_person(actor=request.member, facts=form.cleaned_data, once=once_of(request))
        except actions.NameTakenError as error:
            form.add_error("name", f"{error.what} {error.hint}")
        else:
            if made is not None:
                tell(request, _("%(name)s can be part of your next plan.") % {"name": made})
            return redirect(inside(request, "people:index"))
    return render(request, "people/person.html", {"form": form}, status=400 if form.is_bound else 200)


def person(request: WorkspaceRequest, person: int) -> HttpResponse:
    """What is stated about somebody."""
    row = selectors.person_here(request.member, person)
    form = _form(request, instance=row)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data.get("version") or 0
        try:
            actions.change_person(actor=request.member, person_id=row.pk, version=version, facts=form.cleaned_data)
        except StaleError:
            return _conflict(request, form, person)
        except actions.NameTakenError as error:
            form.add_error("name", f"{error.what} {error.hint}")
        else:
            tell(request, _("Saved."))
            return redirect(inside(request, "people:index"))
    facts = {"form": form, "person": selectors.fresh(row), **_known(request, row)}
    return render(request, "people/person.html", facts, status=400 if form.is_bound else 200)


def _known(request: WorkspaceRequest, row: selectors.Person) -> dict[str, object]:
    """What stands beside the form: skills and how they are known, the next days off, and where else to look."""
    today = today_of(request)
    ahead = [stretch for stretch in timeoff.time_off_of(request.member, row) if stretch.last >= today]
    return {
        "off": ahead[0] if ahead else None,
        "held": skillmap.held_by(request.member, row),
        "price": selectors.prices_now(request.member, today).get(row.pk),
        "price_address": _open_way(request, "handoff:price", row.pk),
        "ways": [(label, address) for route, label in _ways(row) if (address := _open_way(request, route, row.pk))],
    }


def _ways(row: selectors.Person) -> list[tuple[str, str]]:
    """Pages about one person, those of later steps too, by the name of the route."""
    return [
        *([("people:invite", _("Invite them"))] if selectors.may_join(row) else []),
        ("people:level", _("Skills and evidence")),
        ("people:time-off", _("Time off")),
        ("handoff:price", _("Prices")),
        ("cycle:person", _("Cycle: rounds, goals, results")),
        ("cycle:notes", _("Notes")),
    ]


def _open_way(request: WorkspaceRequest, route: str, person: int) -> str:
    """The address of a page about somebody; "" where the reader may not open it."""
    access = access_to(route)
    if access is None or request.member.role not in access.roles:
        return ""
    try:
        return inside(request, route, person=person)
    except NoReverseMatch:
        return ""


def archive(request: WorkspaceRequest, person: int) -> HttpResponse:
    """Put somebody away; before it, what of theirs is open and stays so."""
    if request.method != "POST":
        row = selectors.person_here(request.member, person)
        if row.kind == selectors.Kind.OWNER:
            raise Http404
        return render(request, "people/leaving.html", {"person": row, "open": _left_open(request, row)})
    row = actions.archive_person(actor=request.member, person_id=person)
    left = len(leaving.open_about(request.member, row))
    said = _("%(name)s is put away; no plan uses them.") % {"name": row}
    if left:
        stays = ngettext("%(n)d thing of theirs stays open.", "%(n)d things of theirs stay open.", left)
        said = f"{said} {stays % {'n': left}}"
    tell(request, said, undo=inside(request, "people:return", person=person))
    return redirect(inside(request, "people:index"))


def _left_open(request: WorkspaceRequest, row: selectors.Person) -> list[tuple[str, str]]:
    """What stays open, each with the page where it is ended, "" where the reader may not open it."""
    found = []
    for each in leaving.open_about(request.member, row):
        access = access_to(each.route)
        is_theirs = access is not None and request.member.role in access.roles
        found.append((each.said, inside(request, each.route, **each.place) if is_theirs else ""))
    return found


def give_back(request: WorkspaceRequest, person: int) -> HttpResponse:
    """Take somebody back."""
    row = actions.archive_person(actor=request.member, person_id=person, is_archived=False)
    tell(request, _("%(name)s is back.") % {"name": row})
    return redirect(inside(request, "people:index"))


def _form(request: WorkspaceRequest, **kwargs: object) -> PersonForm:
    known = tuple(selectors.skill_names(request.member, today_of(request)))
    return PersonForm(request.POST or None, known_skills=known, **kwargs)


def _conflict(request: WorkspaceRequest, form: PersonForm, person: int) -> HttpResponse:
    """Both texts side by side, and the form that saves mine over theirs."""
    now = selectors.person_here(request.member, person)
    stored = PersonForm(instance=now)
    sides = [
        Side(str(form[name].label), _words(form[name].value()), _words(stored[name].value()))
        for name in form.fields
        if name != "version"
    ]
    sent = [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "version")
    ]
    return answer_conflict(
        request,
        what=str(now),
        sides=[side for side in sides if side.yours or side.theirs],
        resend=_Sent([*sent, ("version", str(now.version))]),
        back=inside(request, "people:person", person=person),
    )


def _words(value: object) -> str:
    """A form's value as one reads it."""
    if value in (None, False):
        return ""
    if value is True:
        return _("yes")
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {level}" for name, level in value.items())
    if isinstance(value, list):
        return ", ".join(" ".join(item) if isinstance(item, tuple) else str(item) for item in value)
    return str(value)
