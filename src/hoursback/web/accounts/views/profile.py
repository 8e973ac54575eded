"""One's own account: name and look, security, one's data, and its end."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.web.accounts import actions, owndata, selectors
from hoursback.web.accounts.forms import EraseForm, ProfileForm
from hoursback.web.accounts.request import UserRequest
from hoursback.web.shared.notes import tell


def profile(request: UserRequest) -> HttpResponse:
    """Name, formats, look, security, data of one's own."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST":
        if form.is_valid():
            facts = form.cleaned_data
            request.user.refresh_from_db()
            if actions.change_profile(user=request.user, facts=facts):
                tell(request, _("Your profile is saved."))
            return redirect("accounts:profile")
        request.user.refresh_from_db()
    facts = {"form": form, "has_factor": selectors.has_second_factor(request.user)}
    return render(request, "accounts/profile.html", facts, status=400 if form.is_bound else 200)


def export(request: UserRequest) -> HttpResponse:
    """Everything about oneself as a ZIP."""
    answer = HttpResponse(owndata.archive(request.user), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="hoursback-my-data.zip"'
    return answer


def erase(request: UserRequest) -> HttpResponse:
    """The end of the account: what goes, what stays, and the button."""
    going, kept_by = selectors.what_goes_with(request.user)
    form = EraseForm(request.POST or None, wanted=request.user.email)
    if request.method == "POST" and not kept_by and form.is_valid():
        user = request.user
        logout(request)
        actions.erase_user(user=user)
        return render(request, "accounts/erased.html")
    facts = {"form": form, "going": going, "kept_by": kept_by}
    return render(request, "accounts/erase.html", facts, status=400 if form.is_bound else 200)
