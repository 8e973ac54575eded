"""Bytes to lines of text: whose encoding is known, in flat memory, and never guessed."""

from __future__ import annotations

import codecs
import io
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from hoursback.engine.errors import FileRefusedError

HEAD_BYTES = 65_536
"""How much of a file is looked at to know its format."""
CHUNK_BYTES = 32_768
CELL_LIMIT = 65_536
"""Characters in one cell (reliability, section 2)."""
COLUMN_LIMIT = 200
LINE_LIMIT = CELL_LIMIT * COLUMN_LIMIT
"""No row within the limits has a longer line; it bounds the memory of reading one."""

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = (
    (b"PK\x03\x04", "a zip archive or a spreadsheet (xlsx, ods)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet or document (xls, doc)"),
    (b"SQLite format 3", "a database"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
)


class Source(io.RawIOBase):
    """A stream that can be read again from where it was handed over, whether it can seek or not.

    A stream that cannot seek is recorded until `forget` is called; call it before the last pass.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._origin = stream.tell() if stream.seekable() else None
        self._recorded: list[bytes] | None = None if self._origin is not None else []
        self._again: deque[bytes] = deque()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._again.popleft() if self._again else self._stream.read(len(buffer)) or b""
        if len(part) > len(buffer):
            self._again.appendleft(part[len(buffer) :])
            part = part[: len(buffer)]
        if self._recorded is not None:
            self._recorded.append(part)
        buffer[: len(part)] = part
        return len(part)

    def head(self) -> bytes:
        """The first HEAD_BYTES bytes, fewer only where the stream ends; the next read begins there again."""
        parts: list[bytes] = []
        wanted = HEAD_BYTES
        while wanted and (part := self.read(wanted)):
            parts.append(part)
            wanted -= len(part)
        self.rewind()
        return b"".join(parts)

    def rewind(self) -> None:
        """Go back to where the stream was handed over."""
        if self._origin is not None:
            self._stream.seek(self._origin)
        elif self._recorded is not None:
            self._again.extendleft(reversed(self._recorded))
            self._recorded = []

    def forget(self) -> None:
        """Record no more: what is read from now on cannot be read again."""
        self._recorded = None

    def anew(self) -> BinaryIO:
        """A stream of everything from where it was handed over, in place of this one: itself where it can seek."""
        self.rewind()
        self.forget()
        return io.BufferedReader(self) if self._origin is None else self._stream


def encoding_of(head: bytes, stated: str | None, filename: str) -> str:
    """The codec of a file: its byte-order mark decides, else what was stated, else UTF-8.

    Raises: FileRefusedError, for a stated encoding that is none.
    """
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return codec
    if stated is None:
        return "utf-8"
    try:
        # Codecs that are not of text (hex, zip) are found out only by using them.
        with suppress(UnicodeError):
            b"x".decode(stated)
        codecs.getincrementaldecoder(stated)
        return codecs.lookup(stated).name
    except (LookupError, ValueError):
        raise FileRefusedError(
            "There is no such text encoding.",
            where=filename,
            value=shown(stated),
            hint="Use a name such as utf-8, windows-1252, iso-8859-15 or utf-16.",
        ) from None


def decode_head(head: bytes, encoding: str, filename: str) -> str:
    """The beginning of a file as text, without a character that its end cut in two.

    Raises: FileRefusedError, for an empty file, one that is not text, and one in another encoding.
    """
    if not head.strip():
        raise _empty(filename)
    for magic, kind in _NOT_TEXT:
        if head.startswith(magic):
            raise _not_text(filename, kind)
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(head, final=len(head) < HEAD_BYTES)
    except ValueError as error:
        raise _undecodable(encoding, filename, _line_of(error, 1), error) from None
    if not text.strip():
        raise _empty(filename)
    first_line = text.lstrip().partition("\n")[0]
    if "\0" in first_line:
        raise _not_text(filename, "binary, or text in another encoding")
    return text


class Lines:
    """The lines of a file with their ends, chunk by chunk.

    Args:
        chunk: bytes of a chunk after the first one, which has the header; CHUNK_BYTES unless stated.

    Attributes:
        careful: some line seen so far holds a NUL or is longer than a cell may be, so that cells must be looked at.
    """

    def __init__(self, source: Source, encoding: str, filename: str, chunk: int | None = None) -> None:
        self._source, self._encoding, self._filename, self._chunk = source, encoding, filename, chunk
        self._delivered = 0
        self.careful = False

    def chunks(self) -> Iterator[str]:
        """One chunk of whole lines after the other.

        Raises: FileRefusedError, where the bytes stop fitting the encoding, and for a line without end.
        """
        decoder = codecs.getincrementaldecoder(self._encoding)("strict")
        rest: list[str] = []
        rest_length = 0
        at_end = False
        size = CHUNK_BYTES
        while not at_end:
            raw = self._source.read(size) or b""
            at_end, size = not raw, self._chunk or CHUNK_BYTES
            text = self._decode(decoder, raw, at_end)
            cut = len(text) if at_end else _last_line_end(text)
            if not cut and not at_end:
                rest.append(text)
                rest_length += len(text)
                self._check_length(rest_length)
                continue
            whole = "".join((*rest, text[:cut]))
            self._note(whole)
            yield whole
            rest, rest_length = [text[cut:]], len(text) - cut

    def _note(self, text: str) -> None:
        if not self.careful:
            self.careful = "\0" in text or _has_long_line(text)
        self._delivered += text.count("\n")

    def _decode(self, decoder: codecs.IncrementalDecoder, raw: bytes, at_end: bool) -> str:
        try:
            return decoder.decode(raw, at_end)
        except ValueError as error:
            raise _undecodable(self._encoding, self._filename, _line_of(error, self._delivered + 1), error) from None

    def _check_length(self, length: int) -> None:
        if length > LINE_LIMIT:
            raise FileRefusedError(
                f"A line has more than {LINE_LIMIT:,} characters.",
                where=f"{self._filename}, after line {self._delivered}",
                value=f"{length:,} characters",
                hint="This is not a table of entries; export the log as CSV.",
            )


def _last_line_end(text: str) -> int:
    """Where the last whole line ends. A carriage return at the very end may be half of a \\r\\n."""
    return max(text.rfind("\n"), text.rfind("\r", 0, len(text) - 1)) + 1


def lines_of(text: str) -> io.StringIO:
    """The lines of a text; one ends with \\n, \\r or \\r\\n and keeps it, which cells of several lines need."""
    return io.StringIO(text, "")


def _has_long_line(text: str) -> bool:
    # A line that is too long fills one of these parts whole.
    part = CELL_LIMIT // 2
    may_have = any(text.find("\n", at, at + part) < 0 for at in range(0, len(text) - part, part))
    return may_have and max(map(len, lines_of(text))) > CELL_LIMIT


def _line_of(error: ValueError, first: int) -> int:
    if isinstance(error, UnicodeDecodeError):
        return first + error.object.count(b"\n", 0, error.start)
    return first


def shown(text: str, limit: int = 80) -> str:
    """A value for a message: shortened, with characters that do not show made visible.

    >>> shown("a\\0b")
    'a\\\\x00b'
    """
    short = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in short)


def _empty(filename: str) -> FileRefusedError:
    return FileRefusedError(
        "The file is empty.",
        where=filename,
        value="0 entries",
        hint="Export the log again and pick a period with work.",
    )


def _not_text(filename: str, kind: str) -> FileRefusedError:
    return FileRefusedError(
        "The file is not text.",
        where=filename,
        value=kind,
        hint="Export or save the log as CSV (UTF-8) or as a calendar (ics); name another encoding with --encoding.",
    )


def _undecodable(encoding: str, filename: str, line: int, error: ValueError) -> FileRefusedError:
    value = ""
    if isinstance(error, UnicodeDecodeError):
        value = " ".join(f"{byte:02x}" for byte in error.object[error.start : error.start + 4])
    return FileRefusedError(
        f"The file is not {encoding} text.",
        where=f"{filename}, line {line}",
        value=value,
        hint="Name its encoding with --encoding, for instance --encoding windows-1252.",
    )
