"""Pages of plan: the answer, its lines, the sliders, decisions, older plans, paper."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import push_url, retarget

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, today_of
from hoursback.web.plan import actions, comparing, forms, jobs, page, selectors, shown, words
from hoursback.web.shared.conflict import Side, StaleError, answer_conflict
from hoursback.web.shared.notes import tell, warn

_UNPROCESSABLE, _NO_CONTENT = 422, 204
_LARGEST_ID = 2**63


def index(request: WorkspaceRequest) -> HttpResponse:
    """The plan in force, or the one that `plan` names; while it is being worked out, a first answer."""
    plan_id = _id(request.GET.get("plan"))
    plan = (
        selectors.plan_in_force(request.member) if plan_id is None else selectors.plan_or_404(request.member, plan_id)
    )
    if plan is None:
        ready = selectors.readiness(request.member, today_of(request))
        return render(request, "plan/empty.html", {"ready": ready, "decides": selectors.decides(request.member)})
    if request.htmx and request.GET.get("wait"):
        # A page that waits asks again and again; as long as nothing changed, nothing is drawn.
        if plan.state in (plan.State.QUEUED, plan.State.RUNNING):
            return HttpResponse(status=_NO_CONTENT)
        return render(request, "plan/index.html#answer_region", page.facts(request, plan) | {"is_swap": True})
    return render(request, "plan/index.html", page.facts(request, plan))


@require_POST
def make(request: WorkspaceRequest) -> HttpResponse:
    """Make the plan of what is stated, and go to it."""
    try:
        jobs.request_plan(member=request.member, levers={}, today=today_of(request))
    except HoursbackError as error:
        return _cannot_plan(request, error)
    return redirect(inside(request, "plan:index"))


def _cannot_plan(request: WorkspaceRequest, error: HoursbackError) -> HttpResponse:
    """What stands in the way, on the page where it happened, with the next move."""
    ready = selectors.readiness(request.member, today_of(request))
    facts = {"ready": ready, "error": words.refusal_said(error.as_dict()), "decides": True}
    return render(request, "plan/empty.html", facts, status=400)


@require_POST
def look(request: WorkspaceRequest) -> HttpResponse:
    """The plan with other figures, while one looks; kept only if asked to."""
    base = selectors.plan_in_force(request.member)
    if base is None:
        return redirect(inside(request, "plan:index"))
    form = forms.LeversForm(request.POST, settings=selectors.settings_of(request.workspace))
    plan = None
    if form.is_valid():
        try:
            plan = jobs.request_plan(member=request.member, levers=form.levers, today=today_of(request), is_kept=False)
        except HoursbackError as error:
            said = words.refusal_said(error.as_dict())
            form.add_error(None, f"{said['what']} {said['hint']}")
    if plan is None:
        return _levers_again(request, base, form)
    address = f"{inside(request, 'plan:index')}?plan={plan.pk}"
    if not request.htmx:
        return redirect(address)
    facts = page.facts(request, plan) | {"is_swap": True}
    return push_url(render(request, "plan/index.html#answer_region", facts), address)


def _levers_again(request: WorkspaceRequest, base: Any, form: forms.LeversForm) -> HttpResponse:
    facts = page.facts(request, base) | {"levers": form}
    if request.htmx:
        answer = render(request, "plan/index.html#levers", facts, status=_UNPROCESSABLE)
        return retarget(answer, "#levers")
    return render(request, "plan/index.html", facts, status=400)


@require_POST
def keep(request: WorkspaceRequest, plan: int) -> HttpResponse:
    """Make a look the plan in force."""
    actions.keep_plan(member=request.member, plan_id=plan)
    tell(request, _("This is your plan now; the one before is among the older plans."))
    return redirect(inside(request, "plan:index"))


def line(request: WorkspaceRequest, plan: int, index: int) -> HttpResponse:
    """One line explained: every way it could go, what turns it, and the decision on it."""
    found = selectors.plan_of_line_or_404(request.member, plan, index)
    return render(request, "plan/line.html", page.line_facts(request, found, index))


@require_POST
def decide(request: WorkspaceRequest, plan: int, index: int) -> HttpResponse:
    """Accept, change or refuse a line."""
    found = selectors.plan_of_line_or_404(request.member, plan, index)
    form = forms.DecisionForm(request.POST)
    if not form.is_valid():
        facts = page.line_facts(request, found, index, form=form)
        return render(request, "plan/line.html", facts, status=400)
    data = form.cleaned_data
    try:
        made = actions.decide_line(
            member=request.member,
            plan_id=plan,
            index=index,
            decision=data["decision"],
            version=data["version"],
            reason=data["reason"],
            revisit_on=data["revisit_on"],
            changed_to=form.changed_to if data["decision"] == "changed" else {},
        )
    except StaleError:
        return _decided_meanwhile(request, plan, index, data)
    undo = inside(request, "plan:retract", plan=plan, index=index)
    said = {
        "accepted": _("Accepted: %(name)s."),
        "changed": _("Changed: %(name)s."),
        "refused": _("Refused: %(name)s."),
    }
    tell(request, said[made.decision] % {"name": made.activity_name}, undo=undo)
    return _back_to_plan(request, plan)


def _decided_meanwhile(request: WorkspaceRequest, plan: int, index: int, data: dict[str, Any]) -> HttpResponse:
    found = selectors.plan_of_line_or_404(request.member, plan, index)
    theirs = selectors.decisions_of(found).get(found.answer["decisions"][index]["activity"])
    texts = [
        (_("Decision"), data["decision"], theirs.decision if theirs else ""),
        (_("Why"), data["reason"], theirs.reason if theirs else ""),
        (
            _("Look at it again on"),
            str(data["revisit_on"] or ""),
            str(theirs.revisit_on or "") if theirs else "",
        ),
    ]
    resend = {key: str(value) for key, value in request.POST.items() if key not in ("csrfmiddlewaretoken", "version")}
    return answer_conflict(
        request,
        what=_("this decision"),
        sides=[Side(*text) for text in texts],
        resend={**resend, "version": str(theirs.version if theirs else 0)},
        back=inside(request, "plan:line", plan=plan, index=index),
    )


@require_POST
def retract(request: WorkspaceRequest, plan: int, index: int) -> HttpResponse:
    """Take the decision on a line back."""
    selectors.plan_of_line_or_404(request.member, plan, index)
    name = actions.retract_decision(member=request.member, plan_id=plan, index=index)
    tell(request, _("“%(name)s” is open again.") % {"name": name})
    return _back_to_plan(request, plan)


def _back_to_plan(request: WorkspaceRequest, plan: int) -> HttpResponse:
    current = selectors.plan_in_force(request.member)
    query = "" if current is not None and current.pk == plan else f"?plan={plan}"
    return redirect(f"{inside(request, 'plan:index')}{query}#lines")


def history(request: WorkspaceRequest) -> HttpResponse:
    """Older plans, what they saw, and every decision."""
    today = today_of(request)
    return render(
        request,
        "plan/history.html",
        {
            "plans": [page.plan_row(plan) for plan in selectors.history(request.member)],
            "journal": page.journal_rows(request, selectors.journal(request.member)),
            "due": selectors.due_decisions(request.member, today).count(),
        },
    )


def compare(request: WorkspaceRequest) -> HttpResponse:
    """Two plans side by side."""
    pair = [_id(request.GET.get(name)) for name in ("a", "b")]
    if None in pair:
        warn(request, _("Choose two plans to compare."))
        return redirect(inside(request, "plan:history"))
    plans = sorted((selectors.plan_or_404(request.member, int(pk or 0)) for pk in pair), key=lambda plan: plan.made_at)
    if not all(plan.answer for plan in plans):
        warn(request, _("One of these plans has no answer yet; choose another."))
        return redirect(inside(request, "plan:history"))
    sees_money = selectors.sees_money(request.member)
    first, second = (
        comparing.Seen(
            shown.for_role(plan.answer, sees_money=sees_money),
            plan.saw,
            plan.levers if sees_money else {k: v for k, v in plan.levers.items() if k != "worth_per_hour"},
        )
        for plan in plans
    )
    found = comparing.compare(first, second, sees_money=sees_money)
    return render(request, "plan/compare.html", {"comparison": found, "plans": [page.plan_row(p) for p in plans]})


def paper(request: WorkspaceRequest, plan: int | None = None) -> HttpResponse:
    """A plan for printing."""
    found = selectors.plan_in_force(request.member) if plan is None else selectors.plan_or_404(request.member, plan)
    if found is None or not found.answer:
        raise Http404
    answer = shown.for_role(found.answer, sees_money=selectors.sees_money(request.member))
    facts = page.paper_facts(answer, business=request.workspace.name, made_at=found.made_at)
    return render(request, "plan/print.html", facts | {"back": f"{inside(request, 'plan:index')}?plan={found.pk}"})


def _id(text: str | None) -> int | None:
    """A row's number from the address; None where there is none.

    Raises: Http404, for what can be no number of a row.
    """
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) < _LARGEST_ID):
        raise Http404
    return int(text)
