"""The doors: before any view runs, the route's row decides who may pass. A route without a row is closed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextvars import copy_context
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from hoursback.web.accounts import arrival, scope, selectors, sessions
from hoursback.web.accounts.models import Member, Token
from hoursback.web.accounts.rights import access_to
from hoursback.web.accounts.roles import Access, Door
from hoursback.web.shared import faults, formats
from hoursback.web.shared.places import RELEASE

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_TAGGED = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)


class Doors:
    """Sets `request.member` and `request.workspace` where the address names a workspace, or refuses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = scope.enter(None)
        shown = formats.LOCALE.set("en")
        try:
            return _finish(request, self.get_response(request))
        finally:
            timezone.deactivate()
            formats.LOCALE.reset(shown)
            scope.leave(token)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let in, refuse, or answer 304 at once."""
        match = request.resolver_match
        access = access_to(match.view_name) if match else None
        if access is None:
            raise Http404
        if request.method not in _answered(access):
            return _wrong_method(request, access)
        request.access = access  # type: ignore[attr-defined]
        refusal = None if access.door is Door.PUBLIC else _check(request, access, kwargs)
        if refusal is not None or request.method != "OPTIONS":
            return refusal
        # Views need not know of it, and one that takes "not GET" for "POST" must never see it.
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": ", ".join(sorted(_answered(access)))})


def _answered(access: Access) -> frozenset[str]:
    """HEAD goes with GET alone: a view that only takes POST would act on it, and no CSRF check guards a HEAD."""
    return access.methods | ({"HEAD", "OPTIONS"} if "GET" in access.methods else {"OPTIONS"})


def _wrong_method(request: HttpRequest, access: Access) -> HttpResponse:
    response = faults.answer(
        request,
        HTTPStatus.METHOD_NOT_ALLOWED,
        _("This address does not answer that kind of request."),
        _("Go back and use the page's own buttons."),
    )
    response["Allow"] = ", ".join(sorted(access.methods))
    return response


def _check(request: HttpRequest, access: Access, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Who asks, and whether the route is open to them; None: let in."""
    if access.door is Door.MEMBER and selectors.carries_token(request):
        return _check_token(request, access, kwargs)
    wanted = kwargs.pop("workspace", None) if access.door is Door.MEMBER else None
    member = arrival.member_by_session(request, wanted) if wanted else None
    if member is not None:
        request.user = member.user
    elif isinstance(request.user, AnonymousUser):
        return _must_log_in(request)
    stale = sessions.keep(request)
    if stale is not None:
        return stale
    # A view of the API is exempt because tokens need no check; a session does, as everywhere else.
    forged = _CSRF.process_view(request, _nothing, (), {})
    if forged is not None:
        return forged
    if access.door is Door.SIGNED_IN:
        _show_as(request, request.user.locale or "en", request.user.timezone)
        return selectors.needs_fresh_login(request) if access.is_fresh else None
    member = member or selectors.member_of(request.user, wanted)
    if member is None:
        raise Http404
    return _enter(request, access, member, token=None)


def _check_token(request: HttpRequest, access: Access, kwargs: dict[str, Any]) -> HttpResponse | None:
    """A request that carries a token is judged by it alone, never by a session that comes along."""
    token = selectors.token_of(request)
    if token is None:
        return _no_token(request)
    wanted = kwargs.pop("workspace", token.member.workspace.public_id)
    if token.member.workspace.public_id != wanted or not token.member.is_active:
        raise Http404
    if not selectors.token_opens(token, access, request.method or ""):
        what, hint = selectors.beyond_its_scope(token, access.scope)
        return faults.answer(request, HTTPStatus.FORBIDDEN, what, hint, where="scope", value=token.scope)
    request.user = token.member.user
    selectors.note_use(token)
    return _enter(request, access, token.member, token=token)


