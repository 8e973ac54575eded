"""The forms about people: what is stated, a level of a skill, days off, and a skill of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.web.people.boxes import LEVEL_WORDS, LinesField, PercentBox, SkillRows, SkillsField
from hoursback.web.people.models import Person, Skill, SkillLevel, TimeOff
from hoursback.web.shared.figurefield import FigureBox
from hoursback.web.shared.plainforms import Plainly

_KINDS = [(kind.value, kind.label) for kind in Person.Kind if kind not in (Person.Kind.OWNER, Person.Kind.PLACEHOLDER)]
_MOST_HOURS = 10_000.0
_BASES = (
    (SkillLevel.Basis.ASSESSED.value, _("I looked at their work and judged it")),
    (SkillLevel.Basis.SAMPLE.value, _("They did a piece of work as a test")),
    (SkillLevel.Basis.STATED.value, _("They say so, or I assume it")),
)


class PersonForm(Plainly, forms.ModelForm):  # type: ignore[type-arg]
    """What is stated about somebody; what stays empty gets a usual figure, and the plan names it."""

    kind = forms.ChoiceField(
        label=_("What they are to you"), choices=_KINDS, widget=forms.RadioSelect, initial=Person.Kind.CONTRACTOR
    )
    price = FigureBox(
        label=_("Price per hour"),
        help_text=_("What you pay; for an employee the wage. One figure, or a range such as 30 to 45."),
    )
    hours_per_week = FigureBox(
        label=_("Hours a week they could take on"),
        highest=168.0,
        help_text=_("For work you hand over; a range is fine."),
    )
    skills = SkillsField(
        label=_("Skills"), required=False, help_text=_("Empty means: can do whatever you would hand to them.")
    )
    search_hours = FigureBox(
        label=_("Your hours to find and choose them"),
        highest=_MOST_HOURS,
        help_text=_("Reading offers, talking, a trial."),
    )
    leaves_per_year = FigureBox(
        label=_("How often they leave, times a year"), highest=1_000.0, help_text=_("0.5 means: about every two years.")
    )
    fee = PercentBox(
        label=_("Fee on top, per cent"), help_text=_("What a platform or agency adds to the price, such as 5.")
    )
    setup_cost = FigureBox(label=_("One-off cost to begin"), help_text=_("A licence, a laptop, a contract."))
    cost_per_month = FigureBox(
        label=_("Cost per month"), help_text=_("What a service or a software costs, however much you use it.")
    )
    retainer_hours = forms.FloatField(
        label=_("Hours paid each week even if unused"), required=False, min_value=0, max_value=168
    )
    minimum_weeks = forms.IntegerField(
        label=_("Shortest engagement, in weeks"), required=False, min_value=0, max_value=520
    )
    efficiency_first = forms.FloatField(
        label=_("At first, their hours for one of yours"),
        required=False,
        min_value=0.01,
        max_value=1_000,
        help_text=_("1.3 means: a third slower than you at the start."),
    )
    efficiency_practised = forms.FloatField(
        label=_("With practice, their hours for one of yours"),
        required=False,
        min_value=0.01,
        max_value=1_000,
        help_text=_("0.8 means: faster than you once they know it."),
    )
    rework = PercentBox(
        label=_("Done again, per cent of their work"),
        help_text=_("What missed the standard. Empty: 5 for everybody; rounds with them say how it is."),
    )
    declines = LinesField(
        label=_("What they do not want to do"), help_text=_("Activities or business functions, one a line.")
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    FIRST = ("name", "kind", "price", "hours_per_week", "skills")
    MORE = (
        *("engaged", "experience", "search_hours", "minimum_weeks", "retainer_hours", "fee", "setup_cost"),
        *("cost_per_month", "leaves_per_year", "efficiency_first", "efficiency_practised", "rework", "declines"),
    )

    class Meta:
        model = Person
        fields = (
            *("name", "kind", "price", "hours_per_week", "skills", "engaged", "experience", "search_hours"),
            *("minimum_weeks", "retainer_hours", "fee", "setup_cost", "cost_per_month", "leaves_per_year"),
            *("efficiency_first", "efficiency_practised", "rework", "declines"),
        )
        labels = {  # noqa: RUF012 — Django's own way to state them
            "name": _("Name"),
            "engaged": _("Already works with you"),
            "experience": _("How practised they are"),
        }
        help_texts = {"engaged": _("Then nothing is counted for searching and settling in.")}  # noqa: RUF012

    def __init__(self, *args: Any, known_skills: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["skills"].widget
        if isinstance(widget, SkillRows):
            widget.known = known_skills
        if self.instance.pk is not None:
            self.initial["version"] = self.instance.version
            if self.instance.kind == Person.Kind.OWNER:
                del self.fields["kind"]

    @property
    def first(self) -> list[forms.BoundField]:
        """What everybody is asked."""
        return [self[name] for name in self.FIRST if name in self.fields]

    @property
    def more(self) -> list[forms.BoundField]:
        """What can be refined."""
        return [self[name] for name in self.MORE]

    @property
    def has_more(self) -> bool:
        """Whether something of the rest is stated or wrong, so that it is worth showing."""
        if any(name in self.errors for name in self.MORE) if self.is_bound else False:
            return True
        return any(self[name].value() not in (None, "", False, 0, []) for name in self.MORE)

    def clean_hours_per_week(self) -> Any:
        hours = self.cleaned_data["hours_per_week"]
        if hours is not None and hours.low <= 0:
            raise forms.ValidationError(
                _("Nought hours is nobody to hand work to; leave the box empty if you do not know.")
            )
        return hours

    def clean_minimum_weeks(self) -> int:
        return int(self.cleaned_data["minimum_weeks"] or 0)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, practised = cleaned.get("efficiency_first"), cleaned.get("efficiency_practised")
        if (first is None) != (practised is None) and not {"efficiency_first", "efficiency_practised"} & set(
            self.errors
        ):
            missing = "efficiency_first" if first is None else "efficiency_practised"
            self.add_error(missing, _("State both, or neither."))
        return cleaned

    def _post_clean(self) -> None:
        """The row itself is saved by an action; uniqueness is the database's to say."""


