"""One row of each model that an address can name, made for a member; the matrix test asks for them by label.

A new route whose row names a model in `objects` needs its maker here.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from hoursback.engine.figures import Figure
from hoursback.web.accounts.models import Feed, Invitation, Member, Token, User, Workspace
from hoursback.web.accounts.roles import Role
from hoursback.web.capture import rollups
from hoursback.web.capture.models import Activity, Batch, Entry, Step, Timer, Zone
from hoursback.web.cycle.models import Cycle, Goal, Note, Rating, SelfCheck, Training
from hoursback.web.focus.models import Block, Incident
from hoursback.web.handoff.models import Agreement, Attachment, Candidate, Flag, Handoff, Run
from hoursback.web.handoff.selectors.files import path_of
from hoursback.web.home.models import ReportLink
from hoursback.web.outcome.models import Hindsight
from hoursback.web.outlook.models import Driver, Scenario
from hoursback.web.people.actions import ensure_person
from hoursback.web.people.models import Person, Skill, SkillLevel, TimeOff
from hoursback.web.plan.jobs import request_plan
from hoursback.web.plan.models import Line, MadePlan, Quote, Share, Terms
from hoursback.web.review.models import Answer, Undone
from hoursback.web.worth.models import Earning, Finances
from tests.web.cast import local_today

Maker = Callable[[Workspace, Member], Model]
DAY = date(2026, 3, 2)
_MADE: dict[str, Any] = {}
INCOME = 9_182_736.0
"""The owner's income in the samples: a figure that no page of anybody else may ever show."""
CANDID = "canary-candid: between us, their arithmetic is weak"
"""Leaders' notes for themselves in the samples: words that no page of a helper may ever show."""


def _mark() -> str:
    return secrets.token_hex(4)


def a_member(workspace: Workspace, member: Member) -> Member:
    user = User.objects.create_user(f"{_mark()}@example.com", None, name=f"Guest {_mark()}")
    return Member.objects.create(workspace=workspace, user=user, role=Role.ADVISER)


def an_invitation(workspace: Workspace, member: Member) -> Invitation:
    return Invitation.objects.create(
        workspace=workspace,
        email=f"{_mark()}@example.com",
        role=Role.HELPER,
        token_hash=secrets.token_hex(32),
        invited_by=member,
        expires_at=timezone.now() + timedelta(days=7),
    )


def a_token(workspace: Workspace, member: Member) -> Token:
    hashed = secrets.token_hex(32)
    return Token.objects.create(workspace=workspace, member=member, name="t", prefix="hb_pat_x", token_hash=hashed)


def a_feed(workspace: Workspace, member: Member) -> Feed:
    return Feed.objects.create(workspace=workspace, member=member, token_hash=secrets.token_hex(32))


def a_person(workspace: Workspace, member: Member) -> Person:
    if member.role == Role.HELPER:
        return ensure_person(member=member)  # the only one they see
    return Person.objects.create(workspace=workspace, name=f"Bea {_mark()}", kind=Person.Kind.CONTRACTOR)


def a_skill(workspace: Workspace, member: Member) -> Skill:
    return Skill.objects.create(workspace=workspace, name=f"Bookkeeping {_mark()}")


def a_level(workspace: Workspace, member: Member) -> SkillLevel:
    return SkillLevel.objects.create(
        workspace=workspace,
        person=a_person(workspace, member),
        skill=a_skill(workspace, member),
        level=4,
        basis=SkillLevel.Basis.SAMPLE,
        evidence="closed a month alone",
        on=DAY,
        assessor=member,
    )


def time_off(workspace: Workspace, member: Member) -> TimeOff:
    return TimeOff.objects.create(
        workspace=workspace, person=a_person(workspace, member), first=DAY, last=DAY + timedelta(days=4)
    )


def an_activity(workspace: Workspace, member: Member) -> Activity:
    return Activity.objects.create(workspace=workspace, name=f"Invoices {_mark()}", function="finance")


