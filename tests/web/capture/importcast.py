"""Small exports for the tests of importing."""

from __future__ import annotations

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse as Answer

from hoursback.web.capture.models import Batch
from tests.web.cast import Player

HEAD = "User,Client,Project,Task,Description,Start date,Start time,End date,End time,Duration,Tags\n"
OLIVE = HEAD + (
    "Olive,,Finance,Invoices,May invoices,2025-05-05,09:00:00,2025-05-05,10:00:00,01:00:00,\n"
    'Olive,Alder,Delivery,Design,logo,2025-05-05,10:00:00,2025-05-05,12:30:00,02:30:00,"draining, deep"\n'
    "Olive,,Finance,Invoices,May invoices,2025-05-06,09:00:00,2025-05-06,09:30:00,00:30:00,\n"
)
BAD_ROW = "Olive,,Finance,Invoices,odd,2025-05-07,25:99:00,2025-05-07,10:00:00,01:00:00,\n"


def sent(player: Player, text: str | bytes, name: str = "olive.csv", **facts: str) -> Answer:
    """A file, uploaded by the form."""
    raw = text.encode() if isinstance(text, str) else text
    return player.client.post(f"{player.root}log/import/", {"file": SimpleUploadedFile(name, raw), **facts})


def looked_at(player: Player, text: str | bytes, name: str = "olive.csv") -> Batch:
    """The import that an upload made."""
    answer = sent(player, text, name)
    assert answer.status_code == 302, answer.content.decode()
    return Batch.everywhere.get(pk=int(answer["Location"].rstrip("/").rpartition("/")[2]))


def told(player: Player, batch: Batch, do: str, **facts: str) -> Answer:
    """A button of the import's page, with the fields as the page shows them unless stated."""
    address = f"{player.root}log/import/{batch.pk}/"
    page = player.client.get(address)
    form = page.context.get("form") if page.context else None
    fields = {name: form[name].value() for name in form.fields} if form is not None else {}
    shown = {name: value for name, value in fields.items() if value not in (None, False)}
    return player.client.post(address, {**shown, "do": do, **facts})


def brought_in(player: Player, text: str | bytes, name: str = "olive.csv", **facts: str) -> Batch:
    """A file, looked at and committed."""
    batch = looked_at(player, text, name)
    answer = told(player, batch, "commit", **facts)
    assert answer.status_code == 302, answer.content.decode()
    batch.refresh_from_db()
    return batch


def written(folder: Path, text: str, name: str = "log.csv") -> Path:
    """A file on disk."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
