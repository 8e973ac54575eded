"""Pages of the cycle app, by subject."""
