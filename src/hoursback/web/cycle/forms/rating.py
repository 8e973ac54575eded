"""The form in which skills are rated, with what each level looks like beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from hoursback.engine.people import LEVELS


@dataclass(frozen=True, slots=True)
class Wanted:
    """A skill to rate, with what was given for it before."""

    name: str
    anchors: tuple[str, ...]
    asked: int = 0
    handoffs: tuple[str, ...] = ()
    level: int | None = None
    evidence: str = ""
    seen_on: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A skill with its boxes."""

    wanted: Wanted
    level: forms.BoundField
    evidence: forms.BoundField
    seen_on: forms.BoundField | None


class RatingForm(forms.Form):
    """One level for each skill, or none; others' ratings need what was seen."""

    def __init__(self, wanted: Sequence[Wanted], *, needs_evidence: bool, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.wanted, self.needs_evidence, self.today = wanted, needs_evidence, today
        for each in wanted:
            self._add(each)

    def rows(self) -> Iterator[Row]:
        """The skills with their boxes, in order."""
        for each in self.wanted:
            mark = _mark(each.name)
            seen = self[f"seen_{mark}"] if self.needs_evidence else None
            yield Row(each, self[f"level_{mark}"], self[f"evidence_{mark}"], seen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for each in self.wanted:
            mark = _mark(each.name)
            level = cleaned.get(f"level_{mark}")
            if level and self.needs_evidence and not cleaned.get(f"evidence_{mark}"):
                self.add_error(f"evidence_{mark}", _("Say what you saw: a piece of work, a result, a day."))
            seen = cleaned.get(f"seen_{mark}")
            if seen is not None and seen > self.today:
                self.add_error(f"seen_{mark}", _("This day is still to come."))
        if not self.errors and not any(self._level(each) or each.level for each in self.wanted):
            raise forms.ValidationError(_("Choose a level for one skill at least."))
        return cleaned

    def given(self) -> list[tuple[str, int | None, str, date | None]]:
        """Skill, level, evidence and its day of each row that was rated, now or before."""
        found = []
        for each in self.wanted:
            mark = _mark(each.name)
            level = self._level(each)
            if level is not None or each.level is not None:
                evidence = self.cleaned_data.get(f"evidence_{mark}") or ""
                found.append((each.name, level, evidence, self.cleaned_data.get(f"seen_{mark}")))
        return found

    def _level(self, each: Wanted) -> int | None:
        text = self.cleaned_data.get(f"level_{_mark(each.name)}")
        return int(text) if text else None

    def _add(self, each: Wanted) -> None:
        mark = _mark(each.name)
        choices = [("", _("Not rated")), *((str(n), _anchored(n, each.anchors)) for n in LEVELS)]
        self.fields[f"level_{mark}"] = forms.ChoiceField(
            label=_("Level"),
            choices=choices,
            required=False,
            widget=forms.RadioSelect,
            initial="" if each.level is None else str(each.level),
        )
        self.fields[f"evidence_{mark}"] = forms.CharField(
            label=_("What you saw") if self.needs_evidence else _("What shows it, if you like"),
            required=False,
            max_length=1000,
            initial=each.evidence,
        )
        if self.needs_evidence:
            self.fields[f"seen_{mark}"] = forms.DateField(
                label=_("Seen on"),
                required=False,
                initial=each.seen_on,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )


def wanted_from(rows: Sequence[Any], mine: Mapping[str, Any]) -> list[Wanted]:
    """What to ask for, from the skills of a round and one's own ratings by name."""
    found = []
    for row in rows:
        old = mine.get(row.name)
        found.append(
            Wanted(
                row.name,
                row.anchors,
                row.asked,
                row.handoffs,
                old.level if old else None,
                old.evidence if old else "",
                old.seen_on if old else None,
            )
        )
    return found


def _anchored(level: int, anchors: Sequence[str]) -> str:
    return f"{level} · {anchors[level - 1]}" if len(anchors) >= level and anchors[level - 1] else str(level)


def _mark(name: str) -> str:
    return hashlib.blake2b(name.casefold().encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
