"""Sessions kept as Django keeps them, found by a statement that was written once: every request finds one."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

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
        held: dict[str, Any] = self.decode(found[0])
        return held
