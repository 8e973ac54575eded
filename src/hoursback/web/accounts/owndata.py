"""What the app holds about one user, found from the models themselves, so that a new model cannot be forgotten.

What is about somebody is not always theirs to read: rows are those that they see (`visible`), and of them no column
that is for leaders alone.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model, Q, QuerySet

from hoursback.web.accounts.cells import safe_row
from hoursback.web.accounts.models import Event, Member, User, WorkspaceOwned
from hoursback.web.accounts.plainly import readers
from hoursback.web.accounts.rights import all_rules, visible
from hoursback.web.accounts.roles import LEADERS, Role
from hoursback.web.accounts.scope import acting_in

_SECRET = frozenset({"token_hash", "password", "digest", "answer", "key", "mark", "stored_as"})
"""Columns that open something or mean nothing to a person."""
_CANDID = "candid"
"""A column of this name holds the owner's own notes, in whatever model."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Columns of rows about somebody that only leaders read; `until`: the rows of which everybody may.

    `always`: columns that stay with leaders even then.
    """

    columns: frozenset[str]
    until: Q | None = None
    always: frozenset[str] = frozenset()


WITHHELD = {
    "handoff.Handoff": Withheld(frozenset({"line", "cost_per_week", "baseline_hours"})),
    "cycle.Cycle": Withheld(
        frozenset({"verdict", "verdict_reason", "verdict_by"}), Q(phase="repeat"), frozenset({"draft"})
    ),
    "cycle.Rating": Withheld(frozenset({"level", "rater"}), Q(source="self")),
}
"""By label: this layer must not know the steps; a test holds the names against the models."""
_USER = ("email", "name", "locale", "timezone", "theme", "created_at", "last_login")


def owned_models() -> list[type[WorkspaceOwned]]:
    """Every model whose rows belong to one workspace."""
    return [model for model in apps.get_models() if issubclass(model, WorkspaceOwned)]


def dependents_first() -> list[type[WorkspaceOwned]]:
    """The same, each before those it points at."""
    left, sorted_ = owned_models(), list[type[WorkspaceOwned]]()
    while left:
        free = [model for model in left if not any(model in _targets(other) for other in left if other is not model)]
        if not free:
            raise RuntimeError("Models of a workspace point at each other in a ring.")
        sorted_ += free
        left = [model for model in left if model not in free]
    return sorted_


def person_of(member: Member) -> Any:
    """The person a member is, None for an adviser."""
    return getattr(member, "person", None)


def personal_rows(member: Member) -> dict[type[WorkspaceOwned], QuerySet[Any]]:
    """The rows of each model that are about a member: theirs by membership, by person, or by what is theirs."""
    person = person_of(member)
    found = {model: about_somebody(model, member, person) for model in owned_models()}
    return {model: model.objects.filter(about).order_by("pk") for model, about in found.items() if about}


def about_somebody(model: type[WorkspaceOwned], member: Member, person: Any) -> Q:
    """What makes a row be about a member, who may be a person; an empty Q: no row of this model is."""
    about = by_person(model, person)
    for field in _links(model):
        if field.related_model is Member:
            about |= Q(**{field.name: member})
    return about


def by_person(model: type[WorkspaceOwned], person: Any) -> Q:
    """What makes a row be about a person: it points at them, or at something that does (their hand-off, their week)."""
    if person is None:
        return Q()
    about = Q(pk=person.pk) if isinstance(person, model) else Q()
    for field in _links(model):
        if field.related_model is type(person):
            about |= Q(**{field.name: person})
        elif belongs_to_somebody(field.related_model, type(person)):
            about |= Q(**{f"{field.name}__person": person})
    return about


def belongs_to_somebody(model: Any, people: type[Model]) -> bool:
    """Whether rows of a model are somebody's, by a column `person`."""
    own = [field for field in _links(model) if field.name == "person"]
    return issubclass(model, WorkspaceOwned) and any(field.related_model is people for field in own)


def own_rows(member: Member) -> dict[type[WorkspaceOwned], QuerySet[Any]]:
    """The rows about a member that they may read, by model."""
    person = person_of(member)
    found = {model: own_rows_of(model, member, person) for model in owned_models()}
    return {model: rows for model, rows in found.items() if rows is not None}


