"""Pages of matches in the workbench."""
