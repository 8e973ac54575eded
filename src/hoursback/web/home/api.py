"""The API as a whole: the operations of every step under one root, and its description."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache, wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, reverse
from django.views.decorators.http import etag
from ninja import NinjaAPI
from ninja.openapi import get_schema
from ninja.openapi.docs import Swagger

from hoursback.web.accounts import api as accounts
from hoursback.web.capture import api as capture
from hoursback.web.capture import api_activities as activities
from hoursback.web.cycle import api as cycle
from hoursback.web.handoff import api as handoff
from hoursback.web.outcome import api as outcome
from hoursback.web.people import api as people
from hoursback.web.plan import api as plan
from hoursback.web.review import api as review
from hoursback.web.shared.api import Refused, speak_plainly
from hoursback.web.shared.api_body import OneBody
from hoursback.web.shared.places import RELEASE

_ABOUT = (
    "Everything the pages do with the log, the timer, activities, reviews and plans. A token (Settings, Tokens) goes "
    "into the Authorization header and can do what its member can, within its scope: read; log (read, entries and the "
    "timer); write (everything). A browser that is logged in may call the API too and sends its CSRF token as "
    "X-CSRFToken with what changes anything. Times are ISO 8601, UTC where we write them; hours a week are numbers, "
    "shares are fractions; edits carry the version they were based on. See docs/how-to/use-the-api.md."
)
_ALWAYS = {
    HTTPStatus.BAD_REQUEST: "Something in the request cannot be used; it is named.",
    HTTPStatus.UNAUTHORIZED: "No token, or one that is not valid.",
    HTTPStatus.FORBIDDEN: "Your role, or the scope of the token, does not reach so far.",
    HTTPStatus.NOT_FOUND: "Nothing here that you can see.",
    HTTPStatus.TOO_MANY_REQUESTS: "More than 120 requests in a minute; Retry-After says how long to wait.",
}
_ON_CHANGE = {
    HTTPStatus.CONFLICT: "Changed by somebody else since; the answer holds it as it is now.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The Idempotency-Key came with another request before.",
}
_REFUSED = {"application/json": {"schema": {"$ref": "#/components/schemas/Refused"}}}
_WORKSPACE = {
    "name": "workspace",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 10},
    "description": "Id of the workspace, as it stands in the address of its pages after /w/.",
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
    "description": "The same key again gets the stored answer and has no second effect.",
}


def made() -> NinjaAPI:
    """The API with all its operations."""
    api = NinjaAPI(
        title="Hoursback",
        version="1",
        description=_ABOUT,
        openapi_url=None,  # it belongs to no workspace and stands beside the operations: `openapi` below
        docs_url=None,
        urls_namespace="api",
        # What an operation does not open stays closed.
        auth=accounts.Closed(),
        parser=OneBody(),
    )
    api.add_decorator(accounts.guarded, mode="view")
    api.add_decorator(accounts.for_its_roles, mode="operation")
    speak_plainly(api)
    for part in (accounts, people, capture, activities, review, plan, handoff, cycle, outcome):
        api.add_router("", part.router)
    return api


api = made()


def operations() -> list[URLPattern]:
    """One address per path: its operations share a name and a row in the rights."""
    found: dict[str, URLPattern] = {}
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = _answering_head(pattern.callback)
            found.setdefault(str(pattern.pattern), pattern)
    return list(found.values())


def _answering_head(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        asked = request.method
        request.method = "GET" if asked == "HEAD" else asked
        try:
            return view(request, **kwargs)
        finally:
            request.method = asked

    return answer


@cache
def described() -> dict[str, Any]:
    """The OpenAPI description: ninja's, with what holds for every operation."""
    found: dict[str, Any] = json.loads(json.dumps(get_schema(api, path_prefix="/api/v1/w/{workspace}/")))
    refused = Refused.model_json_schema(ref_template="#/components/schemas/{model}")
    parts = found["components"]
    parts["schemas"] |= {**refused.pop("$defs"), "Refused": refused}
    parts["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "hb_pat_…, made in the settings."},
        "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "A logged-in browser."},
    }
    for path in found["paths"].values():
        for method, operation in path.items():
            _complete(method, operation)
        path["parameters"] = [_WORKSPACE]
    return found


def _complete(method: str, operation: dict[str, Any]) -> None:
    answers = dict(_ALWAYS)
    if method != "get":
        answers |= _ON_CHANGE
        operation["parameters"].append(_KEY)
    for status, said in answers.items():
        operation["responses"].setdefault(str(status.value), {"description": said, "content": _REFUSED})


def _mark(request: HttpRequest) -> str:
    return f'"{hashlib.blake2b(RELEASE.encode(), digest_size=12).hexdigest()}"'


@etag(_mark)
def openapi(request: HttpRequest) -> HttpResponse:
    """The description as JSON; the same for everybody, so anybody may read it."""
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(json.dumps(described()), content_type="application/json", headers=headers)


def docs(request: HttpRequest) -> HttpResponse:
    """The description as a page in which operations can be tried."""
    settings = Swagger.default_settings | {"url": reverse("api:openapi")}
    return render(request, Swagger.template, {"swagger_settings": json.dumps(settings), "api": api, "add_csrf": True})
