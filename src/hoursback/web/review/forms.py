"""The questions about an activity, one at a time and as a table; and work that never happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hoursback.engine.figures import Figure
from hoursback.web.review.models import Answer, Undone
from hoursback.web.shared.figurefield import FigureBox

TEN = 10
QUESTIONS = ("time", "liking", "skill")
NONE = "none"
"""Chosen where a question does not apply: an answer to it, but no 0."""
_MOST_HOURS = 168.0
_CORE = (
    (0, _("not at all")),
    (1, _("a little")),
    (2, _("close to it")),
    (3, _("it is what we are")),
)
_ENERGY = (
    (-2, _("drains me")),
    (-1, _("a little")),
    (0, _("neither")),
    (1, _("some")),
    (2, _("gives me energy")),
)


class Points(forms.TypedChoiceField):
    """A radio scale; a stored value between two points gets a point of its own, so that saving never moves it.

    Attributes:
        lowest, highest: what its ends mean.
    """

    def __init__(
        self, label: Any, points: Sequence[tuple[float, Any]], *, empty: Any = None, lowest: Any = "", highest: Any = ""
    ) -> None:
        self.points, self.lowest, self.highest = points, lowest, highest
        super().__init__(label=label, coerce=_point, empty_value=empty, required=False, widget=forms.RadioSelect)

    def offer(self, stored: Any, none: Any) -> None:
        """The points, `stored` among them, and what choosing none of them is called."""
        points = dict(self.points)
        if isinstance(stored, int | float):
            points.setdefault(float(stored), f"{stored:g}")
        self.choices = [(f"{point:g}", points[point]) for point in sorted(points)] + ([(NONE, none)] if none else [])

    def prepare_value(self, value: Any) -> Any:
        """A stored 7.0 is the point 7."""
        return f"{value:g}" if isinstance(value, int | float) else value


def _point(text: str) -> float | None:
    return None if text == NONE else float(text)


def _question(label: Any, lowest: Any, highest: Any) -> Points:
    """A question with a scale from 0 to 10."""
    points = [(float(point), str(point)) for point in range(TEN + 1)]
    return Points(label, points, lowest=lowest, highest=highest)


class PlainNumber(forms.FloatField):
    """A number that comes back as one writes it: 3, not 3.0."""

    def prepare_value(self, value: Any) -> Any:
        """What the box shows."""
        return f"{value:g}" if isinstance(value, float) else value


class AnswerForm(forms.Form):
    """What the owner says about one activity."""

    time = _question(_("Is there enough time for it?"), _("no time at all"), _("plenty"))
    liking = _question(_("Do you like doing it?"), _("I can't stand it"), _("I love it"))
    skill = _question(_("Are you good at it?"), _("not at all"), _("excellent"))
    energy = Points(_("What does it do to your energy?"), _ENERGY, empty=0.0)
    core = Points(_("Is it the core of your business?"), _CORE)
    bound = forms.ChoiceField(label=_("Only I can do this because"), choices=Answer.Bound.choices, required=False)
    bound_until = forms.DateField(
        label=_("Look at it again on"),
        required=False,
        help_text=_("Empty: in 90 days."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    bound_note = forms.CharField(
        label=_("Which part of it could somebody else do?"),
        required=False,
        max_length=500,
        help_text=_("Drafting, chasing, filing? That part becomes an activity of its own."),
    )
    handable = FigureBox(
        label=_("Share of it that somebody else could do, in per cent"),
        highest=100.0,
        help_text=_("Empty: 80 is assumed. A range is fine: 40 to 70."),
    )

    def __init__(self, *args: Any, answer: Answer | None = None, **kwargs: Any) -> None:
        initial = {} if answer is None else _initial(answer)
        kwargs["initial"] = {"energy": 0, **initial}
        super().__init__(*args, **kwargs)
        for name, none in (
            *((name, _("does not apply")) for name in QUESTIONS),
            ("energy", ""),
            ("core", _("not said")),
        ):
            field = self.fields[name]
            assert isinstance(field, Points)
            field.offer(initial.get(name), none)

    @property
    def more_is_open(self) -> bool:
        """Whether the part below the three questions holds anything, or a mistake."""
        below = [name for name in self.fields if name not in QUESTIONS]
        return any(name in self.errors for name in below) or any(
            self[name].value() not in (None, "", "0", NONE) for name in below
        )

    @property
    def scales(self) -> list[forms.BoundField]:
        """The three questions."""
        return [self[name] for name in QUESTIONS]

    def clean(self) -> dict[str, Any]:
        """At least one of the three questions has to be touched."""
        found = super().clean() or {}
        if not self.errors and not any(name in self.data for name in QUESTIONS):
            raise forms.ValidationError(_("Answer at least one of the three questions, or skip this activity."))
        if found.get("handable") is not None:
            found["handable"] = _share(found["handable"])
        if found.get("core") is not None:
            found["core"] = int(found["core"])
        return found


class RowForm(forms.Form):
    """One line of the table."""

    time = PlainNumber(label=_("Time for it"), min_value=0, max_value=TEN, required=False)
    liking = PlainNumber(label=_("Like it"), min_value=0, max_value=TEN, required=False)
    skill = PlainNumber(label=_("Good at it"), min_value=0, max_value=TEN, required=False)
    energy = PlainNumber(label=_("Energy"), min_value=-2, max_value=2, required=False)
    core = forms.TypedChoiceField(
        label=_("Core"),
        choices=[("", _("not said")), *((step, text) for step, text in _CORE)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    bound = forms.ChoiceField(label=_("Only I, because"), choices=Answer.Bound.choices, required=False)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, name: str, answer: Answer | None, **kwargs: Any) -> None:
        said = {} if answer is None else {key: None if it == NONE else it for key, it in _initial(answer).items()}
        kwargs["initial"] = {"energy": 0, **said, "version": answer.version if answer else 0}
        super().__init__(*args, **kwargs)
        self.name = name
        for key, field in self.fields.items():
            if key != "version":
                field.widget.attrs |= {"aria-label": f"{field.label}: {name}"}
            if isinstance(field, PlainNumber):
                field.widget.attrs |= {"step": "any", "inputmode": "decimal", "class": "answer-box"}

    def clean_energy(self) -> float:
        """An empty box is the middle."""
        return float(self.cleaned_data["energy"] or 0.0)

    def said(self) -> tuple[int, dict[str, Any]]:
        """The version it was drawn with, and what it says; note and date of a reason stay while the reason does."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if "bound" not in self.changed_data:
            facts.pop("bound")
        return self.cleaned_data["version"] or 0, facts

    def over(self, answer: Answer | None) -> RowForm:
        """The same line as typed, to be saved over what was saved meanwhile."""
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("version")] = str(answer.version if answer else 0)
        return RowForm(data, prefix=self.prefix, name=self.name, answer=answer)


