"""A log-in for somebody who is known already, so that what was stated about them becomes theirs."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts import actions, jobs
from hoursback.web.accounts import selectors as accounts
from hoursback.web.accounts.forms import InviteForm
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of
from hoursback.web.accounts.roles import Role
from hoursback.web.people import selectors
from hoursback.web.shared.notes import tell, warn


@sensitive_variables("made")
def invite(request: WorkspaceRequest, person: int) -> HttpResponse:
    """Offer somebody a place as the person they are; the link is shown this once."""
    row = selectors.person_here(request.member, person)
    if not selectors.may_join(row):
        return render(request, "people/invite.html", {"person": row}, status=400 if request.method == "POST" else 200)
    form = InviteForm(request.POST if request.method == "POST" else None, can_mail=accounts.can_mail())
    if not form.is_valid():
        return _page(request, row, form)
    email, role, once = form.cleaned_data["email"], Role(form.cleaned_data["role"]), once_of(request)
    here = redirect(inside(request, "people:person", person=row.pk))
    try:
        if form.cleaned_data["by"] == "mail":
            jobs.invite_by_mail(actor=request.member, email=email, role=role, person_id=row.pk, once=once)
            tell(request, _("The invitation to %(email)s is on its way.") % {"email": email})
            return here
        made = actions.invite(
            actor=request.member, email=email, role=role, is_by_mail=False, person_id=row.pk, once=once
        )
    except HoursbackError as error:
        form.add_error("email", error.what)
        return _page(request, row, form)
    if made is None:
        warn(request, _("This link was shown already. Make a new one; the old one then ends."))
        return here
    shown = {"person": row, "link": jobs.join_link(made[1]), "email": made[0].email}
    return render(request, "people/invite.html", shown)


def _page(request: WorkspaceRequest, row: selectors.Person, form: InviteForm) -> HttpResponse:
    facts = {"person": row, "form": form}
    return render(request, "people/invite.html", facts, status=400 if form.is_bound else 200)
