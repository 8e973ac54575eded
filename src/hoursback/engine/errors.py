"""What an owner can put right: what happened, where, with which value, and the next move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class HoursbackError(Exception):
    """A refusal in plain words; page and command line print its parts and nothing else.

    Args:
        what: one sentence about what is wrong, ending in a full stop.
        where: the file, line or field it is about, "" when it is about nothing in particular.
        value: the value that was found, as text.
        hint: the next move, one sentence.
    """

    def __init__(self, what: str, *, where: str = "", value: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.value = value
        self.hint = hint

    def as_dict(self) -> dict[str, str]:
        """The four parts, as `--json` prints them under "error"."""
        return {"what": self.what, "where": self.where, "value": self.value, "hint": self.hint}


class FileRefusedError(HoursbackError):
    """The whole file cannot be read; nothing of it was used.

    Args:
        problems: where bad rows are the reason, the first of them: file and what its reader said, each.
        problems_total: how many rows there are with problems.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        value: str = "",
        hint: str = "",
        problems: Sequence[Any] = (),
        problems_total: int = 0,
    ) -> None:
        super().__init__(what, where=where, value=value, hint=hint)
        self.problems = tuple(problems)
        self.problems_total = problems_total


class SettingsError(HoursbackError):
    """A settings file (TOML) holds something that cannot be meant."""


class TooLittleLogError(HoursbackError):
    """The log has too little in it for an answer; the hint says what to log."""


class NoPlanError(HoursbackError):
    """No plan could be made from what was given."""
