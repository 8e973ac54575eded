from __future__ import annotations

from datetime import date

import pytest
from django.http import Http404

from hoursback.web.accounts.models import Event, Workspace
from hoursback.web.capture import actions
from hoursback.web.capture.errors import LogError, RepeatError
from hoursback.web.capture.models import Activity, Choice, Entry, Step
from hoursback.web.people.actions import ensure_person
from hoursback.web.shared.conflict import StaleError
from tests.web.capture.logbook import BERLIN, CHICAGO, MONDAY, add, add_length, at, check_totals, make, picture
from tests.web.cast import Player


def test_an_entry_counts_into_the_totals(olive: Player) -> None:
    add(olive, "E-mail", minutes=50)
    add(olive, "E-mail", "2026-03-02 14:00", 10)
    add_length(olive, "Bookkeeping", MONDAY, 90)
    check_totals(olive)


def test_an_entry_that_only_gets_longer_leaves_its_total_right(olive: Player) -> None:
    entry = add(olive, minutes=50)
    actions.change_entry(member=olive.member, entry_id=entry.pk, version=1, seconds=3601)
    check_totals(olive)
    assert Entry.everywhere.get().version == 2


def test_an_entry_that_changes_day_and_activity_moves_its_totals(olive: Player) -> None:
    entry = add(olive, minutes=50)
    add(olive, "Quotes", "2026-03-09 10:00", 30)
    actions.change_entry(
        member=olive.member, entry_id=entry.pk, version=1, start=at("2026-03-09 08:00"), activity="quotes"
    )
    check_totals(olive)
    assert Entry.everywhere.get(pk=entry.pk).activity.name == "Quotes"


def test_the_day_of_an_entry_is_the_local_one_of_its_start(olive: Player) -> None:
    late = add(olive, start="2026-03-02 23:30", zone=CHICAGO)
    assert date.fromordinal(late.day) == MONDAY


def test_a_form_sent_twice_logs_once(olive: Player) -> None:
    first = add(olive, once="key")
    again = add(olive, once="key")
    assert first.pk == again.pk
    assert first.step_id == again.step_id
    assert Entry.everywhere.count() == 1
    check_totals(olive)


def test_a_form_sent_again_after_undo_is_not_taken_for_new(olive: Player) -> None:
    entry = add(olive, once="key")
    actions.undo(member=olive.member, step_id=entry.step_id or 0)
    with pytest.raises(RepeatError):
        add(olive, once="key")
    assert not Entry.everywhere.exists()


def test_the_second_writer_of_two_is_told(olive: Player) -> None:
    entry = add(olive)
    actions.change_entry(member=olive.member, entry_id=entry.pk, version=1, note="mine")
    with pytest.raises(StaleError):
        actions.change_entry(member=olive.member, entry_id=entry.pk, version=1, note="theirs")
    with pytest.raises(StaleError):
        actions.delete_entry(member=olive.member, entry_id=entry.pk, version=1)
    assert Entry.everywhere.get().note == "mine"


@pytest.mark.parametrize("seconds", [-1, 86_401, 864_000])
def test_an_entry_lasts_no_less_than_nothing_and_no_more_than_a_day(olive: Player, seconds: int) -> None:
    person = ensure_person(member=olive.member)
    with pytest.raises(LogError):
        actions.add_entry(
            member=olive.member, person=person, day=MONDAY, start=None, seconds=seconds, zone=BERLIN, note="",
            activity="E-mail",
        )  # fmt: skip
    assert not Entry.everywhere.exists()


@pytest.mark.parametrize("seconds", [0, 86_400])
def test_nothing_and_a_whole_day_are_kept(olive: Player, seconds: int) -> None:
    person = ensure_person(member=olive.member)
    actions.add_entry(
        member=olive.member, person=person, day=MONDAY, start=None, seconds=seconds, zone=BERLIN, note="", activity="A"
    )
    check_totals(olive)


@pytest.mark.parametrize("day", [date(1969, 12, 31), date(2101, 1, 1)])
def test_days_outside_the_limits_are_refused(olive: Player, day: date) -> None:
    with pytest.raises(LogError):
        add_length(olive, "E-mail", day, 30)


@pytest.mark.parametrize("note", ["x" * 10_001, "bell\x07", "half \ud800"])
def test_a_note_that_cannot_be_kept_is_refused(olive: Player, note: str) -> None:
    with pytest.raises(LogError):
        add(olive, note=note)


