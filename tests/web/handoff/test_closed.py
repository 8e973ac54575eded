"""A week that was handed in stays as it is, whichever way somebody tries to change the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import actions as log
from hoursback.web.capture import rollups
from hoursback.web.capture.closing import ClosedWeekError
from hoursback.web.capture.errors import LogError
from hoursback.web.capture.importing import actions as importing
from hoursback.web.capture.importing.choices import Choices
from hoursback.web.capture.models import Activity, Batch, Closed, Entry, Timer
from hoursback.web.handoff.models import Handoff, TimesheetLine
from hoursback.web.people.models import Person
from tests.web.api.conftest import caller
from tests.web.capture.importcast import HEAD, written
from tests.web.cast import Player
from tests.web.handoff.paid import MONDAY, WEEK, activity, handed, logged, moved, person_of, priced

pytestmark = pytest.mark.django_db
SUNDAY = MONDAY + timedelta(days=6)


class Scene:
    """Sam's week with one entry in it, handed in."""

    def __init__(self, olive: Player, sam: Player) -> None:
        self.olive, self.sam = olive, sam
        self.person: Person = person_of(sam)
        self.work: Activity = activity(olive)
        handed(olive, self.person, self.work)
        self.entry: Entry = logged(olive, self.person, self.work, SUNDAY, 60)
        self.outside: Entry = logged(olive, self.person, self.work, SUNDAY + timedelta(days=1), 60)
        moved(sam, self.person, "submit")

    def imported(self, folder: Path, day: str, note: str = "late") -> Batch:
        row = f"Sam,,Invoices,,{note},{day},09:00:00,{day},10:00:00,01:00:00,\n"
        choices = Choices(timezone="Europe/Berlin", by="project", person_map={"Sam": self.person.pk})
        return importing.import_file(
            member=self.olive.member, path=written(folder, HEAD + row), filename="x.csv", choices=choices
        )


@pytest.fixture
def scene(olive: Player, sam: Player) -> Scene:
    return Scene(olive, sam)


def add(scene: Scene) -> object:
    return logged(scene.sam, scene.person, scene.work, MONDAY, 30)


def change(scene: Scene) -> object:
    return log.change_entry(member=scene.sam.member, entry_id=scene.entry.pk, version=None, seconds=60)


def move_in(scene: Scene) -> object:
    return log.change_entry(member=scene.sam.member, entry_id=scene.outside.pk, version=None, day=MONDAY)


def move_out(scene: Scene) -> object:
    return log.change_entry(
        member=scene.sam.member, entry_id=scene.entry.pk, version=None, day=SUNDAY + timedelta(days=1)
    )


def remove(scene: Scene) -> object:
    return log.delete_entry(member=scene.sam.member, entry_id=scene.entry.pk)


def undo(scene: Scene) -> object:
    return log.undo(member=scene.olive.member, step_id=scene.entry.step_id or 0)


def cell(scene: Scene) -> object:
    return log.set_cell(
        member=scene.sam.member,
        activity_id=scene.work.pk,
        day=SUNDAY,
        text="2:00",
        seen=scene.entry.seconds,
        zone="Europe/Berlin",
    )


def split(scene: Scene) -> object:
    Entry.everywhere.filter(pk=scene.entry.pk).update(note="year end")
    return log.split_activity(member=scene.olive.member, activity_id=scene.work.pk, words="year end", into="Closing")


@pytest.mark.parametrize("do", [add, change, move_in, move_out, remove, undo, cell, split])
def test_no_entry_of_a_week_that_was_handed_in_changes(scene: Scene, do: Callable[[Scene], object]) -> None:
    before = list(Entry.everywhere.order_by("pk").values_list("pk", "day", "seconds", "activity_id", "rate"))
    with acting_in(scene.sam.workspace), pytest.raises(LogError) as refused:
        do(scene)
    assert refused.value.hint
    assert list(Entry.everywhere.order_by("pk").values_list("pk", "day", "seconds", "activity_id", "rate")) == before
    assert rollups.is_right(scene.sam.workspace.pk)


