"""Views of focus, by subject."""
