"""Markdown that people write, as safe HTML: the only place that tells a template to trust a text.

Raw HTML is off, what comes out is cleaned against a list of allowed tags, and hostile texts end as plain text.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from hoursback.engine.errors import HoursbackError

LIMIT = 256 * 1024
"""Bytes of one text."""
COLUMNS = 200
"""Of one table."""
SECONDS = 1.0
"""Of work on one text, not of waiting: a busy machine makes no text too hard."""
_NESTING = 100
_HEADINGS = {f"h{level}": f"h{min(level + 2, 6)}" for level in range(1, 7)}
"""A page has its own first two levels, so those of a text begin below them."""
_BOXES = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}
_TAGS = {
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "strong", "em", "s", "code", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td", "a"),
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer",
    strip_comments=True,
)


class TextTooLongError(HoursbackError):
    """A text beyond the limit."""

    def __init__(self, size: int) -> None:
        super().__init__(
            _("This text is longer than %(limit)d KB.") % {"limit": LIMIT // 1024},
            value=f"{size // 1024} KB",
            hint=_("Shorten it, or attach the long part as a file."),
        )


class TableTooWideError(HoursbackError):
    """A table beyond the limit."""

    def __init__(self, columns: int) -> None:
        super().__init__(
            _("A table in this text has more than %(limit)d columns.") % {"limit": COLUMNS},
            value=str(columns),
            hint=_("Attach it as a file instead."),
        )


class _LateError(Exception):
    """The time for one text is over."""


def render(text: str, *, seconds: float = SECONDS) -> str:
    """A text as clean HTML, to be stored beside it; what takes too long comes out as plain text.

    Raises: TextTooLongError, TableTooWideError.
    """
    text = text.encode("utf-8", "replace").decode()  # a lone surrogate cannot be stored
    if len(text.encode()) > LIMIT:
        raise TextTooLongError(len(text.encode()))
    try:
        environment: dict[str, Any] = {"until": time.thread_time() + seconds}
        tokens = _PARSER.parse(text, environment)
        _check_tables(tokens)
        return _CLEANER.clean(_PARSER.renderer.render(tokens, _PARSER.options, environment))
    except (_LateError, RecursionError):
        return plain(text)


def plain(text: str) -> str:
    """A text as it was typed, in paragraphs and lines."""
    paragraphs = (part.strip("\n") for part in text.replace("\r\n", "\n").split("\n\n"))
    return "".join(f"<p>{escape(part)}</p>".replace("\n", "<br>") for part in paragraphs if part.strip())


def trusted(html: str) -> SafeString:
    """HTML that `render` made, for a template; cleaned again, since a stored row can have come from anywhere."""
    label = escape(_("Table"))
    frame = f'<div class="table-wrap" tabindex="0" role="region" aria-label="{label}"><table class="table">'
    # What is cleaned has tables without any attribute, and no such tag within its texts.
    framed = _cleaned(html).replace("<table>", frame).replace("</table>", "</table></div>")
    return mark_safe(framed)


@lru_cache(maxsize=128)
def _cleaned(html: str) -> str:
    return _CLEANER.clean(html)


def _check_tables(tokens: Sequence[Token]) -> None:
    columns = 0
    for token in tokens:
        columns = columns + 1 if token.type == "th_open" else 0 if token.type == "tr_open" else columns
        if columns > COLUMNS:
            raise TableTooWideError(columns)


def _watch_lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """No rule of Markdown: it looks at the time spent, since a parser in Python cannot be stopped from outside."""
    _look_at_the_clock(state.env)
    return False


def _watch_words(state: StateInline, silent: bool) -> bool:
    """The same within a paragraph."""
    _look_at_the_clock(state.env)
    return False


def _look_at_the_clock(environment: Any) -> None:
    if time.thread_time() > environment["until"]:
        raise _LateError


def _settle(state: StateCore) -> None:
    """Headings below the page's own; boxes of a checklist as signs, which need no form."""
    for index, token in enumerate(state.tokens):
        token.tag = _HEADINGS.get(token.tag, token.tag)
        if token.type == "inline" and index > 1 and state.tokens[index - 2].type == "list_item_open":
            _tick(token)


def _tick(token: Token) -> None:
    first = token.children[0] if token.children else None
    if first is not None and first.type == "text" and first.content[:4] in _BOXES:
        first.content = _BOXES[first.content[:4]] + first.content[4:]


def _picture(tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    """Pictures from elsewhere would tell others who reads; they become links."""
    token = tokens[index]
    return f'<a href="{escape(str(token.attrGet("src") or ""))}">{escape(token.content)}</a>'


def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": _NESTING})
    made.enable(["table", "strikethrough"])
    made.disable(["html_block", "html_inline"])
    # Also where a long block asks line by line whether it ends here.
    asked: Any = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    made.block.ruler.before("table", "watch", _watch_lines, asked)
    made.inline.ruler.before("text", "watch", _watch_words)
    made.core.ruler.push("settle", _settle)
    renderer: Any = made.renderer
    renderer.rules["image"] = _picture
    return made


_PARSER = _parser()
