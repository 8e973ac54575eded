"""The focus app."""
