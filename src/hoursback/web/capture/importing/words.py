"""Refusals of the readers as a page says them: a command line has options, a page has boxes."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from hoursback.engine.capture.readers.dates import ORDER_HINT

_IN_A_BOX = _("Save it as UTF-8 text, or say its text encoding below.")
_BOXES: Final = (
    ("; name another encoding with --encoding.", "."),
    ("Name its encoding with --encoding, for instance --encoding windows-1252.", _IN_A_BOX),
    ("Name its encoding with --encoding.", _IN_A_BOX),
    (ORDER_HINT, _("Say below how such dates are meant.")),
    ("with --timezone", _("in the time zone's box")),
    (" (--skip-bad)", _(" by the tick below")),
    (" with --format", ""),
)
"""What the readers say of options, and what a page says instead."""


def on_page(text: str) -> str:
    """A sentence of a reader without the options of the command line.

    >>> on_page("Export the calendar as an .ics file; name another encoding with --encoding.")
    'Export the calendar as an .ics file.'
    """
    for option, box in _BOXES:
        text = text.replace(option, str(box))
    return text
