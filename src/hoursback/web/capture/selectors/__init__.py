"""Look-ups of the log: every one bounded in queries, and starting from what the member may see."""

from hoursback.web.capture.selectors.day import day_facts, neighbours, row_of
from hoursback.web.capture.selectors.doubts import doubts
from hoursback.web.capture.selectors.entries import entry, logged_since
from hoursback.web.capture.selectors.lines import interpret
from hoursback.web.capture.selectors.names import (
    activities,
    activities_for,
    activity,
    activity_rows,
    function_choices,
    habit_of,
    last_steps,
    other_activities,
    own_person,
    people_who_log,
    person_shown,
    running_timer,
    stated_activities,
)
from hoursback.web.capture.selectors.quality import groups, has_entries, log_quality
from hoursback.web.capture.selectors.split import count_split, note_examples
from hoursback.web.capture.selectors.suggest import Said, propose
from hoursback.web.capture.selectors.timeline import timeline
from hoursback.web.capture.selectors.week import first_day, week_facts

__all__ = [
    "Said",
    "activities",
    "activities_for",
    "activity",
    "activity_rows",
    "count_split",
    "day_facts",
    "doubts",
    "entry",
    "first_day",
    "function_choices",
    "groups",
    "habit_of",
    "has_entries",
    "interpret",
    "last_steps",
    "log_quality",
    "logged_since",
    "neighbours",
    "note_examples",
    "other_activities",
    "own_person",
    "people_who_log",
    "person_shown",
    "propose",
    "row_of",
    "running_timer",
    "stated_activities",
    "timeline",
    "week_facts",
]
