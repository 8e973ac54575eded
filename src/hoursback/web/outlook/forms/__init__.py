"""Forms of outlook, by subject."""
