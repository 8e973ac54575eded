"""Finding and choosing somebody: floor first, then fit, then room; the same questions for all; a paid trial."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from hoursback.engine.figures import Figure
from hoursback.web.handoff.actions import choosing
from hoursback.web.handoff.models import Candidate, Handoff
from hoursback.web.handoff.selectors import choosing as selectors
from hoursback.web.people.models import Person
from tests.web.cast import Player
from tests.web.handoff.choosecast import CANDID, TODAY, handoff, inside, own_person, person, proposed


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel("2026-03-04T10:00:00Z", tick=False):
        yield


def candidate(player: Player, row: Handoff, who: Person) -> Candidate:
    with inside(player):
        made = choosing.add_candidate(actor=player.member, handoff_id=row.pk, person_id=who.pk)
        assert made is not None
        return made


def end(player: Player, one: Candidate, outcome: str, **typed: str) -> tuple[int, str]:
    with inside(player):
        version = Candidate.objects.get(pk=one.pk).version
    address = f"{player.root}handoff/candidates/{one.pk}/outcome"
    answer = player.client.post(address, {"outcome": outcome, "version": version, **typed}, follow=True)
    return answer.redirect_chain[-1][1] if answer.redirect_chain else answer.status_code, answer.content.decode()


def again(player: Player, row: Handoff) -> Handoff:
    with inside(player):
        return Handoff.objects.select_related("person").get(pk=row.pk)


# Who stands where


def test_who_clears_the_floor_comes_before_who_has_more_room(olive: Player) -> None:
    row = handoff(olive)
    person(olive, "Bea", hours=6.0, level=3)
    person(olive, "Carl", hours=40.0, level=2)
    page = olive.client.get(f"{olive.root}handoff/{row.pk}/candidates").content.decode()
    assert page.index("Bea") < page.index("Carl")
    assert "available, but below the bar" in page
    assert "Bookkeeping: level 2, 3 is asked." in page
    assert "6 hours a week are left in the next four weeks, 4 are needed." in page


def test_somebody_full_or_unwilling_is_not_offered_it_and_the_page_says_why(olive: Player) -> None:
    row = handoff(olive)
    full = person(olive, "Dora", hours=10.0)
    handoff(olive, name="Payroll", person=full, state=Handoff.State.RUNNING, hours_per_week=9.0)
    person(olive, "Ed", declines=["finance"])
    page = olive.client.get(f"{olive.root}handoff/{row.pk}/candidates").content.decode()
    assert "9 of their 10 hours a week are taken; from 85% on nobody is offered more." in page
    assert "They said that they do not want this kind of work." in page
    assert "Nobody you have can take" in page


def test_neither_the_owner_nor_a_service_nor_a_role_to_be_found_is_compared(olive: Player) -> None:
    row = handoff(olive)
    for name, kind in (("Robot", "service"), ("Bookkeeper to be found", "role"), ("Old name", "placeholder")):
        person(olive, name, kind=kind)
    with inside(olive):
        found = selectors.candidates(olive.member, row, TODAY)
    assert found.offered == found.others == []


def test_the_page_asks_a_constant_number_of_queries(olive: Player, django_assert_max_num_queries) -> None:
    row = handoff(olive)
    for index in range(40):
        who = person(olive, f"P{index:02d}")
        if index % 2:
            candidate(olive, row, who)
    with django_assert_max_num_queries(45):
        olive.client.get(f"{olive.root}handoff/{row.pk}/candidates")


# Into the running and out of it


def test_everybody_gets_the_same_questions_drafted_from_the_brief(olive: Player) -> None:
    row = handoff(olive)
    first, second = (candidate(olive, row, person(olive, name)) for name in ("Bea", "Carl"))
    assert [item["question"] for item in first.interview] == [item["question"] for item in second.interview]
    asked = " ".join(item["question"] for item in first.interview)
    assert "Bookkeeping: tell me about the last time" in asked
    assert "No open line is older than a week" in asked
    assert "Ledger software" in asked
    assert all(len(item["anchors"]) == 5 for item in first.interview)


def test_the_trial_is_paid_at_their_price_and_looks_at_the_standard(olive: Player) -> None:
    made = candidate(olive, handoff(olive), person(olive, "Bea", price=Figure.exact(30.0)))
    assert (made.trial["pay"], made.trial["hours"]) == ("60.00", 2.0)
    assert made.trial["rubric"][0] == {"what": "No open line is older than a week", "score": None}
    assert "Fetch the bank lines" in made.trial["task"]


def test_somebody_is_put_in_the_running_once_however_often_the_form_is_sent(olive: Player) -> None:
    row, bea = handoff(olive), person(olive, "Bea")
    for _again in range(2):
        typed = {"person": bea.pk, "once": "k"}
        assert olive.client.post(f"{olive.root}handoff/{row.pk}/candidates", typed).status_code == 302
    with inside(olive):
        assert Candidate.objects.filter(handoff=row).count() == 1


@pytest.mark.parametrize("typed", [{}, {"person": "Bea"}, {"person": "9" * 30}, {"questions": " \n "}])
def test_what_cannot_be_meant_is_said_on_the_page(olive: Player, typed: dict[str, str]) -> None:
    row = handoff(olive)
    assert olive.client.post(f"{olive.root}handoff/{row.pk}/candidates", typed).status_code == 400


def test_questions_are_changed_for_all_and_scores_stay_with_those_that_stay(olive: Player) -> None:
    row = handoff(olive)
    one = candidate(olive, row, person(olive, "Bea"))
    kept = one.interview[0]["question"]
    with inside(olive):
        sheet = [{**one.interview[0], "score": 4}, *one.interview[1:]]
        choosing.save_candidate(actor=olive.member, candidate_id=one.pk, version=1, facts={"interview": sheet})
    typed = {"questions": f"{kept}\nWhy us?"}
    assert olive.client.post(f"{olive.root}handoff/{row.pk}/candidates", typed).status_code == 302
    with inside(olive):
        asked = Candidate.objects.get(pk=one.pk).interview
    assert [(item["question"], item["score"]) for item in asked] == [(kept, 4), ("Why us?", None)]


def test_interview_and_trial_are_kept_and_their_means_shown(olive: Player) -> None:
    row = handoff(olive)
    one = candidate(olive, row, person(olive, "Bea"))
    typed = {"version": 1, "task": "Books of May", "pay": "60", "hours": "2", "candid": "quick"}
    typed |= {f"score_{i}": "4" for i in range(len(one.interview))} | {"note_0": "did it for years"}
    typed |= {"rubric": "\n".join(item["what"] for item in one.trial["rubric"]), "seen_0": "5", "seen_1": "4"}
    assert olive.client.post(f"{olive.root}handoff/candidates/{one.pk}", typed).status_code == 302
    page = olive.client.get(f"{olive.root}handoff/{row.pk}/candidates").content.decode()
    assert "4.0 of 5" in page
    assert "4.5 of 5" in page


def test_an_unpaid_trial_is_refused_and_nothing_typed_is_lost(olive: Player) -> None:
    one = candidate(olive, handoff(olive), person(olive, "Bea"))
    rubric = one.trial["rubric"][0]["what"]
    typed = {"version": 1, "task": "Books of May", "hours": "2", "rubric": rubric, "seen_0": "5", "candid": "quick"}
    answer = olive.client.post(f"{olive.root}handoff/candidates/{one.pk}", typed)
    assert answer.status_code == 400
    assert "Say what you paid for the trial." in answer.content.decode()
    assert "Books of May" in answer.content.decode()


def test_a_second_tab_sees_both_texts(olive: Player) -> None:
    one = candidate(olive, handoff(olive), person(olive, "Bea"))
    address = f"{olive.root}handoff/candidates/{one.pk}"
    assert olive.client.post(address, {"version": 1, "candid": "first"}).status_code == 302
    answer = olive.client.post(address, {"version": 1, "candid": "second"})
    assert answer.status_code == 409
    assert {"first", "second"} <= set(answer.content.decode().replace(">", " ").replace("<", " ").split())


def test_choosing_gives_the_hand_off_to_them_and_agrees_to_nothing(olive: Player) -> None:
    row, bea = handoff(olive), person(olive, "Bea")
    assert end(olive, candidate(olive, row, bea), "chosen")[0] == 302
    assert (again(olive, row).person, again(olive, row).state) == (bea, "choosing")


def test_a_second_choice_takes_the_place_of_the_first(olive: Player) -> None:
    row = handoff(olive)
    bea, carl = (candidate(olive, row, person(olive, name)) for name in ("Bea", "Carl"))
    end(olive, bea, "chosen")
    end(olive, carl, "chosen")
    assert str(again(olive, row).person) == "Carl"
    with inside(olive):
        assert Candidate.objects.get(pk=bea.pk).outcome == ""


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"level": 2}, "Bookkeeping: level 2, 3 is asked."),
        ({"declines": ["bookkeeping"]}, "do not want this kind of work"),
    ],
)
def test_the_floor_and_their_will_are_enforced(olive: Player, facts: dict, said: str) -> None:
    row = handoff(olive)
    status, page = end(olive, candidate(olive, row, person(olive, "Bea", **facts)), "chosen")
    assert status == 400
    assert said in page
    assert again(olive, row).person is None


def test_nobody_else_is_chosen_while_an_agreement_waits(olive: Player) -> None:
    bea = person(olive, "Bea")
    row = handoff(olive, person=bea)
    proposed(olive, row)
    status, page = end(olive, candidate(olive, row, person(olive, "Carl")), "chosen")
    assert status == 400
    assert "Agreement 1 with Bea is still there." in page


@pytest.mark.parametrize("outcome", ["declined", "rejected"])
def test_out_of_the_running_needs_a_reason(olive: Player, outcome: str) -> None:
    one = candidate(olive, handoff(olive), person(olive, "Bea"))
    assert end(olive, one, outcome)[0] == 400
    assert end(olive, one, outcome, reason="Too far away")[0] == 302
    with inside(olive):
        assert (Candidate.objects.get(pk=one.pk).outcome, Candidate.objects.get(pk=one.pk).reason) == (
            outcome,
            "Too far away",
        )


@pytest.mark.parametrize(("never", "declines"), [("", []), ("finance", ["finance"]), ("Bookkeeping", ["Bookkeeping"])])
def test_a_kind_of_work_is_declined_for_good_only_if_they_say_so(
    olive: Player, never: str, declines: list[str]
) -> None:
    bea = person(olive, "Bea")
    one = candidate(olive, handoff(olive), bea)
    assert end(olive, one, "declined", reason="No numbers, please", never=never)[0] == 302
    with inside(olive):
        assert Person.objects.get(pk=bea.pk).declines == declines


def test_a_kind_of_work_of_another_hand_off_is_refused(olive: Player) -> None:
    one = candidate(olive, handoff(olive), person(olive, "Bea"))
    assert end(olive, one, "declined", reason="no", never="leadership")[0] == 400


def test_back_in_the_running_they_are_no_longer_chosen(olive: Player) -> None:
    row = handoff(olive)
    one = candidate(olive, row, person(olive, "Bea"))
    end(olive, one, "chosen")
    assert end(olive, one, "open")[0] == 302
    assert again(olive, row).person is None


def test_a_stale_decision_is_said_and_not_taken(olive: Player) -> None:
    row = handoff(olive)
    one = candidate(olive, row, person(olive, "Bea"))
    address = f"{olive.root}handoff/candidates/{one.pk}/outcome"
    page = olive.client.post(address, {"outcome": "chosen", "version": 7}, follow=True).content.decode()
    assert "Somebody changed this meanwhile" in page
    assert again(olive, row).person is None


# Who sees it


def test_a_helper_learns_nothing_of_candidates(olive: Player, sam: Player) -> None:
    row = handoff(olive, person=own_person(sam), state=Handoff.State.RUNNING)
    one = candidate(olive, row, person(olive, "Bea"))
    for address in (f"{row.pk}/candidates", f"{row.pk}/finding", f"{row.pk}/hire", f"candidates/{one.pk}", "bench"):
        assert sam.client.get(f"{sam.root}handoff/{address}").status_code == 403


def test_rex_sees_none_of_it(olive: Player, rex: Player) -> None:
    row = handoff(olive)
    one = candidate(olive, row, person(olive, "Bea"))
    for address in (f"{row.pk}/candidates", f"{row.pk}/finding", f"{row.pk}/hire", f"candidates/{one.pk}"):
        assert rex.client.get(f"{olive.root}handoff/{address}").status_code == 404
        assert rex.client.get(f"{rex.root}handoff/{address}").status_code == 404


# Finding


def test_a_price_that_nobody_stated_is_said_to_be_a_default(olive: Player) -> None:
    row = handoff(olive)
    page = olive.client.get(f"{olive.root}handoff/{row.pk}/finding").content.decode()
    assert "a guess" in page
    assert "Ask three people: no usual price in EUR is known here." in page
    assert "In the US it is" in page
    assert "standard deviation" not in page
    assert "The profession" in page


def test_the_price_of_a_role_that_its_owner_stated_is_said_to_be_stated(olive: Player) -> None:
    role = person(olive, "Bookkeeper to be found", kind="role", price=Figure.stated_range(30.0, 50.0), level=None)
    row = handoff(olive, person=role)
    page = olive.client.get(f"{olive.root}handoff/{row.pk}/finding").content.decode()
    assert "price stated" in page
    assert "€30.00 to €50.00" in page


def test_the_markets_own_range_on_a_role_is_no_statement(olive: Player) -> None:
    role = person(olive, "Bookkeeper to be found", kind="role", price=Figure.default(40.0, 15.0, 90.0), level=None)
    page = olive.client.get(f"{olive.root}handoff/{handoff(olive, person=role).pk}/finding").content.decode()
    assert "price stated" not in page


def test_the_hire_brief_says_the_work_and_nothing_that_is_for_leaders(olive: Player) -> None:
    row = handoff(olive)
    for address in ("hire", "hire?as=markdown"):
        text = olive.client.get(f"{olive.root}handoff/{row.pk}/{address}").content.decode()
        assert "The books are closed by the 5th." in text
        assert "Match the invoices" in text
        assert "Bookkeeping, at least 3 of 5" in text
        for private in (CANDID, "Miller", "0123 456", "9182736", "[ ]"):
            assert private not in text


def test_the_markdown_is_a_file_and_what_was_typed_is_no_mark_in_it(olive: Player) -> None:
    row = handoff(olive, name="*Books* <b>")
    answer = olive.client.get(f"{olive.root}handoff/{row.pk}/hire?as=markdown")
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    assert "\\*Books\\* \\<b\\>" in answer.content.decode()


def test_a_manager_who_is_a_candidate_does_not_read_what_is_said_about_them(olive: Player, max_: Player) -> None:
    row, them = handoff(olive), own_person(max_)
    about = Candidate.everywhere.create(workspace=olive.workspace, handoff=row, person=them, candid="too kind")
    assert max_.client.get(f"{olive.root}handoff/candidates/{about.pk}").status_code == 404
    assert "too kind" in olive.client.get(f"{olive.root}handoff/candidates/{about.pk}").content.decode()
