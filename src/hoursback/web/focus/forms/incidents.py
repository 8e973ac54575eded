"""Forms of fix or pay: two boxes to decide, the figures behind it, the time-box, and how it ended."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hoursback.engine.figures import Figure
from hoursback.web.capture.forms.boxes import VersionedForm
from hoursback.web.focus.actions.boxes import LONGEST_MINUTES, SHORTEST_MINUTES
from hoursback.web.focus.forms.protecting import ActivityChoice, Choices
from hoursback.web.focus.models import Incident
from hoursback.web.focus.models.incidents import MOST_SWITCHES
from hoursback.web.shared.figurefield import FigureBox

MOST_HOURS: Final = 2_000.0
LEAST_HOURS: Final = 1 / 60
KIND_LIST = "known-kinds"
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_UNIT = r"(h|hrs?|hours?|std\.?|stunden?|m|min|mins|minutes?|minuten)?\.?"
_HOURS = re.compile(rf"{_NUMBER}\s*{_UNIT}\s*(?:(?:to|bis|–|—|-|\.\.)\s*{_NUMBER}\s*{_UNIT})?", re.IGNORECASE)


class HoursBox(FigureBox):
    """Hours, or a range of them, as one says it: 3, 2 to 6 h, 30 min to 2 h."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("highest", MOST_HOURS)
        super().__init__(**kwargs)

    def _read(self, text: str) -> Figure:
        found = _HOURS.fullmatch(text.strip())
        if found is None:
            message = _("“%(value)s” is no number of hours. Write 3, or 2 to 6 h, or 45 min.")
            raise ValidationError(message, code="unreadable", params={"value": text})
        first, unit, last, last_unit = found.groups()
        if last is None:
            return super()._read(_in_hours(first, unit))
        low, high = _in_hours(first, unit or last_unit), _in_hours(last, last_unit or unit)
        return super()._read(f"{low} to {high}")


def _in_hours(number: str, unit: str | None) -> str:
    hours = float(number.replace(",", "."))
    return f"{hours / 60 if unit and unit.lower().startswith('m') else hours:.6f}"


class NewForm(forms.Form):
    """What broke, and how long it would take: all that a decision needs."""

    what = forms.CharField(
        label=_("What broke?"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("the printer jams"), "autocomplete": "off"}),
    )
    hours = HoursBox(
        label=_("How long would it take you?"),
        required=True,
        lowest=LEAST_HOURS,
        help_text=_("Hours, best as a range: 2 to 6 h, or 45 min."),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="new-%s", **kwargs)


class AgainForm(forms.Form):
    """How long it still takes."""

    hours = HoursBox(label=_("How long will it still take you?"), required=True, lowest=LEAST_HOURS)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="again-%s", **kwargs)


class BoxForm(forms.Form):
    """How long to try."""

    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=SHORTEST_MINUTES, max_value=LONGEST_MINUTES, help_text=_("Then it asks again.")
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="box-%s", **kwargs)


class EndForm(forms.Form):
    """How it ended, with what it took."""

    outcome = forms.ChoiceField(label=_("It ended so"), choices=Incident.Outcome.choices, widget=forms.RadioSelect)
    hours = HoursBox(label=_("Your hours in all"), required=True, lowest=0.0)
    money = forms.DecimalField(
        label=_("Paid to others"), min_value=Decimal(0), max_digits=12, decimal_places=2, required=False
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="end-%s", **kwargs)

    @property
    def facts(self) -> dict[str, Any]:
        """What was said, as the action takes it; a range of hours counts by its middle."""
        said = self.cleaned_data
        return {"outcome": said["outcome"], "hours": said["hours"].value, "money": said["money"] or Decimal(0)}


class FiguresForm(VersionedForm):
    """Everything behind the decision; what is left empty is a default or is not there."""

    what = forms.CharField(label=_("What broke"), max_length=200)
    estimate = HoursBox(label=_("Your hours"), required=True, lowest=LEAST_HOURS)
    worth = FigureBox(label=_("Worth of your hour"), help_text=_("Empty: as on the page of Worth."))
    loss_per_hour = FigureBox(
        label=_("Lost for each hour it stands still"), help_text=_("Sales, wages of people who wait. Empty: nothing.")
    )
    waiting = HoursBox(label=_("Hours it stands still if you do it"), help_text=_("Empty: as long as it takes you."))
    switches = forms.IntegerField(
        label=_("Times you leave other work for it"), min_value=0, max_value=MOST_SWITCHES, required=False
    )
    helper = ActivityChoice(label=_("Compare with"), nothing=_("the cheapest there is"))
    quote_from = forms.CharField(label=_("A quote from"), max_length=100, required=False)
    price = FigureBox(label=_("Their price an hour"))
    fixed = FigureBox(label=_("or a fixed price in all"))
    helper_hours = HoursBox(label=_("Hours it takes them"), help_text=_("Empty: reckoned from yours."))
    call_out = FigureBox(label=_("Call-out"), help_text=_("For coming at all. Empty: nothing."))
    brief = HoursBox(label=_("Your hours to tell them"))
    response = HoursBox(
        label=_("Hours until it works again with them"), help_text=_("From your call; counts where waiting costs.")
    )
    activity = ActivityChoice(label=_("Belongs to the activity"), nothing="—")
    kind = forms.CharField(
        label=_("Kind"),
        max_length=60,
        required=False,
        help_text=_("One name for incidents that are the same, such as “printer”; else your words are compared."),
        widget=forms.TextInput(attrs={"list": KIND_LIST, "autocomplete": "off"}),
    )
    fee_per_month = FigureBox(label=_("Retainer offered, a month"))

    OWN = ("what", "estimate", "worth", "loss_per_hour", "waiting", "switches")
    PAID = ("helper", "helper_hours", "call_out", "brief", "response", "quote_from", "price", "fixed")
    AGAIN = ("kind", "activity", "fee_per_month")

    def __init__(self, data: Any = None, *, incident: Incident, activities: Choices, people: Iterable[Any]) -> None:
        initial = {name: getattr(incident, name) for name in self.base_fields if name not in ("activity", "helper")}
        initial |= {name: getattr(incident, f"{name}_id") for name in ("activity", "helper")}
        super().__init__(data, initial=initial, auto_id="figure-%s")
        cast("ActivityChoice", self.fields["activity"]).offer(activities)
        cast("ActivityChoice", self.fields["helper"]).offer(people)

    def clean_switches(self) -> int:
        """Empty: the default."""
        said = self.cleaned_data["switches"]
        return int(said) if said is not None else 1

    def clean(self) -> dict[str, Any]:
        """A quote has one price."""
        said = super().clean() or self.cleaned_data
        if said.get("price") is not None and said.get("fixed") is not None:
            self.add_error("fixed", _("A quote has a price an hour or a fixed price, not both."))
        return said

    @property
    def facts(self) -> dict[str, Any]:
        """What was said, as the action takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def boxes(self, names: Iterable[str]) -> list[Any]:
        """Some of the boxes, in this order."""
        return [self[name] for name in names]

    @property
    def own_boxes(self) -> list[Any]:
        """About doing it oneself."""
        return self.boxes(self.OWN)

    @property
    def paid_boxes(self) -> list[Any]:
        """About paying."""
        return self.boxes(self.PAID)

    @property
    def again_boxes(self) -> list[Any]:
        """About its coming again."""
        return self.boxes(self.AGAIN)