def an_entry(workspace: Workspace, member: Member) -> Entry:
    entry = Entry.objects.create(
        workspace=workspace,
        person=ensure_person(member=member),
        activity=an_activity(workspace, member),
        day=DAY.toordinal(),
        seconds=3600,
        zone=Zone.objects.get_or_create(name="Europe/Berlin")[0],
    )
    with transaction.atomic():
        rollups.add(workspace.pk, [rollups.delta_of(entry)])
    return entry


def a_timer(workspace: Workspace, member: Member) -> Timer:
    zone = Zone.objects.get_or_create(name="Europe/Berlin")[0]
    return Timer.objects.create(
        workspace=workspace, person=ensure_person(member=member), start=1_772_400_000, zone=zone
    )


def a_batch(workspace: Workspace, member: Member) -> Batch:
    counts = ("added", "added_seconds", "known", "skipped", "running", "new_activities", "new_people", "kept")
    return Batch.objects.create(
        workspace=workspace,
        member=member,
        filename="log.csv",
        digest=secrets.token_hex(32),
        state=Batch.State.DONE,
        result=dict.fromkeys(counts, 0),
    )


def a_step(workspace: Workspace, member: Member) -> Step:
    return Step.objects.create(workspace=workspace, member=member, kind="unknown", said="Take it back")


def an_answer(workspace: Workspace, member: Member) -> Answer:
    return Answer.objects.create(workspace=workspace, activity=an_activity(workspace, member), time=3)


def an_undone(workspace: Workspace, member: Member) -> Undone:
    return Undone.objects.create(workspace=workspace, name="Call old customers")


def an_earning(workspace: Workspace, member: Member) -> Earning:
    return Earning.objects.create(workspace=workspace, activity=an_activity(workspace, member))


def finances(workspace: Workspace, member: Member) -> Finances:
    stated = {"income_per_year": Figure.exact(INCOME)}
    return Finances.objects.update_or_create(workspace=workspace, defaults=stated)[0]


def a_plan(workspace: Workspace, member: Member) -> MadePlan:
    if not _MADE:
        _MADE.update(_made(workspace, member))
    return MadePlan.objects.create(
        workspace=workspace, made_by=member, state=MadePlan.State.READY, is_kept=True, kept_at=timezone.now(), **_MADE
    )


def _made(workspace: Workspace, member: Member) -> dict[str, Any]:
    """What a small plan saw and said; worked out once, for it takes the engine a while."""
    with transaction.atomic():
        stated = {"function": "finance", "hours_per_week": Figure.exact(6), "match": ["bookkeep*"]}
        Activity.objects.create(workspace=workspace, name="Bookkeeping", **stated)
        finances(workspace, member)
        asked = request_plan(member=member, levers={}, today=DAY, is_kept=False)
        made = MadePlan.objects.get(pk=asked.pk)
        assert made.answer["decisions"], "a plan without a line is no sample"
        transaction.set_rollback(True)
    return {"saw": made.saw, "answer": made.answer}


def a_line(workspace: Workspace, member: Member) -> Line:
    plan = a_plan(workspace, member)
    return Line.objects.create(
        workspace=workspace, plan=plan, activity_name="Invoices", decision=Line.Decision.ACCEPTED, decided_by=member
    )


def a_hindsight(workspace: Workspace, member: Member) -> Hindsight:
    return Hindsight.objects.create(
        workspace=workspace, line=a_line(workspace, member), on=DAY, judged=Hindsight.Judged.RIGHT, by=member
    )


def a_share(workspace: Workspace, member: Member) -> Share:
    return Share.objects.create(
        workspace=workspace,
        plan=a_plan(workspace, member),
        token_hash=secrets.token_hex(32),
        expires_at=timezone.now() + timedelta(days=7),
    )


def a_report_link(workspace: Workspace, member: Member) -> ReportLink:
    asked = {"report": "plan", "weeks": 26, "locale": "en_GB", "created_by": member}
    return ReportLink.objects.create(
        workspace=workspace, token_hash=secrets.token_hex(32), expires_at=timezone.now() + timedelta(days=7), **asked
    )


