"""What every operation of the API shares: how a body is read, what its fields may hold, how a refusal looks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as FormRefusal
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure
from hoursback.web.shared import faults
from hoursback.web.shared.api_body import shown

LARGEST_WHOLE = 2**63 - 1
"""Ids and instants beyond it fit no column."""
MOST_SAID = 20
"""Refused fields that one answer names."""
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2100, 12, 31)


class ApiRefusedError(HoursbackError):
    """A refusal with a status of its own, and whatever the caller needs to go on.

    Args:
        headers: of the answer. more: facts that stand beside "error", such as the row as it is now.
    """

    def __init__(
        self,
        what: str,
        status: int,
        *,
        where: str = "",
        value: str = "",
        hint: str = "",
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(what, where=where, value=value, hint=hint)
        self.status = status
        self.headers = headers or {}
        self.more = more or {}


class Taken(BaseModel):
    """Base of what an operation takes: a key that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Given(BaseModel):
    """Base of what an operation gives: exactly the fields that it lists."""

    model_config = ConfigDict(extra="forbid", from_attributes=False)


class Refusal(Given):
    """Why a request was refused: what, where, the value found, the next move."""

    what: str
    where: str
    value: str
    hint: str
    request: str = Field(description="Number to quote when you report a fault.")
    also: list[dict[str, str]] = Field([], description="Further fields that were refused, at most 20 in all.")


class Refused(Given):
    """Every answer with a status from 400 on."""

    error: Refusal
    current: dict[str, Any] | None = Field(None, description="With 409: the row as it is now.")


def _whole_day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or len(value) != len("2026-01-05"):
        raise ValueError(_("a day is written as 2026-01-05"))
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(_("a day is written as 2026-01-05")) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(_("a day lies between 1970-01-01 and 2100-12-31"))
    return day


def _instant(value: Any) -> int:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 else None
        seconds = None if moment is None or moment.tzinfo is None else math.floor(moment.timestamp())
    except (ValueError, OverflowError):
        seconds = None
    if seconds is None:
        raise ValueError(_("an instant is written as 2026-01-05T08:30:00Z"))
    if not FIRST_DAY <= datetime.fromtimestamp(seconds, UTC).date() <= LAST_DAY:
        raise ValueError(_("an instant lies between 1970-01-01 and 2100-12-31"))
    return seconds


def said_instant(seconds: int) -> str:
    """Epoch seconds as the API writes them.

    >>> said_instant(0)
    '1970-01-01T00:00:00Z'
    """
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _plain(text: str) -> str:
    # NUL breaks PostgreSQL, half a surrogate pair breaks every encoder.
    if "\x00" in text or any("\ud800" <= mark <= "\udfff" for mark in text):
        raise ValueError(_("it holds a character that cannot be stored"))
    return text


_DAY = WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-01-05"]})
_INSTANT = WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-01-05T08:30:00Z"]})
_WRITTEN = PlainSerializer(lambda value: value.isoformat(), return_type=str, when_used="json")

Day = Annotated[date, BeforeValidator(_whole_day), _WRITTEN, _DAY]
"""A local date, such as 2026-01-05."""
Instant = Annotated[int, BeforeValidator(_instant), _INSTANT]
"""Taken as ISO 8601 with an offset, held as epoch seconds."""
Moment = Annotated[str, _INSTANT]
"""Given as ISO 8601 UTC."""
Id = Annotated[int, Field(strict=True, ge=1, le=LARGEST_WHOLE)]
Version = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
Title = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
Line = Annotated[str, Field(max_length=1000), AfterValidator(_plain)]
Text = Annotated[str, Field(max_length=10_000), AfterValidator(_plain)]
Hours = Annotated[float, Field(strict=True, ge=0, le=168, allow_inf_nan=False)]
Range = Annotated[list[Hours], Field(min_length=1, max_length=2)]
"""[5] or [5, 8]: a figure, or its likely range."""
PageSize = Annotated[int, Field(ge=1, le=LARGEST_WHOLE, description="50 where left out; more than 200 gives 200.")]
Cursor = Annotated[str, Field(pattern=r"^[0-9]{1,19}([.][0-9]{1,19})?$", description="next_cursor of the page before.")]


def figure(ends: Sequence[float], where: str) -> Figure:
    """A stated range of the API as the engine's figure.

    Raises: ApiRefusedError, for a range whose upper end comes first.
    """
    low, high = ends[0], ends[-1]
    if high < low:
        raise ApiRefusedError(
            _("A range starts with its lower end."),
            HTTPStatus.BAD_REQUEST,
            where=where,
            value=f"{low:g}, {high:g}",
            hint=_("Turn it round."),
        )
    return Figure.exact(low) if low == high else Figure.stated_range(low, high)


