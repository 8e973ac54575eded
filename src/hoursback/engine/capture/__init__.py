"""Capture: what was done, and when."""
