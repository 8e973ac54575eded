"""What cells were found to mean: most cells of a log repeat, and a look-up is the fastest parser there is."""

from __future__ import annotations

from collections.abc import Callable

KEYS_LIMIT = 50_000
"""Keys kept before a table starts anew, so that memory stays flat however long the file is."""
LETTERS_LIMIT = 200
"""Longer texts are worked out each time: they hardly repeat, and many of them would fill the memory."""


class Known[Text, Meaning](dict[Text, Meaning]):
    """Meanings by text, worked out at the first sight of each text.

    Looking up raises what working out raises, and keeps nothing then.

    >>> lengths = Known(len)
    >>> lengths["four"], dict(lengths)
    (4, {'four': 4})
    """

    def __init__(self, work_out: Callable[[Text], Meaning]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, text: Text) -> Meaning:
        meaning = self._work_out(text)
        if isinstance(text, str) and len(text) > LETTERS_LIMIT:
            return meaning
        if len(self) >= KEYS_LIMIT:
            self.clear()
        self[text] = meaning
        return meaning
