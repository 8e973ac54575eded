"""The sheet on which the checks note what they find."""

from __future__ import annotations

from datetime import date

from hoursback.engine.capture.findings import FINDINGS_KEPT, Check, Report, Severity

MONDAY = date(2026, 3, 2).toordinal()


def test_findings_are_kept_while_there_is_room_and_counted_afterwards():
    report = Report(("Olive",))
    for number in range(FINDINGS_KEPT + 5):
        assert report.has_room(Check.GAP) is (number < FINDINGS_KEPT)
        report.add(Check.GAP, Severity.ASK, f"gap {number}", "Log it.", on=(0, MONDAY + number))
    report.count(Check.GAP, Severity.ASK, on=(0, MONDAY + 1000))
    assert report.has_room(Check.OVERLAP)
    assert len(report.in_order()) == FINDINGS_KEPT
    assert report.totals[Check.GAP] == FINDINGS_KEPT + 6
    assert report.days_concerned(Check.GAP, Severity.ASK) == FINDINGS_KEPT + 6


def test_a_day_is_concerned_once_for_each_person_and_severity():
    report = Report(("Olive", "Sam"))
    for on in ((0, MONDAY), (0, MONDAY), (1, MONDAY), (0, MONDAY)):
        report.count(Check.LONG_DAY, Severity.WARN, on=on)
    report.count(Check.LONG_DAY, Severity.ERROR, on=(0, MONDAY))
    report.count(Check.MIDNIGHT, Severity.WARN)
    assert report.days_concerned(Check.LONG_DAY, Severity.WARN) == 2
    assert report.days_concerned(Check.LONG_DAY, Severity.ERROR) == 1
    assert report.days_concerned(Check.MIDNIGHT, Severity.WARN) == 0


def test_a_finding_that_costs_nothing_concerns_no_day():
    report = Report(("Olive",))
    report.add(Check.SHORT_DAY, Severity.ASK, "nothing", "Log it.", on=(0, MONDAY), costs=False)
    assert report.days_concerned(Check.SHORT_DAY, Severity.ASK) == 0
    assert report.in_order()[0].person == "Olive"


def test_errors_come_first_then_the_log_as_a_whole_then_day_by_day():
    report = Report(("Olive",))
    report.add(Check.GAP, Severity.ASK, "b", "", on=(0, MONDAY + 1))
    report.add(Check.GAP, Severity.ASK, "a", "", on=(0, MONDAY))
    report.add(Check.NAMES, Severity.ASK, "c", "")
    report.add(Check.OVERLAP, Severity.ERROR, "d", "", on=(0, MONDAY + 9), lines=(0, 7))
    assert [finding.message for finding in report.in_order()] == ["d", "c", "a", "b"]
    assert report.in_order()[0].lines == (7,)
