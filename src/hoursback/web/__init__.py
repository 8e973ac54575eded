"""The app an owner opens: the nine steps as Django apps on accounts, people and shared words."""
