"""Fix or pay on the pages: two boxes decide, the arithmetic adds up, what was tried and what it took is kept."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hoursback.engine.figures import Figure
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.actions.regroup import merge_activities
from hoursback.web.capture.models import Activity, Rate
from hoursback.web.focus.models import Incident, TimeBox
from hoursback.web.home import dates, waiting
from hoursback.web.people.models import Person
from hoursback.web.worth.models import Finances
from tests.web.cast import Player
from tests.web.focus.acts import TUESDAY, at, log, moment, person_of

Facts = dict[str, Any]


@pytest.fixture(autouse=True)
def _tuesday(monkeypatch: Any) -> None:
    turn(monkeypatch, moment(10))


def turn(monkeypatch: Any, to: datetime) -> None:
    """Turn the clock."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: to)


@pytest.fixture
def sixty(olive: Player) -> Player:
    """Olive, whose hour is worth 60, and who logged something."""
    Finances.everywhere.create(workspace_id=olive.workspace.pk, worth_per_hour=Figure.exact(60.0))
    log(olive, "E-mail", at(9), 45)
    return olive


def hire(player: Player, name: str = "Bo", price: float | None = 80.0, **more: Any) -> Person:
    figure = None if price is None else Figure.exact(price)
    facts: Facts = {"kind": Person.Kind.CONTRACTOR, "price": figure, **more}
    return Person.everywhere.create(workspace_id=player.workspace.pk, name=name, **facts)


def read(player: Player, place: str) -> str:
    answer = player.client.get(player.root + place)
    assert answer.status_code == 200
    return plain(answer.content)


def plain(content: bytes) -> str:
    text = html.unescape(re.sub(r"<[^>]+>", " ", content.decode()))
    return re.sub(r"\s+", " ", text)


def first_sentence(player: Player, place: str) -> str:
    answer = player.client.get(player.root + place)
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.DOTALL)
    assert found is not None
    return plain(found[1].encode()).strip()


def broke(player: Player, what: str = "the printer jams", hours: str = "8") -> Incident:
    answer = player.client.post(player.root + "focus/incidents/", {"what": what, "hours": hours})
    assert answer.status_code == 302, plain(answer.content)
    return Incident.everywhere.order_by("-pk")[0]


def place(incident: Incident, more: str = "") -> str:
    return f"focus/incidents/{incident.pk}/{more}"


def state(player: Player, incident: Incident, **facts: str) -> Any:
    now = Incident.everywhere.get(pk=incident.pk)
    said = {"what": now.what, "estimate": "8", "switches": "0", "version": str(now.version), **facts}
    return player.client.post(player.root + place(incident), said)


def end(player: Player, incident: Incident, outcome: str = "fixed", hours: str = "8", money: str = "") -> Any:
    said = {"outcome": outcome, "hours": hours, "money": money}
    return player.client.post(player.root + place(incident, "end"), said)


def box(player: Player, incident: Incident, do: str = "start", **facts: str) -> Any:
    return player.client.post(player.root + place(incident, "box"), {"do": do, **facts})


def test_two_boxes_decide_the_worked_example(sixty: Player) -> None:
    hire(sixty)
    incident = broke(sixty)
    assert state(sixty, incident, helper_hours="2", brief="0.5").status_code == 302
    assert first_sentence(sixty, place(incident)) == "Pay Bo: about €190, against €480 if you do it yourself."
    page = read(sixty, place(incident))
    assert "Your time 8 h × €60.00 €480.00" in page
    assert "Work of Bo 2 h × €80.00 €160.00" in page
    assert "Your time to tell them 30 min × €60.00 €30.00" in page
    assert (
        "Paying is cheaper in more than 99 of 100 cases. Below 3 h 10 min of your time, doing it yourself is cheaper."
        in page
    )


def test_two_inputs_are_enough_and_what_is_assumed_is_named(sixty: Player) -> None:
    hire(sixty, "Bo", 30.0)
    incident = broke(sixty, hours="2 to 6 h")
    assert first_sentence(sixty, place(incident)).startswith("Pay Bo: about €1")
    page = read(sixty, place(incident))
    assert "Hours it takes them 1.1 of your hours (0.5 to 4.0)" in page
    assert "Your time to tell them 0.50 h (0.25 to 2.00)" in page
    assert "Getting back to your other work default 3 min × €60.00 €3.00" in page
    assert "5 figures are defaults" in page


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [("2 to 6 h", 2, 6), ("2-6", 2, 6), ("45 min", 0.75, 0.75), ("30 min to 2 h", 0.5, 2), ("1,5 h", 1.5, 1.5)],
)
def test_hours_are_read_as_one_says_them(sixty: Player, typed: str, low: float, high: float) -> None:
    estimate = broke(sixty, hours=typed).estimate
    assert (estimate.low, estimate.high) == (low, high)


