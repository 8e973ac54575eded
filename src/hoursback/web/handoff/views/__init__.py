"""Pages of the handoff app, by subject."""
