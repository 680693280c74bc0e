"""What the numbers mean: one file a measure, pure functions of a trace."""