@pytest.mark.parametrize("typed", ["", "soon", "0", "-2", "6 to 2", "99999 h", "2 to", "1e5"])
def test_what_are_no_hours_is_said_at_the_box_and_nothing_is_lost(sixty: Player, typed: str) -> None:
    answer = sixty.client.post(sixty.root + "focus/incidents/", {"what": "the printer jams", "hours": typed})
    assert answer.status_code == 422
    assert 'value="the printer jams"' in answer.content.decode()
    assert not Incident.everywhere.exists()


def test_the_same_form_sent_twice_is_one_incident(sixty: Player) -> None:
    for _ in range(2):
        sixty.client.post(sixty.root + "focus/incidents/", {"what": "x-ray", "hours": "2", "once": "k"})
    assert Incident.everywhere.count() == 1


def test_with_nobody_to_pay_it_says_what_anybody_may_cost(sixty: Player) -> None:
    incident = broke(sixty)
    state(sixty, incident, brief="0.5")
    said = "Doing it yourself costs about €480: pay anybody who takes less than €450 for all of it."
    assert first_sentence(sixty, place(incident)) == said
    assert "Nobody has a price yet" in read(sixty, place(incident))


def test_without_a_worth_it_says_from_which_worth_paying_is_cheaper(olive: Player) -> None:
    hire(olive)
    incident = broke(olive)
    state(olive, incident, helper_hours="2", brief="0.5")
    said = "Paying Bo is cheaper once your hour is worth €21.33. What is it worth?"
    assert first_sentence(olive, place(incident)) == said
    state(olive, incident, helper_hours="2", brief="0.5", worth="60")
    assert first_sentence(olive, place(incident)).startswith("Pay Bo: about €190")


def test_the_price_of_the_day_counts_and_that_of_the_activity_before_it(sixty: Player) -> None:
    bo, here = hire(sixty), {"workspace_id": sixty.workspace.pk}
    incident = broke(sixty)
    Rate.everywhere.create(**here, person=bo, from_day=TUESDAY.toordinal(), hundredths=5000)
    Rate.everywhere.create(**here, person=bo, from_day=TUESDAY.toordinal() + 1, hundredths=9900)
    state(sixty, incident, helper_hours="2", brief="0.5")
    assert "Work of Bo 2 h × €50.00 €100.00" in read(sixty, place(incident))
    mail = Activity.everywhere.get(name="E-mail")
    Rate.everywhere.create(**here, person=bo, activity=mail, from_day=TUESDAY.toordinal() - 9, hundredths=4500)
    state(sixty, incident, helper_hours="2", brief="0.5", activity=str(mail.pk))
    assert "Work of Bo 2 h × €45.00 €90.00" in read(sixty, place(incident))


def test_of_several_the_cheapest_is_compared_unless_another_is_chosen(sixty: Player) -> None:
    hire(sixty, "Dear", 90.0)
    cheap = hire(sixty, "Cheap", 40.0)
    hire(sixty, "Away", 10.0, is_archived=True)
    hire(sixty, "Priceless", None)
    hire(sixty, "Role", 5.0, kind=Person.Kind.ROLE)
    incident = broke(sixty)
    assert "Pay Cheap:" in first_sentence(sixty, place(incident))
    state(sixty, incident, helper=str(Person.everywhere.get(name="Dear").pk))
    page = read(sixty, place(incident))
    assert "Pay Dear" in page
    assert "Cheap €40.00 an hour" in page
    assert not re.search("Away|Priceless|Role", page)
    assert cheap.name in page


def test_a_wage_costs_more_than_it_says(sixty: Player) -> None:
    hire(sixty, "Emp", 20.0, kind=Person.Kind.EMPLOYEE)
    incident = broke(sixty)
    state(sixty, incident, helper_hours="2")
    page = read(sixty, place(incident))
    assert "2 h × €28.60 €57.20" in page
    assert "Cost on top of a wage × 1.43" in page


def test_a_typed_quote_with_a_fixed_price_is_compared_too(sixty: Player) -> None:
    incident = broke(sixty)
    state(sixty, incident, quote_from="Fixit Ltd", fixed="150", call_out="40", brief="0.5")
    assert first_sentence(sixty, place(incident)) == "Pay Fixit Ltd: about €220, against €480 if you do it yourself."
    page = read(sixty, place(incident))
    assert "Fixed price €150.00" in page
    assert "Call-out €40.00" in page
    assert "If they cannot do it, at least €70.00 is gone and it is still broken." in page
    answer = state(sixty, incident, price="50", fixed="150")
    assert answer.status_code == 422
    assert "not both" in plain(answer.content)


