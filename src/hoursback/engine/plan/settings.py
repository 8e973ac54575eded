"""The settings file: TOML text in, checked `Settings` out. The keys are those of the design, section 6.

Any figure of money, hours or a share may be a likely range [low, high] (P10, P90). What is not stated stays None or the
default that `Business`, `Activity`, `Person` and `Assumptions` name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

from hoursback.engine.errors import SettingsError
from hoursback.engine.plan.business import Settings
from hoursback.engine.plan.settings_parts import (
    ACTIVITY_KEYS,
    ASSUMPTION_KEYS,
    BUSINESS_KEYS,
    PERSON_KEYS,
    QUOTE_KEYS,
    read_activity,
    read_assumptions,
    read_business,
    read_person,
    read_quotes,
    required,
)
from hoursback.engine.plan.settings_table import (
    Source,
    Table,
    nearest,
    printable,
)

SECTIONS = {
    "business": BUSINESS_KEYS,
    "activity": ACTIVITY_KEYS,
    "person": PERSON_KEYS,
    "quote": QUOTE_KEYS,
    "assumptions": ASSUMPTION_KEYS,
}
_LISTED = frozenset({"activity", "person", "quote"})
"""Sections that are written once per thing, in double brackets."""

_PLACE_IN_ERROR = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def parse_settings(text: str, *, name: str = "settings") -> Settings:
    """Read a settings file.

    Args:
        text: the TOML, as text.
        name: what to call the file in a refusal.
    Raises: SettingsError, with the line, the value and the next move, for anything that cannot be meant.

    >>> parse_settings('[business]\\nbudget_per_month = 600').business.budget_per_month
    600.0
    """
    # Line ends of Windows are fine; a byte-order mark, which its Notepad writes, is not TOML.
    text = text.removeprefix("\ufeff")
    source = Source(name, text)
    sections = _sections(_parse(text, name), source)
    activities = tuple(read_activity(table) for table in _tables(sections, "activity", source))
    people = tuple(read_person(table) for table in _tables(sections, "person", source))
    return Settings(
        business=read_business(_only(sections, "business", source)),
        activities=activities,
        people=people,
        quotes=read_quotes(_tables(sections, "quote", source), activities, people),
        assumptions=read_assumptions(_only(sections, "assumptions", source)),
        stated=frozenset(source.stated),
        notices=tuple(source.notices),
    )


def _parse(text: str, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found = _PLACE_IN_ERROR.search(message)
        line = int(found[1]) if found and found[1] else text.rstrip("\n").count("\n") + 1
        raise SettingsError(
            f"The settings file is not valid TOML: {_PLACE_IN_ERROR.sub('', message)}.",
            where=f"{name}, line {line}",
            value=printable(text.splitlines()[line - 1].strip()) if text.strip() else "",
            hint="Text goes in quotes, lists in [ ], and a name stands once per table; see the settings how-to.",
        ) from None
    except (RecursionError, ValueError):  # nested a thousand deep, or a number of thousands of digits
        raise SettingsError(
            "The settings file nests too deep, or holds a number that is too long.",
            where=name,
            hint="Keep to the keys of the settings how-to.",
        ) from None


def _sections(values: Mapping[str, object], source: Source) -> Mapping[str, object]:
    """The top-level tables, once their names and kinds are right."""
    for section, value in values.items():
        if section not in SECTIONS:
            raise source.refusal(
                f"A settings file has no table “{printable(section)}”.", (section,), value, _hint_for_section(section)
            )
        listed = isinstance(value, list) and all(isinstance(item, dict) for item in value)
        if section in _LISTED and not listed:
            raise source.refusal(
                f"There can be several of “{section}”, so it is written in double brackets.",
                (section,),
                None if isinstance(value, dict) else value,
                f"Write [[{section}]].",
            )
        if section not in _LISTED and not isinstance(value, dict):
            raise source.refusal(
                f"“{section}” is one table, written in single brackets.",
                (section,),
                None if listed else value,
                f"Write [{section}] once.",
            )
    return values


def _hint_for_section(word: str) -> str:
    for section, keys in SECTIONS.items():
        if word in keys:
            return f"“{word}” belongs in {_label(section)}."
    return nearest(word, tuple(SECTIONS)) or f"Known are {', '.join(_label(section) for section in SECTIONS)}."


def _label(section: str) -> str:
    return f"[[{section}]]" if section in _LISTED else f"[{section}]"


def _elsewhere(section: str) -> dict[str, tuple[str, ...]]:
    return {_label(other): keys for other, keys in SECTIONS.items() if other != section}


def _only(sections: Mapping[str, object], section: str, source: Source) -> Table:
    values = sections.get(section, {})
    table = Table(source, (section,), _label(section), section, values if isinstance(values, dict) else {})
    table.check_keys(SECTIONS[section], _elsewhere(section))
    return table


def _tables(sections: Mapping[str, object], section: str, source: Source) -> list[Table]:
    """The tables of a section written in double brackets; activities and people with their names checked."""
    found = sections.get(section, [])
    tables: list[Table] = []
    taken: set[str] = set()
    for position, values in enumerate(found if isinstance(found, list) else []):
        table = Table(source, (section, position), _label(section), section, values)
        if section != "quote":
            table = _named(table, section, taken)
        table.check_keys(SECTIONS[section], _elsewhere(section))
        tables.append(table)
    return tables


def _named(table: Table, section: str, taken: set[str]) -> Table:
    """The same table, called by its name from here on."""
    name = required(table, "name")
    if name.casefold() in taken:
        raise table.refusal(
            "name", f"There are two of {_label(section)} with the name “{printable(name)}”.", "Name each of them once."
        )
    taken.add(name.casefold())
    label = f"{_label(section)} “{printable(name)}”"
    return Table(table.source, table.path, label, f"{section}.{name}", table.values)
