"""Uploaded files: kept under random names that tell nothing, for their owner's eyes only, until they are brought in."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from hoursback.engine.errors import FileRefusedError

_KEPT_SECONDS = 14 * 24 * 3600
"""A file that was looked at and left is forgotten after this long; it is somebody's working life."""
KEPT = "kept-"
"""How the names of files begin that lie here for longer; whoever stores them sees to their end."""


def keep(chunks: Iterable[bytes], filename: str) -> tuple[str, str]:
    """Store a file as it comes in; returns the name it is kept under and its SHA-256.

    Raises: FileRefusedError, for a file that is too large; counted while reading, whatever the browser announced.
    """
    name = secrets.token_hex(16)
    digest, size = hashlib.sha256(), 0
    path = settings.UPLOADS / name
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for chunk in chunks:
                size += len(chunk)
                if size > settings.UPLOAD_LIMIT:
                    raise too_large(filename)
                digest.update(chunk)
                out.write(chunk)
    except BaseException:
        drop(name)
        raise
    return name, digest.hexdigest()


def too_large(filename: str) -> FileRefusedError:
    """What is said of a file beyond the limit."""
    limit = settings.UPLOAD_LIMIT // (1024 * 1024)
    return FileRefusedError(
        _("The file is larger than %(limit)d MB.") % {"limit": limit},
        where=filename,
        hint=_("Export a shorter period, or use `hoursback capture import`, which reads files of any size."),
    )


def path_of(name: str) -> Path:
    """Where an upload lies."""
    found: Path = settings.UPLOADS / name
    return found


def drop(name: str) -> None:
    """Forget an upload; one that is gone already is no matter."""
    if name:
        with contextlib.suppress(FileNotFoundError):
            path_of(name).unlink()


def kept_path(name: str) -> Path:
    """Where an upload lies.

    Raises: FileRefusedError, when it was left for so long that it is forgotten.
    """
    path = path_of(name)
    if not name or not path.is_file():
        raise FileRefusedError(_("The file is no longer kept."), hint=_("Upload it again; nothing of it was stored."))
    return path


def sweep() -> None:
    """Forget files that were left."""
    oldest = time.time() - _KEPT_SECONDS
    for path in settings.UPLOADS.iterdir():
        with contextlib.suppress(FileNotFoundError):
            if not path.name.startswith(KEPT) and path.stat().st_mtime < oldest:
                path.unlink()


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
