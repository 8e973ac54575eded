"""The lines of a calendar file: unfolded, split into name, parameters and value, each with its place in the file."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from hoursback.engine.capture.readers.text import encoding_of
from hoursback.engine.errors import FileRefusedError

BLOCK = 65_536
LINE_LIMIT = 65_536
"""Bytes kept of one property, continuation lines included; a longer one is an attachment or an attack."""
BREAKS = re.compile(rb"\r\n|\n|\r")
NAME = re.compile(r"\s*([A-Za-z][A-Za-z0-9 \t-]*?)\s*(?=[;:]|$)")


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One property of a calendar.

    Attributes:
        line: where it begins in the file, from 1.
        name: in capitals, such as "DTSTART".
        params: by name in capitals, values without their quotes.
        value: as written, not yet unescaped.
        doubt: why part of it may be missing, "" for none.
    """

    line: int
    name: str
    params: dict[str, str] = field(default_factory=dict)
    value: str = ""
    doubt: str = ""


def content_lines(
    stream: BinaryIO, filename: str, encoding: str | None, wanted: frozenset[str]
) -> Iterator[ContentLine]:
    """The properties with a wanted name, in file order, in flat memory; the last item is named "" and is the last line.

    Raises: FileRefusedError, for an empty or binary file and for an encoding that is unknown or does not fit.
    """
    for line, raw, doubt in _unfolded(_blocks(stream, encoding, filename), filename):
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("utf-8", errors="replace")
            doubt = doubt or "It holds bytes that are not UTF-8, shown as “�”."
        found = NAME.match(text)
        name = "" if found is None else "".join(found[1].split()).upper()
        if name in wanted or not raw:
            params, value = _split(text[0 if found is None else found.end() :])
            yield ContentLine(line, name, params, value, doubt)


def _blocks(stream: BinaryIO, stated: str | None, filename: str) -> Iterator[bytes]:
    """The file's bytes as UTF-8, or as whatever stands there when nothing says otherwise."""
    first = stream.read(BLOCK)
    encoding = encoding_of(first, stated, filename)
    if encoding not in ("utf-8", "utf-8-sig", "ascii"):
        yield from _recoded(first, stream, encoding, filename)
        return
    block = first.removeprefix(codecs.BOM_UTF8)
    while block:
        if b"\0" in block:
            raise _not_text(filename)
        yield block
        block = stream.read(BLOCK)


def _not_text(filename: str) -> FileRefusedError:
    return FileRefusedError(
        "The file is not text.",
        where=filename,
        hint="Export the calendar as an .ics file; name another encoding with --encoding.",
    )


def _recoded(first: bytes, stream: BinaryIO, encoding: str, filename: str) -> Iterator[bytes]:
    def raw() -> Iterator[bytes]:
        block = first
        while block:
            yield block
            block = stream.read(BLOCK)

    try:
        " ".encode(encoding)  # "hex" and "rot13" are codecs too, but not of text.
        for text in codecs.iterdecode(raw(), encoding):
            if "\0" in text:
                raise _not_text(filename)
            yield text.removeprefix("\ufeff").encode("utf-8")
    except (UnicodeError, LookupError):
        raise FileRefusedError(
            f"The file is not {encoding} text.", where=filename, hint="Name its encoding with --encoding."
        ) from None


def _physical(blocks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Lines without their ends, and whether one was cut at the limit."""
    rest = b""
    cut = False
    for block in blocks:
        rest += block
        # A lone \r at the end may be the first half of \r\n.
        held = rest[-1:] if rest.endswith(b"\r") else b""
        *whole, rest = BREAKS.split(rest[: len(rest) - len(held)])
        for line in whole:
            yield line[:LINE_LIMIT], cut or len(line) > LINE_LIMIT
            cut = False
        if len(rest) > LINE_LIMIT:
            rest, cut = rest[:LINE_LIMIT], True
        rest += held
    *whole, rest = BREAKS.split(rest)
    for line in (*whole, rest):
        yield line[:LINE_LIMIT], cut or len(line) > LINE_LIMIT
        cut = False


def _unfolded(blocks: Iterator[bytes], filename: str) -> Iterator[tuple[int, bytes, str]]:
    """Properties with the number of their first line, then nothing with the number of the file's last line.

    Folds are undone in bytes, for they may split a character.
    """
    first, last, parts, size, cut = 0, 0, [b""], 0, False
    for number, (text, was_cut) in enumerate(_physical(blocks), start=1):
        if not text.strip():
            continue  # Blank lines stand between events and, in old Mozilla files, inside a folded property.
        last = number
        if first and text[:1] in (b" ", b"\t"):
            cut = cut or was_cut or size + len(text) > LINE_LIMIT
            if size + len(text) <= LINE_LIMIT:
                parts.append(text[1:])
                size += len(text)
            continue
        if first:
            yield first, b"".join(parts), _cut(cut)
        first, parts, size, cut = number, [text], len(text), was_cut
    if not first:
        raise FileRefusedError("The file is empty.", where=filename, hint="Export the calendar again.")
    yield first, b"".join(parts), _cut(cut)
    yield last, b"", ""


def _cut(was_cut: bool) -> str:
    return f"It is longer than {LINE_LIMIT} bytes; the rest was not read." if was_cut else ""


def _split(text: str) -> tuple[dict[str, str], str]:
    """Parameters and value of `;TZID="A:B";X=Y:value`; a colon or semicolon inside quotes is part of the parameter."""
    pieces = _outside_quotes(text)
    if pieces is None:  # What never closes hides nothing: the first colon ends the parameters.
        head, _, value = text.partition(":")
        pieces = [*head.split(";"), value]
    *params, value = pieces
    found: dict[str, str] = {}
    for param in params:
        key, equals, content = param.partition("=")
        if equals:
            found.setdefault(key.strip().upper(), content.strip().strip('"'))
    return found, value.strip()


def _in_parentheses(text: str) -> bool:
    """Whether a parenthesis is open: Outlook writes TZID=(UTC+01:00) Berlin without the quotes it needs."""
    return text.count("(") > text.count(")")


def _outside_quotes(text: str) -> list[str] | None:
    """The pieces between semicolons, up to the first colon, then the rest; None when something open hides it."""
    pieces: list[str] = []
    begin, quoted = 0, False
    for place, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted:
            pieces.append(text[begin:place])
            begin = place + 1
        elif sign == ":" and not quoted and not _in_parentheses(text[begin:place]):
            return [*pieces, text[begin:place], text[place + 1 :]]
    return None if ":" in text else [*pieces, text[begin:], ""]
