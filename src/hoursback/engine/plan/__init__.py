"""Plan: what to hand off, to whom, when."""
