"""What is typed into the pages of plan."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoursback.engine.assumptions import MEANINGS, Assumptions, names
from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure, Shape
from hoursback.engine.plan.business import Settings
from hoursback.engine.plan.settings import parse_settings
from hoursback.engine.plan.settings_parts import ASSUMPTION_LIMITS, LONGEST_HORIZON
from hoursback.engine.plan.settings_table import MOST_MONEY, POSITIVE, SHARE
from hoursback.web.people.models import Person
from hoursback.web.plan.actions import LONGEST_LINK
from hoursback.web.plan.levers import LEVERS
from hoursback.web.plan.models import Limits, Line, Terms
from hoursback.web.plan.shown import ACTIONS
from hoursback.web.shared.figurefield import FigureBox

MOST_BYTES = 1_000_000
"""Size of a settings file; thousands of activities fit."""
_PERCENT = 100


class PercentField(forms.FloatField):
    """A share that is typed as per cent."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value * _PERCENT:.6g}" if isinstance(value, int | float) else value

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        return None if number is None else round(number / _PERCENT, 10)


def plain(value: Any) -> Any:
    """A number as one types it: 900, not 900.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class DateBox(forms.DateInput):
    """A date, picked or typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LeversForm(forms.Form):
    """The sliders: a number box each; an empty box is what was stated."""

    budget_per_month = forms.FloatField(label=gettext_lazy("Money for help in a month"), required=False)
    setup_hours_per_week = forms.FloatField(label=gettext_lazy("Your hours a week to set up"), required=False)
    worth_per_hour = forms.FloatField(label=gettext_lazy("Worth of a freed hour"), required=False)
    prices = forms.FloatField(label=gettext_lazy("Prices of help, % more or less"), required=False)
    caution = forms.FloatField(label=gettext_lazy("How sure it must be, %"), required=False)

    def __init__(self, *args: Any, settings: Settings, levers: dict[str, Any] | None = None, **kwargs: Any) -> None:
        self.stated = _stated(settings)
        pulled = {**self.stated, **_as_boxes(levers or {})}
        kwargs["initial"] = {name: plain(value) for name, value in pulled.items() if value is not None}
        super().__init__(*args, **kwargs)
        for lever in LEVERS:
            name, times = ("prices", _PERCENT) if lever.name == "price_factor" else (lever.name, 1)
            field: Any = self.fields[name]
            least, most, top, step = lever.least, lever.most, lever.top, lever.step
            if name == "prices":
                least, most, top, step = (least - 1) * times, (most - 1) * times, (top - 1) * times, step * times
            if name == "caution":
                least, most, top, step = least * 100, most * 100, top * 100, step * 100
            top = max(top, 2 * (self.stated.get(name) or 0)) if name in ("budget_per_month", "worth_per_hour") else top
            field.min_value, field.max_value = least, most
            field.widget.attrs |= {"min": f"{least:g}", "max": f"{most:g}", "step": "any", "inputmode": "decimal"}
            field.range = {"least": f"{least:g}", "top": f"{top:g}", "step": f"{step:g}"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        boxes: dict[str, Any] = dict(self.fields)
        for name, field in boxes.items():
            value = data.get(name)
            if value is not None and not field.min_value <= value <= field.max_value:
                self.add_error(
                    name,
                    _("Choose a figure from %(least)s to %(most)s.")
                    % {"least": f"{field.min_value:g}", "most": f"{field.max_value:g}"},
                )
        return data

    @property
    def levers(self) -> dict[str, Any]:
        """What differs from what is stated; call it on a valid form."""
        found = {}
        for name, value in self.cleaned_data.items():
            if value is None or value == self.stated.get(name):
                continue
            if name == "prices":
                found["price_factor"] = round(1 + value / _PERCENT, 6)
            elif name == "caution":
                found["caution"] = round(value / _PERCENT, 6)
            else:
                found[name] = value
        return found


def _stated(settings: Settings) -> dict[str, float | None]:
    business = settings.business
    return {
        "budget_per_month": business.budget_per_month,
        "setup_hours_per_week": business.setup_hours_per_week,
        "worth_per_hour": business.worth_per_hour.value if business.worth_per_hour else None,
        "prices": 0.0,
        "caution": round(settings.assumptions.caution.value * _PERCENT, 4),
    }


def _as_boxes(levers: dict[str, Any]) -> dict[str, Any]:
    found = {k: v for k, v in levers.items() if isinstance(v, float) and k not in ("price_factor", "caution")}
    if "price_factor" in levers:
        found["prices"] = round((levers["price_factor"] - 1) * _PERCENT, 4)
    if "caution" in levers:
        found["caution"] = round(levers["caution"] * _PERCENT, 4)
    return found


class DecisionForm(forms.Form):
    """Accept, change or refuse one line."""

    decision = forms.ChoiceField(choices=Line.Decision.choices)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=1000, required=False, widget=forms.Textarea)
    revisit_on = forms.DateField(label=gettext_lazy("Look at it again on"), required=False, widget=DateBox)
    action = forms.ChoiceField(label=gettext_lazy("Do this instead"), required=False)
    person = forms.CharField(label=gettext_lazy("Who"), max_length=200, required=False)
    start = forms.DateField(label=gettext_lazy("From"), required=False, widget=DateBox)
    hours_per_week = forms.FloatField(
        label=gettext_lazy("Hours a week to hand over"), required=False, min_value=0, max_value=168
    )

    def __init__(self, *args: Any, people: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        unchanged = [("", _("as the plan says"))]
        self.fields["action"].choices = unchanged + [(key, str(said)) for key, said in ACTIONS.items()]  # type: ignore[attr-defined]
        self.fields["reason"].widget.attrs["rows"] = 2
        self.fields["person"].widget.attrs |= {"list": "people", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == Line.Decision.REFUSED and not data.get("reason"):
            self.add_error("reason", _("Say why in a few words; you will want to know when you look at it again."))
        if data.get("decision") == Line.Decision.CHANGED and not self.changed_to and not data.get("reason"):
            self.add_error(
                "action", _("Say what shall be different: what, who, from when, or in your own words below.")
            )
        return data

    @property
    def changed_to(self) -> dict[str, Any]:
        """What shall be different from the plan's line, as JSON."""
        data = self.cleaned_data
        found = {key: data[key] for key in ("action", "person", "hours_per_week") if data.get(key) not in (None, "")}
        if data.get("start"):
            found["start"] = data["start"].isoformat()
        return found


class LimitsForm(forms.ModelForm):  # type: ignore[type-arg]
    """The limits of a plan."""

    growth_per_year = PercentField(
        label=gettext_lazy("Growth of the work in a year, %"), required=False, min_value=-99, max_value=1000
    )
    worth_growth = PercentField(
        label=gettext_lazy("Growth of your worth in a year, %"), required=False, min_value=-99, max_value=1000
    )
    discount_per_year = PercentField(
        label=gettext_lazy("How much less later money counts, % a year"), required=False, min_value=0, max_value=100
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = Limits
        fields: ClassVar[list[str]] = [
            *("budget_per_month", "setup_hours_per_week", "has_unlimited_setup", "cash_reserve", "start"),
            *("horizon_weeks", "tail_weeks", "growth_per_year", "worth_growth", "discount_per_year"),
            "has_builtin_roles",
        ]
        widgets: ClassVar[dict[str, Any]] = {"start": DateBox()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: plain(value) for name, value in self.initial.items()}
        bounds = {
            "budget_per_month": (0, MOST_MONEY),
            "setup_hours_per_week": (0, 168),
            "cash_reserve": (0, MOST_MONEY),
            "horizon_weeks": (1, LONGEST_HORIZON),
            "tail_weeks": (0, 52),
        }
        helps = {
            "budget_per_month": _("Empty: no limit."),
            "setup_hours_per_week": _("Briefing, training and searching. Empty: 4."),
            "cash_reserve": _("Only a full-time post asks for it."),
            "start": _("Empty: the Monday after your log's last day."),
            "horizon_weeks": _("Empty: 52, a year."),
            "tail_weeks": _("Empty: 26."),
            "has_builtin_roles": _("One for each function, at a typical price (US dollars only). Unknown: yes."),
        }
        for name, (low, high) in bounds.items():
            self.fields[name].min_value, self.fields[name].max_value = low, high  # type: ignore[attr-defined]
            self.fields[name].widget.attrs |= {"min": low, "max": high, "step": "any", "inputmode": "decimal"}
        for name, said in helps.items():
            self.fields[name].help_text = said
        self.bounds = bounds

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, (low, high) in self.bounds.items():
            value = data.get(name)
            if value is not None and not low <= value <= high:
                self.add_error(
                    name,
                    _("Choose a figure from %(least)s to %(most)s.") % {"least": f"{low:,}", "most": f"{high:,}"},
                )
        if data.get("start") and not 1970 <= data["start"].year <= 2100:
            self.add_error("start", _("Choose a date between 1970 and 2100."))
        return data


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What handing one activity over takes."""

    skills = forms.CharField(
        label=gettext_lazy("Skills it needs, with a level from 1 to 5"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Such as “bookkeeping 3, writing 2”. 1 is a novice, 3 solid, 5 an expert."),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = Terms
        fields: ClassVar[list[str]] = ["brief_hours", "error_loss_per_week", "loss_if_dropped_per_week"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            self.initial["skills"] = ", ".join(f"{skill} {level}" for skill, level in self.instance.requires.items())
        ranged = _("A number, or a likely range such as 4 to 8.")
        for name in self.Meta.fields:
            self.fields[name].help_text = ranged
        self.fields["brief_hours"].highest = 10_000  # type: ignore[attr-defined]
        self.fields["loss_if_dropped_per_week"].help_text = _(
            "Without it, dropping is never suggested. 0: nothing would happen."
        )

    def clean_skills(self) -> dict[str, int]:
        return levels_of(self.cleaned_data["skills"])


_SKILL = re.compile(r"(.+?)\s*[:=]?\s*([1-5])")


def levels_of(text: str) -> dict[str, int]:
    """Skills with their levels, as one types them.

    >>> levels_of("Bookkeeping 3, writing: 2")
    {'bookkeeping': 3, 'writing': 2}
    """
    found: dict[str, int] = {}
    for part in filter(None, (piece.strip() for piece in re.split(r"[,;\n]", text))):
        match = _SKILL.fullmatch(part)
        if match is None:
            raise ValidationError(
                _("“%(part)s” is not a skill with a level. Write “bookkeeping 3”."), params={"part": part[:80]}
            )
        found[" ".join(match[1].split()).casefold()] = int(match[2])
    return found


class QuoteForm(forms.Form):
    """A fixed price of somebody for an activity."""

    person = forms.ModelChoiceField(label=gettext_lazy("Who"), queryset=Person.everywhere.none())
    price = FigureBox(
        label=gettext_lazy("Fixed price a month"),
        required=True,
        highest=MOST_MONEY,
        help_text=gettext_lazy("For all of it; no fee comes on top."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class AssumptionsForm(forms.Form):
    """Every assumption, with its default; an empty box keeps that."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stated: dict[str, Any] | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {**kwargs.get("initial", {}), **{k: _figure(v) for k, v in (stated or {}).items()}}
        super().__init__(*args, **kwargs)
        usual = Assumptions()
        for name in names():
            default, meaning = getattr(usual, name), MEANINGS[name]
            self.fields[name] = FigureBox(
                label=meaning.why[0].upper() + meaning.why[1:],
                lowest=0,
                highest=1000,
                help_text=_("%(name)s: %(value)s unless you say otherwise, likely %(low)s to %(high)s %(unit)s")
                % {
                    "name": name,
                    "value": f"{default.value:g}",
                    "low": f"{default.low:g}",
                    "high": f"{default.high:g}",
                    "unit": meaning.unit,
                },
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in names():
            figure = data.get(name)
            share = MEANINGS[name].shape is Shape.SHARE
            limit = ASSUMPTION_LIMITS.get(name, SHARE if share else POSITIVE)
            if figure is not None and not (limit.admits(figure.low) and limit.admits(figure.high)):
                self.add_error(name, _("This must be %(what)s.") % {"what": limit.says})
        return data

    @property
    def stated(self) -> dict[str, Any]:
        """What was filled in, as `Limits.assumptions` keeps it."""
        figures: dict[str, Figure | None] = {name: self.cleaned_data.get(name) for name in names()}
        return {n: f.value if f.is_exact else [f.low, f.high] for n, f in figures.items() if f is not None}


def _figure(value: Any) -> Figure:
    low, high = value if isinstance(value, list) else (value, value)
    return Figure.exact(low) if low == high else Figure.stated_range(low, high)


class FileForm(forms.Form):
    """A settings file to take over."""

    file = forms.FileField(
        label=gettext_lazy("Settings file (TOML)"),
        help_text=gettext_lazy("What it names is set, and cleared where it says nothing; the rest stays as it is."),
    )

    def clean_file(self) -> Settings:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("A settings file has at most 1 MB."))
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_("This is not a text in UTF-8. Save it as a plain text file.")) from None
        try:
            return parse_settings(text, name=file.name or "settings")
        except HoursbackError as error:
            where = f"{error.where}: " if error.where else ""
            raise ValidationError(f"{where}{error.what} {error.hint}") from None


class ShareForm(forms.Form):
    """A link to a plan for somebody without a log-in."""

    label = forms.CharField(
        label=gettext_lazy("For whom"), max_length=200, required=False, help_text=gettext_lazy("Only you see this.")
    )
    days = forms.IntegerField(
        label=gettext_lazy("Open for how many days"), min_value=1, max_value=LONGEST_LINK, initial=14
    )
    shows_worth = forms.BooleanField(label=gettext_lazy("Show income and worth too"), required=False)
