"""Long tables are read column by column, and nothing of what they say may differ for it."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.capture import readers
from hoursback.engine.capture.readers import scan, text
from hoursback.engine.capture.readers import table as tables
from hoursback.engine.capture.readers.block import Block, rows_of
from hoursback.engine.capture.readers.cells import grid_of
from hoursback.engine.capture.readers.codes import Cells, Codes
from hoursback.engine.capture.readers.moments import parse_clock
from hoursback.engine.capture.readers.rows import Row
from hoursback.engine.capture.reading import ReadOptions, Tally
from tests.engine.capture.readers import tables as written
from tests.engine.capture.readers.test_agreement import HEADER, ROWS, USUAL_ROWS, table

LONG = 12_000
type Written = tuple[str, ...]


def at(number: int) -> Written:
    """A row as a tracker writes it: eleven minutes of work every quarter of an hour, some of it over midnight."""
    start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=15 * number, seconds=number % 60)
    end = start + timedelta(seconds=660 + number % 7)
    length = f"00:{(660 + number % 7) // 60:02d}:{(660 + number % 7) % 60:02d}"
    return (
        *(f"{start:%Y-%m-%d}", f"{start:%H:%M:%S}", f"{end:%Y-%m-%d}", f"{end:%H:%M:%S}", length),
        *(f" Shop {number % 5}", f"a,b{number % 3}", f"note {number % 50} "),
    )


PLAIN_ROWS = st.lists(st.integers(0, 30_000).map(at), max_size=12)


def by_rules(rows: list[Written]) -> tuple[list[Row], Tally]:
    """What the rules read row by row: a column for first names keeps a table off every faster path."""
    return written.rows_of(table([(*row, "") for row in rows], (*HEADER, "first name")))


def by_columns(rows: list[Written], chunk: int = 300, batch: int = 1_000) -> tuple[list[Row], Tally]:
    """What even a short table gives when it is read as a long one, in chunks of so many bytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "SCANNED_BYTES", chunk)
        patch.setattr(tables, "BATCH", batch)
        patch.setattr(text, "CHUNK_BYTES", 100)
        return as_imported(table(rows))


def as_imported(written_: str) -> tuple[list[Row], Tally]:
    """What an import gets."""
    found = reading(written_.encode())
    return [row for batch in found for row in batch], found.tally


@given(st.one_of(PLAIN_ROWS, USUAL_ROWS, ROWS), st.integers(20, 2_000), st.sampled_from([1, 2, 1_000]))
@settings(deadline=None, max_examples=300)
def test_columns_say_what_the_rules_say(rows: list[Written], chunk: int, batch: int) -> None:
    assert by_columns(rows, chunk, batch) == by_rules(rows)


@pytest.mark.parametrize("place", range(len(HEADER)))
def test_a_cell_that_nobody_wrote_is_no_trap(place: int) -> None:
    rows = [(*cells[:place], "", *cells[place + 1 :]) for cells in map(at, range(20))]
    assert by_columns(rows) == by_rules(rows)


@pytest.mark.parametrize(
    "shape", ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%-H:%M", "%H.%M"], ids=lambda shape: shape.strip("%")
)
def test_every_kind_of_clock_is_read_alike(shape: str) -> None:
    rows = []
    for number in range(96):
        start = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=15 * number)
        end = start + timedelta(minutes=10)
        day = f"{start:%Y-%m-%d}"
        rows.append((day, start.strftime(shape), day, end.strftime(shape), "0:10", "Shop", "", "note"))
    assert by_columns(rows) == by_rules(rows)
    assert len(by_columns(rows)[0]) == 96


