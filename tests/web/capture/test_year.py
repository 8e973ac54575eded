"""The year by activity and ISO week: to the second, through clock changes, midnight and a 53rd week."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoursback.web.capture.importing import actions
from hoursback.web.capture.importing.choices import Choices
from hoursback.web.capture.models import Activity
from hoursback.web.capture.reports import selectors
from tests.conftest import shared_folder
from tests.web.capture.importcast import HEAD, OLIVE, written
from tests.web.cast import Player


def brought(player: Player, text: str, folder: Path, by: str = "task") -> None:
    path = written(folder, text)
    actions.import_file(
        member=player.member, path=path, filename=path.name, choices=Choices(timezone="Europe/Berlin", by=by)
    )


def row(task: str, day: str, start: str, end_day: str, end: str) -> str:
    return f"Olive,,P,{task},n,{day},{start},{end_day},{end},,\n"


def test_every_week_equals_the_truth_through_clock_changes_midnight_and_a_53rd_week(
    olive: Player, tmp_path: Path
) -> None:
    text = HEAD + "".join(
        [
            row("Spring", "2025-03-30", "01:30:00", "2025-03-30", "03:30:00"),  # an hour is missing
            row("Autumn", "2025-10-26", "01:30:00", "2025-10-26", "03:30:00"),  # an hour comes twice
            row("Night", "2025-06-01", "23:30:00", "2025-06-02", "00:30:01"),  # Sunday to Monday
            row("Turn", "2025-12-28", "23:59:59", "2025-12-29", "00:00:01"),
            row("Turn", "2025-12-29", "09:00:00", "2025-12-29", "10:00:00"),
            row("Turn", "2027-01-03", "09:00:00", "2027-01-03", "09:00:07"),
        ]
    )
    brought(olive, text, tmp_path)
    found = {row.name: row.seconds for row in selectors.year_of(olive.member, 2025).rows}
    weeks = {name: {week: n for week, n in enumerate(seconds, 1) if n} for name, seconds in found.items()}
    assert weeks == {"Spring": {13: 3600}, "Autumn": {43: 3 * 3600}, "Night": {22: 3601}, "Turn": {52: 2}}
    long = selectors.year_of(olive.member, 2026)
    assert (len(long.mondays), long.others) == (53, (2025, 2026))
    assert {week: n for week, n in enumerate(long.rows[0].seconds, 1) if n} == {1: 3600, 53: 7}


@pytest.mark.parametrize("entries", [5_000])
def test_every_cell_equals_a_made_up_logs_truth(olive: Player, tmp_path: Path, entries: int) -> None:
    folder = shared_folder()
    maker = None if folder is None else folder / "benchmarks" / "make_log.py"
    if maker is None or not maker.is_file():
        pytest.skip("no sample files beside the project (set HOURSBACK_SHARED)")
    log, truth = tmp_path / "log.csv", tmp_path / "truth.json"
    options = ["--entries", str(entries), "--seed", "3", "--years", "2.2", "--people", "3", "--format", "toggl-csv"]
    subprocess.run([sys.executable, str(maker), *options, "--out", str(log), "--truth", str(truth)], check=True)
    choices = Choices(timezone="Europe/Berlin", by="task", others="new")
    actions.import_file(member=olive.member, path=log, filename=log.name, choices=choices)
    found: dict[str, dict[str, int]] = {}
    for number in selectors.year_of(olive.member, 2025).others:
        year = selectors.year_of(olive.member, number)
        for activity in year.rows:
            for monday, seconds in zip(year.mondays, activity.seconds, strict=True):
                if seconds:
                    iso = monday.isocalendar()
                    found.setdefault(f"{iso.year}-W{iso.week:02d}", {})[activity.name] = seconds
    assert found == json.loads(truth.read_text(encoding="utf-8"))["seconds"]


def test_the_page_answers_first_and_shows_every_week(olive: Player, tmp_path: Path) -> None:
    brought(olive, OLIVE, tmp_path, by="project")
    page = olive.client.get(f"{olive.root}log/year/2025/").content.decode()
    assert "4 hours in 2025, in 2 kinds of work; most went to Delivery: 2 hours, 62%." in page
    assert page.count('<th scope="col" class="num">') == 53
    assert "<td>2:30</td>" in page


def test_names_are_escaped_in_the_table_and_harmless_in_the_file(olive: Player, tmp_path: Path) -> None:
    brought(olive, OLIVE.replace("Delivery", "=1+1<script>alert(1)</script>"), tmp_path, by="project")
    page = olive.client.get(f"{olive.root}log/year/2025/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    text = olive.client.get(f"{olive.root}log/year/2025/hours.csv").content.decode()
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][:2] == ["'=1+1<script>alert(1)</script>", "9000"]
    assert sum(int(cell) for cell in rows[2][2:]) == int(rows[2][1]) == 5400


def test_an_unchanged_year_is_not_sent_again(olive: Player, tmp_path: Path) -> None:
    brought(olive, OLIVE, tmp_path)
    olive.client.get(f"{olive.root}log/year/2025/")  # the first page brings the cookies along
    first = olive.client.get(f"{olive.root}log/year/2025/")
    again = olive.client.get(f"{olive.root}log/year/2025/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    brought(olive, OLIVE.replace("09:00:00", "08:00:00"), tmp_path)
    later = olive.client.get(f"{olive.root}log/year/2025/", headers={"If-None-Match": first["ETag"]})
    assert later.status_code == 200
    assert "5 hours in 2025" not in first.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_log(olive: Player, tmp_path: Path) -> None:
    counts = []
    olive.client.get(f"{olive.root}log/year/2025/")  # what is asked once in a process
    for some in (OLIVE, OLIVE.replace("Invoices", "Taxes").replace("Design", "Layout")):
        brought(olive, some, tmp_path)
        with CaptureQueriesContext(connection) as asked:
            assert olive.client.get(f"{olive.root}log/year/2025/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_picture_comes_by_itself_and_as_a_page(olive: Player, tmp_path: Path) -> None:
    brought(olive, OLIVE, tmp_path)
    address = f"{olive.root}log/year/2025/chart/"
    piece = olive.client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in piece
    assert "<svg" in piece
    page = olive.client.get(address).content.decode()
    assert "<html" in page
    assert "The same as a table" in page


def test_an_empty_year_teaches_and_an_impossible_one_is_not_there(olive: Player) -> None:
    assert "Bring in a file" in olive.client.get(f"{olive.root}log/year/").content.decode()
    for odd in ("0", "9999", str(2**70)):
        assert olive.client.get(f"{olive.root}log/year/{odd}/").status_code == 404
    for odd in ("x", "1" * 40, "-1", "٣"):
        assert olive.client.get(f"{olive.root}log/year/2025/?who={odd}").status_code == 404


def test_a_helper_sees_their_own_hours_only(olive: Player, sam: Player, tmp_path: Path) -> None:
    path = written(tmp_path, OLIVE + OLIVE.replace(HEAD, "").replace("Olive", "Sam").replace("Design", "Sketches"))
    choices = Choices(timezone="Europe/Berlin", by="task", others="new")
    actions.import_file(member=olive.member, path=path, filename="x.csv", choices=choices)
    mine = {row.name: row.total for row in selectors.year_of(sam.member, 2025).rows}
    assert mine == {"Invoices": 5400, "Sketches": 9000}
    everybody = {row.name: row.total for row in selectors.year_of(olive.member, 2025).rows}
    assert everybody == {"Invoices": 10800, "Sketches": 9000, "Design": 9000}
    person = selectors.people_seen(olive.member)[-1]
    one = olive.client.get(f"{olive.root}log/year/2025/?who={person[0]}").content.decode()
    assert "4 hours in 2025" in one
    olives = selectors.people_seen(olive.member)[0][0]
    assert sam.client.get(f"{sam.root}log/year/2025/?who={olives}").status_code == 404


def test_rex_sees_nothing_of_it(olive: Player, rex: Player, tmp_path: Path) -> None:
    brought(olive, OLIVE, tmp_path)
    page = rex.client.get(f"{rex.root}log/year/2025/").content.decode()
    assert "Nothing is logged in 2025." in page
    assert "Invoices" not in page
    olives = selectors.people_seen(olive.member)[0][0]
    assert rex.client.get(f"{rex.root}log/year/2025/?who={olives}").status_code == 404
    assert "seconds" in rex.client.get(f"{rex.root}log/year/2025/hours.csv").content.decode()


def test_a_renamed_activity_is_shown_by_its_new_name(olive: Player, tmp_path: Path) -> None:
    brought(olive, OLIVE, tmp_path)
    selectors.year_of(olive.member, 2025)
    Activity.everywhere.filter(name="Invoices").update(name="Billing")
    assert "Billing" in {row.name for row in selectors.year_of(olive.member, 2025).rows}


def test_the_weeks_of_a_year_begin_on_mondays() -> None:
    assert all(monday.weekday() == 0 for year in range(2020, 2040) for monday in selectors.weeks_of(year))
    assert selectors.weeks_of(2027)[0] == date(2027, 1, 4)
