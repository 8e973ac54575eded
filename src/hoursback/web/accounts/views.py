"""Start, first run, joining, profile and settings."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hoursback.web.accounts import selectors
from hoursback.web.accounts.request import UserRequest


def start(request: HttpRequest) -> HttpResponse:
    """The front door: set-up on first run, else the one workspace, else the choice."""
    if not request.user.is_authenticated:
        return redirect("account_login" if selectors.has_users() else "accounts:setup")
    places = list(selectors.places_of(request.user)[:2])
    if len(places) == 1:
        return redirect("home:today", workspace=places[0].workspace.public_id)
    return redirect("accounts:workspaces")


def setup(request: HttpRequest) -> HttpResponse:
    """First run: creates the owner; gone afterwards."""
    raise Http404


def join(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation."""
    raise Http404


def workspaces(request: UserRequest) -> HttpResponse:
    """The workspaces of a user, and a new one."""
    return render(request, "accounts/workspaces.html", {"places": selectors.places_of(request.user)})


def profile(request: HttpRequest) -> HttpResponse:
    """Name, formats, look, security, data of one's own."""
    raise Http404


def workspace(request: HttpRequest) -> HttpResponse:
    """The workspace's own settings."""
    raise Http404


def members(request: HttpRequest) -> HttpResponse:
    """Who belongs to the workspace."""
    raise Http404
