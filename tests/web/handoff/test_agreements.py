"""Terms that both say yes to: proposed, answered, changed, ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from hoursback.engine.figures import Figure
from hoursback.web.accounts.models import Event
from hoursback.web.capture.models import Entry, Rate, Zone
from hoursback.web.handoff.actions import agreements
from hoursback.web.handoff.models import Agreement, Candidate, FollowUp, Handoff
from hoursback.web.handoff.selectors.proposing import draft
from hoursback.web.handoff.selectors.terms import in_force_on
from hoursback.web.people.models import Person
from tests.web.cast import Player
from tests.web.handoff.choosecast import CANDID, TODAY, agreed, handoff, inside, own_person, person, proposed


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel("2026-03-04T10:00:00Z", tick=False):
        yield


def typed(**changed: Any) -> dict[str, Any]:
    return {"kind": "hourly", "price": "32.50", "start": "2026-03-09", "notice_days": "14", **changed}


def address(player: Player, row: Handoff) -> str:
    return f"{player.root}handoff/{row.pk}/agreement"


def answer(player: Player, made: Agreement, how: str, **more: Any) -> tuple[int, str]:
    with inside(player):
        version = Agreement.objects.get(pk=made.pk).version
    where = f"{player.root}handoff/agreements/{made.pk}/{how}"
    page = player.client.post(where, {"version": version, **more}, follow=True)
    return (302 if page.redirect_chain else page.status_code), page.content.decode()


def fresh(player: Player, row: Agreement) -> Agreement:
    with inside(player):
        return Agreement.objects.select_related("person").get(pk=row.pk)


def state(player: Player, row: Handoff) -> str:
    with inside(player):
        return Handoff.objects.get(pk=row.pk).state


# Proposing


def test_the_form_starts_from_the_plan_and_the_persons_price(olive: Player) -> None:
    bea = person(olive, "Bea", price=Figure.stated_range(30.0, 40.0), hours=8.0)
    row = handoff(olive, person=bea, hours_per_week=3.3)
    with inside(olive):
        found = draft(olive.member, row, TODAY)
    assert (found["kind"], found["price"], found["weekly_cap"]) == ("hourly", Decimal("34.64"), Decimal("3.5"))
    assert (found["start"], found["notice_days"]) == (date(2026, 3, 9), 14)
    assert "€30.00–€40.00 an hour" in olive.client.get(address(olive, row)).content.decode()


def test_what_proposing_says_is_the_leaders_yes_and_not_the_persons(olive: Player, sam: Player) -> None:
    row = handoff(olive, person=own_person(sam))
    assert olive.client.post(address(olive, row), typed()).status_code == 302
    with inside(olive):
        made = Agreement.objects.get(handoff=row)
    assert (made.number, made.lead_confirmed_by, made.person_confirmed_at) == (1, olive.member, None)
    assert state(olive, row) == "choosing"


def test_the_same_form_sent_twice_proposes_once(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    for _again in range(2):
        assert olive.client.post(address(olive, row), typed(once="k")).status_code == 302
    with inside(olive):
        assert Agreement.objects.filter(handoff=row).count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"price": ""}, "A price is missing."),
        ({"kind": "retainer"}, "Say how many hours are paid each week even if unused."),
        ({"weekly_cap": "4", "minimum_hours": "5"}, "More hours would be paid than may be worked"),
        ({"weekly_cap": "0"}, "A week has 168 hours"),
        ({"start": "2026-02-30"}, "Enter a valid date."),
        ({"start": "2025-03-04"}, "more than 31 days ago"),
        ({"start": "9999-01-01"}, "more than two years ahead"),
        ({"end": "2026-03-08"}, "It would end before it begins."),
        ({"notice_days": "-1"}, "This takes 0 or more."),
        ({"price": "1e9"}, "A price lies between"),
        ({"price": "1e20"}, "This number is too long."),
        ({"price": "-3"}, "A price lies between"),
        ({"kind": "barter"}, "Select a valid choice"),
        ({"start": ""}, "required"),
    ],
)
def test_impossible_terms_are_said_where_they_stand_and_nothing_is_lost(
    olive: Player, changed: dict[str, str], said: str
) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    page = olive.client.post(address(olive, row), typed(terms="Keep the receipts", **changed))
    assert page.status_code == 400
    assert said in page.content.decode()
    assert "Keep the receipts" in page.content.decode()
    with inside(olive):
        assert not Agreement.objects.filter(handoff=row).exists()


def test_while_one_waits_no_other_is_proposed(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    proposed(olive, row)
    page = olive.client.post(address(olive, row), typed())
    assert page.status_code == 400
    assert "Agreement 1 still waits for an answer" in page.content.decode()


def test_terms_with_somebody_else_do_not_overlap_those_in_force(olive: Player) -> None:
    bea, carl = person(olive, "Bea"), person(olive, "Carl")
    row = handoff(olive, person=bea)
    agreed(olive, row, end=date(2026, 6, 30))
    with inside(olive):
        Handoff.objects.filter(pk=row.pk).update(person=carl, state="choosing")
    page = olive.client.post(address(olive, row), typed(start="2026-06-30"))
    assert page.status_code == 400
    assert "Agreement 1 with somebody else still holds then" in page.content.decode()
    assert olive.client.post(address(olive, row), typed(start="2026-07-01")).status_code == 302


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"person": None}, "Choose who takes it over first."),
        ({"is_published": False}, "Publish the brief first"),
        ({"state": "briefing"}, "Terms come while choosing or later"),
    ],
)
def test_before_its_time_nothing_is_proposed(olive: Player, facts: dict[str, Any], said: str) -> None:
    row = handoff(olive, **{"person": person(olive, "Bea"), **facts})
    page = olive.client.post(address(olive, row), typed())
    assert page.status_code == 400
    assert said in page.content.decode()
    assert said in olive.client.get(address(olive, row)).content.decode()


def test_nobody_proposes_their_own_agreement(olive: Player, max_: Player) -> None:
    row = handoff(olive, person=own_person(max_))
    assert max_.client.post(address(max_, row), typed()).status_code == 400
    made = proposed(olive, row)
    assert answer(max_, made, "confirm")[0] == 302
    assert fresh(olive, made).person_confirmed_by == max_.member


# The person's answer


def test_the_persons_yes_makes_it_hold(olive: Player, sam: Player) -> None:
    row = handoff(olive, person=own_person(sam))
    made = proposed(olive, row, start=date(2026, 3, 9))
    page = sam.client.get(address(sam, row)).content.decode()
    assert "You are asked to agree: €32.50 an hour." in page
    assert CANDID not in page
    assert answer(sam, made, "confirm")[0] == 302
    assert state(olive, row) == "agreed"
    with inside(olive):
        rate = Rate.objects.get(person=row.person)
        days = list(FollowUp.objects.filter(handoff=row).values_list("on", flat=True))
    assert (rate.hundredths, rate.from_day, rate.activity_id) == (3250, date(2026, 3, 9).toordinal(), row.activity_id)
    assert rate.stated_by == olive.member
    assert days == [date(2026, 3, 16), date(2026, 4, 6), date(2026, 6, 1)]


def test_a_leader_cannot_say_yes_for_somebody_with_a_log_in(olive: Player, max_: Player, sam: Player) -> None:
    made = proposed(olive, handoff(olive, person=own_person(sam)))
    for leader in (olive, max_):
        status, page = answer(leader, made, "confirm")
        assert status == 400
        assert "Only Sam can answer this." in page
    assert fresh(olive, made).person_confirmed_at is None


def test_for_somebody_without_a_log_in_a_leader_notes_the_yes_on_paper(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    made = proposed(olive, row)
    assert "Bea said yes on paper" in olive.client.get(address(olive, row)).content.decode()
    assert answer(olive, made, "confirm")[0] == 302
    assert fresh(olive, made).is_on_paper
    assert "recorded by Olive" in olive.client.get(address(olive, row)).content.decode()


def test_a_yes_sent_twice_counts_once(olive: Player, sam: Player) -> None:
    row = handoff(olive, person=own_person(sam))
    made = proposed(olive, row)
    for _again in range(2):
        page = sam.client.post(f"{sam.root}handoff/agreements/{made.pk}/confirm", {"version": made.version})
        assert page.status_code == 302
    with inside(olive):
        assert Rate.objects.count() == 1
        assert FollowUp.objects.filter(handoff=row).count() == 3


def test_terms_that_changed_under_the_reader_are_not_agreed(olive: Player, sam: Player) -> None:
    made = proposed(olive, handoff(olive, person=own_person(sam)))
    where = f"{sam.root}handoff/agreements/{made.pk}/confirm"
    page = sam.client.post(where, {"version": 5}, follow=True).content.decode()
    assert "Somebody changed it meanwhile" in page
    assert fresh(olive, made).person_confirmed_at is None


def test_withdrawn_terms_are_gone_for_the_person(olive: Player, sam: Player) -> None:
    made = proposed(olive, handoff(olive, person=own_person(sam)))
    assert answer(olive, made, "withdraw")[0] == 302
    assert answer(sam, made, "confirm")[0] == 404


def test_what_is_agreed_cannot_be_withdrawn_or_answered_again(olive: Player) -> None:
    made = agreed(olive, handoff(olive, person=person(olive, "Bea")))
    for how in ("withdraw", "decline"):
        status, page = answer(olive, made, how, reason="x")
        assert (status, "These terms are agreed already." in page) == (400, True)


def test_a_no_needs_its_reason(olive: Player, sam: Player) -> None:
    row = handoff(olive, person=own_person(sam))
    made = proposed(olive, row)
    assert answer(sam, made, "decline")[0] == 400
    assert answer(sam, made, "decline", reason="Too little time")[0] == 302
    assert fresh(olive, made).declined_because == "Too little time"
    assert state(olive, row) == "choosing"
    assert "Too little time" in olive.client.get(address(olive, row)).content.decode()
    with inside(olive):
        assert Person.objects.get(pk=row.person_id).declines == []


def test_who_never_wants_such_work_is_not_offered_it_again(olive: Player, sam: Player) -> None:
    row = handoff(olive, person=own_person(sam))
    with inside(olive):
        one = Candidate.objects.create(workspace=olive.workspace, handoff=row, person=row.person, outcome="chosen")
    made = proposed(olive, row)
    assert answer(sam, made, "decline", reason="No numbers", never="finance")[0] == 302
    with inside(olive):
        assert Person.objects.get(pk=row.person_id).declines == ["finance"]
        assert Candidate.objects.get(pk=one.pk).outcome == "declined"


def test_a_yes_to_work_that_went_to_somebody_else_is_refused(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    made = proposed(olive, row)
    with inside(olive):
        Handoff.objects.filter(pk=row.pk).update(person=person(olive, "Carl"))
    assert answer(olive, made, "confirm")[0] == 400


# A change


def test_a_change_is_a_new_number_and_the_old_one_holds_until_both_said_yes(olive: Player, sam: Player) -> None:
    row = handoff(olive, person=own_person(sam))
    first = agreed(olive, row, by=sam)
    second = proposed(olive, row, price=Decimal("36"), start=date(2026, 4, 1))
    assert second.number == 2
    with inside(olive):
        held = in_force_on(row.pk, row.person_id, date(2026, 4, 2))
        assert held == first
    assert answer(sam, second, "confirm")[0] == 302
    with inside(olive):
        assert in_force_on(row.pk, row.person_id, date(2026, 3, 31)) == first
        assert in_force_on(row.pk, row.person_id, date(2026, 4, 1)) == second
        assert FollowUp.objects.filter(handoff=row).count() == 3
    assert fresh(olive, first).price == Decimal("32.50")


def test_a_price_from_today_leaves_what_was_logged_before(olive: Player, sam: Player) -> None:
    row = handoff(olive, person=own_person(sam))
    agreed(olive, row, by=sam, start=date(2026, 3, 1))
    with inside(olive):
        zone = Zone.objects.get_or_create(name="Europe/Berlin")[0]
        entry = Entry.objects.create(
            workspace=olive.workspace,
            person=row.person,
            activity=row.activity,
            day=date(2026, 3, 3).toordinal(),
            seconds=3600,
            zone=zone,
            rate=3250,
        )
    agreed(olive, row, by=sam, price=Decimal("40"), start=TODAY)
    with inside(olive):
        assert Entry.objects.get(pk=entry.pk).rate == 3250


def test_a_start_that_lies_back_shows_what_it_reaches_before_anybody_agrees(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    with inside(olive):
        zone = Zone.objects.get_or_create(name="Europe/Berlin")[0]
        for day in (1, 2, 3):
            Entry.objects.create(
                workspace=olive.workspace,
                person=row.person,
                activity=row.activity,
                day=date(2026, 3, day).toordinal(),
                seconds=5400,
                zone=zone,
            )
    proposed(olive, row, start=date(2026, 3, 2))
    page = olive.client.get(address(olive, row)).content.decode()
    assert "2 entries of 3.0 hours in all since 2 Mar 2026 take its price" in page


def test_a_fixed_price_makes_the_hours_cost_nothing_more(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    agreed(olive, row, kind="fixed", price=Decimal("400"))
    with inside(olive):
        assert Rate.objects.get(person=row.person).hundredths == 0
    assert "€400.00 a month" in olive.client.get(address(olive, row)).content.decode()


def test_employment_without_a_price_states_none(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea", kind="employee"))
    agreed(olive, row, kind="employed", price=None)
    with inside(olive):
        assert not Rate.objects.exists()


def test_after_a_new_brief_it_goes_on_under_what_is_agreed(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    agreed(olive, row)
    with inside(olive):
        Handoff.objects.filter(pk=row.pk).update(state="choosing")
    assert "these terms still hold" in olive.client.get(address(olive, row)).content.decode()
    assert olive.client.post(f"{olive.root}handoff/{row.pk}/carry-on").status_code == 302
    assert state(olive, row) == "agreed"


def test_without_an_agreement_nothing_goes_on(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    page = olive.client.post(f"{olive.root}handoff/{row.pk}/carry-on")
    assert page.status_code == 400
    assert "No agreement holds" in page.content.decode()


# The end


def test_either_side_gives_notice_and_the_terms_stay_as_they_were(olive: Player, sam: Player) -> None:
    row = handoff(olive, person=own_person(sam))
    made = agreed(olive, row, by=sam)
    status, page = answer(sam, made, "notice", last_day="2026-03-17", reason="Moving away")
    assert (status, "18 Mar 2026 is the first possible day" in page, "Moving away" in page) == (400, True, True)
    assert answer(sam, made, "notice", last_day="2026-03-18", reason="Moving away")[0] == 302
    ended = fresh(olive, made)
    assert (ended.end, ended.last_day, ended.ends_on) == (None, date(2026, 3, 18), date(2026, 3, 18))
    assert ended.notice_by == sam.member
    assert "Moving away" in olive.client.get(address(olive, row)).content.decode()
    with inside(olive):
        assert in_force_on(row.pk, row.person_id, date(2026, 3, 19)) is None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"last_day": "2026-04-01"}, "required"),
        ({"last_day": "soon", "reason": "x"}, "Enter a valid date."),
        ({"last_day": "9999-12-31", "reason": "x"}, "more than ten years ahead"),
        ({"last_day": "2026-04-01", "reason": "   "}, "required"),
    ],
)
def test_notice_that_cannot_be_meant_is_said_where_it_stands(olive: Player, more: dict[str, str], said: str) -> None:
    made = agreed(olive, handoff(olive, person=person(olive, "Bea")))
    status, page = answer(olive, made, "notice", **more)
    assert (status, said in page) == (400, True)


def test_nothing_ends_later_than_it_was_agreed(olive: Player) -> None:
    made = agreed(olive, handoff(olive, person=person(olive, "Bea")), end=date(2026, 3, 31))
    status, page = answer(olive, made, "notice", last_day="2026-04-01", reason="x")
    assert (status, "It ends on 31 Mar 2026 by itself." in page) == (400, True)


# On paper and who sees it


def test_the_paper_has_the_terms_and_room_to_sign(olive: Player, sam: Player) -> None:
    made = agreed(olive, handoff(olive, person=own_person(sam)), by=sam, confidentiality="Between us.")
    for player in (olive, sam):
        page = player.client.get(f"{player.root}handoff/agreements/{made.pk}").content.decode()
        for text in ("€32.50", "Between us.", "14 days, by either side", "Date and signature, Sam", "version 1"):
            assert text in page
        assert CANDID not in page


def test_a_helper_sees_no_agreement_of_somebody_else(olive: Player, sam: Player) -> None:
    bea = person(olive, "Bea")
    row = handoff(olive, person=bea)
    made = agreed(olive, row)
    with inside(olive):
        Handoff.objects.filter(pk=row.pk).update(person=own_person(sam), state="running")
    assert sam.client.get(f"{sam.root}handoff/agreements/{made.pk}").status_code == 404
    assert "32.50" not in sam.client.get(address(sam, row)).content.decode()


def test_a_helper_proposes_nothing(olive: Player, sam: Player) -> None:
    row = handoff(olive, person=own_person(sam), state="running")
    assert sam.client.get(address(sam, row)).status_code == 200
    assert sam.client.post(address(sam, row), typed()).status_code == 403


def test_rex_sees_and_answers_nothing(olive: Player, rex: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    made = proposed(olive, row)
    assert rex.client.get(address(olive, row)).status_code == 404
    for how in ("confirm", "decline", "withdraw", "notice"):
        for root in (olive.root, rex.root):
            assert rex.client.post(f"{root}handoff/agreements/{made.pk}/{how}").status_code == 404


def test_the_record_has_the_steps_and_no_money_and_no_reasons(olive: Player, sam: Player) -> None:
    row = handoff(olive, person=own_person(sam))
    first = proposed(olive, row, price=Decimal("31.41"))
    answer(sam, first, "decline", reason="secret-reason")
    agreed(olive, row, by=sam, price=Decimal("31.41"))
    with inside(olive):
        events = Event.objects.filter(thing="agreement").order_by("pk")
        assert [event.verb for event in events] == [
            *("agreement proposed", "agreement declined", "agreement proposed", "agreement confirmed")
        ]
        said = " ".join(str(event.payload) for event in events)
    assert "31.41" not in said
    assert "secret-reason" not in said


def test_an_action_refuses_what_the_form_would(olive: Player) -> None:
    row = handoff(olive, person=person(olive, "Bea"))
    facts = {"kind": "hourly", "price": None, "start": TODAY, "notice_days": 14}
    with inside(olive), pytest.raises(agreements.TermsError, match="A price is missing"):
        agreements.propose_agreement(actor=olive.member, handoff_id=row.pk, facts=facts, today=TODAY)
