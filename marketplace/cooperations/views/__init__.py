"""Pages of co-operations and certificates."""
