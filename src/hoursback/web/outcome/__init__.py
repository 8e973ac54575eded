"""The outcome app."""
