"""What is shown when a request cannot be answered: plain words, a number to quote, a way back."""

from __future__ import annotations

import secrets
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError


def answer(
    request: HttpRequest, status: int, what: str, hint: str, *, where: str = "", value: str = ""
) -> HttpResponse:
    """A refusal as a page, or as JSON under /api/."""
    number = getattr(request, "number", None) or secrets.token_hex(4)
    if request.path.startswith("/api/"):
        error = {"what": what, "where": where, "value": value, "hint": hint, "request": number}
        return JsonResponse({"error": error}, status=status)
    facts = {"status": status, "what": what, "hint": hint, "where": where, "value": value, "number": number}
    return render(request, "shared/fault.html", facts, status=status)


def refused(request: HttpRequest, error: HoursbackError, status: int = 400) -> HttpResponse:
    """A refusal of the engine or an action that no form took."""
    return answer(request, status, error.what, error.hint, where=error.where, value=error.value)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return answer(request, HTTPStatus.BAD_REQUEST, _("This request cannot be understood."), _("Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: a member whose role does not reach so far."""
    return answer(
        request,
        HTTPStatus.FORBIDDEN,
        _("Your role does not open this page."),
        _("Ask the owner of the workspace, who can change what you see."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, for what is missing and what belongs to others alike."""
    return answer(
        request,
        HTTPStatus.NOT_FOUND,
        _("There is nothing here that you can see."),
        _("Check the address, or start from home."),
    )


def fault(request: HttpRequest) -> HttpResponse:
    """500: our own mistake."""
    return answer(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Hoursback made a mistake. What was saved before is safe."),
        _("Try again; if it happens again, report it with the number below."),
    )


def no_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from a page that is too old, or from elsewhere."""
    return answer(
        request,
        HTTPStatus.FORBIDDEN,
        _("This form has expired, so nothing was saved."),
        _("Go back, reload the page and send it again."),
    )
