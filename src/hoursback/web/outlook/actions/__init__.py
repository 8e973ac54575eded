"""Actions of outlook, by subject."""
