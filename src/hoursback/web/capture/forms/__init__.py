"""Forms of the log."""

from hoursback.web.capture.forms.activities import ActivityForm, MergeForm, NewActivityForm, RangeFormSet, SplitForm
from hoursback.web.capture.forms.entries import EntryForm, LineForm, MoveForm
from hoursback.web.capture.forms.habits import HabitForm
from hoursback.web.capture.forms.timers import StopForm, TimerForm

__all__ = [
    "ActivityForm",
    "EntryForm",
    "HabitForm",
    "LineForm",
    "MergeForm",
    "MoveForm",
    "NewActivityForm",
    "RangeFormSet",
    "SplitForm",
    "StopForm",
    "TimerForm",
]
