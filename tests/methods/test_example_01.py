"""Worked example 1: the point estimate of weekly hours."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hoursback.engine.capture.assign import Assigner
from hoursback.engine.capture.entry import Entry
from hoursback.engine.review.hours import weekly_hours
from hoursback.engine.review.hurdle import Stratum
from hoursback.engine.review.log import day_log

WORK_DAYS = (1.0, 2.0, 0, 1.5, 0.5, 1.0, 0, 2.0, 1.0, 1.0)
REST_DAYS = (0, 0.5)


def stratum(hours: tuple[float, ...], days_per_week: int) -> Stratum:
    return Stratum(len(hours), tuple(x for x in hours if x > 0), days_per_week)


def test_example_1_point_estimate_averages_each_stratum_for_itself():
    assert stratum(WORK_DAYS, 5).point + stratum(REST_DAYS, 2).point == pytest.approx(5.50)
    # Seven times the pooled mean is wrong, and not what is done.
    assert 7 * (sum(WORK_DAYS) + sum(REST_DAYS)) / 12 == pytest.approx(6.125)


def test_example_1_the_same_from_a_log():
    monday = date(2026, 3, 2)
    work = [monday + timedelta(days=offset) for offset in range(12) if offset not in (5, 6)]
    invoices = dict(zip(work, WORK_DAYS, strict=True)) | {monday + timedelta(days=6): REST_DAYS[1]}
    # Another activity fills each work day up to eight hours, so that every day is covered.
    others = {day: 8 - invoices[day] for day in work}
    entries = [
        Entry(day=day, seconds=round(3600 * hours), project=name)
        for name, days in (("Invoices", invoices), ("Other", others))
        for day, hours in days.items()
        if hours
    ]
    assert weekly_hours(day_log(entries, Assigner()))["Invoices"].mean == pytest.approx(5.50)
