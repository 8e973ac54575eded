"""`hoursback capture`: what a file holds, and what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.cast import BAD_ROW, LOG, Shell, in_new_process, peak_memory

PREVIEW_KEYS = {
    *("format", "entries", "open_entries", "total_seconds", "first_start", "last_end", "projects", "tags"),
    *("duplicates", "problems", "problems_total", "notices", "first_day", "last_day", "defaults"),
}
TASKS_ONLY = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:1\r\nSUMMARY:tax\r\nEND:VTODO\r\n"
    "END:VCALENDAR\r\n"
)


def test_formats_are_listed_with_file_names_and_titles(shell: Shell) -> None:
    formats = shell("capture", "formats", "--json").json["formats"]
    assert {"toggl_csv", "ics", "generic_csv"} <= {known["name"] for known in formats}
    assert all(set(known) == {"name", "extensions", "title"} for known in formats)
    assert all(known["extensions"] and known["title"] for known in formats)
    for known in formats:
        assert known["name"] in shell("capture", "formats").out


def test_a_dry_run_counts_what_the_file_holds(shell: Shell, log_file: Path) -> None:
    ran = shell("capture", "import", log_file, "--dry-run", "--timezone", "Europe/Vienna", "--json")
    assert ran.code == 0
    answer = ran.json
    assert set(answer) >= PREVIEW_KEYS
    assert (answer["entries"], answer["open_entries"], answer["total_seconds"]) == (8, 0, 102600)
    assert (answer["first_start"], answer["last_end"]) == ("2026-01-05T08:00:00Z", "2026-01-09T14:00:00Z")
    assert (answer["first_day"], answer["last_day"]) == ("2026-01-05", "2026-01-09")
    assert (answer["projects"], answer["tags"], answer["duplicates"]) == (2, 1, 0)
    assert (answer["problems"], answer["problems_total"]) == ([], 0)
    assert not any(default["name"] == "timezone" for default in answer["defaults"])


def test_a_zone_that_nobody_stated_is_among_the_defaults(shell: Shell, log_file: Path) -> None:
    answer = shell("capture", "import", log_file, "--dry-run", "--json").json
    (zone,) = [default for default in answer["defaults"] if default["name"] == "timezone"]
    assert set(zone) == {"name", "value", "unit", "why"}
    assert zone["value"] == "UTC"


def test_people_get_the_answer_in_the_first_line(shell: Shell, log_file: Path) -> None:
    ran = shell("capture", "import", log_file, "--dry-run")
    assert ran.code == 0
    first = ran.out.splitlines()[0]
    assert first.startswith("8 entries, 28.5 h, 5 Jan 2026 to 9 Jan 2026, read as ")
    assert "Assumed where you said nothing" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "\x1b" not in ran.out


def test_rows_that_equal_an_earlier_one_are_counted_as_duplicates(shell: Shell, log_file: Path) -> None:
    log_file.write_text(LOG + "".join(LOG.splitlines(keepends=True)[1:4]))
    assert shell("capture", "import", log_file, "--dry-run", "--json").json["duplicates"] == 3


def test_a_bad_row_is_listed_with_its_line_and_the_dry_run_goes_on(shell: Shell, log_file: Path) -> None:
    log_file.write_text(LOG + BAD_ROW)
    ran = shell("capture", "import", log_file, "--dry-run", "--json")
    assert ran.code == 0
    (problem,) = ran.json["problems"]
    assert set(problem) == {"line", "field", "value", "message", "hint"}
    assert problem["line"] == 10
    assert "2026-02-31" in problem["value"]
    assert ran.json["entries"] == 8
    shown = shell("capture", "import", log_file, "--dry-run").out
    assert "1 problem" in shown
    assert "2026-02-31" in shown


def test_of_many_problems_twenty_are_listed_and_all_counted(shell: Shell, log_file: Path) -> None:
    log_file.write_text(LOG + BAD_ROW * 30)
    answer = shell("capture", "import", log_file, "--dry-run", "--json").json
    assert (len(answer["problems"]), answer["problems_total"]) == (20, 30)
    assert "30 problems, the first 20 of them" in shell("capture", "import", log_file, "--dry-run").out


def test_a_file_without_a_usable_row_is_refused_in_a_dry_run_too(shell: Shell, log_file: Path) -> None:
    log_file.write_text(LOG.splitlines(keepends=True)[0] + BAD_ROW * 3)
    ran = shell("capture", "import", log_file, "--dry-run", "--json")
    assert ran.code == 1
    assert "None of the 3 rows can be used" in ran.error["what"]
    assert ran.error["where"].startswith(f"{log_file}, line 2")
    assert "2026-02-31" in ran.error["value"]


def test_a_refusal_for_bad_rows_lists_them_and_not_the_first_alone(shell: Shell, log_file: Path) -> None:
    log_file.write_text(LOG.splitlines(keepends=True)[0] + BAD_ROW * 30)
    answer = shell("capture", "import", log_file, "--dry-run", "--json").json
    assert "None of the 30 rows can be used" in answer["error"]["what"]
    assert [problem["line"] for problem in answer["problems"]] == list(range(2, 22))
    assert answer["problems_total"] == 30
    said = shell("capture", "import", log_file, "--dry-run").err
    assert "30 problems, the first 20 of them" in said
    assert said.count("2026-02-31") >= 20


def test_a_calendar_of_tasks_holds_no_time_and_that_is_no_error(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "tasks.ics"
    file.write_text(TASKS_ONLY)
    ran = shell("capture", "import", file, "--dry-run", "--json")
    assert ran.code == 0
    assert (ran.json["entries"], ran.json["total_seconds"], ran.json["first_start"]) == (0, 0, None)
    assert "not an error" in shell("capture", "import", file, "--dry-run").out


@pytest.mark.django_db
def test_a_commit_is_refused_while_nothing_is_stored(shell: Shell, log_file: Path) -> None:
    ran = shell("capture", "import", log_file, "--json")
    assert ran.code == 1
    assert "--dry-run" in ran.error["hint"]


def test_a_missing_file_a_folder_and_an_empty_name_are_refused(shell: Shell, tmp_path: Path) -> None:
    for name in (tmp_path / "gone.csv", tmp_path, "", "x" * 5000, "a\0b"):
        ran = shell("capture", "import", name, "--dry-run", "--json")
        assert ran.code == 1
        assert ran.error["what"].endswith(".")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\1\2\3" * 100,
        b"PK\x03\x04 not really a zip",
        b"just a sentence\n",
        LOG.encode("utf-16-le"),
        LOG.replace("site", "caf\xe9").encode("latin-1"),
        b"\xff" * 1000,
    ],
)
def test_a_file_that_is_no_log_is_refused(shell: Shell, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "log.csv"
    file.write_bytes(content)
    ran = shell("capture", "import", file, "--dry-run", "--json")
    assert ran.code == 1
    assert str(file) in ran.error["where"]


@pytest.mark.parametrize(
    ("option", "value"), [("--timezone", "Europe/Viena"), ("--format", "xlsx"), ("--encoding", "utf-99")]
)
def test_an_option_that_names_nothing_known_is_refused_with_its_value(
    shell: Shell, log_file: Path, option: str, value: str
) -> None:
    ran = shell("capture", "import", log_file, "--dry-run", option, value, "--json")
    assert ran.code == 1
    assert ran.error["value"] == value


def test_dates_that_can_be_read_in_two_ways_are_refused_until_the_order_is_stated(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text(LOG.replace("2026-01-0", "0").replace("05,", "03/04/2026,").replace("06,", "03/04/2026,"))
    lines = [line for line in file.read_text().splitlines(keepends=True) if "03/04/2026" in line or "Project" in line]
    file.write_text("".join(lines))
    refused = shell("capture", "import", file, "--dry-run", "--json")
    assert refused.code == 1
    assert "--date-order" in refused.error["hint"]
    by_day = shell("capture", "import", file, "--dry-run", "--date-order", "dmy", "--json").json
    by_month = shell("capture", "import", file, "--dry-run", "--date-order", "mdy", "--json").json
    assert (by_day["first_day"], by_month["first_day"]) == ("2026-04-03", "2026-03-04")


def test_standard_input_is_read_where_the_file_is_a_dash() -> None:
    ran = in_new_process("capture", "import", "-", "--dry-run", "--json", stdin=LOG.encode())
    assert (ran.code, ran.json["entries"]) == (0, 8)
    refused = in_new_process("capture", "import", "-", "--dry-run", "--json", stdin=b"")
    assert (refused.code, refused.error["where"]) == (1, "standard input")


def test_in_json_nothing_but_one_object_is_on_stdout(shell: Shell, log_file: Path) -> None:
    log_file.write_text(LOG + BAD_ROW)
    out = shell("capture", "import", log_file, "--dry-run", "--json").out
    assert out.isascii()
    assert json.loads(out)


def long_log(file: Path, rows: int) -> Path:
    """A log of half minutes, no two alike."""
    with file.open("w") as out:
        out.write(LOG.splitlines(keepends=True)[0])
        for row in range(rows):
            day, minute = f"{2000 + row // 20_000}-01-{1 + row % 28:02}", f"{row // 28 % 24:02}:{row % 60:02}"
            out.write(f"note {row},P{row % 9},{day},{minute}:00,{day},{minute}:30,00:00:30,\n")
    return file


@pytest.mark.parametrize("command", [("capture", "import", "--dry-run"), ("review", "hours")])
def test_a_long_log_needs_hardly_more_memory_than_a_short_one(tmp_path: Path, command: tuple[str, ...]) -> None:
    peaks = []
    for rows in (1_000, 60_000):
        file = long_log(tmp_path / f"{rows}.csv", rows)
        ran, peak = peak_memory(*command, str(file), "--json")
        assert ran.code == 0
        assert "problems_total" in ran.json
        peaks.append(peak)
    # Twenty bytes an entry are 1.2 MB of about 45; keeping the entries themselves would add half as much again.
    assert peaks[1] / peaks[0] < 1.15


def test_a_file_of_bad_rows_only_names_the_first_of_them_in_flat_memory(tmp_path: Path) -> None:
    header, *rows = LOG.splitlines(keepends=True)
    few, many = tmp_path / "few.csv", tmp_path / "many.csv"
    for file, count in ((few, 100), (many, 20_000)):
        file.write_text(header + rows[0] + "".join(f"n{row},{BAD_ROW}"[:-1] + f"{row}\n" for row in range(count)))
    peaks = []
    for file, count in ((few, 100), (many, 20_000)):
        ran, peak = peak_memory("capture", "import", str(file), "--dry-run", "--json")
        assert ran.code == 0
        assert (ran.json["entries"], ran.json["problems_total"]) == (1, count)
        assert [problem["line"] for problem in ran.json["problems"]] == list(range(3, 23))
        peaks.append(peak)
    assert peaks[1] / peaks[0] < 1.1
