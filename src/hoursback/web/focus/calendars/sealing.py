"""Passwords of calendars as they are kept: sealed with a key made from the secret, which no backup has."""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError

_PURPOSE = b"hoursback: passwords of calendars"


def seal(text: str) -> str:
    """A password as it is stored."""
    return _box().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """A password as it was typed.

    Raises: HoursbackError, when it was sealed under another secret: after a move without `secret-key`.
    """
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        what = _("The password of the calendar cannot be read any more: the secret of this installation has changed.")
        raise HoursbackError(what, hint=_("Disconnect the calendar and connect it again.")) from None


def _box() -> Fernet:
    # A key of its own: whoever has this one still cannot sign a session.
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(settings.SECRET_KEY.encode())
    return Fernet(urlsafe_b64encode(made))
