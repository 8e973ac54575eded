"""What the pages of the log share."""

from __future__ import annotations

import contextlib
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.forms import BaseForm
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


def said_in(form: BaseForm, name: str) -> str:
    """What a box of a form says, in the one way in which two versions of it can be compared."""
    value = form[name].value()
    with contextlib.suppress(ValidationError):
        value = form.fields[name].to_python(value)
    if isinstance(value, time):
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
    # A browser sends the line breaks of a text as two characters.
    return "" if value is None else str(value).replace("\r\n", "\n")


def tell_step(request: WorkspaceRequest, text: str, step: int | None) -> None:
    """Say what was done, with the button that takes it back."""
    tell(request, text, undo=inside(request, "capture:undo", step=step) if step is not None else "")