def test_the_refusal_names_the_week_and_what_to_do(scene: Scene) -> None:
    with acting_in(scene.sam.workspace), pytest.raises(ClosedWeekError) as refused:
        add(scene)
    assert "2 Mar 2026" in refused.value.what or "Mar 2, 2026" in refused.value.what
    assert "Sam" in refused.value.what
    assert "back" in refused.value.hint


def test_a_timer_that_began_in_the_week_goes_on_until_the_week_is_open(scene: Scene) -> None:
    start = int(datetime(2026, 3, 8, 22, tzinfo=ZoneInfo("Europe/Berlin")).timestamp())
    with acting_in(scene.sam.workspace):
        log.start_timer(
            member=scene.sam.member, now=start, zone="Europe/Berlin", note="x", activity=scene.work, labels=None
        )
        with pytest.raises(ClosedWeekError):
            log.stop_timer(member=scene.sam.member, now=start + 3600)
        assert Timer.everywhere.filter(person=scene.person).exists()
        moved(scene.sam, scene.person, "withdraw")
        log.stop_timer(member=scene.sam.member, now=start + 3600)
    assert Entry.everywhere.filter(person=scene.person, day=WEEK + 6).count() == 2


def test_a_file_with_a_row_in_the_week_is_refused_as_a_whole(scene: Scene, tmp_path: Path) -> None:
    with acting_in(scene.sam.workspace), pytest.raises(ClosedWeekError):
        scene.imported(tmp_path, "2026-03-04")
    assert Entry.everywhere.count() == 2
    assert not Batch.everywhere.exists()
    assert rollups.is_right(scene.sam.workspace.pk)


def test_a_file_about_other_weeks_comes_in_at_its_price(scene: Scene, tmp_path: Path) -> None:
    with acting_in(scene.sam.workspace):
        batch = scene.imported(tmp_path, "2026-03-11")
    assert batch.result["added"] == 1
    assert Entry.everywhere.get(batch=batch).rate == 4000


def test_an_import_whose_week_was_handed_in_since_is_not_taken_back(scene: Scene, tmp_path: Path) -> None:
    with acting_in(scene.sam.workspace):
        batch = scene.imported(tmp_path, "2026-03-11")
        moved(scene.sam, scene.person, "submit", week=WEEK + 7)
        with pytest.raises(ClosedWeekError):
            importing.take_back(member=scene.olive.member, pk=batch.pk)
    address = f"{scene.olive.root}log/import/{batch.pk}/undo/"
    answer = scene.olive.client.post(address)
    assert answer.status_code == 409
    assert Entry.everywhere.filter(batch=batch).count() == 1


def test_merging_activities_keeps_what_was_handed_in_to_the_cent(scene: Scene) -> None:
    stays = activity(scene.olive, "Books")
    Handoff.everywhere.update(state="ended")
    before = list(TimesheetLine.everywhere.values_list("activity_name", "seconds", "rate", "amount"))
    with acting_in(scene.olive.workspace):
        step = log.merge_activities(member=scene.olive.member, activity_id=scene.work.pk, into_id=stays.pk)
        scene.entry.refresh_from_db()
        assert (scene.entry.activity_id, scene.entry.rate) == (stays.pk, 4000)
        assert list(TimesheetLine.everywhere.values_list("activity_name", "seconds", "rate", "amount")) == before
        assert before == [("Invoices", 3600, 4000, Decimal("40.00"))]
        log.undo(member=scene.olive.member, step_id=step)
    scene.entry.refresh_from_db()
    scene.outside.refresh_from_db()
    assert (scene.entry.activity_id, scene.entry.rate, scene.outside.rate) == (scene.work.pk, 4000, 4000)
    assert rollups.is_right(scene.olive.workspace.pk)


def test_splitting_an_activity_leaves_what_was_handed_in_where_it_is(scene: Scene) -> None:
    Entry.everywhere.filter(person=scene.person).update(note="year end")
    with acting_in(scene.olive.workspace):
        number, _step = log.split_activity(
            member=scene.olive.member, activity_id=scene.work.pk, words="year end", into="Closing"
        )
    assert number == 1
    scene.entry.refresh_from_db()
    assert scene.entry.activity_id == scene.work.pk


