"""How answers look in a terminal."""

from __future__ import annotations

import pytest

from hoursback.cli import output
from hoursback.engine.capture.entry import Problem


def test_a_table_of_long_texts_fits_80_columns_and_loses_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    long = "Abrechnung " * 12
    output.show_table(("name", "hours", "why"), [(long, "12.5", long), ("x", "3.0", "short")], right=(1,))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert all(line == line.rstrip() for line in lines)
    assert " ".join(lines).count("Abrechnung") == 24


def test_nothing_is_coloured_into_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    output.headline("You could get back 9.5 hours a week.")
    assert capsys.readouterr().out == "You could get back 9.5 hours a week.\n"


def test_what_looks_like_markup_is_printed_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    output.say("[bold]a[/] :smile: [red]")
    output.show_table(("[b]x",), [("[/]y",)])
    out = capsys.readouterr().out
    assert "[bold]a[/] :smile: [red]" in out
    assert "[/]y" in out


def test_problems_name_their_file_where_there_are_several(capsys: pytest.CaptureFixture[str]) -> None:
    problem = Problem(7, "Start", "x" * 100, "No time.", "Write 09:00.")
    output.show_problems([("jan.csv", problem)], 25, several=True)
    out = capsys.readouterr().out
    assert "25 problems, the first 1 of them" in out
    assert "jan.csv:7" in out
    output.show_problems([], 0)
    assert capsys.readouterr().out == ""


def test_an_answer_that_is_no_number_is_never_printed_as_json() -> None:
    with pytest.raises(ValueError, match="JSON"):
        output.print_json({"mean": float("nan")})


def test_defaults_are_listed_under_their_heading(capsys: pytest.CaptureFixture[str]) -> None:
    output.show_defaults([{"name": "phi", "value": "0.8", "unit": "share", "why": "thin data"}])
    out = capsys.readouterr().out
    assert "Assumed where you said nothing" in out
    assert "0.8 share" in out
