"""Models of outlook, by subject."""
