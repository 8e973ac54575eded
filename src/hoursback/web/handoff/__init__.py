"""The handoff app."""
