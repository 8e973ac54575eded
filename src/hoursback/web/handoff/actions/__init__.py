"""What changes things of the handoff app, by subject."""
