"""The board of hand-offs, the start of one, its page, its figures and notes, its history."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Activity
from hoursback.web.handoff.models import Agreement, Brief, Flag, Handoff, Reading, Run
from hoursback.web.handoff.selectors import board as boards
from hoursback.web.people.models import Person
from hoursback.web.plan.models import Line, Terms
from tests.web.cast import Player
from tests.web.handoff import stage
from tests.web.samples import CANDID, DAY, a_plan


def seen(player: Player, address: str = "handoff/") -> str:
    answer = player.client.get(f"{player.root}{address}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def first_sentence(page: str) -> str:
    found = re.search(r'<h1 class="answer">(.*?)</h1>', page, re.DOTALL)
    assert found is not None
    return " ".join(found[1].split())


def test_an_empty_board_teaches(olive: Player, sam: Player) -> None:
    assert "Hand the first thing over well" in seen(olive)
    assert "You will find your work here" in seen(sam)


def test_the_board_says_how_many_wait_for_whom(olive: Player, sam: Player) -> None:
    row = stage.handoff(olive, stage.person_of(sam), "agreed")
    stage.published(olive, row)
    stage.handoff(olive, None, "draft", name="Post")
    stage.handoff(olive, stage.outsider(olive), "paused", name="Ads")
    page = seen(olive)
    assert first_sentence(page) == "3 hand-offs are under way: 1 waiting for you, 1 for somebody else."
    assert page.index("Post") < page.index("Invoices") < page.index("Ads")
    assert "Invoices" not in seen(olive, "handoff/?show=mine").partition("Chosen hand-offs")[2]
    assert "Invoices" in seen(olive, "handoff/?show=theirs").partition("Chosen hand-offs")[2]


def test_it_can_be_narrowed_to_one_person_and_one_state(olive: Player) -> None:
    bea, cy = stage.outsider(olive), stage.outsider(olive, "Cy")
    stage.handoff(olive, bea, "running", name="Post")
    stage.handoff(olive, cy, "running", name="Ads")
    page = seen(olive, f"handoff/?person={bea.pk}&show=running")
    assert first_sentence(page) == "1 hand-off to Bea is under way."
    assert "Ads" not in page


@pytest.mark.parametrize(
    ("query", "status"),
    [("show=x", 404), ("person=x", 404), ("person=99999999999999999999999", 404), ("person=987654", 404),
     ("show=running&page=zz", 200), ("show=running&page=-4", 200), ("person=", 200)],
)  # fmt: skip
def test_odd_questions_to_the_board_are_answered(olive: Player, query: str, status: int) -> None:
    assert olive.client.get(f"{olive.root}handoff/?{query}").status_code == status


def test_a_helper_sees_what_is_handed_to_them_and_nothing_of_others_or_for_leaders(olive: Player, sam: Player) -> None:
    me = stage.person_of(sam)
    mine = stage.handoff(olive, me, "running", candid=CANDID)
    stage.published(olive, mine)
    stage.handoff(olive, stage.outsider(olive), "running", name="Secret work")
    stage.handoff(olive, me, "briefing", name="Only thought of")
    with acting_in(olive.workspace):
        Flag.objects.create(workspace=olive.workspace, handoff=mine, week=DAY.toordinal(), seconds=60)
    page = seen(sam)
    assert first_sentence(page) == "1 piece of work is yours; 0 waiting for you."
    for hidden in ("Secret work", "Only thought of", CANDID, "came back"):
        assert hidden not in page
    one = seen(sam, f"handoff/{mine.pk}")
    for hidden in (CANDID, "As planned", "came back"):
        assert hidden not in one
    assert sam.client.get(f"{sam.root}handoff/{mine.pk}/facts").status_code == 403


def test_others_and_strangers_find_nothing(olive: Player, sam: Player, rex: Player) -> None:
    row = stage.handoff(olive, stage.outsider(olive), "running")
    for who in (sam, rex):
        for address in ("", "/history", "/brief", "/brief/files"):
            assert who.client.get(f"{who.root}handoff/{row.pk}{address}").status_code == 404
        assert who.client.post(f"{who.root}handoff/{row.pk}/move", {"move": "end"}).status_code == 404
    assert f"handoff/{row.pk}" not in seen(rex)


def many(player: Player, number: int) -> None:
    """Hand-offs in every state, with briefs, terms and runs."""
    with acting_in(player.workspace):
        owned = {"workspace": player.workspace}
        people = Person.objects.bulk_create(
            Person(**owned, name=f"P {i} of {number}", kind="contractor") for i in range(10)
        )
        kinds = Activity.objects.bulk_create(Activity(**owned, name=f"A {i} of {number}") for i in range(number))
        states = list(Handoff.State)
        rows = Handoff.objects.bulk_create(
            Handoff(**owned, activity=kind, name=kind.name, person=people[i % 10], state=states[i % len(states)])
            for i, kind in enumerate(kinds)
        )
        now = timezone.now()
        made = Brief.objects.bulk_create(Brief(**owned, handoff=row, number=1, published_at=now) for row in rows)
        Reading.objects.bulk_create(Reading(**owned, brief=one, person=one.handoff.person) for one in made[::2])
        Agreement.objects.bulk_create(
            Agreement(**owned, handoff=row, person=row.person, start=DAY, lead_confirmed_at=now) for row in rows
        )
        Run.objects.bulk_create(Run(**owned, handoff=row, number=1, day=DAY, is_supervised=True) for row in rows)


@pytest.mark.parametrize("address", ["handoff/", "handoff/?show=mine", "handoff/?show=running", "handoff/?show=ended"])
def test_the_board_asks_as_often_for_four_hundred_as_for_twenty_and_draws_no_more(olive: Player, address: str) -> None:
    many(olive, 20)
    with CaptureQueriesContext(
        connection,
    ) as few:
        seen(olive, address)
    many(olive, 380)
    with CaptureQueriesContext(connection) as more:
        page = seen(olive, address)
    assert len(more) <= len(few)
    assert page.count("handoff-card") <= max(boards.PAGE, boards.SHOWN * 10)


def test_a_hand_off_starts_from_a_decided_line_with_its_figures_and_its_requirements(olive: Player) -> None:
    bea = stage.outsider(olive)
    with acting_in(olive.workspace):
        plan = a_plan(olive.workspace, olive.member)
        kind = Activity.objects.create(workspace=olive.workspace, name="Bookkeeping")
        Terms.objects.create(workspace=olive.workspace, activity=kind, requires={"bookkeeping": 3})
        said = {
            **plan.answer["decisions"][0],
            "action": "hourly",
            "person": "Bea",
            "hours": 6.04,
            "cost_per_week": "120.00",
        }
        line = Line.objects.create(
            workspace=olive.workspace,
            plan=plan,
            activity=kind,
            activity_name="Bookkeeping",
            decision="accepted",
            assumed=said,
        )
    address = f"{olive.root}handoff/start?plan={plan.pk}&index=0"
    page = olive.client.get(address).content.decode()
    assert "Hand over “Bookkeeping”, as you decided." in page
    assert f'<option value="{bea.pk}" selected>Bea</option>' in page
    form = {"activity": kind.pk, "person": bea.pk, "hours_per_week": "6", "cost_per_week": "120.00"}
    form |= {"baseline_hours": "6", "runs_needed": "3", "requires": "bookkeeping", "requires_level": "3", "once": "k"}
    for _ in range(2):
        answer = olive.client.post(address, form)
        assert answer.status_code == 302
    with acting_in(olive.workspace):
        made = Handoff.objects.get()
        assert (made.line, made.person, made.requires) == (line, bea, {"bookkeeping": 3})
        assert (made.baseline_hours, str(made.cost_per_week), made.state) == (6, "120.00", "draft")
        assert Brief.objects.get().number == 0
    again = olive.client.get(address)
    assert again.headers["Location"].endswith(f"handoff/{made.pk}")


@pytest.mark.parametrize("query", ["plan=1&index=0", "plan=x", "plan=1", "activity=987654", "activity=-1", "activity="])
def test_what_the_address_cannot_begin_with_is_not_found(olive: Player, query: str) -> None:
    assert olive.client.get(f"{olive.root}handoff/start?{query}").status_code == 404


def test_a_refused_line_and_a_line_of_another_business_start_nothing(olive: Player, rex: Player) -> None:
    with acting_in(olive.workspace):
        plan = a_plan(olive.workspace, olive.member)
        kind = Activity.objects.create(workspace=olive.workspace, name="Bookkeeping")
        Line.objects.create(
            workspace=olive.workspace, plan=plan, activity=kind, activity_name="Bookkeeping", decision="refused"
        )
    for who in (olive, rex):
        assert who.client.get(f"{who.root}handoff/start?plan={plan.pk}&index=0").status_code == 404


def test_an_activity_that_is_on_its_way_is_not_handed_over_twice(olive: Player) -> None:
    row = stage.handoff(olive, None, "briefing")
    answer = olive.client.post(f"{olive.root}handoff/start", {"activity": row.activity_id, "runs_needed": "3"})
    assert answer.status_code == 400
    with acting_in(olive.workspace):
        assert Handoff.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("hours_per_week", "169"), ("hours_per_week", "-1"), ("cost_per_week", "NaN"), ("cost_per_week", "1e30"),
     ("runs_needed", "0"), ("runs_needed", "many"), ("baseline_hours", "Infinity")],
)  # fmt: skip
def test_impossible_figures_are_refused_where_they_stand_and_the_rest_stays(
    olive: Player, field: str, value: str
) -> None:
    row = stage.handoff(olive, None, "draft")
    sent = {"name": "Invoices", "runs_needed": "3", "candid": "typed words", "version": row.version, field: value}
    answer = olive.client.post(f"{olive.root}handoff/{row.pk}/facts", sent)
    assert answer.status_code == 400
    assert "typed words" in answer.content.decode()
    row.refresh_from_db()
    assert row.candid == ""


def test_notes_and_figures_change_and_two_tabs_see_both(olive: Player) -> None:
    row = stage.handoff(olive, None, "draft")
    sent = {"name": "Invoices", "runs_needed": "2", "candid": "be patient", "version": row.version}
    assert olive.client.post(f"{olive.root}handoff/{row.pk}/facts", sent).status_code == 302
    assert "be patient" in seen(olive, f"handoff/{row.pk}")
    answer = olive.client.post(f"{olive.root}handoff/{row.pk}/facts", {**sent, "candid": "from the other tab"})
    assert answer.status_code == 409
    assert "be patient" in answer.content.decode()
    assert "from the other tab" in answer.content.decode()


def test_the_history_says_who_moved_what_when_and_why(olive: Player) -> None:
    row = stage.handoff(olive, stage.outsider(olive), "running")
    olive.client.post(
        f"{olive.root}handoff/{row.pk}/move",
        {"move": "take back", "version": row.version, "reason": "too many mistakes"},
    )
    page = seen(olive, f"handoff/{row.pk}/history")
    assert "moved once; it is returned" in first_sentence(page)
    for said in ("Take it back", "running → returned", "“too many mistakes”", "Olive"):
        assert said in page


def test_writing_the_brief_starts_it(olive: Player) -> None:
    row = stage.handoff(olive, None, "draft")
    sent = {"version": "0", "outcome": "Sent.", "steps": "- [ ] go"}
    olive.client.post(f"{olive.root}handoff/{row.pk}/brief/draft", sent)
    row.refresh_from_db()
    assert row.state == "briefing"


@pytest.mark.parametrize("state", ["running", "returned"])
def test_work_that_is_handed_over_is_not_merged_away_but_takes_others_in(
    state: str, olive: Player, sam: Player
) -> None:
    handed = stage.handoff(olive, stage.person_of(sam), state)
    other = stage.activity(olive, "Billing")
    merge = "{}log/activities/{}/merge/".format
    refused = olive.client.post(merge(olive.root, handed.activity_id), {"into": other.pk})
    assert refused.status_code == 422
    assert "Merge “Billing” into it instead" in refused.content.decode()
    assert olive.client.post(merge(olive.root, other.pk), {"into": handed.activity_id}).status_code == 302