def test_what_waits_counts_on_both_sides(sixty: Player) -> None:
    hire(sixty)
    incident = broke(sixty)
    state(sixty, incident, loss_per_hour="100", helper_hours="2", brief="0.5", response="3", waiting="10")
    page = read(sixty, place(incident))
    assert "It stands still meanwhile 10 h × €100.00 €1,000.00" in page
    assert "It stands still until they are done 3 h × €100.00 €300.00" in page
    assert "Sum €1,480.00" in page
    assert "Sum €490.00" in page


def test_the_clock_runs_on_without_a_browser_and_asks_on_today_in_mail_and_calendar(
    sixty: Player, monkeypatch: Any
) -> None:
    hire(sixty)
    incident = broke(sixty)
    assert box(sixty, incident, minutes="120").status_code == 302
    assert "until 12:00" in read(sixty, place(incident, "box"))
    assert "You are trying “the printer jams” until 12:00." in read(sixty, "")
    assert awaiting(sixty) == []
    with acting_in(sixty.workspace):
        found = [each for each in dates.dates_of(sixty.member, TUESDAY) if each.uid.startswith("time-box")]
    assert [(each.title, each.plain, each.span) for each in found] == [
        ("Time-box: the printer jams", "Time-box", (at(10), at(12)))
    ]
    turn(monkeypatch, moment(12, 1))
    assert awaiting(sixty) == ["Time is up: does it work again? the printer jams"]
    assert place(incident, "box") in sixty.client.get(sixty.root).content.decode()
    assert first_sentence(sixty, place(incident, "box")) == "Time is up since 12:00: does it work again?"


def awaiting(player: Player) -> list[str]:
    with acting_in(player.workspace):
        return [item.said for item in waiting.items(player.member, TUESDAY)]


def test_a_new_estimate_decides_anew_and_what_was_spent_does_not_count(sixty: Player, monkeypatch: Any) -> None:
    hire(sixty)
    incident = broke(sixty, hours="1")
    state(sixty, incident, estimate="1", helper_hours="2", brief="0.5")
    said = "Do it yourself: about €60.00, against €190 if you pay Bo."
    assert first_sentence(sixty, place(incident)) == said
    box(sixty, incident, minutes="60")
    turn(monkeypatch, moment(11, 5))
    assert box(sixty, incident, "again", hours="4 to 9").status_code == 302
    assert first_sentence(sixty, place(incident)) == ("Pay Bo: about €190, against €360 if you do it yourself.")
    assert "You have tried for 65 minutes so far" in read(sixty, place(incident))
    row = Incident.everywhere.get(pk=incident.pk)
    assert row.first_estimate == Figure.exact(1.0)
    assert TimeBox.everywhere.get().stopped == at(11, 5)


def test_time_after_the_end_counts_for_an_hour_and_not_for_a_night(sixty: Player, monkeypatch: Any) -> None:
    incident = broke(sixty, hours="1")
    box(sixty, incident, minutes="60")
    turn(monkeypatch, moment(9, 0, TUESDAY + timedelta(days=1)))
    assert "You have" not in read(sixty, place(incident, "box"))
    box(sixty, incident, "stop")
    assert TimeBox.everywhere.get().stopped == at(11)


def test_a_second_clock_for_the_same_incident_does_not_start(sixty: Player) -> None:
    incident = broke(sixty, hours="1")
    for minutes in ("60", "30"):
        box(sixty, incident, minutes=minutes)
    assert TimeBox.everywhere.get().end == at(11)
    assert box(sixty, incident, minutes="999").status_code == 422
    assert box(sixty, incident, "nonsense").status_code == 302


def test_a_clock_begun_by_mistake_is_taken_back(sixty: Player) -> None:
    incident = broke(sixty)
    box(sixty, incident, minutes="60")
    sixty.client.post(sixty.root + place(incident, "box/back"))
    assert not TimeBox.everywhere.exists()
    assert Incident.everywhere.get().choice == ""


