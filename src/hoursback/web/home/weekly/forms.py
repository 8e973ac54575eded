"""The five-minute questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.web.home.models import WeeklyReview

_LONG, _SHORT = 1_000, 200


def _text(name: str, help_text: Any = "") -> forms.CharField:
    label = WeeklyReview._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WeeklyForm(forms.Form):
    """Five questions and one intention; all of them may be skipped."""

    went_well = _text("went_well")
    displaced = _text("displaced")
    not_next = _text("not_next", _("Something you let go, or say no to."))
    briefed_badly = _text("briefed_badly", _("Most poor results start with the brief."))
    hand_over = _text("hand_over")
    intention = forms.CharField(
        label=WeeklyReview._meta.get_field("intention").verbose_name,
        help_text=_("One thing; Today shows it all week."),
        required=False,
        max_length=_SHORT,
    )
    version = forms.IntegerField(required=False, min_value=0, initial=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, row: WeeklyReview | None) -> None:
        names = [name for name in self.base_fields if name != "version"]
        initial = {} if row is None else {name: getattr(row, name) for name in (*names, "version")}
        super().__init__(data, initial=initial)
