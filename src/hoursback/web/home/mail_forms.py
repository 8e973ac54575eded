"""Forms about mail and calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class MailingForm(forms.Form):
    """The daily mail, and an owner's mail about the week."""

    has_digest = forms.BooleanField(label=_("Send me one mail a day when something awaits me"), required=False)
    has_weekly = forms.BooleanField(
        label=_("Send me one mail about each week once it is over"),
        required=False,
        help_text=_("It takes the place of that day’s mail, so that you never get two on one day."),
    )
    hour = forms.TypedChoiceField(
        label=_("Not before"), coerce=int, choices=[(hour, f"{hour}:00") for hour in range(24)], initial=7
    )

    def __init__(self, *args: Any, is_owner: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_owner:
            del self.fields["has_weekly"]


class FeedForm(forms.Form):
    """A new calendar address."""

    has_titles = forms.BooleanField(
        label=_("Show what each date is about"),
        required=False,
        help_text=_("Whoever has the address can read it. Without this it says only that something is due."),
    )
