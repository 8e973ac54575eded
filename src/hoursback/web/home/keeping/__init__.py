"""Keeping the data safe and the app running: upgrade, work, backup, restore, export, and what is unwell."""
