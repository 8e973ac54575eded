"""Forms of focus, by subject."""
