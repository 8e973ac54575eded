"""What the app holds about one user, found from the models themselves, so that a new model cannot be forgotten."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model, OneToOneField, Q, QuerySet

from hoursback.web.accounts.cells import safe_row
from hoursback.web.accounts.models import Member, User, WorkspaceOwned
from hoursback.web.accounts.scope import acting_in

_SECRET = frozenset({"token_hash", "password", "digest", "answer", "key", "mark", "stored_as"})
"""Columns that open something or mean nothing to a person."""
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
    """The rows of each model that are about a member: theirs by membership or by person."""
    person = person_of(member)
    found: dict[type[WorkspaceOwned], QuerySet[Any]] = {}
    for model in owned_models():
        about = Q()
        for field in _links(model):
            if field.related_model is Member:
                about |= Q(**{field.name: member})
            elif person is not None and field.related_model is type(person):
                about |= Q(**{field.name: person})
        if person is not None and isinstance(person, model):
            about |= Q(pk=person.pk)
        if about:
            found[model] = model.objects.filter(about).order_by("pk")
    return found


def goes_with_person(model: type[WorkspaceOwned]) -> bool:
    """Whether a model's rows are somebody's own habits rather than the business's facts: one row for one person."""
    return any(
        isinstance(field, OneToOneField) and field.related_model._meta.label == "people.Person"
        for field in _links(model)
    )


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
                for model, rows in personal_rows(place).items():
                    _write(box, f"{folder}/{model._meta.label_lower}", model, rows)
    return out.getvalue()


def _write(box: zipfile.ZipFile, name: str, model: type[Model], rows: QuerySet[Any]) -> None:
    columns = list(_columns(model))
    with box.open(f"{name}.json", "w") as raw, io.TextIOWrapper(raw, "utf-8") as out:
        out.write("[")
        for position, row in enumerate(rows.values(*columns).iterator()):
            out.write((",\n" if position else "\n") + _json(row))
        out.write("\n]\n")
    with box.open(f"{name}.csv", "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(columns)
        for values in rows.values_list(*columns).iterator():
            writer.writerow(safe_row(_text(value) for value in values))


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
