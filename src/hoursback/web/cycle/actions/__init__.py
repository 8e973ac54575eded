"""What changes things of the cycle app, by subject."""
