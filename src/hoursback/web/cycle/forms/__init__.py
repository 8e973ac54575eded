"""Forms of the cycle app, by subject."""
