"""The form of how somebody logs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.web.capture.forms.boxes import TimeBox
from hoursback.web.capture.models import Habit

_WEEKDAYS = [
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")),
    (5, _("Saturday")), (6, _("Sunday")),
]  # fmt: skip


class HabitForm(forms.Form):
    """Working hours that gaps are measured in, and the reminder."""

    day_from = TimeBox(label=_("I usually start at"))
    day_to = TimeBox(label=_("and stop at"))
    work_days = forms.TypedMultipleChoiceField(
        label=_("on"), coerce=int, choices=_WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    remind_every = forms.TypedChoiceField(
        label=_("Ask me “what did you just do?”"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[
            ("", _("never")),
            (15, _("every 15 minutes")),
            (30, _("every 30 minutes")),
            (60, _("every hour")),
            (120, _("every 2 hours")),
        ],
        help_text=_(
            "Only while a page of the log is open, nothing is timed and nothing was logged; within your hours."
        ),
    )

    def __init__(self, data: Any = None, *, habit: Habit | None) -> None:
        initial = {
            "day_from": habit.day_from if habit else None,
            "day_to": habit.day_to if habit else None,
            "work_days": (habit.work_days if habit else None) or Habit.DEFAULT_DAYS,
            "remind_every": habit.remind_every if habit else None,
        }
        super().__init__(data, initial=initial, auto_id="habit-%s")
