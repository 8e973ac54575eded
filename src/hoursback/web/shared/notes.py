"""What was just done, said on the next page, with the way to take it back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

UNDO = "undo "


def tell(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Say that something was done; `undo` is the address that takes it back by POST."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo}" if undo else "")


def warn(request: HttpRequest, text: str) -> None:
    """Say that something was not done."""
    messages.warning(request, text)


def undo_of(message: Message) -> str:
    """The address that takes back what a message tells of; empty if nothing does."""
    tags = message.extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
