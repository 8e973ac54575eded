"""Clockify's detailed report, and its summary report where that has dates."""

from __future__ import annotations

from hoursback.engine.capture.readers.layout import Layout
from hoursback.engine.capture.readers.table import TableReader

READER = TableReader(
    Layout(
        name="clockify_csv",
        title="Clockify, detailed or summary report (CSV)",
        columns={
            "date": ("Start Date", "Date"),
            "start": ("Start Time",),
            "end_date": ("End Date",),
            "end": ("End Time",),
            # The decimal columns are rounded, so they come last.
            "length": ("Duration (h)", "Time (h)", "Duration", "Duration (decimal)", "Time (decimal)"),
            "note": ("Description",),
            "project": ("Project",),
            "task": ("Task",),
            "client": ("Client",),
            "person": ("User", "Email"),
            "tags": ("Tags", "Tag"),
            "kind": ("Type",),
        },
        known_by=(
            ("Start Date", "Start Time", "Duration (h)"),
            ("Start Date", "Start Time", "Duration (decimal)"),
            ("Date", "Time (h)"),
            ("Date", "Time (decimal)"),
        ),
    )
)