def test_a_long_table_with_odd_rows_here_and_there_is_read_to_the_line() -> None:
    rows = [at(number) for number in range(LONG)]
    for place in (10, LONG // 2, LONG - 10):
        rows[place] = (*rows[place][:-1], "two\nlines")
        rows[place + 1] = (*rows[place + 1][:4], "9:99", *rows[place + 1][5:])
        rows[place + 2] = ("soon", *rows[place + 2][1:])
        rows[place + 3] = (*rows[place + 3][:3], "", "", *rows[place + 3][5:])
    found, tally = as_imported(table(rows))
    assert (found, tally) == by_rules(rows)
    # Six of these, and those that the clock change in March makes unclear.
    assert len(found) + tally.problems_total == LONG
    # Three rows of two lines, and the header.
    assert found[-1][-1] == LONG + 3 + 1


def test_a_quote_left_open_costs_its_lines_and_no_more() -> None:
    lines = table([at(number) for number in range(LONG)]).splitlines()
    odd = LONG // 2
    whole, unclear = as_imported("\n".join(lines) + "\n")
    lines[odd] = lines[odd].replace('"note', '"no"te')
    found, tally = as_imported("\n".join(lines) + "\n")
    assert [problem.line for problem in tally.problems] == [odd + 1, *(problem.line for problem in unclear.problems)]
    assert found == [row for row in whole if row[-1] != odd + 1]


def test_a_row_that_is_not_plain_stands_beside_its_block_and_in_its_place_among_the_rows() -> None:
    rows = [at(number) for number in range(40)]
    rows[30] = (*rows[30][:3], "", "", *rows[30][5:])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "CHUNK_BYTES", 400)
        first, *batches = reading(table(rows).encode()).batches
    # Of the first rows it is not known yet that they are work and no breaks.
    assert isinstance(first, list)
    (block,) = batches
    assert isinstance(block, Block)
    assert [row[-1] for row in block.others] == [32]
    assert len(block) == len(rows) - len(first) - 1
    assert first + block.rows() == by_rules(rows)[0]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("note", ['say "so"', '""', '"', "Ünï ", "\u2003wide\u2003", "a\u0085", "日本 語", "x" * 300])
def test_whatever_a_note_holds_columns_keep_it(note: str, end: str) -> None:
    rows = [(*at(number)[:-1], note if number % 3 else "") for number in range(30)]
    written_ = table(rows).replace("\n", end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "CHUNK_BYTES", 100)
        found, tally = as_imported(written_)
    assert (found, tally) == by_rules(rows)
    assert found[1][4] == note.strip()


KINDS = "date,start time,end time,duration,type,description\n"
PLAIN = "2026-03-02,09:00,10:00,,,n\n"


@pytest.mark.parametrize(
    "row",
    [
        f"2026-03-02,09:00,10:00,{'9' * 30},,n",
        '2026-03-02,09:00,10:00,,,"' + ("x" * 99 + "\n") * 700 + '"',
        "2026-03-02,09:00,10:00,,,x" + "x" * 70_000,
        "2026-03-02,09:00,10:00,1.00,Break,n",
        "2026-03-02,09:00,10:00,1.00,,n",
        "2026-03-02,09:00,10:00,,Holiday,n",
        f"2026-03-02,09:00,10:00,,{'x' * 300},n",
        "Total,,,1:00,,",
        "",
        "2026-03-02,09:00,10:00",
        "a\rb,09:00,10:00,,,n",
        "2026-03-02,09:00,,,,n",
        "2026-03-02,,,1:00,,n",
    ],
    ids=lambda row: row[:40],
)
def test_an_odd_row_in_a_long_table_is_judged_as_in_a_short_one(row: str) -> None:
    lines = KINDS + PLAIN * 1_500 + row + "\n" + PLAIN * 500
    assert as_imported(lines) == written.rows_of(lines)


def test_half_a_letter_is_for_the_rules() -> None:
    raw = (KINDS + PLAIN * 2_000).encode() + b"2026-03-02,09:00,10:00,,,+2AA-\n"
    options = ReadOptions(timezone="Europe/Berlin", encoding="utf-7")
    assert list(map(rows_of, reading(raw, options).batches))[-1][-1][4] == "\ud800"


