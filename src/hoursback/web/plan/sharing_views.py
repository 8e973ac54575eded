"""Links to a plan for people without a log-in: made and closed by the owner, opened by whoever has one."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of
from hoursback.web.plan import actions, forms, page, selectors, shown
from hoursback.web.plan.links import kept_private
from hoursback.web.shared.notes import tell


def shares(request: WorkspaceRequest, plan: int) -> HttpResponse:
    """Links to a plan; a new one is shown once."""
    found = selectors.plan_or_404(request.member, plan)
    form, address = forms.ShareForm(), ""
    status = 200
    if request.method == "POST":
        form = forms.ShareForm(request.POST)
        if form.is_valid():
            made = actions.share_plan(member=request.member, plan_id=plan, once=once_of(request), **form.cleaned_data)
            if made is None:
                return redirect(inside(request, "plan:shares", plan=plan))
            address = settings.URL + reverse("sharing:plan", kwargs={"token": made[1]})
            form = forms.ShareForm()
        else:
            status = 400
    rows = [
        {"share": share, "is_open": share.revoked_at is None and share.expires_at > timezone.now()}
        for share in selectors.shares_of(request.member, found)
    ]
    facts = {"plan": found, "form": form, "address": address, "rows": rows}
    return render(request, "plan/shares.html", facts, status=status)


@require_POST
def revoke(request: WorkspaceRequest, share: int) -> HttpResponse:
    """Close a link at once."""
    plan = actions.revoke_share(member=request.member, share_id=share)
    tell(request, _("The link is closed."))
    return redirect(inside(request, "plan:shares", plan=plan))


def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A plan behind a link; nothing tells a wrong link from a closed one."""
    found = selectors.shared_plan(token)
    if found is None or not found.answer:
        raise Http404
    answer = shown.for_role(found.answer, sees_money=found.shows_worth)
    facts = page.paper_facts(answer, business=found.business, made_at=found.made_at)
    return kept_private(render(request, "plan/print.html", facts | {"is_shared": True, "until": found.expires_at}))
