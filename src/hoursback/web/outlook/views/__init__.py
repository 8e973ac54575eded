"""Views of outlook, by subject."""
