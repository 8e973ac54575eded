"""Callers of the API: members with tokens, and what they say to it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client

from hoursback.web.accounts.models import Member, Token
from hoursback.web.accounts.roles import Scope
from hoursback.web.accounts.selectors import digest


@dataclass(frozen=True)
class Caller:
    """A program with a token of a member; `say` is one request."""

    member: Member
    secret: str

    def say(
        self, method: str, path: str, body: Any = None, *, key: str = "", workspace: str = "", raw: bytes | None = None
    ) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.secret}"}
        if key:
            headers["Idempotency-Key"] = key
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        place = workspace or self.member.workspace.public_id
        return Client(raise_request_exception=False).generic(
            method, f"/api/v1/w/{place}/{path}", data, "application/json", headers=headers
        )

    def get(self, path: str, **more: Any) -> HttpResponse:
        return self.say("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> HttpResponse:
        return self.say("POST", path, body, **more)

    def patch(self, path: str, body: Any = None, **more: Any) -> HttpResponse:
        return self.say("PATCH", path, body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> HttpResponse:
        return self.say("PUT", path, body, **more)

    def delete(self, path: str, **more: Any) -> HttpResponse:
        return self.say("DELETE", path, **more)


def caller(member: Member, scope: Scope = Scope.WRITE) -> Caller:
    """A program of this member."""
    secret = f"hb_pat_{secrets.token_urlsafe(32)}"
    Token.everywhere.create(
        workspace=member.workspace,
        member=member,
        name="a test",
        prefix=secret[:14],
        token_hash=digest(secret),
        scope=scope.value,
    )
    return Caller(member, secret)


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    """Nobody has asked anything yet: the limits are counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def on_disk(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Runs a function in a thread of its own on a database file: connections to one in memory do not wait in line."""
    settings = connections.settings["default"]
    if connection.vendor != "sqlite":
        yield _in_a_thread
        return
    file, name = tmp_path / "race.sqlite3", settings["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    settings["NAME"] = str(file)
    try:
        yield _in_a_thread
    finally:
        settings["NAME"] = name


def _in_a_thread(body: Callable[[], Any]) -> Any:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_closing, body).result()


def _closing(body: Callable[[], Any]) -> Any:
    try:
        return body()
    finally:
        connection.close()


def race(calls: int, call: Callable[[], Any]) -> list[Any]:
    """What as many calls at the same moment answer."""
    with ThreadPoolExecutor(calls) as pool:
        return list(pool.map(lambda _number: _closing(call), range(calls)))
