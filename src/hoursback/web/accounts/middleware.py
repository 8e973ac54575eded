"""The doors: before any view runs, the route's row decides who may pass. A route without a row is closed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone, translation

from hoursback.web.accounts import scope, selectors
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import access_to
from hoursback.web.accounts.roles import Access, Door
from hoursback.web.shared import formats
from hoursback.web.shared.places import RELEASE

_READING = frozenset({"HEAD", "OPTIONS"})


class Doors:
    """Sets `request.member` and `request.workspace` where the address names a workspace, or refuses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = scope.enter(None)
        shown = formats.LOCALE.set("en")
        try:
            response = self.get_response(request)
            return self._finish(request, response)
        finally:
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
        if request.method not in access.methods | _READING:
            return HttpResponseNotAllowed(sorted(access.methods))
        request.access = access  # type: ignore[attr-defined]
        if access.door is Door.PUBLIC:
            return None
        return self._check(request, access, kwargs)

    def _check(self, request: HttpRequest, access: Access, kwargs: dict[str, Any]) -> HttpResponse | None:
        wanted = kwargs.pop("workspace", None) if access.door is Door.MEMBER else None
        token = selectors.token_of(request) if access.door is Door.MEMBER else None
        if token is None and isinstance(request.user, AnonymousUser):
            if request.path.startswith("/api/"):
                raise Http404
            return redirect_to_login(request.get_full_path())
        if access.door is Door.SIGNED_IN:
            return selectors.needs_fresh_login(request) if access.is_fresh else None
        member = token.member if token else selectors.member_of(request.user, wanted)
        if member is None or member.workspace.public_id != wanted or not member.is_active:
            raise Http404
        if token is not None and not selectors.token_opens(token, access, request.method or ""):
            raise PermissionDenied
        return self._enter(request, access, member, has_token=token is not None)

    def _enter(self, request: HttpRequest, access: Access, member: Member, *, has_token: bool) -> HttpResponse | None:
        if member.role not in access.roles:
            raise PermissionDenied
        request.member, request.workspace = member, member.workspace  # type: ignore[attr-defined]
        request.has_token = has_token  # type: ignore[attr-defined]
        scope.enter(member.workspace_id)
        formats.LOCALE.set(member.user.locale or member.workspace.locale)
        if access.is_fresh and not has_token:
            asked = selectors.needs_fresh_login(request)
            if asked is not None:
                return asked
        if not access.is_tagged or request.method != "GET":
            return None
        request.etag = etag_of(request, member)  # type: ignore[attr-defined]
        if request.headers.get("If-None-Match") == request.etag and not _has_messages(request):  # type: ignore[attr-defined]
            return HttpResponse(status=304)
        return None

    def _finish(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        access: Access | None = getattr(request, "access", None)
        if access is None or access.door is Door.PUBLIC:
            return response
        etag = getattr(request, "etag", None)
        if etag and response.status_code in (200, 304) and not access.is_private_money:
            response["ETag"] = etag
            response.setdefault("Cache-Control", "private, no-cache")
            response["Vary"] = "Cookie, HX-Request"
        else:
            if etag and response.status_code in (200, 304):
                response["ETag"] = etag
            response.setdefault("Cache-Control", "no-store")
        return response


def etag_of(request: HttpRequest, member: Member) -> str:
    """What a tagged page depends on, as one mark: release, workspace version, member, look, address, day."""
    zone = member.user.timezone or member.workspace.timezone
    today = timezone.localdate(timezone=selectors.zone_or_utc(zone))
    parts = (
        RELEASE,
        member.workspace.version,
        member.workspace_id,
        member.pk,
        member.role,
        member.user.theme,
        member.user.locale,
        translation.get_language(),
        request.get_full_path(),
        request.headers.get("HX-Request", ""),
        request.headers.get("HX-Target", ""),
        today,
    )
    return '"' + hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest() + '"'


def _has_messages(request: HttpRequest) -> bool:
    return len(get_messages(request)) > 0
