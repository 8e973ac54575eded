"""Pages of a round: rating skills, and training what falls short."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, today_of, whole_number
from hoursback.web.cycle.actions import rating
from hoursback.web.cycle.actions import training as acts
from hoursback.web.cycle.forms.rating import RatingForm, Wanted, wanted_from
from hoursback.web.cycle.forms.talking import TrainingForm
from hoursback.web.cycle.selectors import rounds, skills, training
from hoursback.web.cycle.views import around
from hoursback.web.people.catalogue import anchors_of
from hoursback.web.shared import faults
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.notes import tell

_SOURCES = {"self": rating.Source.SELF, "other": rating.Source.OTHER, "sample": rating.Source.SAMPLE}


def rate(request: WorkspaceRequest, cycle: int) -> HttpResponse:
    """Levels of skills: what is asked, what each rater gave, and one's own ratings."""
    row = rounds.cycle_here(request.member, cycle)
    source = _source(request, row)
    seen = skills.skills_of(request.member, row, today_of(request))
    form = _rating_form(request, row, seen, source) if source else None
    status = 200
    if request.method == "POST":
        if form is None:
            return faults.refused(request, acts.NotNowError(_("This kind of rating is not yours to give.")))
        status = 400
        if form.is_valid():
            try:
                levels = _rate(request, row, source, form)
            except HoursbackError as error:
                around.put(form, error)
            else:
                tell(request, ngettext("Saved: %(n)d level.", "Saved: %(n)d levels.", levels) % {"n": levels})
                return redirect(inside(request, "cycle:rate", cycle=row.pk) + f"?as={source}")
    facts = {
        "form": form,
        "source": source,
        "sources": _sources(request, row),
        "skills": skills.skills_of(request.member, row, today_of(request)),
        "catalogue": skills.catalogue(row) if rounds.leads(request.member, row.person) else [],
        "is_open": row.phase == "skill_assessment",
    }
    return around.page(request, row, "cycle/rate.html", facts, "rate", status)


def train(request: WorkspaceRequest, cycle: int) -> HttpResponse:
    """The training of a round."""
    row = rounds.cycle_here(request.member, cycle)
    return _training_page(request, row)


def item(request: WorkspaceRequest, item: int) -> HttpResponse:
    """One item: change it, mark it done, put it off, look at it again."""
    row = training.training_here(request.member, item)
    try:
        refused = _do(request, row)
    except StaleError:
        return _changed_meanwhile(request, row)
    except HoursbackError as error:
        return _training_page(request, row.cycle, error=error, about=row.pk, status=400)
    if refused is not None:
        return _training_page(request, row.cycle, form=refused, about=row.pk, status=400)
    return redirect(inside(request, "cycle:training", cycle=row.cycle_id) + f"#item-{row.pk}")


def _do(request: WorkspaceRequest, row: Any) -> TrainingForm | None:
    """Do what the form asks; the form itself, where it is not valid."""
    sent, today, version = request.POST, today_of(request), around.version_of(request)
    what = sent.get("do", "")
    if what in ("done", "open"):
        acts.finish_training(actor=request.member, item_id=row.pk, version=version, today=today, is_done=what == "done")
        tell(request, _("Done; the days to look at it again are set.") if what == "done" else _("Open again."))
    elif what == "off":
        acts.put_training_off(actor=request.member, item_id=row.pk, version=version, reason=sent.get("reason", ""))
        tell(request, _("Put off."))
    elif what == "review":
        place = whole_number(sent.get("place", ""))
        acts.review_training(
            actor=request.member, item_id=row.pk, version=version, place=place, ok=sent.get("ok") == "yes", today=today
        )
        tell(request, _("Noted."))
    else:
        form = TrainingForm(sent)
        if not form.is_valid():
            return form
        acts.change_training(actor=request.member, item_id=row.pk, version=version, facts=form.cleaned_data)
        tell(request, _("Saved."))
    return None


