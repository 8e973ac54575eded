"""Forms about mail and calendar."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class MailingForm(forms.Form):
    """The daily mail."""

    has_digest = forms.BooleanField(label=_("Send me one mail a day when something awaits me"), required=False)
    hour = forms.TypedChoiceField(
        label=_("Not before"), coerce=int, choices=[(hour, f"{hour}:00") for hour in range(24)], initial=7
    )


class FeedForm(forms.Form):
    """A new calendar address."""

    has_titles = forms.BooleanField(
        label=_("Show what each date is about"),
        required=False,
        help_text=_("Whoever has the address can read it. Without this it says only that something is due."),
    )
