"""`hoursback review`: hours a week straight from log files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.cast import BAD_ROW, LOG, Shell

SETTINGS = """
[business]
timezone = "Europe/Vienna"
hours_per_week = 40

[[activity]]
name = "Bookkeeping"
match = ["Books", "invoice*"]

[[activity]]
name = "Strategy"
hours_per_week = [1, 3]
"""


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    file = tmp_path / "shop.toml"
    file.write_text(SETTINGS)
    return file


def test_every_activity_has_its_hours_a_week_and_a_likely_range(shell: Shell, log_file: Path) -> None:
    ran = shell("review", "hours", log_file, "--json")
    assert ran.code == 0
    answer = ran.json
    hours = {row["name"]: row for row in answer["activities"]}
    assert hours.keys() == {"Client work", "mail", "Books"}
    assert hours["Client work"]["mean"] == pytest.approx(25)
    assert all(row["p10"] <= row["p50"] <= row["p90"] for row in hours.values())
    assert sum(row["share"] for row in hours.values()) == pytest.approx(1)
    assert answer["unaccounted"] == pytest.approx(0, abs=1e-6)
    assert 0 <= answer["log_score"] <= 100
    assert {default["name"] for default in answer["defaults"]} >= {"timezone", "hours_per_week", "sw", "c2pool"}


def test_activities_and_unaccounted_time_add_up_to_the_stated_week(
    shell: Shell, log_file: Path, settings_file: Path
) -> None:
    answer = shell("review", "hours", log_file, "--config", settings_file, "--json").json
    total = sum(row["mean"] for row in answer["activities"]) + answer["unaccounted"]
    assert total == pytest.approx(40)
    assert {row["name"] for row in answer["activities"]} == {"Bookkeeping", "Strategy", "Client work", "mail"}
    assert not {"timezone", "hours_per_week"} & {default["name"] for default in answer["defaults"]}


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("project", {"Books", "Client work", "(no name)"}),
        ("note", {"invoices", "site", "mail"}),
        ("match", {"Books", "Client work", "mail"}),
    ],
)
def test_activities_are_named_by_the_field_that_was_asked_for(
    shell: Shell, log_file: Path, by: str, names: set[str]
) -> None:
    answer = shell("review", "hours", log_file, "--by", by, "--json").json
    assert {row["name"] for row in answer["activities"]} == names


def test_the_same_seed_gives_the_same_answer_and_another_one_other_ranges(shell: Shell, log_file: Path) -> None:
    first, again, other = (shell("review", "hours", log_file, "--seed", seed, "--json").out for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_two_exports_that_overlap_count_every_entry_once(shell: Shell, log_file: Path, tmp_path: Path) -> None:
    lines = LOG.splitlines(keepends=True)
    early, late = tmp_path / "early.csv", tmp_path / "late.csv"
    early.write_text("".join(lines[:6]))
    late.write_text("".join([lines[0], *lines[4:]]))
    whole = shell("review", "hours", log_file, "--json").json
    both = shell("review", "hours", early, late, "--json").json
    assert both["activities"] == whole["activities"]
    (repeated,) = [notice for notice in both["notices"] if notice["name"] == "repeated"]
    assert repeated["value"] == "2"


def test_a_problem_of_several_files_says_which_one(shell: Shell, log_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(LOG.replace("2026-01", "2026-02") + BAD_ROW)
    ran = shell("review", "hours", log_file, other, "--json")
    assert ran.code == 0
    (problem,) = ran.json["problems"]
    assert (problem["file"], problem["line"]) == (str(other), 10)
    assert "1 problem" in shell("review", "hours", log_file, other).out


SKIPPED_HOUR = """Description,Start,End
site,2026-03-27 09:00,2026-03-27 17:00
site,2026-03-29 02:30,2026-03-29 04:30
"""
"""On that night the clocks of Vienna went from 2 to 3, those of London from 1 to 2."""


def test_a_zone_is_the_typed_one_else_that_of_the_settings(shell: Shell, log_file: Path, settings_file: Path) -> None:
    log_file.write_text(SKIPPED_HOUR)
    by_settings = shell("review", "hours", log_file, "--config", settings_file, "--json").json
    by_option = shell("review", "hours", log_file, "--config", settings_file, "--timezone", "UTC", "--json").json
    assert (by_settings["problems_total"], by_option["problems_total"]) == (1, 0)
    assert "timezone" not in {default["name"] for default in by_settings["defaults"]}


def test_entries_of_one_person_are_used_where_one_is_named(shell: Shell, tmp_path: Path) -> None:
    header, *rows = LOG.splitlines()
    people = [f"User,{header}"] + [f"{'Olive' if n % 2 else 'Sam'},{row}" for n, row in enumerate(rows)]
    file = tmp_path / "team.csv"
    file.write_text("\n".join(people) + "\n")
    everybody = shell("review", "hours", file, "--json").json
    olive = shell("review", "hours", file, "--person", "olive", "--json").json
    assert "persons" in {default["name"] for default in everybody["defaults"]}
    assert "persons" not in {default["name"] for default in olive["defaults"]}
    assert sum(row["mean"] for row in olive["activities"]) < sum(row["mean"] for row in everybody["activities"])


def test_people_get_one_sentence_first_and_lines_of_80_columns(shell: Shell, log_file: Path) -> None:
    ran = shell("review", "hours", log_file)
    assert ran.code == 0
    assert ran.out.startswith("An ordinary week has 28.5 h of work in 3 activities; most goes to Client work")
    assert "Log score" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_control_characters_of_a_log_do_not_reach_the_terminal(shell: Shell, log_file: Path) -> None:
    log_file.write_text(LOG.replace("Client work", "Client\x1b[2J work"))
    assert "\x1b" not in shell("review", "hours", log_file).out


@pytest.mark.django_db
def test_without_a_log_it_is_said_what_to_name(shell: Shell) -> None:
    ran = shell("review", "hours", "--json")
    assert ran.code == 1
    assert "--config" in ran.error["hint"]


def test_stated_hours_alone_are_an_answer(shell: Shell, settings_file: Path) -> None:
    ran = shell("review", "hours", "--config", settings_file, "--json")
    assert ran.code == 0
    assert "Strategy" in {row["name"] for row in ran.json["activities"]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[business]\nbudgt = 3", "line 2"),
        (b"[business]\n\ncurrency = '\xff'", "line 3"),
        (b"[business\n", "line 1"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused_with_their_line(
    shell: Shell, log_file: Path, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "shop.toml"
    file.write_bytes(content)
    ran = shell("review", "hours", log_file, "--config", file, "--json")
    assert ran.code == 1
    assert ran.error["where"] == f"{file}, {said}"


def test_missing_settings_are_refused(shell: Shell, log_file: Path, tmp_path: Path) -> None:
    ran = shell("review", "hours", log_file, "--config", tmp_path / "gone.toml", "--json")
    assert (ran.code, ran.error["what"]) == (1, "There is no such file.")


def test_answers_give_the_lists_and_are_held_against_the_log(shell: Shell, log_file: Path, tmp_path: Path) -> None:
    settings = tmp_path / "answers.toml"
    settings.write_text(
        '[[activity]]\nname = "Books"\nliking = 1\nskill = 9\n'
        '[[activity]]\nname = "Client work"\nliking = 9\nskill = 9\n'
    )
    answer = shell("review", "hours", log_file, "--config", settings, "--json").json
    assert answer["lists"]["don't like"] == ["Books"]
    assert answer["lists"]["yours"] == ["Client work"]
    assert "kinds of work" in answer["mirror"]
    shown = shell("review", "hours", log_file, "--config", settings).out
    assert "Your lists" in shown
    assert "The mirror: " in shown
