"""Hoursback: from the log of your working days to an honest plan of what to hand off."""
