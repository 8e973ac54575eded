"""Timed jobs run when they are due, once however many workers there are; jobs of dead workers are taken over."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from hoursback.web.accounts.models import Invitation, Once
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Batch
from hoursback.web.home import tidying, timed
from hoursback.web.home.keeping import work
from hoursback.web.home.models import TimedRun, Worker
from hoursback.web.plan.models import MadePlan
from tests.web.cast import Player
from tests.web.home import stock

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def counting(name: str = "count", *, fails: bool = False) -> tuple[timed.Timed, list[datetime]]:
    ran: list[datetime] = []

    def note(now: datetime) -> None:
        ran.append(now)
        if fails:
            raise ValueError("no good")

    return timed.Timed(name, HOUR, note), ran


@pytest.mark.django_db
def test_a_timed_job_runs_at_once_and_then_whenever_it_is_due() -> None:
    job, ran = counting()
    for minutes in (0, 1, 59, 60, 61, 500):
        timed.run_due(NOW + timedelta(minutes=minutes), [job])
    assert [(at - NOW) // timedelta(minutes=1) for at in ran] == [0, 60, 500]


@pytest.mark.django_db
def test_one_that_another_worker_has_is_left_to_it() -> None:
    job, ran = counting()
    TimedRun.objects.create(name=job.name, due_at=NOW, lease_until=NOW + timed.LEASE)
    assert timed.run_due(NOW, [job]) == []
    assert ran == []


@pytest.mark.django_db
def test_the_lease_of_a_worker_that_died_runs_out() -> None:
    job, ran = counting()
    TimedRun.objects.create(name=job.name, due_at=NOW, lease_until=NOW + timed.LEASE)
    assert timed.run_due(NOW + timed.LEASE, [job]) == [job.name]
    assert len(ran) == 1


@pytest.mark.django_db
def test_one_that_fails_is_tried_again_soon_and_keeps_nobody_else() -> None:
    bad, tried = counting("bad", fails=True)
    good, ran = counting("good")
    assert timed.run_due(NOW, [bad, good]) == ["good"]
    assert TimedRun.objects.get(name="bad").error == "ValueError: no good"
    timed.run_due(NOW + timed.AGAIN, [bad, good])
    assert (len(tried), len(ran)) == (2, 1)


def test_of_workers_at_the_same_moment_one_runs_it(own_folder: Path) -> None:
    job, ran = counting()
    timed.run_due(NOW - HOUR, [job])
    ran.clear()
    gate = threading.Barrier(8)

    def worker() -> None:
        gate.wait()
        try:
            timed.run_due(NOW, [job])
        finally:
            connections.close_all()

    # Threads have connections of their own, which know the tests' database, so they share this one's file.
    facts = connections["default"].settings_dict
    original = connections.settings["default"]
    connections.settings["default"] = facts
    threads = [threading.Thread(target=worker) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connections.settings["default"] = original
    assert ran == [NOW]


@pytest.mark.django_db
def test_every_timed_job_runs_on_an_empty_database() -> None:
    assert timed.run_due(timezone.now()) == [job.name for job in timed.TIMED]
    assert set(TimedRun.objects.values_list("error", flat=True)) == {""}


# What is tidied away


def test_uploads_of_imports_in_work_stay_and_forgotten_ones_go(own_folder: Path) -> None:
    owner = stock.business(entries=1)
    states = {"fresh": "previewed", "old": "previewed", "queued": "queued", "done": "done"}
    now = timezone.now()
    with acting_in(owner.workspace):
        for name, state in states.items():
            Batch.objects.create(
                workspace_id=owner.workspace_id, filename="log.csv", stored_as=name, digest="", state=state
            )
    Batch.everywhere.filter(stored_as__in=("old", "queued")).update(created_at=now - timedelta(days=8))
    days_old = (now - timedelta(days=2)).timestamp()
    for name in (*states, "nobody's", "just written"):
        file = own_folder / "uploads" / name
        file.write_text("x")
        if name != "just written":
            os.utime(file, (days_old, days_old))
    assert tidying.remove_old_uploads(now) == 3
    assert {file.name for file in (own_folder / "uploads").iterdir()} == {"fresh", "queued", "just written"}


@pytest.mark.django_db
def test_what_ran_out_a_month_ago_goes(olive: Player) -> None:
    now = timezone.now()
    with acting_in(olive.workspace):
        for number, days in enumerate((31, 29, -5)):
            Invitation.objects.create(
                workspace_id=olive.workspace.pk,
                email="sam@example.com",
                role="helper",
                token_hash=str(number),
                expires_at=now - timedelta(days=days),
            )
            Once.objects.create(workspace_id=olive.workspace.pk, member=olive.member, route="x", key=str(number))
    Once.everywhere.filter(key="0").update(at=now - timedelta(days=31))
    tidying.remove_expired_invitations(now)
    tidying.remove_old_submissions(now)
    assert set(Invitation.everywhere.values_list("token_hash", flat=True)) == {"1", "2"}
    assert set(Once.everywhere.values_list("key", flat=True)) == {"1", "2"}


@pytest.mark.django_db
def test_looks_at_plans_go_and_plans_that_were_kept_stay(olive: Player) -> None:
    now = timezone.now()
    with acting_in(olive.workspace):
        plans = [
            MadePlan.objects.create(workspace_id=olive.workspace.pk, is_kept=kept, digest=str(number))
            for number, kept in enumerate((True, False, False, False))
        ]
        plans[2].lines.create(workspace_id=olive.workspace.pk, activity_name="E-mail", decision="accepted")
    MadePlan.everywhere.filter(pk__in=[plan.pk for plan in plans[:3]]).update(made_at=now - timedelta(days=8))
    tidying.remove_looks(now)
    assert set(MadePlan.everywhere.values_list("digest", flat=True)) == {"0", "2", "3"}


# Jobs of workers that died


def running(worker: str, ago: timedelta, tries: int = 1) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status="RUNNING",
        started_at=timezone.now() - ago,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="hoursback.web.plan.jobs.make_plan",
        worker_ids=[worker] * tries,
        backend_name="default",
        run_after=get_date_max(),
        exception_class_path="",
        traceback="",
    )


@pytest.mark.django_db
def test_a_job_of_a_dead_worker_goes_back_into_the_queue() -> None:
    now = timezone.now()
    work.beat("alive", now)
    job, others = running("dead", HOUR), [running("alive", HOUR), running("dead", timedelta(seconds=5))]
    assert work.take_over(now) == 1
    job.refresh_from_db()
    assert job.status == "READY"
    assert {DBTaskResult.objects.get(pk=other.pk).status for other in others} == {"RUNNING"}


@pytest.mark.django_db
def test_a_worker_that_froze_counts_as_dead_until_it_moves_again() -> None:
    now = timezone.now()
    work.beat("frozen", now - work.DEAD_AFTER - timedelta(seconds=1))
    assert work.alive(now) == set()
    work.beat("frozen", now)
    assert work.alive(now) == {"frozen"}
    assert Worker.objects.count() == 1


@pytest.mark.django_db
def test_a_job_that_kills_every_worker_is_given_up() -> None:
    job = running("dead", HOUR, tries=work.ATTEMPTS)
    assert work.take_over(timezone.now()) == 0
    job.refresh_from_db()
    assert job.status == "FAILED"
