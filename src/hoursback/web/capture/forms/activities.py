"""Forms of activities: describe, merge, split, and state ranges without a log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hoursback.web.capture.actions.activities import Stated
from hoursback.web.capture.forms.boxes import ActivityBox, VersionedForm
from hoursback.web.capture.models import Activity
from hoursback.web.capture.words import folded
from hoursback.web.shared.figurefield import FigureBox

_FUNCTIONS = "known-functions"
WORK_DAYS = 5
_MOST_HOURS = {"day": 24, "week": 168, "month": 744}


class NewActivityForm(forms.Form):
    """A new activity."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    function = forms.CharField(
        label=_("Part of the business"),
        max_length=40,
        required=False,
        widget=forms.TextInput(
            attrs={"list": _FUNCTIONS, "autocomplete": "off", "placeholder": _("guessed from the name")}
        ),
    )


class ActivityForm(VersionedForm):
    """Name, function and words of an activity."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    function = forms.CharField(
        label=_("Part of the business"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"list": _FUNCTIONS, "autocomplete": "off"}),
    )
    match = forms.CharField(
        label=_("Words that belong to it"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line; * stands for anything: invoice*. Entries and files that fit are proposed for it."),
    )

    def __init__(self, data: Any = None, *, activity: Activity) -> None:
        initial = {
            "name": activity.name,
            "function": activity.function,
            "match": "\n".join(activity.match),
            "version": activity.version,
        }
        super().__init__(data, initial=initial, auto_id="activity-%s")

    @property
    def patterns(self) -> list[str]:
        """The words, one each."""
        lines: list[str] = self.cleaned_data["match"].splitlines()
        return lines


class MergeForm(forms.Form):
    """Which activity takes over."""

    into = forms.ModelChoiceField(label=_("Merge into"), queryset=Activity._base_manager.none(), empty_label=None)

    def __init__(self, data: Any = None, *, others: QuerySet[Activity]) -> None:
        super().__init__(data, auto_id="merge-%s")
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """Which words pick entries out, and where those go."""

    words = forms.CharField(
        label=_("Entries that say"),
        max_length=200,
        help_text=_("Words of the note, project, task, client or tag."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    into = ActivityBox(label=_("go to"), help_text=_("An activity that exists, or a new name."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="split-%s")


class RangeForm(forms.Form):
    """One activity and how many hours it takes."""

    name = forms.CharField(label=_("Activity"), max_length=200, required=False)
    hours = FigureBox(label=_("Hours, from … to …"), lowest=0.0, highest=744.0)
    per = forms.ChoiceField(
        label=_("in a"),
        required=False,
        choices=[("day", _("work day")), ("week", _("week")), ("month", _("month"))],
        initial="week",
    )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        name, hours, per = facts.get("name"), facts.get("hours"), facts.get("per")
        if hours is not None and not name:
            self.add_error("name", _("Say what takes these hours."))
        most = _MOST_HOURS.get(per or "week", 744)
        if hours is not None and hours.high > most:
            self.add_error("hours", _("There are only %(most)s hours in it.") % {"most": most})
        return facts

    def stated(self) -> Stated | None:
        """What this row says; None for a row left empty."""
        facts = self.cleaned_data
        hours = facts.get("hours")
        if not facts.get("name") or hours is None:
            return None
        per = facts["per"] or "week"
        if per == "month":
            return Stated(facts["name"], hours, times_per_month=1.0)
        return Stated(facts["name"], hours.scaled(WORK_DAYS) if per == "day" else hours)


class RangeRows(forms.BaseFormSet[RangeForm]):
    """The rows of the page; each activity is stated once."""

    default_error_messages = {  # noqa: RUF012  (as the base class has it)
        "missing_management_form": _("This page came back incomplete: load it again, then fill it in anew."),
        "too_many_forms": _("At most %(num)d activities go at once; send the rest with another page."),
    }

    def clean(self) -> None:
        """A second row about an activity is wrong, and says which is the first."""
        first: dict[str, tuple[int, str]] = {}
        for number, form in enumerate(self.forms, 1):
            row = form.stated() if form.is_valid() else None
            if row is None:
                continue
            before, name = first.setdefault(folded(row.name), (number, row.name))
            if before != number:
                said = _("Activity %(number)s above is %(name)s already: keep one of the two rows.")
                form.add_error("name", said % {"number": before, "name": name})


RangeFormSet = forms.formset_factory(RangeForm, formset=RangeRows, extra=0, max_num=40, validate_max=True)


def stated_in(rows: forms.BaseFormSet[RangeForm]) -> Sequence[Stated]:
    """All rows with an answer."""
    return [row for row in (form.stated() for form in rows.forms) if row is not None]
