"""XML of calendar servers, read without mercy: no document types, no entities, bounded in depth and number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn
from xml.parsers import expat

from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError

DEEPEST = 32
MOST = 100_000
"""Elements in one answer; two months of appointments have a few thousand."""


class BadXmlError(HoursbackError):
    """What a server sent is no XML that we read."""


@dataclass(slots=True)
class Node:
    """An element; its name as "namespace name", and of its attributes the one called name."""

    name: str
    label: str = ""
    parts: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text directly in it."""
        return "".join(self.parts).strip()

    def all(self, name: str) -> Iterator[Node]:
        """The children of this name."""
        return (child for child in self.children if child.name == name)

    def find(self, *path: str) -> Node | None:
        """The first element down this path."""
        node: Node | None = self
        for name in path:
            node = next(node.all(name), None) if node is not None else None
        return node

    def told(self, *path: str) -> str:
        """The text down a path, "" where there is none."""
        found = self.find(*path)
        return "" if found is None else found.text


def read(data: bytes) -> Node:
    """The root of a document.

    Raises: BadXmlError.
    """
    building = _Building()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = building.start
    parser.EndElementHandler = building.end
    parser.CharacterDataHandler = building.text
    # Without a document type nothing can be defined that grows or points elsewhere.
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise BadXmlError(_("The server’s answer cannot be read; it may not be a calendar server.")) from None
    return building.root.children[0]


def _refuse(*told: Any) -> NoReturn:
    raise BadXmlError(_("The server’s answer defines a document type, which is refused."))


class _Building:
    def __init__(self) -> None:
        self.root = Node("")
        self._open = [self.root]
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) > DEEPEST or self._count > MOST:
            raise BadXmlError(_("The server’s answer is nested too deep, or has too many parts."))
        node = Node(name, attributes.get("name", ""))
        self._open[-1].children.append(node)
        self._open.append(node)

    def end(self, name: str) -> None:
        self._open.pop()

    def text(self, data: str) -> None:
        self._open[-1].parts.append(data)
