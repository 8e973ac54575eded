"""Bringing files in through the browser: look, choose, commit, take back."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hoursback.web.accounts.models import Event
from hoursback.web.capture import rollups
from hoursback.web.capture.importing import actions, selectors, uploads
from hoursback.web.capture.importing.choices import Choices
from hoursback.web.capture.models import Activity, Batch, Entry, Labels
from hoursback.web.people.models import Person
from tests.web.capture.importcast import BAD_ROW, HEAD, OLIVE, brought_in, looked_at, sent, told, written
from tests.web.cast import Player


@pytest.fixture(autouse=True)
def _own_uploads(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path / "uploads"
    settings.UPLOADS.mkdir()


def entries(player: Player) -> list[Entry]:
    return list(Entry.everywhere.filter(workspace=player.workspace).order_by("day", "start", "pk"))


def test_looking_at_a_file_stores_nothing_of_it(olive: Player) -> None:
    batch = looked_at(olive, OLIVE)
    assert not Entry.everywhere.exists()
    assert not Activity.everywhere.exists()
    page = olive.client.get(f"{olive.root}log/import/{batch.pk}/").content.decode()
    assert "3 entries, 4.0 hours, 5 May 2025 to 6 May 2025." in page
    assert "Delivery" in page


def test_an_upload_lies_under_a_random_name_for_its_owner_only(olive: Player) -> None:
    batch = looked_at(olive, OLIVE)
    path = uploads.path_of(batch.stored_as)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "olive" not in batch.stored_as


def test_a_committed_file_is_in_the_log_and_its_upload_is_gone(olive: Player) -> None:
    batch = brought_in(olive, OLIVE)
    assert batch.state == Batch.State.DONE
    assert not uploads.path_of(batch.stored_as).exists()
    first, second, third = entries(olive)
    assert (first.seconds, first.note, first.activity.name) == (3600, "May invoices", "Finance")
    assert first.zone.name == "Europe/Berlin"
    assert first.start == 1746428400
    assert second.labels is not None
    assert (second.labels.client, second.labels.tags) == ("Alder", "draining\ndeep")
    assert third.day == date(2025, 5, 6).toordinal()
    assert rollups.is_right(olive.workspace.pk)


def test_the_only_name_in_a_file_is_whoever_uploads_it(olive: Player) -> None:
    brought_in(olive, OLIVE.replace("Olive,", "O. Martin,"))
    assert {entry.person.name for entry in entries(olive)} == {"Olive"}
    assert Person.everywhere.count() == 1


def test_other_names_become_placeholders_or_whoever_they_are_said_to_be(olive: Player, sam: Player) -> None:
    text = OLIVE + OLIVE.replace(HEAD, "").replace("Olive", "Samuel") + OLIVE.replace(HEAD, "").replace("Olive", "Zoe")
    batch = looked_at(olive, text)
    place = [name for name, _count in batch.found["persons"]].index("Samuel")
    sams = Person.everywhere.get(member=sam.member)
    told(olive, batch, "commit", **{f"person-{place}": str(sams.pk)})
    assert Entry.everywhere.filter(person=sams).count() == 3
    assert Person.everywhere.get(name="Zoe").kind == Person.Kind.PLACEHOLDER
    assert not Person.everywhere.filter(name="Samuel").exists()


def test_activities_stand_in_the_order_in_which_they_were_first_done(olive: Player) -> None:
    Activity.everywhere.create(workspace=olive.workspace, name="Planning", position=0)
    late_first = HEAD + "\n".join(reversed(OLIVE.removeprefix(HEAD).strip().split("\n"))) + "\n"
    brought_in(olive, late_first)
    assert list(Activity.everywhere.order_by("position").values_list("name", "position")) == [
        ("Planning", 0),
        ("Finance", 1),
        ("Delivery", 2),
    ]
    assert Activity.everywhere.get(name="Finance").function == "finance"


def test_stated_words_decide_the_activity_before_the_project_does(olive: Player) -> None:
    Activity.everywhere.create(workspace=olive.workspace, name="Billing", match=["*invoices"])
    brought_in(olive, OLIVE)
    assert [entry.activity.name for entry in entries(olive)] == ["Billing", "Delivery", "Billing"]


def test_a_project_goes_to_the_activity_that_is_chosen_for_it(olive: Player) -> None:
    Activity.everywhere.create(workspace=olive.workspace, name="Billing")
    batch = looked_at(olive, OLIVE)
    place = [project for project, _activity in batch.found["projects"]].index("Finance")
    told(olive, batch, "commit", **{f"project-{place}": "Billing"})
    assert [entry.activity.name for entry in entries(olive)] == ["Billing", "Delivery", "Billing"]


def test_the_same_file_again_adds_nothing(olive: Player) -> None:
    brought_in(olive, OLIVE)
    again = looked_at(olive, OLIVE)
    assert (again.found["known"], again.found["entries"]) == (3, 3)
    answer = olive.client.get(f"{olive.root}log/import/{again.pk}/")
    assert "You brought in this very file" in answer.content.decode()
    told(olive, again, "commit")
    again.refresh_from_db()
    assert (again.result["added"], again.result["known"]) == (0, 3)
    assert len(entries(olive)) == 3
    assert rollups.is_right(olive.workspace.pk)


def test_a_longer_export_adds_only_what_is_new(olive: Player) -> None:
    brought_in(olive, OLIVE)
    more = OLIVE + "Olive,,Sales,Calls,hello,2025-05-08,09:00:00,2025-05-08,09:15:00,00:15:00,\n"
    batch = brought_in(olive, more)
    assert (batch.result["added"], batch.result["known"]) == (1, 3)
    assert rollups.is_right(olive.workspace.pk)


def test_equal_rows_of_one_file_are_both_kept_and_both_known_later(olive: Player) -> None:
    row = OLIVE.removeprefix(HEAD).split("\n")[0] + "\n"
    first = brought_in(olive, HEAD + row + row)
    assert (first.result["added"], first.result["repeated"]) == (2, 1)
    again = brought_in(olive, HEAD + row + row + row)
    assert (again.result["added"], again.result["known"]) == (1, 2)


def test_what_was_typed_by_hand_is_known_too(olive: Player) -> None:
    brought_in(olive, OLIVE)
    Entry.everywhere.update(mark=None, source=Entry.Source.TYPED, batch=None)
    again = brought_in(olive, OLIVE)
    assert again.result["known"] == 3


def test_an_edited_entry_is_not_added_a_second_time(olive: Player) -> None:
    brought_in(olive, OLIVE)
    one = entries(olive)[0]
    rollups_before = rollups.delta_of(one, -1)
    Entry.everywhere.filter(pk=one.pk).update(day=one.day + 1, start=(one.start or 0) + 86_400, version=2)
    one.refresh_from_db()
    from django.db import transaction

    with transaction.atomic():
        rollups.add(olive.workspace.pk, [rollups_before, rollups.delta_of(one)])
    again = brought_in(olive, OLIVE)
    assert again.result["added"] == 0
    assert rollups.is_right(olive.workspace.pk)


def test_taking_an_import_back_leaves_nothing_but_what_was_edited_since(olive: Player) -> None:
    batch = brought_in(olive, OLIVE)
    Entry.everywhere.filter(activity__name="Delivery").update(version=2, note="logo, third draft")
    answer = olive.client.post(f"{olive.root}log/import/{batch.pk}/undo/")
    assert answer.status_code == 302
    batch.refresh_from_db()
    assert batch.state == Batch.State.UNDONE
    assert (batch.result["removed"], batch.result["kept"]) == (2, 1)
    assert [entry.note for entry in entries(olive)] == ["logo, third draft"]
    assert [activity.name for activity in Activity.everywhere.all()] == ["Delivery"]
    assert rollups.is_right(olive.workspace.pk)
    assert "1 entry that was edited since" in olive.client.get(f"{olive.root}log/import/{batch.pk}/").content.decode()


def test_a_file_taken_back_can_be_brought_in_again(olive: Player) -> None:
    batch = brought_in(olive, OLIVE)
    olive.client.post(f"{olive.root}log/import/{batch.pk}/undo/")
    assert not Entry.everywhere.exists()
    assert not Activity.everywhere.exists()
    again = brought_in(olive, OLIVE)
    assert again.result["added"] == 3
    assert rollups.is_right(olive.workspace.pk)


def test_taking_back_twice_has_one_effect(olive: Player) -> None:
    batch = brought_in(olive, OLIVE)
    address = f"{olive.root}log/import/{batch.pk}/undo/"
    assert olive.client.post(address).status_code == 302
    assert olive.client.post(address).status_code == 409


def test_a_bad_row_is_named_with_its_line_and_refuses_the_file_unless_left_out(olive: Player) -> None:
    batch = looked_at(olive, OLIVE + BAD_ROW)
    assert (batch.found["problems_total"], batch.found["problems"][0]["line"]) == (1, 5)
    refused = told(olive, batch, "commit")
    assert refused.status_code == 422
    assert "One row has a problem, so nothing was stored." in refused.content.decode()
    assert not Entry.everywhere.exists()
    told(olive, batch, "commit", skip_bad="on")
    batch.refresh_from_db()
    assert (batch.result["added"], batch.result["skipped"]) == (3, 1)


def test_every_bad_row_can_be_downloaded_and_no_cell_is_a_formula(olive: Player) -> None:
    rows = "".join(BAD_ROW.replace("25:99:00", f"=1+{n}") for n in range(60))
    batch = looked_at(olive, OLIVE + rows)
    assert batch.found["problems_total"] == 60
    answer = olive.client.get(f"{olive.root}log/import/{batch.pk}/problems.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 61
    assert "'=1+59" in lines[-1]


def test_a_file_of_which_no_row_can_be_used_is_refused_where_it_was_chosen(olive: Player) -> None:
    answer = sent(olive, HEAD + BAD_ROW)
    assert answer.status_code == 422
    assert "cannot be used" in answer.content.decode()
    assert not Batch.everywhere.exists()
    assert not list(settings.UPLOADS.iterdir())


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 and so on", "a zip archive"),
        (b"SQLite format 3\0" + b"\0" * 99, "a database"),
        (b"a,b\n1,2\n", "column"),
        (b"\0\0\0\0" * 99, "not text"),
    ],
)
def test_what_is_no_log_is_refused_with_the_reason(olive: Player, raw: bytes, said: str) -> None:
    answer = sent(olive, raw)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Batch.everywhere.exists()


def test_an_upload_beyond_the_limit_is_refused_while_it_comes_in(
    olive: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "UPLOAD_LIMIT", 1024 * 1024)
    assert sent(olive, OLIVE + " " * 1024 * 1024).status_code == 422
    with pytest.raises(actions.HoursbackError, match="larger than 1 MB"):
        uploads.keep(iter([b"x" * 700_000, b"x" * 700_000]), "log.csv")
    assert not list(settings.UPLOADS.iterdir())


def test_the_order_of_ambiguous_dates_is_asked(olive: Player) -> None:
    text = OLIVE.replace("2025-05-05", "05/04/2025").replace("2025-05-06", "06/04/2025")
    batch = looked_at(olive, text)
    assert batch.found["ask"] == "date_order"
    assert "two ways" in olive.client.get(f"{olive.root}log/import/{batch.pk}/").content.decode()
    told(olive, batch, "look", date_order="dmy")
    batch.refresh_from_db()
    assert date.fromordinal(batch.found["days"][0]) == date(2025, 4, 5)
    told(olive, batch, "commit")
    assert len(entries(olive)) == 3


def test_the_encoding_is_picked_from_a_preview(olive: Player) -> None:
    batch = looked_at(olive, OLIVE.replace("logo", "Müller €").encode("cp1252"))
    assert batch.found["ask"] == "encoding"
    page = olive.client.get(f"{olive.root}log/import/{batch.pk}/").content.decode()
    assert "Müller €" in page
    told(olive, batch, "look", encoding="cp1252")
    batch.refresh_from_db()
    assert batch.found["ask"] == ""
    told(olive, batch, "commit")
    assert entries(olive)[1].note == "Müller €"


def test_the_time_zone_can_be_changed_before_the_commit(olive: Player) -> None:
    batch = looked_at(olive, OLIVE)
    told(olive, batch, "commit", timezone="America/New_York")
    assert entries(olive)[0].start == 1746450000
    refused = told(olive, looked_at(olive, OLIVE), "look", timezone="Europe/Berlim")
    assert refused.status_code == 422
    assert "Europe/Berlin" in refused.content.decode()


def test_many_new_names_are_asked_twice(olive: Player) -> None:
    rows = (f"Olive,,Project {n},T,x,2025-05-05,09:{n:02d}:00,2025-05-05,10:00:00,,\n" for n in range(51))
    batch = looked_at(olive, HEAD + "".join(rows))
    assert told(olive, batch, "commit").status_code == 422
    assert not Entry.everywhere.exists()
    assert told(olive, batch, "commit", much="1").status_code == 302
    assert Activity.everywhere.count() == 51


def test_a_double_click_on_upload_makes_one_import(olive: Player) -> None:
    first = sent(olive, OLIVE, once="key-1")
    second = sent(olive, OLIVE, once="key-1")
    assert first["Location"] == second["Location"]
    assert Batch.everywhere.count() == 1


def test_a_double_click_on_commit_has_one_effect(olive: Player) -> None:
    batch = looked_at(olive, OLIVE)
    told(olive, batch, "commit")
    answer = told(olive, batch, "commit")
    assert answer.status_code == 302
    assert len(entries(olive)) == 3
    assert Event.everywhere.filter(verb="log imported").count() == 1


def test_a_big_file_goes_to_a_worker_and_doing_it_twice_has_one_effect(
    olive: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hoursback.web.capture.importing import jobs

    monkeypatch.setattr(selectors, "BIG_ROWS", 2)
    queued: list[tuple[int, ...]] = []
    monkeypatch.setattr(jobs, "enqueue", lambda job, *ids: queued.append(ids))
    batch = looked_at(olive, OLIVE)
    told(olive, batch, "commit")
    batch.refresh_from_db()
    assert batch.state == Batch.State.QUEUED
    page = olive.client.get(f"{olive.root}log/import/{batch.pk}/").content.decode()
    assert "Waiting for its turn" in page
    selectors.note_progress(batch.pk, 0.5)
    piece = olive.client.get(
        f"{olive.root}log/import/{batch.pk}/", headers={"HX-Request": "true", "HX-Target": "progress"}
    )
    assert "50%" in piece.content.decode()
    assert "<html" not in piece.content.decode()
    assert len(queued) == 1
    for _ in range(2):
        jobs.bring_in.func(*queued[0])
    assert len(entries(olive)) == 3
    done = olive.client.get(
        f"{olive.root}log/import/{batch.pk}/", headers={"HX-Request": "true", "HX-Target": "progress"}
    )
    assert done["HX-Refresh"] == "true"


def test_a_job_that_is_refused_says_why_and_can_be_tried_again(olive: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "BIG_ROWS", 2)
    batch = looked_at(olive, OLIVE + BAD_ROW)
    told(olive, batch, "commit")
    batch.refresh_from_db()
    assert batch.state == Batch.State.PREVIEWED
    assert "The last try was refused" in olive.client.get(f"{olive.root}log/import/{batch.pk}/").content.decode()


def test_a_discarded_file_is_gone(olive: Player) -> None:
    batch = looked_at(olive, OLIVE)
    told(olive, batch, "discard")
    assert not Batch.everywhere.exists()
    assert not list(settings.UPLOADS.iterdir())


def test_the_rows_beyond_the_limit_of_the_browser_are_refused(olive: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    from hoursback.web.capture.importing import logfile, look

    monkeypatch.setattr(look, "WEB", logfile.Limits(rows=2, events=2))
    answer = sent(olive, OLIVE)
    assert answer.status_code == 422
    assert "more than 2 rows" in answer.content.decode()


def test_running_entries_are_counted_and_left_out(olive: Player) -> None:
    text = OLIVE + "Olive,,Finance,Invoices,now,2025-05-08,09:00:00,,,,\n"
    batch = brought_in(olive, text)
    assert (batch.result["running"], batch.result["added"]) == (1, 3)


def test_lengths_without_clock_times_come_in_once(olive: Player) -> None:
    text = "date,hours,project,notes\n2025-05-05,1.5,Finance,tax\n2025-05-05,1.5,Finance,tax\n"
    assert brought_in(olive, text).result["added"] == 2
    assert brought_in(olive, text).result["added"] == 0
    assert {entry.start for entry in entries(olive)} == {None}


def test_calendar_events_count_and_all_day_ones_do_not(olive: Player) -> None:
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Board\r\n"
        "DTSTART:20250505T080000Z\r\nDTEND:20250505T090000Z\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Fair\r\n"
        "DTSTART;VALUE=DATE:20250506\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    batch = brought_in(olive, text, "work.ics")
    assert (batch.result["added"], batch.result["all_day"]) == (1, 1)
    (entry,) = entries(olive)
    assert entry.source == Entry.Source.CALENDAR


def test_labels_beyond_the_column_are_cut_and_stored_once(olive: Player) -> None:
    long = "p" * 600
    rows = "".join(f"Olive,,{long}{n},T,x,2025-05-05,09:0{n}:00,2025-05-05,10:00:00,,\n" for n in range(3))
    assert brought_in(olive, HEAD + rows, by="task").result["added"] == 3
    assert Labels.everywhere.count() == 1


def test_a_manager_imports_and_a_helper_does_not(max_: Player, sam: Player, ada: Player) -> None:
    assert brought_in(max_, OLIVE).result["added"] == 3
    assert sent(sam, OLIVE).status_code == 403
    assert sent(ada, OLIVE).status_code == 403


def test_rex_sees_no_import_of_olive(olive: Player, rex: Player) -> None:
    batch = brought_in(olive, OLIVE)
    assert brought_in(rex, OLIVE).result["added"] == 3
    for path in (f"log/import/{batch.pk}/", f"log/import/{batch.pk}/problems.csv"):
        assert rex.client.get(rex.root + path).status_code == 404
    assert rex.client.post(f"{rex.root}log/import/{batch.pk}/", {"do": "commit"}).status_code == 404
    assert rex.client.post(f"{rex.root}log/import/{batch.pk}/undo/").status_code == 404
    assert "olive.csv" not in rex.client.get(f"{rex.root}log/import/").content.decode().replace("olive.csv</a>", "", 1)


def test_one_event_says_what_came_in_and_the_log_has_changed(olive: Player) -> None:
    before = olive.workspace.log_version
    batch = brought_in(olive, OLIVE)
    event = Event.everywhere.get(verb="log imported")
    assert (event.thing_id, event.payload["added"]) == (str(batch.pk), 3)
    olive.workspace.refresh_from_db()
    assert olive.workspace.log_version == before + 1


def test_odd_posts_are_answered_and_never_a_fault(olive: Player) -> None:
    batch = looked_at(olive, OLIVE)
    address = f"{olive.root}log/import/{batch.pk}/"
    assert olive.client.post(address, {"do": "nothing"}).status_code == 400
    assert olive.client.post(address, {"do": "commit", "by": "moon"}).status_code == 422
    assert olive.client.post(address, {"do": "look", "by": "match", "encoding": "\0"}).status_code in (302, 422)
    assert olive.client.get(f"{olive.root}log/import/{2**70}/").status_code == 404
    assert olive.client.get(f"{olive.root}log/import/?page=x").status_code == 200


def test_a_file_that_waited_for_weeks_is_forgotten_and_its_page_says_so(olive: Player) -> None:
    batch = looked_at(olive, OLIVE)
    os.utime(uploads.path_of(batch.stored_as), (0, 0))
    looked_at(olive, OLIVE)
    answer = told(olive, batch, "commit")
    assert answer.status_code == 422
    assert "no longer kept" in answer.content.decode()
    assert olive.client.get(f"{olive.root}log/import/{batch.pk}/problems.csv").status_code == 404


def test_the_command_lines_way_takes_everything_as_the_owners(olive: Player, tmp_path: Path) -> None:
    path = written(tmp_path, OLIVE + OLIVE.replace(HEAD, "").replace("Olive", "Zoe"))
    batch = actions.import_file(
        member=olive.member, path=path, filename=path.name, choices=Choices(timezone="Europe/Berlin", by="task")
    )
    assert (batch.result["added"], batch.result["repeated"]) == (6, 3)
    assert {entry.person.name for entry in entries(olive)} == {"Olive"}
    assert {activity.name for activity in Activity.everywhere.all()} == {"Invoices", "Design"}


def test_an_event_longer_than_a_day_is_a_problem_and_does_not_stop_the_rest(olive: Player, tmp_path: Path) -> None:
    event = "BEGIN:VEVENT\r\nUID:{0}\r\nSUMMARY:{1}\r\nDTSTART:{2}Z\r\nDTEND:{3}Z\r\nEND:VEVENT\r\n"
    trip = event.format("a", "Fair in Milan", "20260302T080000", "20260304T180000")
    call = event.format("b", "Client call", "20260305T090000", "20260305T100000")
    path = tmp_path / "week.ics"
    path.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{trip}{call}END:VCALENDAR\r\n", newline="")
    choices = Choices(skip_bad=True)
    batch = actions.import_file(member=olive.member, path=path, filename="week.ics", choices=choices)
    assert (batch.state, batch.result["added"], batch.result["skipped"]) == ("done", 1, 1)
