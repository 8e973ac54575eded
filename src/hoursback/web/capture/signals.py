"""What the log tells the steps above it, which it must not know."""

from __future__ import annotations

from django.dispatch import Signal

merging = Signal()
"""An activity is about to go into another one: `gone`, `stays`. A receiver that minds raises a HoursbackError."""
