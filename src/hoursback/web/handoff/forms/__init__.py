"""Forms of the handoff app, by subject."""
