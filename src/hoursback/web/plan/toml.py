"""Settings as the text of a settings file, as `parse_settings` reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from hoursback.engine.assumptions import names
from hoursback.engine.capture.activity import Activity
from hoursback.engine.figures import Figure
from hoursback.engine.people import Person
from hoursback.engine.plan.business import Settings
from hoursback.engine.plan.settings_parts import ACTIVITY_KEYS, BUSINESS_KEYS, PERSON_KEYS

_ANSWERS = ("time", "liking", "skill", "energy", "core")


def toml_of(settings: Settings) -> str:
    """What is stated, in the order of the settings how-to; defaults are left out."""
    business = {key: getattr(settings.business, key) for key in BUSINESS_KEYS if f"business.{key}" in settings.stated}
    if "setup_hours_per_week" in business and business["setup_hours_per_week"] is None:
        business["setup_hours_per_week"] = "unlimited"
    parts = [_table("[business]", business)] if business else []
    parts += [
        _table("[[activity]]", _stated(settings, "activity", one, _of_activity(one))) for one in settings.activities
    ]
    parts += [_table("[[person]]", _stated(settings, "person", one, _of_person(one))) for one in settings.people]
    for quote in settings.quotes:
        facts = {"activity": quote.activity, "person": quote.person}
        parts.append(_table("[[quote]]", {**facts, "fixed_price_per_month": quote.fixed_price_per_month}))
    assumed = {
        name: getattr(settings.assumptions, name) for name in names() if f"assumptions.{name}" in settings.stated
    }
    parts += [_table("[assumptions]", assumed)] if assumed else []
    return "\n".join(parts)


def _stated(settings: Settings, section: str, thing: Activity | Person, facts: Mapping[str, Any]) -> dict[str, Any]:
    stated = {key: value for key, value in facts.items() if f"{section}.{thing.name}.{key}" in settings.stated}
    return {"name": thing.name, **stated}


def _of_activity(activity: Activity) -> dict[str, Any]:
    own = [key for key in ACTIVITY_KEYS if key not in ("must_be_owner", "requires", *_ANSWERS)]
    return {
        **{key: getattr(activity, key) for key in own},
        **{key: getattr(activity.answers, key) for key in _ANSWERS},
        "must_be_owner": activity.bound.value,
        "requires": {required.skill: required.level for required in activity.requires},
    }


def _of_person(person: Person) -> dict[str, Any]:
    return {key: getattr(person, key) for key in PERSON_KEYS}


def _table(head: str, facts: Mapping[str, Any]) -> str:
    return "\n".join([head, *(f"{key} = {_written(value)}" for key, value in facts.items()), ""])


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Figure):
        return _number(value.value) if value.is_exact else _list((value.low, value.high))
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(key)} = {_written(item)}" for key, item in value.items()) + "}"
    return _list(value) if isinstance(value, tuple | list) else _text(value)


def _list(values: Iterable[Any]) -> str:
    return "[" + ", ".join(_written(value) for value in values) + "]"


def _number(value: float) -> str:
    """As short as it reads back exactly; whole numbers without a point, which weeks and levels must be."""
    return str(int(value)) if value == int(value) else repr(float(value))


def _text(value: object) -> str:
    # A TOML basic string is a JSON string, but for the one control character that JSON leaves as it is.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
