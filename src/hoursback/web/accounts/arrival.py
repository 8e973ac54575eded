"""Who comes to a workspace by a session, in one statement that is written once.

Building the statements anew takes Django longer than all else on the way to a page. Nothing is remembered between
requests: user, place, role and workspace are read each time, and the session is held to its user's password as Django
does. Whoever is not let in here is judged again by Django's own rules and the doors; only a yes is final.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, models
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from hoursback.web.accounts.models import Member, User, Workspace

_MODELS: tuple[type[models.Model], ...] = (Member, User, Workspace)
type _Converter = Callable[[Any], Any]


def member_by_session(request: HttpRequest, workspace: str) -> Member | None:
    """The active member of a workspace (by its public id) whom the session belongs to; None: to be judged in full."""
    session = request.session
    user_id, backend = str(session.get(SESSION_KEY, "")), session.get(BACKEND_SESSION_KEY)
    if not user_id.isdecimal() or backend not in settings.AUTHENTICATION_BACKENDS:
        return None
    member = _found(int(user_id), workspace)
    if member is None:
        return None
    is_sound = constant_time_compare(session.get(HASH_SESSION_KEY, ""), member.user.get_session_auth_hash())
    return member if is_sound else None


def _found(user_id: int, workspace: str) -> Member | None:
    with connection.cursor() as cursor:
        cursor.execute(_statement(), (user_id, True, True, workspace))
        row = cursor.fetchone()
    if row is None:
        return None
    member, user, place = (_made(row, *each) for each in _layout(connection.vendor))
    member.user, member.workspace = user, place
    found: Member = member
    return found


def _made(
    row: Sequence[Any],
    model: type[models.Model],
    part: slice,
    names: Sequence[str],
    converters: Sequence[tuple[int, _Converter]],
) -> Any:
    values = list(row[part])
    for place, convert in converters:
        values[place] = convert(values[place])
    return model.from_db(connection.alias, names, values)


@cache
def _statement() -> str:
    columns = ", ".join(
        f"{model._meta.db_table}.{field.column}" for model in _MODELS for field in model._meta.concrete_fields
    )
    return (
        f"SELECT {columns} FROM accounts_member "
        "JOIN accounts_user ON accounts_user.id = accounts_member.user_id "
        "JOIN accounts_workspace ON accounts_workspace.id = accounts_member.workspace_id "
        "WHERE accounts_member.user_id = %s AND accounts_member.is_active = %s AND accounts_user.is_active = %s "
        "AND accounts_workspace.public_id = %s"
    )


@cache
def _layout(
    vendor: str,
) -> list[tuple[type[models.Model], slice, list[str], list[tuple[int, _Converter]]]]:
    """For each model: its part of a row, names of its fields, and what a database of this kind needs converted."""
    found, first = [], 0
    for model in _MODELS:
        fields = model._meta.concrete_fields
        converters = [
            (place, _bound(convert, field)) for place, field in enumerate(fields) for convert in _converters(field)
        ]
        found.append((model, slice(first, first + len(fields)), [field.attname for field in fields], converters))
        first += len(fields)
    return found


def _converters(field: models.Field[Any, Any]) -> list[Any]:
    column = field.get_col(field.model._meta.db_table)
    return [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]


def _bound(convert: Any, field: models.Field[Any, Any]) -> _Converter:
    return lambda value: convert(value, field, connection)
