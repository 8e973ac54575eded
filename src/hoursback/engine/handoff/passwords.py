"""Texts that give a password away: they belong into a password manager, never into a brief or a list."""

from __future__ import annotations

import re

_NAMES = (
    r"pass\s?words?|passwort|kennwort|passphrase|passcode|passwd|pwd|pw|pin(?:\s?code)?|"
    r"contrase(?:ñ|n)a|mot de passe|senha|wachtwoord|(?:api|access|secret)[\s_-]?key|secret|token"
)
_SAID = re.compile(rf"(?<!\w)(?:{_NAMES})\s*(?:[:=]|\bis\b|\bist\b|→|->)\s*(?P<value>\S+)", re.IGNORECASE)
_NO_SECRET = frozenset(
    {"in", "from", "ask", "see", "the", "a", "an", "im", "beim", "siehe", "with", "at", "kept", "held"}
)


def gives_away_password(text: str) -> bool:
    """Whether a text looks like "password: …"; where it says where one lies ("password: in the vault"), it does not.

    >>> gives_away_password("Bank, password: hunter2"), gives_away_password("Password is in the vault")
    (True, False)
    """
    return any(match["value"].strip(".,;").casefold() not in _NO_SECRET for match in _SAID.finditer(text))
