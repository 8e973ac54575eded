"""Decisions come back with what was assumed and what happened; the owner answers, and can take the answer back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from hoursback.engine.outcome.journal import Fate
from hoursback.web.accounts.models import Event, Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.home import waiting
from hoursback.web.home.dates import dates_of
from hoursback.web.outcome.models import Hindsight
from hoursback.web.outcome.selectors.journal import Entry, entry, journal
from hoursback.web.plan.actions import decide_line
from hoursback.web.plan.models import Line
from tests.web.cast import Player
from tests.web.outcome.decisions import CASES, DECIDED, TODAY, a_year_of_decisions, decide_all, plan_of
from tests.web.outcome.stage import touched, work

pytestmark = pytest.mark.django_db
AFTER = timedelta(days=91)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T09:00:00Z", tick=True):
        yield


@pytest.fixture
def lines(olive: Player) -> dict[str, Line]:
    return {line.activity_name: line for line in a_year_of_decisions(olive)}


def entry_of(player: Player, line: Line) -> Entry:
    player.workspace.refresh_from_db()
    with acting_in(player.workspace):
        return entry(player.member, line.pk, TODAY)


def read(player: Player, path: str = "decisions") -> str:
    page = player.client.get(f"{player.root}outcome/{path}")
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.content.decode())


def answered(player: Player, line: Line, **facts: Any) -> Any:
    line.refresh_from_db()
    said = {"judged": "right", "said": "", "next_on": "", "version": line.version, **facts}
    return player.client.post(f"{player.root}outcome/decisions/{line.pk}", said, follow=True)


def waits_for(player: Player) -> list[str]:
    with acting_in(player.workspace):
        return [item.said for item in waiting.decisions(player.member, TODAY)]


def test_a_handed_over_line_shows_freed_hours_and_money_beside_what_was_assumed(
    olive: Player, lines: dict[str, Line]
) -> None:
    found = entry_of(olive, lines["Invoices"])
    assert found.fate is Fate.HANDED
    assert found.hours is not None
    planned, came = found.hours
    assert planned == pytest.approx(0.9 * 5 * 0.75)
    assert came == pytest.approx(0.9 * 5 * 0.85, abs=0.6)
    page = read(olive, f"decisions/{lines['Invoices'].pk}")
    assert "hours a week came back, the plan said 3.4" in page
    assert "Brought a month, so far" in page
    assert "€" in page


def test_a_refused_line_shows_what_the_owner_spent_on_it_since(olive: Player, lines: dict[str, Line]) -> None:
    found = entry_of(olive, lines["Hiring"])
    assert found.fate is Fate.REFUSED
    assert found.spent is not None
    assert found.spent.average is not None
    assert found.spent.average.value == pytest.approx(0.5 * 1.4 * 5, abs=0.4)
    assert found.spent.weeks >= 14
    assert found.missed is not None
    page = read(olive, f"decisions/{lines['Hiring'].pk}")
    assert "Handing over “Hiring” was refused: it has taken 3." in page
    assert "What it would have brought by now" in page


def test_kept_and_not_begun_lines_say_so(olive: Player, lines: dict[str, Line]) -> None:
    assert entry_of(olive, lines["Sales calls"]).fate is Fate.KEPT
    assert entry_of(olive, lines["Cleaning"]).fate is Fate.WAITING
    assert "has not begun" in read(olive, f"decisions/{lines['Cleaning'].pk}")


def test_decisions_come_back_on_their_day_and_those_without_one_after_a_quarter(
    olive: Player, lines: dict[str, Line]
) -> None:
    with acting_in(olive.workspace):
        found = journal(olive.member, TODAY)
    names = {one.line.activity_name for one in found.due}
    dated = {case.name for case in CASES if case.revisit is not None and case.revisit <= TODAY}
    undated = {case.name for case in CASES if case.revisit is None}
    assert TODAY >= DECIDED + AFTER
    assert names | {one.line.activity_name for one in found.rows if one.is_due} == dated | undated
    assert found.due_count == len(dated | undated)
    with acting_in(olive.workspace), time_machine.travel(DECIDED + AFTER - timedelta(days=1)):
        early = journal(olive.member, DECIDED + AFTER - timedelta(days=1))
    assert early.due_count == 0


def test_an_answer_sets_the_next_day_and_undo_takes_both_back(olive: Player, lines: dict[str, Line]) -> None:
    line, was = lines["Invoices"], lines["Invoices"].revisit_on
    later = TODAY + timedelta(days=60)
    page = answered(olive, line, judged="partly", said="Brief her a week earlier.", next_on=later.isoformat())
    row = Hindsight.everywhere.get(line=line)
    line.refresh_from_db()
    assert (row.judged, row.said, row.by) == ("partly", "Brief her a week earlier.", olive.member)
    assert row.planned_hours is not None
    assert line.revisit_on == later
    assert "“Invoices” comes back on" in page.content.decode()
    assert "Brief her a week earlier." in read(olive, f"decisions/{line.pk}")
    event = Event.everywhere.filter(verb="decision looked at again").get()
    assert "earlier" not in str(event.payload)

    undo = re.search(r'action="([^"]*answers/\d+/back)"', page.content.decode())
    assert undo is not None
    olive.client.post(undo[1])
    line.refresh_from_db()
    assert line.revisit_on == was
    assert not Hindsight.everywhere.exists()
    # A second press finds nothing to take back.
    assert olive.client.post(undo[1]).status_code == 404


def test_a_settled_decision_comes_back_no_more(olive: Player, lines: dict[str, Line]) -> None:
    answered(olive, lines["Filing"], judged="wrong")
    found = entry_of(olive, lines["Filing"])
    assert found.due_on is None
    assert not found.is_due
    assert "Filing" not in " ".join(waits_for(olive))
    assert "It is settled" in read(olive, f"decisions/{lines['Filing'].pk}")


def test_too_early_needs_a_day_and_no_day_lies_behind(olive: Player, lines: dict[str, Line]) -> None:
    line = lines["Orders"]
    assert "Too early to say: choose the day" in answered(olive, line, judged="early").content.decode()
    past = answered(olive, line, next_on=TODAY.isoformat())
    assert past.status_code == 422
    assert "Choose a day after today" in past.content.decode()
    assert answered(olive, line, judged="perhaps").status_code == 422
    assert not Hindsight.everywhere.exists()


def test_two_windows_lose_nothing(olive: Player, lines: dict[str, Line]) -> None:
    line = lines["Orders"]
    answered(olive, line, said="First.", next_on=(TODAY + timedelta(days=9)).isoformat())
    stale = answered(olive, line, version=1, said="Second.")
    assert stale.status_code == 409
    assert "Second." in stale.content.decode()
    assert Hindsight.everywhere.get().said == "First."
    version = re.search(r'name="version" value="(\d+)"', stale.content.decode())
    assert version is not None
    assert answered(olive, line, version=version[1], said="Second.").status_code == 200
    assert Hindsight.everywhere.filter(line=line).count() == 2


def test_an_older_answer_is_not_taken_back_under_a_newer_one(olive: Player, lines: dict[str, Line]) -> None:
    line = lines["Orders"]
    answered(olive, line, next_on=(TODAY + timedelta(days=9)).isoformat())
    first = Hindsight.everywhere.get()
    answered(olive, line, judged="wrong", next_on=(TODAY + timedelta(days=19)).isoformat())
    page = olive.client.post(f"{olive.root}outcome/decisions/answers/{first.pk}/back", follow=True)
    assert "nothing was taken back" in page.content.decode()
    assert Hindsight.everywhere.count() == 2


def test_the_same_form_sent_twice_is_one_answer(olive: Player, lines: dict[str, Line]) -> None:
    for _press in range(2):
        line = lines["Website"]
        facts = {"judged": "right", "said": "", "next_on": "", "version": line.version, "once": "abc"}
        assert olive.client.post(f"{olive.root}outcome/decisions/{line.pk}", facts).status_code in (302, 409)
    assert Hindsight.everywhere.count() == 1


def test_a_later_decision_on_the_same_work_takes_the_older_ones_place(olive: Player, lines: dict[str, Line]) -> None:
    case = next(case for case in CASES if case.name == "Filing")
    plan = plan_of(olive, (case,))
    with acting_in(olive.workspace):
        decide_line(member=olive.member, plan_id=plan.pk, index=0, decision="refused", version=0, reason="Still.")
    assert entry_of(olive, lines["Filing"]).due_on is None
    assert "A later decision" in read(olive, f"decisions/{lines['Filing'].pk}")
    assert not any("Filing" in said for said in waits_for(olive))


def test_a_decision_changed_after_an_answer_asks_again(olive: Player, lines: dict[str, Line]) -> None:
    line = lines["Filing"]
    answered(olive, line, judged="wrong")
    line.refresh_from_db()
    with acting_in(olive.workspace):
        index = [case.name for case in CASES].index("Filing")
        decide_line(member=olive.member, plan_id=line.plan_id, index=index, decision="accepted", version=line.version)
    found = entry_of(olive, line)
    assert found.due_on == TODAY + AFTER
    assert "right" not in [getattr(found.line, "judged", None)]


def test_today_and_the_daily_mail_tell_the_owner_alone(
    olive: Player, max_: Player, ada: Player, sam: Player, lines: dict[str, Line]
) -> None:
    said = waits_for(olive)
    assert said[0].startswith("Look at your decision again: ")
    assert len(said) == waiting.EACH + 1
    assert re.search(r"\d+ more decisions wait to be looked at again", said[-1])
    for other in (max_, ada, sam):
        assert waits_for(other) == []


def test_the_calendar_holds_the_day(olive: Player, max_: Player, lines: dict[str, Line]) -> None:
    def days(player: Player) -> dict[str, Any]:
        with acting_in(player.workspace):
            return {each.title: each.first for each in dates_of(player.member, TODAY) if "decision" in each.uid}

    found = days(olive)
    assert found["Look at a decision again: Social media"] == TODAY + timedelta(days=20)
    assert found["Look at a decision again: Website"] == DECIDED + AFTER
    assert days(max_) == {}


def test_others_see_hours_and_no_money_until_it_is_shared(
    olive: Player, max_: Player, ada: Player, lines: dict[str, Line]
) -> None:
    line = lines["Invoices"]
    for player in (max_, ada):
        for page in (read(player), read(player, f"decisions/{line.pk}")):
            assert "hours a week" in page
            assert "€" not in page
            assert "That it pays" not in page
            assert "Save the answer" not in page
        facts = {"judged": "right", "version": line.version}
        assert player.client.post(f"{player.root}outcome/decisions/{line.pk}", facts).status_code == 403
    Workspace.objects.filter(pk=olive.workspace.pk).update(has_money_shared=True)
    touched(olive)
    assert "€" in read(ada, f"decisions/{line.pk}")


def test_helpers_and_strangers_see_nothing(olive: Player, sam: Player, rex: Player, lines: dict[str, Line]) -> None:
    for path in ("decisions", f"decisions/{lines['Orders'].pk}", "calibration"):
        assert sam.client.get(f"{olive.root}outcome/{path}").status_code == 403
        assert rex.client.get(f"{olive.root}outcome/{path}").status_code == 404
    assert rex.client.get(f"{rex.root}outcome/decisions/{lines['Orders'].pk}").status_code == 404


def test_an_empty_journal_teaches(rex: Player) -> None:
    page = read(rex)
    assert "Nothing is decided yet" in page
    assert 'class="empty"' in page


def test_the_journal_counts_what_was_right(olive: Player, lines: dict[str, Line]) -> None:
    for name, judged in (("Website", "right"), ("Receipts", "right"), ("Filing", "wrong")):
        answered(olive, lines[name], judged=judged)
    answered(olive, lines["Orders"], judged="early", next_on=(TODAY + timedelta(days=9)).isoformat())
    assert "2 of 3 that came back were right." in read(olive)


def test_a_decision_whose_activity_is_gone_still_opens(olive: Player) -> None:
    work(olive, "Filing")
    case = next(case for case in CASES if case.name == "Filing")
    (line,) = decide_all(olive, plan_of(olive, (case,)), (case,))
    Line.everywhere.filter(pk=line.pk).update(activity=None)
    assert "the activity is gone" in read(olive)
    assert "Filing" in read(olive, f"decisions/{line.pk}")
