"""Sessions kept as Django keeps them, found by a statement that was written once: every request finds one.

The row is read each time. Only that its very text was signed by us is remembered, for the texts read last.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.core import signing
from django.db import connection
from django.utils import timezone

_TEXTS_KEPT = 256
_FIND = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Its name is part of what sessions are signed with, so it stays what Django calls its own."""

    def load(self) -> dict[str, Any]:
        """What a living session holds; nothing, and the key forgotten, where there is none."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(_FIND, (self.session_key, now))
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        return self._held(found[0])

    def _held(self, text: str) -> dict[str, Any]:
        try:
            held: dict[str, Any] = self.serializer().loads(_signed(text, self.key_salt, settings.SECRET_KEY))
        except (signing.BadSignature, ValueError):
            # Nothing, and Django notes why.
            held = self.decode(text)
        return held


class _Raw:
    """What is signed, as it stands."""

    def dumps(self, obj: bytes) -> bytes:
        return obj

    def loads(self, data: bytes) -> bytes:
        return data


@lru_cache(_TEXTS_KEPT)
def _signed(text: str, salt: str, key: str) -> bytes:
    """The JSON of a session's text; a text that is refused is not remembered.

    Raises: BadSignature.
    """
    held: bytes = signing.loads(text, key=key, salt=salt, serializer=_Raw)
    return held
