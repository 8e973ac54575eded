"""Files, pictures and links beside a brief: what is taken, how it is served, and how long it is kept."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils import timezone

from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.importing import uploads
from hoursback.web.handoff.models import Attachment, Handoff
from hoursback.web.handoff.selectors.files import ATTACHMENTS, KINDS
from hoursback.web.home import tidying
from hoursback.web.home.keeping import archive
from tests.web.cast import Player
from tests.web.handoff import stage

PNG = b"\x89PNG\r\n\x1a\n and more"


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.UPLOADS = tmp_path / "uploads"
    settings.UPLOADS.mkdir()
    return Path(settings.UPLOADS)


@pytest.fixture
def row(olive: Player, sam: Player) -> Handoff:
    return stage.handoff(olive, stage.person_of(sam))


def add(player: Player, row: Handoff, name: str, content: bytes, **more: str) -> HttpResponse:
    sent = {"file": SimpleUploadedFile(name, content), **more}
    return player.client.post(f"{player.root}handoff/{row.pk}/brief/files", sent)


def stored(player: Player) -> list[Attachment]:
    with acting_in(player.workspace):
        return list(Attachment.objects.all())


def body(answer: HttpResponse) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_file_lies_under_a_random_name_and_comes_back_under_its_own(
    olive: Player, sam: Player, row: Handoff, folder: Path
) -> None:
    assert add(olive, row, "../../Invoice list.pdf", b"%PDF-1.7 x").status_code == 302
    [found] = stored(olive)
    assert (found.title, found.kind, found.size) == ("Invoice list.pdf", "application/pdf", 10)
    assert [file.name for file in folder.iterdir()] == [found.stored_as]
    assert "Invoice" not in found.stored_as
    answer = sam.client.get(f"{sam.root}handoff/files/{found.pk}")
    assert body(answer) == b"%PDF-1.7 x"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="Invoice list.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_a_picture_is_shown_in_the_page(olive: Player, sam: Player, row: Handoff) -> None:
    stage.published(olive, row)
    add(olive, row, "form.PNG", PNG, title="The form")
    [found] = stored(olive)
    page = sam.client.get(f"{sam.root}handoff/{row.pk}/brief").content.decode()
    assert f'<img src="{sam.root}handoff/files/{found.pk}" alt="The form"' in page
    answer = sam.client.get(f"{sam.root}handoff/files/{found.pk}")
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Type"] == "image/png"
    answer.close()


def test_a_link_is_a_link_and_only_to_the_web(olive: Player, row: Handoff) -> None:
    address = f"{olive.root}handoff/{row.pk}/brief/files"
    assert olive.client.post(address, {"link": "https://video.example/w/1"}).status_code == 302
    page = olive.client.get(address).content.decode()
    assert '<a href="https://video.example/w/1" rel="noopener noreferrer" target="_blank">video.example' in page
    for wrong in ("javascript:alert(1)", "data:text/html,x", "ftp://a.example/x", "nonsense"):
        assert olive.client.post(address, {"link": wrong}).status_code == 400
    assert len(stored(olive)) == 1


@pytest.mark.parametrize(
    "name", ["page.html", "page.htm", "x.svg", "x.js", "x.exe", "x.php", "noending", "x.png.html", "x.xml", ".png"]
)
def test_what_a_browser_could_run_is_not_taken(olive: Player, row: Handoff, folder: Path, name: str) -> None:
    answer = add(olive, row, name, b"<script>alert(1)</script>")
    assert answer.status_code == 400
    assert "are not taken" in answer.content.decode()
    assert not list(folder.iterdir())
    assert not stored(olive)


@pytest.mark.parametrize("name", ["x.png", "x.jpg", "x.jpeg", "x.gif", "x.webp", "x.pdf"])
def test_what_a_browser_shows_by_itself_must_be_what_its_name_says(
    olive: Player, row: Handoff, folder: Path, name: str
) -> None:
    answer = add(olive, row, name, b"<html><script>alert(1)</script></html>")
    assert answer.status_code == 400
    assert "This is no" in answer.content.decode()
    assert not list(folder.iterdir())


def test_an_empty_file_and_neither_and_both_are_refused(olive: Player, row: Handoff) -> None:
    assert add(olive, row, "a.txt", b"").status_code == 400
    assert olive.client.post(f"{olive.root}handoff/{row.pk}/brief/files", {}).status_code == 400
    assert add(olive, row, "a.txt", b"x", link="https://a.example").status_code == 400
    assert not stored(olive)


@pytest.mark.parametrize(("size", "status"), [(1000, 302), (1001, 400), (10_000, 400)])
def test_a_file_has_a_limit(
    olive: Player, row: Handoff, folder: Path, settings: LazySettings, size: int, status: int
) -> None:
    settings.UPLOAD_LIMIT = 1000
    assert add(olive, row, "a.txt", b"x" * size).status_code == status
    assert len(list(folder.iterdir())) == (1 if status == 302 else 0)


def test_one_file_too_many_is_refused(olive: Player, row: Handoff) -> None:
    with acting_in(olive.workspace):
        Attachment.objects.bulk_create(
            Attachment(workspace=olive.workspace, handoff=row, title="x", link="https://a.example")
            for _ in range(ATTACHMENTS)
        )
    answer = add(olive, row, "a.txt", b"x")
    assert answer.status_code == 400
    assert "at most 50" in answer.content.decode()


def test_a_form_sent_twice_adds_one_file(olive: Player, row: Handoff, folder: Path) -> None:
    for _ in range(2):
        assert add(olive, row, "a.txt", b"x", once="key").status_code == 302
    assert len(stored(olive)) == len(list(folder.iterdir())) == 1


def test_what_is_removed_can_be_put_back(olive: Player, row: Handoff) -> None:
    add(olive, row, "a.txt", b"x")
    [found] = stored(olive)
    address = f"{olive.root}handoff/files/{found.pk}"
    olive.client.post(f"{address}/remove")
    assert olive.client.get(address).status_code == 404
    olive.client.post(f"{address}/return")
    assert body(olive.client.get(address)) == b"x"


def test_helpers_add_and_remove_nothing(olive: Player, sam: Player, row: Handoff) -> None:
    add(olive, row, "a.txt", b"x")
    [found] = stored(olive)
    assert add(sam, row, "b.txt", b"x").status_code == 403
    assert sam.client.post(f"{sam.root}handoff/files/{found.pk}/remove").status_code == 403


def test_files_of_others_are_not_there(olive: Player, max_: Player, sam: Player, rex: Player) -> None:
    hers = stage.handoff(olive, stage.outsider(olive), name="Post")
    add(olive, hers, "a.txt", b"x")
    [found] = stored(olive)
    assert body(max_.client.get(f"{max_.root}handoff/files/{found.pk}")) == b"x"
    assert sam.client.get(f"{sam.root}handoff/files/{found.pk}").status_code == 404
    assert rex.client.get(f"{rex.root}handoff/files/{found.pk}").status_code == 404


def test_a_title_cannot_break_out_of_the_header(olive: Player, row: Handoff) -> None:
    add(olive, row, "a.txt", b"x", title='x"\r\nSet-Cookie: a=b; ../é.html')
    [found] = stored(olive)
    answer = olive.client.get(f"{olive.root}handoff/files/{found.pk}")
    assert "Set-Cookie" not in answer.headers
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Disposition"].endswith(".html.txt")
    answer.close()


def test_files_stay_as_long_as_their_brief_has_them(olive: Player, row: Handoff, folder: Path) -> None:
    for name in ("stays.txt", "goes.txt", "back.txt"):
        add(olive, row, name, b"x")
    stays, goes, back = stored(olive)
    now = timezone.now()
    with acting_in(olive.workspace):
        Attachment.objects.filter(pk=goes.pk).update(removed_at=now - timedelta(days=31))
        Attachment.objects.filter(pk=back.pk).update(removed_at=now - timedelta(days=29))
    for file in folder.iterdir():
        os.utime(file, (0, 0))
    uploads.sweep()
    assert tidying.remove_old_uploads(now) == 1
    assert {file.name for file in folder.iterdir()} == {stays.stored_as, back.stored_as}


def test_with_the_workspace_its_files_go(olive: Player, row: Handoff, folder: Path) -> None:
    add(olive, row, "a.txt", b"x")
    for file in folder.iterdir():
        os.utime(file, (0, 0))
    with acting_in(olive.workspace):
        Attachment.objects.all().delete()
    tidying.remove_old_uploads(timezone.now())
    assert not list(folder.iterdir())
    assert Workspace.objects.exists()


def test_every_kind_has_a_content_type_that_runs_nothing() -> None:
    assert not {kind for kind in KINDS.values() if any(word in kind for word in ("html", "svg", "script", "xml;"))}
    assert "html" not in KINDS


def test_a_backup_has_the_files(olive: Player, row: Handoff, folder: Path, tmp_path: Path) -> None:
    add(olive, row, "a.txt", b"kept words")
    target, manifest = tmp_path / "all.zip", archive.Manifest("now", "1", "sqlite", {})
    archive.write(target, manifest, [], folder)
    [found] = stored(olive)
    assert found.stored_as in archive.read(target).uploads
