"""Forms of protected time: how much of it, and one block."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.engine.capture.overlap import Span
from hoursback.engine.focus.protect import LEAST_FLOOR, LONGEST_BAD_DAY, MOST_FLOOR, SHORTEST_BAD_DAY
from hoursback.web.capture.forms.boxes import DateBox, TimeBox, VersionedForm
from hoursback.web.focus.clock import Clock
from hoursback.web.focus.models import Block, Protection

type Choices = Iterable[tuple[int, str]]
"""Ids and names of activities."""
PLACES = ("first", "second", "third")


class ActivityChoice(forms.TypedChoiceField):
    """One of the activities there are, or none."""

    def __init__(self, *, nothing: Any, **kwargs: Any) -> None:
        self.nothing = nothing
        super().__init__(coerce=int, empty_value=None, required=False, choices=[("", nothing)], **kwargs)

    def offer(self, activities: Choices) -> None:
        """Put the activities of the workspace into the list."""
        self.choices = [("", self.nothing), *activities]


class ProtectForm(VersionedForm):
    """How much is protected, when, for what, and what to do on a bad day."""

    floor_minutes = forms.IntegerField(
        label=_("Protected minutes a day"),
        min_value=LEAST_FLOOR,
        max_value=MOST_FLOOR,
        help_text=_("For your top three together; 90 is usual, 30 to 240 is possible."),
    )
    usual_from = TimeBox(label=_("Best begun at"), help_text=_("Empty: the first free time of your working day."))
    first = ActivityChoice(label=_("First"), nothing=_("what earns most"))
    second = ActivityChoice(label=_("Second"), nothing="—")
    third = ActivityChoice(label=_("Third"), nothing="—")
    bad_day_minutes = forms.IntegerField(
        label=_("Minutes on a bad day"), min_value=SHORTEST_BAD_DAY, max_value=LONGEST_BAD_DAY
    )
    when = forms.CharField(
        label=_("If …"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("the morning is gone to a customer")}),
    )
    then = forms.CharField(
        label=_("then …"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("I write one offer after lunch, telephone off")}),
    )
    proposes_tomorrow = forms.BooleanField(
        label=_("Every evening, propose tomorrow's block"),
        required=False,
        help_text=_("Only where the day has none yet; what you took away stays away."),
    )

    def __init__(self, data: Any = None, *, protection: Protection, activities: Choices) -> None:
        initial = {name: getattr(protection, name) for name in self.base_fields if name not in PLACES}
        initial |= {name: getattr(protection, f"{name}_id") for name in PLACES}
        super().__init__(data, initial=initial, auto_id="protect-%s")
        offered = list(activities)
        for name in PLACES:
            cast("ActivityChoice", self.fields[name]).offer(offered)

    @property
    def top(self) -> list[int]:
        """The chosen activities, best first; gaps are closed."""
        return [self.cleaned_data[name] for name in PLACES if self.cleaned_data[name] is not None]


class BlockForm(forms.Form):
    """One block by its day and its clock times."""

    day = DateBox(label=_("Day"))
    begins = TimeBox(label=_("From"), required=True)
    ends = TimeBox(label=_("to"), required=True)
    activity = ActivityChoice(label=_("For"), nothing=_("the top three"))

    def __init__(self, data: Any = None, *, activities: Choices, prefix: str = "block", **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"{prefix}-%s", **kwargs)
        cast("ActivityChoice", self.fields["activity"]).offer(activities)

    def span(self, clock: Clock) -> Span:
        """What was typed in epoch seconds; an end at or before the start lies in the next day."""
        day, begins, ends = (self.cleaned_data[name] for name in ("day", "begins", "ends"))
        start, end = clock.at(day, begins), clock.at(day, ends)
        return (start, end) if end > start else (start, clock.at(day + timedelta(days=1), ends))


class MoveForm(VersionedForm, BlockForm):
    """The same for a block there is."""

    field_order = ("day", "begins", "ends", "activity", "version")

    def __init__(self, data: Any = None, *, block: Block, clock: Clock, activities: Choices) -> None:
        begins, ends = clock.local(block.start), clock.local(block.end)
        initial = {
            "day": clock.day_of(block.start),
            "begins": begins.time(),
            "ends": ends.time(),
            "activity": block.activity_id,
            "version": block.version,
        }
        super().__init__(data, activities=activities, prefix="move", initial=initial)