class UndoneForm(forms.ModelForm[Undone]):
    """Work that should have happened and did not."""

    hours_per_week = FigureBox(label=_("Hours a week it would take"), highest=_MOST_HOURS, required=True)
    value_per_week = FigureBox(
        label=_("What it would bring a week"), help_text=_("In money, a range is fine. Empty: you cannot say.")
    )
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, required=False)

    class Meta:
        model = Undone
        fields = ("name", "hours_per_week", "value_per_week")


def _share(per_cent: Figure) -> Figure:
    """Divided, not multiplied by .01: 70 per cent must come back as .7 and nothing beside it."""
    if per_cent.is_exact:
        return Figure.exact(per_cent.low / 100)
    return Figure.stated_range(per_cent.low / 100, per_cent.high / 100)


def _initial(answer: Answer) -> dict[str, Any]:
    names = (*QUESTIONS, "energy", "core", "bound", "bound_until", "bound_note")
    facts = {name: getattr(answer, name) for name in names}
    facts["handable"] = None if answer.handable is None else answer.handable.scaled(100)
    if answer.answered_at is not None:
        # An answered activity shows "does not apply" where it was chosen; one never asked about shows nothing.
        facts |= {name: NONE for name in (*QUESTIONS, "core") if facts[name] is None}
    return facts
