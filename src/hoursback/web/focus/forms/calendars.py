"""Forms about the owner's own calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.web.focus.models import Calendar
from hoursback.web.shared import guarding


class ConnectForm(forms.Form):
    """How the calendar is reached."""

    address = forms.CharField(
        label=_("Address of the calendar server"),
        max_length=500,
        help_text=_("Such as caldav.icloud.com, caldav.fastmail.com or your Nextcloud; look for “CalDAV” there."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "autocapitalize": "off"}),
    )
    user = forms.CharField(
        label=_("User name there"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        help_text=_("One made for apps alone, where there is such a thing. It is stored sealed and never shown again."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    has_titles = forms.BooleanField(
        label=_("Write into each block what it is for"),
        required=False,
        help_text=_("Whoever sees your calendar reads it. Without this it says “Focus time”."),
    )

    def clean_address(self) -> str:
        """The whole address; what can never be opened is said at once."""
        typed = str(self.cleaned_data["address"])
        whole = typed if "://" in typed else f"https://{typed}"
        try:
            target = guarding.target(whole)
        except guarding.FetchError as error:
            raise forms.ValidationError(f"{error.what} {error.hint}".strip()) from None
        if not target.may_have_password:
            raise forms.ValidationError(_("A password is never sent without https."))
        return target.url


class ChooseForm(forms.Form):
    """Which of the calendars that were found."""

    collection = forms.ChoiceField(label=_("Put the blocks into"), widget=forms.RadioSelect)

    def __init__(self, calendar: Calendar, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(offer["href"], offer["name"]) for offer in calendar.offered]
        self.fields["collection"].choices = choices  # type: ignore[attr-defined]
        if choices:
            self.fields["collection"].initial = choices[0][0]


class OffForm(forms.Form):
    """Letting go."""

    removes = forms.BooleanField(label=_("Take my blocks out of the calendar, too"), required=False)
