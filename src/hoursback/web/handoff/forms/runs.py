"""Forms of runs: what it took, whether it met the standard, how many good ones a sign-off takes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hoursback.engine.handoff.checklist import asks_for_evidence
from hoursback.web.handoff.actions.runs import MOST_RUNS_NEEDED
from hoursback.web.handoff.models import Run
from hoursback.web.shared.plainforms import Plainly

_LONGEST_MINUTES = 7 * 24 * 60.0
_SHORT = {"rows": 3}


class _Minutes(forms.FloatField):
    """Minutes, shown as they are typed: 10, not 10.0."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value:g}" if isinstance(value, float) else value


def _minutes(label: Any, **more: Any) -> forms.FloatField:
    box = forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"})
    return _Minutes(label=label, required=False, min_value=0, max_value=_LONGEST_MINUTES, widget=box, **more)


class RunForm(Plainly, forms.ModelForm):  # type: ignore[type-arg]
    """What somebody says about a run while they do it."""

    minutes = _minutes(_("Minutes it took"))

    class Meta:
        model = Run
        fields = ("minutes", "note")
        labels = {"note": _("Note")}  # noqa: RUF012 — Django's own way to state it
        widgets = {"note": forms.Textarea(attrs=_SHORT)}  # noqa: RUF012 — the same
        help_texts = {"note": _("What was unclear, what got in the way.")}  # noqa: RUF012 — the same


class JudgeForm(Plainly, forms.ModelForm):  # type: ignore[type-arg]
    """What a leader says about a finished run: the result, then what it is about, what shows it, what comes next."""

    is_met = forms.TypedChoiceField(
        label=_("Did the result meet the standard?"),
        choices=[("yes", _("Yes, it met the standard")), ("no", _("No, not yet"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    owner_minutes = _minutes(
        _("Minutes it took you to check"), help_text=_("Supervision is part of what a hand-off costs you.")
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = Run
        fields = ("is_met", "feedback", "evidence", "next_step", "owner_minutes")
        labels = {  # noqa: RUF012 — Django's own way to state them
            "feedback": _("What it is about"),
            "evidence": _("What shows it"),
            "next_step": _("The next step"),
        }
        help_texts = {  # noqa: RUF012 — the same
            "feedback": _("The task, never the person: “the reminder to customers 30 days late”."),
            "evidence": _("What you saw: “two of five had the wrong amount”."),
            "next_step": _("One thing to do differently, or to do again just so."),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ("feedback", "evidence", "next_step")}  # noqa: RUF012

    def __init__(self, data: Any = None, *, instance: Run) -> None:
        said = {True: "yes", False: "no"}.get(instance.is_met)  # type: ignore[arg-type]
        super().__init__(data, instance=instance, initial={"is_met": said, "version": instance.version})

    def clean(self) -> dict[str, Any]:
        """Whoever says no says what shows it and what comes next; a bare no harms more than it helps."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("is_met") is False:
            for name in ("evidence", "next_step"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _now("Where it did not meet the standard, say this too."))
        ticked = sum(item["is_done"] for item in self.instance.checklist)
        is_bare = not cleaned.get("evidence") and "evidence" not in self.errors
        if is_bare and cleaned.get("is_met") and asks_for_evidence(True, ticked, len(self.instance.checklist)):
            self.add_error("evidence", _now("Not one step is ticked, so say what shows that it met the standard."))
        return cleaned

    def _post_clean(self) -> None:
        """The row is changed by the action alone; here only the texts' lengths were to be checked."""


class NeededForm(Plainly, forms.Form):
    """How many good runs in a row it takes."""

    runs_needed = forms.IntegerField(label=_("Good runs in a row"), min_value=1, max_value=MOST_RUNS_NEEDED)
    reason = forms.CharField(label=_("Why? Both of you will see it."), max_length=800)
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
