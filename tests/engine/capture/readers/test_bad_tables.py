"""Damaged tables: what is refused as a whole, what is a problem of one row, and what is lost with a quote."""

from __future__ import annotations

import io

import pytest

from hoursback.engine.capture import readers
from hoursback.engine.capture.reading import PROBLEMS_KEPT, ReadOptions
from hoursback.engine.errors import FileRefusedError
from tests.engine.capture.readers.tables import BERLIN, TIMES, Log, log_of

HEADER = "date,hours,note\n"
GOOD = "2026-03-02,1,work\n"


def refusal_of(raw: bytes, options: ReadOptions = BERLIN) -> FileRefusedError:
    with pytest.raises(FileRefusedError) as refusal:
        log_of(raw, options)
    assert refusal.value.where.startswith("log.csv")
    assert refusal.value.hint
    return refusal.value


def in_utf16(text: str) -> bytes:
    return text.encode("utf-16")


@pytest.mark.parametrize("raw", [b"", b" \r\n\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_refused(raw: bytes) -> None:
    assert "empty" in refusal_of(raw).what


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04rest", b"\x1f\x8b\x08", b"%PDF-1.7", b"\x89PNG\r\n", b"dat\0e,hours\n", b"\0" * 100]
)
def test_a_file_that_is_no_text_is_refused(raw: bytes) -> None:
    assert "not text" in refusal_of(raw).what


def test_utf_16_without_its_mark_is_refused_with_the_option_that_helps() -> None:
    raw = (HEADER + GOOD).encode("utf-16-le")
    assert "--encoding" in refusal_of(raw).hint
    assert log_of(raw, ReadOptions(timezone="UTC", encoding="utf-16-le")).seconds == [3600]


def test_an_unknown_encoding_is_never_guessed() -> None:
    raw = (HEADER + "2026-03-02,1,Bäckerei\n").encode("windows-1252")
    refusal = refusal_of(raw)
    assert "--encoding" in refusal.hint
    assert (refusal.where, refusal.value) == ("log.csv, line 2", "e4 63 6b 65")
    assert log_of(raw, ReadOptions(timezone="UTC", encoding="windows-1252")).entries[0].note == "Bäckerei"


def test_bytes_of_another_encoding_far_down_refuse_the_file_with_their_line() -> None:
    raw = (HEADER + GOOD * 20_000).encode() + b"2026-03-02,1,B\xe4cker\n"
    reading = readers.read(io.BytesIO(raw), "log.csv", BERLIN)
    with pytest.raises(FileRefusedError) as refusal:
        list(reading)
    assert refusal.value.where == "log.csv, line 20002"


@pytest.mark.parametrize("encoding", ["no-such", "hex", "rot13", "zip", "\0", ""])
def test_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    assert "encoding" in refusal_of((HEADER + GOOD).encode(), ReadOptions(encoding=encoding)).what


def test_a_byte_order_mark_decides() -> None:
    text = HEADER + "2026-03-02,1,Bäckerei 🥐\n"
    for raw in (text.encode("utf-8-sig"), in_utf16(text), text.encode("utf-32")):
        for stated in (None, "latin-1"):
            assert log_of(raw, ReadOptions(timezone="UTC", encoding=stated)).entries[0].note == "Bäckerei 🥐"


@pytest.mark.parametrize("raw", [b"\xff\xfed\0a\0t\0e", b"\xed\xa0\x80,date\n", b"\xff\xfe" + b"\x00\xd8a\0" * 5])
def test_half_characters_and_lone_surrogates_are_refused(raw: bytes) -> None:
    assert refusal_of(raw)


def test_unknown_columns_are_named_beside_those_looked_for() -> None:
    refusal = refusal_of(b"colour,size\nred,3\n")
    assert refusal.value == "colour, size"
    assert "start" in refusal.hint
    assert "duration" in refusal.hint


@pytest.mark.parametrize(
    "text", ["2026-03-02,1,work\n", "Project,Client,Time (h)\na,b,1:00\n", "just a note\n", "date\n2026-03-02\n"]
)
def test_a_table_without_a_date_or_without_a_header_is_refused(text: str) -> None:
    assert "columns" in refusal_of(text.encode()).what


def test_a_stated_format_is_not_looked_for_elsewhere() -> None:
    assert "columns" in refusal_of((HEADER + GOOD).encode(), ReadOptions(format="toggl_csv")).what
    assert "toggl_csv" in refusal_of(b"x", ReadOptions(format="abacus")).hint


def test_more_columns_than_the_limit_are_refused() -> None:
    def wide(columns: int) -> bytes:
        return ("date,hours" + "".join(f",c{i}" for i in range(columns - 2)) + "\n").encode()

    assert log_of(wide(200)).entries == []
    assert "200 columns" in refusal_of(wide(201)).what


def test_a_header_without_rows_has_no_entries_and_is_no_refusal() -> None:
    log = log_of(HEADER)
    assert (log.entries, log.tally.problems_total) == ([], 0)


def test_a_file_without_a_last_line_end_loses_nothing() -> None:
    assert log_of(HEADER + GOOD + "2026-03-03,2,x").seconds == [3600, 7200]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_lines_alike(line_end: str) -> None:
    log = log_of((HEADER + GOOD + '2026-03-03,1,"two\nlines"\n' + GOOD + "2026-03-04,x,y\n").replace("\n", line_end))
    assert [entry.line for entry in log.entries] == [2, 3, 5]
    assert log.only_problem.line == 6


@pytest.mark.parametrize("row", ["2026-03-02,1\n", "2026-03-02,1,a,b\n", "2026-03-02\n"])
def test_a_ragged_row_is_a_problem(row: str) -> None:
    log = log_of(HEADER + row + GOOD)
    assert log.seconds == [3600]
    assert (log.only_problem.line, "cells" in log.only_problem.message) == (2, True)


def test_empty_cells_at_the_end_of_a_row_are_not_ragged() -> None:
    assert log_of(HEADER + "2026-03-02,1,work,,\n").seconds == [3600]
    assert log_of("date,hours,note,\n2026-03-02,1,work\n").seconds == [3600]


def quoted(rows_after: str) -> Log:
    return log_of(HEADER + GOOD + '2026-03-03,2,"never closed\n' + rows_after)


def test_everything_after_a_quote_that_is_never_closed_is_one_problem() -> None:
    log = quoted(GOOD * 3)
    assert log.seconds == [3600]
    assert log.only_problem.line == 3
    assert "quote" in log.only_problem.message
    assert "lines 3 to 6" in log.only_problem.message


def test_reading_goes_on_where_another_quote_shows_that_the_first_was_stray() -> None:
    log = quoted(GOOD + '2026-03-04,4,"fine, too"\n' + "2026-03-05,5,good\n")
    assert log.seconds == [3600, 18_000]
    assert log.entries[-1].line == 6
    assert "lines 3 to 5" in log.only_problem.message


def test_an_unclosed_quote_in_a_long_file_costs_a_bounded_part_of_it() -> None:
    log = quoted(GOOD * 30_000)
    assert log.only_problem.line == 3
    assert 20_000 < len(log.entries) < 30_000
    assert log.entries[-1].line == 30_003


def test_a_quote_inside_a_cell_that_is_not_doubled_is_a_problem_of_its_row_only() -> None:
    log = log_of(HEADER + '2026-03-02,1,"say "hello" twice"\n' + GOOD)
    assert log.seconds == [3600]
    assert log.only_problem.line == 2


def test_a_quote_in_the_middle_of_a_bare_cell_is_text() -> None:
    assert log_of(HEADER + '2026-03-02,1,5" screws\n').entries[0].note == '5" screws'


@pytest.mark.parametrize("size", [65_536, 65_537, 655_360])
@pytest.mark.parametrize("shape", ["{}", '"{}"'])
def test_a_cell_may_have_as_many_characters_as_the_limit_and_no_more(size: int, shape: str) -> None:
    log = log_of(HEADER + "2026-03-02,1," + shape.format("x" * size) + "\n" + GOOD)
    if size == 65_536:
        assert len(log.entries[0].note) == size
    else:
        assert log.seconds == [3600]
        assert (log.only_problem.line, "65,536" in log.only_problem.message) == (2, True)
        assert len(log.only_problem.value) <= 80


def test_a_long_cell_of_many_lines_has_the_same_limit() -> None:
    log = log_of(HEADER + '2026-03-02,1,"' + "ten signs\n" * 7000 + '"\n' + GOOD)
    assert log.seconds == [3600]
    assert "65,536" in log.only_problem.message


def test_a_line_without_end_is_refused() -> None:
    with pytest.raises(FileRefusedError, match="more than"):
        log_of(HEADER + "x" * 14_000_000)


def test_a_nul_in_a_row_is_a_problem_of_that_row() -> None:
    log = log_of(HEADER + GOOD + "2026-03-03,1,a\0b\n" + GOOD)
    assert log.seconds == [3600, 3600]
    assert (log.only_problem.line, log.only_problem.value) == (3, "a\\x00b")


def test_a_nul_far_down_is_seen_too() -> None:
    log = log_of(HEADER + GOOD * 10_000 + "2026-03-03,1,a\0b\n" + GOOD * 10)
    assert len(log.entries) == 10_010
    assert log.only_problem.line == 10_002


TIMED = "2026-03-02,09:00:00,2026-03-02,10:00:00,1:00:00,{}\n"


@pytest.mark.parametrize(
    ("note", "says"),
    [("a\0b", "NUL"), ("x" * 65_537, "65,536"), ('"' + "ten signs\n" * 7000 + '"', "65,536"), ("a,b", "cells")],
)
def test_a_timed_row_as_usual_as_any_is_looked_at_as_closely(note: str, says: str) -> None:
    log = log_of(TIMES + TIMED.format("work") * 3 + TIMED.format(note) + TIMED.format("work"))
    assert log.seconds == [3600] * 4
    assert (log.only_problem.line, says in log.only_problem.message) == (5, True)


def test_only_the_first_problems_are_kept_and_all_are_counted() -> None:
    log = log_of(HEADER + "2026-03-02,x,y\n" * 5000)
    assert len(log.tally.problems) == PROBLEMS_KEPT
    assert log.tally.problems_total == 5000
    assert [problem.line for problem in log.tally.problems] == list(range(2, 22))


def test_what_looks_alike_or_runs_backwards_is_kept_as_text_and_shown_in_problems() -> None:
    assert log_of(HEADER + "2026-03-02,1,a\u202eb\u200bc\n").entries[0].note == "a\u202eb\u200bc"
    assert log_of(HEADER + "2026-03-02,\u202e1,x\n").only_problem.value == "\\u202e1"
