"""What the owner states about money: income and week, what each activity earns, and the two levers of the answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hoursback.web.review.forms import PlainNumber
from hoursback.web.shared.conflict import Side
from hoursback.web.shared.figurefield import FigureBox
from hoursback.web.worth.models import Earning
from hoursback.web.worth.selectors import WEEKS_PER_YEAR, Stated

_MOST_HOURS = 168.0
_MOST_VERSIONS = 2**31 - 1
_WANT_MORE = (("", _("not said (yes is assumed)")), ("yes", _("yes")), ("no", _("no, there is no more demand")))


class Versioned(forms.Form):
    """A form drawn over saved figures, each part with the version it was drawn with.

    Attributes:
        name: whose figures, "" for the whole business.
    """

    versions: tuple[str, ...] = ("version",)
    name = ""

    def sides(self) -> list[Side]:
        """What is typed beside what is saved, where they differ."""
        boxes = [self[key] for key in self.changed_data if key not in self.versions]
        start = f"{self.name}: " if self.name else ""
        return [Side(f"{start}{box.label}", str(self.data.get(box.html_name, "")), _as_text(box)) for box in boxes]


class MoneyForm(Versioned):
    """Income and week; an empty box is not stated, and its default is named beside it."""

    income_per_year = FigureBox(
        label=_("Your pay plus profit in a year"),
        help_text=_("What you take out plus what stays in the business. A range is fine: 60000 to 80000."),
    )
    worth_per_hour = FigureBox(
        label=_("Worth of a freed hour, if you know it"),
        help_text=_("Only if you know what a free hour brings you; it replaces what is worked out."),
    )
    hours_per_week = PlainNumber(
        label=_("Hours you work in a week"), min_value=0.5, max_value=_MOST_HOURS, required=False
    )
    work_days = forms.IntegerField(label=_("Days you work in a week"), min_value=1, max_value=7, required=False)
    weeks_per_year = PlainNumber(label=_("Weeks you work in a year"), min_value=1, max_value=53, required=False)
    tax_rate = PlainNumber(
        label=_("Tax on the next bit you earn, in per cent"), min_value=0, max_value=99, required=False
    )
    customers_want_more = forms.ChoiceField(
        label=_("Would customers take more of your work?"), choices=_WANT_MORE, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=_MOST_VERSIONS)
    week_version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=_MOST_VERSIONS)

    def __init__(self, *args: Any, stated: Stated, spent: str, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(stated)
        super().__init__(*args, **kwargs)
        helps = {
            "hours_per_week": _("Empty: from the log, %(hours)s.") % {"hours": spent}
            if spent
            else _("Empty: from the log."),
            "work_days": _("Empty: 5."),
            "weeks_per_year": _("Empty: %(weeks)s.") % {"weeks": f"{WEEKS_PER_YEAR:g}"},
            "tax_rate": _("Empty: 0, so income counts before tax."),
        }
        for name, text in helps.items():
            self.fields[name].help_text = text
            self.fields[name].widget.attrs |= {"inputmode": "decimal", "step": "any"}

    versions = ("version", "week_version")

    def money(self) -> tuple[int, dict[str, Any]]:
        """The version of the stated money, and the money."""
        said = self.cleaned_data
        tax = said["tax_rate"]
        more = {"yes": True, "no": False}.get(said["customers_want_more"])
        names = ("income_per_year", "worth_per_hour", "weeks_per_year")
        facts = {name: said[name] for name in names}
        facts |= {"tax_rate": None if tax is None else tax / 100, "customers_want_more": more}
        return said["version"] or 0, facts

    def week(self) -> tuple[int, dict[str, Any]]:
        """The version of the stated week, and the week."""
        said = self.cleaned_data
        return said["week_version"] or 0, {name: said[name] for name in ("hours_per_week", "work_days")}


class EarningForm(Versioned):
    """One line of the table: what one activity earns."""

    margin_per_year = FigureBox(label=_("Margin a year"))
    absorbable_hours = FigureBox(label=_("More hours a week"), highest=_MOST_HOURS)
    minutes_per_unit = PlainNumber(
        label=_("Minutes for one unit"), min_value=0.1, max_value=_MOST_HOURS * 60, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=_MOST_VERSIONS)

    def __init__(self, *args: Any, name: str, earning: Earning | None, **kwargs: Any) -> None:
        names = ("margin_per_year", "absorbable_hours", "minutes_per_unit", "version")
        kwargs["initial"] = {one: getattr(earning, one) for one in names} if earning else {"version": 0}
        super().__init__(*args, **kwargs)
        self.name = name
        for key, field in self.fields.items():
            if key != "version":
                field.widget.attrs |= {"aria-label": f"{field.label}: {name}", "class": "money-box"}

    def said(self) -> tuple[int, dict[str, Any]]:
        """The version it was drawn with, and what it says."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return self.cleaned_data["version"] or 0, facts


class LeversForm(forms.Form):
    """What the answer is asked for: hours freed a week, and a price of help."""

    freed = PlainNumber(label=_("Hours freed a week"), min_value=0.1, max_value=_MOST_HOURS, required=False)
    price = PlainNumber(label=_("Help at this price an hour"), min_value=0, max_value=10**9, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"step": "any", "inputmode": "decimal"}


def _initial(stated: Stated) -> dict[str, Any]:
    tax, more = stated.tax_rate, stated.customers_want_more
    return {
        "income_per_year": stated.income_per_year,
        "worth_per_hour": stated.worth_per_hour,
        "hours_per_week": stated.hours_per_week,
        "work_days": stated.week.work_days if stated.week.states_days else None,
        "weeks_per_year": stated.weeks_per_year,
        "tax_rate": None if tax is None else float(f"{tax * 100:.6g}"),
        "customers_want_more": "" if more is None else ("yes" if more else "no"),
        "version": stated.version,
        "week_version": stated.week.version,
    }


def with_new_versions(data: QueryDict, drawn: Iterable[Versioned]) -> QueryDict:
    """The same figures as typed, with the versions that these forms, drawn just now, would send."""
    copied = data.copy()
    for form in drawn:
        for key in form.versions:
            copied[form.add_prefix(key)] = str(form.initial[key])
    return copied


def _as_text(box: forms.BoundField) -> str:
    value = box.field.prepare_value(box.initial)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
