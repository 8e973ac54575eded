"""Long tables are read column by column, and nothing of what they say may differ for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.capture.readers import table as tables
from hoursback.engine.capture.readers.block import Block, rows_of, together
from hoursback.engine.capture.readers.rows import Row
from hoursback.engine.capture.reading import Tally
from tests.engine.capture.readers import tables as written
from tests.engine.capture.readers.test_agreement import HEADER, ROWS, USUAL_ROWS, table

LONG = tables.MANY + 3 * tables.BATCH
type Cells = tuple[str, ...]


def at(number: int) -> Cells:
    """A row as a tracker writes it: eleven minutes of work every quarter of an hour, some of it over midnight."""
    start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=15 * number, seconds=number % 60)
    end = start + timedelta(seconds=660 + number % 7)
    length = f"00:{(660 + number % 7) // 60:02d}:{(660 + number % 7) % 60:02d}"
    return (
        *(f"{start:%Y-%m-%d}", f"{start:%H:%M:%S}", f"{end:%Y-%m-%d}", f"{end:%H:%M:%S}", length),
        *(f" Shop {number % 5}", f"a,b{number % 3}", f"note {number % 50} "),
    )


PLAIN_ROWS = st.lists(st.integers(0, 30_000).map(at), max_size=12)


def by_rules(rows: list[Cells]) -> tuple[list[Row], Tally]:
    """What the rules read row by row: a column for first names keeps a table off every faster path."""
    return written.rows_of(table([(*row, "") for row in rows], (*HEADER, "first name")))


def by_columns(rows: list[Cells]) -> tuple[list[Row], Tally]:
    """What even a short table gives when it is read as a long one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "MANY", 0)
        return as_imported(table(rows))


def as_imported(text: str) -> tuple[list[Row], Tally]:
    """What an import gets."""
    found = reading(text.encode())
    return [row for batch in found for row in batch], found.tally


@given(st.one_of(PLAIN_ROWS, USUAL_ROWS, ROWS))
@settings(deadline=None, max_examples=200)
def test_columns_say_what_the_rules_say(rows: list[Cells]) -> None:
    assert by_columns(rows) == by_rules(rows)


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
    for place in (10, tables.MANY + 10, LONG - 10):
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
    odd = tables.MANY + 1_500
    whole, unclear = as_imported("\n".join(lines) + "\n")
    lines[odd] = lines[odd].replace('"note', '"no"te')
    found, tally = as_imported("\n".join(lines) + "\n")
    assert [problem.line for problem in tally.problems] == [odd + 1, *(problem.line for problem in unclear.problems)]
    assert found == [row for row in whole if row[-1] != odd + 1]


def test_batches_come_together_in_their_order() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "MANY", 0)
        patch.setattr(tables, "BATCH", 4)
        rows = [at(number) for number in range(16)]
        rows[9] = (*rows[9][:-1], "two\nlines")
        whole, _ = by_rules(rows)
        text = table(rows).encode()
        batches = list(reading(text).batches)
        # Of the first rows it is not known yet that they are work and no breaks.
        assert [isinstance(batch, Block) for batch in batches] == [False, True, False, True]
        assert rows_of(together(batches)) == whole
        ends = together([batches[1], batches[3]])
        assert isinstance(ends, Block)
        assert ends.rows() == whole[4:8] + whole[12:]
        assert len(ends) == 8


def reading(raw: bytes) -> written.readers.ColumnReading:
    return written.readers.columns(written.io.BytesIO(raw), "log.csv", written.BERLIN, in_columns=True)
