"""The year as one table of some thousand cells, joined as text: a template would take ten times as long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hoursback.web.capture.reports.selectors import Row, Year
from hoursback.web.shared import formats

_TABLES_KEPT = 32
"""Of some fifty kilobytes each."""


def table_of(year: Year) -> SafeString:
    """Rows are activities, columns their total and the weeks; names are escaped, all else is ours."""
    return _table(year.mondays, year.rows, formats.LOCALE.get(), get_language() or "")


@lru_cache(maxsize=_TABLES_KEPT)
def _table(mondays: tuple[date, ...], rows: tuple[Row, ...], locale: str, language: str) -> SafeString:
    """Drawn once for the same figures, for whoever asks; they are the key, so it cannot be out of date."""
    year = Year(mondays[0].year, mondays, rows, None, ())
    head = "".join(
        f'<th scope="col" class="num"><abbr title="{_day(monday, locale)}">{number}</abbr></th>'
        for number, monday in enumerate(mondays, 1)
    )
    body = "".join(_row("th", escape(row.name), row.total, row.seconds) for row in rows)
    foot = _row("th", escape(_("All")), year.total, year.by_week) if rows else ""
    first, total = escape(_("Activity")), escape(_("Year"))
    return SafeString(
        f'<thead><tr><th scope="col">{first}</th><th scope="col" class="num">{total}</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody><tfoot>{foot}</tfoot>"
    )


def options_of(people: Iterable[tuple[int, str]], chosen: int | None) -> SafeString:
    """Options of a choice among people."""
    return SafeString(
        "".join(
            f'<option value="{pk}"{" selected" if pk == chosen else ""}>{escape(name)}</option>' for pk, name in people
        )
    )


@lru_cache(maxsize=1_000)
def _day(monday: date, locale: str) -> str:
    """A date for a title; the same few for everybody, and costly to write in a locale's way."""
    return escape(formats.day(monday))


def _row(tag: str, name: str, total: int, seconds: Iterable[int]) -> str:
    cells = "</td><td>".join([f"{n // 3600}:{n // 60 % 60:02d}" if n else "" for n in seconds])
    return f'<tr><{tag} scope="row">{name}</{tag}><td class="sum">{formats.clock(total)}</td><td>{cells}</td></tr>'
