"""Who may use an operation of the API, how often, and once only where a key says so."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member, Once
from hoursback.web.accounts.request import WorkspaceRequest
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import EVERYBODY, Access, Role, Scope
from hoursback.web.accounts.selectors import beyond_its_scope, token_opens, zone_or_utc
from hoursback.web.shared.api import ApiRefusedError, Given, Moment, known_only, said_instant
from hoursback.web.shared.api_body import json_of

A_MINUTE = 120
"""Requests of one token (or of one member with a browser) in a minute."""
HEAVY_A_MINUTE = 20
"""Of these, exports and plans."""
LONGEST_KEY = 100
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_WINDOW = 60


class Key:
    """What an operation asks of whoever calls it; the doors have let the member in, this looks at the operation.

    Args:
        scope: that a token needs. roles: that may call it. is_heavy: counts against the smaller limit too.
        is_repeatable: its action does the same once or twice and must not run inside a transaction.
    """

    def __init__(
        self, scope: Scope, roles: frozenset[Role], *, is_heavy: bool = False, is_repeatable: bool = False
    ) -> None:
        self.scope = scope
        self.roles = roles
        self.is_heavy = is_heavy
        self.is_repeatable = is_repeatable

    def __call__(self, request: WorkspaceRequest) -> Member:
        """The member.

        Raises: ApiRefusedError, 403, for a token that does not reach so far.
        """
        token = getattr(request, "token", None)
        wanted = Access(request.access.door, scope=self.scope)  # type: ignore[attr-defined]
        if token is not None and not token_opens(token, wanted, request.method or ""):
            what, hint = beyond_its_scope(token, self.scope)
            raise ApiRefusedError(what, HTTPStatus.FORBIDDEN, where="scope", value=token.scope, hint=hint)
        return request.member


class Closed(Key):
    """The key of an operation that states none: nobody has it."""

    def __init__(self) -> None:
        super().__init__(Scope.WRITE, frozenset())

    def __call__(self, request: WorkspaceRequest) -> Member:
        """Refuses.

        Raises: PermissionDenied.
        """
        raise PermissionDenied


def asks(
    scope: Scope, roles: frozenset[Role] = EVERYBODY, *, is_heavy: bool = False, is_repeatable: bool = False
) -> dict[str, Any]:
    """What an operation says about itself: `@router.get("/timer", **asks(Scope.READ, TEAM))`."""
    return {
        "auth": Key(scope, roles, is_heavy=is_heavy, is_repeatable=is_repeatable),
        "openapi_extra": {
            "security": [{"token": [scope.value]}, {"session": []}],
            "x-roles": sorted(role.value for role in roles),
        },
    }


def for_its_roles(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view that only the roles of its key reach; a decorator of ninja's operations.

    An address that several operations share is open to the roles of any; who may not use this one is told so here.
    """
    key: Any = view._ninja_operation.auth_param  # type: ignore[attr-defined]

    @wraps(view)
    def checked(request: WorkspaceRequest, **kwargs: Any) -> Any:
        if request.member.role not in key.roles:
            raise PermissionDenied
        return view(request, **kwargs)

    return checked