def test_how_it_ended_is_kept_with_what_it_cost_and_can_be_taken_back(sixty: Player) -> None:
    incident = broke(sixty)
    assert end(sixty, incident, "paid", "30 min", "170.50").status_code == 302
    said = "Paid somebody: €170 and 30 minutes of your time, €200 in all."
    assert first_sentence(sixty, place(incident)) == said
    row = Incident.everywhere.get()
    assert (row.hours_spent, row.money_spent, row.valued_at) == (0.5, Decimal("170.50"), Decimal("60.00"))
    assert first_sentence(sixty, "focus/incidents/") == (
        "What broke cost you €200 so far: 1 incident, 30 minutes of your time."
    )
    sixty.client.post(sixty.root + place(incident, "reopen"))
    assert Incident.everywhere.get().state == "open"
    assert 'value="0.5"' in sixty.client.get(sixty.root + place(incident)).content.decode()


def test_what_is_over_is_not_ended_twice(sixty: Player) -> None:
    incident = broke(sixty)
    end(sixty, incident)
    answer = end(sixty, incident, "gave_up")
    assert answer.status_code == 422
    assert Incident.everywhere.get().outcome == "fixed"
    assert box(sixty, incident, minutes="60").status_code == 302
    assert not TimeBox.everywhere.exists()


def test_an_incident_taken_away_can_be_put_back_and_its_clock_is_stopped(sixty: Player) -> None:
    incident = broke(sixty)
    box(sixty, incident, minutes="60")
    sixty.client.post(sixty.root + place(incident, "remove"))
    assert "the printer jams" not in re.sub("“.*?” was", "", read(sixty, "focus/incidents/"))
    assert awaiting(sixty) == []
    sixty.client.post(sixty.root + place(incident, "return"))
    assert "the printer jams" in read(sixty, "focus/incidents/")


def test_an_open_incident_is_asked_about_a_day_later(sixty: Player, monkeypatch: Any) -> None:
    incident = broke(sixty)
    sixty.client.post(sixty.root + place(incident, "pay"), {"helper": str(hire(sixty).pk)})
    assert awaiting(sixty) == []
    turn(monkeypatch, moment(10, 1, TUESDAY + timedelta(days=1)))
    assert awaiting(sixty) == ["How did it end? the printer jams"]
    end(sixty, incident, "paid", "0.5", "160")
    assert awaiting(sixty) == []


def test_paying_is_recorded_and_taken_back(sixty: Player) -> None:
    bo, incident = hire(sixty), broke(sixty)
    sixty.client.post(sixty.root + place(incident, "pay"), {"helper": str(bo.pk)})
    row = Incident.everywhere.get()
    assert (row.choice, row.helper_id) == ("pay", bo.pk)
    sixty.client.post(sixty.root + place(incident, "undecide"))
    assert Incident.everywhere.get().choice == ""


def test_a_helper_of_another_business_cannot_be_named(sixty: Player, rex: Player) -> None:
    foreign, incident = hire(rex, "Rob"), broke(sixty)
    sixty.client.post(sixty.root + place(incident, "pay"), {"helper": str(foreign.pk)})
    assert Incident.everywhere.get().choice == ""
    assert state(sixty, incident, helper=str(foreign.pk)).status_code == 422


def test_the_second_of_its_sort_offers_a_hand_off_and_a_retainer(sixty: Player) -> None:
    hire(sixty)
    earlier = broke(sixty, "Printer jams again")
    end(sixty, earlier, "fixed", "5")
    assert "second time" not in read(sixty, place(earlier))
    Incident.everywhere.update(day=TUESDAY.toordinal() - 61)
    incident = broke(sixty, "the printer jammed")
    state(sixty, incident, helper_hours="2", brief="0.5", fee_per_month="100")
    page = read(sixty, place(incident))
    assert "This is the second time. The other one cost €300, with 5 h of your time." in page
    assert "by your words: printer" in page
    assert "How often it comes 0.50 a month" in page
    assert "Paying saves, each time €290" in page
    assert "A retainer with Bo that takes these off you pays below €145 a month." in page
    assert "At €100 a month it pays, in " in page
    assert "It came again since, once." in read(sixty, place(earlier))
    assert "handoff/start" in sixty.client.get(sixty.root + place(incident)).content.decode()


def test_the_hand_off_that_is_offered_is_that_of_the_activity(sixty: Player) -> None:
    mail = Activity.everywhere.get(name="E-mail")
    first, second = broke(sixty, "the printer jams"), broke(sixty, "no heating")
    assert "time." not in read(sixty, place(second)).partition("second")[0][-9:]
    for row in (first, second):
        state(sixty, row, activity=str(mail.pk))
    page = sixty.client.get(sixty.root + place(second)).content.decode()
    assert f"handoff/start?activity={mail.pk}" in page
    assert "of the same activity" in page


