"""Typed reading of one table of a settings file: every refusal has its line, the value and the next move."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hoursback.engine.capture.reading import Notice
from hoursback.engine.errors import SettingsError
from hoursback.engine.figures import Figure
from hoursback.engine.plan.settings_lines import Path, key_lines

LONGEST_NAME = 200
LONGEST_SHOWN = 80
MOST_MONEY = 999_999_999_999_999
"""Fifteen digits before the point; more is a slip of the hand."""
FIRST_DAY, LAST_DAY = dt.date(1970, 1, 1), dt.date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a number may be.

    Attributes:
        says: completes "must be ...".
        hint: the next move when it is not.
        above: the low end itself is not allowed.
    """

    low: float
    high: float
    says: str
    hint: str = "Correct the number, or leave the key out to use the default."
    above: bool = False

    def admits(self, number: float) -> bool:
        """Whether a number is inside; never true of not-a-number or the infinite."""
        return self.low <= number <= self.high and not (self.above and number == self.low)


_PERCENT = "A share is a part of one: write 0.8 for 80 per cent."

MONEY = Limit(0, MOST_MONEY, "an amount of money, 0 or more", "Write a plain amount without a minus, such as 1500.")
SHARE = Limit(0, 1, "a share from 0 to 1", _PERCENT)
POSITIVE_SHARE = Limit(0, 1, "a share above 0, up to 1", _PERCENT, above=True)
WEEK_HOURS = Limit(0, 168, "hours a week, from 0 to 168")
SOME_WEEK_HOURS = Limit(0, 168, "hours a week, above 0 and up to 168", above=True)
HOURS = Limit(0, 10_000, "hours, from 0 to 10000")
RATE = Limit(0, 1_000, "a number from 0 to 1000")
POSITIVE = Limit(0, 1_000, "a number above 0, up to 1000", above=True)
GROWTH = Limit(-1, 10, "a growth a year as a share, above -1 and up to 10", "Write 0.1 for ten per cent.", above=True)
ANSWER = Limit(0, 10, "an answer from 0 to 10", "0 is not at all, 10 is fully; leave the key out for no answer.")
ENERGY = Limit(-2, 2, "a number from -2 to 2", "-2 drains you, 2 gives you energy.")


class End(StrEnum):
    """Which end of a stated range counts where only one number can be used."""

    MIDDLE = "middle"
    LOW = "low"


