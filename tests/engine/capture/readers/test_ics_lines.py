"""Lines of a calendar file: folds, encodings, blanks and odd quotes, always with the right line number."""

from __future__ import annotations

import io

import pytest

from hoursback.engine.capture.readers.ics_lines import LINE_LIMIT, ContentLine, content_lines
from hoursback.engine.errors import FileRefusedError
from tests.engine.capture.readers.ics_reading import calendar, problem_lines, read


def lines(content: bytes, *names: str, encoding: str | None = None) -> list[ContentLine]:
    return list(content_lines(io.BytesIO(content), "log.ics", encoding, frozenset(names)))[:-1]


def test_a_folded_property_is_one_and_keeps_its_first_line():
    found = lines(b"X:1\r\nSUMMARY:Client\r\n  call\r\n\tback\r\nUID:2\r\n", "SUMMARY", "UID")
    assert [(at.line, at.value) for at in found] == [(2, "Client callback"), (5, "2")]


def test_a_fold_may_split_a_name_a_character_and_hold_blank_lines():
    umlaut = "Büro".encode()
    found = lines(b"SUMM\n ARY\n\n ;X=1\n :" + umlaut[:2] + b"\n " + umlaut[2:] + b"\n", "SUMMARY")
    assert [(at.line, at.params, at.value, at.doubt) for at in found] == [(1, {"X": "1"}, "Büro", "")]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_kind_of_line_end_counts_as_one_line(end):
    found = lines(end.join([b"A:1", b"", b"B:2", b"C:3"]), "A", "B", "C")
    assert [(at.line, at.value) for at in found] == [(1, "1"), (3, "2"), (4, "3")]


def test_line_ends_between_two_reads_of_the_file_are_not_counted_twice():
    filler = b"X:" + b"y" * 65_532 + b"\r\n"  # The first block ends between \r and \n.
    assert [(at.line, at.value) for at in lines(filler + b"A:1\r\n", "A")] == [(2, "1")]


def test_quotes_blanks_and_colons_in_parameters_are_understood():
    (found,) = lines(b'DTSTART ; TZID = "(UTC+01:00) Berlin; Bern" ;VALUE=DATE-TIME: 20250701T090000 \n', "DTSTART")
    assert found.params == {"TZID": "(UTC+01:00) Berlin; Bern", "VALUE": "DATE-TIME"}
    assert found.value == "20250701T090000"


def test_a_colon_in_parentheses_belongs_to_the_parameter_even_without_quotes():
    (found,) = lines(b"DTSTART;TZID=(UTC+01:00) Berlin:20250701T090000\n", "DTSTART")
    assert (found.params["TZID"], found.value) == ("(UTC+01:00) Berlin", "20250701T090000")
    (found,) = lines(b"SUMMARY:(not a parameter: text\n", "SUMMARY")
    assert found.value == "(not a parameter: text"
    (found,) = lines(b"SUMMARY;X=(:text\n", "SUMMARY")
    assert found.value == "text"


def test_a_quote_that_never_closes_ends_at_the_first_colon():
    (found,) = lines(b'DTSTART;TZID="Europe/Berlin:20250701T090000\n', "DTSTART")
    assert (found.params, found.value) == ({"TZID": "Europe/Berlin"}, "20250701T090000")


def test_a_line_without_colon_has_an_empty_value():
    assert [(at.name, at.value) for at in lines(b"SUMMARY\nsome text\n", "SUMMARY")] == [("SUMMARY", "")]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("\ufeffSUMMARY:Büro\n".encode(), None),
        ("SUMMARY:Büro\n".encode("utf-16"), None),
        ("SUMMARY:Büro\n".encode("cp1252"), "cp1252"),
        ("SUMMARY:Büro\n".encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_a_mark_or_a_stated_encoding_decides(content, encoding):
    assert [(at.line, at.value, at.doubt) for at in lines(content, "SUMMARY", encoding=encoding)] == [(1, "Büro", "")]


def test_bytes_that_are_not_utf8_are_reported_and_cost_no_event():
    text = calendar("SUMMARY:Büro\nDTSTART:20250701T090000Z").encode("cp1252")
    entries, tally = read(text)
    assert [entry.note for entry in entries] == ["B\ufffdro"]
    assert problem_lines(tally) == [3]


@pytest.mark.parametrize(
    ("encoding", "content"), [("klingon", b"A:1"), ("hex", b"A:1"), ("utf-16", b"A:1"), ("ascii", b"A\0")]
)
def test_an_encoding_that_is_none_or_does_not_fit_is_refused(encoding, content):
    with pytest.raises(FileRefusedError):
        lines(content, "A", encoding=encoding)


def test_an_endless_line_is_cut_at_the_limit_and_said():
    text = calendar("SUMMARY:" + "x" * 200_000 + "\nDTSTART:20250701T090000Z")
    entries, tally = read(text)
    assert [len(entry.note) for entry in entries] == [LINE_LIMIT - len("SUMMARY:")]
    assert problem_lines(tally) == [3]


def test_a_long_attachment_is_passed_over():
    folded = "ATTACH:" + "\n ".join(["x" * 75] * 3000)
    entries, tally = read(calendar(f"{folded}\nDTSTART:20250701T090000Z"))
    assert len(entries) == 1
    assert not tally.problems
