"""Harvest's detailed time report: hours on a date, with clock times where the account keeps them."""

from __future__ import annotations

from hoursback.engine.capture.readers.layout import Layout
from hoursback.engine.capture.readers.table import TableReader

READER = TableReader(
    Layout(
        name="harvest_csv",
        title="Harvest, detailed time report (CSV)",
        columns={
            "date": ("Date", "Spent Date"),
            "start": ("Started At", "Start Time"),
            "end": ("Ended At", "End Time"),
            "length": ("Hours", "Hours Rounded"),
            "note": ("Notes",),
            "project": ("Project",),
            "task": ("Task",),
            "client": ("Client",),
            "first_name": ("First Name",),
            "last_name": ("Last Name",),
            "person": ("Employee", "Person", "User"),
        },
        known_by=(
            ("Date", "Client", "Project", "Task", "Hours"),
            ("Date", "Project Code", "Hours"),
            ("Date", "Hours", "First Name", "Last Name"),
            ("Date", "Hours", "Billable?", "Notes"),
        ),
    )
)
