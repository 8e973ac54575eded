"""Opening the app's database for a command; nothing here is imported before a command needs it."""

from __future__ import annotations

import os

from hoursback.engine.errors import HoursbackError


def open_app() -> None:
    """Load the app's settings and models.

    Raises: HoursbackError, where the settings cannot be understood.
    """
    # Not a default: whoever works on other Django projects has theirs set.
    os.environ["DJANGO_SETTINGS_MODULE"] = "hoursback.web.settings"
    os.umask(0o077)  # what these commands write is for its owner's eyes
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as error:
        raise HoursbackError(
            "A setting cannot be understood.",
            value=str(error),
            hint="docs/how-to/run-the-app.md lists every setting and what it takes.",
        ) from error


def reach_database() -> None:
    """Try the database once.

    Raises: HoursbackError, where it does not answer.
    """
    from django.db import DatabaseError, InterfaceError, connection

    try:
        connection.ensure_connection()
    except (DatabaseError, InterfaceError) as error:
        name = str(connection.settings_dict.get("NAME", ""))
        raise HoursbackError(
            "The database does not answer.",
            where=name,
            value=str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__,
            hint="Check DATABASE_URL, that the server runs, and that the folder can be written to.",
        ) from error
