"""Which activity an entry belongs to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.capture.activity import Activity
from hoursback.engine.capture.assign import NAME_LENGTH, NO_NAME, Assigner
from hoursback.engine.capture.entry import Entry


def entry(project: str = "", task: str = "", note: str = "") -> Entry:
    return Entry(day=date(2026, 3, 2), seconds=60, project=project, task=task, note=note)


def test_an_activity_without_patterns_takes_rows_whose_project_task_or_note_is_its_name():
    assign = Assigner([Activity("Bookkeeping")])
    assert assign(entry(project="bookkeeping")) == "Bookkeeping"
    assert assign(entry(project="Alder", task="Bookkeeping")) == "Bookkeeping"
    assert assign(entry(project="Alder", note=" BOOKKEEPING ")) == "Bookkeeping"
    assert assign(entry(project="Alder", note="bookkeeping, March")) == "Alder"


def test_patterns_replace_the_name():
    assign = Assigner([Activity("Books", match=("bookkeep*",))])
    assert assign(entry(note="Bookkeeping for Olive")) == "Books"
    assert assign(entry(note="more bookkeeping")) == "more bookkeeping"


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("*mail*", "answer e-mails", True),
        ("mail*", "e-mail", False),
        ("in*ce", "invoice", True),
        ("in*ce*", "invoices", True),
        ("a*a", "a", False),
        ("a*b*c", "a-c-b", False),
        ("a*b*c", "a-b-c", True),
        ("*", "", True),
        ("[client] c?ll*", "[Client] c?lls", True),
        ("[client]*", "c", False),
        ("c?ll", "call", False),
        ("straße", "STRASSE", True),
        ("bu\u0308ro*", "B\u00fcro aufräumen", True),
    ],
)
def test_only_the_star_is_a_wildcard_and_case_does_not_matter(pattern: str, text: str, fits: bool):
    named = Assigner([Activity("Found", match=(pattern,))])(entry(note=text))
    assert (named == "Found") is fits


def test_the_first_activity_that_fits_takes_the_row_whatever_field_it_looks_at():
    first, second = Activity("Calls", match=("call*",)), Activity("Alder", match=("alder",))
    row = entry(project="Alder", note="call with Sam")
    assert Assigner([first, second])(row) == "Calls"
    assert Assigner([second, first])(row) == "Alder"


def test_rows_that_fit_nothing_keep_their_project_else_task_else_note():
    assign = Assigner([Activity("Bookkeeping")])
    assert assign(entry("Alder", "Draft", "logo")) == "Alder"
    assert assign(entry("  ", "Draft", "logo")) == "Draft"
    assert assign(entry(note=" logo ")) == "logo"
    assert assign(entry()) == NO_NAME


def test_a_project_called_like_an_activity_whose_patterns_leave_it_out_stays_apart():
    assign = Assigner([Activity("Alder", match=("invoice*",))])
    assert assign(entry("Alder", note="invoice 7")) == "Alder"
    assert assign(entry("Alder", note="logo")) == "Alder (other rows)"


def test_an_empty_pattern_fits_nothing():
    assert Assigner([Activity("Oops", match=("",))])(entry("Alder")) == "Alder"


@pytest.mark.parametrize(("by", "named"), [("project", "Alder"), ("task", "Draft"), ("note", "logo")])
def test_grouping_by_one_field_looks_at_that_field_alone(by: str, named: str):
    assign = Assigner([Activity("Everything", match=("*",))], by=by)
    assert assign(entry("Alder", "Draft", "logo")) == named
    assert assign(entry()) == NO_NAME


def test_grouping_by_a_field_still_knows_stated_activities_by_name():
    assert Assigner([Activity("Bookkeeping")], by="task")(entry(task="bookkeeping ")) == "Bookkeeping"


def test_an_unknown_way_of_grouping_is_refused():
    with pytest.raises(ValueError, match="colour"):
        Assigner(by="colour")


def test_a_page_long_note_gives_a_name_of_bounded_length():
    name = Assigner()(entry(note="x" * 60_000))
    assert len(name) == NAME_LENGTH
    assert name.endswith("…")


def test_the_cache_does_not_grow_with_the_log_and_never_changes_an_answer():
    assign = Assigner([Activity("Odd", match=("*1", "*3"))])
    names = [assign(entry(note=f"note {number}")) for number in range(20_000)]
    assert names[11] == names[13] == "Odd"
    assert names[12] == "note 12"
    assert [assign(entry(note=f"note {number}")) for number in range(20)] == names[:20]
    assert len(assign._cache) <= 8192


@given(st.text(alphabet="ab*", min_size=1, max_size=8), st.text(alphabet="ab", max_size=10))
def test_a_pattern_fits_what_a_plain_search_over_all_ways_to_fill_its_stars_finds(pattern: str, text: str):
    def fits(left: str, rest: str) -> bool:
        if not left:
            return not rest
        if left[0] == "*":
            return any(fits(left[1:], rest[cut:]) for cut in range(len(rest) + 1))
        return bool(rest) and rest[0] == left[0] and fits(left[1:], rest[1:])

    found = Assigner([Activity("Found", match=(pattern,))])(entry(note=text)) == "Found"
    # A row's empty project and task are looked at too, and a pattern of stars alone fits them.
    assert found == (fits(pattern, text) or set(pattern) == {"*"})


@pytest.mark.parametrize("by", ["match", "project", "task", "note"])
@pytest.mark.parametrize("stated", [[], [Activity("Books", match=("tax*",))]])
def test_fields_alone_name_the_activity_that_their_entry_has(by, stated):
    for fields in (("Alder", "tax return", "x"), (" ", "sales", ""), ("", "", "tax"), ("", "", "")):
        project, task, note = fields
        name = Assigner(stated, by).name_of(project, task, note)
        assert name == Assigner(stated, by)(entry(project, task, note))
    assert Assigner(stated).name_of(" ", "sales", "call") == "sales"
