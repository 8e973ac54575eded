"""The outermost ring: every request gets a number, and a database that is busy or gone says so plainly."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.shared import faults

_log = logging.getLogger("hoursback.requests")
_FULL = ("disk is full", "disk full", "no space left")


class Faults:
    """Turns what went wrong below into an answer: 400 for a refusal, 503 for a busy database, 507 for a full disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = secrets.token_hex(4)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called for what no view caught; None: a fault of ours, answered as 500."""
        if isinstance(error, HoursbackError):
            return faults.refused(request, error)
        if isinstance(error, OperationalError | InterfaceError):
            _log.warning("request %s: database: %s", getattr(request, "number", ""), type(error).__name__)
            return _database_away(request, error)
        return None


def _database_away(request: HttpRequest, error: Exception) -> HttpResponse:
    if any(words in str(error).lower() for words in _FULL):
        return faults.answer(
            request,
            HTTPStatus.INSUFFICIENT_STORAGE,
            _("The disk is full, so nothing was saved."),
            _("Free some space and send it again; no repair is needed."),
        )
    response = faults.answer(
        request,
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("The database is busy or away; nothing was saved."),
        _("Try again in a moment."),
    )
    response["Retry-After"] = "5"
    return response