class DayBox(forms.DateField):
    """A date, picked or typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class LevelForm(forms.Form):
    """A level somebody was found to have."""

    skill = forms.CharField(
        label=_("Skill"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "skills-here", "autocomplete": "off"}),
    )
    level = forms.TypedChoiceField(
        label=_("Level"), coerce=int, choices=LEVEL_WORDS, widget=forms.RadioSelect, empty_value=None
    )
    basis = forms.ChoiceField(
        label=_("How you know"),
        choices=_BASES,
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was seen: which work, which result. They can read it. Needed unless it is only stated."),
    )
    on = DayBox(label=_("Date"))

    def __init__(self, *args: Any, anchors: Sequence[str] = (), address: str = "", **kwargs: Any) -> None:
        """Args: anchors: what each level of the skill looks like. address: of this page, to ask for those of others."""
        super().__init__(*args, **kwargs)
        shown = [(level, f"{word}: {text}") for (level, word), text in zip(LEVEL_WORDS, anchors, strict=False)]
        self.fields["level"].choices = shown or LEVEL_WORDS  # type: ignore[attr-defined]
        if address:
            attrs = {"hx-get": address, "hx-trigger": "change", "hx-target": "#levels", "hx-swap": "outerHTML"}
            self.fields["skill"].widget.attrs |= {**attrs, "hx-include": "closest form", "hx-params": "skill,level"}

    def clean_skill(self) -> str:
        return " ".join(str(self.cleaned_data["skill"]).split())


class TimeOffForm(forms.ModelForm):  # type: ignore[type-arg]
    """Days on which somebody does not work."""

    first = DayBox(label=_("First day off"))
    last = DayBox(label=_("Last day off"), required=False, help_text=_("Empty: that one day."))
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = TimeOff
        fields = ("first", "last", "note")
        labels = {"note": _("Note")}  # noqa: RUF012 — Django's own way to state them
        help_texts = {"note": _("Such as “holidays”; no illness needs a name here.")}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["version"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("first") and not cleaned.get("last") and "last" not in self.errors:
            cleaned["last"] = cleaned["first"]
        return cleaned

    def _post_clean(self) -> None:
        """The row itself is saved by an action, which also says what cannot be."""


class SkillNameForm(forms.Form):
    """A new skill."""

    name = forms.CharField(
        label=_("A new skill"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}), strip=True
    )


class SkillForm(forms.Form):
    """A skill of the catalogue: its name, and what each level looks like."""

    name = forms.CharField(label=_("Name"), max_length=200)
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, skill: Skill, anchors: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"name": skill.name, "version": skill.version})
        for (level, word), text in zip(LEVEL_WORDS, anchors, strict=True):
            self.fields[f"level_{level}"] = forms.CharField(
                label=word, required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}), initial=text
            )

    @property
    def levels(self) -> list[forms.BoundField]:
        """The five boxes, level 1 first."""
        return [self[f"level_{level}"] for level, _word in LEVEL_WORDS]

    @property
    def anchors(self) -> list[str]:
        """What was typed for each level."""
        return [str(self.cleaned_data.get(f"level_{level}", "")) for level, _word in LEVEL_WORDS]


class MergeForm(forms.Form):
    """Which skill another one really is."""

    into = forms.TypedChoiceField(label=_("It is the same as"), coerce=int)

    def __init__(self, *args: Any, others: Sequence[Skill], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", "—"), *((skill.pk, skill.name) for skill in others)]  # type: ignore[attr-defined]


def day_typed(text: str) -> date | None:
    """A date of an address, None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
