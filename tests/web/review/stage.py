"""Olive's sample log and settings in her workspace, and whatever a test needs of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from hoursback.cli.options import ReadChoices
from hoursback.cli.reading import LogRead, read_log
from hoursback.engine.capture.assign import Assigner
from hoursback.engine.capture.entry import Entry as LoggedEntry
from hoursback.engine.capture.sample import SAMPLE_SETTINGS, SAMPLE_ZONE, sample_csv, sample_log
from hoursback.engine.plan.business import Settings
from hoursback.engine.plan.settings import parse_settings
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import rollups
from hoursback.web.capture.models import Activity, Entry, Labels, Zone
from hoursback.web.people.models import Person
from hoursback.web.review import actions as review
from hoursback.web.worth import actions as worth
from tests.web.cast import Player

MONDAY = date(2026, 1, 5)
TODAY = date(2026, 1, 20)
SETTINGS = parse_settings(SAMPLE_SETTINGS)


def read_as_cli(folder: Path, settings: Settings, *, weeks: int = 2) -> LogRead:
    """The sample log as the command line reads it."""
    file = folder / "toggl.csv"
    file.write_text(sample_csv(7, MONDAY, weeks), encoding="utf-8", newline="")
    choices = ReadChoices(None, SAMPLE_ZONE, None, None, None)
    return read_log([str(file)], choices, settings)


def log_sample(player: Player, *, weeks: int = 2, settings: Settings | None = None) -> None:
    """The sample log as stored entries; with settings, their activities are stated first."""
    activities = settings.activities if settings else ()
    with acting_in(player.workspace):
        if settings is not None:
            state(player, settings)
        store(player, sample_log(7, MONDAY, weeks), Assigner(activities))


def state(player: Player, settings: Settings) -> None:
    """Activities, answers and money of a settings file."""
    for position, one in enumerate(settings.activities):
        Activity.objects.create(
            workspace=player.workspace,
            name=one.name,
            function=one.function,
            match=list(one.match),
            hours_per_week=one.hours_per_week,
            times_per_month=one.times_per_month,
            hours_each=one.hours_each,
            position=position,
        )
    business = settings.business
    review.adopt(player.member, settings.activities)
    worth.adopt(
        player.member,
        settings.activities,
        income_per_year=business.income_per_year,
        worth_per_hour=business.worth_per_hour,
        weeks_per_year=business.weeks_per_year,
        hours_per_week=business.hours_per_week,
        work_days=business.work_days,
        tax_rate=business.tax_rate,
        customers_want_more=business.customers_want_more,
    )


def store(player: Player, entries: Iterable[LoggedEntry], assign: Assigner | None = None) -> None:
    """Entries as rows, their activities made in the order in which they were first done."""
    assign = assign or Assigner()
    workspace = player.workspace
    person = Person.objects.get(kind="owner")
    zone, _ = Zone.objects.get_or_create(name=SAMPLE_ZONE)
    known = dict(Activity.objects.values_list("name", "pk"))
    rows = []
    for entry in sorted(entries, key=lambda one: (one.day, one.start or 0)):
        name = assign(entry)
        if name not in known:
            known[name] = Activity.objects.create(workspace=workspace, name=name, position=len(known)).pk
        labels, _ = Labels.objects.get_or_create(
            workspace=workspace, project=entry.project, task=entry.task, client="", tags="\n".join(entry.tags)
        )
        rows.append(
            Entry(
                labels=labels,
                workspace=workspace,
                person=person,
                activity_id=known[name],
                day=entry.day.toordinal(),
                start=entry.start,
                seconds=entry.seconds,
                zone=zone,
                note=entry.note,
            )
        )
    Entry.objects.bulk_create(rows)
    rollups.rebuild(workspace.pk)
    workspace.refresh_from_db()
    Workspace.objects.filter(pk=workspace.pk).update(log_version=workspace.log_version + 1)


def activity(player: Player, name: str) -> int:
    """Id of an activity."""
    return Activity.everywhere.get(workspace=player.workspace, name=name).pk


def answered(**changed: str) -> dict[str, str]:
    """A filled-in question page."""
    return {"time": "3", "liking": "2", "skill": "7", "energy": "-1", "core": "0", "version": "0", **changed}