def a_quote(workspace: Workspace, member: Member) -> Quote:
    person, activity = a_person(workspace, member), an_activity(workspace, member)
    return Quote.objects.create(
        workspace=workspace, person=person, activity=activity, fixed_price_per_month=Figure.exact(180)
    )


def terms(workspace: Workspace, member: Member) -> Terms:
    return Terms.objects.create(workspace=workspace, activity=an_activity(workspace, member))


def a_handoff(workspace: Workspace, member: Member) -> Handoff:
    """Work that a helper does; where a leader asks, somebody without a log-in does it."""
    person = ensure_person(member=member) if member.role == Role.HELPER else a_person(workspace, member)
    return Handoff.objects.create(
        workspace=workspace,
        activity=an_activity(workspace, member),
        name=f"Invoices {_mark()}",
        person=person,
        state=Handoff.State.RUNNING,
        candid=CANDID,
    )


def a_run(workspace: Workspace, member: Member) -> Run:
    checklist = [{"item": "Open the bank", "is_done": True}, {"item": "Match the payments", "is_done": False}]
    handoff = a_handoff(workspace, member)
    facts = {"number": 1, "day": DAY, "checklist": checklist, "by": member}
    return Run.objects.create(workspace=workspace, handoff=handoff, person=handoff.person, **facts)


def a_flag(workspace: Workspace, member: Member) -> Flag:
    return Flag.objects.create(
        workspace=workspace, handoff=a_handoff(workspace, member), week=DAY.toordinal(), seconds=14_400, expected=3_600
    )


def a_candidate(workspace: Workspace, member: Member) -> Candidate:
    """Somebody in the running, with an interview, a trial and notes that no page of theirs may show."""
    handoff = a_handoff(workspace, member)
    Handoff.objects.filter(pk=handoff.pk).update(state=Handoff.State.CHOOSING)
    return Candidate.objects.create(
        workspace=workspace,
        handoff_id=handoff.pk,
        person=handoff.person,
        interview=[{"question": "When did you do it last?", "anchors": [], "score": 2, "note": CANDID}],
        trial={"task": "Three invoices", "pay": "60.00", "hours": 2, "rubric": [{"what": CANDID, "score": 1}]},
        reason=CANDID,
        candid=CANDID,
    )


def an_agreement(workspace: Workspace, member: Member) -> Agreement:
    """Terms that wait for the person's answer."""
    handoff = a_handoff(workspace, member)
    return Agreement.objects.create(
        workspace=workspace,
        handoff=handoff,
        person=handoff.person,
        price=Decimal("32.50"),
        start=DAY,
        proposed_by=None if member.role == Role.HELPER else member,
        lead_confirmed_by=None if member.role == Role.HELPER else member,
        lead_confirmed_at=timezone.now(),
    )


def an_attachment(workspace: Workspace, member: Member) -> Attachment:
    """A picture beside a brief that the member sees."""
    name = f"kept-{secrets.token_hex(16)}"
    path_of(name).write_bytes(b"\x89PNG\r\n\x1a\n")
    return Attachment.objects.create(
        workspace=workspace,
        handoff=a_handoff(workspace, member),
        title="The form",
        stored_as=name,
        kind="image/png",
        size=8,
    )


def a_cycle(workspace: Workspace, member: Member) -> Cycle:
    """A round that has just begun; what others rated and wrote is not yet, or never, for the person."""
    person = a_person(workspace, member)
    cycle = Cycle.objects.create(workspace=workspace, person=person, opened_on=DAY)
    skill = a_skill(workspace, member)
    Rating.objects.create(
        workspace=workspace, cycle=cycle, skill=skill, source=Rating.Source.OTHER, level=2, evidence=CANDID
    )
    Note.objects.create(workspace=workspace, person=person, text=CANDID)
    return cycle


