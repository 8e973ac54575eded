"""Review: where the hours went, honestly."""
