"""Toggl Track's detailed report."""

from __future__ import annotations

from hoursback.engine.capture.readers.layout import Layout
from hoursback.engine.capture.readers.table import TableReader

READER = TableReader(
    Layout(
        name="toggl_csv",
        title="Toggl Track, detailed report (CSV)",
        columns={
            "date": ("Start date",),
            "start": ("Start time",),
            "end_date": ("End date", "Stop date"),
            "end": ("End time", "Stop time"),
            "length": ("Duration",),
            "note": ("Description", "Title"),
            "project": ("Project",),
            "task": ("Task",),
            "client": ("Client",),
            "person": ("User", "Member", "Email"),
            "tags": ("Tags", "Tag"),
        },
        known_by=(
            ("Start date", "Start time", "Duration", "Description"),
            ("Start date", "Start time", "Duration", "User", "Email"),
            ("Start date", "Start time", "Duration", "Member", "Email"),
        ),
    )
)
