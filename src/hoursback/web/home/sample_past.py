"""What the sample business handed over before it planned: agreed, learnt, signed off, logged, paid and looked back on.

Everything goes through the actions that pages take, as of the days on which it would have happened; the moments that
actions stamp by the clock are set back to these days afterwards, but for the record of changes, which tells the truth.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Model

from hoursback.engine.capture.clock import zone_of
from hoursback.engine.capture.sample import SAMPLE_ZONE
from hoursback.web.accounts.models import Member
from hoursback.web.capture.actions.names import ensure_activity
from hoursback.web.capture.importing.actions import import_file
from hoursback.web.capture.importing.choices import Choices
from hoursback.web.cycle.actions import goals, rating, seeding
from hoursback.web.cycle.actions.moving import move_cycle
from hoursback.web.cycle.models import Cycle, Goal, Rating, Turn
from hoursback.web.handoff.actions import agreements, briefs, runs, starting, training
from hoursback.web.handoff.actions.following import mark_follow_up
from hoursback.web.handoff.actions.moving import move_handoff
from hoursback.web.handoff.actions.timesheets import move_timesheet
from hoursback.web.handoff.models import Agreement, Brief, Change, FollowUp, Handoff, Reading, Run, Timesheet
from hoursback.web.handoff.models import TrainingStep as Step
from hoursback.web.handoff.selectors.proposing import confidentiality
from hoursback.web.home.sample_works import GOALS, HELPER, RATED, WORKS, Work
from hoursback.web.people.models import Person

_HEADER = ("User", "Task", "Description", "Start date", "Start time", "End date", "End time", "Duration")
_NOON = time(12)
_PAID_UNTIL, _APPROVED = 3, 2
"""So many weeks ago and before, weeks are paid; the one after is approved, and last week's waits for a yes."""


def hand_over_before(owner: Member, today: date, folder: Path) -> list[Handoff]:
    """Hand over WORKS, log and pay the weeks since, and begin a round with who does them.

    Call it inside the workspace, once activities and people are there.

    Args:
        folder: where the helper's own export is written, to be brought in.
    """
    sam = Person.objects.get(name=HELPER)
    monday = today - timedelta(days=today.weekday())
    made = [_hand_over(owner, sam, work, monday) for work in WORKS]
    _log(owner, sam, monday, folder)
    for work, handoff in zip(WORKS, made, strict=True):
        _work_on(owner, work, handoff, monday)
    _hand_in(owner, sam, monday)
    _begin_round(owner, sam, made, monday)
    return made


def _hand_over(owner: Member, sam: Person, work: Work, monday: date) -> Handoff:
    """From the first thought to the first run."""
    activity = ensure_activity(member=owner, name=work.activity, function=work.function)
    facts = {"hours_per_week": work.hours, "baseline_hours": work.before, "requires": dict(work.requires)}
    handoff = starting.start_handoff(actor=owner, activity_id=activity.pk, facts=facts, person_id=sam.pk)
    assert handoff is not None
    start = monday - timedelta(weeks=work.weeks)
    asked = start - timedelta(days=10)
    draft = Brief.objects.get(handoff=handoff, number=0)
    draft = briefs.save_draft(actor=owner, handoff_id=handoff.pk, version=draft.version, facts=work.brief())
    briefs.publish_brief(actor=owner, handoff_id=handoff.pk, version=draft.version)
    _move(owner, handoff, "start", asked)
    _move(owner, handoff, "choose", asked)
    terms = {
        "kind": Agreement.Kind.EMPLOYED,
        "price": Decimal(17),
        "weekly_cap": work.cap,
        "start": start,
        "notice_days": 14,
        "confidentiality": confidentiality(),
    }
    made = agreements.propose_agreement(actor=owner, handoff_id=handoff.pk, facts=terms, today=asked)
    assert made is not None
    agreements.confirm_agreement(actor=owner, agreement_id=made.pk, version=made.version, today=asked)
    briefs.confirm_reading(actor=owner, handoff_id=handoff.pk, number=1)
    _move(owner, handoff, "train", start)
    training.draft_steps(actor=owner, handoff_id=handoff.pk)
    for step in Step.objects.filter(handoff=handoff):
        training.mark_step(actor=owner, handoff_id=handoff.pk, step_id=step.pk, is_done=True)
    _move(owner, handoff, "supervise", start + timedelta(days=2))
    here = {"handoff": handoff}
    _date(Brief, asked, "published_at", **here, number=1)
    _date(Agreement, asked, "proposed_at", "lead_confirmed_at", "person_confirmed_at", **here)
    _date(Reading, start, "at", brief__handoff=handoff)
    _date(Step, start + timedelta(days=1), "done_at", **here)
    return handoff


