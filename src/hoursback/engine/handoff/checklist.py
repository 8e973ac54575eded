"""A checklist out of the steps of a brief: what somebody ticks off while doing the work."""

from __future__ import annotations

import re

MOST_ITEMS = 200
LONGEST_ITEM = 500
_BOX = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+\[[ xX]\]\s+(?P<text>\S.*)")
_NUMBER = re.compile(r"\d{1,3}[.)]\s+(?P<text>\S.*)")
_BULLET = re.compile(r"[-*+]\s+(?P<text>\S.*)")
_FENCE = re.compile(r"(?:```|~~~)")
_LINK = re.compile(r"!?\[(?P<text>[^\]\n]*)\]\([^)\n]*\)")
_MARKS = re.compile(r"\*\*|__|`")


def checklist_of(steps: str) -> tuple[str, ...]:
    """The items to tick: every `- [ ]` and every numbered step, in their order.

    Where the steps have neither, plain bullets count; where they have none of these either, there is no checklist. Code
    blocks are left out, lines that carry an item on belong to it, and marks for bold, code and links are taken off.

    Args:
        steps: Markdown.
    Returns: at most MOST_ITEMS texts of at most LONGEST_ITEM characters.

    >>> checklist_of("1. Open the **bank**\\n   and log in\\n2. [Match](x) payments\\n\\nThen:\\n- [ ] Tell Olive")
    ('Open the bank and log in', 'Match payments', 'Tell Olive')
    """
    marked = _items(steps, (_BOX, _NUMBER))
    return marked or _items(steps, (_BULLET,))


def _items(steps: str, shapes: tuple[re.Pattern[str], ...]) -> tuple[str, ...]:
    found: list[str] = []
    is_code = is_going_on = False
    for line in steps.splitlines():
        text = line.strip()
        if _FENCE.match(text):
            is_code, is_going_on = not is_code, False
            continue
        item = None if is_code else _first_match(text, shapes)
        if item is not None:
            found.append(item)
            is_going_on = True
        elif is_going_on and _carries_on(line, text):
            found[-1] = f"{found[-1]} {text}"
        else:
            is_going_on = False
    return tuple(_plain(item) for item in found[:MOST_ITEMS])


def asks_for_evidence(is_met: bool, ticked: int, steps: int) -> bool:
    """Whether a judgement has to say what shows it: a no always, a yes where not one step of the list was ticked.

    >>> asks_for_evidence(True, 0, 7), asks_for_evidence(True, 0, 0), asks_for_evidence(False, 7, 7)
    (True, False, True)
    """
    return not is_met or (steps > 0 and ticked == 0)


def _first_match(text: str, shapes: tuple[re.Pattern[str], ...]) -> str | None:
    matches = (shape.match(text) for shape in shapes)
    return next((match["text"] for match in matches if match), None)


def _carries_on(line: str, text: str) -> bool:
    """Whether a line that begins no item belongs to the one before: indented, and no detail of its own."""
    return bool(text) and line[0].isspace() and not _BULLET.match(text)


def _plain(item: str) -> str:
    text = " ".join(_MARKS.sub("", _LINK.sub(lambda link: link["text"], item)).split())
    return text if len(text) <= LONGEST_ITEM else f"{text[: LONGEST_ITEM - 1].rstrip()}…"
