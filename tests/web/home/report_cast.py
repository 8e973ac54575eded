"""What the tests of reports stand on: a business with a plan, results and an outlook, and readers of the files."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

from django.http import HttpResponse
from openpyxl import load_workbook
from pypdf import PdfReader

from hoursback.web.accounts.scope import acting_in
from hoursback.web.home.reporting import making
from hoursback.web.home.reporting.choice import Choice
from hoursback.web.home.reporting.document import Report
from tests.web.cast import Player
from tests.web.outcome import stage
from tests.web.samples import a_plan

TODAY = stage.TODAY
NAMES = ("plan", "results", "outlook")


def business(player: Player) -> None:
    """A quarter with a hand-off, hours and worth stated, and a small plan in force."""
    stage.a_quarter(player)
    with acting_in(player.workspace):
        a_plan(player.workspace, player.member)
    stage.touched(player)


def choice(name: str, *, money: bool = True, weeks: int = 26, locale: str = "en_GB") -> Choice:
    return Choice(name, weeks, locale, money)


def report_of(player: Player, name: str, today: date = TODAY, **asked: Any) -> Report:
    with acting_in(player.workspace):
        return making.report_of(player.member, choice(name, **asked), today)


def words(text: str) -> str:
    """A text without white space and without the marks that let it be broken."""
    return re.sub(r"[\s\u200b\u00ad\xa0\u202f]+", "", text)


def pdf_words(content: bytes) -> str:
    """All that a PDF says."""
    with io.BytesIO(content) as file:
        return words("".join(page.extract_text() for page in PdfReader(file).pages))


def page_words(response: HttpResponse) -> str:
    """All that a page says."""
    from html import unescape

    return words(unescape(re.sub(r"<[^>]+>", "", response.content.decode())))


def cells(content: bytes) -> list[Any]:
    """Every cell of a workbook that holds anything."""
    book = load_workbook(io.BytesIO(content))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    book.close()
    return found
