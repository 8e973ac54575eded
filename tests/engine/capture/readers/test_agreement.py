"""Two ways to read a table that may never disagree, and bytes of any kind that may never do more than be refused."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.capture.clock import SECONDS_PER_DAY
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.reading import DateOrder, ReadOptions
from hoursback.engine.errors import FileRefusedError
from tests.conftest import SOAK
from tests.engine.capture.readers.tables import BERLIN, Log, log_of, rows_of

DATA = Path(__file__).resolve().parents[3] / "data"
SEED = 20_260_302
MUTATIONS = 100_000 if SOAK else 1_000

DAYS = st.sampled_from(
    [
        "2026-03-02",
        "2026-03-28",
        "2026-03-29",
        "2026-10-24",
        "2026-10-25",
        "2026-10-26",
        "02.03.2026",
        "Total",
        "",
        "soon",
    ]
)
CLOCKS = st.one_of(
    st.sampled_from(
        ["", "09:00", "09:00:00", "12:30 AM", "12:30:10 PM", "02:30", "02:30:00", "24:00", "9:00", "x", " 09:00"]
    ),
    st.times().map(lambda clock: clock.strftime("%H:%M:%S")),
)
LENGTHS = st.sampled_from(["", "1:00", "01:00:00", "0:00", "1.5", "-1", "nan", "25:00", "24:00:00", "running"])
NAMES = st.sampled_from(["", "Shop", " Shop ", "Break", "a,b", "two\nlines", 'say "so"', "nul\0", "Ünï"])
ROWS = st.lists(st.tuples(DAYS, CLOCKS, DAYS, CLOCKS, LENGTHS, NAMES, NAMES, NAMES), max_size=12)
USUAL_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["2026-03-02", "2026-03-03", "2026-03-29", "2026-10-25"]),
        st.sampled_from(["", "00:30:00", "02:15:00", "09:00:00", "09:30", "23:59:59"]),
        st.sampled_from(["", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-30"]),
        st.sampled_from(["00:30:00", "02:15:00", "09:00:00", "09:30", "09:30:00"]),
        st.sampled_from(["", "", "00:30:00", "0:45:00", "24:30:00", "nan"]),
        *(st.sampled_from(["", "Shop", " Shop ", "a,b", "two\nlines"]) for _ in range(3)),
    ),
    max_size=12,
)
"""Rows nearly as a tracker writes them, most of which take the fast path."""
HEADER = ("date", "start time", "end date", "end time", "duration", "project", "tags", "note")


def table(rows: list[tuple[str, ...]], header: tuple[str, ...] = HEADER) -> str:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    return "\n".join(",".join(map(cell, row)) for row in (header, *rows)) + "\n"


def as_row(entry: Entry) -> tuple[object, ...]:
    return (
        *(entry.day.toordinal(), entry.seconds, entry.start, entry.end, entry.note, entry.project),
        *(entry.task, entry.client, entry.person, entry.tags, entry.line),
    )


@given(st.one_of(USUAL_ROWS, ROWS))
@settings(deadline=None)
def test_entries_and_plain_rows_are_the_same(rows: list[tuple[str, ...]]) -> None:
    text = table(rows)
    log = log_of(text)
    plain, tally = rows_of(text)
    assert [as_row(entry) for entry in log.entries] == plain
    assert log.tally == tally
    assert all(entry.is_open == (entry.start is not None and entry.end is None) for entry in log.entries)


@given(st.one_of(USUAL_ROWS, ROWS))
@settings(deadline=None, max_examples=200)
def test_the_fast_path_reads_what_the_rules_read(rows: list[tuple[str, ...]]) -> None:
    # Every row twice, so that the second meets full tables; a column for first names keeps a table off the fast path.
    twice = [*rows, *rows]
    fast = log_of(table(twice))
    slow = log_of(table([(*row, "") for row in twice], (*HEADER, "first name")))
    assert fast.entries == slow.entries
    assert fast.tally == slow.tally


@given(ROWS)
@settings(deadline=None)
def test_every_row_is_an_entry_a_problem_or_counted(rows: list[tuple[str, ...]]) -> None:
    log = log_of(table(rows))
    left_out = int(log.notices.get("totals", "0"))
    empty = sum(not any(cell.strip() for cell in row) for row in rows)
    assert len(log.entries) + log.tally.problems_total + left_out + empty == len(rows)


@given(
    st.binary(max_size=300), st.sampled_from([None, "latin-1", "utf-16", "utf-7"]), st.sampled_from([None, *DateOrder])
)
@settings(deadline=None)
def test_bytes_of_any_kind_are_read_or_refused(raw: bytes, encoding: str | None, order: DateOrder | None) -> None:
    options = ReadOptions(timezone="Europe/Berlin", encoding=encoding, date_order=order)
    for body in (raw, b"date,start,end,hours,note\n" + raw):
        outcome = read_or_refused(body, options)
        if isinstance(outcome, FileRefusedError):
            assert outcome.what
            assert outcome.hint


def read_or_refused(raw: bytes, options: ReadOptions) -> Log | FileRefusedError:
    try:
        return log_of(raw, options)
    except FileRefusedError as refusal:
        return refusal


def mutated(seed: bytes, rng: random.Random) -> bytes:
    raw = bytearray(seed)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(raw) + 1)
        match rng.randrange(6):
            case 0:
                raw[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del raw[at : at + rng.randint(1, 40)]
            case 2:
                raw[at:at] = raw[at : at + rng.randint(1, 80)]
            case 3:
                raw[at:at] = rng.choice(
                    [b'"', b"\0", b"\r", b"\n", b",", b";", b"\t", b"-", b"\xff\xfe", b"\xe2\x80\xae"]
                )
            case 4:
                raw[at:at] = rng.choice([b"9" * 400, b"nan", b"1e999", b"25:61", b"0000-00-00", b" PM", b"+99:99"])
            case _:
                del raw[at:]
                raw += b"\n"
    return bytes(raw)


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("*.csv")))
def test_a_thousand_damaged_files_are_read_or_refused(name: str) -> None:
    seed = (DATA / name).read_bytes()
    rng = random.Random(f"{SEED} {name}")
    files = MUTATIONS // len(list(DATA.glob("*.csv"))) + 1
    refused = 0
    for _ in range(files):
        outcome = read_or_refused(mutated(seed, rng), BERLIN)
        if isinstance(outcome, FileRefusedError):
            refused += 1
            continue
        for entry in outcome.entries:
            assert 0 <= entry.seconds <= SECONDS_PER_DAY
            assert entry.start is None or entry.end is None or entry.end - entry.start == entry.seconds
    assert 0 < refused < files
