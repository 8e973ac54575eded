"""Queries that are written once: Django takes longer to build most statements than the database to answer them.

Of a function that makes a query set of a member, ids, days and words, the SQL is kept for each kind of member; each
call puts in what it was given. Rights hold as they do without it, since the function itself starts from `visible` or
from the manager of the open workspace.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, QuerySet
from django.http import Http404

from hoursback.web.accounts import scope
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.accounts.rights import may
from hoursback.web.accounts.roles import Verb

type Value = Member | int | date | datetime | str
_FIRST = 2_000_000_000
"""Stand-ins for ids count on from here: they fit into any column of whole numbers, and nobody writes them."""
_OPEN = _FIRST
_BEYOND = 2**63


@dataclass(frozen=True, slots=True)
class _Made:
    """A statement, its parameters with the places of those that differ from call to call, and how to read its rows."""

    sql: str
    params: tuple[object, ...]
    places: tuple[tuple[int, str, int, type], ...]
    compiler: Any
    rows: Any
    holder: dict[str, Any]


class Written[Row]:
    """A query that is built at its first call; see `written`."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._made: dict[tuple[object, ...], _Made | None] = {}
        self.__doc__ = build.__doc__

    def __call__(self, *values: Value) -> list[Row]:
        """The rows; none for a member who has left, and for a number that no row can have."""
        if any(_is_beyond(value) for value in values):
            return []
        key = tuple(_kind(value) for value in values)
        if key not in self._made:
            self._made[key] = _make(self._build, values)
        made = self._made[key]
        return [] if made is None else list(_run(made, values))

    def first(self, *values: Value) -> Row | None:
        """The first row; None: there is none."""
        return next(iter(self(*values)), None)


def written[Row](build: Callable[..., QuerySet[Any, Row]]) -> Written[Row]:
    """Keep the SQL of a query.

    The function may only pass on what it is given: no `if` on a value, no clock, no None, no list, no slice by a value.
    """
    return Written(build)


def written_or_404[M: Model](query: Written[M], actor: Member, pk: int, verb: Verb = Verb.SEE) -> M:
    """The row of a query that starts from `visible`, to which the member may do this; 404 as in `visible_or_404`."""
    row = query.first(actor, pk) if pk >= 0 else None
    if row is None or (verb is not Verb.SEE and not may(actor, verb, row)):
        raise Http404
    return row


def _kind(value: Value) -> object:
    """What the SQL may depend on."""
    if isinstance(value, Member):
        return value.role, value.workspace.has_money_shared
    return type(value)


def _is_beyond(value: Value) -> bool:
    if isinstance(value, Member):
        return not value.is_active
    return isinstance(value, int) and not -_BEYOND <= value < _BEYOND


def _make(build: Callable[..., QuerySet[Any, Any]], values: Sequence[Value]) -> _Made | None:
    """The statement; None where no row can ever be found, as for a role that sees none."""
    stands = [_stand_in(value, place) for place, value in enumerate(values)]
    token = scope.enter(_OPEN)
    try:
        query_set = build(*stands)
    finally:
        scope.leave(token)
    whole: Any = query_set
    connection = connections[query_set.db]
    compiler = query_set.query.get_compiler(using=query_set.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    known: dict[tuple[type, object], tuple[str, int]] = {(int, _OPEN): ("open", 0)}
    for place, stand in enumerate(stands):
        if isinstance(stand, Member):
            known[int, stand.pk] = ("member", place)
            known[int, stand.workspace_id] = ("workspace", place)
        else:
            shown = _adapted(connection, stand)
            known[_named(shown)] = ("value", place)
    places = [(at, *known[_named(param)], type(param)) for at, param in enumerate(params) if _is_known(param, known)]
    used = {place for _at, what, place, _type in places if what == "value"}
    if any(str(value) in sql for _type, value in known) or used != {
        place for place, stand in enumerate(stands) if not isinstance(stand, Member)
    }:
        raise ValueError("A value is not passed on as it is, so the statement cannot be kept.")
    # As the connection of this thread reads them; every connection of a process is to the same kind of database.
    converters = compiler.get_converters([each[0] for each in compiler.select[: compiler.col_count]])
    compiler.get_converters = lambda expressions: converters
    holder = {
        "db": query_set.db,
        "model": query_set.model,
        "_fields": whole._fields,
        "_fetch_mode": whole._fetch_mode,
        "_known_related_objects": whole._known_related_objects,
    }
    return _Made(sql, tuple(params), tuple(places), compiler, query_set._iterable_class, holder)


def _is_known(param: object, known: dict[tuple[type, object], tuple[str, int]]) -> bool:
    return isinstance(param, int | str | date) and _named(param) in known


def _named(param: object) -> tuple[type, object]:
    # PostgreSQL's driver has kinds of int of its own, one for each width.
    return (int, int(param)) if isinstance(param, int) else (type(param), param)


def _stand_in(value: Value, place: int) -> Value:
    number = _FIRST + 10 * (place + 1)
    if isinstance(value, Member):
        workspace = Workspace(pk=number + 1, has_money_shared=value.workspace.has_money_shared)
        return Member(pk=number, workspace=workspace, role=value.role)
    if isinstance(value, datetime):
        return datetime(9980 - place, 1, 1, tzinfo=UTC)
    if isinstance(value, date):
        return date(9990 - place, 1, 1)
    return f"stands for value {place}" if isinstance(value, str) else number


def _adapted(connection: Any, value: Value) -> object:
    """A value as the database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _run(made: _Made, values: Sequence[Value]) -> Any:
    params = list(made.params)
    connection = connections[made.holder["db"]]
    for at, what, place, kind in made.places:
        value = _passed_on(connection, what, values[place] if values else None)
        params[at] = kind(value) if issubclass(kind, int) else value
    compiler = copy(made.compiler)
    compiler.connection = connection
    compiler.as_sql = lambda *args, **kwargs: (made.sql, tuple(params))
    query = SimpleNamespace(get_compiler=lambda using: compiler, selected=None)
    return made.rows(SimpleNamespace(query=query, **made.holder))


def _passed_on(connection: Any, what: str, value: Any) -> Any:
    if what == "open":
        return _open_id()
    if what == "member":
        return value.pk
    return value.workspace_id if what == "workspace" else _adapted(connection, value)


def _open_id() -> int:
    found = scope.active_id()
    if found is None:
        raise scope.NoWorkspaceError("A kept query")
    return found
