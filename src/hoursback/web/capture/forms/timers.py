"""Forms of the running timer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.web.capture.forms.boxes import ActivityBox, DateBox, TimeBox, VersionedForm, WhichBox


class TimerForm(forms.Form):
    """What is being done; while it runs, since when too."""

    note = forms.CharField(
        label=_("What are you doing?"),
        required=False,
        max_length=10_000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("quote for Alder Bakery")}),
    )
    activity = ActivityBox(required=False)


class EditTimerForm(VersionedForm, TimerForm):
    """The running timer, with its start."""

    day = DateBox(label=_("Since (day)"))
    start = TimeBox(label=_("Since (time)"), required=True)
    which = WhichBox()


class StopForm(forms.Form):
    """When the work really ended, of a timer that was forgotten."""

    day = DateBox(label=_("I stopped on"))
    end = TimeBox(label=_("at"), required=True)
    which = WhichBox()
