"""Pass it on well: brief, choice, agreement, first runs, timesheets, and what creeps back."""
