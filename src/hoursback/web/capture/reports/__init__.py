"""What the log adds up to over a year."""
