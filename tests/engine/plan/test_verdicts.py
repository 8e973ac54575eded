"""The verdict rules as a truth table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.plan.verdicts import Bars, Case, Verdict, judge

BARS = Bars(yes=0.8, find_out=0.5, caution=0.65)


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        (Case(True, 100, 0.9), "yes"),
        (Case(True, 100, 0.9, asks=True), "yes"),
        (Case(True, 100, 0.7), "yes"),
        (Case(True, 100, 0.7, asks=True), "find_out_first"),
        (Case(True, 100, 0.9, log_is_trusted=False), "find_out_first"),
        (Case(True, -5, 0.85, asks=True), "find_out_first"),
        (Case(True, 100, 0.6), "find_out_first"),
        (Case(False, 100, 0.9, limit=True), "not_yet"),
        (Case(False, 100, 0.6, limit=True), "no"),
        (Case(False, -5, 0.9, limit=True), "no"),
        (Case(False, -5, 0.6, asks=True), "find_out_first"),
        (Case(False, -5, 0.6), "no"),
        (Case(False, -5, 0.4, asks=True), "no"),
        (Case(False, -5, 0.4, threshold=True), "not_yet"),
        (Case(False, -5, 0.6, asks=True, threshold=True), "find_out_first"),
        (Case(False, -5, 0.1), "no"),
    ],
)
def test_a_verdict_follows_its_rule(case: Case, verdict: str):
    assert judge(case, BARS).value == verdict


@given(
    st.builds(
        Case,
        st.booleans(),
        st.floats(-1e6, 1e6),
        st.floats(0, 1),
        st.booleans(),
        st.just(False),
        st.booleans(),
        st.booleans(),
    )
)
def test_a_log_that_is_not_trusted_never_gives_a_yes(case: Case):
    assert judge(case, BARS) is not Verdict.YES


@given(st.floats(0, 1), st.booleans(), st.booleans(), st.booleans())
def test_what_stays_is_never_a_yes(chance: float, asks: bool, limit: bool, threshold: bool):
    assert judge(Case(False, 1.0, chance, asks, True, limit, threshold), BARS) is not Verdict.YES
