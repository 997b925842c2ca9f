"""The pages on which challenges are ruled, judged and run."""