def own_rows_of(model: type[WorkspaceOwned], member: Member, person: Any) -> QuerySet[Any] | None:
    """The rows of one model about a member, who may be a person, that they may read; None: none of this model ever."""
    about = about_somebody(model, member, person)
    if not about:
        return None
    rows = model.objects.filter(about).order_by("pk")
    if model is Event:
        return rows
    if model in all_rules():
        return rows & visible(member, model)
    # Keys of submissions and the like: theirs, and nothing that anybody wrote.
    return rows if any(field.related_model is Member for field in _links(model)) else None


def columns_of(member: Member, model: type[Model]) -> list[str]:
    """The columns of a model that a member may read of every row about them."""
    hidden = set() if member.role == Role.OWNER else {_CANDID}
    rest = WITHHELD.get(model._meta.label)
    if rest is not None and member.role not in LEADERS:
        hidden |= rest.columns | rest.always
    names = [field.name for field in model._meta.concrete_fields if field.name in hidden]
    return [column for column in _columns(model) if column.removesuffix("__name").removesuffix("_id") not in names]


def opened(member: Member, model: type[Model]) -> tuple[Q, list[str]] | None:
    """Rows of which a member may read more columns than of the others, and all of these columns."""
    rest = WITHHELD.get(model._meta.label)
    if rest is None or rest.until is None or member.role in LEADERS:
        return None
    hidden = {_CANDID, *rest.always}
    return rest.until, [name for name in _columns(model) if name.removesuffix("__name") not in hidden]


def archive(user: User) -> bytes:
    """Everything about a user as a ZIP: account.json, and a folder per workspace with JSON and CSV per kind of row."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("account.json", _json({name: getattr(user, name) for name in _USER}))
        for place in Member.objects.select_related("workspace", "user").filter(user=user).order_by("pk"):
            with acting_in(place.workspace):
                folder = place.workspace.public_id
                facts = {"name": place.workspace.name, "role": place.role, "joined_at": place.joined_at}
                box.writestr(f"{folder}/place.json", _json({**facts, "is_active": place.is_active}))
                for model, rows in own_rows(place).items():
                    _write(box, f"{folder}/{model._meta.label_lower}", _Sheet(place, model, rows))
    return out.getvalue()


class _Sheet:
    """Rows of one model as one member may read them, in plain values; a cell that is not theirs yet is empty."""

    def __init__(self, place: Member, model: type[Model], rows: QuerySet[Any]) -> None:
        self._rows, self.columns, self._open = rows, columns_of(place, model), opened(place, model)
        if self._open is not None:
            self.columns = self._open[1]
        self._shut = set(self.columns) - set(columns_of(place, model))
        self._plain = readers(model, place.workspace.currency)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        free = set() if self._open is None else set(self._rows.filter(self._open[0]).values_list("pk", flat=True))
        names = list(dict.fromkeys(("pk", *self.columns)))
        for row in self._rows.values(*names).iterator():
            hidden = self._shut if row["pk"] not in free else set[str]()
            yield {name: None if name in hidden else self._said(name, row[name]) for name in self.columns}

    def _said(self, name: str, value: Any) -> Any:
        return value if value is None or name not in self._plain else self._plain[name](value)


def _write(box: zipfile.ZipFile, name: str, sheet: _Sheet) -> None:
    with box.open(f"{name}.json", "w") as raw, io.TextIOWrapper(raw, "utf-8") as out:
        out.write("[")
        for position, row in enumerate(sheet):
            out.write((",\n" if position else "\n") + _json(row))
        out.write("\n]\n")
    with box.open(f"{name}.csv", "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(sheet.columns)
        for row in sheet:
            writer.writerow(safe_row(_text(value) for value in row.values()))


def _columns(model: type[Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        if field.name in _SECRET or field.name == "workspace":
            continue
        yield field.attname
        target = field.related_model
        if isinstance(field, ForeignKey) and not isinstance(target, str) and _has_name(target):
            yield f"{field.name}__name"


def _has_name(model: Any) -> bool:
    return any(field.name == "name" for field in model._meta.concrete_fields)


def _links(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def _targets(model: type[Model]) -> set[Any]:
    return {field.related_model for field in _links(model)}


def _json(value: Any) -> str:
    return json.dumps(value, cls=_Encoder, ensure_ascii=False)


def _text(value: Any) -> Any:
    if isinstance(value, dict | list):
        return _json(value)
    return value if isinstance(value, int | float) or value is None else str(value)


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        from hoursback.web.shared.figurefield import stored

        simple = stored(o)
        return simple if simple is not o else super().default(o)
