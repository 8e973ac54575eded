"""Selectors of outcome, by subject."""
