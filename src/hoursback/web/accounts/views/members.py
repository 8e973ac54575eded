"""Who belongs to the workspace: invitations, roles, leaving."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts import actions, jobs, selectors
from hoursback.web.accounts.forms import InviteForm, RoleForm
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of
from hoursback.web.accounts.roles import Role
from hoursback.web.shared.notes import tell, warn


def members(request: WorkspaceRequest) -> HttpResponse:
    """Everybody with a place, open invitations, and a form for the next."""
    return _page(request, InviteForm(can_mail=selectors.can_mail(), initial={"email": request.GET.get("email", "")}))


@sensitive_variables("made", "link")
def invite(request: WorkspaceRequest) -> HttpResponse:
    """Offer a place: by mail, or as a link that is shown this once."""
    form = InviteForm(request.POST, can_mail=selectors.can_mail())
    if not form.is_valid():
        return _page(request, form, status=400)
    facts, once = form.cleaned_data, once_of(request)
    email, role = facts["email"], Role(facts["role"])
    try:
        if facts["by"] == "mail":
            jobs.invite_by_mail(actor=request.member, email=email, role=role, once=once)
            tell(request, _("The invitation to %(email)s is on its way.") % {"email": email})
            return redirect(inside(request, "settings:members"))
        made = actions.invite(actor=request.member, email=email, role=role, is_by_mail=False, once=once)
    except HoursbackError as error:
        form.add_error("email", f"{error.what} {error.hint}")
        return _page(request, form, status=400)
    if made is None:
        warn(request, _("This link was shown already. Revoke the invitation below and make a new one."))
        return redirect(inside(request, "settings:members"))
    fresh = InviteForm(can_mail=selectors.can_mail())
    return _page(request, fresh, offer=made[0], link=jobs.join_link(made[1]))


def revoke(request: WorkspaceRequest, invitation: int) -> HttpResponse:
    """Take an offer back."""
    email = actions.revoke_invitation(actor=request.member, invitation_id=invitation)
    tell(request, _("The invitation to %(email)s no longer works.") % {"email": email})
    return redirect(inside(request, "settings:members"))


def role(request: WorkspaceRequest, place: int) -> HttpResponse:
    """Another role for a member."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        selectors.member_here(request.member, place)
        warn(request, _("Choose one of the roles."))
        return redirect(inside(request, "settings:members"))
    try:
        changed = actions.change_role(actor=request.member, member_id=place, role=Role(form.cleaned_data["role"]))
    except actions.LastOwnerError as error:
        warn(request, f"{error.what} {error.hint}")
    else:
        role_name = Role(changed.role).label
        tell(request, _("%(name)s is %(role)s now.") % {"name": changed, "role": role_name})
    return redirect(inside(request, "settings:members"))


def remove(request: WorkspaceRequest, place: int) -> HttpResponse:
    """Close the workspace to a member."""
    try:
        gone = actions.remove_member(actor=request.member, member_id=place)
    except actions.LastOwnerError as error:
        warn(request, f"{error.what} {error.hint}")
        return redirect(inside(request, "settings:members"))
    if gone.pk == request.member.pk:
        return redirect("accounts:workspaces")
    undo = inside(request, "settings:member-return", place=place)
    tell(request, _("%(name)s no longer has a place here.") % {"name": gone}, undo=undo)
    return redirect(inside(request, "settings:members"))


def give_back(request: WorkspaceRequest, place: int) -> HttpResponse:
    """Open the workspace again to a member who was removed."""
    back = actions.return_member(actor=request.member, member_id=place)
    tell(request, _("%(name)s has a place here again.") % {"name": back})
    return redirect(inside(request, "settings:members"))


def leave(request: WorkspaceRequest) -> HttpResponse:
    """Give up one's own place."""
    try:
        actions.remove_member(actor=request.member, member_id=request.member.pk)
    except actions.LastOwnerError as error:
        warn(request, f"{error.what} {error.hint}")
        return redirect("accounts:workspaces")
    tell(request, _("You have left “%(name)s”.") % {"name": request.workspace})
    return redirect("accounts:workspaces")


def _page(
    request: WorkspaceRequest, form: InviteForm, *, offer: object = None, link: str = "", status: int = 200
) -> HttpResponse:
    everybody = list(selectors.members_of(request.member))
    facts = {
        "people": [member for member in everybody if member.is_active],
        "gone": [member for member in everybody if not member.is_active],
        "invitations": selectors.open_invitations(request.member),
        "roles": Role.choices,
        "is_owner": request.member.role == Role.OWNER,
        "form": form,
        "offer": offer,
        "link": link,
    }
    return render(request, "accounts/members.html", facts, status=status)
