"""Forms about timesheets and months."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from hoursback.web.handoff.actions.timesheets import MOST_HOURS
from hoursback.web.shared.plainforms import Plainly

_FIRST, _LAST = 1970, 2099


class CapForm(Plainly, forms.Form):
    """The cap of this one week."""

    hours = forms.DecimalField(
        label=_("Most hours in this week"),
        required=False,
        min_value=Decimal(0),
        max_value=MOST_HOURS,
        max_digits=5,
        decimal_places=2,
        help_text=_("It takes the place of the agreed caps. Empty: the agreed caps hold again."),
    )
    reason = forms.CharField(
        label=_("Why this week is different"), required=False, max_length=300, help_text=_("They read this too.")
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        """A cap needs its reason."""
        found = super().clean() or {}
        if found.get("hours") is not None and not str(found.get("reason", "")).strip():
            self.add_error("reason", _("Say why this week is different."))
        return found


class AskForm(Plainly, forms.Form):
    """More hours in this one week, asked for by whose week it is."""

    hours = forms.DecimalField(
        label=_("Hours you need in this week"),
        min_value=Decimal("0.25"),
        max_value=MOST_HOURS,
        max_digits=5,
        decimal_places=2,
        help_text=_("In all, such as 12."),
    )
    reason = forms.CharField(label=_("Why this week needs more"), max_length=300)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def month_asked(text: str, today: date) -> date:
    """The month of an address such as 2026-03; today's where none is named.

    Raises: Http404.
    """
    if not text:
        return today.replace(day=1)
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None
    if len(text) != len("2026-03") or not _FIRST <= found.year <= _LAST:
        raise Http404
    return found


def month_before(month: date) -> date:
    """The month before; the first one there is comes before itself."""
    if month <= date(_FIRST, 1, 1):
        return month
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def month_after(month: date) -> date:
    """The month after."""
    if month >= date(_LAST, 12, 1):
        return month
    return date(month.year + (month.month == 12), month.month % 12 + 1, 1)
