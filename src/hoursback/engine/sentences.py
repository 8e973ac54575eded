"""Sentences for people that remember how they were made, so that a shell can say them in another language.

The engine speaks English. Modules whose sentences reach pages import `sentence` as `_`, the mark by which message
extraction finds texts; whoever reads only the text has an ordinary string.
"""

from __future__ import annotations

from collections.abc import Mapping


class Sentence(str):
    """A text with its pattern and the facts in it, each written as it stands in the text."""

    pattern: str
    facts: Mapping[str, str]


def sentence(pattern: str, /, **facts: object) -> Sentence:
    """A sentence from its pattern.

    >>> said = sentence("%(met)s of %(of)s", met=9, of=10)
    >>> said, said.pattern, dict(said.facts)
    ('9 of 10', '%(met)s of %(of)s', {'met': '9', 'of': '10'})
    """
    written = {name: str(value) for name, value in facts.items()}
    made = Sentence(pattern % written if written else pattern)
    made.pattern, made.facts = pattern, written
    return made
