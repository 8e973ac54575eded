"""What people tell the steps above them, which they must not know."""

from __future__ import annotations

from django.dispatch import Signal

skill_renamed = Signal()
"""A skill goes by another name. Sent inside its scope and the transaction; `workspace_id`, `old`, `new` (as compared),
`before` (a list): receivers that ask for skills by name follow, and append what they changed as
[model label, pk, requirements before, requirements after]."""
skill_restored = Signal()
"""A merge was taken back: `workspace_id`, `before` as the merge left it; each receiver puts its own rows back."""
leaving = Signal()
"""Somebody is about to be put away: `actor`, `person`; a receiver returns `leaving.Open` rows."""
pricing = Signal()
"""What hours cost on a day, as stated with dates: `workspace_id`, `today`; a receiver returns {person: `Held`}."""
who_asks = Signal()
"""Which work asks for a skill: `actor`, `key` (the name as compared); a receiver returns `skillmap.Asked` rows."""
