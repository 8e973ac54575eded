"""The form about a price from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.web.capture.actions.rates import MOST_HUNDREDTHS
from hoursback.web.capture.clocks import in_bounds
from hoursback.web.shared.options import Options, Pairs
from hoursback.web.shared.plainforms import Plainly


class PriceForm(Plainly, forms.Form):
    """What an hour costs, for what, from when on and why."""

    price = forms.DecimalField(
        label=_("Price of one hour"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(MOST_HUNDREDTHS) / 100,
        max_digits=9,
        decimal_places=2,
    )
    is_none = forms.BooleanField(
        label=_("No price from this day on"),
        required=False,
        help_text=_("For one activity: the price for any activity holds again."),
    )
    activity = forms.TypedChoiceField(
        label=_("For"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=Options,
        help_text=_("A price for one activity goes before the price for any."),
    )
    from_day = forms.DateField(
        label=_("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("From today on nothing that lies back changes. An earlier day shows first what it would change."),
    )
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=300,
        help_text=_("They can read this too."),
    )

    def __init__(self, *args: Any, activities: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = Pairs([("", _("any activity")), *activities])  # type: ignore[attr-defined]

    def clean_from_day(self) -> date:
        """A day that the log knows."""
        day: date = self.cleaned_data["from_day"]
        if not in_bounds(day.toordinal()):
            raise forms.ValidationError(_("Days go from 1970 to 2100."))
        return day

    def clean(self) -> dict[str, Any]:
        """A price, or that there is none."""
        found = super().clean() or {}
        if "price" not in self.errors and (found.get("price") is None) is not bool(found.get("is_none")):
            self.add_error("price", _("State a price, or tick that there is none; not both."))
        return found

    @property
    def hundredths(self) -> int | None:
        """The price in hundredths; None: there is none from that day on."""
        price: Decimal | None = self.cleaned_data["price"]
        return None if price is None else int(price * 100)