def test_a_note_at_the_limit_is_kept(olive: Player) -> None:
    assert len(add(olive, note="x" * 10_000).note) == 10_000


def test_a_removed_entry_comes_back_as_it_was(olive: Player) -> None:
    entry = add(olive, note="proof", minutes=33)
    before = picture(olive)
    step = actions.delete_entry(member=olive.member, entry_id=entry.pk, version=1)
    check_totals(olive)
    actions.undo(member=olive.member, step_id=step)
    assert picture(olive) == before
    check_totals(olive)


def test_an_added_entry_goes_again_with_the_activity_it_made(olive: Player) -> None:
    before = picture(olive)
    entry = add(olive, "Something new", chosen=True, note="new thing")
    actions.undo(member=olive.member, step_id=entry.step_id or 0)
    assert picture(olive) == before
    assert not Choice.everywhere.exists()
    check_totals(olive)


def test_an_activity_that_is_used_elsewhere_stays_when_its_first_entry_goes(olive: Player) -> None:
    entry = add(olive, "Shared")
    add(olive, "Shared", "2026-03-03 09:00")
    actions.undo(member=olive.member, step_id=entry.step_id or 0)
    assert Activity.everywhere.filter(name="Shared").exists()
    check_totals(olive)


def test_a_changed_entry_gets_its_old_text_back(olive: Player) -> None:
    entry = add(olive, note="old")
    before = picture(olive)
    after = actions.change_entry(
        member=olive.member, entry_id=entry.pk, version=1, note="new", seconds=60, activity="Other", chosen=True
    )
    actions.undo(member=olive.member, step_id=after.step_id or 0)
    assert picture(olive) == before
    check_totals(olive)


def test_steps_are_taken_back_in_turn_and_each_once(olive: Player) -> None:
    entry = add(olive, note="one")
    two = actions.change_entry(member=olive.member, entry_id=entry.pk, version=None, note="two")
    three = actions.change_entry(member=olive.member, entry_id=entry.pk, version=None, note="three")
    with pytest.raises(LogError, match="changed again since"):
        actions.undo(member=olive.member, step_id=two.step_id or 0)
    assert Step.everywhere.get(pk=two.step_id).undone_at is None
    actions.undo(member=olive.member, step_id=three.step_id or 0)
    with pytest.raises(LogError, match="already"):
        actions.undo(member=olive.member, step_id=three.step_id or 0)
    actions.undo(member=olive.member, step_id=two.step_id or 0)
    actions.undo(member=olive.member, step_id=entry.step_id or 0)
    assert not Entry.everywhere.exists()
    check_totals(olive)


def test_a_change_raises_the_versions_and_leaves_no_note_on_record(olive: Player) -> None:
    before = Workspace.objects.get(pk=olive.workspace.pk)
    add(olive, note="secret words")
    after = Workspace.objects.get(pk=olive.workspace.pk)
    assert after.version > before.version
    assert after.log_version > before.log_version
    event = Event.everywhere.filter(verb="entry added").get()
    assert "secret" not in str(event.payload)


def test_a_helper_logs_for_nobody_else_and_names_no_activities(olive: Player, sam: Player) -> None:
    make(olive, "E-mail")
    add(sam, "e-MAIL", "2026-03-02 11:00")
    with pytest.raises(LogError):
        add(sam, "My own")
    with pytest.raises(Http404):
        actions.add_entry(
            member=sam.member, person=ensure_person(member=olive.member), day=MONDAY, start=None, seconds=60,
            zone=BERLIN, note="", activity="E-mail",
        )  # fmt: skip
    assert Activity.everywhere.count() == 1


def test_a_helper_changes_only_their_own_entries(olive: Player, sam: Player) -> None:
    entry = add(olive)
    with pytest.raises(Http404):
        actions.change_entry(member=sam.member, entry_id=entry.pk, version=1, note="mine")
    with pytest.raises(Http404):
        actions.delete_entry(member=sam.member, entry_id=entry.pk)
    with pytest.raises(Http404):
        actions.undo(member=sam.member, step_id=entry.step_id or 0)


def test_labels_are_interned_and_kept(olive: Player) -> None:
    one = add(olive, labels={"project": "Menu", "client": "Alder Bakery", "tags": ["draft", "draft", " "]})
    two = add(olive, start="2026-03-02 12:00", labels={"project": "Menu", "client": "Alder Bakery", "tags": ["draft"]})
    assert one.labels_id == two.labels_id
    assert one.labels is not None
    assert one.labels.tags == "draft"
