"""Models of focus, by subject."""
