"""Selectors of focus, by subject."""
