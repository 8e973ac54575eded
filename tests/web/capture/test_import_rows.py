"""A file refused for its rows shows the first of them, not the very first alone."""

from __future__ import annotations

from tests.web.capture.importcast import BAD_ROW, HEAD, OLIVE, sent
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
