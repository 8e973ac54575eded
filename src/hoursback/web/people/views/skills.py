"""Pages of skills: the catalogue, one skill, the map, and what somebody can do."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of
from hoursback.web.people import catalogue, skillmap, skills
from hoursback.web.people.anchors import drafted
from hoursback.web.people.forms import LevelForm, MergeForm, SkillForm, SkillNameForm
from hoursback.web.people.selectors import person_here
from hoursback.web.shared.conflict import Side, StaleError, answer_conflict
from hoursback.web.shared.notes import tell


def index(request: WorkspaceRequest) -> HttpResponse:
    """The catalogue of skills and the map of who has what."""
    form = SkillNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = catalogue.add_skill(actor=request.member, name=form.cleaned_data["name"], once=once_of(request))
        except HoursbackError as error:
            form.add_error("name", f"{error.what} {error.hint}")
        else:
            if made is None:
                return redirect(inside(request, "people:skills"))
            undo = inside(request, "people:skill-archive", skill=made.pk)
            tell(
                request,
                _("“%(name)s” is in the catalogue, with a draft of its five levels.") % {"name": made},
                undo=undo,
            )
            return redirect(inside(request, "people:skill", skill=made.pk))
    people = skillmap.skilled_people(request.member)
    known = skillmap.catalogue(request.member, people)
    facts = {
        "form": form,
        "known": known,
        "away": skillmap.put_away(request.member),
        "map": skillmap.skill_map(people, known, request.GET.get("page", "")),
        "words": skillmap.level_words(),
    }
    return render(request, "people/skills.html", facts, status=400 if form.is_bound else 200)


def skill(request: WorkspaceRequest, skill: int) -> HttpResponse:
    """One skill: what its levels look like, who has it, what asks for it."""
    row = catalogue.skill_here(request.member, skill)
    form = SkillForm(request.POST or None, skill=row, anchors=catalogue.anchors_of(row))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data.get("version") or 0
        try:
            catalogue.change_skill(
                actor=request.member,
                skill_id=row.pk,
                version=version,
                name=form.cleaned_data["name"],
                anchors=form.anchors,
            )
        except StaleError:
            return _conflict(request, form, skill)
        except HoursbackError as error:
            form.add_error("name", f"{error.what} {error.hint}")
        else:
            tell(request, _("Saved."))
            return redirect(inside(request, "people:skill", skill=skill))
    others = [other for other in skillmap.in_use(request.member) if other.pk != row.pk]
    asking = skillmap.asked_by(request.member, row, today_of(request))
    facts = {
        "form": form,
        "skill": row,
        "holders": skillmap.holders_of(request.member, row, today_of(request), request.GET.get("page", "")),
        "asked": Paginator(asking, skillmap.PAGE).get_page(request.GET.get("asked")),
        "merge": MergeForm(others=others) if others and not row.merged_into_id else None,
    }
    return render(request, "people/skill.html", facts, status=400 if form.is_bound else 200)


def archive(request: WorkspaceRequest, skill: int) -> HttpResponse:
    """Put a skill away."""
    row = catalogue.archive_skill(actor=request.member, skill_id=skill)
    undo = inside(request, "people:skill-return", skill=skill)
    tell(request, _("“%(name)s” is put away; levels and history stay.") % {"name": row}, undo=undo)
    return redirect(inside(request, "people:skills"))


def give_back(request: WorkspaceRequest, skill: int) -> HttpResponse:
    """Take a skill back."""
    row = catalogue.archive_skill(actor=request.member, skill_id=skill, is_archived=False)
    tell(request, _("“%(name)s” is back.") % {"name": row})
    return redirect(inside(request, "people:skills"))


def merge(request: WorkspaceRequest, skill: int) -> HttpResponse:
    """Let a skill count as another."""
    row = catalogue.skill_here(request.member, skill)
    form = MergeForm(request.POST, others=[other for other in skillmap.in_use(request.member) if other.pk != row.pk])
    if not form.is_valid():
        return redirect(inside(request, "people:skill", skill=skill))
    into = catalogue.merge_skill(actor=request.member, skill_id=row.pk, into_id=form.cleaned_data["into"])
    undo = inside(request, "people:skill-part", skill=skill)
    tell(request, _("“%(name)s” counts as “%(into)s” now.") % {"name": row, "into": into}, undo=undo)
    return redirect(inside(request, "people:skill", skill=into.pk))


def part(request: WorkspaceRequest, skill: int) -> HttpResponse:
    """Take a merge back."""
    row = catalogue.part_skill(actor=request.member, skill_id=skill)
    tell(request, _("“%(name)s” stands for itself again.") % {"name": row})
    return redirect(inside(request, "people:skill", skill=skill))


def level(request: WorkspaceRequest, person: int) -> HttpResponse:
    """What somebody can do, how each level is known, and a new one."""
    row = person_here(request.member, person)
    asked = request.GET.get("skill", "")[:200]
    start = {"on": today_of(request), "skill": asked, "level": request.GET.get("level", "")[:1]}
    address = inside(request, "people:level", person=row.pk)
    anchors = _anchors(request, request.POST.get("skill", asked)[:200])
    form = LevelForm(request.POST or None, initial=start, anchors=anchors, address=address)
    if request.htmx and request.method == "GET":
        return render(request, "people/level.html#levels", {"form": form})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            skills.add_level(
                actor=request.member,
                person_id=row.pk,
                skill_name=typed["skill"],
                level=typed["level"],
                basis=typed["basis"],
                evidence=typed["evidence"],
                on=typed["on"],
                once=once_of(request),
            )
        except skills.LevelRefusedError as error:
            form.add_error(error.where if error.where in form.fields else None, f"{error.what} {error.hint}")
        else:
            tell(request, _("Noted: %(skill)s, level %(level)s.") % {"skill": typed["skill"], "level": typed["level"]})
            return redirect(inside(request, "people:level", person=person))
    facts = {
        "form": form,
        "person": row,
        "held": skillmap.held_by(request.member, row),
        "history": skillmap.history(request.member, row),
        "known": [known.name for known in skillmap.in_use(request.member)],
    }
    return render(request, "people/level.html", facts, status=400 if form.is_bound else 200)


def _anchors(request: WorkspaceRequest, name: str) -> list[str]:
    """What the levels of a skill look like: as the catalogue has it, else as drafted for its name."""
    known = skills.find_skill(request.member, name)
    return drafted(name) if known is None else catalogue.anchors_of(known)


def _conflict(request: WorkspaceRequest, form: SkillForm, skill: int) -> HttpResponse:
    """Both texts side by side, and the form that saves mine over theirs."""
    now = catalogue.skill_here(request.member, skill)
    stored = SkillForm(skill=now, anchors=catalogue.anchors_of(now))
    sides = [
        Side(str(form[name].label), str(form[name].value() or ""), str(stored[name].value() or ""))
        for name in form.fields
        if name != "version"
    ]
    sent = {name: str(value) for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "version")}
    return answer_conflict(
        request,
        what=now.name,
        sides=sides,
        resend={**sent, "version": str(now.version)},
        back=inside(request, "people:skill", skill=skill),
    )
