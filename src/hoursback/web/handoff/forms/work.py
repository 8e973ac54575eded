"""Forms of starting a hand-off and of what leaders state about it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.capture.models import Activity
from hoursback.web.handoff.models import Handoff
from hoursback.web.handoff.selectors.starting import activities_to_hand
from hoursback.web.people.boxes import SkillsField
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import doers
from hoursback.web.shared.options import Options, Pairs
from hoursback.web.shared.plainforms import Plainly

_CANDID = _("Only owner and managers ever see this; whoever does the work does not.")


class FactsForm(Plainly, forms.ModelForm):  # type: ignore[type-arg]
    """What leaders state about a hand-off."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    hours_per_week = forms.FloatField(
        label=_("Their hours a week, as planned"), min_value=0, max_value=168, required=False
    )
    cost_per_week = forms.DecimalField(
        label=_("Cost a week, as planned"), min_value=0, max_digits=14, decimal_places=2, required=False
    )
    baseline_hours = forms.FloatField(
        label=_("Your hours a week before"),
        min_value=0,
        max_value=168,
        required=False,
        help_text=_("What it is measured against later: hours freed are these less what it still takes you."),
    )
    runs_needed = forms.IntegerField(
        label=_("Good supervised runs before sign-off"), min_value=1, max_value=50, initial=3
    )
    requires = SkillsField(
        label=_("Skills it needs"), required=False, help_text=_("With the lowest level that is enough.")
    )
    candid = forms.CharField(
        label=_("Notes for yourself"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_CANDID,
    )

    class Meta:
        model = Handoff
        fields: ClassVar[list[str]] = [
            *(
                "name",
                "hours_per_week",
                "cost_per_week",
                "baseline_hours",
                "runs_needed",
                "requires",
                "candid",
            )
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def clean_requires(self) -> dict[str, int]:
        """No skill is none, not an unknown one."""
        return self.cleaned_data.get("requires") or {}

    @property
    def more(self) -> list[forms.BoundField]:
        """What has a usual value, or can wait."""
        return [self[name] for name in ("requires", "runs_needed", "candid")]


def _offer(field: Any, rows: QuerySet[Any]) -> None:
    """Let a field take one of these rows; its options are read without the rest of each row."""
    field.queryset = rows
    empty = [] if field.empty_label is None else [("", field.empty_label)]
    field.choices = Pairs([*empty, *rows.values_list("pk", "name")])


class StartForm(FactsForm):
    """What is handed over, and to whom if that is known."""

    activity: forms.ModelChoiceField[Activity] = forms.ModelChoiceField(
        None, label=_("What do you hand over?"), widget=Options
    )
    person: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        None,
        label=_("To whom?"),
        required=False,
        empty_label=_("nobody chosen yet"),
        widget=Options,
        help_text=_("Can wait: the brief comes first, then the choice among candidates."),
    )
    version = None  # type: ignore[assignment]

    class Meta(FactsForm.Meta):
        fields: ClassVar[list[str]] = [
            *("activity", "person", "hours_per_week", "cost_per_week", "baseline_hours", "requires", "runs_needed"),
            "candid",
        ]

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A form sent twice names an activity that is on its way by now; the action tells which of the two it is.
        found = visible(member, Activity) if self.is_bound else activities_to_hand(member)
        _offer(self.fields["activity"], found.filter(is_archived=False))
        _offer(self.fields["person"], doers(member))

    def validate_unique(self) -> None:
        """An activity under way is refused by the action, which says more."""

    def validate_constraints(self) -> None:
        """As above."""

    @property
    def first(self) -> list[forms.BoundField]:
        """What has to be said."""
        return [self["activity"], self["person"]]

    @property
    def planned(self) -> list[forms.BoundField]:
        """What it is measured against."""
        return [self[name] for name in ("hours_per_week", "cost_per_week", "baseline_hours")]

    @property
    def said(self) -> dict[str, Any]:
        """What was stated, as `start_handoff` takes it."""
        data = dict(self.cleaned_data)
        activity, person = data.pop("activity"), data.pop("person")
        return {
            "activity_id": activity.pk,
            "person_id": person.pk if isinstance(person, Person) else None,
            "facts": data,
        }
