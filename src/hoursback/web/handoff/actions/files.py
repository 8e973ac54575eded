"""Files, pictures and links beside a brief. Files lie under random names; what they were called is only a text."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.errors import FileRefusedError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.capture.importing.uploads import KEPT
from hoursback.web.handoff.models import Attachment
from hoursback.web.handoff.models.briefs import PICTURES
from hoursback.web.handoff.selectors.files import ATTACHMENTS, KINDS, path_of
from hoursback.web.handoff.selectors.work import handoff_here

_SIGNATURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
    "application/pdf": (b"%PDF-",),
}
"""How files begin that a browser may show by itself."""


@transaction.atomic
def add_file(
    *, actor: Member, handoff_id: int, chunks: Iterable[bytes], filename: str, title: str = "", once: str = ""
) -> Attachment | None:
    """Store a file beside a brief; None: this very form did it already.

    Raises: FileRefusedError, for a kind that is not taken, one that is too large or empty, or one too many.
    """
    if not first_time(actor, "handoff:files", once):
        return None
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    _check_room(handoff.pk)
    kind = kind_of(filename)
    stored_as, size = _keep(chunks, filename, kind)
    try:
        with transaction.atomic():
            made = Attachment.objects.create(
                workspace_id=actor.workspace_id,
                handoff=handoff,
                title=(title.strip() or PurePosixPath(filename.replace("\\", "/")).name)[:200],
                stored_as=stored_as,
                kind=kind,
                size=size,
                added_by=actor,
            )
            record(actor, "file added to a brief", "handoff", handoff.pk, kind=kind, size=size)
    except BaseException:
        _drop(stored_as)
        raise
    return made


@transaction.atomic
def add_link(*, actor: Member, handoff_id: int, link: str, title: str = "", once: str = "") -> Attachment | None:
    """Put a link (to a video, say) beside a brief; None: this very form did it already."""
    if not first_time(actor, "handoff:files", once):
        return None
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    _check_room(handoff.pk)
    parts = urlsplit(link)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FileRefusedError(_("A link begins with https:// or http://."), where="link", value=link[:100])
    made = Attachment.objects.create(
        workspace_id=actor.workspace_id,
        handoff=handoff,
        title=(title.strip() or parts.hostname)[:200],
        link=link,
        added_by=actor,
    )
    record(actor, "link added to a brief", "handoff", handoff.pk)
    return made


@transaction.atomic
def remove_attachment(*, actor: Member, attachment_id: int, is_removed: bool = True) -> Attachment:
    """Take a file or link away, or put it back; a file itself goes a month later."""
    row = visible_or_404(actor, Attachment, attachment_id, Verb.CHANGE)
    when = timezone.now() if is_removed else None
    if Attachment.objects.filter(pk=row.pk, removed_at__isnull=is_removed).update(removed_at=when):
        verb = "attachment removed" if is_removed else "attachment put back"
        record(actor, verb, "handoff", row.handoff_id)
    return row


def kind_of(filename: str) -> str:
    """The content type that a file is served with; it follows from the name's end alone.

    Raises: FileRefusedError, for any that is not on the list.
    """
    ending = PurePosixPath(filename.replace("\\", "/")).suffix.lower().removeprefix(".")
    kind = KINDS.get(ending)
    if kind is None:
        raise FileRefusedError(
            _("Files that end in “.%(ending)s” are not taken.") % {"ending": ending[:20]},
            where="file",
            value=filename[:100],
            hint=_("Taken are %(endings)s.") % {"endings": ", ".join(sorted(KINDS))},
        )
    return kind


def _check_room(handoff_id: int) -> None:
    if Attachment.objects.filter(handoff=handoff_id, removed_at=None).count() >= ATTACHMENTS:
        raise FileRefusedError(
            _("A hand-off has at most %(limit)d files and links.") % {"limit": ATTACHMENTS},
            where="file",
            hint=_("Remove one that is no longer needed."),
        )


def _keep(chunks: Iterable[bytes], filename: str, kind: str) -> tuple[str, int]:
    """Write a file as it comes in, counting; returns its name and size. What is refused leaves nothing behind."""
    # The prefix keeps it from the sweep over files of imports that were left.
    name = f"{KEPT}{secrets.token_hex(16)}"
    size, begin = 0, b""
    try:
        with os.fdopen(os.open(path_of(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for chunk in chunks:
                size += len(chunk)
                if size > settings.UPLOAD_LIMIT:
                    raise _too_large(filename)
                begin = begin or chunk[:16]
                out.write(chunk)
        _check_content(kind, begin, filename)
    except BaseException:
        _drop(name)
        raise
    return name, size


def _too_large(filename: str) -> FileRefusedError:
    limit = settings.UPLOAD_LIMIT // (1024 * 1024)
    return FileRefusedError(
        _("The file is larger than %(limit)d MB.") % {"limit": limit},
        where="file",
        value=filename[:100],
        hint=_("Put it where you keep large files, and add the link."),
    )


def _check_content(kind: str, begin: bytes, filename: str) -> None:
    if not begin:
        raise FileRefusedError(_("This file is empty."), where="file", value=filename[:100])
    wanted = _SIGNATURES.get(kind, (b"",))
    if not begin.startswith(wanted) or (kind == "image/webp" and begin[8:12] != b"WEBP"):
        said = _("This is no picture, whatever its name ends in.") if kind in PICTURES else _("This is no PDF file.")
        raise FileRefusedError(said, where="file", value=filename[:100])


def _drop(name: str) -> None:
    with suppress(FileNotFoundError):
        Path(path_of(name)).unlink()
