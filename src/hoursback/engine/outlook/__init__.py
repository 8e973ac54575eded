"""Outlook: what the next months look like and when help is due."""
