"""The rows of a database as lines of JSON and back: the same for SQLite and PostgreSQL, whatever release wrote them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import batched
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from hoursback.engine.figures import Figure
from hoursback.web.shared.figurefield import FigureField, stored

type Migrations = dict[str, str]
"""The last migration of each app."""

_BATCH = 5_000
_LEFT_OUT = frozenset(
    (
        "contenttypes.contenttype",  # written anew by every set-up
        "auth.permission",
        "auth.group",
        "auth.group_permissions",
        "sessions.session",  # log-ins end with the database they were made in
        "usersessions.usersession",
        "home.worker",
    )
)
_READ_BACK = (models.DateTimeField, models.DateField, models.TimeField, models.UUIDField, models.DecimalField)


@contextmanager
def beside(alias: str, **changes: object) -> Iterator[str]:
    """A second connection under this alias: like the default one but for the changes; closed and forgotten after."""
    connections.settings[alias] = {**connections["default"].settings_dict, **changes}
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]


@contextmanager
def standing_in(file: Path) -> Iterator[None]:
    """Let another SQLite file be the default database: migrations of other packages know no other."""
    default = connections["default"]
    default.close()
    name, default.settings_dict["NAME"] = default.settings_dict["NAME"], str(file)
    try:
        yield
    finally:
        default.close()
        default.settings_dict["NAME"] = name


def applied(alias: str) -> Migrations:
    """Up to where a database was brought."""
    loader = MigrationExecutor(connections[alias]).loader
    done = set(loader.applied_migrations or ()) & set(loader.graph.nodes)
    ends = [key for key in done if not any(child[0] == key[0] and child in done for child in _children(loader, key))]
    return dict(sorted(ends))


def _children(loader: Any, key: tuple[str, str]) -> Iterable[tuple[str, str]]:
    return [child.key for child in loader.graph.node_map[key].children]


def state_of(alias: str, migrations: Migrations) -> StateApps:
    """The models as they were after these migrations."""
    loader = MigrationExecutor(connections[alias]).loader
    apps = loader.project_state(list(migrations.items()), at_end=True).apps
    assert isinstance(apps, StateApps)
    return apps


def kept(apps: Apps) -> list[type[models.Model]]:
    """The models whose rows a backup holds, by table."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in _LEFT_OUT
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns of a model's table, by attribute."""
    return [field.attname for field in model._meta.concrete_fields]


def lines(alias: str, model: type[models.Model]) -> Iterator[bytes]:
    """The rows of a model as lines of JSON arrays, in order."""
    rows = model._base_manager.using(alias).order_by("pk").values_list(*columns_of(model))
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=plain).encode
    for row in rows.iterator(chunk_size=_BATCH):
        yield encode(row).encode() + b"\n"


def plain(value: object) -> object:
    """What JSON has no word for."""
    match value:
        case Figure():
            return stored(value)
        case datetime():
            return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
        case date() | time():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
    raise TypeError(f"{type(value).__name__} has no form in a backup.")


def load(alias: str, model: type[models.Model], columns: Sequence[str], rows: Iterable[bytes]) -> int:
    """Store lines of JSON arrays; returns how many. Call it inside a transaction."""
    connection = connections[alias]
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"
    readers = [(place, reader) for place, field in enumerate(fields) if (reader := _reader(field, connection))]
    total = 0
    with connection.cursor() as cursor:
        for some in batched(rows, _BATCH):
            values = [_row(line, readers, len(fields)) for line in some]
            cursor.executemany(statement, values)
            total += len(values)
    return total


def _row(line: bytes, readers: Sequence[tuple[int, Callable[[Any], Any]]], width: int) -> list[Any]:
    row: list[Any] = json.loads(line)
    if len(row) != width:
        raise ValueError(f"a row has {len(row)} values for {width} columns")
    for place, reader in readers:
        row[place] = reader(row[place])
    return row


def _reader(field: Any, connection: Any) -> Callable[[Any], Any] | None:
    """How a value goes from JSON into the column; None: as it is."""
    if isinstance(field, FigureField | models.JSONField):
        return lambda value: field.get_db_prep_save(value, connection)
    if isinstance(field, _READ_BACK):
        return lambda value: field.get_db_prep_save(field.to_python(value), connection)
    return None


def renumber(alias: str, loaded: Sequence[type[models.Model]]) -> None:
    """Go on numbering after the highest row; SQLite does by itself."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(loaded)):
            cursor.execute(statement)
