"""Accepting an invitation."""

from __future__ import annotations

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from hoursback.web.accounts import actions, selectors, sessions
from hoursback.web.accounts.forms import JoinForm
from hoursback.web.shared.notes import tell

_KEPT = "invitation"


@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Take the link's secret out of the address at once, so that no later page, log or Referer can tell it."""
    request.session[_KEPT] = selectors.digest(token)
    response = redirect("accounts:joining")
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@sensitive_post_parameters("password")
def joining(request: HttpRequest) -> HttpResponse:
    """The invitation itself: for whom, to what, as what; and the button that accepts it."""
    offer = selectors.living_invitation(request.session.get(_KEPT))
    if offer is None:
        return render(request, "accounts/join_gone.html", status=410)
    if request.user.is_authenticated:
        if not selectors.owns_address(request.user, offer.email):
            return render(request, "accounts/join_other.html", {"offer": offer}, status=403)
        if request.method == "POST":
            return _accept(request, request.user)
        return render(request, "accounts/join.html", {"offer": offer})
    if selectors.user_at(offer.email) is not None:
        return render(request, "accounts/join.html", {"offer": offer, "must_log_in": True})
    form = JoinForm(request.POST or None, email=offer.email)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            user = actions.create_owner(email=offer.email, password=facts["password"], name=facts["name"])
        except IntegrityError:  # a second press of the button came first
            return redirect("accounts:joining")
        sessions.open_for(request, user)
        return _accept(request, user)
    status = 400 if form.is_bound else 200
    return render(request, "accounts/join.html", {"offer": offer, "form": form}, status=status)


def _accept(request: HttpRequest, user: object) -> HttpResponse:
    offer = selectors.living_invitation(request.session.pop(_KEPT, None))
    if offer is None:
        return render(request, "accounts/join_gone.html", status=410)
    try:
        place = actions.accept_invitation(invitation=offer, user=request.user)  # type: ignore[arg-type]
    except actions.InvitationGoneError:
        return render(request, "accounts/join_gone.html", status=410)
    tell(request, _("You belong to “%(name)s” now.") % {"name": place.workspace})
    return redirect("home:today", workspace=place.workspace.public_id)
