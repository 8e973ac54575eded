"""How answers look in a terminal: 80 columns, colour only where it is wanted, and one JSON object for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from hoursback.engine.capture.entry import Problem
from hoursback.engine.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from hoursback.cli.reading import Found

WIDTH = 80
MOST_WIDTH = 110
"""Longer lines are hard to read, however wide the terminal is."""
_FULL, _EMPTY = "█", "░"

type Default = Mapping[str, str]
"""One entry of `defaults`: name, value, unit, why."""


def print_json(answer: Mapping[str, object]) -> None:
    """One JSON object on stdout. Plain ASCII, so that no terminal setting can spoil it; never NaN."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, allow_nan=False, indent=2) + "\n")


def console(*, stderr: bool = False) -> Console:
    """Where people read: 80 columns unless the terminal is wider, no colour with NO_COLOR or into a pipe."""
    from rich.console import Console

    found = Console(stderr=stderr, highlight=False, soft_wrap=False, emoji=False, markup=False)
    found.width = min(found.width, MOST_WIDTH) if found.is_terminal else WIDTH
    return found


def show_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = (), stderr: bool = False
) -> None:
    """A plain table; the columns in `right` are flush right, the others fold where they do not fit."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for position, column in enumerate(columns):
        is_number = position in right
        table.add_column(Text(column), justify="right" if is_number else "left", no_wrap=is_number, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    _write(table, stderr=stderr)


def say(sentence: str, *, stderr: bool = False, bold: bool = False) -> None:
    """One sentence, wrapped."""
    from rich.text import Text

    _write(Text(printable(sentence), style="bold" if bold else ""), stderr=stderr)


def _write(what: RenderableType, *, stderr: bool) -> None:
    """Print without the blanks that Rich fills its lines with; they get in the way where output is kept."""
    target = console(stderr=stderr)
    with target.capture() as held:
        target.print(what)
    target.file.write("".join(f"{line.rstrip()}\n" for line in held.get().splitlines()) or "\n")


def headline(sentence: str) -> None:
    """The answer, first and by itself."""
    say(sentence, bold=True)


def section(title: str, *, stderr: bool = False) -> None:
    """A heading with space before it."""
    say("", stderr=stderr)
    say(title, stderr=stderr, bold=True)


def show_found(found: Found, *, defaults: Sequence[Default] | None = None, stderr: bool = False) -> None:
    """What reading had to say besides the answer: problems, notices, defaults (its own, unless more are given)."""
    show_problems(found.problems, found.problems_total, several=len(found.files) > 1, stderr=stderr)
    notices = [notice for notice in found.notices if not notice.is_default]
    if notices:
        section("Noticed", stderr=stderr)
        for notice in notices:
            value = f"{notice.value}: " if notice.value else ""
            say(f"- {notice.name}: {value}{notice.why}", stderr=stderr)
    show_defaults(found.defaults() if defaults is None else defaults, stderr=stderr)


def show_problems(
    problems: Sequence[tuple[str, Problem]], total: int, *, several: bool = False, stderr: bool = False
) -> None:
    """The rows that could not be used, with file (where there are several), line, field, value and the next move."""
    if not total:
        return
    shown = f", the first {len(problems)} of them" if total > len(problems) else ""
    section(f"{counted(total, 'problem')}{shown}", stderr=stderr)
    show_table(
        ("line", "field", "value", "what is wrong, and the next move"),
        [
            (
                f"{file}:{problem.line}" if several else str(problem.line),
                problem.field,
                short(problem.value, 24),
                f"{problem.message} {problem.hint}".strip(),
            )
            for file, problem in problems
        ],
        right=() if several else (0,),
        stderr=stderr,
    )


def show_defaults(defaults: Sequence[Default], *, stderr: bool = False) -> None:
    """What was assumed because nothing was stated."""
    if not defaults:
        return
    section("Assumed where you said nothing", stderr=stderr)
    show_table(
        ("what", "taken", "why"),
        [(line["name"], f"{line['value']} {line['unit']}".strip(), line["why"]) for line in defaults],
        stderr=stderr,
    )


def bar(share: float, width: int = 20) -> str:
    """A share between 0 and 1 as a bar.

    >>> bar(0.5, 4)
    '██░░'
    """
    full = round(min(max(share, 0.0), 1.0) * width)
    return _FULL * full + _EMPTY * (width - full)


def hours(amount: float) -> str:
    """Hours as people say them: one decimal below a hundred, none above.

    >>> hours(9.46), hours(1337.08)
    ('9.5 h', '1,337 h')
    """
    return f"{amount:,.0f} h" if abs(amount) >= 99.95 else f"{amount:.1f} h"


def hours_of(seconds: int) -> str:
    """Seconds as hours."""
    return hours(seconds / SECONDS_PER_HOUR)


def money(amount: Decimal | float, currency: str) -> str:
    """Money for reading, in whole units from a hundred on.

    >>> money(2849.47, "USD"), money(Decimal("12.5"), "EUR")
    ('2,849 USD', '12.50 EUR')
    """
    return f"{amount:,.0f} {currency}" if abs(float(amount)) >= 100 else f"{amount:,.2f} {currency}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number and its noun.

    >>> counted(1, "entry", "entries"), counted(1200, "problem")
    ('1 entry', '1,200 problems')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def short(text: str, most: int) -> str:
    """A text cut to a length."""
    return text if len(text) <= most else text[: most - 1] + "…"


def printable(text: str) -> str:
    """A text from a file as a terminal may get it: control characters would move its cursor or colour it."""
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)
