"""Start, first run, and the workspaces of a user."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from hoursback.web.accounts import actions, selectors, sessions
from hoursback.web.accounts.forms import SetupForm, WorkspaceStart
from hoursback.web.accounts.request import UserRequest
from hoursback.web.shared.notes import tell


def start(request: HttpRequest) -> HttpResponse:
    """The front door: set-up on first run, else the one workspace, else the choice."""
    if not request.user.is_authenticated:
        return redirect("account_login" if selectors.has_users() else "accounts:setup")
    places = list(selectors.places_of(request.user)[:2])
    if len(places) == 1:
        return redirect("home:today", workspace=places[0].workspace.public_id)
    return redirect("accounts:workspaces")


@never_cache
@sensitive_post_parameters("password", "code")
def setup(request: HttpRequest) -> HttpResponse:
    """First run: creates the owner; gone afterwards."""
    if not (settings.PUBLIC or _is_at_the_machine(request)):
        raise Http404
    if selectors.has_users():
        return _after_setup(request)
    code = actions.setup_code(settings.DATA) if settings.PUBLIC else None
    form = SetupForm(request.POST or None, code=code)
    if request.method == "POST" and form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "code"}
        try:
            place = actions.found(**facts, folder=settings.DATA)
        except actions.AlreadyFoundedError:
            return _after_setup(request)
        sessions.open_for(request, place.user)
        return redirect("home:today", workspace=place.workspace.public_id)
    return render(request, "accounts/setup.html", {"form": form}, status=400 if form.is_bound else 200)


def workspaces(request: UserRequest) -> HttpResponse:
    """The workspaces of a user, and a new one."""
    form = WorkspaceStart(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        place = actions.create_workspace(
            owner=request.user,
            name=facts["business"],
            currency=facts["currency"],
            timezone=facts["timezone"],
            locale=facts["locale"],
        )
        tell(request, _("“%(name)s” is ready.") % {"name": place.workspace})
        return redirect("home:today", workspace=place.workspace.public_id)
    places = selectors.places_of(request.user)
    status = 400 if form.is_bound else 200
    return render(request, "accounts/workspaces.html", {"places": places, "form": form}, status=status)


def _is_at_the_machine(request: HttpRequest) -> bool:
    """Whether the visitor sits at this very computer: a proxy on it would make the whole network look so."""
    if any(header in request.headers for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP")):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _after_setup(request: HttpRequest) -> HttpResponse:
    """The page is gone; but whoever pressed its button twice is let in as after the first time."""
    if request.method == "POST" and not request.user.is_authenticated:
        email, password = request.POST.get("email", ""), request.POST.get("password", "")
        user = authenticate(request, username=email.strip().lower(), password=password) if password else None
        if user is not None:
            sessions.open_for(request, user)
            return redirect("accounts:start")
    raise Http404
