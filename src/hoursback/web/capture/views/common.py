"""What the pages of the log share."""

from __future__ import annotations

from datetime import date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from hoursback.engine.capture.clock import zone_of
from hoursback.web.accounts.request import WorkspaceRequest, inside, zone_name
from hoursback.web.capture.clocks import day_of, day_or_none
from hoursback.web.shared.notes import tell


def now_of(request: WorkspaceRequest) -> datetime:
    """The present moment on the member's clock."""
    return timezone.now().astimezone(zone_of(zone_name(request)))


def second() -> int:
    """The present second."""
    return int(timezone.now().timestamp())


def today_here(request: WorkspaceRequest) -> date:
    """The member's local date."""
    return day_of(second(), zone_of(zone_name(request)))


def day_asked(request: WorkspaceRequest, day: str) -> date:
    """The day of an address; today where it names none.

    Raises: Http404.
    """
    if not day:
        return today_here(request)
    found = day_or_none(day)
    if found is None:
        raise Http404
    return found


def back_to_day(request: WorkspaceRequest, day: date) -> HttpResponse:
    """To the page of a day; today has the short address."""
    if day == today_here(request):
        return redirect(inside(request, "capture:day"))
    return redirect(inside(request, "capture:day", day=day.isoformat()))


def back(request: WorkspaceRequest, fallback: str) -> HttpResponse:
    """To the page that the form names as the next one, if it is one of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(wanted)
    return redirect(fallback)


def tell_step(request: WorkspaceRequest, text: str, step: int | None) -> None:
    """Say what was done, with the button that takes it back."""
    tell(request, text, undo=inside(request, "capture:undo", step=step) if step is not None else "")
