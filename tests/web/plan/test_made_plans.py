from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hoursback.cli.main import app
from hoursback.engine.capture.sample import SAMPLE_SETTINGS, sample_csv
from hoursback.engine.errors import HoursbackError, NoPlanError
from hoursback.engine.plan.settings import parse_settings
from hoursback.web.accounts.models import Event, Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.plan import actions, jobs, making, selectors
from hoursback.web.plan.models import Limits, MadePlan
from tests.web.cast import Player
from tests.web.plan.conftest import SEED, START, TODAY, planned


@pytest.fixture(scope="module")
def from_the_command_line(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("olive")
    log, settings = folder / "log.csv", folder / "settings.toml"
    log.write_text(sample_csv(SEED, START), encoding="utf-8")
    settings.write_text(SAMPLE_SETTINGS, encoding="utf-8")
    done = CliRunner().invoke(app, ["plan", "make", str(log), "--config", str(settings), "--json"])
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


ABOUT_READING = {"problems", "problems_total", "notices", "defaults"}


def test_the_plan_says_what_the_command_line_says_figure_for_figure(
    plan: MadePlan, from_the_command_line: dict[str, Any]
) -> None:
    ours = {key: value for key, value in plan.answer.items() if key in from_the_command_line}
    theirs = {key: value for key, value in from_the_command_line.items() if key not in ABOUT_READING}
    assert {key: value for key, value in ours.items() if key not in ABOUT_READING} == theirs


def test_the_defaults_are_those_of_the_command_line_but_for_what_reading_a_file_assumed(
    plan: MadePlan, from_the_command_line: dict[str, Any]
) -> None:
    ours, theirs = plan.answer["defaults"], from_the_command_line["defaults"]
    assert ours == [one for one in theirs if one in ours]
    assert {one["name"] for one in theirs} - {one["name"] for one in ours} <= {"timezone", "date_order"}


def test_an_answer_is_json_without_numbers_that_are_none(plan: MadePlan) -> None:
    json.dumps([plan.answer, plan.saw, plan.levers], allow_nan=False)


def test_a_first_answer_is_there_before_the_full_one(studio: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "enqueue", lambda *args: "")
    plan = planned(studio)
    assert plan.state == MadePlan.State.QUEUED
    assert plan.answer["is_sketch"]
    assert plan.answer["totals"]["hours_freed"] > 5
    with acting_in(studio.workspace):
        actions.work_out(studio.workspace, plan.pk)
        full = MadePlan.objects.get(pk=plan.pk)
    assert full.state == MadePlan.State.READY
    assert not full.answer["is_sketch"]


def test_a_job_that_runs_twice_works_the_plan_out_once(studio: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "enqueue", lambda *args: "")
    plan = planned(studio)
    worked: list[bool] = []
    real = making.answer_of

    def counted(*args: Any, **kwargs: Any) -> dict[str, Any]:
        worked.append(True)
        return real(*args, **kwargs)

    monkeypatch.setattr(making, "answer_of", counted)
    with acting_in(studio.workspace):
        assert [actions.work_out(studio.workspace, plan.pk) for _ in range(2)] == [True, False]
    assert len(worked) == 1


def test_a_plan_left_behind_by_a_dead_worker_is_taken_up_again(studio: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "enqueue", lambda *args: "")
    plan = planned(studio)
    long_ago = plan.made_at - 2 * actions.LEASE
    with acting_in(studio.workspace):
        MadePlan.objects.filter(pk=plan.pk).update(state=MadePlan.State.RUNNING, started_at=plan.made_at)
        assert not actions.work_out(studio.workspace, plan.pk)
        MadePlan.objects.filter(pk=plan.pk).update(started_at=long_ago)
        assert actions.work_out(studio.workspace, plan.pk)


def test_the_same_inputs_give_the_plan_that_was_made_before(plan: MadePlan, studio: Player) -> None:
    assert planned(studio).pk == plan.pk
    assert planned(studio, {"budget_per_month": 600.0}, is_kept=False).pk != plan.pk


def test_two_requests_at_once_make_one_plan(plan: MadePlan, studio: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting_in(studio.workspace):
        again = actions._create(studio.member, plan.digest, plan.saw, {}, {}, TODAY, lambda made: None)
    assert again.pk == plan.pk


def test_an_older_plan_stays_as_it_was_when_settings_change(plan: MadePlan, studio: Player) -> None:
    before = (plan.answer, plan.saw)
    with acting_in(studio.workspace):
        Limits.objects.update(budget_per_month=100)
        assert selectors.is_stale(plan, studio.workspace, TODAY)
    newer = planned(studio)
    plan.refresh_from_db()
    assert newer.pk != plan.pk
    assert (plan.answer, plan.saw) == before
    with acting_in(studio.workspace):
        assert selectors.plan_in_force(studio.member) == newer
        assert [row.pk for row in selectors.history(studio.member)] == [newer.pk, plan.pk]


def test_going_back_to_what_was_stated_puts_the_first_plan_in_force(plan: MadePlan, studio: Player) -> None:
    look = planned(studio, {"budget_per_month": 300.0})
    with acting_in(studio.workspace):
        assert selectors.plan_in_force(studio.member) == look
    planned(studio)
    with acting_in(studio.workspace):
        assert selectors.plan_in_force(studio.member) == plan


def test_a_smaller_budget_costs_no_more_than_it(plan: MadePlan, studio: Player) -> None:
    look = planned(studio, {"budget_per_month": 200.0}, is_kept=False)
    assert float(look.answer["totals"]["cost_per_week"]) * 52 / 12 <= 200 * 1.01
    assert "budget_per_month" not in {one["name"] for one in look.answer["defaults"]}


def test_dearer_help_costs_more_and_frees_no_more(plan: MadePlan, studio: Player) -> None:
    dear = planned(studio, {"price_factor": 2.0}, is_kept=False).answer["totals"]
    assert dear["hours_freed"] <= plan.answer["totals"]["hours_freed"] + 1e-6
    assert float(dear["npv"]) < float(plan.answer["totals"]["npv"])


@pytest.mark.parametrize(
    "levers",
    [
        {"budget_per_month": -1},
        {"budget_per_month": float("nan")},
        {"budget_per_month": float("inf")},
        {"caution": 1.5},
        {"price_factor": 0},
        {"setup_hours_per_week": True},
        {"worth_per_hour": "60"},
        {"worth_per_hour": "none"},
        {"discount": 0.1},
    ],
)
def test_odd_levers_are_refused_and_make_nothing(studio: Player, levers: dict[str, Any]) -> None:
    with pytest.raises(HoursbackError):
        planned(studio, levers)
    assert MadePlan.everywhere.count() == 0


def test_without_hours_nothing_is_made_and_the_reason_is_said(olive: Player) -> None:
    with pytest.raises(HoursbackError) as refused:
        planned(olive)
    assert refused.value.hint
    assert MadePlan.everywhere.count() == 0


def test_a_plan_that_fails_says_what_and_what_next(studio: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "enqueue", lambda *args: "")
    plan = planned(studio)
    monkeypatch.setattr(making, "answer_of", _fails_with(NoPlanError("There are no hours.", hint="Log a few days.")))
    with acting_in(studio.workspace):
        actions.work_out(studio.workspace, plan.pk)
        plan = MadePlan.objects.get(pk=plan.pk)
    assert (plan.state, plan.error["what"], plan.error["hint"]) == ("failed", "There are no hours.", "Log a few days.")


def test_a_mistake_of_ours_is_said_as_one_and_the_plan_can_be_made_again(
    studio: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = making.answer_of
    monkeypatch.setattr(jobs, "enqueue", lambda *args: "")
    plan = planned(studio)
    monkeypatch.setattr(making, "answer_of", _fails_with(ZeroDivisionError()))
    with acting_in(studio.workspace):
        with pytest.raises(ZeroDivisionError):
            actions.work_out(studio.workspace, plan.pk)
        assert "mistake" in MadePlan.objects.get(pk=plan.pk).error["what"]
    monkeypatch.setattr(making, "answer_of", real)
    monkeypatch.undo()
    assert planned(studio).state == MadePlan.State.READY


def _fails_with(error: Exception) -> Any:
    def answer_of(*args: Any, **kwargs: Any) -> dict[str, Any]:
        raise error

    return answer_of


def test_a_plan_without_a_log_follows_the_week_it_is_made_in(olive: Player) -> None:
    text = '[[activity]]\nname = "Bookkeeping"\nhours_per_week = 6\n[[person]]\nname = "B"\nprice = 30\n'
    with acting_in(olive.workspace):
        actions.adopt_settings(
            member=olive.member, settings=parse_settings(f"[business]\nincome_per_year = 96000\n{text}")
        )
        monday, friday, later = (making.what_it_sees(olive.workspace, date(2026, 3, day)) for day in (2, 6, 9))
    assert making.digest_of(monday, {}) == making.digest_of(friday, {}) != making.digest_of(later, {})
    assert planned(olive).answer["start"] == "2026-01-26"


def test_rex_has_no_part_in_olives_plan(plan: MadePlan, rex: Player) -> None:
    with acting_in(rex.workspace):
        assert selectors.plan_in_force(rex.member) is None
        assert not actions.work_out(Workspace.objects.get(pk=rex.workspace.pk), plan.pk)


def test_no_figure_of_the_plan_stands_in_the_record(plan: MadePlan, studio: Player) -> None:
    planned(studio, {"worth_per_hour": 4321.0}, is_kept=False)
    assert "4321" not in json.dumps(list(Event.everywhere.values_list("payload", flat=True)))


def test_what_the_plan_gathers_week_by_week_ends_at_its_totals(plan: MadePlan) -> None:
    gathered, totals = plan.answer["gathered"], plan.answer["totals"]
    assert gathered[-1] == [totals["npv_p10"], totals["npv"], totals["npv_p90"]]
    assert len(gathered) == plan.answer["horizon_weeks"] + plan.answer["tail_weeks"]
    assert all(float(low) <= float(high) for low, _middle, high in gathered)


def test_every_line_that_leaves_names_the_chosen_way_among_its_alternatives(plan: MadePlan) -> None:
    for line in plan.answer["decisions"]:
        chosen = [one["person"] for one in line["alternatives"] if one["is_chosen"]]
        assert chosen == ([line["person"]] if line["person"] else [])
