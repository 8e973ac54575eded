"""What the log refuses, in plain words; `where` names the field of the form it is about."""

from __future__ import annotations

from hoursback.engine.errors import HoursbackError


class LogError(HoursbackError):
    """Something that cannot be logged as it stands."""


class NameTakenError(LogError):
    """Two activities would have the same name."""


class LongTimerError(LogError):
    """A timer ran so long that it was probably forgotten; its owner has to say when the work ended."""


class NoTimerError(LogError):
    """No timer is running, or another one than the page showed."""


class UndoError(LogError):
    """A step that cannot be taken back any more."""


class RepeatError(LogError):
    """A form that was sent before, and whose effect is gone."""


class CellError(LogError):
    """A cell of the week that a typed length cannot change."""