def test_undoing_a_split_leaves_what_was_handed_in_since_where_it_is(scene: Scene) -> None:
    Entry.everywhere.filter(person=scene.person).update(note="year end")
    later = logged(scene.olive, scene.person, scene.work, SUNDAY + timedelta(days=8), 30)
    Entry.everywhere.filter(pk=later.pk).update(note="year end")
    with acting_in(scene.olive.workspace):
        number, step = log.split_activity(
            member=scene.olive.member, activity_id=scene.work.pk, words="year end", into="Closing"
        )
        assert number == 2
        moved(scene.sam, scene.person, "submit", week=WEEK + 7)
        log.undo(member=scene.olive.member, step_id=step)
    names = Entry.everywhere.order_by("day").values_list("activity__name", flat=True)
    assert list(names) == ["Invoices", "Closing", "Invoices"]
    assert rollups.is_right(scene.olive.workspace.pk)


def test_telling_work_apart_or_together_changes_no_price_of_an_open_week(scene: Scene) -> None:
    closing, books = activity(scene.olive, "Closing"), activity(scene.olive, "Books")
    priced(scene.olive, scene.person, 9900, MONDAY, closing)
    priced(scene.olive, scene.person, 100, MONDAY, books)
    Entry.everywhere.filter(pk=scene.outside.pk).update(note="year end")
    with acting_in(scene.olive.workspace):
        log.split_activity(member=scene.olive.member, activity_id=scene.work.pk, words="year end", into="Closing")
        scene.outside.refresh_from_db()
        assert (scene.outside.activity_id, scene.outside.rate) == (closing.pk, 4000)
        step = log.merge_activities(member=scene.olive.member, activity_id=closing.pk, into_id=books.pk)
        scene.outside.refresh_from_db()
        assert (scene.outside.activity_id, scene.outside.rate) == (books.pk, 4000)
        log.undo(member=scene.olive.member, step_id=step)
        scene.outside.refresh_from_db()
        assert (scene.outside.activity_id, scene.outside.rate) == (closing.pk, 4000)


def test_renaming_an_activity_is_no_change_of_the_week(scene: Scene) -> None:
    with acting_in(scene.olive.workspace):
        log.change_activity(
            member=scene.olive.member, activity_id=scene.work.pk, version=1, name="Bills", function="", match=[]
        )
    assert TimesheetLine.everywhere.get().activity_name == "Invoices"


def test_after_it_was_sent_back_the_week_is_open_again(scene: Scene) -> None:
    moved(scene.olive, scene.person, "send back", reason="Too little")
    with acting_in(scene.sam.workspace):
        add(scene)
        remove(scene)
    assert not Closed.everywhere.exists()


def test_another_persons_week_stays_open(scene: Scene) -> None:
    logged(scene.olive, person_of(scene.olive), scene.work, MONDAY, 30)


def test_the_api_and_the_pages_say_why(scene: Scene) -> None:
    said = caller(scene.sam.member).post("entries", {"day": "2026-03-04", "seconds": 60, "activity_id": scene.work.pk})
    assert said.status_code == 400
    assert "handed in" in said.json()["error"]["what"]
    row = Entry.everywhere.get(pk=scene.entry.pk)
    gone = scene.sam.client.post(
        f"{scene.sam.root}log/entry/{row.pk}/remove/", {"version": str(row.version)}, follow=True
    )
    assert "handed in" in gone.content.decode()
    assert Entry.everywhere.filter(pk=row.pk).exists()


def test_the_line_of_a_closed_week_says_on_the_page_why_it_was_not_taken(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    logged(olive, me, work, MONDAY, 60)
    moved(sam, me, "submit")
    page = f"{sam.root}log/day/{MONDAY.isoformat()}/"
    answer = sam.client.post(page, {"line": "1h more", "day": MONDAY.isoformat(), "activity": work.name})
    assert answer.status_code == 422
    assert "handed in" in answer.content.decode()