def _work_on(owner: Member, work: Work, handoff: Handoff, monday: date) -> None:
    """First runs under supervision, the sign-off, and a run looked at every other week since."""
    start = monday - timedelta(weeks=work.weeks)
    days = [start + timedelta(days=day) for day in work.first_runs]
    for day, minutes in zip(days, work.first_minutes, strict=True):
        _run(owner, handoff, work, day, minutes, is_met=minutes < work.too_long)
    _move(owner, handoff, "sign off", days[-1] + timedelta(days=1))
    for place, ago in enumerate(range((monday - days[-1]).days // 7 - 1, 0, -work.every)):
        _run(owner, handoff, work, monday - timedelta(days=7 * ago - 3), work.minutes[place % len(work.minutes)])
    for row in FollowUp.objects.filter(handoff=handoff, on__lt=monday - timedelta(weeks=3)):
        mark_follow_up(actor=owner, handoff_id=handoff.pk, follow_up_id=row.pk, is_done=True)
        _date(FollowUp, row.on, "done_at", pk=row.pk)


def _run(owner: Member, handoff: Handoff, work: Work, day: date, minutes: float, *, is_met: bool = True) -> None:
    run = runs.start_run(actor=owner, handoff_id=handoff.pk, today=day)
    for index in range(len(run.checklist)):
        runs.tick_item(actor=owner, run_id=run.pk, index=index, is_done=True)
    run = runs.finish_run(actor=owner, run_id=run.pk, version=run.version, minutes=minutes, note="")
    said = ("", work.praise, "") if is_met else work.lesson
    runs.judge_run(
        actor=owner,
        run_id=run.pk,
        version=Run.objects.get(pk=run.pk).version,
        is_met=is_met,
        feedback=said[0],
        evidence=said[1],
        next_step=said[2],
        owner_minutes=work.checking,
    )
    _date(Run, day, "finished_at", "judged_at", pk=run.pk)


def _log(owner: Member, sam: Person, monday: date, folder: Path) -> None:
    """What the helper timed, brought in from an export of theirs; each hour carries the price of its day."""
    file = folder / "sam.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(_HEADER)
        writer.writerows(row for work in WORKS for row in _rows(work, monday))
    import_file(
        member=owner,
        path=file,
        filename=file.name,
        choices=Choices(timezone=SAMPLE_ZONE, person_map={HELPER: sam.pk}),
    )


def _rows(work: Work, monday: date) -> Iterator[tuple[str, ...]]:
    for week in range(work.weeks, 0, -1):
        for place, (weekday, hour, minutes, note) in enumerate(work.sessions):
            length = minutes + (5 * week + 7 * place) % 11 - 5 + max(0, week - work.weeks + 4) * 4
            start = datetime.combine(monday - timedelta(weeks=week), hour) + timedelta(days=weekday)
            end = start + timedelta(minutes=length)
            times = (f"{start:%Y-%m-%d}", f"{start:%H:%M:%S}", f"{end:%Y-%m-%d}", f"{end:%H:%M:%S}")
            yield HELPER, work.activity, note, *times, f"{length // 60:02d}:{length % 60:02d}:00"


def _hand_in(owner: Member, sam: Person, monday: date) -> None:
    """Every week that is over is handed in; how far it got after that depends on how long ago it was."""
    for ago in range(max(work.weeks for work in WORKS), 0, -1):
        week = monday - timedelta(weeks=ago)
        moves = ["submit"]
        moves += ["approve"] if ago >= _APPROVED else []
        moves += ["lock", "mark paid"] if ago >= _PAID_UNTIL else []
        day = min(week + timedelta(days=8), monday)
        for version, name in enumerate(moves):
            row = Timesheet.objects.filter(person=sam, week=week.toordinal()).first()
            move_timesheet(
                actor=owner,
                person_id=sam.pk,
                week=week.toordinal(),
                name=name,
                version=row.version if row is not None and version else 0,
                today=day,
            )
        there = {"person": sam, "week": week.toordinal()}
        _date(Timesheet, day, "submitted_at", **there)
        if len(moves) > 1:
            _date(Timesheet, day, "decided_at", **there)


def _begin_round(owner: Member, sam: Person, handed: list[Handoff], monday: date) -> Cycle:
    """A first round: levels, goals that both agreed to, and work since."""
    opened, agreed = monday - timedelta(weeks=6), monday - timedelta(weeks=5)
    cycle = seeding.start_cycle(actor=owner, person_id=sam.pk, today=opened)
    assert cycle is not None
    for source, given in RATED.items():
        levels = [rating.Given(skill, level, evidence, opened) for skill, level, evidence in given]
        rating.rate_skills(actor=owner, cycle_id=cycle.pk, source=source, given=levels)
    _turn(owner, cycle, "set goals", opened)
    for place, facts in enumerate(GOALS):
        said = {**facts, "handoff": handed[place % len(handed)], "by": monday + timedelta(weeks=8)}
        goal = goals.add_goal(actor=owner, cycle_id=cycle.pk, facts=said, today=agreed)
        assert goal is not None
        goals.agree_to_goal(actor=owner, goal_id=goal.pk, version=goal.version, side="person", today=agreed)
    _turn(owner, cycle, "start work", agreed)
    _date(Rating, opened, "at", cycle=cycle)
    _date(Goal, agreed, "lead_agreed_at", "person_agreed_at", cycle=cycle)
    return Cycle.objects.get(pk=cycle.pk)


def _move(owner: Member, handoff: Handoff, name: str, day: date) -> None:
    now = Handoff.objects.get(pk=handoff.pk)
    move_handoff(actor=owner, handoff_id=now.pk, name=name, version=now.version, today=day)
    newest = Change.objects.filter(handoff=handoff).order_by("-pk").values_list("pk", flat=True)[:1]
    _date(Change, day, "at", pk__in=list(newest))


def _turn(owner: Member, cycle: Cycle, name: str, day: date) -> None:
    now = Cycle.objects.get(pk=cycle.pk)
    move_cycle(actor=owner, cycle_id=now.pk, name=name, version=now.version, today=day)
    newest = Turn.objects.filter(cycle=cycle).order_by("-pk").values_list("pk", flat=True)[:1]
    _date(Turn, day, "at", pk__in=list(newest))


def _date(model: type[Model], day: date, *columns: str, **which: Any) -> None:
    """Set moments that an action stamped by the clock to noon of the day it was for."""
    noon = datetime.combine(day, _NOON, zone_of(SAMPLE_ZONE))
    model._default_manager.filter(**which).update(**dict.fromkeys(columns, noon))
