"""The cycle app."""
