"""Models of outcome, by subject."""
