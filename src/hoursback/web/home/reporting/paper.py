"""A report as a tagged PDF (PDF/UA-1), set by typst.

What somebody typed goes to typst as data (JSON), never as markup: no name can become a command. The compiler sees an
empty folder as its whole disk, and the template asks for no package, so nothing is read or fetched.
"""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime, time
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.home.reporting.document import Block, Cell, Figures, Items, Picture, Report, Row, Span, Table, Text
from hoursback.web.home.reporting.drawing import standalone
from hoursback.web.shared import formats

MOST_ROWS = 200
"""Rows of one table on paper; a workbook holds all."""
_TEMPLATE = Path(__file__).with_name("report.typ")
_LONG = re.compile(r"\S{24,}")
_PIECE = 12
_BREAK = "\u200b"
_log = logging.getLogger("hoursback.reports")


def is_there() -> bool:
    """Whether the extra `pdf` is installed."""
    return find_spec("typst") is not None


def pdf(report: Report) -> bytes:
    """A report as PDF, bounded in rows and so in time.

    Raises: HoursbackError, where the extra for it is not installed.
    """
    content: bytes = _compiled(report, "pdf")
    return content


def pictures(report: Report) -> list[bytes]:
    """The same pages as PNG, to be looked at."""
    found = _compiled(report, "png")
    return found if isinstance(found, list) else [found]


def _compiled(report: Report, form: str) -> Any:
    if not is_there():
        raise HoursbackError(
            _("PDF is not installed here."),
            hint=_("Whoever runs this installation can add it: install hoursback[pdf]. The spreadsheet works without."),
        )
    import typst  # 80 MB, and only here

    data = json.dumps(payload(report), ensure_ascii=False)
    made = datetime.combine(report.made_on, time(), UTC)
    asked: dict[str, Any] = {"sys_inputs": {"report": data}, "format": form, "timestamp": made}
    with TemporaryDirectory(prefix="hoursback-report-") as folder:
        if form != "pdf":
            return typst.compile(_TEMPLATE.read_bytes(), root=folder, **asked)
        try:
            return typst.compile(_TEMPLATE.read_bytes(), root=folder, pdf_standards=["ua-1"], **asked)
        except typst.TypstError as error:
            # A letter that no font here has breaks the standard's rule; tagged it is all the same.
            _log.warning("a report is tagged but not PDF/UA-1: %s", str(error)[:200])
            return typst.compile(_TEMPLATE.read_bytes(), root=folder, **asked)


def payload(report: Report) -> dict[str, Any]:
    """A report as the template reads it: texts, and drawings as SVG."""
    made = report.made_on
    return {
        "title": report.title,
        "business": report.business,
        "made": [made.year, made.month, made.day],
        "head": " · ".join(part for part in (report.title, _made(report), report.says.period) if part),
        "answer": report.says.answer,
        "you": _("“You” in this report is the owner of the business."),
        "foot": f"{report.title} · {_made(report)}",
        "page": _("Page {n} of {all}"),
        "language": report.language,
        "region": report.region,
        "paper": report.paper,
        "sections": [
            {"title": one.title, "blocks": [_block(block) for block in one.blocks]} for one in report.says.sections
        ],
    }


def _made(report: Report) -> str:
    """The day a report was made, as its reader writes it."""
    token = formats.LOCALE.set(report.locale)
    try:
        return formats.day(report.made_on, "long")
    finally:
        formats.LOCALE.reset(token)


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Text():
            return {"kind": block.kind, "says": block.says, "tone": block.tone}
        case Items():
            return {"kind": block.kind, "items": list(block.items)}
        case Figures():
            figures = [{"label": one.label, "text": one.cell.text, "note": one.note} for one in block.figures]
            return {"kind": block.kind, "figures": figures}
        case Picture():
            return _picture(block)
        case Table():
            return _table(block)


def _picture(block: Picture) -> dict[str, Any]:
    chart = block.chart
    drawing = standalone(chart)
    # One sentence says what it shows, the summary below what to see in it; a reader of tags hears both.
    return {
        "kind": block.kind,
        "svg": drawing,
        "title": chart.title,
        "summary": chart.summary,
        "alt": f"{chart.title}. {chart.summary}",
    }


def _table(block: Table) -> dict[str, Any]:
    left = len(block.rows) - MOST_ROWS
    return {
        "kind": block.kind,
        "columns": [{"name": c.name, "width": c.width, "number": c.is_number} for c in block.columns],
        "rows": [_row(row) for row in block.rows[:MOST_ROWS]],
        "more": _("%(n)s more are in the spreadsheet.") % {"n": left} if left > 0 else "",
    }


def _row(row: Row) -> dict[str, Any]:
    return {"cells": [_text(cell) for cell in row.cells], "note": breakable(row.note)}


def _text(cell: Cell | Span | None) -> str:
    return "–" if cell is None else breakable(cell.text)


def breakable(text: str) -> str:
    """A text whose long words may be broken, so that no name runs out of its column.

    >>> breakable("short"), breakable("x" * 24).count("\u200b")
    ('short', 1)
    """
    return _LONG.sub(lambda word: _BREAK.join(_pieces(word[0])), text)


def _pieces(word: str) -> list[str]:
    return [word[at : at + _PIECE] for at in range(0, len(word), _PIECE)]
