"""One row of each model that an address can name, made for a member; the matrix test asks for them by label.

A new route whose row names a model in `objects` needs its maker here.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from hoursback.engine.figures import Figure
from hoursback.web.accounts.models import Invitation, Member, Token, User, Workspace
from hoursback.web.accounts.roles import Role
from hoursback.web.capture import rollups
from hoursback.web.capture.models import Activity, Batch, Entry, Step, Timer, Zone
from hoursback.web.people.actions import ensure_person
from hoursback.web.people.models import Person
from hoursback.web.plan.jobs import request_plan
from hoursback.web.plan.models import Line, MadePlan, Quote, Share, Terms
from hoursback.web.review.models import Answer, Undone
from hoursback.web.worth.models import Earning, Finances

Maker = Callable[[Workspace, Member], Model]
DAY = date(2026, 3, 2)
_MADE: dict[str, Any] = {}
INCOME = 9_182_736.0
"""The owner's income in the samples: a figure that no page of anybody else may ever show."""


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


def a_person(workspace: Workspace, member: Member) -> Person:
    return Person.objects.create(workspace=workspace, name=f"Bea {_mark()}", kind=Person.Kind.CONTRACTOR)


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


def a_share(workspace: Workspace, member: Member) -> Share:
    return Share.objects.create(
        workspace=workspace,
        plan=a_plan(workspace, member),
        token_hash=secrets.token_hex(32),
        expires_at=timezone.now() + timedelta(days=7),
    )


def a_quote(workspace: Workspace, member: Member) -> Quote:
    person, activity = a_person(workspace, member), an_activity(workspace, member)
    return Quote.objects.create(
        workspace=workspace, person=person, activity=activity, fixed_price_per_month=Figure.exact(180)
    )


def terms(workspace: Workspace, member: Member) -> Terms:
    return Terms.objects.create(workspace=workspace, activity=an_activity(workspace, member))


SAMPLES: dict[str, Maker] = {
    "accounts.Invitation": an_invitation,
    "accounts.Member": a_member,
    "accounts.Token": a_token,
    "people.Person": a_person,
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
    "plan.Terms": terms,
}