def test_where_nearly_every_cell_differs_the_scan_gives_up_before_it_fills_the_memory() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "KEYS_LIMIT", 100)
        patch.setattr(text, "CHUNK_BYTES", 1_000)
        patch.setattr(tables, "SCANNED_BYTES", 10_000)
        lines = KINDS + "".join(f"2026-03-02,09:00,10:00,,kind {number},n\n" for number in range(5_000))
        found = reading(lines.encode())
        assert not any(isinstance(batch, Block) for batch in found.batches)
        assert as_imported(lines) == written.rows_of(lines)


CHUNKS = st.lists(
    st.sampled_from(
        ["a", "bc", "é", ",", ",", "\n", "\n", "\r\n", '"', '""', ',"', '",', ' "', "\r", "\0", " ", '"\n', '\n"']
    ),
    max_size=40,
).map("".join)


@given(CHUNKS, st.integers(2, 4))
@settings(deadline=None, max_examples=1_000)
def test_a_grid_has_the_cells_that_csv_splits(chunk: str, width: int) -> None:
    grid = grid_of(chunk.encode(), width, ",")
    if grid is None:
        return
    rows = np.arange(len(grid))
    cells = list(zip(*(grid.cells(column, rows) for column in range(width)), strict=True))
    reader = csv.reader(io.StringIO(chunk, ""), strict=True)
    lines = [0]
    split = []
    for row in reader:
        split.append(tuple(row))
        lines.append(reader.line_num)
    assert cells == split
    assert [*grid.lines.tolist(), grid.lines_total] == lines


WELL_FORMED = st.lists(st.lists(st.text('ab ,"\né', max_size=5), min_size=3, max_size=3), min_size=1, max_size=8)


@given(WELL_FORMED, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
@settings(deadline=None, max_examples=300)
def test_whatever_csv_writes_has_a_grid(rows: list[list[str]], end: str, quoting: Literal[0, 1]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end, quoting=quoting).writerows(rows)
    grid = grid_of(stream.getvalue().encode(), 3, ",")
    assert grid is not None
    every = np.arange(len(rows))
    assert [grid.cells(column, every) for column in range(3)] == [list(column) for column in zip(*rows, strict=True)]


@given(st.lists(st.sampled_from(["", "a", "b", "ab", "a\0", "aaaaaaaa", "aaaaaaaab", "é" * 9, "a" * 256]), min_size=1))
def test_equal_cells_get_equal_numbers_and_others_get_others(texts: list[str]) -> None:
    grid = grid_of("".join(f"{cell},{cell[::-1]}\n" for cell in texts).encode(), 2, ",")
    assert grid is not None
    codes, new = Codes().of(Cells(grid).keys([0, 1]))
    assert [texts[place] for place in new] == list(dict.fromkeys(texts))
    assert [texts[new[code]] for code in codes] == texts


def test_numbers_stay_when_many_more_come() -> None:
    codes = Codes()
    keys = np.arange(1, 20_001, dtype=np.uint64) << np.uint64(44)
    first, _ = codes.of(keys[:100])
    every, new = codes.of(keys)
    assert every.tolist() == list(range(20_000))
    assert first.tolist() == every[:100].tolist()
    assert new.tolist() == list(range(100, 20_000))
    assert len(codes) == 20_000


@given(st.lists(st.one_of(st.times().map(str), st.text("0123456789: ", max_size=9)), min_size=1))
def test_clocks_are_read_where_they_are_plain_and_nowhere_else(texts: list[str]) -> None:
    grid = grid_of("".join(f"{text_},\n" for text_ in texts).encode(), 2, ",")
    assert grid is not None
    for found, text_ in zip(Cells(grid).clocks(0).tolist(), texts, strict=True):
        if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", text_):
            assert found == parse_clock(text_).seconds
        else:
            assert found == -1


def reading(raw: bytes, options: ReadOptions = written.BERLIN) -> readers.ColumnReading:
    return readers.columns(io.BytesIO(raw), "log.csv", options, in_columns=True)
