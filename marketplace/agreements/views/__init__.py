"""Pages of task agreements."""
