"""Forms of entries: the typed line, the plain form, and a move on the timeline."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.engine.capture.clock import zone_of
from hoursback.engine.capture.duration import format_duration, parse_duration
from hoursback.engine.errors import HoursbackError
from hoursback.web.capture.clocks import DAY, TwiceError, day_or_none, end_after, epoch_of
from hoursback.web.capture.errors import LogError
from hoursback.web.capture.forms.boxes import LARGEST, ActivityBox, DateBox, TimeBox, VersionedForm, WhichBox, put_error
from hoursback.web.capture.selectors.day import EntryRow


class LineForm(forms.Form):
    """One line, and the activity if the proposed one is not meant."""

    line = forms.CharField(
        label=_("What did you do, and when?"),
        max_length=10_000,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "placeholder": _("9:15-10:05 replied to client mail"), "enterkeyhint": "done"}
        ),
    )
    activity = ActivityBox(required=False)
    day = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_day(self) -> date | None:
        """The day of the page; None where the form says none."""
        text = self.cleaned_data["day"]
        found = day_or_none(text)
        if text and found is None:
            self.add_error(None, _("The day of this page got lost: load the page again, then log it."))
        return found


class EntryForm(VersionedForm):
    """An entry in boxes: the way without a line or a mouse; read on the clock of the entry's own zone."""

    activity = ActivityBox()
    day = DateBox(label=_("Day"))
    start = TimeBox(label=_("Start"))
    end = TimeBox(label=_("End"))
    length = forms.CharField(
        label=_("Or how long"),
        required=False,
        max_length=40,
        help_text=_("1h30, 90 min or 1:30; fill in end or length."),
    )
    which = WhichBox()
    note = forms.CharField(label=_("Note"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}))
    client = forms.CharField(label=_("Client"), required=False, max_length=500)
    project = forms.CharField(label=_("Project"), required=False, max_length=500)
    task = forms.CharField(label=_("Task"), required=False, max_length=500)
    tags = forms.CharField(label=_("Tags"), required=False, max_length=2_000, help_text=_("Parted by commas."))

    def __init__(self, data: Any = None, *, row: EntryRow) -> None:
        self.row = row
        self.zone = zone_of(row.zone)
        super().__init__(data, initial=initial_of(row), auto_id="entry-%s")
        if any(moment is not None and moment.second for moment in (row.starts, row.ends)):
            for name in ("start", "end"):
                self.fields[name].widget = forms.TimeInput(attrs={"type": "time", "step": "1"}, format="%H:%M:%S")
        self.asks_which = False

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if self.errors:
            return facts
        try:
            facts["start_at"], facts["seconds"] = self._time(facts)
        except TwiceError as error:
            self.asks_which = True
            put_error(self, error)
        except HoursbackError as error:
            put_error(self, LogError(error.what, where=error.where or "length", value=error.value, hint=error.hint))
        return facts

    def changes(self) -> dict[str, Any]:
        """What `change_entry` takes."""
        facts = self.cleaned_data
        tags = [tag for tag in facts["tags"].replace("\n", ",").split(",") if tag.strip()]
        return {
            "day": facts["day"],
            "start": facts["start_at"],
            "seconds": facts["seconds"],
            "note": facts["note"],
            "activity": facts["activity"],
            "labels": {
                "project": facts["project"], "task": facts["task"], "client": facts["client"], "tags": tags,
            },
        }  # fmt: skip

    @property
    def chose_activity(self) -> bool:
        """Whether the person put another activity than it had."""
        return "activity" in self.changed_data

    def _time(self, facts: dict[str, Any]) -> tuple[int | None, int]:
        """Start in epoch seconds, None for a length on a day, and the length."""
        start, end, length = facts["start"], facts["end"], facts["length"].strip()
        if start is None:
            if end is not None:
                raise LogError(str(_("An end needs a start.")), where="start", hint=str(_("Or write only how long.")))
            if not length:
                raise LogError(str(_("There is no time.")), where="length", hint=str(_("Write how long it took.")))
            return None, self._length(length)
        began = self._start(start, facts)
        is_new_length = self._is_new("length") and bool(length)
        if is_new_length and (not self._is_new("end") or end is None):
            return began, self._length(length)
        if end is None:
            raise LogError(str(_("There is no end.")), where="end", hint=str(_("Write the end, or how long it took.")))
        seconds = self._end(began, end, facts) - began
        # An end put onto the start is hardly meant to turn an hour into nothing.
        is_emptied = not seconds and bool(length)
        if (is_new_length or is_emptied) and self._length(length) != seconds:
            raise LogError(
                str(_("End and length disagree.")), where="length", hint=str(_("Clear one of them; the other holds."))
            )
        return began, seconds

    def _start(self, start: time, facts: dict[str, Any]) -> int:
        # An untouched start stays the very second it was, also in an hour that came twice.
        if self.row.start is not None and not (self._is_new("day") or self._is_new("start")):
            return self.row.start
        return epoch_of(facts["day"], start, self.zone, where="start", which=facts["which"])

    def _end(self, began: int, end: time, facts: dict[str, Any]) -> int:
        is_same = not any(self._is_new(name) for name in ("day", "start", "end"))
        if is_same and self.row.end is not None:
            return self.row.end
        found = end_after(began, facts["day"], end, self.zone, which=facts["which"])
        if found - began > DAY:
            raise LogError(str(_("An entry lasts at most 24 hours.")), where="end", hint=str(_("Split it by days.")))
        return found

    def _length(self, text: str) -> int:
        return self.row.seconds if not self._is_new("length") else parse_duration(text)

    def _is_new(self, name: str) -> bool:
        return name in self.changed_data


class MoveForm(forms.Form):
    """A new start and length, from the timeline or a proposed fix."""

    start = forms.IntegerField(min_value=0, max_value=LARGEST)
    seconds = forms.IntegerField(min_value=0, max_value=DAY)
    version = forms.IntegerField(min_value=0, max_value=LARGEST)


def initial_of(row: EntryRow) -> dict[str, Any]:
    """An entry as the boxes of its form say it."""
    starts, ends = row.starts, row.ends
    return {
        "activity": row.activity,
        "day": row.day,
        "start": starts.time().replace(microsecond=0) if starts else None,
        "end": ends.time().replace(microsecond=0) if ends else None,
        "length": format_duration(row.seconds),
        "note": row.note,
        "client": row.client,
        "project": row.project,
        "task": row.task,
        "tags": ", ".join(row.tags),
        "version": row.version,
    }
