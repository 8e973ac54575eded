"""Forms of agreements."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.engine.handoff.agreement import LONGEST_NOTICE
from hoursback.web.handoff.actions.agreements import FIELDS, fault_words, faults_of
from hoursback.web.handoff.actions.choosing import LONGEST_REASON, kinds_of_work
from hoursback.web.handoff.forms.choosing import never_choices
from hoursback.web.handoff.models import Agreement, Handoff
from hoursback.web.shared.plainforms import Plainly


class DateBox(forms.DateInput):
    """A date, picked or typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AgreementForm(Plainly, forms.ModelForm):  # type: ignore[type-arg]
    """Terms to propose; what is not possible is said at the box where it stands."""

    kind = forms.ChoiceField(label=_("Paid"), choices=Agreement.Kind.choices, widget=forms.RadioSelect)
    notice_days = forms.IntegerField(
        label=_("Notice, in days"), min_value=0, max_value=LONGEST_NOTICE, help_text=_("The same for both sides.")
    )

    class Meta:
        model = Agreement
        fields = FIELDS
        widgets = {  # noqa: RUF012 — Django's own way to state them
            "start": DateBox(),
            "end": DateBox(),
            "confidentiality": forms.Textarea(attrs={"rows": 4}),
            "terms": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {  # noqa: RUF012
            "price": _("For an hour; for a fixed price, for a month."),
            "weekly_cap": _("More than this is not paid unless you raise it for one week."),
            "minimum_hours": _("Only if you want to secure their time."),
            "end": _("The last day. Empty: open, until one side gives notice."),
            "confidentiality": _("A note in plain words, not legal advice."),
        }

    def __init__(self, *args: Any, handoff: Handoff, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handoff, self.today = handoff, today
        self.fields["price"].label = _("Price")
        for name in ("price", "weekly_cap", "minimum_hours"):
            self.fields[name].min_value = 0  # type: ignore[attr-defined]
            self.fields[name].widget.attrs |= {"min": "0", "inputmode": "decimal"}

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("start") is None or not found.get("kind"):
            return found
        for fault in faults_of(self.handoff, found, self.today):
            # What is about the whole is the action's to say: the same form sent twice is no second proposal.
            if fault.field in found:
                self.add_error(fault.field, fault_words(fault))
        return found

    def _post_clean(self) -> None:
        """The row's own checks would ask for what the form does not hold; the terms were checked above."""


class DeclineForm(Plainly, forms.Form):
    """A no, with its reason."""

    reason = forms.CharField(label=_("Why not"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}))
    never = forms.ChoiceField(
        label=_("Shall such work be offered again?"), required=False, widget=forms.RadioSelect, initial=""
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, handoff: Handoff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["never"].choices = never_choices(kinds_of_work(handoff))  # type: ignore[attr-defined]


class NoticeForm(Plainly, forms.Form):
    """The end of an agreement, with its reason."""

    last_day = forms.DateField(label=_("Last day"), widget=DateBox())
    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
