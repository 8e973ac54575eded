"""Forms of briefs: the draft, its publication, its reading, and what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from hoursback.web.handoff.forms.sent import WithoutPasswords
from hoursback.web.handoff.models import Brief
from hoursback.web.handoff.selectors.briefs import labels
from hoursback.web.handoff.selectors.files import KINDS

QUESTIONS = 3
_ROWS = {"outcome": 4, "steps": 12, "standard": 6, "tools": 5, "examples": 5, "ask": 3}
_HELP = {
    "outcome": _("What is there when it is done, in a sentence or two that somebody else can check."),
    "steps": _("One line for each step. A line that begins with “- [ ] ” becomes a box to tick on every run."),
    "standard": _("How well, how fast, by when; when to stop and ask."),
    "tools": _("Programs, accounts, templates, and who gives access. Never a password: say where it lies."),
    "examples": _("Something finished that shows what you mean; put files and links below the brief."),
    "ask": _("Who helps, how to reach them, and who decides while they are away."),
}


class BriefForm(WithoutPasswords, forms.Form):
    """The draft of a brief."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: Brief | None, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": _initial(draft)})
        for name in Brief.PARTS:
            label = str(labels()[name])
            box = forms.Textarea(attrs={"rows": _ROWS[name], "spellcheck": "true"})
            self.fields[name] = forms.CharField(
                label=label[:1].upper() + label[1:], required=False, widget=box, help_text=_HELP[name], strip=False
            )
        for number in range(1, QUESTIONS + 1):
            asked, answered = said("Question %(number)d"), said("Right answer to question %(number)d")
            self.fields[f"question_{number}"] = forms.CharField(
                label=asked % {"number": number}, max_length=300, required=False
            )
            self.fields[f"answer_{number}"] = forms.CharField(
                label=answered % {"number": number}, max_length=1000, required=False
            )

    @property
    def parts(self) -> list[forms.BoundField]:
        """The boxes of the text."""
        return [self[name] for name in Brief.PARTS]

    @property
    def questions(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The boxes of the check questions, each with that of its answer."""
        return [(self[f"question_{number}"], self[f"answer_{number}"]) for number in range(1, QUESTIONS + 1)]

    def clean(self) -> dict[str, Any]:
        """A question has an answer, and an answer a question."""
        data = super().clean()
        for number in range(1, QUESTIONS + 1):
            question, answer = data.get(f"question_{number}"), data.get(f"answer_{number}")
            if question and not answer:
                self.add_error(
                    f"answer_{number}", said("Say what the right answer is; it is shown after they answered.")
                )
            if answer and not question:
                self.add_error(f"question_{number}", said("Say what is asked."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What was stated, as `save_draft` takes it."""
        data = self.cleaned_data
        asked = [
            {"question": data[f"question_{number}"], "answer": data[f"answer_{number}"]}
            for number in range(1, QUESTIONS + 1)
        ]
        return {**{name: data[name] for name in Brief.PARTS}, "questions": asked}


def _initial(draft: Brief | None) -> dict[str, Any]:
    if draft is None:
        return {"version": 0}
    found: dict[str, Any] = {name: getattr(draft, name) for name in Brief.PARTS}
    for number, row in enumerate(draft.questions, start=1):
        found |= {f"question_{number}": row["question"], f"answer_{number}": row["answer"]}
    return {**found, "version": draft.version}


class PublishForm(forms.Form):
    """Publishing the draft; from the second version on, what changed."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    changed_because = forms.CharField(
        label=_("What changed, in a few words"),
        max_length=300,
        required=False,
        help_text=_("They see this first, then the lines that changed."),
    )


class ReadingForm(forms.Form):
    """The answers to the check questions, and what is unclear."""

    def __init__(self, *args: Any, questions: Sequence[dict[str, str]], asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, row in enumerate(questions, start=1):
            box = forms.Textarea(attrs={"rows": 2})
            self.fields[f"answer_{number}"] = forms.CharField(
                label=row["question"], max_length=10_000, required=asks, widget=box
            )
        self.fields["unclear"] = forms.CharField(
            label=_("Is anything unclear?"),
            max_length=10_000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("Say so here; better now than on the first run."),
        )

    @property
    def answers(self) -> list[str]:
        """What was answered, in the order of the questions."""
        return [value for name, value in self.cleaned_data.items() if name.startswith("answer_")]


class AttachmentForm(forms.Form):
    """A file, or a link."""

    file = forms.FileField(
        label=_("A file or a picture"),
        required=False,
        max_length=300,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{ending}" for ending in KINDS)}),
        help_text=_("Up to 50 MB: pictures, PDF, office files, text, sound, video."),
    )
    link = forms.URLField(
        label=_("Or a link"), required=False, max_length=1000, help_text=_("To a video or a shared document, say.")
    )
    title = forms.CharField(label=_("What to call it"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Either, not both."""
        data = super().clean() or {}
        if not self.errors and bool(data.get("file")) == bool(data.get("link")):
            self.add_error("file", said("Choose a file or give a link, one at a time."))
        return data
