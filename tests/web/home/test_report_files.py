"""Reports as PDF and workbook: the same figures three times, tagged, and nothing in them is ever a command."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
import typst
from django.core.cache import cache
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from hoursback.web.home.reporting import paper, workbook
from hoursback.web.home.reporting.document import Cell, Column, Report, Row, Said, Section, Span, Table
from tests.web.cast import Player
from tests.web.home import report_cast as cast
from tests.web.outcome import stage

HOSTILE = (
    '#read("/etc/passwd")',
    '#import "@preview/tablex:0.0.8": *',
    '"; #panic("x")',
    "*bold* _it_ `raw`",
    "$x^2$ @ref <label>",
    "= Heading // comment",
    "\\u{41} [x] ~ #sys.version",
    "=1+1",
    "{n} {all}",
)


@pytest.fixture(autouse=True)
def _at_that_time() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(datetime(cast.TODAY.year, cast.TODAY.month, cast.TODAY.day, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def studio(olive: Player) -> Player:
    cast.business(olive)
    return olive


def a_report(*rows: Row, columns: tuple[Column, ...] = (Column("Name"), Column("Hours", is_number=True))) -> Report:
    table = Table("Names", columns, rows)
    said = Said("An answer.", "", (Section("Names", (table,)),))
    return Report("plan", "Plan of us", "Us", date(2026, 3, 2), said, "en", "GB", "en_GB", "a4")


def texts_of(report: Report) -> set[str]:
    """Every figure and text in the tables of a report, and its figures on top."""
    found = {report.says.answer}
    for section in report.says.sections:
        for block in section.blocks:
            if block.kind == "table":
                found |= {cell.text for row in block.rows for cell in row.cells if cell is not None}
            if block.kind == "figures":
                found |= {one.cell.text for one in block.figures}
    return found


def values_of(report: Report) -> list[Cell]:
    """Everything that a workbook reckons with."""
    tables = [block for section in report.says.sections for block in section.blocks if block.kind == "table"]
    inside = [cell for table in tables for row in table.rows for cell in row.cells if cell is not None]
    flat = [part for cell in inside for part in ((cell.low, cell.high) if isinstance(cell, Span) else (cell,))]
    return [cell for cell in flat if cell.value is not None]


@pytest.mark.django_db
@pytest.mark.parametrize("name", cast.NAMES)
def test_page_pdf_and_workbook_say_the_same_figures(studio: Player, name: str) -> None:
    report = cast.report_of(studio, name)
    texts = {cast.words(text) for text in texts_of(report)}
    assert len(texts) > 10
    asked = {"report": name, "weeks": 26, "locale": "en_GB", "shows_worth": "on"}
    page = studio.client.get(f"{studio.root}reports/", asked)
    pdf = studio.client.get(f"{studio.root}reports/report.pdf", asked)
    book = studio.client.get(f"{studio.root}reports/report.xlsx", asked)
    assert [page.status_code, pdf.status_code, book.status_code] == [200, 200, 200]
    assert pdf["Content-Disposition"] == f'attachment; filename="{name}-{cast.TODAY}.pdf"'
    said, printed = cast.page_words(page), cast.pdf_words(pdf.content)
    assert [text for text in texts if text not in said] == []
    assert [text for text in texts if text not in printed] == []
    kept = [cell.value for cell in cast.cells(book.content)]
    for cell in values_of(report):
        assert (cell.value if isinstance(cell.value, date) else pytest.approx(float(cell.value))) in [
            each.date() if isinstance(each, datetime) else each for each in kept
        ]


@pytest.mark.django_db
def test_a_report_says_what_its_page_says(studio: Player) -> None:
    for name, place in (("results", "outcome/"), ("outlook", "outlook/"), ("plan", "plan/print/")):
        page = cast.page_words(studio.client.get(f"{studio.root}{place}"))
        assert cast.words(cast.report_of(studio, name).says.answer) in page
    results = cast.report_of(studio, "results")
    page = cast.page_words(studio.client.get(f"{studio.root}outcome/"))
    table = next(b for s in results.says.sections for b in s.blocks if b.kind == "table" and b.title == "Hand-offs")
    assert [cell.text for cell in table.rows[0].cells if cast.words(cell.text) not in page] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", cast.NAMES)
def test_a_pdf_is_tagged_and_says_its_language_and_title(studio: Player, name: str) -> None:
    report = cast.report_of(studio, name)
    with io.BytesIO(paper.pdf(report)) as file:
        reader = PdfReader(file)
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "en-GB"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata.title == f"{name.capitalize()} of Olive's studio"
        assert b"pdfuaid:part" in root["/Metadata"].get_data()
        kinds = list(tags(root["/StructTreeRoot"]))
    assert {"/Table", "/TH", "/TR", "/H1"} <= {kind for kind, _alt in kinds}
    drawn = [block.chart for section in report.says.sections for block in section.blocks if block.kind == "picture"]
    assert drawn or name == "plan"
    assert [alt for kind, alt in kinds if kind == "/Figure"] == [f"{one.title}. {one.summary}" for one in drawn]


def tags(node: Any) -> Iterator[tuple[str, str]]:
    """Every element of the tree of tags with its alternative text."""
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, list):
        for child in node:
            yield from tags(child)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield str(node["/S"]), str(node.get("/Alt", ""))
        yield from tags(node.get("/K", []))


def test_what_somebody_typed_is_never_a_command() -> None:
    rows = [Row((Cell(name), Cell("1.0", Decimal("1.0"), "0.0")), f"because {name}") for name in HOSTILE]
    report = replace(a_report(*rows), title=HOSTILE[0], business=HOSTILE[1])
    report = replace(report, says=replace(report.says, answer=HOSTILE[0]))
    printed = cast.pdf_words(paper.pdf(report))
    for name in HOSTILE:
        assert printed.count(cast.words(name)) >= 2
    assert "root:" not in printed
    kept = [cell for cell in cast.cells(workbook.xlsx(report)) if cell.value in HOSTILE]
    assert {cell.value for cell in kept} == set(HOSTILE)
    assert {cell.data_type for cell in kept} == {"s"}


def test_the_compiler_reads_no_file_of_this_machine(tmp_path: Path) -> None:
    template = Path(paper.__file__).with_name("report.typ").read_text()
    assert not [word for word in ("read(", "#import", "#include", "@preview", "eval(") if word in template]
    for planted in (b'#read("/etc/passwd")', b'#read("../../../../etc/passwd")'):
        with pytest.raises(typst.TypstError):
            typst.compile(planted, root=tmp_path)


def test_a_letter_that_no_font_has_leaves_the_report_tagged() -> None:
    content = paper.pdf(a_report(Row((Cell("\ue123 \U0001f9fe 名前"), None))))
    with io.BytesIO(content) as file:
        root = PdfReader(file).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root


def test_paper_is_bounded_and_a_workbook_holds_all() -> None:
    rows = [Row((Cell("x" * 200), Cell("1.0", Decimal("1.0"), "0.0")), "y" * 200) for _ in range(3 * paper.MOST_ROWS)]
    report = a_report(*rows)
    with io.BytesIO(paper.pdf(report)) as file:
        printed = "".join(page.extract_text() for page in PdfReader(file).pages)
    assert f"{2 * paper.MOST_ROWS} more are in the spreadsheet." in printed
    kept = [cell for cell in cast.cells(workbook.xlsx(report)) if cell.value == "x" * 200]
    assert len(kept) == 3 * paper.MOST_ROWS


def test_a_range_is_two_columns_of_a_workbook() -> None:
    columns = (Column("Name"), Column("Likely", is_number=True, is_span=True))
    span = Span(Cell("1.0", Decimal("1.0"), "0.0"), Cell("2.5", Decimal("2.5"), "0.0"))
    found = [cell.value for cell in cast.cells(workbook.xlsx(a_report(Row((Cell("A"), span)), columns=columns)))]
    assert found[-6:] == ["Name", "Likely, low", "Likely, high", "A", 1, 2.5]


@pytest.mark.django_db
def test_without_the_extra_it_says_what_to_install(studio: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "find_spec", lambda name: None)
    refused = studio.client.get(f"{studio.root}reports/report.pdf", {"report": "results"})
    assert refused.status_code == 501
    assert "install hoursback[pdf]" in refused.content.decode()
    page = studio.client.get(f"{studio.root}reports/").content.decode()
    assert "install hoursback[pdf]" in page
    assert "report.pdf" not in page
    assert studio.client.get(f"{studio.root}reports/report.xlsx", {"report": "results"}).status_code == 200


@pytest.mark.django_db
def test_paper_dates_and_figures_follow_the_reader(studio: Player) -> None:
    report = cast.report_of(studio, "results", locale="en_US")
    assert report.paper == "us-letter"
    german = cast.report_of(studio, "results", locale="de_DE")
    assert (german.language, german.region, german.paper) == ("en", "", "a4")
    assert stage.START.strftime("%d.%m.%Y") in {cell.text for cell in values_of(german)}
