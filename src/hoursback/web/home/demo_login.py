"""How the demo's owner is logged in already: its address carries a ticket, good once and on this machine alone.

It stands before the app and only in the demo's own process; a real installation has no such door.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from hoursback.web.accounts.models import User
from hoursback.web.accounts.sessions import open_for

type Answer = Callable[..., Any]
type App = Callable[[dict[str, Any], Answer], Iterable[bytes]]

PATH = "/demo/"
_FILE = "demo-ticket"
_LOOPBACK = ("127.0.0.1", "::1")


def write_ticket(user: User) -> str:
    """A session for the user, and the address that hands it out once; the ticket itself is stored nowhere."""
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request.user = AnonymousUser()
    open_for(request, user)
    request.session.save()
    ticket = secrets.token_urlsafe(32)
    kept = {"digest": _digest(ticket), "session": request.session.session_key}
    (settings.DATA / _FILE).write_text(json.dumps(kept), encoding="ascii")
    return PATH + ticket


class Door:
    """Exchanges the ticket for the session; everything else goes to the app."""

    def __init__(self, app: App) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], answer: Answer) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(PATH) and environ.get("REQUEST_METHOD") == "GET" and environ.get("REMOTE_ADDR") in _LOOPBACK:
            session = _take(settings.DATA / _FILE, path.removeprefix(PATH))
            if session:
                cookie = f"{settings.SESSION_COOKIE_NAME}={session}; Path=/; HttpOnly; SameSite=Lax"
                answer("303 See Other", [("Location", "/"), ("Set-Cookie", cookie), ("Cache-Control", "no-store")])
                return [b""]
        return self.app(environ, answer)


def _take(file: Path, ticket: str) -> str:
    """The session for a ticket that fits and was not used; whoever renames the file first has it."""
    try:
        kept = json.loads(file.read_text(encoding="ascii"))
        if not secrets.compare_digest(_digest(ticket), kept["digest"]):
            return ""
        os.rename(file, file.with_suffix(f".{secrets.token_hex(4)}"))
    except FileNotFoundError:
        return ""
    return str(kept["session"])


def _digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
