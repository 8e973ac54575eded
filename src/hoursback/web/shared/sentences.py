"""Sentences of the engine in the reader's language: the engine knows no catalogue, so it hands over its patterns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext

from hoursback.engine.sentences import Sentence, sentence


def translated(text: object) -> str:
    """A sentence of the engine in the reader's language, as far as the catalogue has it; any other text as it is."""
    if not isinstance(text, Sentence):
        return "" if text is None else str(text)
    pattern = gettext(text.pattern) if text.pattern else ""
    return pattern % text.facts if text.facts else pattern


def kept(texts: Iterable[str]) -> list[dict[str, Any]]:
    """Sentences as a row of the database keeps them, to be said in any language later."""
    return [
        {"pattern": text.pattern, "facts": dict(text.facts)} if isinstance(text, Sentence) else {"text": str(text)}
        for text in texts
    ]


def given_back(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Sentences that `kept` wrote."""
    return [sentence(row["pattern"], **row["facts"]) if "pattern" in row else str(row["text"]) for row in rows]
