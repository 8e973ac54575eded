"""Olive's made-up log: plausible, the same everywhere, and rich enough for a plan."""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from hoursback.engine.capture.activity import Bound
from hoursback.engine.capture.assign import Assigner
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.overlap import overlaps
from hoursback.engine.capture.quality import Check, Severity, check
from hoursback.engine.capture.readers.toggl import READER
from hoursback.engine.capture.reading import ReadOptions, Tally
from hoursback.engine.capture.sample import SAMPLE_SETTINGS, SAMPLE_ZONE, sample_csv, sample_log
from hoursback.engine.people import PersonKind
from hoursback.engine.plan.settings import parse_settings

MONDAY = date(2026, 3, 2)
SEEDS = range(12)


def hours_of_week(seed: int, week: int) -> float:
    entries = sample_log(seed, MONDAY)
    return sum(entry.seconds for entry in entries if (entry.day - MONDAY).days // 7 == week) / 3600


def spans(entries: tuple[Entry, ...]) -> list[tuple[int, int]]:
    return [(entry.start, entry.end) for entry in entries if entry.start is not None and entry.end is not None]


def activity_hours(seed: int) -> dict[str, float]:
    """Hours a week by activity, matched by Olive's own settings."""
    name_of = Assigner(parse_settings(SAMPLE_SETTINGS).activities)
    hours: dict[str, float] = defaultdict(float)
    for entry in sample_log(seed, MONDAY):
        hours[name_of(entry)] += entry.seconds / 3600 / 2
    return hours


def test_the_same_seed_gives_the_same_log_and_another_seed_another():
    assert sample_log(1, MONDAY) == sample_log(1, MONDAY)
    assert sample_log(1, MONDAY) != sample_log(2, MONDAY)


def test_the_log_of_a_seed_never_changes():
    first = sample_log(7, MONDAY)[0]
    assert (first.task, first.note, first.seconds) == ("Design work", "poster, second round", 33 * 60)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_week_has_45_to_52_hours_and_two_weeks_150_to_220_entries(seed):
    assert 45 <= hours_of_week(seed, 0) <= 52.5
    assert 45 <= hours_of_week(seed, 1) <= 52.5
    assert 150 <= len(sample_log(seed, MONDAY)) <= 220


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("start", [MONDAY, date(2026, 3, 25), date(2026, 10, 22)])
def test_the_log_is_in_order_does_not_overlap_and_stays_within_waking_hours(seed, start):
    entries = sample_log(seed, start)
    assert len(spans(entries)) == len(entries)
    assert spans(entries) == sorted(spans(entries))
    assert overlaps(spans(entries)) == []
    zone = ZoneInfo(SAMPLE_ZONE)
    for entry, span in zip(entries, spans(entries), strict=True):
        begins, ends = (datetime.fromtimestamp(at, zone) for at in span)
        assert begins.date() == ends.date() == entry.day
        assert 7 <= begins.hour <= ends.hour <= 23


@pytest.mark.parametrize("seed", SEEDS)
def test_one_saturday_morning_and_a_long_day_are_among_ordinary_ones(seed):
    by_day: dict[date, float] = defaultdict(float)
    for entry in sample_log(seed, MONDAY):
        by_day[entry.day] += entry.seconds / 3600
    assert len(by_day) == 11
    assert 3 <= by_day.pop(date(2026, 3, 7)) <= 5
    assert max(by_day, key=by_day.__getitem__) == date(2026, 3, 11)
    assert by_day.pop(date(2026, 3, 11)) > 10.5
    assert all(7.5 <= hours <= 11 for hours in by_day.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_log_can_be_trusted_and_has_a_thing_or_two_to_ask_about(seed):
    quality = check(sample_log(seed, MONDAY))
    assert quality.score >= 85
    assert quality.widen == 1.0
    assert all(finding.severity is not Severity.ERROR for finding in quality.findings)
    assert Check.NAMES not in quality.totals


def test_some_afternoons_are_left_unlogged():
    assert sum(check(sample_log(seed, MONDAY)).totals.get(Check.GAP, 0) for seed in SEEDS) >= len(SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_entry_belongs_to_an_activity_of_the_settings_and_every_activity_but_the_rare_one_is_logged(seed):
    stated = {activity.name for activity in parse_settings(SAMPLE_SETTINGS).activities}
    assert set(activity_hours(seed)) == stated - {"Stocktaking"}


@pytest.mark.parametrize("seed", SEEDS)
def test_there_is_much_to_hand_off_and_much_to_keep(seed):
    hours = activity_hours(seed)
    activities = {activity.name: activity for activity in parse_settings(SAMPLE_SETTINGS).activities}
    kept = sum(hours[name] for name, activity in activities.items() if activity.answers.core == 3)
    routine = sum(hours[name] for name, activity in activities.items() if activity.answers.core == 0)
    assert 14 <= kept <= 24
    assert 18 <= routine <= 30
    assert hours["Bookkeeping"] > 2.5
    assert hours["E-mail"] > 3.5
    assert hours["Social media"] > 2


def test_the_toggl_text_reads_back_as_the_same_log():
    text = sample_csv(3, MONDAY)
    tally = Tally()
    options = ReadOptions(timezone=SAMPLE_ZONE)
    found = list(READER.read(io.BytesIO(text.encode()), "sample.csv", options, tally))
    assert tally.problems == []
    assert READER.recognises(text)
    assert [replace(entry, line=0, source="", source_id="") for entry in found] == list(sample_log(3, MONDAY))


def test_the_settings_hold_every_kind_of_help_and_of_limit():
    settings = parse_settings(SAMPLE_SETTINGS)
    assert (settings.business.currency, settings.business.timezone) == ("EUR", SAMPLE_ZONE)
    assert {person.kind for person in settings.people} == set(PersonKind)
    assert [person.name for person in settings.people if person.engaged] == ["Sam"]
    assert len(settings.quotes) == 2
    assert {activity.bound for activity in settings.activities} > {Bound.NO, Bound.SIGNATURE}


def test_whoever_can_be_asked_clears_the_floor_of_something_and_nobody_of_everything():
    settings = parse_settings(SAMPLE_SETTINGS)
    for person in settings.people:
        cleared = [
            activity.name
            for activity in settings.activities
            if all((person.skills or {}).get(asked.skill, 0) >= asked.level for asked in activity.requires)
        ]
        assert 0 < len(cleared) < 7, (person.name, cleared)