def refusal(
    request: HttpRequest,
    status: int,
    error: HoursbackError,
    *,
    also: list[dict[str, str]] | None = None,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A refusal as the API writes it."""
    said: dict[str, Any] = {**error.as_dict(), "request": getattr(request, "number", "")}
    if also:
        said["also"] = also
    return JsonResponse({"error": said, **(more or {})}, status=status)


def speak_plainly(api: NinjaAPI) -> None:
    """Answer whatever an operation raises in the API's own form."""
    handlers: dict[type[Exception], Any] = {
        HoursbackError: lambda request, error: refusal(request, HTTPStatus.BAD_REQUEST, error),
        ApiRefusedError: _own_status,
        ValidationError: _fields,
        FormRefusal: _form,
        HttpError: _of_ninja,
        Http404: faults.not_found,
        PermissionDenied: faults.forbidden,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _own_status(request: HttpRequest, error: ApiRefusedError) -> HttpResponse:
    response = refusal(request, error.status, error, more=error.more)
    for name, value in error.headers.items():
        response[name] = value
    return response


def _of_ninja(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, HoursbackError):
        return refusal(request, HTTPStatus.BAD_REQUEST, error.__cause__)
    return faults.answer(request, error.status_code, str(error), _("See the description of the API."))


def _fields(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The refused fields by name, the first of them as the error itself."""
    found = [_field(request, fault) for fault in error.errors[:MOST_SAID]]
    return refusal(request, HTTPStatus.BAD_REQUEST, found[0], also=[each.as_dict() for each in found[1:]])


def _field(request: HttpRequest, fault: Mapping[str, Any]) -> HoursbackError:
    place = [str(step) for step in fault["loc"]]
    source, inner = place[0], place[2:] if place[0] == "body" else place[1:]
    where = ".".join(inner) or source
    value = shown(_found(request, source, fault["loc"][2:] if source == "body" else fault["loc"][1:]))
    kind = fault["type"]
    if kind == "extra_forbidden":
        return HoursbackError(
            _("“%(where)s” is not a field of this operation.") % {"where": where},
            where=where,
            value=value,
            hint=_("Leave it out; the description of the API lists the fields."),
        )
    if kind == "missing":
        return HoursbackError(_("“%(where)s” is missing.") % {"where": where}, where=where, hint=_("State it."))
    why = str(fault.get("msg", "")).removeprefix("Value error, ")
    return HoursbackError(
        _("“%(where)s” cannot be used: %(why)s.") % {"where": where, "why": why[:1].lower() + why[1:]},
        where=where,
        value=value,
        hint=_("The description of the API says what it may hold."),
    )


def _found(request: HttpRequest, source: str, steps: Any) -> str:
    value: Any = getattr(request, "json", None) if source == "body" else request.GET.dict()
    for step in steps:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            break
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _form(request: HttpRequest, error: FormRefusal) -> HttpResponse:
    """What a form or a model refused, in the same shape."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    found = [
        HoursbackError(text, where="" if name == "__all__" else name, hint=_("Change it and send it again."))
        for name, texts in by_field.items()
        for text in texts
    ][:MOST_SAID]
    return refusal(request, HTTPStatus.BAD_REQUEST, found[0], also=[each.as_dict() for each in found[1:]])


def conflict(version: int | None, current: BaseModel | None) -> ApiRefusedError:
    """409: the row was changed since this version; it stands beside the error as it is now."""
    return ApiRefusedError(
        _("This was changed by somebody else since you read it."),
        HTTPStatus.CONFLICT,
        where="version",
        value="" if version is None else str(version),
        hint=_("Look at “current” and send your change again with its version."),
        more={"current": None if current is None else current.model_dump(mode="json")},
    )


def read_cursor(cursor: str, length: int) -> list[int]:
    """The numbers of a cursor that an earlier page gave.

    Raises: ApiRefusedError.
    """
    parts = [int(part) for part in cursor.split(".")]
    if len(parts) != length or any(part > LARGEST_WHOLE for part in parts):
        raise ApiRefusedError(
            _("This cursor comes from no page of this list."),
            HTTPStatus.BAD_REQUEST,
            where="cursor",
            value=shown(cursor),
            hint=_("Send next_cursor of the page before, or leave it out."),
        )
    return parts


def known_only(request: HttpRequest, names: frozenset[str]) -> None:
    """Refuse query fields that an operation does not know: a misspelt one would silently widen a list.

    Raises: ApiRefusedError.
    """
    for name in request.GET:
        if name not in names:
            raise ApiRefusedError(
                _("“%(name)s” is not a query field of this operation.") % {"name": shown(name)},
                HTTPStatus.BAD_REQUEST,
                where=shown(name),
                value=shown(request.GET[name]),
                hint=_("Known are: %(names)s.") % {"names": ", ".join(sorted(names)) or _("none")},
            )
