"""Actions of focus, by subject."""
