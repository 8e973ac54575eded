"""Where Hoursback keeps what it must not lose: the data folder of this user, and the secret in it."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path


def data_folder(stated: str) -> Path:
    """The stated folder, else the usual one of the system; made when missing, for its owner only."""
    folder = Path(stated).expanduser().absolute() if stated else _usual()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path, stated: str) -> str:
    """The stated secret, else the one kept in the folder; made on first use."""
    if stated:
        return stated
    file = folder / "secret-key"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(64)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(key)
    return key


def _usual() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "Hoursback"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Hoursback"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "hoursback"


def _release() -> str:
    """Version and, in a checkout, when the newest source changed: what pages made by other code must not share."""
    from importlib.metadata import version

    newest = max(
        (file.stat().st_mtime_ns for file in Path(__file__).parents[1].rglob("*") if file.is_file()), default=0
    )
    return f"{version('hoursback')}-{newest:x}"


RELEASE = _release()
"""Part of every ETag."""
