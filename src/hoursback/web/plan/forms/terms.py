"""What handing one activity over takes: its terms, the skills it needs, fixed prices."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoursback.engine.plan.settings_table import MOST_MONEY
from hoursback.web.people.models import Person
from hoursback.web.plan.models import Terms
from hoursback.web.shared.figurefield import FigureBox


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
