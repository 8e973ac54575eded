"""The outlook app."""
