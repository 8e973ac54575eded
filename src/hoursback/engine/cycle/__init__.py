"""Five phases with each person, repeated: skill assessment, gap training, goal setting, performance assessment."""
