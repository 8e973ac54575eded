"""A file refused for its rows shows the first of them, not the very first alone."""

from __future__ import annotations

from tests.web.capture.importcast import BAD_ROW, HEAD, OLIVE, looked_at, sent
from tests.web.cast import Player


def test_a_file_of_bad_rows_alone_shows_the_first_twenty_and_counts_all(olive: Player) -> None:
    answer = sent(olive, HEAD + BAD_ROW * 30)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "None of the 30 rows can be used" in page
    assert "30 rows cannot be read" in page
    assert "the first 20 of them" in page
    assert page.count("25:99:00") >= 20
    assert [f'<th scope="row" class="num">{line}</th>' in page for line in (2, 21, 22)] == [True, True, False]


def test_a_refused_file_without_rows_has_no_table(olive: Player) -> None:
    assert "rows cannot be read" not in sent(olive, "nothing,to,see\n").content.decode()
    assert sent(olive, OLIVE).status_code == 302


def test_names_come_in_the_order_of_the_file_whichever_way_its_rows_are_read(olive: Player) -> None:
    def row(person: str, number: int, end: str = "09:30:00") -> str:
        return f"{person},,Finance,Task {number % 7},note,2025-05-05,09:00:00,2025-05-05,{end},,\n"

    # The first rows are read one by one; of the rest only those of no length are.
    rows = [row("ANN", number) for number in range(100)]
    rows += [row("Zoe", 0, end="09:00:00") if number == 900 else row("Ann", number) for number in range(900, 3_000)]
    rows += [row("Bo", number) for number in range(100)]
    found = looked_at(olive, HEAD + "".join(rows)).found
    assert [name for name, _count in found["persons"]] == ["ANN", "Zoe", "Ann", "Bo"]
    assert found["new_people"] == ["ANN", "Zoe", "Bo"]
