"""Boxes that several forms of the log share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.capture.clocks import EARLIER, LATER

LARGEST = 2**53
ACTIVITY_LIST = "known-activities"
"""Id of the page's list of activity names, which boxes propose from."""


class ActivityBox(forms.CharField):
    """The name of an activity, proposed from those there are; a new name makes a new one."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Activity"))
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)
        self.widget.attrs.update({"list": ACTIVITY_LIST, "autocomplete": "off", "spellcheck": "false"})


class DateBox(forms.DateField):
    """A day within the limits of the log."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)
        self.widget.attrs.update({"min": "1970-01-01", "max": "2100-12-31"})


class TimeBox(forms.TimeField):
    """A time of day."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
        super().__init__(**kwargs)


class WhichBox(forms.ChoiceField):
    """Which of two readings is meant, of a time that the clock showed twice."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Which of the two"))
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "choices",
            [("", "—"), (EARLIER, _("before the clocks went back")), (LATER, _("after the clocks went back"))],
        )
        super().__init__(**kwargs)


class VersionedForm(forms.Form):
    """A form that carries the version of the row it was drawn from, to notice a second writer."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)

    def add_error(self, field: str | None, error: Any) -> None:
        """Say an error; one about the version at the head of the form, as nobody sees that box."""
        if field == "version":
            field, error = None, _("This page got out of step: load it again, then make your change anew.")
        super().add_error(field, error)


def put_error(form: forms.BaseForm, error: HoursbackError) -> None:
    """Say a refusal at the box it is about, with what to do next."""
    # A box that nobody sees cannot say anything.
    where = error.where if error.where in form.fields and not form[error.where].is_hidden else None
    form.add_error(where, " ".join(part for part in (error.what, error.hint) if part))