def test_an_incident_follows_its_activity_into_another(sixty: Player) -> None:
    incident, mail = broke(sixty), Activity.everywhere.get(name="E-mail")
    state(sixty, incident, activity=str(mail.pk))
    other = Activity.everywhere.create(workspace_id=sixty.workspace.pk, name="Post")
    with acting_in(sixty.workspace):
        merge_activities(member=sixty.member, activity_id=mail.pk, into_id=other.pk)
    assert Incident.everywhere.get().activity_id == other.pk


def test_what_leaving_other_work_costs_is_measured_where_the_log_tells(sixty: Player) -> None:
    for back in range(1, 11):
        pieces, every, minutes = (6, 45, 37) if back % 2 else (2, 240, 238)
        for piece in range(pieces):
            log(sixty, "E-mail", at(8, 0, TUESDAY - timedelta(days=back)) + piece * every * 60, minutes)
    page = read(sixty, place(broke(sixty)))
    assert "Getting back to your other work 9" in page
    assert "Getting back to your work, each time" not in page


def test_kinds_that_differ_part_what_sounds_the_same(sixty: Player) -> None:
    first, second = broke(sixty, "the printer jams"), broke(sixty, "the printer jams")
    assert "This is the second time." in read(sixty, place(second))
    state(sixty, first, kind="upstairs")
    state(sixty, second, kind="Downstairs")
    assert "This is the second time." not in read(sixty, place(second))


def test_what_estimates_teach_is_offered_and_not_applied(sixty: Player) -> None:
    for _ in range(4):
        end(sixty, broke(sixty, "a pipe leaks", "2 to 4"), "fixed", "6")
    incident = broke(sixty, "no heating", "2 to 4")
    page = read(sixty, place(incident))
    assert "Your last 4 repairs took 2.1 times what you first thought" in page
    assert "0 of them stayed within your upper end" in page
    assert Incident.everywhere.get(pk=incident.pk).estimate.high == 4
    offered = re.search(
        r'name="hours" value="([\d.]+ to [\d.]+)"', sixty.client.get(sixty.root + place(incident)).content.decode()
    )
    assert offered is not None
    box(sixty, incident, "again", hours=offered[1])
    row = Incident.everywhere.get(pk=incident.pk)
    assert row.estimate.high == pytest.approx(8.49, abs=0.01)
    assert row.first_estimate == row.estimate


def test_the_list_says_what_comes_again_and_what_all_cost(sixty: Player) -> None:
    for what, hours in (("printer jams", "2"), ("the printer jams again", "3"), ("no heating", "1")):
        end(sixty, broke(sixty, what), "fixed", hours)
    page = read(sixty, "focus/incidents/")
    assert "What broke cost you €360 so far: 3 incidents, 6 h of your time." in page
    assert "the printer jams again 2 €300 5 h €0.00" in page


def test_an_incident_without_a_worth_costs_money_alone(olive: Player) -> None:
    end(olive, broke(olive), "paid", "1", "50")
    assert first_sentence(olive, "focus/incidents/").startswith("What broke cost you €50.00 so far")


def test_two_tabs_do_not_overwrite_each_other(sixty: Player) -> None:
    incident = broke(sixty)
    state(sixty, incident, loss_per_hour="10")
    answer = state(sixty, incident, loss_per_hour="20", version="1")
    assert answer.status_code == 409
    assert Incident.everywhere.get().loss_per_hour == Figure.exact(10.0)


def test_nobody_but_the_owner_sees_any_of_it(
    sixty: Player, max_: Player, sam: Player, ada: Player, rex: Player
) -> None:
    incident = broke(sixty, "canary: the safe is open")
    for other, status in ((max_, 403), (sam, 403), (ada, 403)):
        for where in ("focus/incidents/", place(incident), place(incident, "box")):
            assert other.client.get(other.root + where).status_code == status
        assert "canary" not in other.client.get(other.root).content.decode()
    assert rex.client.get(sixty.root + place(incident)).status_code == 404
    assert rex.client.get(rex.root + place(incident)).status_code == 404
    Person.everywhere.filter(pk=person_of(sam).pk).update(price=Figure.exact(20.0))
    sam.client.raise_request_exception = True
    assert "canary" not in read(sam, "me")


def test_the_page_asks_as_often_whether_three_or_sixty_have_a_price(
    sixty: Player, django_assert_max_num_queries: Any
) -> None:
    incident = broke(sixty)
    for number in range(60):
        hire(sixty, f"Bo {number}", 20.0 + number)
        if number % 3 == 0:
            broke(sixty, f"printer {number}")
    sixty.client.get(sixty.root + place(incident))
    with django_assert_max_num_queries(40):
        page = read(sixty, place(incident))
    assert page.count("Bo ") < 90
    with django_assert_max_num_queries(25):
        read(sixty, "focus/incidents/")
