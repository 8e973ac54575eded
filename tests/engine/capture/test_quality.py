"""What looks wrong in a log, and what it costs its score."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.line import parse_line
from hoursback.engine.capture.plain import row_of
from hoursback.engine.capture.quality import FINDINGS_KEPT, Check, Checker, Finding, Quality, Severity, check

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 3, 2)
HOUR = 3600


def log(*lines: str, person: str = "Olive") -> list[Entry]:
    """Entries from typed lines, numbered from 1; days count from Monday 2 March 2026."""
    typed = (parse_line(line, today=MONDAY, zone=BERLIN).entry for line in lines)
    return [replace(entry, person=person, line=number) for number, entry in enumerate(typed, 1)]


def steady(days: int = 10) -> list[Entry]:
    """Plain work days of 7.5 hours from Monday 2 March, nothing to find in them."""
    entries = []
    for number in range(days):
        day = MONDAY + timedelta(days=number + number // 5 * 2)
        entries += log(f"{day} 8:05-10:22 design", f"{day} 10:22-12:40 quotes", f"{day} 13:10-16:05 print shop")
    return entries


def only(quality: Quality, wanted: Check) -> Finding:
    found = [finding for finding in quality.findings if finding.check is wanted]
    assert len(found) == 1, quality.findings
    return found[0]


def checks(quality: Quality) -> set[Check]:
    return {finding.check for finding in quality.findings}


def test_a_steady_log_of_two_weeks_scores_100_and_has_nothing_to_find():
    quality = check(steady())
    assert (quality.score, quality.findings, quality.penalties, quality.widen) == (100.0, (), (), 1.0)
    assert quality.trusted
    assert quality.work_days_logged == 10


def test_an_empty_log_scores_nothing_and_is_not_trusted():
    quality = check([])
    assert quality.score == 0
    assert not quality.trusted
    assert only(quality, Check.FEW_DAYS).message.startswith("0 of at least 5")


def test_overlapping_entries_are_an_error_on_both_lines():
    quality = check([*steady(), *log("2026-03-02 16:00-16:20 call")])
    found = only(quality, Check.OVERLAP)
    assert found.severity is Severity.ERROR
    assert found.day == MONDAY
    assert found.message == "On Monday 2 March 2026 two entries share 5 min."
    assert found.person == "Olive"
    assert quality.score == 94.0  # one of ten days: a fifth of 30 points


def test_two_minutes_of_overlap_are_a_slip_of_the_clock():
    assert Check.OVERLAP not in checks(check([*steady(), *log("2026-03-02 16:03-16:20 call")]))
    assert Check.OVERLAP in checks(check([*steady(), *log("2026-03-02 16:02:59-16:20 call")]))


def test_two_people_at_work_at_the_same_time_do_not_overlap():
    theirs = [replace(entry, person="Sam") for entry in steady()]
    assert check(steady() + theirs).findings == ()


def test_a_long_gap_inside_a_day_is_asked_about_and_one_between_days_is_not():
    quality = check([*steady(), *log("2026-03-02 16:51-17:10 call")])
    assert (
        only(quality, Check.GAP).message == "On Monday 2 March 2026 nothing is logged for 46 min between two entries."
    )
    assert check([*steady(), *log("2026-03-02 16:50-17:10 call")]).findings == ()


def test_a_length_without_clock_times_can_fill_a_gap():
    entries = [*steady(), *log("2026-03-02 17:05-17:30 call", "2026-03-02 61m letters")]
    assert Check.GAP not in checks(check(entries))


def test_a_gap_hidden_under_a_longer_entry_is_none():
    entries = log("2026-03-02 8:00-13:00 design", "2026-03-02 8:10-8:40 call", "2026-03-02 13:00-14:10 mail")
    assert Check.GAP not in checks(check(entries))


@pytest.mark.parametrize(
    ("hours", "severity"),
    [(6, None), (6.1, Severity.WARN), (10, Severity.WARN), (10.1, Severity.ERROR)],
)
@pytest.mark.parametrize("timed", [True, False])
def test_a_long_entry_may_be_a_forgotten_timer(hours, severity, timed):
    seconds = round(hours * HOUR)
    start = int(datetime(2026, 3, 2, 8, tzinfo=BERLIN).timestamp())
    clock = {"start": start, "end": start + seconds} if timed else {}
    entry = Entry(day=MONDAY, seconds=seconds, zone="Europe/Berlin", note="design", line=7, **clock)
    found = [finding for finding in check([entry]).findings if finding.check is Check.LONG_ENTRY]
    assert [finding.severity for finding in found] == ([severity] if severity else [])
    assert all(finding.lines == (7,) for finding in found)


@pytest.mark.parametrize(
    ("hours", "severity"), [(12.9, None), (13, Severity.WARN), (16, Severity.WARN), (16.1, Severity.ERROR)]
)
def test_a_long_day_is_doubted_and_an_impossible_one_is_wrong(hours, severity):
    entries = [Entry(day=MONDAY, seconds=round(hours * HOUR / 4), note=note) for note in ("mail", "tax", "art", "ads")]
    found = [finding.severity for finding in check(entries).findings if finding.check is Check.LONG_DAY]
    assert found == ([severity] if severity else [])


def test_a_day_with_more_hours_than_the_clocks_gave_it_says_how_many_it_had():
    spring = date(2026, 3, 29)
    entries = [Entry(day=spring, seconds=12 * HOUR, zone="Europe/Berlin", note=note) for note in ("mail", "art")]
    assert only(check(entries), Check.LONG_DAY).message == (
        "On Sunday 29 March 2026 24 h are logged, more than the 23 h it had."
    )
    autumn = [replace(entry, day=date(2026, 10, 25)) for entry in entries]
    assert only(check(autumn), Check.LONG_DAY).message == "On Sunday 25 October 2026 24 h are logged."


def test_a_work_day_with_hardly_anything_is_asked_about_and_a_rest_day_is_not():
    quality = check([*steady(), *log("2026-03-07 30m letters", "2026-03-16 1h50 letters")])
    assert only(quality, Check.SHORT_DAY).day == date(2026, 3, 16)
    assert quality.score < 100


def test_an_empty_work_day_is_asked_about_and_costs_nothing():
    entries = [entry for entry in steady() if entry.day != date(2026, 3, 4)]
    quality = check(entries)
    assert only(quality, Check.SHORT_DAY).message == "On Wednesday 4 March 2026, a work day, nothing is logged."
    assert quality.score == 100


def test_an_entry_past_midnight_is_to_be_split_and_counts_on_both_days():
    night = log("2026-03-02 22:00-6:30 night run")
    quality = check([*steady(1), *night])
    found = only(quality, Check.MIDNIGHT)
    assert (found.day, "Split it at midnight" in found.fix) == (MONDAY, True)
    assert Check.LONG_DAY not in checks(quality)  # 7.5 and 2 hours, not 7.5 and 8.5
    assert Check.MIDNIGHT not in checks(check(log("2026-03-02 22:00-24:00 x", "2026-03-03 0:00-6:30 x")))


def test_a_night_does_not_make_a_gap_of_the_morning_after():
    assert Check.GAP not in checks(check([*log("2026-03-02 22:30-0:45 packing"), *log("2026-03-03 8:00-9:00 mail")]))


def test_hours_entered_late_are_named_and_count_half():
    entries = [replace(entry, source_id=str(number)) for number, entry in enumerate(steady())]
    in_time = {entry.source_id: (entry.end or 0) + 48 * HOUR for entry in entries}
    assert check(entries, entered_at=in_time).score == 100
    late = in_time | {"0": in_time["0"] + 1}
    quality = check(entries, entered_at=late)
    assert quality.late == {"0"}
    assert only(quality, Check.LATE).severity is Severity.WARN
    assert quality.score == pytest.approx(100 - 15 * (137 / 450 / 10) / 0.5, abs=0.05)


def test_the_two_days_after_a_length_without_clock_times_begin_when_its_day_ends():
    entry = Entry(day=MONDAY, seconds=HOUR, zone="Europe/Berlin", note="tax", source_id="a")
    limit = int(datetime(2026, 3, 5, tzinfo=BERLIN).timestamp())
    assert check([entry], entered_at={"a": limit}).late == frozenset()
    assert check([entry], entered_at={"a": limit + 1}).late == {"a"}


def test_hours_that_say_nothing_are_asked_about_above_15_percent():
    share = 0.15 * 75 / 0.85
    fill = [
        Entry(day=MONDAY, seconds=round(share * HOUR / 4), note=note, line=9) for note in ("misc", "", "Other", "-")
    ]
    assert Check.UNSPECIFIC not in checks(check(steady() + [replace(entry, project="Tax") for entry in fill]))
    assert Check.UNSPECIFIC not in checks(check(steady() + fill[1:]))
    more = [replace(entry, seconds=entry.seconds + 60) for entry in fill]
    quality = check(steady() + more)
    assert only(quality, Check.UNSPECIFIC).lines == (9, 9, 9, 9)


def test_names_that_look_alike_are_asked_about_and_numbered_ones_are_not():
    entries = [*steady(), *log("2026-03-07 30m quote", "2026-03-07 20m phase 1", "2026-03-07 20m phase 2")]
    assert only(check(entries), Check.NAMES).message == "“quotes” and “quote” may be the same activity."


def test_rounded_lengths_widen_the_hours_and_cost_five_points():
    rounded = [Entry(day=MONDAY + timedelta(days=n), seconds=3 * HOUR, note="design") for n in range(5)]
    exact = [replace(entry, seconds=3 * HOUR + 300, note="mail") for entry in rounded]
    assert check(rounded + exact).widen == 1.0
    quality = check([*rounded, replace(rounded[0], note="tax"), *exact[:4]])
    assert quality.widen == 1.0  # six of ten is not more than 60 %
    quality = check([*rounded, *(replace(entry, note="tax") for entry in rounded), *exact[:4]])
    assert quality.widen == 1.15
    assert [penalty.points for penalty in quality.penalties if penalty.check is Check.ROUNDED] == [5.0]


@pytest.mark.parametrize(("days", "score"), [(1, 40.0), (2, 55.0), (3, 70.0), (4, 85.0), (5, 100.0)])
def test_each_missing_work_day_costs_fifteen_points(days, score):
    quality = check(steady(days))
    assert (quality.score, quality.trusted) == (score, days >= 3)
    assert (Check.FEW_DAYS in checks(quality)) == (days < 5)


def test_days_are_counted_for_the_person_with_the_most_hours():
    helper = [replace(entry, person="Sam") for entry in steady(1)]
    assert check(steady() + helper).work_days_logged == 10


def test_stated_hours_that_the_log_does_not_cover_are_asked_about():
    assert check(steady(), stated_hours_per_week=62).findings == ()
    quality = check(steady(), stated_hours_per_week=75)
    assert only(quality, Check.UNLOGGED).message == "On the days logged, 50% of the stated hours are accounted for."
    assert quality.score == pytest.approx(100 - 20 * 0.1 / 0.6, abs=0.05)


def test_a_log_of_lengths_alone_can_be_checked():
    entries = [
        Entry(day=MONDAY + timedelta(days=n + n // 5 * 2), seconds=seconds, project=name)
        for n in range(10)
        for name, seconds in (("Design", 4 * HOUR + 700), ("Mail", HOUR + 400), ("Sales", 2 * HOUR + 123))
    ]
    quality = check(entries)
    assert (quality.score, quality.findings) == (100.0, ())


def test_what_does_not_count_is_not_looked_at():
    idle = Entry(day=date(1970, 1, 1), seconds=86400, start=0, end=86400, note="x")
    odd = [
        replace(idle, seconds=0, end=None, is_open=True),
        replace(idle, all_day=True),
        replace(idle, cancelled=True),
    ]
    assert check(steady() + odd) == check(steady())


def test_many_findings_are_counted_in_full_and_kept_in_part():
    start = int(datetime(2026, 3, 2, 8, tzinfo=BERLIN).timestamp())
    entries = [Entry(day=MONDAY, seconds=HOUR, start=start, end=start + HOUR, note=str(n)) for n in range(500)]
    quality = check(entries)
    assert quality.totals[Check.OVERLAP] == 499
    assert len([finding for finding in quality.findings if finding.check is Check.OVERLAP]) == FINDINGS_KEPT


def test_errors_stand_before_warnings_and_questions():
    quality = check(log("2026-03-02 8:00-19:00 a", "2026-03-03 8:00-9:00 b", "2026-03-03 8:30-15:00 c"))
    ranks = [list(Severity).index(finding.severity) for finding in quality.findings]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 3


@st.composite
def logs(draw):
    """Up to 30 entries over four weeks, of two people, timed or not; no two are alike."""
    entries = []
    for number in range(draw(st.integers(0, 30))):
        day = MONDAY + timedelta(days=draw(st.integers(0, 27)))
        seconds = draw(st.sampled_from([0, 1800, 2000, 4000, 7200, 22000, 40000]))
        entry = Entry(
            day=day,
            seconds=seconds,
            zone="Europe/Berlin",
            note=f"{draw(st.sampled_from(['mail', 'misc', '']))} {number}",
            person=draw(st.sampled_from(["Olive", "Sam"])),
            line=number + 2,
        )
        if draw(st.booleans()):
            midnight = int(datetime(day.year, day.month, day.day, tzinfo=BERLIN).timestamp())
            start = midnight + 60 * draw(st.integers(0, 1439))
            entry = replace(entry, start=start, end=start + seconds)
        entries.append(entry)
    return entries


@given(logs(), st.sampled_from([None, 10.0, 60.0]), st.integers(1, 7))
@settings(deadline=None)
def test_the_score_lies_between_0_and_100_and_is_100_less_its_penalties(entries, stated, work_days):
    quality = check(entries, stated_hours_per_week=stated, work_days=work_days)
    assert 0 <= quality.score <= 100
    taken_off = sum(penalty.points for penalty in quality.penalties)
    assert all(penalty.points > 0 for penalty in quality.penalties)
    if any(entry.seconds for entry in entries):
        assert quality.score == pytest.approx(max(0, 100 - taken_off), abs=0.051)
    assert sum(quality.totals.values()) >= len(quality.findings)


@given(logs(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_neither_cutting_an_entry_in_two_nor_the_order_changes_the_score(entries, rng):
    halves = []
    for entry in entries:
        cut = rng.choice([0, entry.seconds, rng.randrange(entry.seconds + 1)])
        if entry.start is None:
            halves += [replace(entry, seconds=cut), replace(entry, seconds=entry.seconds - cut)]
            continue
        middle = entry.start + cut
        halves.append(replace(entry, seconds=cut, end=middle))
        later = datetime.fromtimestamp(middle, BERLIN).date()
        halves.append(replace(entry, day=later, seconds=entry.seconds - cut, start=middle))
    rng.shuffle(halves)
    before, after = check(entries), check(halves)
    assert (after.score, after.widen, after.work_days_logged) == (before.score, before.widen, before.work_days_logged)


def test_the_same_log_gives_the_same_answer_in_any_order():
    entries = [*steady(), *log("2026-03-02 16:00-16:20 call", "2026-03-07 14:00-0:30 fair")]
    shuffled = random.Random(5).sample(entries, len(entries))
    assert check(entries) == check(shuffled)


def busy_team() -> list[Entry]:
    """Four weeks of three people with something for every check, and more overlaps than are kept."""
    chance = random.Random(11)
    entries = []
    for person in ("Sam", "Olive", "Rex"):
        for offset in range(28):
            midnight = int(datetime(2026, 3, 2, tzinfo=BERLIN).timestamp()) + offset * 86400
            day = datetime.fromtimestamp(midnight + 4 * HOUR, BERLIN).date()
            for _ in range(chance.choice([0, 1, 4, 9])):
                seconds = chance.choice([1800, 5400, 8000, 30000, 40000])
                start = midnight + HOUR + 300 * chance.randrange(250)
                note = chance.choice(["mail", "mails", "misc", "quotes", ""])
                entries.append(Entry(day, seconds, start, start + seconds, "Europe/Berlin", note, person=person))
            if not offset % 3:
                entries.append(Entry(day, 4000, zone="Europe/Berlin", note="letters", person=person))
    return [replace(entry, line=number) for number, entry in enumerate(entries, 2)]


def test_a_shuffled_and_a_reversed_log_give_what_the_sorted_one_gives():
    entries = busy_team()
    newest_first = sorted(entries, key=lambda entry: (entry.day, entry.start or 0), reverse=True)
    quality = check(entries, stated_hours_per_week=40)
    assert quality.totals[Check.OVERLAP] > FINDINGS_KEPT
    assert set(quality.totals) >= {Check.LONG_ENTRY, Check.LONG_DAY, Check.GAP, Check.MIDNIGHT, Check.NAMES}
    assert check(newest_first, stated_hours_per_week=40) == quality
    assert check(entries[::-1], stated_hours_per_week=40) == quality
    for seed in range(3):
        shuffled = random.Random(seed).sample(entries, len(entries))
        assert check(shuffled, stated_hours_per_week=40) == quality


def test_plain_rows_in_batches_give_what_their_entries_give():
    entries = busy_team()
    running = replace(entries[0], seconds=0, end=None, is_open=True)
    looking = Checker(stated_hours_per_week=40)
    for first in range(0, len(entries), 100):
        looking.add_rows([row_of(entry) for entry in [running, *entries[first : first + 100]]], "Europe/Berlin")
    assert looking.quality() == check(entries, stated_hours_per_week=40)


def test_of_more_findings_than_are_kept_every_day_counts_for_the_score():
    noon = int(datetime(2026, 3, 2, 12, tzinfo=BERLIN).timestamp())
    crowded = [
        Entry(
            day=MONDAY + timedelta(days=day),
            seconds=HOUR,
            start=noon + 86400 * day,
            end=noon + 86400 * day + HOUR,
            note=f"{day} {number}",
        )
        for day in range(4)
        for number in range(60)
    ]
    quality = check(crowded)
    assert quality.totals[Check.OVERLAP] == 4 * 59
    points = {penalty.check: penalty.points for penalty in quality.penalties}
    assert points[Check.OVERLAP] == 30.0
    quiet = [Entry(MONDAY + timedelta(days=7 + day), 8 * HOUR + 60, note="art") for day in range(12)]
    points = {penalty.check: penalty.points for penalty in check(crowded + quiet).penalties}
    assert points[Check.OVERLAP] == pytest.approx(30.0 * (4 / 16) / 0.5)
