"""What happens when a row changes between the reading and the writing: nothing is lost, nothing contradicts itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.actions import briefs, choosing, guard, runs
from hoursback.web.handoff.models import Brief, Candidate, Flag, Handoff, Run
from hoursback.web.people.models import Person
from hoursback.web.shared.conflict import StaleError
from tests.web.cast import Player
from tests.web.handoff import runcast
from tests.web.handoff.choosecast import TODAY, handoff, inside, person


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel("2026-03-04T10:00:00Z", tick=False):
        yield


def candidate(player: Player, row: Handoff, who: Person) -> Candidate:
    with inside(player):
        made = choosing.add_candidate(actor=player.member, handoff_id=row.pk, person_id=who.pk)
        assert made is not None
        return Candidate.objects.get(pk=made.pk)


def chosen(player: Player, row: Handoff, who: Person) -> Candidate:
    one = candidate(player, row, who)
    with inside(player):
        return choosing.choose_candidate(actor=player.member, candidate_id=one.pk, version=one.version, today=TODAY)


def between(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, change: Callable[[], object]) -> None:
    """Let `change` happen the first time that a function of a module is called."""
    known, done = getattr(module, name), []

    def first_change(*args: Any, **facts: Any) -> Any:
        if not done:
            done.append(True)
            change()
        return known(*args, **facts)

    monkeypatch.setattr(module, name, first_change)


@pytest.mark.parametrize("state", ["agreed", "choosing"])
def test_whoever_agreed_meanwhile_keeps_it(state: str, olive: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    row = handoff(olive)
    one = chosen(olive, row, person(olive, "Bea"))
    version = Handoff.everywhere.get(pk=row.pk).version

    def change() -> None:
        Handoff.everywhere.filter(pk=row.pk).update(state=state, version=version + (state == "choosing"))

    facts = {"actor": olive.member, "candidate_id": one.pk, "version": one.version}
    between(monkeypatch, choosing, "_save", change)
    with inside(olive), pytest.raises(StaleError):
        choosing.close_candidate(**facts, outcome="rejected", reason="no time")
    between(monkeypatch, choosing, "_refuse_while_offered", change)
    with inside(olive), pytest.raises(StaleError):
        choosing.reopen_candidate(**facts)
    other = candidate(olive, row, person(olive, "Carl"))
    between(monkeypatch, choosing, "_save", change)
    with inside(olive), pytest.raises(StaleError):
        choosing.choose_candidate(actor=olive.member, candidate_id=other.pk, version=other.version, today=TODAY)
    assert Handoff.everywhere.get(pk=row.pk).person_id == one.person_id


def test_new_questions_take_no_score_away_that_is_kept_meanwhile(
    olive: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = handoff(olive)
    one = candidate(olive, row, person(olive, "Bea"))
    scored = [{**one.interview[0], "score": 4}]
    between(
        monkeypatch,
        choosing.found,
        "blank",
        lambda: Candidate.everywhere.filter(pk=one.pk).update(interview=scored, version=one.version + 1),
    )
    answer = olive.client.post(f"{olive.root}handoff/{row.pk}/candidates", {"questions": "Why you?"})
    assert answer.status_code == 400
    assert "Somebody wrote about a candidate meanwhile" in answer.content.decode()
    assert "Why you?" in answer.content.decode()


def test_two_kinds_of_work_said_at_once_are_both_remembered(olive: Player) -> None:
    row, who = handoff(olive), person(olive, "Bea")
    with inside(olive), transaction.atomic():
        one, two = (Person.objects.get(pk=who.pk) for _ in range(2))
        choosing.note_decline(olive.member, one, row, "finance")
        choosing.note_decline(olive.member, two, row, "Bookkeeping")
        choosing.note_decline(olive.member, two, row, "finance")
    assert Person.everywhere.get(pk=who.pk).declines == ["finance", "Bookkeeping"]


def test_a_draft_from_the_log_leaves_what_was_written_meanwhile(olive: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    row = handoff(olive, is_published=False)
    with inside(olive):
        Brief.objects.create(workspace=olive.workspace, handoff=row, number=0)
    here = Brief.everywhere.filter(handoff=row, number=0)
    between(monkeypatch, briefs.selectors, "drafted", lambda: here.update(outcome="By hand.", version=2))
    with inside(olive):
        kept = briefs.draft_from_log(actor=olive.member, handoff_id=row.pk)
    assert (kept.outcome, kept.version) == ("By hand.", 2)


def test_a_flag_that_is_decided_along_keeps_counting_its_own_changes(olive: Player, sam: Player) -> None:
    made = runcast.handed_to(olive, sam, "running")
    with acting_in(olive.workspace):
        first, second = (
            Flag.objects.create(
                workspace=olive.workspace, handoff=made, week=739_000 + 7 * n, seconds=9, expected=1, version=1 + 6 * n
            )
            for n in range(2)
        )
        guard.decide_flag(
            actor=olive.member, flag_id=first.pk, version=1, choice="brief", reason="", today=runcast.TODAY
        )
    assert [Flag.everywhere.get(pk=flag.pk).version for flag in (first, second)] == [2, 8]


def test_a_run_that_was_opened_again_meanwhile_is_not_judged(
    olive: Player, sam: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = runcast.finished(sam, runcast.handed_to(olive, sam))
    between(monkeypatch, runs.timezone, "now", lambda: Run.everywhere.filter(pk=run.pk).update(finished_at=None))
    said = {"is_met": True, "feedback": "", "evidence": "All were right", "next_step": "", "owner_minutes": None}
    with acting_in(olive.workspace), pytest.raises(StaleError):
        runs.judge_run(actor=olive.member, run_id=run.pk, version=run.version, **said)


def test_nobody_has_two_open_runs_of_one_hand_off(olive: Player, sam: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    made = runcast.handed_to(olive, sam)
    run = runcast.started(sam, made)
    again = {"workspace": olive.workspace, "handoff": made, "person": made.person, "day": runcast.TODAY}
    with acting_in(olive.workspace), pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.create(**again, number=2)
    with acting_in(olive.workspace):
        # Two devices at once: the second saw none open, and goes on with the first one's.
        known = runs.selectors.open_runs
        found = iter([Run.objects.none(), known(made)])
        monkeypatch.setattr(runs.selectors, "open_runs", lambda _row: next(found))
        assert runs.start_run(actor=sam.member, handoff_id=made.pk, today=runcast.TODAY).pk == run.pk


@pytest.mark.parametrize("version", ["9" * 5000, "-1", "x", "²"])
def test_a_version_that_is_none_is_a_page_that_changed_and_no_fault(version: str, olive: Player, sam: Player) -> None:
    made = runcast.handed_to(olive, sam)
    sent = {"move": "pause", "version": version}
    assert olive.client.post(runcast.address(olive, made, "move"), sent).status_code == 302
    assert runcast.stored(made).state == "supervised"
    assert olive.client.get(f"{olive.root}handoff/bench", {"for": version}).status_code == 404
    assert olive.client.get(runcast.address(olive, made, "brief"), {"number": version}).status_code == 404
