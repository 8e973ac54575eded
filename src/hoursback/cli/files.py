"""Opening what was named on the command line: a file, or - for standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from hoursback.engine.errors import FileRefusedError, HoursbackError, SettingsError
from hoursback.engine.plan.business import Settings

STANDARD_INPUT = "-"
MOST_SETTINGS = 10_000_000
"""Bytes; a settings file of an agency with thousands of activities has one."""


def title_of(name: str) -> str:
    """What a file is called in a sentence."""
    return "standard input" if name == STANDARD_INPUT else name


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A file as bytes.

    Raises: FileRefusedError, when there is no such file or it may not be read.
    """
    if name == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    with _open(name, FileRefusedError) as file:
        yield file


def read_settings(name: str | None) -> Settings:
    """The settings file, or no settings where none is named.

    Raises: SettingsError, when it cannot be read or says something that cannot be meant.
    """
    from hoursback.engine.plan.settings import parse_settings

    if name is None:
        return Settings()
    if name == STANDARD_INPUT:
        raw = sys.stdin.buffer.read(MOST_SETTINGS + 1)
    else:
        with _open(name, SettingsError) as file:
            raw = file.read(MOST_SETTINGS + 1)
    if len(raw) > MOST_SETTINGS:
        raise SettingsError(
            "The settings file is larger than 10 MB.", where=title_of(name), hint="Name the TOML file with --config."
        )
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            "The settings file is not UTF-8 text.",
            where=f"{title_of(name)}, line {line}",
            value=raw[error.start : error.start + 4].hex(" "),
            hint="Save it as UTF-8.",
        ) from None
    return parse_settings(text, name=title_of(name))


def _open(name: str, refusal: type[HoursbackError]) -> BinaryIO:
    try:
        path = Path(name)
        if path.is_dir():
            raise refusal("This is a folder, not a file.", where=name, hint="Name the files in it.")
        return path.open("rb")
    except FileNotFoundError:
        raise refusal("There is no such file.", where=name, hint="Check the name and the folder.") from None
    except PermissionError:
        raise refusal("The file may not be read.", where=name, hint="Check who may read it.") from None
    except (OSError, ValueError) as error:  # a name that is too long, or with a NUL
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise refusal(f"The file cannot be opened: {reason}.", where=name, hint="Check the name.") from None
