"""`plan make`: the contract of their JSON, and what people read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hoursback.engine.capture.sample import SAMPLE_SETTINGS, sample_csv
from tests.cli.cast import Shell
from tests.conftest import shared_folder

DECISION_KEYS = {
    *("activity", "action", "person", "person_kind", "start_week", "start_date", "hours_freed", "hours_by_week"),
    *("cost_per_week", "npv", "probability", "verdict", "payback_week", "why"),
}
TOTAL_KEYS = {"hours_freed", "cost_per_week", "setup_hours", "cash_up_front", "npv", "probability"}
ACTIONS = {"keep", "drop", "automate", "in_house", "hourly", "fixed", "retainer", "role", "full_time"}
VERDICTS = {"yes", "find_out_first", "not_yet", "no"}
PLAIN = """
[business]
income_per_year = 120000

[[activity]]
name = "Books"
hours_per_week = [6, 9]
liking = 1

[[person]]
name = "Bo"
kind = "contractor"
price = 28
experience = "specialist"
"""


@pytest.fixture(scope="module")
def olive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Olive's two weeks and what she states."""
    from datetime import date

    folder = tmp_path_factory.mktemp("olive")
    log, settings = folder / "log.csv", folder / "studio.toml"
    log.write_text(sample_csv(7, date(2026, 1, 5)), encoding="utf-8")
    settings.write_text(SAMPLE_SETTINGS, encoding="utf-8")
    return log, settings


def test_the_json_of_a_plan_has_every_key_of_the_contract(shell: Shell, olive: tuple[Path, Path]) -> None:
    ran = shell("plan", "make", str(olive[0]), "--config", str(olive[1]), "--json")
    assert ran.code == 0
    plan = json.loads(ran.out)
    assert {"decisions", "not_yet", "find_out", "first_step", "totals", "defaults", "status", "gap"} <= plan.keys()
    assert plan["totals"].keys() >= TOTAL_KEYS
    for decision in plan["decisions"]:
        assert decision.keys() >= DECISION_KEYS
        assert decision["action"] in ACTIONS
        assert decision["verdict"] in VERDICTS
        assert isinstance(decision["npv"], str)
        assert isinstance(decision["cost_per_week"], str)
        assert decision["why"].count(".") >= 2
    assert all({"name", "value", "unit", "why"} <= default.keys() for default in plan["defaults"])
    assert 0 <= plan["gap"] <= 1
    assert plan["first_step"]["activity"]


def test_olive_hands_over_what_eats_her_week_and_keeps_what_she_is_there_for(
    shell: Shell, olive: tuple[Path, Path]
) -> None:
    plan = json.loads(shell("plan", "make", str(olive[0]), "--config", str(olive[1]), "--json").out)
    actions = {decision["activity"]: decision["action"] for decision in plan["decisions"]}
    assert actions["Design work"] == actions["Sales talks"] == actions["Tax and signatures"] == "keep"
    assert actions["Bookkeeping"] in {"fixed", "hourly"}
    assert actions["E-mail"] == "in_house"
    assert plan["totals"]["hours_freed"] > 5


def test_a_plan_for_people_answers_first_and_fits_80_columns(shell: Shell, olive: tuple[Path, Path]) -> None:
    ran = shell("plan", "make", str(olive[0]), "--config", str(olive[1]))
    lines = ran.out.splitlines()
    assert lines[0].startswith("You could get back ")
    assert max(map(len, lines)) <= 80
    assert "█" in ran.out
    for name in ("phi", "discount_per_year", "rho", "LR"):
        assert name in ran.out


def test_an_assumed_income_is_said_in_the_first_line(shell: Shell, log_file: Path) -> None:
    first = shell("plan", "make", str(log_file)).out.splitlines()[0]
    assert first.startswith("No income is stated")


def test_a_plan_from_settings_alone_needs_no_file(shell: Shell, tmp_path: Path) -> None:
    settings = tmp_path / "plain.toml"
    settings.write_text(PLAIN)
    plan = json.loads(shell("plan", "make", "--config", str(settings), "--json").out)
    assert [decision["activity"] for decision in plan["decisions"]] == ["Books"]
    assert plan["log_score"] is None


def test_neither_log_nor_hours_is_refused_with_what_to_do(shell: Shell) -> None:
    ran = shell("plan", "make", "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["error"]["hint"]


def test_explain_confirms_every_decision_that_could_turn(shell: Shell, tmp_path: Path) -> None:
    settings = tmp_path / "plain.toml"
    settings.write_text(PLAIN)
    plan = json.loads(shell("plan", "make", "--config", str(settings), "--explain", "--json").out)
    flips = [flip for decision in plan["decisions"] for flip in decision["flips"] if flip["lever"] != "caution"]
    assert flips
    assert all(flip["confirmed"] for flip in flips)


@pytest.mark.parametrize("by", ["project", "task", "note", "match"])
def test_rows_can_be_grouped_by_one_field(shell: Shell, log_file: Path, by: str) -> None:
    assert json.loads(shell("plan", "make", str(log_file), "--by", by, "--json").out)["decisions"]


def _samples() -> list[Path]:
    folder = shared_folder()
    if folder is None:
        return []
    formats = ("toggl_csv", "clockify_csv", "harvest_csv", "generic_csv")
    return sorted(file for name in formats for file in (folder / "samples" / name).glob("*.csv"))


@pytest.mark.parametrize("file", _samples(), ids=lambda file: file.name)
@pytest.mark.parametrize("stated", [False, True], ids=["alone", "with settings"])
def test_every_real_export_gives_a_plan(shell: Shell, tmp_path: Path, file: Path, stated: bool) -> None:
    settings = tmp_path / "plain.toml"
    settings.write_text(PLAIN)
    config = ["--config", str(settings)] if stated else []
    order = ["--date-order", "mdy"] if "clockify" in file.name else []
    ran = shell("plan", "make", str(file), *config, *order, "--json")
    assert ran.code == 0, ran.err
    plan = json.loads(ran.out)
    assert plan["decisions"]
    assert plan["defaults"]
    if not stated:
        assert any(default["name"] == "your average hour" or "hour" in default["name"] for default in plan["defaults"])
