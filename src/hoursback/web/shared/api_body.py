"""The body of a request to the API: JSON within the limits, read once."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from hoursback.engine.errors import HoursbackError

LARGEST_BODY = 1_000_000
DEEPEST = 32
MOST_DIGITS = 15
_SHOWN = 200


class BodyRefusedError(HoursbackError):
    """A body that is no JSON, or JSON beyond the limits."""


class OneBody(Parser):
    """Hands ninja the body that `json_of` has read within the limits."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json_of(request)


def json_of(request: HttpRequest) -> Any:
    """The JSON in the body of a request, read once; None for an empty body.

    Raises: BodyRefusedError.
    """
    if not hasattr(request, "json"):
        request.json = _read(request)  # type: ignore[attr-defined]
    return request.json  # type: ignore[attr-defined]


def _read(request: HttpRequest) -> Any:
    try:
        body = request.body
    except RequestDataTooBig:
        body = b" " * (LARGEST_BODY + 1)
    if not body:
        return None
    if len(body) > LARGEST_BODY:
        _refuse(_("This body is larger than 1 MB."), str(len(body)), _("Send it in smaller parts."))
    if request.content_type != "application/json":
        _refuse(
            _("This body is not said to be JSON."),
            request.content_type or "",
            _("Send Content-Type: application/json."),
        )
    try:
        found = json.loads(
            body.decode("utf-8"),
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=_not_a_number,
            object_pairs_hook=_once_each,
        )
    except UnicodeDecodeError:
        _refuse(_("This body is not UTF-8."), "", _("Encode it as UTF-8."))
    except RecursionError:
        _refuse_depth()
    except json.JSONDecodeError as error:
        place = _("line %(line)d, column %(column)d") % {"line": error.lineno, "column": error.colno}
        _refuse(_("This body is not JSON."), place, _("Check it with a JSON tool."))
    _measure(found)
    return found


def _measure(found: Any) -> None:
    """Walk without recursion: the limit must hold before anything that recurses sees the value."""
    level, depth = [found], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            _refuse_depth()
        inner: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                inner.extend(value.values())
            elif isinstance(value, list):
                inner.extend(value)
        level = [value for value in inner if isinstance(value, dict | list)]


def _whole(text: str) -> int:
    if len(text.lstrip("-")) > MOST_DIGITS:
        _refuse_digits(text)
    return int(text)


def _fraction(text: str) -> float:
    value = float(text)
    if not math.isfinite(value) or abs(value) >= 10**MOST_DIGITS:
        _refuse_digits(text)
    return value


def _not_a_number(text: str) -> NoReturn:
    _refuse(_("A number in this body is none."), text, _("Leave the field out where there is no number."))


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        _refuse(_("A key of this body is stated twice."), twice, _("State each key once."))
    return found


def _refuse_digits(text: str) -> NoReturn:
    _refuse(_("A number in this body has more than 15 digits."), text, _("State a smaller number."))


def _refuse_depth() -> NoReturn:
    _refuse(_("This body is nested deeper than 32 levels."), "", _("Send a flatter body."))


def _refuse(what: str, value: str, hint: str) -> NoReturn:
    raise BodyRefusedError(what, where="body", value=shown(value), hint=hint) from None


def shown(text: str) -> str:
    """A value as a refusal quotes it: cut, and without what no log or page can hold."""
    return text[:_SHOWN].encode("utf-8", "replace").decode().replace("\x00", "␀")