def guarded(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An operation behind its key, its limits and its Idempotency-Key; a decorator of ninja's views."""
    operation: Any = run.__self__  # type: ignore[attr-defined]
    queries = (model for model in operation.models if model.__ninja_param_source__ == "query")
    asked = frozenset(name for model in queries for name in model.__ninja_flatten_map__)

    @wraps(run)
    def guarded_run(request: WorkspaceRequest, **kwargs: Any) -> HttpResponse:
        try:
            (key,) = operation.auth_callbacks
            key(request)
            _count(request, is_heavy=key.is_heavy)
            known_only(request, asked)

            def answer() -> HttpResponse:
                _find(request, kwargs)
                return run(request, **kwargs)

            if request.method not in _CHANGING:
                return answer()
            json_of(request)
            return _once(request, answer, holds=not key.is_repeatable)
        except (HoursbackError, PermissionDenied, Http404) as error:
            refused: HttpResponse = operation.api.on_exception(request, error)
            return refused

    return guarded_run


def _find(request: WorkspaceRequest, kwargs: Mapping[str, Any]) -> None:
    """Look up the rows that the address names before anything else is said about the request.

    Raises: Http404.
    """
    for argument, label in request.access.objects.items():  # type: ignore[attr-defined]
        visible_or_404(request.member, apps.get_model(label), kwargs[argument])


def _count(request: WorkspaceRequest, *, is_heavy: bool) -> None:
    """Count a request against its token.

    Raises: ApiRefusedError, 429.
    """
    token = getattr(request, "token", None)
    who = f"token {token.pk}" if token is not None else f"member {request.member.pk}"
    for name, most in (("all", A_MINUTE), *((("heavy", HEAVY_A_MINUTE),) if is_heavy else ())):
        now = time.time()
        minute = int(now // _WINDOW)
        counter = hashlib.blake2b(f"api {name} {who} {minute}".encode(), digest_size=16).hexdigest()
        cache.add(counter, 0, 2 * _WINDOW)
        try:
            seen = cache.incr(counter)
        except ValueError:  # dropped between the two calls by a cache that was full
            continue
        if seen > most:
            wait = int((minute + 1) * _WINDOW - now) + 1
            raise ApiRefusedError(
                _("More than %(most)d requests in a minute.") % {"most": most},
                HTTPStatus.TOO_MANY_REQUESTS,
                hint=_("Wait %(wait)d seconds.") % {"wait": wait},
                headers={"Retry-After": str(wait)},
            )


def _once(request: WorkspaceRequest, answer: Callable[[], HttpResponse], *, holds: bool) -> HttpResponse:
    """The stored answer for a key that was used before; else the answer, stored with its effect.

    Args:
        holds: answer and effect are stored in one transaction. Without it the action must bear being done twice:
            of two at the same moment both run, and later ones get the stored answer.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return _with_address(answer())
    if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise ApiRefusedError(
            _("An Idempotency-Key has 1 to 100 plain characters."),
            HTTPStatus.BAD_REQUEST,
            where="Idempotency-Key",
            hint=_("A random UUID does."),
        )
    match = request.resolver_match
    route = f"{match.view_name} {request.method}" if match else ""
    facts = {"workspace_id": request.member.workspace_id, "member": request.member, "route": route, "key": key}
    if not holds:
        known = Once.everywhere.filter(**facts).first()
        response = _again(known, _digest(request)) if known else answer()
        if known is None and response.status_code < HTTPStatus.BAD_REQUEST:
            Once.everywhere.get_or_create(**facts, defaults={"digest": _digest(request), **_kept(response)})
        return _with_address(response)
    with transaction.atomic():
        # The unique row is taken first: whoever sends the same key at the same moment waits for this transaction.
        taken, is_new = Once.everywhere.get_or_create(**facts, defaults={"digest": _digest(request)})
        response = answer() if is_new else _again(taken, _digest(request))
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            # Nothing happened, so the key is free again.
            transaction.set_rollback(True)
        elif is_new:
            Once.everywhere.filter(pk=taken.pk).update(**_kept(response))
    return _with_address(response)


def _kept(response: HttpResponse) -> dict[str, Any]:
    return {"status": response.status_code, "answer": response.content.decode()}


def _digest(request: WorkspaceRequest) -> str:
    said = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return hashlib.sha256(said).hexdigest()


def _again(taken: Once, digest: str) -> HttpResponse:
    if taken.digest != digest:
        raise ApiRefusedError(
            _("This Idempotency-Key came with another request before."),
            HTTPStatus.UNPROCESSABLE_ENTITY,
            where="Idempotency-Key",
            value=taken.key,
            hint=_("Take a new key for a new request."),
        )
    response = HttpResponse(taken.answer, status=taken.status, content_type="application/json; charset=utf-8")
    response["Idempotency-Replayed"] = "true"
    return response


def _with_address(response: HttpResponse) -> HttpResponse:
    """The Location header of an answer that names where its result stands."""
    if response.status_code in (HTTPStatus.CREATED, HTTPStatus.ACCEPTED):
        address = json.loads(response.content).get("address")
        if address:
            response["Location"] = address
    return response


class About(Given):
    """Where a token leads, and as whom."""

    workspace: str
    name: str
    role: Role
    scope: Scope | None
    currency: str
    timezone: str
    week_start: int
    now: Moment


router = Router(tags=["About"])


@router.get("/about", response=About, url_name="about", summary="Where I am, and as whom", **asks(Scope.READ))
def about(request: WorkspaceRequest) -> About:
    """The workspace, the member's role in it and the token's scope; no scope: a session of the browser."""
    token = getattr(request, "token", None)
    workspace = request.workspace
    return About(
        workspace=workspace.public_id,
        name=workspace.name,
        role=Role(request.member.role),
        scope=Scope(token.scope) if token is not None else None,
        currency=workspace.currency,
        timezone=zone_or_utc(request.member.user.timezone or workspace.timezone).key,
        week_start=workspace.week_start,
        now=said_instant(int(time.time())),
    )
