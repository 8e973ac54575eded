"""Forms about candidates: what was found out, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hoursback.engine.handoff.choosing import mean_score
from hoursback.web.handoff.actions.choosing import LONGEST_REASON, MOST_QUESTIONS, kinds_of_work
from hoursback.web.handoff.models import Candidate, Handoff
from hoursback.web.shared.plainforms import Plainly

_MOST_RUBRIC, _LONGEST_LINE = 12, 300
_SCORES = [("", _("not asked")), *((str(score), str(score)) for score in range(1, 6))]


class QuestionsForm(forms.Form):
    """The questions of everybody's interview, one a line."""

    questions = forms.CharField(
        label=_("Questions"),
        max_length=MOST_QUESTIONS * _LONGEST_LINE * 2,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One a line. Everybody in the running gets the same; scores stay with the questions that stay."),
    )

    def clean_questions(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["questions"].splitlines() if line.strip()]
        if len(lines) > MOST_QUESTIONS or any(len(line) > 2 * _LONGEST_LINE for line in lines):
            raise ValidationError(_("Twenty questions of 600 characters are the most."))
        return lines


class CandidateForm(Plainly, forms.Form):
    """Interview, paid trial and notes of one candidate."""

    task = forms.CharField(
        label=_("The piece of work"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    pay = forms.DecimalField(
        label=_("Pay for it"),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        help_text=_("A trial is work, so it is paid, whether or not you choose them."),
    )
    hours = forms.FloatField(label=_("Hours it takes"), required=False, min_value=0, max_value=80)
    rubric = forms.CharField(
        label=_("What to look at"),
        required=False,
        max_length=_MOST_RUBRIC * _LONGEST_LINE * 2,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line; write it before you see the result. Each gets 1 to 5."),
    )
    candid = forms.CharField(
        label=_("Notes for yourself"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Seen by owners and managers alone, never by the person."),
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        self.sheet: list[dict[str, Any]] = candidate.interview
        self.items: list[dict[str, Any]] = candidate.trial.get("rubric", [])
        kwargs.setdefault("initial", self._stored(candidate))
        super().__init__(*args, **kwargs)
        for index, item in enumerate(self.sheet):
            self.fields[f"score_{index}"] = self._score(item["question"])
            self.fields[f"note_{index}"] = forms.CharField(
                label=_("What they said"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
            )
        for index, item in enumerate(self.items):
            self.fields[f"seen_{index}"] = self._score(item["what"])

    @property
    def asked(self) -> list[dict[str, Any]]:
        """Question, its anchors and its boxes, in order."""
        return [
            {
                "question": item["question"],
                "anchors": list(enumerate(item.get("anchors") or [], start=1)),
                "score": self[f"score_{index}"],
                "note": self[f"note_{index}"],
            }
            for index, item in enumerate(self.sheet)
        ]

    @property
    def seen(self) -> list[forms.BoundField]:
        """The boxes of the rubric, in order."""
        return [self[f"seen_{index}"] for index in range(len(self.items))]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        lines = self._lines(found.get("rubric", ""))
        if len(lines) > _MOST_RUBRIC or any(len(line) > _LONGEST_LINE for line in lines):
            self.add_error("rubric", _("Twelve lines of 300 characters are the most."))
        # A trial without pay is a drawer that good people do not open.
        if found.get("task") and found.get("hours") and "pay" in found and not found["pay"] and self._is_scored(found):
            self.add_error("pay", _("Say what you paid for the trial."))
        return found

    @property
    def facts(self) -> dict[str, Any]:
        """What was found out, as `save_candidate` takes it."""
        said = self.cleaned_data
        scores = {item["what"]: self._number(f"seen_{index}") for index, item in enumerate(self.items)}
        pay: Decimal | None = said["pay"]
        return {
            "interview": [
                {**item, "score": self._number(f"score_{index}"), "note": said[f"note_{index}"]}
                for index, item in enumerate(self.sheet)
            ],
            "trial": {
                "task": said["task"],
                "pay": "" if pay is None else str(pay),
                "hours": said["hours"],
                "rubric": [{"what": line, "score": scores.get(line)} for line in self._lines(said["rubric"])],
            },
            "candid": said["candid"],
        }

    def _is_scored(self, found: dict[str, Any]) -> bool:
        given = [found.get(f"seen_{index}") for index in range(len(self.items))]
        return mean_score([int(score) if score else None for score in given]) is not None

    def _number(self, name: str) -> int | None:
        value = self.cleaned_data[name]
        return int(value) if value else None

    @staticmethod
    def _score(label: str) -> forms.ChoiceField:
        return forms.ChoiceField(label=label, choices=_SCORES, required=False, widget=forms.RadioSelect)

    @staticmethod
    def _lines(text: str) -> list[str]:
        return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))

    @staticmethod
    def _stored(candidate: Candidate) -> dict[str, Any]:
        trial = candidate.trial
        said: dict[str, Any] = {name: trial.get(name, "") for name in ("task", "pay", "hours")}
        said |= {f"score_{i}": str(item.get("score") or "") for i, item in enumerate(candidate.interview)}
        said |= {f"note_{i}": item.get("note", "") for i, item in enumerate(candidate.interview)}
        said |= {f"seen_{i}": str(item.get("score") or "") for i, item in enumerate(trial.get("rubric", []))}
        rubric = "\n".join(item["what"] for item in trial.get("rubric", []))
        return said | {"rubric": rubric, "candid": candidate.candid, "version": candidate.version}


class OutcomeForm(forms.Form):
    """How it ended with a candidate."""

    outcome = forms.ChoiceField(choices=[(one.value or "open", one.label) for one in Candidate.Outcome])
    reason = forms.CharField(label=_("Why"), required=False, max_length=LONGEST_REASON)
    never = forms.ChoiceField(required=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, handoff: Handoff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["never"].choices = never_choices(kinds_of_work(handoff))  # type: ignore[attr-defined]


def never_choices(kinds: Sequence[str]) -> list[tuple[str, Any]]:
    """What somebody may say they never want, with "nothing of the kind" first."""
    return [("", _("only this time")), *((kind, _("never “%(kind)s”") % {"kind": kind}) for kind in kinds)]
