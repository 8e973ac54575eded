"""Look-ups of the handoff app, by subject."""