def _training_page(
    request: WorkspaceRequest,
    row: Any,
    *,
    error: HoursbackError | None = None,
    form: TrainingForm | None = None,
    about: int = 0,
    status: int = 200,
) -> HttpResponse:
    items = training.items_of(request.member, row, today_of(request))
    shown = [(each, form if form is not None and each.row.pk == about else _training_form(each.row)) for each in items]
    open_items = [each for each in items if each.is_open]
    is_rated = row.phase != "skill_assessment"
    seen = skills.skills_of(request.member, row)
    facts = {
        "items": shown,
        "open": len(open_items),
        "hours": sum(each.row.hours for each in open_items),
        "lead_hours": sum(each.row.lead_hours for each in open_items),
        "no_gaps": [(each.name, each.why_no_gap) for each in seen.rows if each.why_no_gap] if is_rated else [],
        "reviews_due": sum(review.is_due for each in items for review in each.reviews),
        "error": error,
        "about": about,
        "typed": request.POST.get("reason", ""),
        "is_reviewed": row.phase in acts.REVIEWED_IN,
        "is_running": row.phase in ("gap_training", "goal_setting", "performance_assessment"),
    }
    return around.page(request, row, "cycle/training.html", facts, "training", status)


def _training_form(row: Any) -> TrainingForm:
    names = ("weight", "hours", "lead_hours", "material", "version")
    return TrainingForm(initial={name: getattr(row, name) for name in names}, auto_id=f"item-{row.pk}-%s")


def _changed_meanwhile(request: WorkspaceRequest, row: Any) -> HttpResponse:
    if not around.version_of(request):
        return faults.bad_request(request)
    now = training.training_here(request.member, row.pk)
    stored = {name: getattr(now, name) for name in ("weight", "hours", "lead_hours", "material")}
    sides = around.form_sides(TrainingForm(request.POST), stored) if not request.POST.get("do") else []
    back = inside(request, "cycle:training", cycle=row.cycle_id)
    return around.conflict(request, what=_("this item"), sides=sides, version=now.version, back=back)


def _sources(request: WorkspaceRequest, row: Any) -> list[str]:
    """The kinds of rating a member may give here, what is theirs first."""
    return [name for name, source in _SOURCES.items() if rating.may_rate(request.member, row, source)]


def _source(request: WorkspaceRequest, row: Any) -> str:
    """The kind of rating the page is open for; "" for none."""
    mine = _sources(request, row)
    asked = request.POST.get("as") or request.GET.get("as", "")
    # Who leads and also speaks for the person begins with what only they can give.
    usual = next((name for name in ("other", "self") if name in mine), "")
    return asked if asked in mine else "" if asked and request.method == "POST" else usual


def _rating_form(request: WorkspaceRequest, row: Any, seen: skills.Skills, source: str) -> RatingForm:
    mine = {
        each.name: given
        for each in seen.rows
        for given in each.given
        if given.rater_id == request.member.pk and given.source == source
    }
    wanted = wanted_from(seen.rows, mine)
    wanted += _one_more(request, row, {each.name for each in wanted})
    needs = source != "self"
    return RatingForm(wanted, needs_evidence=needs, today=today_of(request), data=request.POST or None)


def _one_more(request: WorkspaceRequest, row: Any, known: set[str]) -> list[Wanted]:
    """A skill of the catalogue that is rated beside those the work asks for."""
    wanted = request.POST.get("skill") or request.GET.get("skill", "")
    if not wanted:
        return []
    found = next((skill for skill in skills.catalogue(row) if skill.name == wanted and wanted not in known), None)
    if found is None or not rounds.leads(request.member, row.person):
        return []
    return [Wanted(found.name, tuple(anchors_of(found)))]


def _rate(request: WorkspaceRequest, row: Any, source: str, form: RatingForm) -> int:
    given = [rating.Given(*each) for each in form.given()]
    return rating.rate_skills(actor=request.member, cycle_id=row.pk, source=source, given=given)
