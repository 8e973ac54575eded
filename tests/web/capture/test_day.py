from __future__ import annotations

from datetime import date, time

import pytest
import time_machine

from hoursback.web.capture import actions
from hoursback.web.capture.models import Activity, Entry
from hoursback.web.people.actions import ensure_person
from tests.web.capture.logbook import add, add_length, at, check_totals, make
from tests.web.cast import Player

NOON = "2026-03-02 12:00:00+01:00"


def page(player: Player, path: str = "log/", **query: str) -> str:
    response = player.client.get(player.root + path, query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def write(player: Player, line: str, path: str = "log/", **more: str) -> str:
    response = player.client.post(player.root + path, {"line": line, **more}, follow=True)
    return response.content.decode()


@pytest.fixture(autouse=True)
def noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def test_an_empty_log_teaches(olive: Player) -> None:
    said = page(olive)
    assert "Nothing is logged today yet." in said
    assert "Your first entry takes ten seconds" in said


def test_the_day_says_how_much_and_what_is_missing(olive: Player) -> None:
    add(olive, "E-mail", "2026-03-02 08:00", 60)
    add(olive, "Quotes", "2026-03-02 10:10", 50)
    said = page(olive)
    assert "Today 1 h 50 min in 2 entries; 1 h 10 min is not accounted for." in said
    assert "What did you do from 09:00 to 10:10?" in said


def test_a_length_without_a_clock_fills_what_is_missing(olive: Player) -> None:
    add(olive, "E-mail", "2026-03-02 08:00", 60)
    add(olive, "Quotes", "2026-03-02 10:00", 60)
    add_length(olive, "Bookkeeping", date(2026, 3, 2), 60)
    assert "Today 3 h in 3 entries." in page(olive)


def test_stated_hours_show_the_gap_up_to_now(olive: Player) -> None:
    add(olive, "E-mail", "2026-03-02 09:00", 60)
    actions.change_habit(member=olive.member, day_from=time(8), day_to=time(17), work_days=[0, 1, 2], remind_every=None)
    assert "3 h is not accounted for" in page(olive)
    assert "is not accounted for" not in page(olive, "log/day/2026-03-05/")


def test_a_typed_line_is_logged_where_it_says(olive: Player) -> None:
    said = write(olive, "9:15-10:05 replied to client mail #email", activity="E-mail")
    assert "Logged under E-mail." in said
    entry = Entry.everywhere.get()
    assert (entry.start, entry.seconds, entry.note) == (at("2026-03-02 09:15"), 3000, "replied to client mail")
    assert entry.labels is not None
    assert entry.labels.tags == "email"
    check_totals(olive)


def test_a_line_on_another_day_means_that_day_unless_it_names_one(olive: Player) -> None:
    write(olive, "45 min invoices", "log/day/2026-02-27/")
    write(olive, "45 min invoices yesterday", "log/day/2026-02-27/")
    days = [date.fromordinal(day) for day in Entry.everywhere.order_by("pk").values_list("day", flat=True)]
    assert days == [date(2026, 2, 27), date(2026, 3, 1)]


def test_a_line_without_a_time_is_kept_and_explained(olive: Player) -> None:
    response = olive.client.post(olive.root + "log/", {"line": "called the <b>printer</b>", "activity": "IT"})
    said = response.content.decode()
    assert response.status_code == 422
    assert "There is no time in this line." in said
    assert "Write the time first" in said
    assert 'value="called the &lt;b&gt;printer&lt;/b&gt;"' in said
    assert 'value="IT"' in said
    assert not Entry.everywhere.exists()


@pytest.mark.parametrize("line", ["", "x" * 10_001, "1h \x00", "9:15", "25:00-26:00 x", "03/04/2026 1h x", "-5h x"])
def test_odd_lines_are_answered_on_the_page(olive: Player, line: str) -> None:
    response = olive.client.post(olive.root + "log/", {"line": line})
    assert response.status_code == 422
    assert not Entry.everywhere.exists()


@pytest.mark.parametrize(
    ("day", "line", "says"),
    [
        ("2025-03-30", "2025-03-30 2:30-4:00 x", "does not exist"),
        ("2025-10-26", "2025-10-26 2:30-4:00 x", "came twice"),
    ],
)
def test_times_that_clock_changes_make_doubtful_are_asked_about(olive: Player, day: str, line: str, says: str) -> None:
    response = olive.client.post(olive.root + f"log/day/{day}/", {"line": line})
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Entry.everywhere.exists()


def test_a_night_of_a_clock_change_is_as_long_as_it_was(olive: Player) -> None:
    write(olive, "2025-10-25 23:00-4:00 server move")
    assert Entry.everywhere.get().seconds == 6 * 3600


def test_the_same_form_twice_logs_once(olive: Player) -> None:
    for _ in range(2):
        said = write(olive, "45 min invoices", once="abc")
        assert "Logged under Invoices." in said
    assert Entry.everywhere.count() == 1
    assert Activity.everywhere.count() == 1


def test_the_echo_says_what_a_line_means(olive: Player) -> None:
    add(olive, "E-mail", "2026-03-02 09:30", 30)
    said = page(olive, "log/echo/", line="9:15-10:05 e-mail")
    assert "Monday 2 March, 09:15 to 10:05 (50 min)" in said
    assert "E-mail" in said
    assert "1 entry is there at the same time" in said
    assert "There is no time" in page(olive, "log/echo/", line="words")
    assert "new activity: Falconry" in page(olive, "log/echo/", line="1h falconry")
    assert Entry.everywhere.count() == 1


def test_a_gap_is_filled_in_one_gesture(olive: Player) -> None:
    add(olive, "E-mail", "2026-03-02 08:00", 60)
    add(olive, "Quotes", "2026-03-02 10:10", 50)
    said = olive.client.post(
        olive.root + "log/fill/", {"start": at("2026-03-02 09:00"), "seconds": 4200, "activity": "E-mail", "note": ""},
        follow=True,
    ).content.decode()  # fmt: skip
    assert "Filled with E-mail." in said
    assert "Today 3 h in 3 entries." in said
    check_totals(olive)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"start": "x", "seconds": "1"},
        {"start": "9" * 30, "seconds": "60"},
        {"start": "-99999999999", "seconds": "5"},
    ],
)
def test_an_odd_gap_is_refused(olive: Player, facts: dict[str, str]) -> None:
    assert olive.client.post(olive.root + "log/fill/", {**facts, "note": "x"}).status_code == 302
    assert not Entry.everywhere.exists()


