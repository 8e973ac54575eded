"""The matrix of routes: every address, method, role and object relation, made from the rights and the addresses.

`Matrix.faults()` says in sentences where an answer is not what the route's row states.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from hoursback.web.accounts.roles import Access, Door, Role
from hoursback.web.accounts.scope import acting_in
from tests.web.cast import Player
from tests.web.samples import DAY, SAMPLES

MISSING = 2**62 + 7
_MASKED = re.compile(rb"nonce=\"[^\"]*\"|X-CSRFToken\": \"[^\"]*\"|name=\"csrfmiddlewaretoken\" value=\"[^\"]*\"")
"""Random in every answer, whoever asks for whatever."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PLAIN: Mapping[str, Any] = {
    "day": DAY.isoformat(),
    "week": DAY.isoformat(),
    "year": 2026,
    "index": 0,
    "secret": "nonsense",
    "token": "nonsense",
    "key": "1-nonsense",
    "uidb36": "1",
    "pk": 1,  # a passkey, of allauth's own pages
}
"""URL arguments that name no row of a workspace."""
PARDONED = {
    ("capture:import-problems", 404): "nothing waits to be mended once an import is done",
    ("worth:index", 403): "managers and advisers see it once the owner shares money; its own tests try both",
}
"""Answers of a view's own to a row that is there, with the reason."""


@dataclass(frozen=True)
class Route:
    """An address: its name and what its pattern asks for."""

    name: str
    arguments: tuple[str, ...]
    pattern: str


def addresses() -> list[Route]:
    """Every address of the app."""
    return list(_walk(get_resolver(), (), (), ""))


def _walk(resolver: URLResolver, spaces: tuple[str, ...], held: tuple[str, ...], path: str) -> Iterator[Route]:
    for item in resolver.url_patterns:
        own = (*held, *(name for name in item.pattern.regex.groupindex if name not in held))
        here = f"{path}{item.pattern}"
        if isinstance(item, URLResolver):
            yield from _walk(item, (*spaces, *([item.namespace] if item.namespace else [])), own, here)
        elif isinstance(item, URLPattern):
            yield Route(":".join((*spaces, item.name or "")), own, here)


def holes(routes: Iterable[Route], rows: Mapping[str, Access], samples: Mapping[str, Any]) -> list[str]:
    """What cannot be tried because something was not stated."""
    routes = list(routes)
    names = {route.name for route in routes}
    found = [f"The address {route.pattern} ({route.name}) has no row." for route in routes if route.name not in rows]
    found += [f"The row {name} has no address." for name in rows if name not in names]
    for name, access in rows.items():
        found += [f"{name}: no sample maker for {m}." for m in access.objects.values() if m not in samples]
    for route in routes:
        objects = rows[route.name].objects if route.name in rows else {}
        odd = [name for name in route.arguments if name not in {*objects, *PLAIN, "workspace"}]
        found += [f"{route.name}: the argument {name} is neither in `objects` nor known as plain." for name in odd]
    return found


