"""Outcome: which hours came back, where they went, what they brought."""
