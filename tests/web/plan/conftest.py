"""Olive's sample business in the database: her settings, and her two weeks of log as entries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hoursback.engine.capture.assign import Assigner, GroupBy
from hoursback.engine.capture.sample import SAMPLE_SETTINGS, sample_log
from hoursback.engine.plan.settings import parse_settings
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import models as capture
from hoursback.web.capture import rollups
from hoursback.web.people.selectors import own_person
from hoursback.web.plan import actions, jobs, making
from hoursback.web.plan.models import MadePlan
from tests.web.cast import Player

SEED, START, TODAY = 7, date(2026, 1, 5), date(2026, 1, 20)


def log_sample(player: Player, text: str = SAMPLE_SETTINGS) -> None:
    """The settings and the sample log of `hoursback demo` as a player's own."""
    settings = parse_settings(text)
    assign = Assigner(settings.activities, GroupBy.MATCH)
    person = own_person(player.member)
    zone, _new = capture.Zone.objects.get_or_create(name="Europe/Berlin")
    with acting_in(player.workspace):
        actions.adopt_settings(member=player.member, settings=settings)
        ids = dict(capture.Activity.objects.values_list("name", "pk"))
        labels = {
            entry.tags: capture.Labels.objects.get_or_create(workspace=player.workspace, tags="\n".join(entry.tags))[0]
            for entry in sample_log(SEED, START)
        }
        rows = [
            capture.Entry(
                workspace=player.workspace,
                person=person,
                activity_id=ids[assign.name_of(entry.project, entry.task, entry.note)],
                day=entry.day.toordinal(),
                start=entry.start,
                seconds=entry.seconds,
                zone=zone,
                note=entry.note,
                labels=labels[entry.tags],
            )
            for entry in sample_log(SEED, START)
        ]
        capture.Entry.objects.bulk_create(rows)
        rollups.rebuild(player.workspace.pk)
    player.workspace.refresh_from_db()
    Workspace.objects.filter(pk=player.workspace.pk).update(log_version=player.workspace.log_version + 1)


def planned(player: Player, levers: dict[str, Any] | None = None, *, is_kept: bool = True) -> MadePlan:
    """A finished plan of what the player states."""
    with acting_in(player.workspace):
        made = jobs.request_plan(member=player.member, levers=levers or {}, today=TODAY, is_kept=is_kept)
        return MadePlan.objects.get(pk=made.pk)


_ANSWERS: dict[tuple[Any, ...], dict[str, Any]] = {}


@pytest.fixture(autouse=True)
def answers_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine answers the same question once for all tests: a plan takes seconds, and its digest tells all."""
    real = making.answer_of

    def remembered(
        workspace: Workspace, saw: dict[str, Any], levers: dict[str, Any], today: date, *, is_sketch: bool
    ) -> dict[str, Any]:
        entries = capture.Entry.objects.count()
        key = (making.digest_of({**saw, "log_version": 0}, levers), entries, today, is_sketch)
        if key not in _ANSWERS:
            _ANSWERS[key] = real(workspace, saw, levers, today, is_sketch=is_sketch)
        return _ANSWERS[key]

    monkeypatch.setattr(making, "answer_of", remembered)


@pytest.fixture
def studio(olive: Player) -> Player:
    """Olive with her settings and two weeks of log."""
    log_sample(olive)
    return olive


@pytest.fixture
def plan(studio: Player) -> MadePlan:
    """Olive's plan."""
    return planned(studio)
