"""Forms of outcome, by subject."""
