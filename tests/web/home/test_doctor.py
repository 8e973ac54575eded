"""The doctor finds each fault that was planted, and says how to put it right."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from hoursback.web.accounts.models import Member
from hoursback.web.capture.models import DayTotal, WeekTotal
from hoursback.web.focus.models import Calendar
from hoursback.web.home.keeping import doctor, locks, places, work
from hoursback.web.home.keeping.doctor import State
from hoursback.web.home.models import TimedRun
from hoursback.web.people.models import Person
from tests.web.home import stock
from tests.web.home.test_timed import running


def found(name: str) -> doctor.Check:
    (check,) = [check for check in doctor.examine() if check.name == name]
    return check


def test_a_sound_installation_is_well(own_folder: Path) -> None:
    stock.business()
    work.beat("one", timezone.now())
    assert [check for check in doctor.examine() if check.state is State.UNWELL] == []


def test_every_fault_comes_with_its_fix(own_folder: Path) -> None:
    (own_folder / "hoursback.sqlite3").write_bytes(b"")
    faults = [check for check in doctor.examine() if check.state is not State.WELL]
    assert faults
    assert [check for check in faults if not check.fix] == []


def totals_off(folder: Path) -> None:
    DayTotal.everywhere.filter(seconds__gt=0)[:1].get()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE capture_daytotal SET seconds = seconds + 1 WHERE entries = 1")


def week_off(folder: Path) -> None:
    WeekTotal.everywhere.all()[:1].get()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM capture_weektotal")


def row_into_nowhere(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "hoursback.sqlite3")) as database, database:
        database.execute("UPDATE capture_entry SET zone_id = 99")


def no_release(folder: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'home'")


def newer_release(folder: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('capture', '9999_x', '2026-01-01')")


def stale_job(folder: Path) -> None:
    running("dead", timedelta(hours=1))


def waiting_job(folder: Path) -> None:
    job = running("nobody", timedelta(hours=1))
    DBTaskResult.objects.filter(pk=job.pk).update(status="READY", enqueued_at=timezone.now() - timedelta(hours=1))


def nobody_works(folder: Path) -> None:
    waiting_job(folder)
    work.Worker.objects.all().delete()


def open_to_all(folder: Path) -> None:
    file = folder / "secret-key"
    file.write_text("x")
    file.chmod(0o644)


@pytest.mark.parametrize(
    ("name", "plant"),
    [
        ("totals", totals_off),
        ("totals", week_off),
        ("integrity", row_into_nowhere),
        ("release", no_release),
        ("release", newer_release),
        ("jobs", stale_job),
        ("jobs", waiting_job),
        ("worker", nobody_works),
        ("secret", open_to_all),
    ],
)
def test_a_planted_fault_is_found(own_folder: Path, name: str, plant: Callable[[Path], None]) -> None:
    stock.business()
    work.beat("one", timezone.now())
    assert found(name).state is State.WELL
    plant(own_folder)
    assert found(name).state is State.UNWELL


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("addresses", {"URL": "http://studio.example.com"}),
        ("addresses", {"PUBLIC": True, "DEBUG": True, "URL": "https://studio.example.com"}),
        ("mail", {"PUBLIC": True, "MAILERS": {"default": {"BACKEND": "django.core.mail.backends.console.X"}}}),
        ("secret", {"SECRET_KEY": "short"}),
    ],
)
def test_a_setting_that_is_not_safe_is_found(
    own_folder: Path, settings: Any, name: str, changes: dict[str, object]
) -> None:
    for setting, value in changes.items():
        setattr(settings, setting, value)
    assert found(name).state is State.UNWELL


def test_a_full_disk_and_a_network_drive_are_found(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 10**18)
    monkeypatch.setattr(places, "network_kind", lambda folder: "nfs4")
    assert found("disk space").state is found("data folder").state is State.UNWELL


def test_unsafe_ways_to_write_are_found(own_folder: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    assert "synchronous is 0" in found("safe writing").what
    connection.close()
    assert found("safe writing").state is State.WELL


def test_a_worker_that_is_missing_while_the_app_is_open_is_found(own_folder: Path) -> None:
    assert found("worker").state is State.NOTICE
    with locks.held(own_folder / locks.SERVING, shared=True):
        assert found("worker").state is State.UNWELL


def test_an_old_sqlite_is_named(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    check = found("SQLite version")
    assert (check.state, "3.51.3" in check.what) == (State.NOTICE, True)


def test_a_timed_job_that_fails_is_told(own_folder: Path) -> None:
    TimedRun.objects.create(name="uploads", due_at=timezone.now(), error="OSError: no")
    assert "uploads" in found("jobs").what


def test_totals_that_differ_are_counted_anew_when_asked_to(own_folder: Path) -> None:
    owner = stock.business()
    stock.business("Rex")
    totals_off(own_folder)
    week_off(own_folder)
    assert owner.workspace.public_id in doctor.mend()
    assert doctor.mend() == []
    assert found("totals").state is State.WELL


def test_a_missing_folder_is_told_without_a_traceback(own_folder: Path, settings: Any) -> None:
    settings.DATA = own_folder / "gone"
    assert found("data folder").state is State.UNWELL
    assert found("disk space").state is State.UNWELL


def calendar_of(owner: Member, **facts: Any) -> None:
    mine: dict[str, Any] = {"workspace": owner.workspace, "person": Person.everywhere.get(member=owner)}
    Calendar.everywhere.create(**mine, address="https://calendar.example/olive/", user="o", password="sealed", **facts)


def test_a_calendar_that_fails_is_named_and_one_given_up_is_a_fault(own_folder: Path) -> None:
    owner = stock.business()
    calendar_of(owner, due_at=timezone.now())
    assert found("calendars").state is State.WELL
    Calendar.everywhere.filter(person__member=owner).update(failure="It is away.")
    assert found("calendars").state is State.NOTICE
    Calendar.everywhere.filter(person__member=owner).update(due_at=None)
    check = found("calendars")
    assert check.state is State.UNWELL
    assert "calendar.example: It is away." in check.what


def test_calendars_on_machines_of_our_own_are_named(own_folder: Path, settings: Any) -> None:
    stock.business()
    settings.LOCAL_CALENDARS = frozenset({"192.168.1.4:5232"})
    check = found("calendars")
    assert (check.state, "192.168.1.4:5232" in check.what) == (State.NOTICE, True)
