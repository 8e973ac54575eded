"""What changes the log; every change is one transaction, counts into the totals and can be taken back."""

from hoursback.web.capture.actions.activities import (
    Stated,
    archive_activity,
    change_activity,
    create_activity,
    state_ranges,
)
from hoursback.web.capture.actions.entries import add_entry, change_entry, delete_entry
from hoursback.web.capture.actions.habits import change_habit, remind_once
from hoursback.web.capture.actions.lines import log, log_line
from hoursback.web.capture.actions.names import ensure_activity, ensure_labels, ensure_zone
from hoursback.web.capture.actions.regroup import merge_activities, split_activity
from hoursback.web.capture.actions.steps import undo
from hoursback.web.capture.actions.timers import (
    change_timer,
    continue_entry,
    discard_timer,
    start_timer,
    stop_timer,
    switch_timer,
)
from hoursback.web.capture.actions.weeks import set_cell

__all__ = [
    "Stated",
    "add_entry",
    "archive_activity",
    "change_activity",
    "change_entry",
    "change_habit",
    "change_timer",
    "continue_entry",
    "create_activity",
    "delete_entry",
    "discard_timer",
    "ensure_activity",
    "ensure_labels",
    "ensure_zone",
    "log",
    "log_line",
    "merge_activities",
    "remind_once",
    "set_cell",
    "split_activity",
    "start_timer",
    "state_ranges",
    "stop_timer",
    "switch_timer",
    "undo",
]
