"""Files beside a brief: what is taken, and where they lie."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.written import written
from hoursback.web.handoff.models import Attachment, Handoff

ATTACHMENTS = 50
"""Of one hand-off."""
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
KINDS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "md": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": f"{_OPEN}.text",
    "ods": f"{_OPEN}.spreadsheet",
    "odp": f"{_OPEN}.presentation",
    "zip": "application/zip",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
}
"""By the end of a name, the content type; nothing that a browser would run (HTML, SVG, scripts) is on the list."""


def attachments_of(actor: Member, handoff: Handoff) -> list[Attachment]:
    """Files, pictures and links beside a brief, in the order in which they came."""
    return _beside(actor, handoff.pk)


@written
def _beside(actor: Member, handoff: int) -> QuerySet[Attachment]:
    return visible(actor, Attachment).filter(handoff=handoff, removed_at=None).order_by("pk")


def file_here(actor: Member, attachment_id: int) -> tuple[Attachment, Path]:
    """A file that is still there, and where it lies; 404 for any other, and for a link."""
    found = visible_or_404(actor, Attachment, attachment_id)
    path = path_of(found.stored_as)
    if found.removed_at is not None or not found.stored_as or not path.is_file():
        raise Http404
    return found, path


def path_of(stored_as: str) -> Path:
    """Where a file lies; its name was made here and says nothing."""
    folder: Path = settings.UPLOADS
    return folder / Path(stored_as).name


def saved_as(row: Attachment) -> str:
    """The name that a browser saves a file under: its title, with an ending that fits its content type."""
    endings = [ending for ending, kind in KINDS.items() if kind == row.kind]
    title = "".join(sign if sign.isalnum() or sign in " .-_()" else "_" for sign in row.title).strip(" .") or "file"
    has_ending = title.rpartition(".")[2].lower() in endings
    return title if has_ending or not endings else f"{title}.{endings[0]}"