def test_an_overlap_is_shown_with_a_fix_that_works(olive: Player) -> None:
    first = add(olive, "E-mail", "2026-03-02 08:00", 60)
    add(olive, "Quotes", "2026-03-02 08:45", 30)
    said = page(olive)
    assert "“E-mail” and “Quotes” share 15 min." in said
    assert "End “E-mail” at 08:45" in said
    said = olive.client.post(
        olive.root + f"log/entry/{first.pk}/move/", {"start": first.start, "seconds": 2700, "version": 1}, follow=True
    ).content.decode()
    assert "share 15 min" not in said
    assert "“E-mail” is now 08:00–08:45" in said


def test_what_runs_past_midnight_is_shown_on_both_days(olive: Player) -> None:
    add(olive, "Server move", "2026-03-01 23:00", 120)
    assert "runs past midnight" in page(olive, "log/day/2026-03-01/")
    assert "from the day before" in page(olive)


def test_a_forgotten_timer_shows(olive: Player) -> None:
    add(olive, "Design", "2026-03-01 08:00", 11 * 60)
    assert "lasts 11 h" in page(olive, "log/day/2026-03-01/")


@pytest.mark.parametrize("day", ["2026-13-01", "20260302", "1969-12-31", "2101-01-01", "x", "2026-3-2", "0000-00-00"])
def test_a_day_that_is_none_is_not_found(olive: Player, day: str) -> None:
    assert olive.client.get(olive.root + f"log/day/{day}/").status_code == 404


@pytest.mark.parametrize("day", ["1970-01-01", "2100-12-31", "2025-03-30", "2025-10-26"])
def test_the_first_and_the_last_day_open(olive: Player, day: str) -> None:
    add(olive, "E-mail", f"{day} 10:00", 30)
    assert "30 min in 1 entry" in page(olive, f"log/day/{day}/")


def test_a_helper_sees_their_own_entries_only(olive: Player, sam: Player) -> None:
    make(olive, "E-mail")
    add(sam, "E-mail", "2026-03-02 10:00", note="sam's words")
    add(olive, "E-mail", note="private words")
    said = page(sam)
    assert "private words" not in said
    assert "Whose log" not in said
    assert "Today 1 h in 1 entry" in said
    olives = ensure_person(member=olive.member).pk
    assert sam.client.get(sam.root + "log/", {"person": olives}).status_code == 404
    assert "sam&#x27;s words" in page(olive, person=str(ensure_person(member=sam.member).pk))


@pytest.mark.parametrize("person", ["x", "-1", "9" * 40, "٣"])
def test_an_odd_person_is_not_found(olive: Player, person: str) -> None:
    assert olive.client.get(olive.root + "log/", {"person": person}).status_code == 404


def test_the_page_asks_the_database_a_constant_number_of_times(
    olive: Player, django_assert_max_num_queries: object
) -> None:
    for hour in range(8, 12):
        add(olive, f"Work {hour}", f"2026-03-02 {hour:02}:00", 45, note=f"note {hour}")
    olive.client.get(olive.root + "log/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        page(olive)
    for minute in range(45, 60):
        add(olive, f"More {minute}", f"2026-03-02 09:{minute}", 1, labels={"client": f"c{minute}"})
    with CaptureQueriesContext(connection) as many:
        page(olive)
    assert len(many) == len(few)
    assert len(few) <= 16


def test_names_are_shown_as_text(olive: Player) -> None:
    add(olive, "<script>alert(1)</script>", note="<img src=x onerror=alert(1)>", labels={"client": "<b>x</b>"})
    said = page(olive)
    assert "<script>alert" not in said
    assert "<img src=x" not in said
