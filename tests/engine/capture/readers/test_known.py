"""What cells were found to mean is kept, but never without end."""

from __future__ import annotations

import pytest

from hoursback.engine.capture.readers.known import KEYS_LIMIT, LETTERS_LIMIT, Known


def test_a_meaning_is_worked_out_once() -> None:
    asked: list[str] = []

    def work_out(text: str) -> int:
        asked.append(text)
        return len(text)

    known = Known(work_out)
    assert [known["abc"], known["abc"]] == [3, 3]
    assert asked == ["abc"]


def test_what_cannot_be_worked_out_is_raised_and_not_kept() -> None:
    known = Known[str, int](int)
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            known["x"]
    assert not known


def test_no_more_is_kept_than_the_limits_allow() -> None:
    known = Known(str.upper)
    for number in range(KEYS_LIMIT + 10):
        assert known[f"k{number}"] == f"K{number}"
    assert len(known) <= KEYS_LIMIT
    known["y" * (LETTERS_LIMIT + 1)]
    assert all(len(text) <= LETTERS_LIMIT for text in known)
