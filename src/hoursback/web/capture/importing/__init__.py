"""Bringing in files of other tools: look, map, commit, take back."""