def a_training(workspace: Workspace, member: Member) -> Training:
    cycle = a_cycle(workspace, member)
    Cycle.objects.filter(pk=cycle.pk).update(phase=Cycle.Phase.TRAINING)
    skill = a_skill(workspace, member)
    return Training.objects.create(
        workspace=workspace, cycle_id=cycle.pk, skill=skill, level_from=2, level_to=3, hours=10
    )


def a_goal(workspace: Workspace, member: Member) -> Goal:
    cycle = a_cycle(workspace, member)
    Cycle.objects.filter(pk=cycle.pk).update(phase=Cycle.Phase.GOALS)
    return Goal.objects.create(
        workspace=workspace,
        cycle_id=cycle.pk,
        what="Invoices leave on Friday",
        measure="invoices sent by Friday",
        start_level=60,
        target_level=90,
        unit="%",
        by=date(2099, 6, 1),
        evidence="the runs",
    )


def a_note(workspace: Workspace, member: Member) -> Note:
    return Note.objects.create(workspace=workspace, person=a_person(workspace, member), author=member, text=CANDID)


def a_block(workspace: Workspace, member: Member) -> Block:
    start = int(timezone.now().timestamp()) + 3600
    return Block.objects.create(
        workspace=workspace,
        person=ensure_person(member=member),
        day=local_today().toordinal(),
        start=start,
        end=start + 5400,
        zone="Europe/Berlin",
    )


def an_incident(workspace: Workspace, member: Member) -> Incident:
    return Incident.objects.create(
        workspace=workspace,
        person=ensure_person(member=member),
        what=f"the printer jams {_mark()}",
        estimate=Figure.stated_range(2, 6),
        first_estimate=Figure.stated_range(2, 6),
        at=int(timezone.now().timestamp()),
        day=local_today().toordinal(),
    )


def a_self_check(workspace: Workspace, member: Member) -> SelfCheck:
    return SelfCheck.objects.create(
        workspace=workspace, member=member, on=DAY, expectations=3, training=2, guidance=4, follow_up=3
    )


def a_driver(workspace: Workspace, member: Member) -> Driver:
    return Driver.objects.create(workspace=workspace, name=f"orders {_mark()}")


def a_scenario(workspace: Workspace, member: Member) -> Scenario:
    return Scenario.objects.create(workspace=workspace, name=f"growth {_mark()}", changes={"growth_per_year": 0.3})


SAMPLES: dict[str, Maker] = {
    "accounts.Feed": a_feed,
    "accounts.Invitation": an_invitation,
    "accounts.Member": a_member,
    "accounts.Token": a_token,
    "people.Person": a_person,
    "people.Skill": a_skill,
    "people.SkillLevel": a_level,
    "people.TimeOff": time_off,
    "cycle.Cycle": a_cycle,
    "cycle.Goal": a_goal,
    "cycle.Note": a_note,
    "cycle.SelfCheck": a_self_check,
    "focus.Block": a_block,
    "focus.Incident": an_incident,
    "cycle.Training": a_training,
    "handoff.Agreement": an_agreement,
    "handoff.Candidate": a_candidate,
    "handoff.Attachment": an_attachment,
    "handoff.Handoff": a_handoff,
    "handoff.Run": a_run,
    "handoff.Flag": a_flag,
    "outcome.Hindsight": a_hindsight,
    "outlook.Driver": a_driver,
    "outlook.Scenario": a_scenario,
    "capture.Activity": an_activity,
    "capture.Batch": a_batch,
    "capture.Entry": an_entry,
    "capture.Step": a_step,
    "capture.Timer": a_timer,
    "review.Answer": an_answer,
    "review.Undone": an_undone,
    "worth.Earning": an_earning,
    "worth.Finances": finances,
    "plan.Line": a_line,
    "plan.MadePlan": a_plan,
    "plan.Quote": a_quote,
    "plan.Share": a_share,
    "home.ReportLink": a_report_link,
    "plan.Terms": terms,
}
