"""Months as they are pasted."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.outlook.pasted import MOST_LINES, figure_of, month_of, read_months


@pytest.mark.parametrize("text", ["2026-03", "2026/3", "2026-03-17", "3/2026", "03.2026"])
def test_months_are_read_in_their_usual_spellings(text: str) -> None:
    assert month_of(text) == date(2026, 3, 1)


@pytest.mark.parametrize("text", ["2026-13", "March", "", "26-03", "1999-01", "2026-03-"])
def test_what_is_no_month_is_none(text: str) -> None:
    assert month_of(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("1,234.5", 1234.5), ("1.234,5", 1234.5), ("12,5", 12.5), ("0", 0.0), ("1 234", 1234.0)]
)
def test_figures_are_read_with_either_decimal_mark(text: str, value: float) -> None:
    assert figure_of(text) == value


@pytest.mark.parametrize("text", ["", "-1", "nan", "inf", "1e300", "many"])
def test_what_is_no_figure_is_none(text: str) -> None:
    assert figure_of(text) is None


def test_a_header_and_empty_lines_are_no_problems_and_the_later_line_counts() -> None:
    found = read_months("Month;Orders\n\n2026-03;1\n2026-03;2\n")
    assert (found.units, found.problems) == ({date(2026, 3, 1): 2.0}, ())


def test_a_second_line_without_figures_is_a_problem_with_its_number() -> None:
    found = read_months("2026-03;1\nTotal;\n2026-04;")
    assert [problem.line for problem in found.problems] == [2, 3]


def test_a_file_of_something_else_is_refused_by_its_length() -> None:
    assert read_months("2026-01;1\n" * (MOST_LINES + 1)).problems[0].line == MOST_LINES + 1


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    found = read_months(text)
    assert all(units >= 0 for units in found.units.values())
