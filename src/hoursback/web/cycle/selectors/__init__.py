"""Look-ups of the cycle app, by subject."""
