"""The forms of the two views, the verdict, notes, training, and the leader's own cycle."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_LONG = 10_000
_LEVELS = (
    ("1", _("1 · not at all")),
    ("2", _("2 · seldom")),
    ("3", _("3 · partly")),
    ("4", _("4 · mostly")),
    ("5", _("5 · fully")),
)


def _text(label: Any, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OwnViewForm(forms.Form):
    """How the person sees it."""

    went_well = _text(_("What went well"))
    was_hard = _text(_("What was hard"))
    briefed_badly = _text(_("What was briefed badly to you?"), _("It helps the next brief; nobody is blamed."))
    next_step = _text(_("What you would do next"))
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class FeedbackForm(forms.Form):
    """Task, evidence, next step, and what the lead briefed badly."""

    went_well = _text(_("The task, and what went well in it"), _("About the work, not the person."), required=True)
    evidence = _text(_("What you saw"), _("Runs, results, days: what anybody could look up."), required=True)
    next_step = _text(_("One next step"), required=True)
    briefed_badly = _text(
        _("What did I brief badly?"), _("Always answered: most poor results start with the brief."), required=True
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class VerdictForm(forms.Form):
    """What a person decides about the draft."""

    verdict = forms.ChoiceField(label=_("Your verdict"), widget=forms.RadioSelect)
    reason = _text(_("Why"), _("Needed where you decide otherwise than the draft."))
    pays = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, verdicts: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = verdicts  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """A note about somebody."""

    text = _text(_("Note"), _("What you saw, and when. Only leaders see it until you share it."), required=True)
    is_breach = forms.BooleanField(
        label=_("A critical breach of what was agreed"),
        required=False,
        help_text=_("Such as money taken, or a secret given away. It weighs in the verdict."),
    )
    is_shared = forms.BooleanField(label=_("They may see it"), required=False)


class TrainingForm(forms.Form):
    """What closing a gap takes."""

    weight = forms.FloatField(label=_("Weight"), min_value=0, max_value=1000, help_text=_("Hours a week that need it."))
    hours = forms.FloatField(label=_("Hours of theirs"), min_value=0, max_value=1000)
    lead_hours = forms.FloatField(label=_("Hours of yours"), min_value=0, max_value=1000)
    material = forms.CharField(label=_("With what"), max_length=1000, required=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("weight", "hours", "lead_hours"):
            self.fields[name].widget.attrs["step"] = "any"


def _level(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=_LEVELS, coerce=int, widget=forms.RadioSelect)


class SelfCheckForm(forms.Form):
    """How a leader sees their own leading, with one goal."""

    expectations = _level(_("They know what is expected of them"))
    training = _level(_("They were shown what they need"))
    guidance = _level(_("They get help when they ask"))
    follow_up = _level(_("Their work is looked at and talked about"))
    goal = forms.CharField(
        label=_("One goal in leading people"),
        max_length=300,
        required=False,
        help_text=_("Such as: half an hour with Sam every Monday until spring."),
    )
    goal_by = forms.DateField(
        label=_("By"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("goal") and not cleaned.get("goal_by") and "goal_by" not in self.errors:
            self.add_error("goal_by", _("Say by when."))
        return cleaned


class UpwardForm(forms.Form):
    """How somebody is led."""

    about = forms.TypedChoiceField(label=_("About"), coerce=int)
    expectations = _level(_("I know what is expected of me"))
    training = _level(_("I was shown what I need"))
    guidance = _level(_("I get help when I ask"))
    follow_up = _level(_("My work is looked at and talked about"))
    comment = _text(_("What would help you"))
    may_show = forms.BooleanField(
        label=_("They may see this as mine"),
        required=False,
        help_text=_("Without it they see only a mean of those who did not tick this, and only from three people on."),
    )

    def __init__(self, *args: Any, leaders: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = leaders  # type: ignore[attr-defined]
