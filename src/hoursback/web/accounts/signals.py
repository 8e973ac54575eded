"""What accounts tell the apps above them, which they must not know."""

from __future__ import annotations

from django.dispatch import Signal

member_joined = Signal()
"""Somebody has a place in a workspace. Sent inside its scope and the transaction; `member`, `person_id` (or None)."""
member_erased = Signal()
"""A member's account is about to go; what must stay of them is made nameless. Sent like `member_joined`; `member`."""
