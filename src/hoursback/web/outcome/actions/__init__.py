"""Actions of outcome, by subject."""
