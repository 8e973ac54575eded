"""Several files, pipes and people as one log."""

from __future__ import annotations

from pathlib import Path

import pytest

from hoursback.cli.counts import Counts
from hoursback.cli.options import ReadChoices
from hoursback.cli.reading import read_all, read_log
from hoursback.engine.capture.reading import ReadOptions
from hoursback.engine.errors import FileRefusedError
from hoursback.engine.plan.business import Settings
from tests.cli.cast import BAD_ROW, LOG, in_new_process

HEADER, *ROWS = LOG.splitlines(keepends=True)
EVENTS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
SUMMARY:call
DTSTART:20260105T090000Z
DTEND:20260105T100000Z
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:fair
DTSTART;VALUE=DATE:20260106
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:off
STATUS:CANCELLED
DTSTART:20260107T090000Z
DTEND:20260107T100000Z
END:VEVENT
END:VCALENDAR
"""


def written(folder: Path, name: str, content: str) -> str:
    file = folder / name
    file.write_text(content)
    return str(file)


def counted(*files: str) -> Counts:
    counts = Counts()
    read_all(files, ReadOptions(), counts)
    return counts


def test_an_entry_of_an_earlier_file_is_left_out_and_equal_ones_of_one_file_stay(tmp_path: Path) -> None:
    first = written(tmp_path, "first.csv", HEADER + ROWS[0] * 2 + ROWS[1])
    second = written(tmp_path, "second.csv", HEADER + ROWS[1] + ROWS[2] * 2)
    third = written(tmp_path, "third.csv", HEADER + ROWS[0] + ROWS[2] + ROWS[3])
    found = read_all([first, second, third], ReadOptions(), counts := Counts())
    assert (counts.entries, found.used, found.repeated) == (6, 6, 3)
    assert [notice.value for notice in found.notices if notice.name == "repeated"] == ["3"]
    assert counted(first, first).entries == 3
    assert counted(second).entries == 3


def test_a_calendar_beside_a_table_keeps_its_all_day_and_cancelled_events(tmp_path: Path) -> None:
    calendar, table = written(tmp_path, "events.ics", EVENTS), written(tmp_path, "log.csv", LOG)
    counts = counted(table, calendar, calendar, table)
    assert (counts.entries, counts.all_day, counts.cancelled) == (11, 1, 1)


@pytest.mark.parametrize(("content", "entries", "all_day"), [(EVENTS, 3, 1), (LOG, 8, 0)])
def test_a_pipe_is_read_as_a_file_is(tmp_path: Path, content: str, entries: int, all_day: int) -> None:
    ran = in_new_process("capture", "import", "-", "--dry-run", "--json", stdin=content.encode())
    assert (ran.json["entries"], ran.json["all_day"]) == (entries, all_day)
    by_file = in_new_process("capture", "import", written(tmp_path, "log", content), "--dry-run", "--json")
    assert ran.json == by_file.json


def test_files_of_which_no_row_can_be_used_are_refused_and_one_good_row_is_enough(tmp_path: Path) -> None:
    bad = written(tmp_path, "bad.csv", HEADER + BAD_ROW)
    good = written(tmp_path, "good.csv", HEADER + ROWS[0])
    with pytest.raises(FileRefusedError, match="The only row cannot be used"):
        counted(bad)
    assert counted(bad, good).entries == 1


def test_one_persons_days_and_quality_are_those_of_a_log_without_the_others(tmp_path: Path) -> None:
    team = [f"{'Sam' if number % 3 else ' OLIVE '},{row}" for number, row in enumerate(ROWS)]
    everybody = written(tmp_path, "team.csv", f"User,{HEADER}" + "".join(team))
    alone = written(tmp_path, "olive.csv", f"User,{HEADER}" + "".join(team[::3]))
    chosen = read_log([everybody], ReadChoices(), Settings(), person="olive")
    expected = read_log([alone], ReadChoices(), Settings(), person="olive")
    assert chosen.days.persons == ("OLIVE", "Sam")
    assert chosen.days.activities == expected.days.activities
    # The line numbers are those of another file.
    assert (chosen.quality.score, chosen.quality.totals) == (expected.quality.score, expected.quality.totals)
    assert chosen.quality != read_log([everybody], ReadChoices(), Settings()).quality


def test_no_files_are_an_empty_log() -> None:
    log = read_log([], ReadChoices(), Settings())
    assert (log.days.entries, log.quality.score, log.found.used) == (0, 0.0, 0)