class Source:
    """One settings file: its name, its text, and what has been found in it so far."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.stated: set[str] = set()
        self.notices: list[Notice] = []
        self._lines: dict[Path, int] | None = None

    def refusal(self, what: str, path: Path, value: object, hint: str) -> SettingsError:
        """The refusal of a value, at the line of the nearest key that the text has."""
        if self._lines is None:
            self._lines = key_lines(self.text)
        while path and path not in self._lines:
            path = path[:-1]
        where = f"{self.name}, line {self._lines[path]}" if path else self.name
        return SettingsError(what, where=where, value=show(value), hint=hint)


@dataclass(slots=True)
class Table:
    """One table and where it stands.

    Attributes:
        label: how it is called in a sentence, such as [business].
        prefix: what its keys are called in `Settings.stated`, such as "business".
    """

    source: Source
    path: Path
    label: str
    prefix: str
    values: Mapping[str, object] = field(default_factory=dict)

    def has(self, key: str) -> bool:
        return key in self.values

    def refusal(self, key: str, what: str, hint: str, *, place: Path = ()) -> SettingsError:
        return self.source.refusal(what, (*self.path, key, *place), self.values.get(key), hint)

    def check_keys(self, known: tuple[str, ...], elsewhere: Mapping[str, tuple[str, ...]]) -> None:
        """Refuse the first key that is not known here; note the stated ones."""
        for key, value in self.values.items():
            if key not in known:
                raise self.source.refusal(
                    f"{self.label} has no key “{printable(key)}”.",
                    (*self.path, key),
                    value,
                    _hint_for_key(key, known, elsewhere),
                )
            if key != "name":
                self.source.stated.add(f"{self.prefix}.{key}")

    def figure(self, key: str, limit: Limit) -> Figure | None:
        """A number, or a likely range [low, high]; None when not stated."""
        if not self.has(key):
            return None
        value = self.values[key]
        if not isinstance(value, list):
            return Figure.exact(self._checked(key, value, limit))
        if len(value) != 2:
            raise self.refusal(
                key, f"A range in “{key}” is two numbers, low and high.", f"Write {key} = [low, high], or one number."
            )
        low = self._checked(key, value[0], limit, place=(0,))
        high = self._checked(key, value[1], limit, place=(1,))
        if low > high:
            raise self.refusal(
                key, f"The range of “{key}” runs from high to low.", f"Write {key} = {show([value[1], value[0]])}."
            )
        return Figure.stated_range(low, high)

    def number(self, key: str, limit: Limit, default: float, end: End = End.MIDDLE) -> float:
        """A number that is used without its spread; a range is narrowed to one end or its middle, and that is noted."""
        figure = self.figure(key, limit)
        if figure is None:
            return default
        if figure.is_exact:
            return figure.value
        used = figure.low if end is End.LOW else figure.value
        why = f"of the stated range {figure.low:g} to {figure.high:g} the " + (
            "low end counts, to be on the safe side" if end is End.LOW else "middle counts"
        )
        self.source.notices.append(Notice(f"{self.prefix}.{key}", f"{used:g}", why))
        return used

    def optional_number(self, key: str, limit: Limit, end: End = End.MIDDLE) -> float | None:
        return self.number(key, limit, 0.0, end) if self.has(key) else None

    def pair(self, key: str, limit: Limit, meaning: str) -> tuple[float, float] | None:
        """Two numbers that are not a range."""
        if not self.has(key):
            return None
        value = self.values[key]
        if not isinstance(value, list) or len(value) != 2:
            raise self.refusal(key, f"“{key}” must be two numbers, {meaning}.", f"Write {key} = [{meaning}].")
        return self._checked(key, value[0], limit, place=(0,)), self._checked(key, value[1], limit, place=(1,))

    def scalar(self, key: str, limit: Limit) -> float | None:
        """One number; no range."""
        return self._checked(key, self.values[key], limit) if self.has(key) else None

    def whole(self, key: str, low: int, high: int, default: int, hint: str = "") -> int:
        """A whole number from low to high."""
        if not self.has(key):
            return default
        value = self.values[key]
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.refusal(
                key,
                f"“{key}” in {self.label} must be a whole number from {low} to {high}.",
                hint or f"Write a number from {low} to {high}, without quotes.",
            )
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.refusal(key, f"“{key}” in {self.label} must be true or false.", f"Write {key} = true or false.")
        return value

    def words(self, key: str, default: str = "") -> str:
        """A text, without the space around it."""
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise self.refusal(key, f"“{key}” in {self.label} must be a text.", f'Write {key} = "…", in quotes.')
        return self._name(key, value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none of them empty."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            raise self.refusal(key, f"“{key}” in {self.label} must be a list of texts.", f'Write {key} = ["…"].')
        for position, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                raise self.refusal(
                    key,
                    f"“{key}” in {self.label} holds something that is not a text, or an empty one.",
                    f'Write {key} = ["…", "…"].',
                    place=(position,),
                )
        return tuple(self._name(key, item) for item in value)

    def choice[E: StrEnum](self, key: str, options: type[E]) -> E | None:
        """One of a few words."""
        if not self.has(key):
            return None
        value = self.values[key]
        names = [option.value for option in options]
        if isinstance(value, str) and value in names:
            return options(value)
        listed = ", ".join(name or '""' for name in names)
        raise self.refusal(
            key,
            f"“{key}” in {self.label} must be one of: {listed}.",
            nearest(str(value), names) or f"Use one of {listed}.",
        )

    def levels(self, key: str) -> dict[str, int] | None:
        """A level from 1 to 5 by skill; skills are the same whatever their case."""
        if not self.has(key):
            return None
        value = self.values[key]
        if not isinstance(value, dict):
            raise self.refusal(
                key, f"“{key}” in {self.label} must name skills and levels.", f"Write {key} = {{bookkeeping = 3}}."
            )
        found: dict[str, int] = {}
        for skill, level in value.items():
            name = " ".join(skill.split()).casefold()
            if isinstance(level, bool) or not isinstance(level, int) or not 1 <= level <= 5:
                raise self.source.refusal(
                    f"The level of “{printable(skill)}” in {self.label} must be a whole number from 1 to 5.",
                    (*self.path, key, skill),
                    level,
                    "Write 1 for a novice up to 5 for an expert.",
                )
            if name in found or not name:
                raise self.source.refusal(
                    f"“{key}” in {self.label} names a skill twice, or one without a name.",
                    (*self.path, key, skill),
                    skill,
                    "Name every skill once.",
                )
            found[name] = level
        return found

    def date(self, key: str) -> dt.date | None:
        """A calendar date, written without quotes."""
        if not self.has(key):
            return None
        value = self.values[key]
        is_day = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
        if not (is_day and isinstance(value, dt.date) and FIRST_DAY <= value <= LAST_DAY):
            raise self.refusal(
                key,
                f"“{key}” in {self.label} must be a date between {FIRST_DAY.year} and {LAST_DAY.year}.",
                f"Write {key} = 2026-01-05, without quotes and without a time.",
            )
        return value

    def _name(self, key: str, value: str) -> str:
        if len(value) > LONGEST_NAME:
            raise self.refusal(
                key, f"“{key}” in {self.label} is longer than {LONGEST_NAME} characters.", "Shorten the text."
            )
        return value.strip()

    def _checked(self, key: str, value: object, limit: Limit, place: Path = ()) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.refusal(
                key,
                f"“{key}” in {self.label} must be a number.",
                "Write the number without quotes, with a point for decimals and nothing between thousands.",
                place=place,
            )
        if not limit.admits(value):
            raise self.refusal(key, f"“{key}” in {self.label} must be {limit.says}.", limit.hint, place=place)
        return float(value)


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint with the known name that is most like this one, as a whole or in one of its words; "" when none is."""
    by_folded = {name.casefold(): name for name in known if name}
    by_word = {part: name for name in reversed(by_folded) for part in name.split("_")}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    if not close:
        close = [by_word[part] for part in difflib.get_close_matches(word.casefold(), by_word, n=1, cutoff=0.75)]
    return f"Did you mean “{printable(by_folded[close[0]])}”?" if close else ""


def _hint_for_key(key: str, known: tuple[str, ...], elsewhere: Mapping[str, tuple[str, ...]]) -> str:
    for label, keys in elsewhere.items():
        if key in keys:
            return f"“{key}” belongs in {label}."
    return nearest(key, known) or f"Known here: {', '.join(known)}."


def printable(text: str) -> str:
    """A text as it may stand in a message: control characters shown, long ones cut."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + "…"


def show(value: object) -> str:
    """A value nearly as the file writes it."""
    if value is None:
        return ""
    return printable(value if isinstance(value, str) else _written(value))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(_written(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {_written(item)}' for key, item in value.items())}}}"
    return str(value)
