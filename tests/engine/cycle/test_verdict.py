"""The draft verdict as truth tables: one row per rule, kept and broken."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.cycle.verdict import DATA_FLOOR, Record, Results, Verdict, draft_verdict
from hoursback.engine.cycle.xmr import xmr

GOOD, BAD, MIXED = Results("Invoices", 20, 20), Results("Invoices", 8, 20), Results("Invoices", 18, 20)
QUOTES = Results("Quotes", 20, 20)
NOTHING = Record({})
FAILED_BEFORE = Record({"Invoices": 0.01}, has_agreed_goals=True, does_replacing_pay=True)
WENT_WELL = Record({"Invoices": 0.95, "Quotes": 0.97}, spare_hours=5)
TRAINED = replace(BAD, gap=1, was_trained=True)


@pytest.mark.parametrize(
    ("verdict", "results", "record"),
    [
        # Too little is known.
        (Verdict.COLLECT, [], NOTHING),
        (Verdict.COLLECT, [Results("Invoices", 4, 4)], NOTHING),
        (Verdict.COLLECT, [Results("Invoices", 0, 4)], FAILED_BEFORE),
        (Verdict.COLLECT, [MIXED], NOTHING),
        # Keep.
        (Verdict.KEEP, [GOOD], NOTHING),
        (Verdict.KEEP, [GOOD, QUOTES], NOTHING),
        (Verdict.COLLECT, [GOOD, replace(MIXED, activity="Quotes")], NOTHING),
        # Widen: twice, with hours and level.
        (Verdict.WIDEN, [GOOD], WENT_WELL),
        (Verdict.WIDEN, [GOOD, QUOTES], WENT_WELL),
        (Verdict.KEEP, [GOOD], replace(WENT_WELL, chances_before={})),
        (Verdict.KEEP, [GOOD], replace(WENT_WELL, chances_before={"Invoices": 0.85})),
        (Verdict.KEEP, [GOOD], replace(WENT_WELL, spare_hours=0)),
        (Verdict.KEEP, [GOOD], replace(WENT_WELL, has_level=False)),
        # Train: a gap of one or more, and no training yet.
        (Verdict.TRAIN, [replace(BAD, gap=1)], NOTHING),
        (Verdict.TRAIN, [replace(BAD, gap=2), QUOTES], NOTHING),
        (Verdict.COLLECT, [replace(BAD, gap=0.5)], NOTHING),
        (Verdict.COLLECT, [BAD], NOTHING),
        (Verdict.COLLECT, [TRAINED], NOTHING),
        # Narrow: one fails, the others pass.
        (Verdict.NARROW, [BAD, QUOTES], NOTHING),
        (Verdict.NARROW, [TRAINED, QUOTES], FAILED_BEFORE),
        (Verdict.COLLECT, [BAD, replace(BAD, activity="Quotes")], NOTHING),
        (Verdict.COLLECT, [BAD, replace(MIXED, activity="Quotes")], NOTHING),
        # Replace: twice, after training and agreed goals, and only where it pays.
        (Verdict.REPLACE, [TRAINED], FAILED_BEFORE),
        (Verdict.COLLECT, [TRAINED], replace(FAILED_BEFORE, chances_before={})),
        (Verdict.COLLECT, [TRAINED], replace(FAILED_BEFORE, chances_before={"Invoices": 0.15})),
        (Verdict.COLLECT, [TRAINED], replace(FAILED_BEFORE, has_agreed_goals=False)),
        (Verdict.COLLECT, [TRAINED], replace(FAILED_BEFORE, does_replacing_pay=False)),
        (Verdict.COLLECT, [TRAINED], replace(FAILED_BEFORE, does_replacing_pay=None)),
        (Verdict.TRAIN, [replace(BAD, gap=1)], FAILED_BEFORE),
        # A critical breach.
        (Verdict.REPLACE, [GOOD], Record({}, has_breach=True, does_replacing_pay=True)),
        (Verdict.REPLACE, [], Record({}, has_breach=True, does_replacing_pay=True)),
        (Verdict.KEEP, [GOOD], Record({}, has_breach=True, does_replacing_pay=False)),
        (Verdict.KEEP, [GOOD], Record({}, has_breach=True)),
    ],
)
def test_the_rules_give(verdict: Verdict, results: list[Results], record: Record) -> None:
    assert draft_verdict(results, record).verdict is verdict


def test_below_the_floor_it_says_collect_more_and_how_many() -> None:
    draft = draft_verdict([Results("Invoices", 3, 3)], NOTHING)
    assert draft.verdict is Verdict.COLLECT
    assert any("collect more" in reason and "8 would do" in reason for reason in draft.because)


def test_every_reason_names_the_figures_it_rests_on() -> None:
    (_, figures) = draft_verdict([GOOD], NOTHING).because
    assert figures == (
        "Invoices: 20 of 20 met the standard (likely 84 % to 100 %); the chance that 90 % or more do is 96 %."
    )


def test_a_breach_that_does_not_lead_to_replacing_is_still_said() -> None:
    assert any("breach" in reason for reason in draft_verdict([GOOD], Record({}, has_breach=True)).because)


@given(
    st.lists(st.floats(10, 20), min_size=12, max_size=30),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_one_point_inside_the_limits_of_a_chart_never_changes_a_verdict(
    minutes: list[float], met: int, missed: int
) -> None:
    # Times are charted beside the verdict; only judged results feed it.
    results = [Results("Invoices", met, met + missed)]
    before = draft_verdict(results, NOTHING)
    chart = xmr(minutes)
    assert chart.mean is not None
    longer = xmr([*minutes, chart.mean])
    assert longer.upper is not None
    assert draft_verdict(results, NOTHING) == before


@given(st.integers(0, DATA_FLOOR - 1), st.booleans(), st.booleans())
def test_with_less_than_the_floor_nobody_is_judged(of: int, has_goals: bool, pays: bool) -> None:
    record = Record({"Invoices": 0.0}, has_agreed_goals=has_goals, does_replacing_pay=pays)
    draft = draft_verdict([Results("Invoices", 0, of, gap=2)], record)
    assert draft.verdict is Verdict.COLLECT


@given(st.integers(DATA_FLOOR, 60), st.integers(0, 60))
def test_one_more_good_result_never_makes_it_worse(of: int, met: int) -> None:
    met = min(met, of)
    now, then = Results("Invoices", met, of), Results("Invoices", met + 1, of + 1)
    assert then.chance >= now.chance - 1e-12
