"""Views of outcome, by subject."""