@dataclass
class Matrix:
    """Tries routes with the whole cast."""

    players: Mapping[Role, Player]
    stranger: Player
    rows: Mapping[str, Access]

    def faults(self, routes: Iterable[Route]) -> list[str]:
        """Each answer that differs from what the row says."""
        return [fault for route in routes if route.name in self.rows for fault in self._faults_of(route)]

    def _faults_of(self, route: Route) -> Iterator[str]:
        access = self.rows[route.name]
        for method in METHODS:
            if access.door is Door.MEMBER:
                yield from self._inside(route, access, method)
            else:
                yield from self._outside(route, access, method)

    def _outside(self, route: Route, access: Access, method: str) -> Iterator[str]:
        address = reverse(route.name, kwargs={name: PLAIN[name] for name in route.arguments})
        for who, client in (("nobody", Client()), ("owner", self.players[Role.OWNER].client)):
            status = self._status(client, method, address)
            if method not in access.methods:
                fine = status == 405
            elif access.door is Door.SIGNED_IN and who == "nobody":
                fine = status in (302, 401)
            else:
                fine = isinstance(status, int) and status < 500
            if not fine:
                yield f"{method} {address} as {who}: {status}"

    def _inside(self, route: Route, access: Access, method: str) -> Iterator[str]:
        if method not in access.methods:
            yield from self._wrong(route, access, method)
            return
        yield from self._strangers(route, access, method)
        for role, player in self.players.items():
            with undone():
                status = self._status(player.client, method, self._own(route, access, player))
            if not _is_right(status, role, access, method) and (route.name, status) not in PARDONED:
                yield f"{method} {route.name} as {role.value}, own: {status}"
            if access.objects and role in access.roles_for(method):
                yield from self._other_rows(route, access, method, player)

    def _wrong(self, route: Route, access: Access, method: str) -> Iterator[str]:
        """The doors refuse a wrong method before they ask who it is, so one player is enough."""
        names = [name for name in route.arguments if name != "workspace"]
        address = _to(
            route, self.stranger, {name: 1 if name in access.objects else PLAIN.get(name, 1) for name in names}
        )
        status = self._status(self.stranger.client, method, address)
        if status != 405:
            yield f"{method} {route.name}, which it does not take: {status}"

    def _strangers(self, route: Route, access: Access, method: str) -> Iterator[str]:
        owner = self.players[Role.OWNER]
        with undone():
            address = self._own(route, access, owner)
            nobody = self._status(Client(), method, address)
            foreign = self._answer(self.stranger.client, method, address)
            nowhere = address.replace(f"/{owner.workspace.public_id}/", "/zzzzzzzzzz/")
            missing = self._answer(self.stranger.client, method, nowhere)
        if nobody not in (302, 401):
            yield f"{method} {route.name} as nobody: {nobody}"
        if _said(foreign) != _said(missing) or _said(foreign)[0] != 404:
            yield f"{method} {route.name} as Rex: {_said(foreign)[0]}, where nothing is {_said(missing)[0]}"

    def _other_rows(self, route: Route, access: Access, method: str, player: Player) -> Iterator[str]:
        """Rows of another workspace and rows that are not there: the same 404."""
        for argument, label in access.objects.items():
            with undone():
                own = self._arguments(route, access, player)
                with acting_in(self.stranger.workspace):
                    row = SAMPLES[label](self.stranger.workspace, self.stranger.member)
                foreign = self._answer(player.client, method, _to(route, player, {**own, argument: row.pk}))
                missing = self._answer(player.client, method, _to(route, player, {**own, argument: MISSING}))
            if _said(foreign)[0] != 404 or _said(foreign) != _said(missing):
                status, other = _said(foreign)[0], _said(missing)[0]
                yield f"{method} {route.name} as {player.member.role}: {argument} foreign {status}, missing {other}"

    def _own(self, route: Route, access: Access, player: Player) -> str:
        return _to(route, player, self._arguments(route, access, player))

    def _arguments(self, route: Route, access: Access, player: Player) -> dict[str, Any]:
        arguments = {name: PLAIN.get(name, 0) for name in route.arguments if name != "workspace"}
        # Whoever is refused anyway (an adviser, who is nobody that works) tries rows of the owner's.
        maker = player if player.member.role in access.roles else self.players[Role.OWNER]
        with acting_in(player.workspace):
            for argument, label in access.objects.items():
                arguments[argument] = SAMPLES[label](player.workspace, maker.member).pk
        return arguments

    def _status(self, client: Client, method: str, address: str) -> object:
        answer = self._answer(client, method, address)
        return answer if isinstance(answer, str) else answer.status_code

    def _answer(self, client: Client, method: str, address: str) -> HttpResponse | str:
        held = {name: cookie.value for name, cookie in client.cookies.items()}
        try:
            with undone():
                if method == "POST" and not address.startswith("/api/"):
                    answer = client.post(address)
                else:
                    answer = client.generic(method, address, "{}", content_type="application/json")
                answer.close()  # of a file that was not read
                return answer
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        finally:
            # The log-in that an answer ended is there again in the database, so the browser must have it too.
            client.cookies = SimpleCookie(held)


def _to(route: Route, player: Player, arguments: Mapping[str, Any]) -> str:
    inside = {"workspace": player.workspace.public_id} if "workspace" in route.arguments else {}
    return reverse(route.name, kwargs={**inside, **arguments})


def _is_right(status: object, role: Role, access: Access, method: str) -> bool:
    if role not in access.roles_for(method):
        return status == 403
    return isinstance(status, int) and status < 500 and status not in (401, 403, 404, 405)


def _said(answer: HttpResponse | str) -> tuple[object, object, object]:
    """What an answer tells: status, headers and body but for the number of the request."""
    if isinstance(answer, str):
        return answer, None, None
    number = getattr(answer.wsgi_request, "number", "").encode()
    kept = {name: value for name, value in answer.headers.items() if name not in ("Content-Length", "Set-Cookie")}
    return answer.status_code, kept, _MASKED.sub(b"", answer.content.replace(number or b"\0", b"N"))


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
