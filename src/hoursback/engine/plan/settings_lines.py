"""On which line of a TOML text each key stands, for refusals that name it; the standard parser does not say."""

from __future__ import annotations

import re
import tomllib

type Path = tuple[str | int, ...]
"""A place in parsed TOML: keys, and positions in arrays from 0."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_STRING = re.compile(
    r'''"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\])*"|\'[^\']*\'''',
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}\n#]*")


def key_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of every table, key and array element of a text that the TOML parser has accepted.

    >>> key_lines('[business]\\ncurrency = "EUR"\\n[[person]]\\nname = "Sam"')[("person", 0, "name")]
    4
    """
    scan = _Scan(text)
    scan.document()
    return scan.lines


class _Scan:
    """One walk over a valid TOML text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._arrays: dict[Path, int] = {}
        self._counted = (0, 1)

    def document(self) -> None:
        table: Path = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            if self.text.startswith("[[", self.at):
                table = self._header(2)
            elif self.text[self.at] == "[":
                table = self._header(1)
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _header(self, brackets: int) -> Path:
        line = self._line()
        self.at += brackets
        parts = self._dotted()
        self.at += brackets
        path = self._resolve(parts[:-1]) + parts[-1:]
        if brackets == 2:
            self._arrays[path] = self._arrays.get(path, -1) + 1
            self._note(path, line)
            path = (*path, self._arrays[path])
        self._note(path, line)
        return path

    def _resolve(self, parts: Path) -> Path:
        """The path a header's leading keys mean: in an array of tables, its latest table."""
        path: Path = ()
        for part in parts:
            path = (*path, part)
            if path in self._arrays:
                path = (*path, self._arrays[path])
        return path

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = table
        for part in self._dotted():
            path = (*path, part)
            self._note(path, line)
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)

    def _value(self, path: Path) -> None:
        opening = self.text[self.at]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline(path)
        elif opening in "\"'":
            self._skip(_STRING)
        else:
            self._skip(_BARE)

    def _array(self, path: Path) -> None:
        self.at += 1
        position = 0
        while self._more("]"):
            self._note((*path, position), self._line())
            self._value((*path, position))
            position += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        while self._more("}"):
            self._pair(path)

    def _more(self, closing: str) -> bool:
        """Whether another element follows; steps over the comma before it, or over the closing bracket."""
        self._skip(_BLANK)
        if self.text[self.at] == ",":
            self.at += 1
            self._skip(_BLANK)
        if self.text[self.at] != closing:
            return True
        self.at += 1
        return False

    def _dotted(self) -> Path:
        """The keys of `a."b c".d`, with the space around them stepped over."""
        parts: list[str] = []
        while True:
            self._skip(_SPACE)
            parts.append(_plain(self._skip(_KEY)))
            self._skip(_SPACE)
            if self.text[self.at] != ".":
                return tuple(parts)
            self.at += 1

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:  # only a text that the parser would refuse
            raise ValueError(f"not TOML at character {self.at}")
        self.at = match.end()
        return match.group()

    def _note(self, path: Path, line: int) -> None:
        self.lines.setdefault(path, line)

    def _line(self) -> int:
        counted, line = self._counted
        line += self.text.count("\n", counted, self.at)
        self._counted = (self.at, line)
        return line


def _plain(key: str) -> str:
    """A key without its quotes and escapes."""
    return str(tomllib.loads(f"key = {key}")["key"]) if key[0] in "\"'" else key
