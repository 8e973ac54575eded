"""Day and week totals stay equal to what the entries add up to, whatever is done to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import Http404
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import actions, rollups
from hoursback.web.capture.importing import actions as importing
from hoursback.web.capture.importing.choices import Choices
from hoursback.web.capture.models import Activity, ActivityWeek, Batch, DayTotal, Entry, Step, WeekTotal
from hoursback.web.people.selectors import own_person
from tests.conftest import SOAK
from tests.web.capture.importcast import HEAD, OLIVE, written
from tests.web.cast import Player, owner_of

MONDAY = date(2025, 3, 24).toordinal()
"""The week with the clock change of spring."""
EPOCH = date(1970, 1, 1).toordinal()
DAYS, STARTS, LENGTHS = st.integers(0, 20), st.integers(0, 1380), st.integers(0, 240)
NAMES = ("Finance", "Delivery", "Sales", "E-mail")


def test_a_removal_takes_the_row_away_once_nothing_is_left(olive: Player, tmp_path: Path) -> None:
    path = written(tmp_path, OLIVE)
    importing.import_file(member=olive.member, path=path, filename="x.csv", choices=Choices(timezone="Europe/Berlin"))
    workspace_id = olive.workspace.pk
    for entry in Entry.everywhere.all():
        with transaction.atomic():
            rollups.add(workspace_id, [rollups.delta_of(entry, -1)])
            entry.delete()
        assert rollups.is_right(workspace_id)
    assert not DayTotal.everywhere.exists()
    assert not WeekTotal.everywhere.exists()
    assert not ActivityWeek.everywhere.exists()


def test_what_was_never_counted_cannot_be_taken_away(olive: Player, tmp_path: Path) -> None:
    path = written(tmp_path, OLIVE)
    importing.import_file(member=olive.member, path=path, filename="x.csv", choices=Choices(timezone="Europe/Berlin"))
    entry = Entry.everywhere.order_by("day").first()
    assert entry is not None
    gone = rollups.delta_of(entry, -1)
    with pytest.raises((rollups.TotalsError, IntegrityError)), transaction.atomic():
        rollups.add(olive.workspace.pk, [gone, gone])
    with pytest.raises(rollups.TotalsError), transaction.atomic():
        rollups.add(olive.workspace.pk, [gone._replace(day=1)])
    assert rollups.is_right(olive.workspace.pk)


def test_a_rebuild_mends_totals_that_were_spoilt(olive: Player, tmp_path: Path) -> None:
    path = written(tmp_path, OLIVE)
    importing.import_file(member=olive.member, path=path, filename="x.csv", choices=Choices(timezone="Europe/Berlin"))
    before = set(WeekTotal.everywhere.values_list("week", "activity_id", "seconds", "entries"))
    together = set(ActivityWeek.everywhere.values_list("week", "activity_id", "seconds", "entries"))
    DayTotal.everywhere.update(seconds=1)
    WeekTotal.everywhere.all().delete()
    assert not rollups.is_right(olive.workspace.pk)
    rollups.rebuild(olive.workspace.pk)
    assert rollups.is_right(olive.workspace.pk)
    assert set(WeekTotal.everywhere.values_list("week", "activity_id", "seconds", "entries")) == before
    assert set(ActivityWeek.everywhere.values_list("week", "activity_id", "seconds", "entries")) == together


@pytest.mark.parametrize("model", [DayTotal, WeekTotal, ActivityWeek])
def test_one_second_too_many_in_any_table_is_noticed_and_mended(
    olive: Player, tmp_path: Path, model: type[DayTotal | WeekTotal | ActivityWeek]
) -> None:
    path = written(tmp_path, OLIVE)
    importing.import_file(member=olive.member, path=path, filename="x.csv", choices=Choices(timezone="Europe/Berlin"))
    assert model.everywhere.update(seconds=F("seconds") + 1)
    assert not rollups.is_right(olive.workspace.pk)
    rollups.rebuild(olive.workspace.pk)
    assert rollups.is_right(olive.workspace.pk)


def test_totals_change_inside_a_transaction_only(transactional_db: None) -> None:
    member = owner_of("Olive's studio", "Olive")
    with pytest.raises(RuntimeError):
        rollups.add(member.workspace_id, [rollups.Delta(1, 1, MONDAY, 60, 1)])


def line(day: int, start: int, minutes: int, name: str) -> str:
    """A row of an export."""
    begin = datetime.fromordinal(MONDAY + day) + timedelta(minutes=start)
    end = begin + timedelta(minutes=minutes)
    return f"Olive,,{name},T,n,{begin:%Y-%m-%d,%H:%M:%S},{end:%Y-%m-%d,%H:%M:%S},,\n"


class Log(RuleBasedStateMachine):
    """Random work on one log through the actions that the pages use."""

    def __init__(self) -> None:
        super().__init__()
        self.place = transaction.atomic()
        self.place.__enter__()
        self.member = owner_of("Olive's studio", "Olive")
        self.scope = acting_in(self.member.workspace)
        self.scope.__enter__()
        self.folder = TemporaryDirectory()

    def teardown(self) -> None:
        self.scope.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.place.__exit__(None, None, None)
        self.folder.cleanup()

    @rule(day=DAYS, start=STARTS, minutes=LENGTHS, name=st.sampled_from(NAMES), timed=st.booleans())
    def add(self, day: int, start: int, minutes: int, name: str, timed: bool) -> None:
        on = date.fromordinal(MONDAY + day)
        actions.add_entry(
            member=self.member,
            person=own_person(self.member),
            day=on,
            start=((MONDAY + day - EPOCH) * 1440 + start) * 60 if timed else None,
            seconds=minutes * 60,
            zone="Europe/Berlin",
            note="",
            activity=name,
        )

    @precondition(lambda self: Entry.everywhere.exists())
    @rule(data=st.data(), minutes=LENGTHS, name=st.sampled_from(NAMES))
    def edit(self, data: st.DataObject, minutes: int, name: str) -> None:
        entry = self.one_of(data)
        changes = {"seconds": minutes * 60, "activity": name}
        self.try_to(
            lambda: actions.change_entry(member=self.member, entry_id=entry.pk, version=entry.version, **changes)
        )

    @precondition(lambda self: Entry.everywhere.exists())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        entry = self.one_of(data)
        actions.delete_entry(member=self.member, entry_id=entry.pk, version=entry.version)

    @precondition(lambda self: Step.everywhere.filter(undone_at=None).exists())
    @rule()
    def undo(self) -> None:
        step = Step.everywhere.filter(undone_at=None).order_by("-pk").first()
        assert step is not None
        self.try_to(lambda: actions.undo(member=self.member, step_id=step.pk))

    @precondition(lambda self: Activity.everywhere.filter(is_archived=False).count() > 1)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        pair = data.draw(st.permutations(list(Activity.everywhere.filter(is_archived=False).order_by("pk"))))
        self.try_to(lambda: actions.merge_activities(member=self.member, activity_id=pair[0].pk, into_id=pair[1].pk))

    @rule(
        rows=st.lists(
            st.tuples(DAYS, STARTS, LENGTHS, st.sampled_from(NAMES)),
            min_size=1,
            max_size=12,
        )
    )
    def file_of(self, rows: list[tuple[int, int, int, str]]) -> None:
        lines = [line(day, start, minutes, name) for day, start, minutes, name in rows]
        path = written(Path(self.folder.name), HEAD + "".join(lines))
        choices = Choices(timezone="UTC", skip_bad=True)
        batch = importing.import_file(member=self.member, path=path, filename="log.csv", choices=choices)
        assert batch.result["added"] + batch.result["known"] == len(rows)

    @precondition(lambda self: Batch.everywhere.filter(state="done").exists())
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        batches = list(Batch.everywhere.filter(state="done").order_by("pk"))
        importing.take_back(member=self.member, pk=data.draw(st.sampled_from(batches)).pk)

    @invariant()
    def totals_are_right(self) -> None:
        assert rollups.is_right(self.member.workspace_id)

    def one_of(self, data: st.DataObject) -> Entry:
        return data.draw(st.sampled_from(list(Entry.everywhere.order_by("pk"))))

    def try_to(self, act: Callable[[], object]) -> None:
        """Some changes are refused by their own rules, and then nothing may have changed."""
        try:
            with transaction.atomic():
                act()
        except (HoursbackError, Http404):
            pass


class TestLog(TransactionTestCase):
    def test_totals_equal_a_rebuild_after_every_change(self) -> None:
        runs, steps = (200, 50) if SOAK else (20, 50)
        chosen = settings(
            max_examples=runs, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        )
        run_state_machine_as_test(Log, settings=chosen)
