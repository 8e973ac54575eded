"""Sessions: how long one lasts away from one's own device, and a new key whenever rights have changed."""

from __future__ import annotations

import time

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hoursback.web.accounts.models import User, Workspace
from hoursback.web.shared.notes import warn

IDLE_SECONDS = 12 * 3600
"""How long a session lasts without use on a device that is not one's own."""
_NOTED_EVERY = 300
_RIGHTS, _SEEN = "rights", "seen"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def keep(request: HttpRequest) -> HttpResponse | None:
    """Hold a session to its rules before it opens anything; an answer, where it has ended."""
    if _is_idle(request):
        logout(request)
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
    _follow_rights(request)
    return None


def renew(request: HttpRequest) -> None:
    """Give the session a new key, and its entry in the list of sessions too."""
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def ask_for_second_factor(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """Where a member sets up what their workspace asks for."""
    warn(request, _("“%(name)s” asks every member for a second factor. Set one up to go on.") % {"name": workspace})
    return redirect("mfa_index")


def _is_idle(request: HttpRequest) -> bool:
    if not request.session.get_expire_at_browser_close():
        return False
    now, seen = int(time.time()), request.session.get(_SEEN)
    if seen is not None and now - seen > IDLE_SECONDS:
        return True
    if seen is None or now - seen > _NOTED_EVERY:
        request.session[_SEEN] = now
    return False


def _follow_rights(request: HttpRequest) -> None:
    held, now = request.session.get(_RIGHTS), request.user.rights_version  # type: ignore[union-attr]
    if held == now:
        return
    if held is not None:
        renew(request)
    request.session[_RIGHTS] = now


def open_for(request: HttpRequest, user: User) -> None:
    """Log a user in who has just made their account, as a log-in of this very moment."""
    login(request, user, backend=_BACKEND)
    record_authentication(request, user, method="password", email=user.email)
    UserSession.objects.create_from_request(request)  # allauth lists its own log-ins only
