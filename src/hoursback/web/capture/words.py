"""Texts as people type them: checked, tidied, and compared."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from hoursback.web.capture.errors import LogError

LONGEST_NOTE = 10_000
LONGEST_NAME = 200
_LONGEST_NEW = 60
_WORD = re.compile(r"[^\W_]+")


def clean_note(text: str, where: str = "note") -> str:
    """A note without blanks around it.

    Raises: LogError, for control characters, lone surrogates and more than LONGEST_NOTE characters.
    """
    tidy = text.replace("\r\n", "\n").strip()
    if len(tidy) > LONGEST_NOTE:
        raise LogError(
            _("A note has at most 10,000 characters."),
            where=where,
            value=tidy[:40] + "…",
            hint=_("Keep what matters for finding it again."),
        )
    _refuse_controls(tidy.replace("\n", "").replace("\t", ""), where)
    return tidy


def clean_name(text: str, where: str = "name", longest: int = LONGEST_NAME) -> str:
    """A name on one line.

    Raises: LogError, for one that is empty, too long or holds control characters.
    """
    tidy = " ".join(text.split())
    if not tidy:
        raise LogError(_("A name is missing."), where=where, hint=_("Write what you call it, such as Bookkeeping."))
    if len(tidy) > longest:
        raise LogError(
            _("A name has at most %(count)s characters.") % {"count": longest},
            where=where,
            value=tidy[:40] + "…",
            hint=_("Put the rest into the note."),
        )
    _refuse_controls(tidy, where)
    return tidy


def folded(name: str) -> str:
    """A name as names are compared: one Unicode form, no case, single blanks."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def wording(*texts: str) -> str:
    """What a person's choice is remembered under: the words of the first text that has any, without numbers.

    >>> wording("Invoice 1042 – Alder Bakery"), wording("", "Web shop")
    ('invoice alder bakery', 'web shop')
    """
    for text in texts:
        plain = unicodedata.normalize("NFKC", text[:2000]).casefold().replace("-", "")
        found = [word for word in _WORD.findall(plain) if not word.isdigit()]
        if found:
            return " ".join(found)[:LONGEST_NAME]
    return ""


def name_from(note: str) -> str:
    """A name for a new activity from what was typed: its first line, cut at a word.

    >>> name_from("bookkeeping for June")
    'Bookkeeping for June'
    """
    line = " ".join(note.split("\n", 1)[0].split())
    if len(line) > _LONGEST_NEW:
        cut = line[:_LONGEST_NEW].rsplit(" ", 1)[0]
        line = f"{cut}…"
    return line[:1].upper() + line[1:]


def _refuse_controls(text: str, where: str) -> None:
    if any(unicodedata.category(mark) in ("Cc", "Cs") for mark in text):
        raise LogError(_("There is a control character in this text."), where=where, hint=_("Type it anew."))
