"""Whoever deletes their account leaves hours and money behind, and neither name nor judgement."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.serializers import serialize
from django.db import transaction
from django.db.models import ForeignKey

from hoursback.web.accounts import owndata
from hoursback.web.accounts.actions.namelessness import EMPTIED, GOES, STAYS
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Rate
from hoursback.web.cycle.models import Cycle, Note, Rating, UpwardRating
from hoursback.web.handoff.models import Agreement, Brief, Candidate, Handoff, Reading, Timesheet, TimesheetLine
from hoursback.web.people.models import Person, Skill, SkillLevel, TimeOff
from hoursback.web.people.skills import state_level
from tests.web import cast, samples
from tests.web.cast import Player

ON = date(2026, 3, 2)


def everything(olive: Player) -> str:
    """Every row of the workspace as text."""
    rows: list[Any] = []
    for model in owndata.owned_models():
        found = model.everywhere.filter(workspace_id=olive.workspace.pk)
        rows += json.loads(serialize("json", found))
    return json.dumps(rows, ensure_ascii=False)


def stock(olive: Player, sam: Player) -> None:
    """Everything that can be stored about Sam, with the name wherever somebody may have written it."""
    here, own = {"workspace": olive.workspace}, Person.everywhere.get(member=sam.member)
    made = Handoff.objects.create(**here, name="Invoices by Sam", person=own, state="running", candid="Sam is slow")
    Agreement.objects.create(**here, handoff=made, person=own, price="30.00", start=ON, terms="Sam may use the car")
    Candidate.objects.create(**here, handoff=made, person=own, candid="Sam, hm")
    brief = Brief.objects.create(
        **here, handoff=made, number=1, outcome="as Sam does it", published_at="2026-03-02T10:00Z"
    )
    Reading.objects.create(**here, brief=brief, person=own, unclear="Sam asks")
    week = Timesheet.objects.create(**here, person=own, week=ON.toordinal(), note="Sam worked")
    TimesheetLine.objects.create(
        **here, timesheet=week, activity_name="Invoices", day=ON.toordinal(), seconds=3600, amount="30.00"
    )
    Rate.objects.create(**here, person=own, from_day=ON.toordinal(), hundredths=3000, reason="Sam asked")
    facts = {"basis": "assessed", "evidence": "Sam closed March", "on": ON}
    state_level(actor=olive.member, person_id=own.pk, skill_name="Tax", level=3, **facts)
    samples.time_off(olive.workspace, sam.member)
    Note.objects.create(**here, person=own, author=olive.member, text="Talk to Sam")
    cycle = Cycle.objects.create(**here, person=own, opened_on=ON)
    skill = Skill.objects.get(name="Tax")
    Rating.objects.create(**here, cycle=cycle, skill=skill, rater=olive.member, source="other", level=2, evidence="Sam")
    marks = dict.fromkeys(("expectations", "training", "guidance", "follow_up"), 3)
    UpwardRating.objects.create(**here, person=own, about=olive.member, on=ON, comment="Sam says", **marks)
    samples.an_entry(olive.workspace, sam.member)


def test_nothing_is_left_with_the_name_and_the_money_stays(olive: Player, sam: Player) -> None:
    with acting_in(olive.workspace), transaction.atomic():
        stock(olive, sam)
        record(olive.member, "hand-off: start", "handoff", 1, person="Sam")
    assert "Sam" in everything(olive)
    cast.freshen(sam)
    assert sam.client.post("/profile/erase", {"email": sam.user.email}).status_code == 200
    left = everything(olive)
    assert "Sam" not in left
    assert "sam@example.com" not in left
    with acting_in(olive.workspace):
        assert TimesheetLine.objects.get().amount == Decimal("30.00")
        assert Timesheet.objects.get().person.name == "Former member"
        assert (Agreement.objects.get().price, Agreement.objects.get().terms) == (Decimal("30.00"), "")
        assert Rate.objects.get().hundredths == 3000
        assert Handoff.objects.get().candid == ""
        for model in (SkillLevel, TimeOff, Note, Cycle, Rating, UpwardRating, Candidate, Reading):
            assert not model.objects.exists()
    for page in ("people/", "people/skills/", "me", "handoff/timesheets"):
        assert olive.client.get(f"{olive.root}{page}").status_code == 200


def test_another_of_a_similar_name_keeps_it(olive: Player, sam: Player) -> None:
    with acting_in(olive.workspace):
        Person.objects.create(workspace=olive.workspace, name="Samantha", kind="firm")
        stock(olive, sam)
        Handoff.objects.filter(name="Invoices by Sam").update(name="Invoices by Samantha")
    cast.freshen(sam)
    sam.client.post("/profile/erase", {"email": sam.user.email})
    with acting_in(olive.workspace):
        assert Person.objects.filter(name="Samantha").exists()
        assert Handoff.objects.get().name == "Invoices by Samantha"


def test_of_every_model_about_somebody_it_is_stated_what_becomes_of_it() -> None:
    about = {
        model._meta.label
        for model in owndata.owned_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and (field.related_model is Person or owndata.belongs_to_somebody(field.related_model, Person))
    }
    assert about - GOES - STAYS == set()
    assert not GOES & STAYS
    assert EMPTIED.keys() <= STAYS


def test_keys_habits_and_tokens_go_with_the_place_itself() -> None:
    """What points at a member by itself is deleted with it or forgets it: the database sees to that."""
    for model in owndata.owned_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Member:
                assert field.remote_field.on_delete.__name__ in ("CASCADE", "SET_NULL")
