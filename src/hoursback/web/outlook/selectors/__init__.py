"""Selectors of outlook, by subject."""