def _must_log_in(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return _no_token(request)
    # Where a form was sent there is nothing to come back to.
    wanted = request.get_full_path() if request.method in _SAFE else "/"
    return redirect_to_login(wanted)


def _no_token(request: HttpRequest) -> HttpResponse:
    response = faults.answer(
        request,
        HTTPStatus.UNAUTHORIZED,
        _("This request carries no token that is valid."),
        _("Make a token in the settings of the workspace and send it as “Authorization: Bearer hb_pat_…”."),
    )
    response["WWW-Authenticate"] = "Bearer"
    return response


def _enter(request: HttpRequest, access: Access, member: Member, *, token: Token | None) -> HttpResponse | None:
    if member.role not in access.roles_for(request.method or "", is_shared=member.workspace.has_money_shared):
        return faults.forbidden(request)
    if member.workspace.needs_second_factor and not selectors.has_second_factor(member.user):
        if token is not None:
            return faults.forbidden(request)
        return sessions.ask_for_second_factor(request, member.workspace)
    request.member, request.workspace = member, member.workspace  # type: ignore[attr-defined]
    request.has_token = token is not None  # type: ignore[attr-defined]
    request.token = token  # type: ignore[attr-defined]
    scope.enter(member.workspace_id)
    _show_as(request, member.user.locale or member.workspace.locale, member.user.timezone or member.workspace.timezone)
    if access.is_fresh and token is None:
        asked = selectors.needs_fresh_login(request)
        if asked is not None:
            return asked
    return _unchanged(request, access, member)


def _unchanged(request: HttpRequest, access: Access, member: Member) -> HttpResponse | None:
    """304, where the browser holds this very page."""
    if not access.is_tagged or access.is_private_money or request.method not in ("GET", "HEAD"):
        return None
    request.etag = etag = etag_of(request, member)  # type: ignore[attr-defined]
    if not _is_held(etag, request.META.get("HTTP_IF_NONE_MATCH", "")) or _has_messages(request):
        return None
    return HttpResponse(status=HTTPStatus.NOT_MODIFIED)


def _is_held(etag: str, said: str) -> bool:
    """Whether a browser says that it holds this page; most hold one."""
    # A proxy that compresses on the way marks the tag as weak; the page is the same.
    return bool(said) and (said == etag or etag in {mark.removeprefix("W/") for mark in parse_etags(said)})


def _show_as(request: HttpRequest, locale: str, zone: str) -> None:
    formats.LOCALE.set(locale)
    timezone.activate(selectors.zone_or_utc(zone))


def _finish(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, StreamingHttpResponse) and getattr(response, "file_to_stream", None) is None:
        response.streaming_content = _carried(response.streaming_content)
    access: Access | None = getattr(request, "access", None)
    if access is not None and access.door is Door.PUBLIC:
        return response
    etag = getattr(request, "etag", None)
    if etag and response.status_code in _TAGGED:
        response["ETag"] = etag
        response.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ("Cookie", "HX-Request", "HX-Target"))
    else:
        response.setdefault("Cache-Control", "no-store")
    return response


def _carried(chunks: Any) -> Iterator[bytes]:
    """The pieces of a streamed answer, made in the scope of their request, which ends before the first is asked for."""
    context, pieces, end = copy_context(), iter(chunks), object()

    def carry() -> Iterator[bytes]:
        while (piece := context.run(next, pieces, end)) is not end:
            yield piece  # type: ignore[misc]

    return carry()


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


_CSRF = CsrfViewMiddleware(_nothing)


def etag_of(request: HttpRequest, member: Member) -> str:
    """What a tagged page depends on, as one mark: release, workspace, member, look, address, day, session."""
    zone = member.user.timezone or member.workspace.timezone
    today = timezone.localdate(timezone=selectors.zone_or_utc(zone))
    parts = (
        RELEASE,
        member.workspace.version,
        member.workspace_id,
        member.pk,
        member.role,
        str(member.user),
        member.user.theme,
        member.user.locale,
        zone,
        translation.get_language(),
        request.path,
        request.META.get("QUERY_STRING", ""),
        request.META.get("HTTP_HX_REQUEST", ""),
        request.META.get("HTTP_HX_TARGET", ""),
        # Forms on the page answer to this secret; another log-in has another.
        request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""),
        today,
    )
    return '"' + hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest() + '"'


def _has_messages(request: HttpRequest) -> bool:
    return len(get_messages(request)) > 0
